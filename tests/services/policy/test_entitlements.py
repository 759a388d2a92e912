"""The finder: never a promise or a refusal that the full case does not keep, never more than seven pages."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.services.simulation.test_same_number import case_of, drawn, random_people
from zengshou.policy.benefit import Benefit, benefit_problems, read_benefits
from zengshou.policy.column import Entity
from zengshou.policy.open_case import OpenCase
from zengshou.services.policy.entitlements import Entitlement, Fit, entitlements, judged, next_page, seen_topics
from zengshou.services.policy.finder_form import answers_of, fields_of
from zengshou.services.policy.finder_law import finder_law
from zengshou.services.policy.finder_pages import MEMBERS, PAGE_OF, TOPICS, Answers, Page
from zengshou.services.policy.policies import group_choices, policy_list, stage_choices
from zengshou.store.benefits import all_benefits, key_groups
from zengshou.store.lawbooks import lawbook_of_city

CITY, DAY = "example", "2026-10-15"


def by_id(found: tuple[Entitlement, ...]) -> dict[str, Entitlement]:
    return {each.benefit.id: each for each in found}


@given(st.integers(0, 10_000), st.floats(0.0, 1.0))
@example(33, 0.75)  # a deferral that would cost more than it saves, for a member who may not be entitled
@settings(max_examples=60, deadline=None)
def test_what_is_settled_by_some_answers_is_what_all_answers_say(seed: int, share: float) -> None:
    law, case = finder_law(CITY, DAY), case_of(random_people(1, seed), 0)
    full = {name: column.now for name, column in case.columns.items()}
    rng = np.random.default_rng(seed)
    some = {name: tuple(v if rng.random() < share else None for v in values) for name, values in full.items()}
    early, late = judged(law, OpenCase(case.members, some)), by_id(judged(law, OpenCase(case.members, full)))
    for each in early:
        final = late[each.benefit.id]
        assert each.fit in (Fit.MAY, final.fit), each.benefit.id
        if each.is_amount_known and final.fit is not Fit.NOT:
            assert final.amount is not None and abs(final.amount[0] - each.amount[0]) < 0.005, each.benefit.id
        if each.amount is not None and final.amount is not None:
            assert each.amount[0] - 0.005 <= final.amount[0] <= final.amount[1] <= each.amount[1] + 0.005


def answered(page: Page, answers: Answers, rng: np.random.Generator, members: int) -> Answers:
    """The answers with those of one page: some given, some left open where they may be."""
    values, seen = dict(answers.given), {*answers.seen, MEMBERS}
    for question in page.questions:
        size = members if question.is_person else 1
        given_values = drawn(rng, question.name, size)
        open_share = 0.2 if question.may_stay_open else 0.0
        values[question.name] = tuple(None if rng.random() < open_share else float(v) for v in given_values)
        seen.add(question.name)
    return Answers(members, values, frozenset(seen))


@given(st.integers(0, 10_000), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_every_path_is_at_most_seven_pages_each_shown_once(seed: int, members: int) -> None:
    rng, answers, shown = np.random.default_rng(seed), Answers(), []
    while (page := next_page(CITY, answers, DAY)) is not None:
        shown.append(page.topic)
        answers = answered(page, answers, rng, members)
        assert len(shown) <= 7
    assert len(set(shown)) == len(shown)
    assert seen_topics(CITY, answers, DAY) == tuple(topic for topic in TOPICS if topic in shown)


def test_only_what_still_matters_is_asked() -> None:
    """Nobody who earns a large wage is asked what only the poorest would be asked."""
    rng = np.random.default_rng(1)
    asked: dict[float, set[str]] = {}
    for wage in (900.0, 60_000.0):
        answers = Answers()
        while (page := next_page(CITY, answers, DAY)) is not None:
            answers = answered(page, answers, rng, 1)
            fixed = {"wage_monthly": (wage,), "relation": (0.0,)}
            values = {**answers.given, **{name: row for name, row in fixed.items() if name in answers.seen}}
            answers = replace(answers, values=values)
        asked[wage] = set(answers.seen)
    assert len(asked[60_000.0]) < len(asked[900.0])


def test_nothing_answered_settles_nothing_by_guess() -> None:
    for each in entitlements(CITY, Answers(), DAY):
        assert each.fit is not Fit.MEETS, each.benefit.id


def test_a_missing_local_value_leaves_the_benefit_possible_and_names_who_publishes_it() -> None:
    poor = {"wage_monthly": (0.0,), "birth_month": (1980.0 * 12,), "residence": (0.0,), "relation": (0.0,)}
    found = by_id(entitlements("yangjiang", Answers(1, poor), DAY))
    open_ones = [each for each in found.values() if each.local]
    assert open_ones and all(each.fit is not Fit.NOT for each in open_ones)
    assert any("还没有本地公布的数值" in sentence for each in open_ones for sentence in each.local)


def test_an_income_above_any_possible_standard_is_refused_although_the_standard_is_missing() -> None:
    book = finder_law("yangjiang", DAY).book
    rich = {
        name: (column.if_absent or 0.0,)
        for name, column in book.inputs.items()
        if column.if_absent is not None or column.type.entity is Entity.HOUSEHOLD
    }
    rich |= {"property_income_yearly": (900_000.0,), "birth_month": (1980.0 * 12,)}
    found = entitlements("yangjiang", Answers(1, rich), DAY)
    dibao = [each for each in found if each.benefit.law_folder == "dibao" and "标准" in "".join(each.sentences)]
    assert dibao and all(each.fit is Fit.NOT for each in dibao)


# What the law folders declare


def test_every_benefit_names_columns_and_groups_that_exist() -> None:
    for city in ("example", "yangjiang", "liaoyang"):
        assert not benefit_problems(all_benefits(), lawbook_of_city(city), key_groups())


def entry(**changes: object) -> Benefit:
    row = {
        "id": "x",
        "title": "某补贴",
        "summary": "某补贴的说明",
        "eligible": "is_dibao_household",
        "amount": "dibao_monthly",
        "per": "month",
        "groups": [],
        "stage": "",
        "apply_at": "某处",
        "bring": [],
        "law": "某条",
    }
    return read_benefits("dibao", [{**row, **changes}])[0]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"eligible": "is_dibao_houshold"}, "is_dibao_household"),
        ({"eligible": "dibao_monthly"}, "应为是否"),
        ({"amount": "is_dibao_household"}, "应为金额"),
        ({"amount": "nothing_yearly"}, "nothing_yearly"),
        ({"groups": ["farmers"]}, "new_farmer"),
    ],
)
def test_an_unknown_name_in_a_benefit_is_a_problem_that_says_where(changes: dict[str, object], word: str) -> None:
    problems = benefit_problems([entry(**changes)], lawbook_of_city(CITY), key_groups())
    assert len(problems) == 1 and word in str(problems[0]) and "dibao/benefits.yaml: x" in str(problems[0])


def test_a_doubled_id_is_a_problem() -> None:
    assert len(benefit_problems([entry(), entry()], lawbook_of_city(CITY), key_groups())) == 1


def test_every_asked_column_stands_on_a_known_page_and_every_choice_has_its_words() -> None:
    for name, column in lawbook_of_city(CITY).inputs.items():
        assert not column.page or column.page in PAGE_OF, name
        assert not column.choices or len(column.choices) == len(column.categories), name


def test_every_column_on_which_a_benefit_rests_is_asked_or_has_a_plain_meaning() -> None:
    law = finder_law(CITY, DAY)
    for declared in law.plan.inputs:
        column = law.book.inputs[declared.name]
        assert column.page in PAGE_OF or column.if_absent is not None, declared.name


# The form


def test_answers_travel_with_the_form_and_come_back_alike() -> None:
    rng, answers = np.random.default_rng(3), Answers()
    while (page := next_page(CITY, answers, DAY)) is not None:
        answers = answered(page, answers, rng, 3)
        back, problems = answers_of(CITY, DAY, fields_of(CITY, DAY, answers))
        assert not problems
        assert (back.members, back.seen) == (answers.members, answers.seen)
        assert dict(back.given) == dict(answers.given)


def test_full_width_digits_thousands_and_written_months_are_read() -> None:
    fields = (
        (MEMBERS, "２"),
        ("asked", "wage_monthly"),
        ("asked", "birth_month"),
        ("q.wage_monthly.0", "１２,０００元"),
        ("q.birth_month.0", "1985年3月"),
        ("q.birth_month.1", "198601"),
    )
    answers, problems = answers_of(CITY, DAY, fields)
    assert not problems
    assert answers.given["wage_monthly"] == (12_000.0, 0.0)
    assert answers.given["birth_month"] == (1985 * 12 + 2, 1986 * 12)


@pytest.mark.parametrize(
    ("field", "text"),
    [("q.wage_monthly.0", "三千"), ("q.wage_monthly.0", "-5"), ("q.birth_month.0", "1985-13"), (MEMBERS, "0")],
)
def test_what_cannot_be_read_is_a_problem_at_its_field(field: str, text: str) -> None:
    given_fields = {MEMBERS: "1", "q.birth_month.0": "1985-03", field: text}
    fields = (("asked", "wage_monthly"), ("asked", "birth_month"), *given_fields.items())
    _, problems = answers_of(CITY, DAY, fields)
    assert [problem.field for problem in problems] == [field]


def test_a_new_member_is_asked_what_the_others_were_asked() -> None:
    fields = (
        (MEMBERS, "3"),
        ("before", "2"),
        ("asked", MEMBERS),
        ("seen", "wage_monthly"),
        ("seen", "residence"),
        ("q.wage_monthly.0", "100"),
        ("q.wage_monthly.1", "200"),
        ("q.residence", "1"),
    )
    answers, _ = answers_of(CITY, DAY, fields)
    assert answers.members == 3 and "wage_monthly" not in answers.seen and "residence" in answers.seen


# 政策清单


def test_the_list_is_narrowed_by_group_stage_and_words() -> None:
    everything = policy_list(CITY, DAY)
    assert len(everything) == len(all_benefits())
    for group, label in group_choices():
        found = policy_list(CITY, DAY, group)
        assert all(not policy.groups or label in policy.groups for policy in found)
    for stage, _ in stage_choices():
        assert all(policy.benefit.stage.value == stage for policy in policy_list(CITY, DAY, stage=stage))
    first = everything[0].benefit
    assert first.id in [policy.benefit.id for policy in policy_list(CITY, DAY, text=first.title)]
    assert not policy_list(CITY, DAY, text="绝无此词")
