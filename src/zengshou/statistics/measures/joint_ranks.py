"""Two columns of the same people: the share in each pair of classes, and the correlation of ranks.

Source  Formby, Smith and Zheng (2004), Journal of Econometrics 120(1), 181-205, for matrices with estimated borders
"""

import itertools
from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np

from zengshou.concepts.problem import refuse
from zengshou.statistics.measures.border import CHOICE, border_of, mean_at
from zengshou.statistics.ranked import ROUNDING, Ranked
from zengshou.statistics.result import Result, Undefined, derived, quotient
from zengshou.statistics.variance.codes import Column


@dataclass(frozen=True)
class QuantileClasses:
    """`count` classes of equal size in each column, by that column's own quantiles: they are estimated.

    A row that stands on a border belongs to the class below it.
    """

    count: int = 5

    def __post_init__(self) -> None:
        """Raises  ProblemsFound: fewer than two classes."""
        if self.count < 2:
            raise refuse(f"流动矩阵至少需要两个等份，读到 {self.count}。", "classes", "常用 5 或 10。")

    def __str__(self) -> str:
        return f"classes={self.count} quantile classes of each column"


@dataclass(frozen=True)
class FixedClasses:
    """Classes between limits that are known: up to and including the first, and so on, and above the last."""

    limits: tuple[float, ...]

    def __post_init__(self) -> None:
        """Raises  ProblemsFound: no limit, or limits that do not rise."""
        if not self.limits or any(a >= b for a, b in itertools.pairwise(self.limits)):
            raise refuse("组界为空或没有由低到高。", "classes", "请由低到高给出至少一个组界。")

    @property
    def count(self) -> int:
        return len(self.limits) + 1

    def __str__(self) -> str:
        return f"classes=limits {', '.join(f'{limit:g}' for limit in self.limits)}"


Classes = QuantileClasses | FixedClasses


class ClassPairs:
    """The shares of people by class in the first column and class in the second, classes counted from 1."""

    def __init__(self, first: Ranked, second: Ranked, classes: Classes) -> None:
        self.first, self.second, self.classes = first, second, classes
        self._up_to = cache(self._shares_up_to)

    def cell(self, i: int, j: int) -> Result:
        """Share of all people in class i first and in class j second."""
        corners = ((i, j, 1.0), (i - 1, j, -1.0), (i, j - 1, -1.0), (i - 1, j - 1, 1.0))
        found = [(sign, self._up_to(a, b)) for a, b, sign in corners]
        return derived(sum(sign * part.value for sign, part in found), *found)

    def of_class(self, i: int) -> Result:
        """Share of all people in class i first."""
        last = self.classes.count
        above, below = self._up_to(i, last), self._up_to(i - 1, last)
        return derived(above.value - below.value, (1.0, above), (-1.0, below))

    def transition(self, i: int, j: int) -> Result:
        """Share in class j second of those in class i first. Raises  Undefined where there are none."""
        return quotient(self.cell(i, j), self.of_class(i), f"第 {i} 组没有样本，转移比例无定义。")

    def _shares_up_to(self, i: int, j: int) -> Result:
        """H = share in classes up to i first and up to j second.

        z = (I - H)/N, less what moving borders take in: (I(x <= q) - p)/N P(y up to j | x = q), and the same for y.
        """
        first, second, everyone = self.first, self.second, self.first.weight_sum
        low, high = self._below(first, i), self._below(second, j)
        both = low * high
        value = float(first.w @ both) / everyone
        z = (both - value) / everyone
        if isinstance(self.classes, FixedClasses):
            return Result(value, first.domain, z, (str(self.classes),))
        z -= self._pull(first, low, high, i) + self._pull(second, high, low, j)
        return Result(value, first.domain, z, (str(self.classes), CHOICE))

    def _pull(self, ranked: Ranked, inside: Column, other: Column, i: int) -> Column | float:
        if i in (0, self.classes.count):
            return 0.0
        share = float(ranked.w @ inside) / ranked.weight_sum
        pull = (inside - share) / ranked.weight_sum * mean_at(ranked, other, i / self.classes.count)
        return np.asarray(pull, dtype=np.float64)

    def _below(self, ranked: Ranked, i: int) -> Column:
        """1 for rows in classes up to i."""
        if i in (0, self.classes.count):
            return np.full(ranked.domain.n, float(i > 0))
        return (ranked.x <= self._border(ranked, i)).astype(np.float64)

    def _border(self, ranked: Ranked, i: int) -> float:
        if isinstance(self.classes, FixedClasses):
            return self.classes.limits[i - 1]
        return border_of(ranked, i / self.classes.count)


def rank_correlation(first: Ranked, second: Ranked) -> Result:
    """Spearman's correlation: that of the ranks, each at the middle of its block of ties, from -1 to 1.

    Raises  Undefined where one column is equal for everyone
    """
    ranks = [_Ranks(ranked) for ranked in (first, second)]
    if any(rank.variance.value <= ROUNDING for rank in ranks):
        raise Undefined("其中一列收入全部相等，位次相关无定义。")
    cross = _covariance(*ranks)
    spread = sqrt(ranks[0].variance.value * ranks[1].variance.value)
    value = cross.value / spread
    slopes = [(-0.5 * value / rank.variance.value, rank.variance) for rank in ranks]
    return derived(value, (1.0 / spread, cross), *slopes).naming("correlation=spearman, mid ranks")


class _Ranks:
    """Mid ranks of a column as shares of the weight; their weighted mean is a half whatever the weights."""

    def __init__(self, ranked: Ranked) -> None:
        self.ranked = ranked
        self.share = ranked.middle_weight / ranked.weight_sum

    def response(self, values: Column) -> Column:
        """What each row adds to sum w v rank by moving the ranks of those above it (half of its ties)."""
        ranked = self.ranked
        up_to = ranked.middles(ranked.sorted_w * values[ranked.order])
        total = float(ranked.w @ values)
        return (total - up_to - float(ranked.w @ (values * self.share))) / ranked.weight_sum

    @property
    def variance(self) -> Result:
        return _covariance(self, self)


def _covariance(one: _Ranks, other: _Ranks) -> Result:
    """mean of u v - 1/4, and its influence: the row's own term, and its pull on the ranks of all above it."""
    ranked = one.ranked
    product = float(ranked.w @ (one.share * other.share)) / ranked.weight_sum
    own = one.share * other.share - product + one.response(other.share) + other.response(one.share)
    return Result(product - 0.25, ranked.domain, own / ranked.weight_sum)
