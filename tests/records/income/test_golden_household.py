"""The golden household, to the fen: 四口之家的三个口径, worked by hand in the register's description (合成数据)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.records.income.golden import DECEMBER, FATHER, JANUARY, WAGE_BASE, YEAR, facts_of, income, view
from zengshou.concepts.citation import Status
from zengshou.concepts.employment_cost import CostMethod, EmploymentCost
from zengshou.concepts.income_item import IncomePart
from zengshou.concepts.income_view import View

LINE_MONTHLY_FEN = 70_000

# W, B, P, net T and the total, in yuan a year.
BY_HAND = {
    "STAT": (38_400, 7_700, 5_720, 880, 52_700),
    "DIBAO": (34_800, 7_700, 920, -2_596, 40_824),
    "POV": (38_400, 7_700, 920, -1_120, 45_900),
}


def with_employment_cost(of_view: View, cost: EmploymentCost) -> View:
    return of_view.with_parameter(replace(of_view.parameters["emp_cost"], value=cost))


@pytest.mark.parametrize("name", BY_HAND)
def test_the_four_parts_and_the_total_are_those_worked_by_hand(name: str) -> None:
    figures = income(facts_of(), view(name))
    parts = [figures.by_part[part].fen for part in IncomePart]
    assert [*parts, figures.total.fen] == [yuan * 100 for yuan in BY_HAND[name]]


def test_per_head_figures_are_those_worked_by_hand() -> None:
    facts = facts_of()
    assert income(facts, view("STAT")).per_capita_fen == 13_175_00
    assert income(facts, view("DIBAO")).per_capita_monthly_fen == 850_50
    assert income(facts, view("POV")).per_capita_fen == 11_475_00


def test_changing_only_the_employment_cost_to_three_tenths_of_the_line_gives_41904() -> None:
    cost = EmploymentCost(CostMethod.SHARE_OF_LINE, Fraction(3, 10), LINE_MONTHLY_FEN)
    figures = income(facts_of(), with_employment_cost(view("DIBAO"), cost))
    assert figures.total.fen == 41_904_00
    assert figures.per_capita_monthly_fen == 873_00
    assert figures.by_part[IncomePart.WAGES].fen == 35_880_00
    unchanged = income(facts_of(), view("DIBAO"))
    for part in (IncomePart.BUSINESS, IncomePart.PROPERTY, IncomePart.TRANSFERS):
        assert figures.by_part[part].fen == unchanged.by_part[part].fen


def test_the_family_is_above_the_line_and_below_one_and_a_half_times_the_line() -> None:
    per_head = income(facts_of(), view("DIBAO")).per_capita_monthly_fen
    assert LINE_MONTHLY_FEN <= per_head < LINE_MONTHLY_FEN * 3 // 2


def test_the_contribution_base_of_the_same_wage_changes_no_figure() -> None:
    facts = facts_of((*YEAR, WAGE_BASE))
    for name, (*_, total) in BY_HAND.items():
        figures = income(facts, view(name))
        assert figures.total.fen == total * 100
        assert len(figures.corroborations) == 12
        assert not figures.findings


def test_the_sold_tricycle_is_never_income() -> None:
    for name in BY_HAND:
        figure = income(facts_of(), view(name)).only(item="N")
        assert figure.fen == 0
        assert sum(line.stated_fen for line in figure.lines) == 2_000_00


def test_imputed_rent_stands_apart_and_only_statistics_count_it() -> None:
    rent = {name: income(facts_of(), view(name)).only(item="P.IMPRENT").fen for name in BY_HAND}
    assert rent == {"STAT": 4_800_00, "DIBAO": 0, "POV": 0}


def test_every_figure_names_its_facts_its_rules_and_how_far_they_may_be_trusted() -> None:
    figures = income(facts_of(), view("DIBAO"))
    wages = figures.only(part=IncomePart.WAGES, person=FATHER, month=JANUARY)
    assert wages.fen == 2_900_00
    assert {row.pattern for row in wages.rows} == {"W", "W.KIND", "W.COST"}
    assert wages.keys == ("1/1/1", "1/13/1")
    assert wages.status is Status.SCENARIO
    assert figures.only(part=IncomePart.BUSINESS).status is Status.UNVERIFIED
    assert figures.only(item="P.INT").status is Status.SOURCED
    assert figures.only(item="W.PAY").rank == 1
    assert len(figures.total.keys) == len(facts_of())


def test_every_month_of_the_year_is_a_twelfth_here() -> None:
    figures = income(facts_of(), view("DIBAO"))
    months = [figures.only(month=month).fen for month in range(JANUARY, DECEMBER + 1)]
    assert sum(months) == 40_824_00
    assert max(months) - min(months) <= 20
