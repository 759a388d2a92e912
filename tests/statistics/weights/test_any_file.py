"""Drawn files of every kind: margins are met, or a Problem says which of them cannot be; nothing in between."""

import numpy as np
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.weights.calibrate import CalibrationChoices, calibrate
from zengshou.statistics.weights.diagnostics import WeightLimits
from zengshou.statistics.weights.distance import Method
from zengshou.statistics.weights.margins import AmountMargin, CategoryMargin, Margin

BOUNDS = (None, (0.3, 3.0), (0.9, 1.1), (0.0, 2.0))


def outcome(seed: int) -> str:
    """`met`, or the words of the refusal, for one drawn file, its margins and choices."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 60))
    household = rng.integers(0, max(n // 2, 1), n) if rng.random() < 0.3 else None
    weight = rng.uniform(0, 10, n) * (rng.random(n) > 0.1) * 10 ** rng.uniform(-6, 6)
    if household is not None:
        weight = weight[household]
    method, bounds = list(Method)[rng.integers(0, 3)], BOUNDS[rng.integers(0, 4)]
    trim = WeightLimits() if rng.random() < 0.3 else None
    if method is Method.LOGIT and bounds is None:
        bounds = (0.1, 10.0)
    try:
        found = calibrate(weight, drawn_margins(rng, weight), CalibrationChoices(method, bounds, trim), household)
    except ProblemsFound as refused:
        return str(refused)
    assert np.isfinite(found.weight).all() and found.diagnostics.worst_error < 2e-6, seed
    return "met"


def drawn_margins(rng: np.random.Generator, weight: np.ndarray) -> list[Margin]:
    """One to three variables, whose sums mostly agree, and sometimes an amount of any size and sign."""
    margins: list[Margin] = []
    whole = 0.0
    for place in range(int(rng.integers(1, 4))):
        size = int(rng.integers(1, 5))
        codes = rng.integers(0, size, len(weight))
        totals = np.bincount(codes, weight, minlength=size) * rng.uniform(0.5, 1.6, size)
        if whole and totals.sum() > 0 and rng.random() < 0.8:
            totals *= whole / totals.sum()
        whole = whole or float(totals.sum())
        margins.append(CategoryMargin(f"v{place}", codes, tuple("abcd"[:size]), tuple(totals)))
    if rng.random() < 0.5:
        amount = rng.normal(0, 1, len(weight)) * 10 ** rng.uniform(-5, 5)
        margins.append(AmountMargin("x", amount, float(weight @ amount) * rng.uniform(0.7, 1.3)))
    return margins


def check(seeds: range) -> None:
    outcomes = {seed: outcome(seed) for seed in seeds}
    unexplained = [seed for seed, said in outcomes.items() if "未能证明" in said]
    assert not unexplained
    assert sum(said == "met" for said in outcomes.values()) > len(seeds) / 4


def test_margins_are_met_or_the_conflict_is_named() -> None:
    check(range(150))


@pytest.mark.slow
def test_margins_are_met_or_the_conflict_is_named_in_thousands_of_files() -> None:
    check(range(150, 4000))
