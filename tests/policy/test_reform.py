"""Reforms are overlays in the parameters' own schema; what cannot be meant is refused in words."""

import numpy as np
import pytest

from tests.policy.toyland import toy_lawbook, toy_people
from zengshou.concepts.citation import Status
from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.planning import make_run_plan
from zengshou.policy.reform import apply_changes, read_reform
from zengshou.policy.run import forms_of, run_plan

PEOPLE = toy_people(80, seed=7)


def reformed(**changes: object):
    body = {name.replace("__", "."): change for name, change in changes.items()}
    return apply_changes(toy_lawbook(), read_reform({"title": "试", "changes": body}, "r.yaml").changes)


def test_a_reform_equal_to_the_baseline_moves_nothing() -> None:
    books = {"law": toy_lawbook(), "reform": reformed(toy__own_rate={"since": "2025-01-01", "value": 0.1})}
    plan = make_run_plan(books, 2025, ["net_yearly", "aid_yearly"], forms_of(PEOPLE))
    assert plan.output("net_yearly", "law").slots == plan.output("net_yearly", "reform").slots


def test_a_scaled_value_follows_later_changes_of_the_law() -> None:
    book = reformed(toy__floor_monthly={"since": "2025-01-01", "scale": 2})
    assert book.parameter("toy.floor_monthly", "2025-01-01").value == 6000
    assert book.parameter("toy.floor_monthly", "2025-07-01").value == 6601
    assert book.parameter("toy.floor_monthly", "2024-07-01").value == 3000


def test_a_scenario_value_is_marked_and_travels_with_the_figure() -> None:
    book = reformed(toy__own_rate={"since": "2025-01-01", "value": 0.12})
    plan = make_run_plan({"law": book}, 2025, ["contribution_yearly"], forms_of(PEOPLE))
    names, status = plan.rests_on(plan.output("contribution_yearly").slots)
    assert "toy.own_rate" in names and status is Status.SCENARIO


def test_a_table_is_scaled_in_every_category() -> None:
    books = {"law": toy_lawbook(), "reform": reformed(toy__standard_monthly={"since": "2025-01-01", "scale": 1.1})}
    run = run_plan(make_run_plan(books, 2025, ["aid_yearly"], forms_of(PEOPLE)), PEOPLE)
    before, after = run.columns["law", "aid_yearly"], run.columns["reform", "aid_yearly"]
    assert (after >= before).all() and (after[before > 0] > before[before > 0]).all() and np.any(before > 0)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"toy.own_rat": {"since": "2025-01-01", "value": 0.1}}, "toy.own_rate"),
        ({"toy.own_rate": {"since": "2025-01-01", "value": 1.5}}, "范围"),
        ({"toy.own_rate": {"since": "2025-01-01", "value": "高"}}, "高"),
        ({"toy.own_rate": {"value": 0.1}}, "since"),
        ({"toy.own_rate": {"since": "2025-01-01", "value": 0.1, "scale": 2}}, "恰有一个"),
        ({"toy.bands": {"since": "2025-01-01", "value": 0.1}}, "schedule"),
        ({"toy.bands": {"since": "2025-01-01", "bands": [[1000, 0.1, 0], [None, 0.2, 0]]}}, "跳动"),
        ({}, "没有任何改动"),
    ],
)
def test_a_change_that_cannot_be_meant_is_refused_in_words(change: dict[str, object], word: str) -> None:
    with pytest.raises(ProblemsFound, match=word):
        apply_changes(toy_lawbook(), read_reform({"title": "试", "changes": change}, "r.yaml").changes)
