"""Shares of people in bands: by hand on five people, and with the error of a limit that is estimated."""

from math import sqrt

import numpy as np
import pytest

from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, ShareOf
from zengshou.statistics.income_bands import band_rate
from zengshou.statistics.indicators import Grouping, result
from zengshou.statistics.measures.income_band import IncomeBand

FIVE = np.array([10.0, 20.0, 30.0, 40.0, 100.0])
ONES = Sample(np.ones(5))
FIXED = IncomeBand(Amount(20.0), Amount(40.0), "fixed", "二十至四十")


def test_three_of_five_people_stand_in_a_band_with_both_ends() -> None:
    found = band_rate(FIXED, FIVE, ONES)[0]
    # p = 3/5; V = p (1 - p) / (n - 1)
    assert found.value == pytest.approx(0.6)
    assert found.se == pytest.approx(sqrt(0.6 * 0.4 / 4))
    assert (found.indicator, found.unit, found.n, found.domain) == ("fixed", "share", 5, "all")
    assert "band=fixed [20, 40]" in found.convention


def test_weights_count_and_groups_are_domains_of_the_whole_design() -> None:
    by = Grouping(np.array([0, 0, 0, 1, 1]), ("甲", "乙"))
    first, second = band_rate(FIXED, FIVE, Sample(np.array([1.0, 2.0, 1.0, 1.0, 3.0])), by=by, notes=("prices=2025",))
    assert (first.value, second.value) == (pytest.approx(3 / 4), pytest.approx(1 / 4))
    assert (first.domain, second.domain) == ("甲", "乙") and "prices=2025" in first.convention


def test_a_limit_at_a_share_of_the_median_is_that_of_everyone_in_every_group() -> None:
    half = IncomeBand(ShareOf(0.5), ShareOf(2.0), "middle", "中间")
    by = Grouping(np.array([0, 0, 1, 1, 1]), ("低", "高"))
    # median 30: the band is [15, 60]; 20, 30 and 40 are in
    assert band_rate(half, FIVE, ONES)[0].value == pytest.approx(3 / 5)
    assert [each.value for each in band_rate(half, FIVE, ONES, by=by)] == [pytest.approx(1 / 2), pytest.approx(2 / 3)]


def test_an_estimated_limit_brings_its_error_and_a_fixed_one_at_the_same_place_does_not() -> None:
    rng = np.random.default_rng(1)
    income = rng.lognormal(10, 0.8, 2_000)
    sample = Sample(np.ones(2_000))
    median = result("median", income, sample).value
    moving = band_rate(IncomeBand(ShareOf(0.75), ShareOf(2.0), "a", "a"), income, sample)[0]
    still = band_rate(IncomeBand(Amount(0.75 * median), Amount(2 * median), "b", "b"), income, sample)[0]
    assert moving.value == pytest.approx(still.value)
    drawn = np.array([_share(rng.choice(income, 2_000)) for _ in range(400)])
    assert moving.se == pytest.approx(drawn.std(), rel=0.12)
    assert abs(moving.se - drawn.std()) < abs(still.se - drawn.std())


def _share(income: np.ndarray) -> float:
    median = np.sort(income)[999]
    return float(((income >= 0.75 * median) & (income <= 2 * median)).mean())


def test_a_band_that_cannot_be_drawn_gives_the_reason_and_no_value() -> None:
    crossed = IncomeBand(ShareOf(2.0), Amount(10.0), "crossed", "交叉")
    found = band_rate(crossed, FIVE, ONES)[0]
    assert found.value is None and "不低于上限" in found.reason
