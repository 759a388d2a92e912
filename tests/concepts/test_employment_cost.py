"""Necessary cost of employment: four ways, never more than the wage."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.employment_cost import CostMethod, EmploymentCost, half_up
from zengshou.concepts.problem import ProblemsFound

TENTH = EmploymentCost(CostMethod.SHARE_OF_WAGE, Fraction(1, 10))
OF_LINE = EmploymentCost(CostMethod.SHARE_OF_LINE, Fraction(3, 10), 70_000)


def test_a_tenth_of_the_wage() -> None:
    assert TENTH.monthly_fen(300_000) == 30_000


def test_three_tenths_of_the_line_whatever_the_wage() -> None:
    assert OF_LINE.monthly_fen(300_000) == OF_LINE.monthly_fen(30_000) == 21_000


def test_a_fixed_amount_is_the_whole_of_its_base() -> None:
    assert EmploymentCost(CostMethod.FIXED, Fraction(1), 25_000).monthly_fen(300_000) == 25_000


def test_the_cost_is_never_more_than_the_wage_or_the_cap() -> None:
    assert OF_LINE.monthly_fen(10_000) == 10_000
    capped = EmploymentCost(CostMethod.SHARE_OF_WAGE, Fraction(1, 10), cap_monthly_fen=20_000)
    assert capped.monthly_fen(300_000) == 20_000


def test_half_a_fen_is_rounded_up() -> None:
    assert TENTH.monthly_fen(15) == 2
    assert (half_up(5, 2), half_up(-5, 2), half_up(7, 3)) == (3, -2, 2)


@given(st.integers(-(10**9), 10**9))
def test_without_a_wage_there_is_no_cost_and_with_one_it_stays_within(wage: int) -> None:
    for cost in (TENTH, OF_LINE):
        assert 0 <= cost.monthly_fen(wage) <= max(wage, 0)


def test_a_rate_outside_nought_and_one_or_a_base_out_of_place_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="0 到 1"):
        EmploymentCost(CostMethod.SHARE_OF_WAGE, Fraction(2))
    with pytest.raises(ProblemsFound, match="每月基数"):
        EmploymentCost(CostMethod.SHARE_OF_LINE, Fraction(3, 10))
    with pytest.raises(ProblemsFound, match="每月基数"):
        EmploymentCost(CostMethod.SHARE_OF_WAGE, Fraction(1, 10), 70_000)
