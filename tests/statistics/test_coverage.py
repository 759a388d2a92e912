"""Intervals cover what they promise: repeated samples from a known population. Minutes, so run with `-m slow`."""

import numpy as np
import pytest

from zengshou.concepts.sample import Sample
from zengshou.statistics.indicators import estimate, result

SAMPLES = 1_500
RESAMPLED = 500  # below 300 rows each of them is drawn from 199 times
# For a nominal 95 %. Below 300 rows the Gini has the studentised bootstrap; docs/coverage.md has the whole table.
BARS = {
    ("mean", 300): 0.92,
    ("gini", 300): 0.90,
    ("mean", 1000): 0.93,
    ("gini", 1000): 0.93,
    ("median", 1000): 0.93,
    ("gini", 50): 0.90,
    ("gini", 100): 0.91,
    ("ge0", 100): 0.91,
}
POPULATION = np.exp(np.random.default_rng(1).normal(10, 0.85, 200_000))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "n"), sorted(BARS))
def test_intervals_cover_the_population_s_value_as_often_as_stated(name: str, n: int) -> None:
    rng = np.random.default_rng(n)
    truth = result(name, POPULATION, Sample(np.ones(POPULATION.size))).value
    hits, samples = 0, SAMPLES if n >= 300 else RESAMPLED
    for _ in range(samples):
        drawn = rng.choice(POPULATION, n, replace=False)
        found = estimate(name, drawn, Sample(np.ones(n)))
        assert found.ci_low is not None and found.ci_high is not None
        hits += found.ci_low <= truth <= found.ci_high
    assert hits / samples >= BARS[name, n]


@pytest.mark.slow
def test_clustered_samples_need_their_clusters() -> None:
    """Two-stage samples: with PSUs the interval covers, without them it does not."""
    rng = np.random.default_rng(3)
    clusters = np.exp(rng.normal(10, 0.5, (2_000, 1)) + rng.normal(0, 0.6, (2_000, 30)))
    truth = float(clusters.mean())
    with_psu, without = 0, 0
    for _ in range(SAMPLES):
        chosen = rng.choice(2_000, 40, replace=False)
        income = clusters[chosen, :10].ravel()
        weight, psu = np.ones(income.size), np.repeat(np.arange(40), 10)
        for sample, is_clustered in ((Sample(weight, psu=psu), True), (Sample(weight), False)):
            found = estimate("mean", income, sample)
            assert found.ci_low is not None and found.ci_high is not None
            covered = found.ci_low <= truth <= found.ci_high
            with_psu += covered and is_clustered
            without += covered and not is_clustered
    assert with_psu / SAMPLES >= 0.91 > 0.85 > without / SAMPLES
