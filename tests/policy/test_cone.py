"""The affected cone alone gives the bits of a whole run, and columns held for one reform serve the next."""

import numpy as np
import pytest

from tests.policy.toyland import toy_lawbook, toy_people
from zengshou.concepts.people import People
from zengshou.policy import cone as cone_module
from zengshou.policy.cone import cone_of, hold, run_cone
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.reform import apply_changes, read_reform
from zengshou.policy.run import forms_of, run_plan
from zengshou.policy.run_plan import RunPlan

OUTPUTS = ("aid_yearly", "aid_monthly", "tax_monthly", "tax_yearly", "net_yearly")


def reformed(book: Lawbook, name: str, change: dict[str, object]) -> Lawbook:
    document = {"changes": {f"toy.{name}": {"since": "2025-01-01", **change}}}
    return apply_changes(book, read_reform(document, "x").changes)


def joint(book: Lawbook, other: Lawbook, people: People) -> RunPlan:
    return make_run_plan({"law": book, "reform": other}, 2025, OUTPUTS, forms_of(people))


CHANGES = (
    ("standard_monthly", {"table": {"urban": 900, "rural": 700}}),
    ("own_rate", {"value": 0.12}),
    ("bands", {"bands": [[36000, 0.05, 0], [None, 0.2, 5400]]}),
    ("own_rate", {"value": 0.1}),  # the law itself: nothing is left to compute
)


@pytest.mark.parametrize(("name", "change"), CHANGES)
@pytest.mark.parametrize("rows", [20, 65_536])
def test_the_cone_gives_the_bits_of_the_whole_run(
    monkeypatch: pytest.MonkeyPatch, name: str, change: dict[str, object], rows: int
) -> None:
    monkeypatch.setattr(cone_module, "BLOCK_ROWS", rows)
    people, book = toy_people(120, by_month=True), toy_lawbook(county_floor=3500)
    plan = joint(book, reformed(book, name, change), people)
    cone = cone_of(plan, "reform", "law")
    whole = run_plan(plan, people)
    found = run_cone(plan, cone, hold(plan, cone, people), people, threads=2)
    assert set(found) == {("reform", output) for output in OUTPUTS}
    for key, column in found.items():
        assert np.array_equal(column.view(np.int64), whole.columns[key].view(np.int64)), key


def test_a_cone_is_smaller_than_the_law_and_empty_where_nothing_changes() -> None:
    people, book = toy_people(10), toy_lawbook()
    plans = [joint(book, reformed(book, name, change), people) for name, change in CHANGES]
    cones = [cone_of(plan, "reform", "law") for plan in plans]
    assert 0 < len(cones[0].steps) < len(cones[0].upstream)
    assert cones[-1].steps == ()


def test_columns_held_once_serve_every_value_of_a_parameter_and_no_other_law() -> None:
    people, book = toy_people(60), toy_lawbook()
    first, second = (reformed(book, "own_rate", {"value": rate}) for rate in (0.12, 0.15))
    plan = joint(book, first, people)
    held = hold(plan, cone_of(plan, "reform", "law"), people)
    later = joint(book, second, people)
    assert held.serves(later, cone_of(later, "reform", "law"))
    found = run_cone(later, cone_of(later, "reform", "law"), held, people)
    assert np.array_equal(found["reform", "net_yearly"], run_plan(later, people).columns["reform", "net_yearly"])
    elsewhere = joint(first, second, people)
    assert not held.serves(elsewhere, cone_of(elsewhere, "reform", "law"))
