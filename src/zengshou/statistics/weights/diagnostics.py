"""What weights cost: Kish's design effect, effective size, extreme weights, who dominates a total, each margin met."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from zengshou.concepts.sample import Numbers
from zengshou.statistics.weights.margins import ColumnName, MarginColumns


class LimitBasis(Enum):
    """What limits of weights are multiples of."""

    MEDIAN = "median"
    MEAN = "mean"


@dataclass(frozen=True)
class WeightLimits:
    """A weight is extreme outside [low, high] times the median (or mean) of the positive weights.

    Used to count extreme weights, and to trim them where that is asked for.
    """

    low: float = 0.3
    high: float = 3.0
    of: LimitBasis = LimitBasis.MEDIAN

    @property
    def text(self) -> str:
        return f"{self.low:g}-{self.high:g} x {self.of.value}"

    def of_weights(self, weight: Numbers) -> tuple[float, float]:
        """(lowest, highest) weight that is not extreme."""
        positive = weight[weight > 0]
        middle = float(np.median(positive) if self.of is LimitBasis.MEDIAN else positive.mean())
        return self.low * middle, self.high * middle


@dataclass(frozen=True)
class WeightSpread:
    """Weights in figures, over rows of weight other than zero.

    design_effect  Kish's 1 + cv^2: what unequal weights cost a mean that has nothing to do with them
    effective_n    n / design_effect
    largest_share  of one row in the sum of weights
    """

    n: int
    total: float
    low: float
    median: float
    high: float
    design_effect: float
    effective_n: float
    largest_share: float


@dataclass(frozen=True)
class ExtremeWeights:
    """rule in words; the limits; rows (first of them) outside, the most extreme first."""

    rule: str
    low: float
    high: float
    count_low: int
    count_high: int
    rows: tuple[int, ...]


@dataclass(frozen=True)
class MarginLine:
    """One margin before and after; `largest_share` of one unit in the total after, by size."""

    name: ColumnName
    target: float
    before: float
    after: float
    largest_share: float

    @property
    def error(self) -> float:
        """Relative to the target; the plain difference where the target is zero."""
        return (self.after - self.target) / (abs(self.target) or 1.0)


@dataclass(frozen=True)
class Diagnostics:
    """Everything to look at before weights are used.

    g_low, g_high  range of g = weight / design weight
    worst_error    largest relative error of a margin, the repeated ones too
    iterations     Newton steps, over all rounds of trimming
    rounds         rounds of trimming; 0 without
    notes          what was merged, scaled or left out, in words
    """

    before: WeightSpread
    after: WeightSpread
    g_low: float
    g_high: float
    worst_error: float
    iterations: int
    rounds: int
    extreme: ExtremeWeights
    margins: tuple[MarginLine, ...]
    notes: tuple[str, ...]


MOST_ROWS_NAMED = 20


def design_effect(weight: Numbers) -> float:
    """Kish's approximate design effect of unequal weights, n sum w^2 / (sum w)^2; rows of weight zero do not count.

    Source  Kish (1965), Survey Sampling, section 11.7
    """
    held = weight[weight != 0]
    return float(held.size * (held @ held) / held.sum() ** 2)


def spread_of(weight: Numbers) -> WeightSpread:
    """Raises nothing: weights are finite and have a positive sum, as calibration leaves them."""
    held = weight[weight != 0]
    effect = design_effect(weight)
    return WeightSpread(
        n=held.size,
        total=float(held.sum()),
        low=float(held.min()),
        median=float(np.median(held)),
        high=float(held.max()),
        design_effect=effect,
        effective_n=held.size / effect,
        largest_share=float(np.abs(held).max() / np.abs(held).sum()),
    )


def extreme_weights(weight: Numbers, limits: WeightLimits) -> ExtremeWeights:
    """Which rows lie outside the limits; the limits are multiples of these very weights."""
    low, high = limits.of_weights(weight)
    is_low, is_high = (weight != 0) & (weight < low), weight > high
    outside = np.flatnonzero(is_low | is_high)
    far = np.where(is_high[outside], weight[outside] - high, low - weight[outside])
    rows = outside[np.argsort(-far, kind="stable")][:MOST_ROWS_NAMED]
    return ExtremeWeights(
        limits.text, low, high, int(is_low.sum()), int(is_high.sum()), tuple(int(row) for row in rows)
    )


def margin_lines(columns: MarginColumns, before: Numbers, after: Numbers) -> tuple[MarginLine, ...]:
    """Each margin under the unit weights (m,) before and after."""
    was, now = columns.x.T @ before, columns.x.T @ after
    return tuple(
        MarginLine(name, float(columns.totals[j]), float(was[j]), float(now[j]), _largest(columns.x[:, j] * after))
        for j, name in enumerate(columns.names)
    )


def _largest(parts: Numbers) -> float:
    size = np.abs(parts)
    whole = float(size.sum())
    return float(size.max()) / whole if whole > 0 else 0.0
