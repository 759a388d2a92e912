"""A change of poverty as growth and redistribution."""

import numpy as np
import pytest
from hypothesis import given, settings
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, Drawn, Floats, files, lognormal, value_of
from tests.statistics.derivatives import assert_errors_are_those_of_the_derivatives, spread_over_samples
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, ShareOf
from zengshou.statistics.comparisons import change
from zengshou.statistics.decomposition.growth import (
    POVERTY,
    growth_and_redistribution,
    growth_and_redistribution_between,
)

AT_25 = Choices(line=Amount(25))
quick = settings(max_examples=25, deadline=None)


def parts(name: str, after: Floats, before: Floats, sample: Sample, choices: Choices = AT_25) -> list[float]:
    return [value_of(one) for one in growth_and_redistribution(name, after, before, sample, choices=choices)]


def test_a_common_rise_is_growth_alone() -> None:
    """Ten per cent more for all: gaps 14 and 3 of 25; 0.136 less 0.16."""
    assert parts("fgt1", FIVE * 1.1, FIVE, FIVE_SAMPLE) == approx([-0.024, -0.024, 0], abs=1e-12)


def test_a_transfer_at_an_unchanged_mean_is_redistribution_alone() -> None:
    """Ten from the richest to the poorest: 20 20 30 40 90, gaps 5 and 5: 0.08 less 0.16."""
    after = np.array([20.0, 20.0, 30.0, 40.0, 90.0])
    assert parts("fgt1", after, FIVE, FIVE_SAMPLE) == approx([-0.08, 0, -0.08], abs=1e-12)


def test_both_orders_are_averaged() -> None:
    """After: 24 24 36 48 108, mean 48 = 1.2 * 40. At line 25: before 0.16, after 0.016 (gaps 1 and 1).

    Growth first: 12 24 at 25, gaps 13 and 1: 0.112. Redistribution first: 20 20 at 25: 0.08.
    Growth: ((0.112 - 0.16) + (0.016 - 0.08))/2 = -0.056; redistribution ((0.08 - 0.16) + (0.016 - 0.112))/2 = -0.088.
    """
    after = np.array([24.0, 24.0, 36.0, 48.0, 108.0])
    assert parts("fgt1", after, FIVE, FIVE_SAMPLE) == approx([-0.144, -0.056, -0.088], abs=1e-12)


@quick
@given(files())
def test_growth_and_redistribution_add_up_to_the_change(file: Drawn) -> None:
    after = 1.2 * file.income + 3 * (np.arange(file.income.size) % 2)
    for name in POVERTY:
        whole, growth, sharing = parts(name, after, file.income, file.sample)
        assert growth + sharing == approx(whole, abs=1e-12)
        assert whole == approx(value_of(change(name, after, file.income, file.sample, choices=AT_25)), abs=1e-12)


@pytest.mark.parametrize("name", ["fgt1", "fgt2", "watts", "sst"])
def test_errors_of_the_parts_are_those_of_the_derivatives(name: str) -> None:
    rng = np.random.default_rng(5)
    before, weight = np.exp(rng.normal(4.5, 0.6, 30)), rng.uniform(0.5, 3.0, 30)
    after = before * np.exp(rng.normal(0.1, 0.2, 30))
    assert_errors_are_those_of_the_derivatives(
        lambda sample: growth_and_redistribution(name, after, before, sample, choices=Choices(line=Amount(80))), weight
    )


def test_errors_of_the_parts_of_a_rate_are_those_seen_over_samples() -> None:
    """The line over the growth of the mean is estimated, and poverty moves with it through the density."""
    before = lognormal(20_000, 0.6)
    after = before**0.9 * 1.8

    def drawn(rows: np.ndarray) -> tuple[Estimate, ...]:
        sample = Sample(np.ones(rows.size))
        return growth_and_redistribution("fgt0", after[rows], before[rows], sample, choices=Choices(line=Amount(70)))

    seen, stated = spread_over_samples(drawn, before.size, 600, 300, seed=2)
    assert stated == approx(seen, rel=0.15)


def test_a_relative_line_is_that_of_before_and_held_still() -> None:
    """Median 30, line 18: only the 10 is below, gap 8/18. Twice the income for all lifts it over 18."""
    found = growth_and_redistribution("fgt1", 2 * FIVE, FIVE, FIVE_SAMPLE, choices=Choices(line=ShareOf(0.6)))
    assert [value_of(one) for one in found] == approx([-8 / 18 / 5, -8 / 18 / 5, 0], abs=1e-12)
    assert "line_period=before" in found[1].convention


def test_two_years_in_one_file_are_two_domains() -> None:
    both, is_after = np.concatenate([FIVE, FIVE * 1.1]), np.arange(10) >= 5
    found = growth_and_redistribution_between("fgt1", both, Sample(np.ones(10)), is_after, ~is_after, choices=AT_25)
    assert [value_of(one) for one in found] == approx([-0.024, -0.024, 0], abs=1e-12)
    assert found[0].n == 10 and found[0].se is not None and found[0].se > 0


def test_what_does_not_depend_on_the_line_cannot_be_split_so() -> None:
    with pytest.raises(ProblemsFound, match="fgt0、fgt1"):
        growth_and_redistribution("gini", FIVE, FIVE, FIVE_SAMPLE)
    for one in growth_and_redistribution("fgt0", -FIVE, FIVE, FIVE_SAMPLE):
        assert one.value is None and "均值不大于零" in one.reason
