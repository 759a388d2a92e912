"""What happens at a quantile: the mean of another column among those whose income stands at the border.

Where a class is bounded by an estimated quantile q, a row more moves q, and q moves those who stand at it in or out.
The density of the income cancels between the two; what is left is the conditional mean of the other column at q.
"""

from math import sqrt

import numpy as np

from zengshou.statistics.choices import QuantileForm
from zengshou.statistics.measures.quantiles import quantile_value
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result
from zengshou.statistics.variance.design import Column

CHOICE = "borders=estimated, mean of like ranks"


def border_of(rank: Ranked, share: float) -> float:
    """The income at which the poorest `share` of the weight is reached."""
    return quantile_value(rank, share, QuantileForm.INVERSE_CDF)


def mean_at(rank: Ranked, values: Column, share: float) -> float:
    """Mean of `values` (n_domain,) among those whose rank is near a share of the weight: Gaussian weights in the rank.

    Ranks are even where incomes are not: one bandwidth, sd / n^0.2 of even ranks with n the effective number of rows,
    serves the crowded bottom and the thin top.
    Source  Nadaraya (1964) and Watson (1964)
    """
    size = rank.weight_sum**2 / float(rank.w @ rank.w)
    distance = (rank.middle_weight / rank.weight_sum - share) * sqrt(12.0) * size**0.2
    weight = rank.w * np.exp(-0.5 * distance * distance)
    everyone = float(weight.sum())
    return float(weight @ values) / everyone if everyone > 0 else float(rank.w @ values) / rank.weight_sum


def amount_of_poorest(amount: Ranked, rank: Ranked, share: float) -> Result:
    """Total of one column among exactly the poorest `share` by another; the border is counted in part.

    z = (t - m) I(x <= q) + share m, with m the mean of the column at the border. With the income itself m = q.
    """
    if share <= 0 or share >= 1:
        whole = amount.x if share >= 1 else np.zeros(rank.domain.n)
        return Result(float(rank.w @ whole), rank.domain, whole, (CHOICE,))
    border = border_of(rank, share)
    below, at = rank.x < border, rank.x == border
    missing = share * rank.weight_sum - float(rank.w @ below)
    at_border = float(rank.w @ (amount.x * at)) / float(rank.w @ at)
    value = float(rank.w @ (amount.x * below)) + missing * at_border
    mean = border if amount.variable is rank.variable else mean_at(rank, amount.x, share)
    return Result(value, rank.domain, (amount.x - mean) * (rank.x <= border) + share * mean, (CHOICE,))
