"""Poverty: FGT 0, 1, 2, gaps in money, the at-risk-of-poverty set, Watts; and affluence.

An estimated line brings its error along.
"""

import numpy as np

from zengshou.statistics.choices import PovertyTest
from zengshou.statistics.measures.lines import height_of
from zengshou.statistics.ranked import ROUNDING, Ranked
from zengshou.statistics.result import Result, Undefined, derived, quotient
from zengshou.statistics.variance.design import Column


def poor_of(ranked: Ranked, height: float, test: PovertyTest) -> Column:
    """1 for the poor, 0 for the others. Rounding of a computed line does not decide who stands on it."""
    is_below = ranked.x < height * (1.0 - ROUNDING)
    is_poor = is_below if test is PovertyTest.BELOW else ranked.x <= height * (1.0 + ROUNDING)
    return is_poor.astype(np.float64)


def _mean_of(ranked: Ranked, terms: Column, line: Result | float, by_line: float, *named: str) -> Result:
    """The mean of one term a row that depends on a line; `by_line` is its derivative by the line."""
    value = float(ranked.w @ terms) / ranked.weight_sum
    own = Result(value, ranked.domain, (terms - value) / ranked.weight_sum, named)
    return derived(value, (1.0, own), (by_line, line)) if isinstance(line, Result) else own


def fgt(ranked: Ranked, order: int, line: Result | float, test: PovertyTest) -> Result:
    """Foster-Greer-Thorbecke index: 0 is the rate, 1 the mean gap as a share of the line, 2 its square."""
    return _gaps(ranked, order, line, test).naming(f"fgt={order}")


def _gaps(ranked: Ranked, order: int, line: Result | float, test: PovertyTest) -> Result:
    height = height_of(line)
    poor = poor_of(ranked, height, test)
    gaps = (height - ranked.x) / height
    if order == 0:
        terms, by_line = poor, ranked.density(height) if isinstance(line, Result) else 0.0
    else:
        terms = gaps**order * poor
        steeper = order * gaps ** (order - 1) * ranked.x / height**2 * poor
        by_line = float(ranked.w @ steeper) / ranked.weight_sum
    return _mean_of(ranked, terms, line, by_line, f"poor=x{test.value}line")


def mean_gap(ranked: Ranked, line: Result | float, test: PovertyTest) -> Result:
    """What is missing to the line, in money, spread over everyone: line * FGT(1)."""
    height = height_of(line)
    poor = poor_of(ranked, height, test)
    by_line = float(ranked.w @ poor) / ranked.weight_sum
    return _mean_of(ranked, (height - ranked.x) * poor, line, by_line, f"poor=x{test.value}line")


def total_gap(ranked: Ranked, line: Result | float, test: PovertyTest) -> Result:
    """What it would take to lift every poor person exactly to the line, in money."""
    gap, everyone = mean_gap(ranked, line, test), Result(ranked.weight_sum, ranked.domain, np.ones(ranked.domain.n))
    return derived(gap.value * everyone.value, (everyone.value, gap), (gap.value, everyone))


def gap_of_the_poor(ranked: Ranked, line: Result | float, test: PovertyTest) -> Result:
    """What a poor person is missing to the line on average, in money.

    Raises  Undefined when no one is poor
    """
    rate = _gaps(ranked, 0, line, test)
    return quotient(mean_gap(ranked, line, test), rate, "没有贫困人口，贫困人口的平均缺口无定义。")


def income_gap_ratio(ranked: Ranked, line: Result | float, test: PovertyTest) -> Result:
    """The mean gap of the poor as a share of the line: FGT(1) / FGT(0).

    Raises  Undefined when no one is poor
    """
    rate = _gaps(ranked, 0, line, test)
    found = quotient(_gaps(ranked, 1, line, test), rate, "没有贫困人口，收入缺口率无定义。")
    return found.naming("income_gap_ratio=fgt1/fgt0")


def poor_median(ranked: Ranked, line: Result | float) -> Result:
    """Median income of those at or below the line: the income p with F(p) = F(line) / 2.

    Raises  Undefined when no one is at or below the line
    """
    height = height_of(line)
    rate = _gaps(ranked, 0, line, PovertyTest.AT_OR_BELOW)
    if rate.value <= 0:
        raise Undefined("没有人在贫困线及以下，贫困人口中位数无定义。")
    value = _median_below(ranked, height)
    half = rate.value / 2
    centred = ((ranked.x <= value).astype(np.float64) - half) / ranked.weight_sum
    below = Result(half, ranked.domain, centred, ("quantile=inverse_cdf",))
    slope = ranked.income_per_share(value)
    return derived(value, (0.5 * slope, rate), (-slope, below))


def _median_below(ranked: Ranked, height: float) -> float:
    """Weighted median (inverse CDF) among those at or below an amount."""
    poor = int(np.searchsorted(ranked.sorted_x, height * (1.0 + ROUNDING), side="right"))
    cumulative = ranked.cumulative_weight[:poor]
    position = int(np.searchsorted(cumulative, 0.5 * cumulative[-1] * (1.0 - 2e-12)))
    return float(ranked.sorted_x[min(position, poor - 1)])


def median_gap(ranked: Ranked, line: Result | float) -> Result:
    """Relative median poverty gap: (line - median of the poor) / line."""
    height = height_of(line)
    middle = poor_median(ranked, line)
    value = (height - middle.value) / height
    if not isinstance(line, Result):
        return derived(value, (-1.0 / height, middle))
    return derived(value, (middle.value / height**2, line), (-1.0 / height, middle))


def watts(ranked: Ranked, line: Result | float) -> Result:
    """Watts index: mean of ln(line / x) over all, zero for those above the line. Incomes above zero."""
    height = height_of(line)
    poor = poor_of(ranked, height, PovertyTest.AT_OR_BELOW)
    logs = np.log(np.where(poor > 0, height / ranked.x, 1.0))
    by_line = float(ranked.w @ poor) / ranked.weight_sum / height
    return _mean_of(ranked, logs, line, by_line, "watts=mean ln(line/x)", "poor=x<=line")


def affluence(ranked: Ranked, concavity: float, line: Result | float) -> Result:
    """Affluence after Peichl, Schaefer and Scheicher (2010): mean of 1 - (line/x)^g over those above the line."""
    height = height_of(line)
    rich = ranked.x > height * (1.0 + ROUNDING)
    safe = np.where(rich, ranked.x, height)
    terms = 1.0 - (height / safe) ** concavity
    by_line = -float(ranked.w @ (rich * concavity * (height / safe) ** concavity)) / ranked.weight_sum / height
    return _mean_of(ranked, terms, line, by_line, f"affluence={concavity:g}", "rich=x>line")


def affluence_rate(ranked: Ranked, line: Result | float) -> Result:
    """Share of people above the affluence line."""
    height = height_of(line)
    rich = (ranked.x > height * (1.0 + ROUNDING)).astype(np.float64)
    by_line = -ranked.density(height) if isinstance(line, Result) else 0.0
    return _mean_of(ranked, rich, line, by_line, "rich=x>line")
