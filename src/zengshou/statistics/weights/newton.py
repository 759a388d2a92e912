"""Newton's method with step halving on the dual of calibration: a convex problem in as many unknowns as margins."""

from dataclasses import dataclass

import numpy as np

from zengshou.concepts.sample import Numbers
from zengshou.statistics.weights.distance import Distance
from zengshou.statistics.weights.stacked import Stacked

HALVINGS = 40
STALLED = 12  # steps without a tenth of progress: towards margins that cannot be met the dual falls for ever
PROGRESS = 0.9
ENOUGH = 1e-4  # Armijo's share of the decrease that the slope promises
SINGULAR = 1e-12
# Rows at their bounds do not move, and a step may land with all rows of a margin there: they keep this much slope, so
# that there is always a way back; and no step changes u by more than REACH.
LEAST_SLOPE = 1e-8
REACH = 4.0


@dataclass(frozen=True, eq=False)
class Solved:
    """g (m,) of the last step; `worst_error` the largest relative gap of a margin; `is_met` if within tolerance."""

    g: Numbers
    iterations: int
    worst_error: float
    is_met: bool


@dataclass(frozen=True, eq=False)
class Equations:
    """Find w = d F(q x'lambda) with x'w = totals.

    x       (m, k) margin columns, linearly independent
    weight  (m,) d, not negative
    scale   (m,) q
    totals  (k,)
    size    (k,) what a gap is measured against: |total|, or the weighted size of the column where the total is 0
    """

    x: Stacked
    weight: Numbers
    scale: Numbers
    totals: Numbers
    size: Numbers
    distance: Distance

    def gap(self, g: Numbers) -> Numbers:
        """(k,) relative distance of each margin from its total."""
        return np.asarray((self.x.sums(self.weight * g) - self.totals) / self.size)

    def dual(self, u: Numbers, multipliers: Numbers) -> float:
        """What is minimised; its gradient is the gap."""
        grows = self.weight / self.scale
        with np.errstate(over="ignore", invalid="ignore"):
            value = float(grows @ self.distance.integral(u) - multipliers @ self.totals)
        return value if np.isfinite(value) else float("inf")

    def curvature(self, u: Numbers) -> Numbers:
        """(k, k) x' diag(d q F') x, measured against the sizes."""
        slope = np.maximum(self.distance.slope(u), LEAST_SLOPE)
        return self.x.gram(self.weight * self.scale * slope) / np.outer(self.size, self.size)


def solve(equations: Equations, tolerance: float, rounds: int) -> Solved:
    """Newton steps from lambda = 0 until every margin is within `tolerance`, at most `rounds` of them.

    Where no weights within the bounds meet the margins the dual has no lowest point: `is_met` is then False.
    """
    multipliers = np.zeros(len(equations.totals))
    u = np.zeros(len(equations.weight))
    g = equations.distance.ratio(u)
    gap, value = equations.gap(g), equations.dual(u, multipliers)
    best = Solved(g, 0, _worst(gap), _worst(gap) <= tolerance)
    mark, marked = best.worst_error, 0
    for iteration in range(1, rounds + 1):
        if best.is_met or iteration - marked > STALLED:
            return best
        direction = _direction(equations.curvature(u), gap) / equations.size
        moved = equations.scale * equations.x.combined(direction)
        slope = float((gap * equations.size) @ direction)
        step = 1.0 if equations.distance.is_straight else min(1.0, REACH / max(float(np.abs(moved).max()), REACH))
        for _ in range(HALVINGS):
            trial_u, trial = u + step * moved, multipliers + step * direction
            trial_value = equations.dual(trial_u, trial)
            if trial_value <= value + ENOUGH * step * slope:
                break
            # Near the solution the decrease drowns in rounding, while the gap still tells better from worse.
            if np.isfinite(trial_value) and _worst(equations.gap(equations.distance.ratio(trial_u))) < _worst(gap) / 2:
                break
            step /= 2
        else:
            return best
        multipliers, u, value = trial, trial_u, trial_value
        g = equations.distance.ratio(u)
        gap = equations.gap(g)
        if _worst(gap) < best.worst_error:
            best = Solved(g, iteration, _worst(gap), _worst(gap) <= tolerance)
        if best.worst_error < PROGRESS * mark:
            mark, marked = best.worst_error, iteration
    return best


def _worst(gap: Numbers) -> float:
    return float(np.abs(gap).max(initial=0.0))


def _direction(curvature: Numbers, gap: Numbers) -> Numbers:
    """Newton's direction; by least squares, since margins may differ by little more than rounding."""
    return np.asarray(-np.linalg.lstsq(curvature, gap, rcond=SINGULAR)[0])
