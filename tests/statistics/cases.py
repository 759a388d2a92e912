"""Small populations that the statistics tests share."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample

Floats = NDArray[np.float64]

# Five people, two strata, four PSUs: stratum 1 holds PSU 1 (10 and 20) and PSU 2 (30), stratum 2 holds PSU 3 (40)
# and PSU 4 (100).
FIVE = np.array([10.0, 20.0, 30.0, 40.0, 100.0])
FIVE_SAMPLE = Sample(np.ones(5), strata=np.array([1, 1, 1, 2, 2]), psu=np.array([1, 1, 2, 3, 4]))

# Indicators whose influence needs no density: exact against a derivative, mean influence zero.
SMOOTH = (
    "zenga",
    "mean",
    "gini",
    "fifth_1",
    "fifth_3",
    "share_top_10",
    "lorenz(0.37)",
    "generalised_lorenz(0.37)",
    "share(0.2,0.55)",
    "fgt0",
    "fgt1",
    "fgt2",
    "ge0",
    "theil",
    "ge2",
    "ge(0.5)",
    "ge(-1)",
    "ge(1.5)",
    "atkinson_05",
    "atkinson_1",
    "atkinson(2)",
    "j_divergence",
    "watts",
    "sen",
    "sst",
    "poverty_gap_mean",
    "poverty_gap_of_poor",
    "income_gap_ratio",
    "egr",
    "egr(1.6,2)",
    "affluence",
)
# Smooth as well, though not a mean: their influences do not average to zero.
TOTALS = ("total", "poverty_gap_total")
BY_DENSITY = (
    "median",
    "quantile(0.2)",
    "p90_p10",
    "s80_s20",
    "palma",
    "arpt",
    "arpr",
    "fgt0",
    "fgt1",
    "fgt2",
    "poor_median",
    "rmpg",
    "watts",
    "sen",
    "sst",
    "poverty_gap_mean",
    "poverty_gap_of_poor",
    "wolfson",
    "middle_75_200",
    "affluence",
    "affluence_rate",
)


@dataclass(frozen=True, eq=False)
class Drawn:
    """A drawn file: whole-number incomes with ties, weights, two strata, households as PSUs."""

    income: Floats
    weight: Floats
    strata: NDArray[np.int64]
    psu: NDArray[np.int64]

    @property
    def sample(self) -> Sample:
        return Sample(self.weight, self.strata, self.psu)

    def reordered(self, order: NDArray[np.int64]) -> "Drawn":
        return Drawn(self.income[order], self.weight[order], self.strata[order], self.psu[order])


@st.composite
def files(draw: st.DrawFn) -> Drawn:
    """Between 8 and 40 rows; positive incomes."""
    n = draw(st.integers(8, 40))
    income = np.array(draw(st.lists(st.integers(1, 60), min_size=n, max_size=n)), dtype=float)
    weight = np.array(draw(st.lists(st.floats(0.5, 4.0), min_size=n, max_size=n)))
    psu = np.arange(n) // 2
    return Drawn(income, weight, (psu % 2).astype(np.int64), psu.astype(np.int64))


def lognormal(n: int, sigma: float, middle: float = 100.0) -> Floats:
    """n incomes at evenly spaced quantiles of a lognormal: smooth, without chance."""
    return middle * np.exp(sigma * np.array([NormalDist().inv_cdf((i + 0.5) / n) for i in range(n)]))


def simple_random(n: int, weight: float = 1.0) -> Sample:
    return Sample(np.full(n, weight))


def value_of(estimate: Estimate) -> float:
    """The value, which the test expects to be there."""
    assert estimate.value is not None, estimate.reason
    return estimate.value


def error_of(estimate: Estimate) -> float:
    assert estimate.se is not None, estimate
    return estimate.se
