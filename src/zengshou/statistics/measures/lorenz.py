"""The Lorenz curve and the income shares of groups, on the exact broken line: fifths of it add up to one."""

import numpy as np

from zengshou.statistics.choices import QuantileForm
from zengshou.statistics.measures.quantiles import quantile_value
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result, derived

CHOICE = "shares=lorenz"


def _income_of_poorest(ranked: Ranked, share: float) -> Result:
    """Income of exactly the poorest `share` of the weight; who stands on the border is counted in part.

    z = (x - q) I(x <= q) + share q. The border itself moves nothing: what it lets in, it counts at q.
    """
    border = quantile_value(ranked, share, QuantileForm.INVERSE_CDF)
    inside = (ranked.x - border) * (ranked.x <= border)
    value = float(ranked.w @ inside) + border * share * ranked.weight_sum
    return Result(value, ranked.domain, inside + share * border, (CHOICE,))


def ordinate(ranked: Ranked, share: float) -> Result:
    """L(share): the part of all income that the poorest `share` of people have, 0 to 1."""
    everyone = ranked.positive_total
    part = _income_of_poorest(ranked, share)
    total = Result(everyone, ranked.domain, ranked.x)
    value = part.value / everyone
    return derived(value, (1.0 / everyone, part), (-value / everyone, total))


def generalised_ordinate(ranked: Ranked, share: float) -> Result:
    """GL(share): income of the poorest `share` over the number of all people, in money; GL(1) is the mean.

    Where one curve lies above another everywhere, welfare is higher for everyone who is averse to inequality.
    Source  Shorrocks (1983), Economica 50, 3-17
    """
    part, everyone = _income_of_poorest(ranked, share), ranked.weight_sum
    z = (part.z - part.value / everyone) / everyone
    return Result(part.value / everyone, ranked.domain, z, (*part.choices, "generalised=mean times lorenz"))


def share_between(ranked: Ranked, lower: float, upper: float) -> Result:
    """Income share of those between two quantiles, such as the second fifth (.2, .4)."""
    below, above = ordinate(ranked, lower), ordinate(ranked, upper)
    return derived(above.value - below.value, (1.0, above), (-1.0, below))


def share_top(ranked: Ranked, share: float) -> Result:
    """Income share of the richest `share` of people."""
    below = ordinate(ranked, 1.0 - share)
    return derived(1.0 - below.value, (-1.0, below))


def curve(ranked: Ranked, points: int = 101) -> tuple[tuple[float, float], ...]:
    """(share of people, share of income) at evenly spaced points, for drawing."""
    shares = np.linspace(0.0, 1.0, points)
    everyone = ranked.positive_total
    people = np.concatenate(([0.0], ranked.cumulative_weight / ranked.cumulative_weight[-1]))
    income = np.concatenate(([0.0], ranked.cumulative_total / everyone))
    heights = np.interp(shares, people, income)
    return tuple((float(share), float(height)) for share, height in zip(shares, heights, strict=True))
