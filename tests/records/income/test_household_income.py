"""What must hold of every household's income, whatever its facts."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.income.golden import (
    CHILD,
    DECEMBER,
    EMPLOYER,
    FATHER,
    JANUARY,
    MEMBERS,
    YEAR,
    Stated,
    fact,
    facts_of,
    income,
    view,
)
from tests.records.income.stated_facts import facts as any_facts
from zengshou.concepts.income_item import IncomePart
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.income.evidence import EvidenceOrder, EvidenceOrders
from zengshou.records.income.fact import Fact
from zengshou.records.income.finding import Doubt
from zengshou.records.income.household_income import Member, household_income
from zengshou.store.instruments import evidence_orders, income_items

COUPLE = (Member(1), Member(2))
VIEWS = ("STAT", "DIBAO", "POV")
MONTHS = range(JANUARY, DECEMBER + 1)
# One source for all: nothing overlaps, so that amounts may be cut up at will.
ONE_SOURCE = EvidenceOrders([EvidenceOrder("", ("*",))])


def numbered(facts: list[Fact]) -> list[Fact]:
    return [replace(each, row=row, native_id=str(row)) for row, each in enumerate(facts, start=1)]


any_household = st.lists(any_facts(), max_size=20).map(numbered)


@settings(deadline=None)
@given(any_household, st.sampled_from(VIEWS))
def test_members_and_what_they_hold_together_add_up_to_the_household(facts: list[Fact], name: str) -> None:
    figures = income(facts, view(name), COUPLE)
    persons = sum(figures.only(person=member.person).fen for member in COUPLE)
    assert persons + figures.only(is_shared=True).fen == figures.total.fen


@settings(deadline=None)
@given(any_household, st.sampled_from(VIEWS))
def test_months_and_parts_add_up_to_the_year(facts: list[Fact], name: str) -> None:
    figures = income(facts, view(name), COUPLE)
    assert sum(figures.only(month=month).fen for month in MONTHS) == figures.only(year=2024).fen == figures.total.fen
    assert sum(figures.by_part[part].fen for part in IncomePart) == figures.total.fen


@settings(deadline=None)
@given(any_household, st.sampled_from(VIEWS), st.data())
def test_splitting_a_fact_in_two_changes_nothing(facts: list[Fact], name: str, data: st.DataObject) -> None:
    whole = income(facts, view(name), COUPLE)
    halves = []
    for each in facts:
        part = data.draw(st.integers(-1_000_000, 1_000_000))
        halves += [replace(each, fen=part), replace(each, row=each.row + 1_000, fen=each.fen - part)]
    split = income(halves, view(name), COUPLE)
    for month in MONTHS:
        assert split.only(month=month).fen == whole.only(month=month).fen


@settings(deadline=None)
@given(any_household, st.sampled_from(VIEWS), st.randoms())
def test_the_order_of_the_facts_changes_nothing(facts: list[Fact], name: str, random: object) -> None:
    shuffled = list(facts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    figures, again = income(facts, view(name), COUPLE), income(shuffled, view(name), COUPLE)
    assert figures.total.fen == again.total.fen
    assert set(figures.total.keys) == set(again.total.keys)


@settings(deadline=None)
@given(any_household, st.sampled_from(VIEWS))
def test_one_person_alone_comes_to_the_same_as_within_the_household(facts: list[Fact], name: str) -> None:
    together = income(facts, view(name), COUPLE)
    alone = income([each for each in facts if each.person == 1], view(name), COUPLE[:1])
    assert alone.only(person=1).fen == together.only(person=1).fen


@settings(deadline=None)
@given(st.lists(any_facts(people=1), max_size=12).map(numbered))
def test_a_fact_and_its_reversal_together_are_nothing(facts: list[Fact]) -> None:
    back = [
        replace(each, row=each.row + 1_000, fen=-each.fen, reversal_of=each.native_id, native_id=f"R{each.row}")
        for each in facts
    ]
    figures = income([*facts, *back], view("STAT"), COUPLE, ONE_SOURCE)
    assert all(figures.only(month=month).fen == 0 for month in MONTHS)


def test_employment_cost_is_never_more_than_the_wage_and_never_a_gain() -> None:
    reversed_wage = [replace(each, fen=-each.fen) for each in facts_of() if each.item == "W.PAY"]
    assert income(reversed_wage, view("DIBAO")).only(item="W.COST").fen == 0


def test_severance_pay_is_no_wage_and_bears_no_employment_cost() -> None:
    figures = income([fact(1, Stated(FATHER, "W.PAY.SEV", 20_000, "iit", EMPLOYER))], view("DIBAO"))
    assert figures.total.fen == 0
    assert not figures.only(item="W.COST").lines


def test_a_member_who_came_in_july_counts_from_july_where_membership_counts() -> None:
    since_july = (*MEMBERS[:3], Member(CHILD, month_from=JANUARY + 6))
    figures = income(facts_of(), view("STAT"), since_july)
    assert figures.person_months == 42
    assert figures.only(person=CHILD).fen == 249_98  # the odd fen of 500 yuan fall before July
    assert figures.per_capita_fen == (52_449_98 * 12 * 2 + 42) // 84


def test_a_stale_feed_marks_the_whole_even_where_it_has_stated_nothing() -> None:
    late = {"real_estate": "不动产数据止于 2023-12"}
    figures = household_income(
        facts_of(), MEMBERS, JANUARY, DECEMBER, view("STAT"), income_items(), evidence_orders(), late
    )
    assert figures.stale == late


def test_a_net_wage_beside_its_deductions_is_found() -> None:
    net = replace(fact(1, YEAR[0], JANUARY, JANUARY), level="net", channel="declaration")
    paid = fact(2, Stated(FATHER, "T-.SI.PEN", 240, "social_insurance", EMPLOYER), JANUARY, JANUARY)
    figures = income([net, paid], view("STAT"))
    assert [each.doubt for each in figures.findings] == [Doubt.NET_AND_DEDUCTED]
    assert not income([replace(net, level="gross"), paid], view("STAT")).findings


def test_an_item_that_nobody_knows_is_refused_by_name() -> None:
    with pytest.raises(ProblemsFound, match=r"W\.TIPS"):
        income([fact(1, Stated(FATHER, "W.TIPS", 10, "declaration"))], view("STAT"))


def test_a_fact_of_somebody_else_is_refused_by_key() -> None:
    with pytest.raises(ProblemsFound, match="1/7/1"):
        income([fact(7, Stated(99, "W.PAY", 10, "iit"))], view("STAT"))


def test_an_empty_household_and_a_period_backwards_are_refused() -> None:
    with pytest.raises(ProblemsFound, match="没有家庭成员"):
        income([], view("STAT"), [Member(1, month_from=DECEMBER + 1)])
    with pytest.raises(ProblemsFound, match="2024-12 至 2024-01"):
        household_income([], MEMBERS, DECEMBER, JANUARY, view("STAT"), income_items(), evidence_orders())


def test_a_household_of_which_nothing_is_known_has_no_income_and_says_on_what_it_rests() -> None:
    figures = income([], view("DIBAO"))
    assert (figures.total.fen, figures.total.keys, figures.total.rank) == (0, (), 0)
