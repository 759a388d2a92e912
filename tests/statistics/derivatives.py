"""The error that a figure ought to have: from numerical derivatives by the weight of each row, and from new samples."""

from collections.abc import Callable, Sequence

import numpy as np
from pytest import approx

from tests.statistics.cases import Floats
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.variance.design import design_of
from zengshou.statistics.variance.domain import Domain

Figures = Callable[[Sample], Sequence[Estimate]]
STEP = 1e-5


def assert_errors_are_those_of_the_derivatives(figures: Figures, weight: Floats, rel: float = 1e-4) -> None:
    """Every standard error is that of the linearisation found by moving the weight of one row after another."""
    found = figures(Sample(weight))
    slopes = np.array([_slope(figures, weight, row) for row in range(weight.size)])
    domain = Domain(design_of(Sample(weight)), None)
    assert any(one.se for one in found)
    for one, z in zip(found, slopes.T, strict=True):
        if one.value is None:
            assert one.reason and one.se is None
            continue
        expected = domain.variance(z) ** 0.5
        assert one.se == approx(expected, rel=rel, abs=1e-7 * max(1.0, abs(one.value))), one.indicator


def _slope(figures: Figures, weight: Floats, row: int) -> list[float]:
    """Central difference of every figure in the weight of one row; NaN where there is no figure."""
    values = []
    for step in (STEP, -STEP):
        moved = weight.copy()
        moved[row] += step
        values.append([np.nan if one.value is None else one.value for one in figures(Sample(moved))])
    return [(up - down) / (2 * STEP) for up, down in zip(*values, strict=True)]


def spread_over_samples(
    draw: Callable[[np.ndarray], Sequence[Estimate]], population: int, n: int, samples: int, seed: int
) -> tuple[Floats, Floats]:
    """(standard deviation of the values, mean of the standard errors) over simple random samples of row numbers."""
    rng = np.random.default_rng(seed)
    values, errors = [], []
    for _ in range(samples):
        found = draw(rng.integers(0, population, n))
        values.append([np.nan if one.value is None else one.value for one in found])
        errors.append([np.nan if one.se is None else one.se for one in found])
    return np.std(values, axis=0, ddof=1), np.mean(errors, axis=0)
