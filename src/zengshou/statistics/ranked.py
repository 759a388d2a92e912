"""One income over one domain, sorted once: every indicator reads its sums, ranks and density from here."""

from functools import cached_property
from math import exp, nan, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from zengshou.statistics.choices import Density, Line, QuantileForm
from zengshou.statistics.result import Result, Undefined
from zengshou.statistics.variance.design import Column, Design, Index
from zengshou.statistics.variance.domain import Domain, rows_of

ROUNDING = 1e-12  # relative
REACH = 9.0  # bandwidths; beyond, the kernel is below 1e-17 of its height


class Variable:
    """One column over the whole sample; NaN marks a row that was not observed."""

    def __init__(self, values: NDArray[np.generic], design: Design, density: Density = Density.CONVEY) -> None:
        self.values: Column = np.asarray(values, dtype=np.float64)
        self.design = design
        self.density = density
        self.lines: dict[tuple[Line, QuantileForm], Result | float] = {}  # each estimated once, for all domains

    @cached_property
    def bandwidth(self) -> float:
        """Width of the density kernel, from the full sample even where the estimate is of a domain.

        Weighted standard deviation with divisor N, over N^0.2; zero where all incomes are equal but for rounding.
        """
        known = np.isfinite(self.values)
        x, w = (self.values, self.design.weight) if known.all() else (self.values[known], self.design.weight[known])
        total = float(w.sum())
        size = total if self.density is Density.CONVEY else total**2 / float(w @ w)
        mean = float(w @ x) / total
        spread = sqrt(float(w @ (x - mean) ** 2) / total)
        return float(spread / size**0.2) if spread > ROUNDING * abs(mean) else 0.0

    @cached_property
    def whole(self) -> "Ranked":
        """The column over every observed row."""
        known = np.isfinite(self.values)
        return self.within(Domain(self.design, rows_of(self.design, None if known.all() else known)))

    def within(self, domain: Domain) -> "Ranked":
        return Ranked(self, domain)


class Ranked:
    """A variable on a domain. Columns are in file order unless their name says `sorted_`."""

    def __init__(self, variable: Variable, domain: Domain) -> None:
        self.variable = variable
        self.domain = domain
        self.x = domain.take(variable.values)
        self.w = domain.weight
        self._densities: dict[float, float] = {}

    @cached_property
    def unknown(self) -> int:
        """Rows without an income, or with one that is not finite."""
        return int(np.count_nonzero(~np.isfinite(self.x)))

    @cached_property
    def lowest(self) -> float:
        return float(self.x.min())

    @cached_property
    def weight_sum(self) -> float:
        return float(self.w @ np.ones(self.w.size))  # as every other sum, so that a rate of all is exactly one

    @cached_property
    def total(self) -> float:
        return float(self.w @ self.x)

    @property
    def mean(self) -> float:
        return self.total / self.weight_sum

    @cached_property
    def positive_total(self) -> float:
        """The total, where a share of it makes sense. Raises  Undefined when it is not above zero."""
        if self.total <= 0:
            raise Undefined("收入合计不大于零，无法计算份额或不平等程度。")
        return self.total

    def share_of_weight(self, mask: NDArray[np.bool_]) -> float:
        """Weight share of the rows under a mask, 0 to 1."""
        return float(self.w @ mask) / self.weight_sum

    @cached_property
    def order(self) -> Index:
        """Rows from the poorest to the richest."""
        return np.argsort(self.x)

    @cached_property
    def sorted_x(self) -> Column:
        return self.x[self.order]

    @cached_property
    def sorted_w(self) -> Column:
        return self.w[self.order]

    @cached_property
    def cumulative_weight(self) -> Column:
        """Weight of the rows up to and including each, poorest first."""
        return np.cumsum(self.sorted_w)

    @cached_property
    def cumulative_total(self) -> Column:
        """Income of the rows up to and including each, poorest first."""
        return np.cumsum(self.sorted_w * self.sorted_x)

    @cached_property
    def _block_ends(self) -> Index | None:
        """Last sorted position of each block of equal incomes; None where no two are equal."""
        last = np.append(self.sorted_x[1:] != self.sorted_x[:-1], True)
        return None if last.all() else np.flatnonzero(last)

    def middles(self, amounts: Column) -> Column:
        """Cumulative `amounts` (in sorted order) at the middle of each row's block of ties; returned in file order.

        Rows of equal income all get the same, so that the order of the file cannot change a figure.
        """
        middle = self._sorted_middles(amounts)
        placed = np.empty_like(middle)
        placed[self.order] = middle
        return placed

    def _sorted_middles(self, amounts: Column) -> Column:
        cumulative = np.cumsum(amounts)
        ends = self._block_ends
        if ends is None:
            return cumulative - 0.5 * amounts
        at_ends = cumulative[ends]
        at_starts = np.concatenate(([0.0], at_ends[:-1]))
        return np.repeat(0.5 * (at_starts + at_ends), np.diff(ends, prepend=-1))

    @cached_property
    def middle_weight(self) -> Column:
        return self.middles(self.sorted_w)

    @cached_property
    def middle_total(self) -> Column:
        return self.middles(self.sorted_w * self.sorted_x)

    @cached_property
    def distinct(self) -> tuple[Column, Column]:
        """(incomes, weight up to the middle of each) over the distinct incomes, poorest first."""
        ends = self._block_ends
        middle = self._sorted_middles(self.sorted_w)
        return (self.sorted_x, middle) if ends is None else (self.sorted_x[ends], middle[ends])

    def density(self, at: float) -> float:
        """Gaussian kernel density of the domain at an income, per unit of income; 0 where there is no one near."""
        if at not in self._densities:
            self._densities[at] = self._kernel_sum(at, with_income=False) / self.weight_sum
        return self._densities[at]

    def income_per_share(self, at: float) -> float:
        """1 / density: how far an income moves when the share below it moves.

        Zero where all incomes are equal: nothing moves. NaN where no one is near: the figure then has no error.
        """
        width, density = self.variable.bandwidth, self.density(at)
        if width <= 0:
            return 0.0
        return 1.0 / density if density * width > exp(-0.5 * REACH**2) else nan

    def income_density(self, at: float) -> float:
        """Income (not people) per unit of income at `at`: the derivative of the partial sum."""
        return self._kernel_sum(at, with_income=True)

    def _kernel_sum(self, at: float, with_income: bool) -> float:
        width = self.variable.bandwidth
        if width <= 0:
            return 0.0
        low, high = np.searchsorted(self.sorted_x, (at - REACH * width, at + REACH * width))
        x, w = self.sorted_x[low:high], self.sorted_w[low:high]
        distance = (at - x) / width
        kernel = np.exp(-0.5 * distance * distance)
        weight = w * x if with_income else w
        return float(weight @ kernel) / (sqrt(2.0 * pi) * width)


class Resorted(Ranked):
    """A ranked income whose rows already stand from the poorest to the richest, as in every replicate of it."""

    @cached_property
    def order(self) -> Index:
        return np.arange(len(self.x), dtype=np.int64)

    @cached_property
    def sorted_x(self) -> Column:
        return self.x

    @cached_property
    def sorted_w(self) -> Column:
        return self.w
