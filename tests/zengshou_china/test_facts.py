"""Every value of the policy facts that the laws use equals our parameter: value, dates and status."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.zengshou_china.fact_names import (
    FORMS,
    FORMS_IN_AREA,
    GUANGDONG,
    LIAONING,
    LIAOYANG,
    NAMES,
    NOT_NAMED,
    YANGJIANG,
    Form,
)
from zengshou.concepts.citation import Status
from zengshou.policy.parameter import DatedValue, Parameter
from zengshou.policy.schedule import Lookup, Schedule, Table
from zengshou.store.lawbooks import area_parameters, demonstration_values, national_parameters

ROOT = Path(__file__).resolve().parents[2]
FACTS = ROOT.parent / "shared" / "facts" / "policy"
CHINA = ROOT / "src" / "zengshou_china"
needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="../shared/facts/policy is not here")
LAW_FILES = (
    "iit",
    "social_insurance",
    "resident_pension",
    "social_assistance",
    "medical",
    "minimum_wage",
    "poverty",
    "employment",
    "agriculture",
    "public_sector",
)
# entries, found, memory, uncertain, entries without value: the count that came with the facts
COUNTS = {
    "agriculture": (9, 0, 15, 3, 3),
    "employment": (12, 4, 8, 3, 1),
    "evidence": (17, 21, 55, 1, 2),
    "iit": (39, 31, 27, 0, 1),
    "medical": (18, 6, 23, 11, 1),
    "minimum_wage": (7, 4, 20, 3, 0),
    "poverty": (7, 1, 20, 1, 1),
    "public_sector": (4, 0, 3, 5, 1),
    "resident_pension": (10, 7, 11, 10, 1),
    "social_assistance": (36, 27, 30, 14, 6),
    "social_insurance": (38, 44, 35, 7, 4),
    "upstream_plans": (10, 10, 2, 0, 0),
}
AREA_FILES = {
    GUANGDONG: "provinces/guangdong",
    LIAONING: "provinces/liaoning",
    YANGJIANG: "cities/yangjiang",
    LIAOYANG: "cities/liaoyang",
}


@dataclass(frozen=True)
class Fact:
    """One dated value of one fact."""

    name: str
    area: str
    since: str
    until: str | None
    value: object
    confidence: str
    has_reference: bool


def entries(file: str) -> list[dict[str, object]]:
    return yaml.safe_load((FACTS / f"{file}.yaml").read_text("utf-8"))


def facts(file: str) -> list[Fact]:
    return [
        Fact(
            entry["parameter"],
            entry["area"],
            str(row["from"]),
            str(row["to"]) if row.get("to") else None,
            row["value"],
            row["confidence"],
            row.get("reference") is not None,
        )
        for entry in entries(file)
        for row in entry["values"]
    ]


def ours() -> dict[tuple[str, str], Parameter]:
    found = {(p.full_name, "cn"): p for p in national_parameters()}
    for area, folder in AREA_FILES.items():
        found |= {(p.full_name, area): p for p in area_parameters(area, folder)}
    return found


def inside(value: object, path: str) -> object:
    for key in path.split(".") if path else ():
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def as_plain(value: object) -> object:
    """Our value in the facts' own form."""
    match value:
        case Schedule():
            limits = [*value.limits, None]
            return [
                {"up_to": limit, "rate": rate, "quick_deduction": quick}
                for limit, rate, quick in zip(limits, value.rates, value.quicks, strict=True)
            ]
        case Lookup():
            return dict(zip(value.keys, value.values, strict=True))
        case Table():
            return {key: number for key, number in value.entries if key != "none"}
    return value


def as_theirs(value: object) -> object:
    """The fact's value where a list or names stand for a look-up."""
    if isinstance(value, list) and value and isinstance(value[0], int | float):
        return {index: number for index, number in enumerate(value, start=1)}
    if isinstance(value, list) and value and "subsidy" in value[0]:
        return {0: 0} | {row["amount"]: row["subsidy"] for row in value}
    if isinstance(value, dict) and "capital_or_plan_city" in value:
        return {index: number for index, number in enumerate(value.values(), start=1)}
    if isinstance(value, dict) and "returned_poor" in value:
        return {key: number for key, number in value.items() if key != "returned_poor"}
    return value


def expected_status(fact: Fact) -> Status:
    return Status.SOURCED if fact.confidence == "found" and fact.has_reference else Status.UNVERIFIED


def complaint(fact: Fact, name: str, form: Form, parameter: Parameter | None) -> str:
    if parameter is None:
        return f"{name} ({fact.area}) is missing"
    since = f"{fact.since[:4]}-01-01" if form.is_year else fact.since
    until = f"{since[:4]}-12-31" if form.until == "year" else fact.until
    dated = next((value for value in parameter.values if value.since == since), None)
    if dated is None:
        return f"{name} ({fact.area}) has no value from {since}"
    wanted = 1.0 if form.is_flag else as_theirs(inside(fact.value, form.path))
    if as_plain(dated.value) != wanted:
        return f"{name} ({fact.area}) from {since}: ours {as_plain(dated.value)}, fact {wanted}"
    if dated.until != until:
        return f"{name} ({fact.area}) from {since}: ours until {dated.until}, fact {until}"
    if dated.status is not expected_status(fact):
        return f"{name} ({fact.area}) from {since}: ours {dated.status}, fact {fact.confidence}"
    return ""


@needs_facts
def test_every_fact_value_the_laws_use_equals_our_parameter() -> None:
    parameters = ours()
    complaints = [
        complaint(
            fact, name, FORMS_IN_AREA.get((name, fact.area), FORMS.get(name, Form())), parameters.get((name, fact.area))
        )
        for file in LAW_FILES
        for fact in facts(file)
        for name in NAMES.get((fact.name, fact.area), ())
    ]
    assert len(complaints) > 250
    assert [line for line in complaints if line] == []


@needs_facts
def test_every_entry_is_named_or_left_out_with_a_reason() -> None:
    known = {(entry["parameter"], entry["area"]) for file in LAW_FILES for entry in entries(file)}
    assert set(NAMES) <= known
    unnamed = {name for name, area in known if (name, area) not in NAMES}
    left_out = {name for name in unnamed if name.startswith(tuple(NOT_NAMED))}
    assert unnamed - left_out == set()


@needs_facts
def test_every_gap_is_a_required_parameter_of_its_area() -> None:
    parameters = ours()
    gaps = [(e["parameter"], e["area"]) for file in LAW_FILES for e in entries(file) if not e["values"]]
    named = [(name, area) for fact, area in gaps for name in NAMES.get((fact, area), ())]
    assert len(gaps) == 19 and len(named) >= 19
    for name, area in named:
        parameter = parameters[name, area]
        assert parameter.is_required and parameter.values == () and parameter.note, (name, area)


@needs_facts
def test_the_facts_are_as_many_as_counted() -> None:
    for file, counts in COUNTS.items():
        confidence = Counter(fact.confidence for fact in facts(file))
        empty = sum(1 for entry in entries(file) if not entry["values"])
        seen = (len(entries(file)), confidence["found"], confidence["memory"], confidence["uncertain"], empty)
        assert seen == counts, file


@needs_facts
def test_no_found_value_lacks_a_reference() -> None:
    assert [
        fact for file in COUNTS for fact in facts(file) if fact.confidence == "found" and not fact.has_reference
    ] == []


def values_of(name: str, area: str = "cn") -> dict[str, DatedValue]:
    return {dated.since: dated for dated in ours()[name, area].values}


@needs_facts
def test_retirement_tables_and_resident_pension_thresholds_equal_the_facts() -> None:
    ages = next(fact for fact in facts("social_insurance") if fact.name == "pension.retirement_age").value
    for name, key in (
        ("retirement_start_months", "start_months"),
        ("retirement_delay_step", "one_month_per_birth_months"),
    ):
        table = values_of(f"employee_pension.{name}")["2025-01-01"].value
        assert as_plain(table) == {group: rule[key] for group, rule in ages.items()}
    delay = values_of("employee_pension.retirement_delay_max")["2025-01-01"].value
    assert as_plain(delay) == {group: rule["target_months"] - rule["start_months"] for group, rule in ages.items()}
    first = values_of("employee_pension.retirement_first_birth")["2025-01-01"].value
    births = {group: str(rule["first_birth"]) for group, rule in ages.items()}
    assert as_plain(first) == {group: int(text[:4]) * 12 + int(text[5:7]) - 1 for group, text in births.items()}
    resident = {fact.name: fact.value for fact in facts("resident_pension") if fact.area == "cn"}
    assert (
        values_of("resident_pension.eligible_age_months")["2014-02-21"].value
        == 12 * resident["resident_pension.eligible_age"]
    )
    subsidy = values_of("resident_pension.contribution_subsidy")["2014-02-21"].value
    assert as_plain(subsidy) == {0: 0, 1: 30, 500: 60}
    assert resident["resident_pension.subsidy_min"] == {"lowest_tier": 30, "tier_500_or_more": 60}


@needs_facts
def test_minimum_wages_of_a_class_and_medical_tiers_equal_the_facts() -> None:
    parameters = ours()
    by_class = {(f.name, f.area, f.since): f.value for f in facts("minimum_wage")}
    for name, ours_name in (("monthly_by_class", "standard_monthly"), ("hourly_by_class", "standard_hourly")):
        theirs = {s: v[1] for (n, a, s), v in by_class.items() if n == f"minimum_wage.{name}" and a == LIAONING}
        parameter = parameters[f"minimum_wage.{ours_name}", LIAOYANG]
        assert {dated.since: dated.value for dated in parameter.values} == theirs
        assert {dated.status for dated in parameter.values} == {Status.UNVERIFIED}
    for since, value in {
        s: v for (n, a, s), v in by_class.items() if n.endswith("monthly_by_class") and a == GUANGDONG
    }.items():
        own = next(d.value for d in parameters["minimum_wage.standard_monthly", YANGJIANG].values if d.since == since)
        assert own == value["4" if "4" in value else "3"]
    for fact in (f for f in facts("medical") if f.name == "resident_medical.inpatient"):
        for name, key in (("inpatient_deductible", "deductible"), ("inpatient_rate", "ratio")):
            dated = parameters[f"medical.{name}", fact.area].values[0]
            assert as_plain(dated.value) == {tier: fact.value[tier][key] for tier in ("tier1", "tier2", "tier3")}
    for fact in (f for f in facts("medical") if f.name == "resident_medical.critical_illness"):
        bands = as_plain(parameters["medical.critical_bands", fact.area].values[0].value)
        assert [[band["up_to"], band["rate"]] for band in bands] == fact.value["bands"]


@needs_facts
def test_refusals_and_help_for_the_poor_equal_the_facts() -> None:
    refusals = {fact.since: fact.value for fact in facts("social_assistance") if fact.name == "dibao.refusal_rule"}
    national = values_of("dibao.refusal_limit")
    city = values_of("dibao.refusal_limit", LIAOYANG)
    assert {since: dated.value for since, dated in (national | city).items()} == refusals
    poor = next(
        f for f in facts("medical") if f.name == "critical_illness.national_min" and f.since == "2019-01-01"
    ).value["poor"]
    assert values_of("medical.poor_deductible_cut")["2019-01-01"].value == poor["deductible_cut"]
    assert values_of("medical.poor_rate_plus")["2019-01-01"].value == poor["ratio_plus"]


def test_no_address_and_no_second_hand_name_stands_in_the_law() -> None:
    for path in [*CHINA.rglob("*.yaml"), *CHINA.rglob("*.md")]:
        text = path.read_text("utf-8").lower()
        assert not any(word in text for word in ("http:", "https:", "www.", "github")), path


def test_demonstration_values_are_scenarios_and_say_why() -> None:
    for city in ("yangjiang", "liaoyang"):
        found = demonstration_values(city)
        assert found
        for parameter in found:
            assert parameter.note and all(dated.status is Status.SCENARIO for dated in parameter.values), parameter.name
