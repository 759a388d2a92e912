"""Quantiles and what is built on them: percentile ratios, partial sums, the share ratios S80/S20 and Palma."""

import numpy as np

from zengshou.statistics.choices import QuantileForm
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Inversion, Result, Undefined, derived, quotient

TIE = 1e-12  # relative: cumulative weights this close to a share reach it exactly


def quantile_value(ranked: Ranked, share: float, form: QuantileForm) -> float:
    """The income below which `share` of the weight lies; `share` is held between 0 and 1."""
    if form is QuantileForm.INTERPOLATED:
        incomes, middles = ranked.distinct
        return float(np.interp(share * middles_total(ranked), middles, incomes))
    cumulative = ranked.cumulative_weight
    everyone = cumulative[-1]
    target = min(max(share, 0.0), 1.0) * everyone
    position = min(int(np.searchsorted(cumulative, target - TIE * everyone)), len(cumulative) - 1)
    value = float(ranked.sorted_x[position])
    is_exact = abs(cumulative[position] - target) <= TIE * everyone and position + 1 < len(cumulative)
    if form is QuantileForm.AVERAGED and is_exact:
        return 0.5 * (value + float(ranked.sorted_x[position + 1]))
    return value


def middles_total(ranked: Ranked) -> float:
    return float(ranked.cumulative_weight[-1])


def quantile(ranked: Ranked, share: float, form: QuantileForm) -> Result:
    """The quantile, its influence through the kernel density, and what Woodruff's interval needs.

    z = -(I(x <= q) - share) / (N f(q)); NaN throughout where no density can be read: the value then has no error.
    """
    if not 0 <= share <= 1:
        raise Undefined(f"分位 {share:g} 不在 0 到 1 之间。")
    value = quantile_value(ranked, share, form)
    below = (ranked.x <= value).astype(np.float64)
    z = -ranked.income_per_share(value) * (below - share) / ranked.weight_sum
    inversion = Inversion(
        share,
        (below - float(ranked.w @ below) / ranked.weight_sum) / ranked.weight_sum,
        lambda other: quantile_value(ranked, other, form),
    )
    choices = (f"quantile={form.value}", f"density={ranked.variable.density.value}")
    return Result(value, ranked.domain, z, choices, inversion)


def percentile_ratio(ranked: Ranked, upper: float, lower: float, form: QuantileForm) -> Result:
    """Ratio of two quantiles, such as P90/P10."""
    bottom = quantile(ranked, lower, form)
    if bottom.value <= 0:
        raise Undefined(f"P{100 * lower:g} 不大于零，比值无定义。")
    return quotient(quantile(ranked, upper, form), bottom)


def partial_sum(ranked: Ranked, share: float, form: QuantileForm) -> Result:
    """Total income of those at or below a quantile: S = sum w x I(x <= q)."""
    cut = quantile(ranked, share, form)
    below = ranked.x * (ranked.x <= cut.value)
    own = Result(float(ranked.w @ below), ranked.domain, below, ("sum=x<=q",))
    return derived(own.value, (1.0, own), (ranked.income_density(cut.value), cut))


def share_ratio(ranked: Ranked, lower: float, upper: float, form: QuantileForm) -> Result:
    """Income above the `upper` quantile over income at or below the `lower` one: S80/S20 (.2, .8), Palma (.4, .9).

    Raises  Undefined when the poorer group has no income
    """
    bottom = partial_sum(ranked, lower, form)
    if bottom.value <= 0:
        raise Undefined(f"最低 {100 * lower:g}% 人群的收入合计不大于零，比值无定义。")
    everyone = Result(ranked.total, ranked.domain, ranked.x)
    below = partial_sum(ranked, upper, form)
    top = derived(everyone.value - below.value, (1.0, everyone), (-1.0, below))
    return quotient(top, bottom)


def median_ratio(group: Ranked, others: Ranked, form: QuantileForm) -> Result:
    """Median of one group over the median of another; each with its own density and the full sample's bandwidth."""
    denominator = quantile(others, 0.5, form)
    if denominator.value <= 0:
        raise Undefined("对照组的中位数不大于零，比值无定义。")
    return quotient(quantile(group, 0.5, form), denominator)
