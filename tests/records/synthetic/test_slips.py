"""合成数据: slips of a delivery lead where they are said to lead."""

import numpy as np
import polars as pl
import pytest

from zengshou.concepts.period import month_index
from zengshou.records.identity.id_number import check_digit
from zengshou.records.synthetic.feed import Feed
from zengshou.records.synthetic.slips import USUAL_SLIPS, Outcome, Slip, with_slips

NUMBERS = [stem + check_digit(stem) for stem in (f"44990219800101{place:03d}" for place in range(400))]


def feed() -> Feed:
    rows = pl.DataFrame(
        {
            "person": range(400),
            "name": ["王合成"] * 400,
            "id_number": NUMBERS,
            "amount": ["100.00"] * 400,
        }
    )
    return Feed("benefit_payments", month_index(2025, 3), rows)


@pytest.mark.parametrize("slip", list(USUAL_SLIPS))
def test_every_kind_of_slip_changes_a_cell_or_repeats_the_row(slip: Slip) -> None:
    made = with_slips(feed(), "amount", {slip: 0.5}, frozenset(), np.random.default_rng(1))
    told = made.truth.filter(pl.col("slip") == slip.value)
    assert 100 < told.height < 300
    if slip is Slip.ROW_TWICE:
        assert made.feed.rows.height == 400 + told.height
    else:
        assert made.feed.rows.height == 400
        assert not made.feed.rows.equals(feed().rows)
    assert set(told["outcome"]) == {slip.outcome.value}


def test_a_person_with_an_old_number_has_one_that_is_rightly_built_and_another() -> None:
    made = with_slips(feed(), "amount", {}, frozenset({7}), np.random.default_rng(1))
    number = made.feed.rows["id_number"][7]
    assert number != NUMBERS[7] and number[17] == check_digit(number[:17])
    assert made.truth["outcome"][7] == Outcome.OTHER_REFERENCE.value


def test_without_slips_the_delivery_is_the_same() -> None:
    made = with_slips(feed(), "amount", {}, frozenset(), np.random.default_rng(1))
    assert made.feed.rows.equals(feed().rows)
    assert set(made.truth["outcome"]) == {Outcome.ACCEPTED.value}
