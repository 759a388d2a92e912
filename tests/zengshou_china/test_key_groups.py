"""The seven key groups: versions, what the report and the rules agree on, and a reason for every person."""

import pytest

from zengshou.services.policy.case import case_request, explain_case
from zengshou.services.policy.worked_cases import all_worked_cases
from zengshou.simulation.concept import read_concept
from zengshou.simulation.key_groups import classification_of
from zengshou.store.benefits import all_benefits, key_groups
from zengshou.store.country import read_yaml
from zengshou.store.key_groups import classifications
from zengshou.store.lawbooks import lawbook_of

VERSION = classifications()[0]
CASES = [case for case in all_worked_cases() if case.law == "key_groups"]


def test_the_version_has_the_seven_groups_of_the_report_each_with_a_dated_rule() -> None:
    concept = read_concept(read_yaml("national/outcomes.yaml"), "outcomes")
    book = lawbook_of("cn")
    assert [group.name for group in concept.groups] == list(VERSION.columns) and len(VERSION.columns) == 7
    for group in concept.groups:
        assert book.law_of[group.name] == "key_groups" and book.label(group.name) == group.label
        assert book.rules[group.name][0].since == VERSION.since
        assert {rule.label for rule in book.rules[group.name]} == {group.label}


def test_a_year_has_the_version_of_its_last_day_and_none_before_the_plans() -> None:
    assert classification_of(classifications(), 2015) is None
    assert classification_of(classifications(), 2016) is VERSION
    assert classification_of(classifications(), 2025) is VERSION


def test_every_column_of_evidence_is_an_input_that_the_law_knows() -> None:
    book = lawbook_of("cn")
    for evidence in VERSION.evidence:
        column = book.inputs[evidence.column]
        for value in (evidence.outside, evidence.inside):
            assert not isinstance(value, str) or value in column.categories, evidence.column


@pytest.mark.parametrize("group", VERSION.columns)
def test_worked_cases_show_who_is_in_each_group_and_who_is_not(group: str) -> None:
    answers = [case.document["expect"][group] for case in CASES if group in case.document["expect"]]
    values = {value for answer in answers for value in (answer.values() if isinstance(answer, dict) else [answer])}
    assert values == {0, 1}


def test_every_benefit_of_a_group_names_a_group_of_the_classification() -> None:
    assert {name for benefit in all_benefits() for name in benefit.groups} <= set(key_groups())
    assert {f"is_{name}" for name in key_groups()} == set(VERSION.columns)


def test_the_explanation_says_why_a_person_is_in_a_group_and_why_not() -> None:
    persons = [
        {"name": "甲", "birth_month": "1980-01", "own_business": "small"},
        {"name": "乙", "birth_month": "2012-01", "relation": "child"},
    ]
    request = case_request({"area": "cn", "year": 2025, "persons": persons}, "案例")
    owner = explain_case(request, "is_manager", "甲", 1)
    child = explain_case(request, "is_manager", "乙", 1)
    assert (owner.value, child.value) == (1.0, 0.0)
    assert "国发〔2016〕56号" in owner.law and "own_business" in {node.name for node in owner.inputs}
    assert "is_old_enough_to_work" in {node.name for node in child.inputs}
