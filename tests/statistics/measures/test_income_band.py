"""The middle, and any other band of income, under the definition that the caller brings."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, Drawn, Floats, files, lognormal, value_of
from tests.statistics.derivatives import assert_errors_are_those_of_the_derivatives, spread_over_samples
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, LineBasis, ShareOf
from zengshou.statistics.comparisons import rate
from zengshou.statistics.income_bands import band_rate
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.measures.income_band import Ends, IncomeBand, MeanOf

FOOD = np.array([4.0, 6.0, 8.0, 10.0, 12.0])
quick = settings(max_examples=25, deadline=None)


def shares_in_bands(
    income: Floats, sample: Sample, bands: Sequence[IncomeBand], by: Grouping | None = None
) -> list[Estimate]:
    """Every band in every group; the bands first."""
    return [figure for band in bands for figure in band_rate(band, income, sample, by=by)]


def share(band: IncomeBand) -> float:
    return value_of(shares_in_bands(FIVE, FIVE_SAMPLE, [band])[0])


def test_limits_in_money_belong_to_the_band_or_not() -> None:
    """Between 20 and 40 stand 20 30 40."""
    found = {ends: share(IncomeBand(Amount(20), Amount(40), "band", "区间", ends)) for ends in Ends}
    assert found == {Ends.BOTH: approx(0.6), Ends.LOWER: approx(0.4), Ends.NEITHER: approx(0.2)}


def test_limits_as_shares_of_a_median_have_a_domain_of_their_own() -> None:
    """Of the city's median 30: 22.5 to 60. Of the rural median 20: 15 to 40."""
    rural = FIVE < 35
    own = [ShareOf(factor, domain=rural) for factor in (0.75, 2.0)]
    assert share(IncomeBand(ShareOf(0.75), ShareOf(2.0), "city", "全市")) == approx(0.4)
    assert share(IncomeBand(own[0], own[1], "rural", "农村")) == approx(0.6)


def test_a_limit_may_be_a_multiple_of_the_mean_of_another_column() -> None:
    """Three times the mean of food in town, 3 * 11 = 33, to three times the median, 90: the 40 alone."""
    limit = MeanOf(3.0, FOOD, "food", FIVE >= 40)
    assert share(IncomeBand(limit, ShareOf(3.0), "hybrid", "食品支出与中位数之间")) == approx(0.2)


def test_several_definitions_stand_side_by_side_each_with_its_name_and_limits() -> None:
    bands = [
        IncomeBand(Amount(33), Amount(167), "fixed", "定额口径"),
        IncomeBand(ShareOf(0.67), ShareOf(2.0), "median", "中位数口径"),
    ]
    groups = Grouping(np.array([0, 0, 0, 1, 1]), ("农村", "城镇"))
    found = shares_in_bands(FIVE, FIVE_SAMPLE, bands, by=groups)
    assert [(one.indicator, one.domain) for one in found] == [
        ("fixed", "农村"),
        ("fixed", "城镇"),
        ("median", "农村"),
        ("median", "城镇"),
    ]
    assert "band=fixed [33, 167]" in found[0].convention
    assert "band=median [0.67*median, 2*median]" in found[2].convention


@quick
@given(files())
def test_bands_side_by_side_hold_everyone_once(file: Drawn) -> None:
    limits = [None, Amount(10), ShareOf(1.0), None]
    if float(np.median(file.income)) <= 12:
        limits[1] = Amount(0.5)
    bands = [IncomeBand(low, high, f"band_{i}", "区间", Ends.LOWER) for i, (low, high) in enumerate(pairwise(limits))]
    found = shares_in_bands(file.income, file.sample, bands)
    if all(one.value is not None for one in found):
        assert sum(value_of(one) for one in found) == approx(1)


def test_a_band_of_amounts_is_a_plain_rate() -> None:
    income = lognormal(500, 0.6)
    band = IncomeBand(Amount(80), Amount(150), "band", "区间")
    found = shares_in_bands(income, Sample(np.ones(500)), [band])[0]
    plain = rate((income >= 80) & (income <= 150), Sample(np.ones(500)))[0]
    assert (found.value, found.se, found.ci_low) == (plain.value, plain.se, plain.ci_low)


def test_estimated_limits_bring_their_error_as_seen_over_samples() -> None:
    income = lognormal(20_000, 0.6)
    food = 0.3 * income**0.8 * np.random.default_rng(1).uniform(0.5, 1.5, income.size)

    def drawn(rows: np.ndarray) -> list[Estimate]:
        bands = [
            IncomeBand(ShareOf(0.75), ShareOf(2.0), "median", "中位数口径"),
            IncomeBand(ShareOf(0.6, LineBasis.MEAN), None, "mean", "均值口径"),
            IncomeBand(MeanOf(8.0, food[rows], "food"), ShareOf(3.0), "hybrid", "混合口径"),
        ]
        return shares_in_bands(income[rows], Sample(np.ones(rows.size)), bands)

    seen, stated = spread_over_samples(drawn, income.size, 800, 250, seed=6)
    assert stated == approx(seen, rel=0.12)


def test_errors_of_a_band_of_amounts_are_those_of_the_derivatives() -> None:
    income = np.exp(np.random.default_rng(2).normal(4.6, 0.6, 30))
    band = IncomeBand(Amount(80), Amount(150), "band", "区间")
    weight = np.random.default_rng(3).uniform(0.5, 3.0, 30)
    assert_errors_are_those_of_the_derivatives(lambda sample: shares_in_bands(income, sample, [band]), weight)


def test_limits_that_make_no_band_are_named() -> None:
    with pytest.raises(ProblemsFound, match="没有任何界限"):
        IncomeBand(None, None, "band", "区间")
    with pytest.raises(ProblemsFound, match="不低于上限 10"):
        IncomeBand(Amount(20), Amount(10), "band", "区间")
    crossed = shares_in_bands(FIVE, FIVE_SAMPLE, [IncomeBand(Amount(100), ShareOf(2.0), "band", "区间")])[0]
    assert crossed.value is None and "不低于上限" in crossed.reason
    empty = MeanOf(3.0, np.full(5, np.nan), "food")
    found = shares_in_bands(FIVE, FIVE_SAMPLE, [IncomeBand(empty, None, "band", "区间")])[0]
    assert found.value is None and "food" in found.reason
    with pytest.raises(ProblemsFound, match="3 行"):
        shares_in_bands(FIVE, FIVE_SAMPLE, [IncomeBand(MeanOf(1.0, FOOD[:3], "food"), None, "band", "区间")])
