"""The time axis: a value that changes in July changes the second half of the year, and nothing converts by itself."""

import pytest

from tests.policy.toyland import PARAMETERS, toy_lawbook, toy_people
from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.reform import apply_changes, read_reform
from zengshou.policy.run import forms_of, run_plan
from zengshou.policy.run_plan import InputForm

PEOPLE = toy_people(40, seed=5)


def monthly(book: Lawbook, name: str):
    plan = make_run_plan({"law": book}, 2025, [name], forms_of(PEOPLE))
    return run_plan(plan, PEOPLE).columns["law", name]


def test_a_floor_that_changes_in_july_changes_the_second_half_only() -> None:
    contribution = monthly(toy_lawbook(), "contribution_monthly")
    assert (contribution[:6] == contribution[0]).all()
    assert (contribution[6:] == contribution[6]).all()
    at_floor = contribution[0] == 300.0
    assert at_floor.any() and (contribution[6][at_floor] == 330.05).all()


def test_a_reform_in_october_moves_the_last_quarter_only() -> None:
    reform = read_reform({"title": "x", "changes": {"toy.own_rate": {"since": "2025-10-01", "value": 0.2}}}, "r.yaml")
    before = monthly(toy_lawbook(), "contribution_monthly")
    after = monthly(apply_changes(toy_lawbook(), reform.changes), "contribution_monthly")
    assert (before[:9] == after[:9]).all()
    assert (after[9:] > before[9:]).all()


def test_a_rule_with_a_new_version_in_july_uses_each_in_its_half() -> None:
    book = toy_lawbook()
    assert book.version("aid_monthly", "2025-06-01").function.__name__ == "aid_before_july"
    assert book.version("aid_monthly", "2025-07-01").function.__name__ == "aid_since_july"


def test_months_in_which_nothing_differs_are_computed_once() -> None:
    plan = make_run_plan({"law": toy_lawbook()}, 2025, ["contribution_monthly"], forms_of(PEOPLE))
    assert len(set(plan.output("contribution_monthly").slots)) == 2


def test_a_reform_repeats_only_the_cone_that_it_moves() -> None:
    reform = read_reform({"changes": {"toy.standard_monthly": {"since": "2025-01-01", "scale": 1.1}}}, "r.yaml")
    books = {"law": toy_lawbook()}
    outputs = ["aid_yearly", "tax_yearly"]
    alone = make_run_plan(books, 2025, outputs, forms_of(PEOPLE))
    pair = make_run_plan(
        {**books, "reform": apply_changes(books["law"], reform.changes)}, 2025, outputs, forms_of(PEOPLE)
    )
    assert pair.output("tax_yearly", "law").slots == pair.output("tax_yearly", "reform").slots
    assert len(pair.steps) < 1.3 * len(alone.steps)


def test_a_date_before_the_first_value_is_refused_with_file_name_and_dates() -> None:
    with pytest.raises(ProblemsFound) as caught:
        make_run_plan({"law": toy_lawbook()}, 2024, ["contribution_monthly"], forms_of(PEOPLE))
    text = str(caught.value)
    assert "toy.floor_monthly" in text and "2024-01-01" in text and "2024-07-01" in text and "toy.yaml" in text


def test_a_missing_input_is_named_with_its_readers_before_any_cycle() -> None:
    with pytest.raises(ProblemsFound) as caught:
        make_run_plan({"law": toy_lawbook()}, 2025, ["aid_yearly"], {"wage_monthly": InputForm()})
    assert "birth_month" in str(caught.value) and "residence" in str(caught.value)


@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_removing_any_one_parameter_gives_a_refusal_that_names_it(name: str) -> None:
    book = toy_lawbook()
    kept = {key: value for key, value in book.parameters.items() if key != f"toy.{name}"}
    poorer = Lawbook(**{**book.__dict__, "parameters": kept})
    with pytest.raises(ProblemsFound, match=name):
        make_run_plan({"law": poorer}, 2025, ["aid_yearly", "tax_yearly"], forms_of(PEOPLE))


def test_an_unknown_output_is_answered_with_near_names() -> None:
    with pytest.raises(ProblemsFound, match="tax_yearly"):
        make_run_plan({"law": toy_lawbook()}, 2025, ["tax_yearl"], forms_of(PEOPLE))
