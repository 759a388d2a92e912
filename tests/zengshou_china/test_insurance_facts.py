"""Values of insurance, medical care and withholding that stand in the facts in another form than ours."""

import pytest

from tests.zengshou_china.test_facts import as_plain, facts, needs_facts, ours
from zengshou.concepts.citation import Status
from zengshou.policy.parameter import DatedValue

GUANGDONG = "cn.guangdong"
YANGJIANG, LIAOYANG = "cn.guangdong.yangjiang", "cn.liaoning.liaoyang"
TIERS = ("tier1", "tier2", "tier3")


def value_of(name: str, area: str = "cn", since: str = "") -> DatedValue:
    values = ours()[name, area].values
    return next(dated for dated in values if not since or dated.since == since)


@needs_facts
def test_sixty_thousand_at_once_begins_when_the_notice_says() -> None:
    fact = next(f for f in facts("iit") if f.name == "iit.withholding.cumulative.sixty_thousand")
    limit = value_of("iit_withholding.once_limit_yearly")
    assert (limit.since, limit.value, limit.status) == (fact.since, 60000, Status.SOURCED)
    assert "60000" in str(fact.value)


@needs_facts
def test_help_to_enrol_equals_the_facts() -> None:
    rows = {f.since: f.value for f in facts("medical") if f.name == "resident_medical.assisted_enrolment"}
    assert value_of("resident_medical.tekun_rate").since == "2022-01-01"
    assert value_of("resident_medical.tekun_rate").value == rows["2022-01-01"]["tekun"]
    table = as_plain(value_of("resident_medical.assisted_rate", since="2025-01-01").value)
    assert table["tekun_orphan"] == rows["2025-01-01"]["tekun"] == rows["2025-01-01"]["orphan"]
    assert table["dibao"] == rows["2025-01-01"]["dibao"]


@needs_facts
def test_guangdong_unemployment_duration_and_the_nations_ceilings_equal_the_facts() -> None:
    fact = next(f for f in facts("social_insurance") if f.name == "si.unemployment_benefit.duration")
    assert value_of("unemployment_benefit.max_months", GUANGDONG).value == fact.value["max"]
    assert value_of("unemployment_benefit.first_years", GUANGDONG).value == 4 and "years_1_to_4" in fact.value
    assert as_plain(value_of("unemployment_benefit.months_ceiling").value) == {0: 0, 1: 12, 5: 18, 10: 24}


@needs_facts
@pytest.mark.parametrize("area", [YANGJIANG, LIAOYANG])
def test_hospital_stays_of_employees_equal_the_facts(area: str) -> None:
    fact = next(f for f in facts("medical") if f.name == "employee_medical.inpatient" and f.area == area)
    deductible, rate, retired = (
        as_plain(value_of(f"medical.{name}", area, fact.since).value)
        for name in ("employee_deductible", "employee_rate", "retiree_rate")
    )
    assert [deductible[tier] for tier in TIERS] == [fact.value[tier][0] for tier in TIERS]
    assert [rate[tier] for tier in TIERS] == [fact.value[tier][1] for tier in TIERS]
    more = fact.value.get("retiree_bonus")
    wanted = fact.value["retiree_ratio"] if more is None else [rate[tier] + more for tier in TIERS]
    assert [retired[tier] for tier in TIERS] == pytest.approx(wanted)


@needs_facts
def test_shares_of_outpatient_cost_equal_the_facts() -> None:
    shares = {f.area: f.value for f in facts("medical") if f.name == "resident_medical.outpatient"}
    assert value_of("medical.outpatient_rate", YANGJIANG).value == shares[YANGJIANG]["tier1_ratio"]
    assert value_of("medical.outpatient_rate", LIAOYANG).value == shares[LIAOYANG]["primary_ratio"]


@needs_facts
def test_every_notice_since_2019_is_collected_a_year_before_its_cover() -> None:
    lag = ours()["resident_medical.cover_lag_years", "cn"]
    for dated in ours()["resident_medical.contribution_yearly", "cn"].values:
        year = int(dated.since[:4])
        found = lag.on(dated.since)
        assert found is not None and found[0].value == (1 if year >= 2019 else 0)
