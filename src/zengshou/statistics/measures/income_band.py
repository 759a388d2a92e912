"""A band of income with a name of its own: the middle under whichever definition the caller brings."""

from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from zengshou.concepts.problem import refuse
from zengshou.statistics.choices import Amount, Line, Mask, QuantileForm, ShareOf
from zengshou.statistics.measures.levels import mean
from zengshou.statistics.measures.lines import height_of, line_of
from zengshou.statistics.ranked import ROUNDING, Ranked, Variable
from zengshou.statistics.result import Result, Undefined, derived, scaled
from zengshou.statistics.variance.design import Column
from zengshou.statistics.variance.domain import Domain, rows_of


class Ends(Enum):
    """Which limits belong to the band: both, the lower alone (so that bands side by side add up), or neither."""

    BOTH = "[ ]"
    LOWER = "[ )"
    NEITHER = "( )"


@dataclass(frozen=True, eq=False)
class MeanOf:
    """A limit estimated as a multiple of the mean of another column, such as food spending in town.

    column  (n,) NaN where not observed
    domain  whose mean; None is everyone observed
    name    what the column is, for the convention
    """

    multiple: float
    column: Column = field(repr=False)
    name: str
    domain: Mask | None = field(default=None, repr=False)

    def __str__(self) -> str:
        return f"{self.multiple:g}*mean {self.name}"


Limit = Line | MeanOf


@dataclass(frozen=True, eq=False)
class IncomeBand:
    """People between two limits. A limit of None is open: a band from None to a limit is all below it.

    name   stable name of the definition, such as `middle_median_75_200`
    label  what readers see
    """

    lower: Limit | None
    upper: Limit | None
    name: str
    label: str
    ends: Ends = Ends.BOTH

    def __post_init__(self) -> None:
        """Raises  ProblemsFound: no limit at all, or amounts in the wrong order."""
        if self.lower is None and self.upper is None:
            raise refuse(f"收入区间“{self.label}”没有任何界限。", self.name, "请至少给出下限或上限。")
        if isinstance(self.lower, Amount) and isinstance(self.upper, Amount) and self.lower.value >= self.upper.value:
            found = f"收入区间“{self.label}”的下限 {self.lower} 不低于上限 {self.upper}。"
            raise refuse(found, self.name, "请核对两个界限。")

    def __str__(self) -> str:
        low, high = ("open" if limit is None else str(limit) for limit in (self.lower, self.upper))
        return f"{self.ends.value[0]}{low}, {high}{self.ends.value[-1]}"


def band_share(ranked: Ranked, band: IncomeBand, form: QuantileForm) -> Result:
    """Share of people in the band; estimated limits bring their error along.

    z = (I - F)/N + f(upper) z_upper - f(lower) z_lower
    Raises  Undefined when a limit is not above zero, or the lower one reaches the upper
    """
    lower = None if band.lower is None else _limit(ranked.variable, band.lower, form)
    upper = None if band.upper is None else _limit(ranked.variable, band.upper, form)
    if lower is not None and upper is not None and height_of(lower) >= height_of(upper):
        raise Undefined(f"区间下限 {height_of(lower):.6g} 不低于上限 {height_of(upper):.6g}。")
    inside = _inside(ranked.x, lower, upper, band.ends)
    value = float(ranked.w @ inside) / ranked.weight_sum
    own = Result(value, ranked.domain, (inside - value) / ranked.weight_sum, (f"band={band.name} {band}",))
    parts = [(1.0, own)]
    parts += [(ranked.density(upper.value), upper)] if isinstance(upper, Result) else []
    parts += [(-ranked.density(lower.value), lower)] if isinstance(lower, Result) else []
    return derived(value, *parts)


def _inside(x: Column, lower: Result | float | None, upper: Result | float | None, ends: Ends) -> Column:
    """1 in the band, 0 outside. Rounding of a computed limit does not decide who stands on it."""
    inside = np.ones(x.size, dtype=bool)
    if lower is not None:
        is_closed, height = ends is not Ends.NEITHER, height_of(lower)
        inside &= x >= height * (1.0 - ROUNDING) if is_closed else x > height * (1.0 + ROUNDING)
    if upper is not None:
        is_closed, height = ends is Ends.BOTH, height_of(upper)
        inside &= x <= height * (1.0 + ROUNDING) if is_closed else x < height * (1.0 - ROUNDING)
    return inside.astype(np.float64)


def _limit(variable: Variable, limit: Limit, form: QuantileForm) -> Result | float:
    """The limit over its own domain. Raises  Undefined when it is not above zero."""
    if isinstance(limit, Amount | ShareOf):
        return line_of(variable, limit, form)
    if len(limit.column) != variable.design.n:
        found = f"界限所用的“{limit.name}”有 {len(limit.column)} 行，抽样设计有 {variable.design.n} 行。"
        raise refuse(found, limit.name, "各列须来自同一批行。")
    known = np.isfinite(limit.column)
    known = known if limit.domain is None else known & limit.domain
    column = Variable(limit.column, variable.design, variable.density)
    ranked = column.within(Domain(variable.design, rows_of(variable.design, known)))
    if ranked.domain.n == 0 or not ranked.mean * limit.multiple > 0:
        raise Undefined(f"“{limit.name}”的均值不大于零或没有样本，不能作界限。")
    return scaled(mean(ranked), limit.multiple)
