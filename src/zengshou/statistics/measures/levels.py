"""Totals, means and ratios of totals."""

import numpy as np

from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result, quotient


def total(ranked: Ranked) -> Result:
    """Weighted total of the income, in its own unit."""
    return Result(ranked.total, ranked.domain, ranked.x)


def population(ranked: Ranked) -> Result:
    """Weighted number of rows of the domain."""
    return Result(ranked.weight_sum, ranked.domain, np.ones(ranked.domain.n))


def mean(ranked: Ranked) -> Result:
    """Weighted mean."""
    return Result(ranked.mean, ranked.domain, (ranked.x - ranked.mean) / ranked.weight_sum)


def ratio(numerator: Ranked, denominator: Ranked) -> Result:
    """Total of one column over total of another, over the same domain.

    Raises  Undefined when the denominator's total is zero
    """
    return quotient(total(numerator), total(denominator), "分母合计为零，比值无定义。")
