"""Amounts over months: to the fen, whatever the span."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.records.income.golden import DECEMBER, JANUARY, YEAR, fact
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.income.fact import read_key
from zengshou.records.income.month_amounts import month_amounts, spread

FARM = fact(1, YEAR[2])


def test_the_odd_fen_go_to_the_earliest_months() -> None:
    assert spread(1_000, 12) == [84] * 4 + [83] * 8


@given(st.integers(-(10**12), 10**12), st.integers(1, 60))
def test_a_spread_amount_adds_up_again(fen: int, months: int) -> None:
    parts = spread(fen, months)
    assert sum(parts) == fen
    assert max(parts) - min(parts) <= 1


@given(st.integers(0, 10**12), st.integers(1, 60))
def test_a_reversal_takes_back_month_by_month_what_was_given(fen: int, months: int) -> None:
    assert spread(-fen, months) == [-part for part in spread(fen, months)]


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_fact_split_in_two_comes_to_the_same_fen_in_every_month(one: int, other: int) -> None:
    whole = month_amounts([replace(FARM, fen=one + other)], JANUARY, DECEMBER)
    halves = month_amounts([replace(FARM, fen=one), replace(FARM, row=2, fen=other)], JANUARY, DECEMBER)
    assert [(each.month, each.fen) for each in whole] == [(each.month, each.fen) for each in halves]


def test_only_the_months_of_the_period_count_of_a_longer_span() -> None:
    two_years = replace(FARM, fen=2_400, month_from=JANUARY, month_to=JANUARY + 23)
    assert sum(each.fen for each in month_amounts([two_years], JANUARY, DECEMBER)) == 1_200
    assert not month_amounts([two_years], JANUARY + 24, JANUARY + 30)


def test_a_span_that_ends_before_it_begins_is_refused_by_name() -> None:
    with pytest.raises(ProblemsFound, match="1/1/1"):
        replace(FARM, month_to=JANUARY - 1)


def test_a_printed_key_is_read_back_and_anything_else_refused() -> None:
    assert read_key("12/345/1") == (12, 345, 1)
    with pytest.raises(ProblemsFound, match="批次/行/序号"):
        read_key("12-345")
