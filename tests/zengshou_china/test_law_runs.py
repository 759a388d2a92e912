"""The law itself, run every way: cases, blocks and threads agree to the bit; every year's graph holds together."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from zengshou.concepts.people import People
from zengshou.policy.case import Case, CaseInput, run_case
from zengshou.policy.column import Entity, Unit
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import plan_what_can_be
from zengshou.policy.run import forms_of, run_plan
from zengshou.policy.run_plan import RunPlan
from zengshou.services.check_data import checks
from zengshou.services.policy.worked_cases import WorkedCase, all_worked_cases, failures
from zengshou.store.lawbooks import lawbook_of_city

CASES = all_worked_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_worked_case_comes_out_to_the_fen(case: WorkedCase) -> None:
    assert not failures(case)


def test_every_collected_worked_example_stands_beside_a_rule(shared: Path) -> None:
    collected = yaml.safe_load((shared / "facts" / "worked_examples.yaml").read_text(encoding="utf-8"))
    assert {entry["id"] for entry in collected} <= {case.id.rstrip("abcd") for case in CASES}


def test_a_wrong_answer_in_a_worked_case_is_found() -> None:
    case = next(case for case in CASES if case.id == "E02")
    wrong = {**case.document, "expect": {"tax_withheld_monthly": [555, 625, 1851]}}
    assert failures(WorkedCase(case.law, case.id, case.title, wrong))


@pytest.mark.parametrize(("title", "run"), list(checks())[:-1], ids=[title for title, _ in list(checks())[:-1]])
def test_the_declarations_of_the_country_hold_together(title: str, run) -> None:
    assert list(run()) == []


def random_people(book: Lawbook, households: int, seed: int) -> People:
    """Households whose every input is drawn: zeros, small and very large amounts, any category, any flag."""
    rng = np.random.default_rng(seed)
    members = rng.integers(1, 6, households)
    offsets = np.concatenate([[0], np.cumsum(members)]).astype(np.int64)
    persons: dict[str, np.ndarray] = {}
    rows: dict[str, np.ndarray] = {}
    for name, column in book.inputs.items():
        table, size = (persons, int(offsets[-1])) if column.type.entity is Entity.PERSON else (rows, households)
        table[name] = drawn(rng, name, column.type.unit, len(column.categories) or 2, size)
    return People(persons, rows, offsets, "合成数据", True)


def drawn(rng: np.random.Generator, name: str, unit: Unit, categories: int, size: int) -> np.ndarray:
    if unit is Unit.FLAG:
        return rng.random(size) < 0.4
    if unit is Unit.CATEGORY:
        return rng.integers(0, categories, size)
    if name.endswith("_month"):
        return rng.integers(1935 * 12, 2024 * 12, size).astype(np.float64)
    if unit is Unit.RATE:
        return np.round(rng.random(size), 2)
    if unit is Unit.COUNT:
        return rng.integers(0, 30, size).astype(np.float64)
    amounts = np.round(rng.lognormal(7.5, 1.5, size), 2)
    return np.where(rng.random(size) < 0.5, 0.0, amounts)


def case_of(book: Lawbook, people: People, household: int) -> Case:
    first, last = int(people.offsets[household]), int(people.offsets[household + 1])
    columns = {
        name: CaseInput(tuple(float(value) for value in people.persons[name][first:last]), {})
        if column.type.entity is Entity.PERSON
        else CaseInput((float(people.households[name][household]),), {})
        for name, column in book.inputs.items()
    }
    return Case(tuple(f"成员{row}" for row in range(first, last)), columns)


def planned(book: Lawbook, people: People, year: int) -> RunPlan:
    plan, _ = plan_what_can_be(book, year, [*book.rules, *book.edges], forms_of(people))
    return plan


@pytest.mark.parametrize("year", [2016, 2018, 2019, 2021, 2023, 2025, 2026])
def test_cases_blocks_and_threads_agree_to_the_bit_on_the_whole_law(year: int) -> None:
    book = lawbook_of_city("example")
    people = random_people(book, 60, seed=year)
    plan = planned(book, people, year)
    assert len(plan.outputs) > 60
    whole = run_plan(plan, people, threads=1)
    parted = run_plan(plan, people, threads=2, block_rows=7)
    for key, column in whole.columns.items():
        assert np.array_equal(column.view(np.int64), parted.columns[key].view(np.int64)), key
    for household in range(people.household_count):
        answers = run_case(plan, case_of(book, people, household))
        span = slice(int(people.offsets[household]), int(people.offsets[household + 1]))
        for output in plan.outputs:
            rows = span if output.type.entity is Entity.PERSON else slice(household, household + 1)
            wanted = np.ascontiguousarray(whole.columns["law", output.name][..., rows].T)
            got = np.asarray(answers[output.name], dtype=np.float64)
            assert np.array_equal(got.view(np.int64), wanted.view(np.int64)), output.name


def test_no_figure_of_the_law_is_ever_nan_or_infinite() -> None:
    book = lawbook_of_city("example")
    people = random_people(book, 400, seed=1)
    run = run_plan(planned(book, people, 2025), people)
    for key, column in run.columns.items():
        assert np.isfinite(column).all(), key


def test_disposable_income_is_its_four_sources_for_everyone() -> None:
    book = lawbook_of_city("example")
    people = random_people(book, 300, seed=2)
    columns = run_plan(planned(book, people, 2025), people).columns
    sources = ("wage_income", "net_business_income", "net_property_income", "net_transfer_income")
    total = sum(columns["law", f"{name}_yearly"] for name in sources)
    assert np.allclose(total, columns["law", "disposable_income_yearly"], rtol=0, atol=1e-6)


def used_parameters(year: int) -> set[str]:
    book = lawbook_of_city("example")
    plan = planned(book, random_people(book, 2, seed=3), year)
    return {use.name for output in plan.outputs for use in plan.uses(output.slots)}


def test_removing_any_one_parameter_of_the_law_gives_a_refusal_that_names_it() -> None:
    book, people = lawbook_of_city("example"), random_people(lawbook_of_city("example"), 2, seed=3)
    names = [*book.rules, *book.edges]
    for name in sorted(used_parameters(2025)):
        poorer = replace(book, parameters={key: kept for key, kept in book.parameters.items() if key != name})
        _, refused = plan_what_can_be(poorer, 2025, names, forms_of(people))
        told = "".join(str(problem) for problems in refused.values() for problem in problems)
        assert name.split(".")[1] in told, name


def test_removing_any_one_input_of_the_law_gives_a_refusal_that_names_it() -> None:
    book, people = lawbook_of_city("example"), random_people(lawbook_of_city("example"), 2, seed=3)
    plan = planned(book, people, 2025)
    names = [*book.rules, *book.edges]
    for name in sorted({declared.name for declared in plan.inputs}):
        forms = {key: form for key, form in forms_of(people).items() if key != name}
        _, refused = plan_what_can_be(book, 2025, names, forms)
        told = "".join(str(problem) for problems in refused.values() for problem in problems)
        assert f"“{name}”" in told, name
