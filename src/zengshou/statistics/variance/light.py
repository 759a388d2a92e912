"""One replicate of a ranked income as its sums see it: totals from tables by PSU, rows only where a border falls.

The sorted rows are cut into segments. For each column that is summed, a table holds its total by segment and PSU, so
that the sum up to any segment is one short product with the multipliers; the rows themselves are weighed anew only in
the segment where a quantile or a line falls, and once for the area under the Lorenz curve.
"""

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zengshou.statistics.result import Undefined
from zengshou.statistics.variance.codes import Column, Index

SEGMENT = 16_384  # rows, a little more than a processor's first cache holds
LARGEST_TABLE = 2_000_000  # numbers in one table by segment and PSU
TIE = 1e-12  # relative: cumulative weights this close to a share reach it exactly

COLUMNS: dict[str, Callable[[Column], Column]] = {
    "one": np.ones_like,
    "income": lambda x: x,
    "square": lambda x: x * x,
    "log": lambda x: np.asarray(np.log(x), dtype=np.float64),
    "income log": lambda x: np.asarray(x * np.log(x), dtype=np.float64),
}


def _dot(left: Column, right: Column) -> float:
    """Sum of products in this thread: sums this short are over before a second thread has woken up."""
    return float(np.einsum("i,i->", left, right))


class Sorted:
    """What all replicates of one ranked income share: rows, incomes, weights and PSUs, poorest first.

    psus  PSUs of the design; 0 where replicates have weights by row and no table by PSU can be made
    """

    def __init__(self, rows: Index, x: Column, weight: Column, psu: Index, psus: int) -> None:
        self.rows = rows
        self.x = x
        self.weight = weight
        self.psu = psu
        self.psus = psus
        most = max(LARGEST_TABLE // max(psus, 1), 1)
        self.length = max(SEGMENT, -(-len(x) // most)) if psus else max(len(x), 1)
        self.segments = -(-len(x) // self.length)
        self._columns: dict[str, Column] = {}
        self._tables: dict[str, NDArray[np.float64]] = {}

    def column(self, name: str) -> Column:
        """A function of the sorted incomes, worked out once: one of COLUMNS, or `power a` in units of the largest."""
        if name not in self._columns:
            power = name.removeprefix("power ")
            made = (self.x / self.unit) ** float(power) if power != name else COLUMNS[name](self.x)
            self._columns[name] = made
        return self._columns[name]

    @cached_property
    def unit(self) -> float:
        """The largest income, so that no power overflows."""
        return float(np.abs(self.x).max(initial=0.0)) or 1.0

    def table(self, name: str) -> NDArray[np.float64]:
        """(segments + 1, m) weighted sums of a column up to the start of each segment, by PSU."""
        if name not in self._tables:
            place = np.arange(len(self.x), dtype=np.int64) // self.length * self.psus + self.psu
            sums = np.bincount(place, self.weight * self.column(name), minlength=self.segments * self.psus)
            table = np.zeros((self.segments + 1, self.psus))
            np.cumsum(sums.reshape(self.segments, self.psus), axis=0, out=table[1:])
            self._tables[name] = table
        return self._tables[name]


class Light:
    """One replicate: rows of weight zero stay, since a sum does not see them.

    multiplier  (m,) by PSU; None where `weights` (n,) of the sorted rows are given instead
    """

    def __init__(self, held: Sorted, multiplier: Column | None, weights: Column | None) -> None:
        self.held = held
        self.x = held.x
        self._multiplier = multiplier
        self._weights = weights
        self._starts: dict[str, Column] = {}
        self._segments: dict[int, Column] = {}
        self._running: dict[int, Column] = {}

    def sum_of(self, name: str) -> float:
        """Weighted sum of a column over all rows."""
        return float(self._up_to(name)[-1])

    def sum_to(self, name: str, end: int) -> float:
        """Weighted sum of a column over the `end` poorest rows."""
        segment, rest = divmod(end, self.held.length)
        found = float(self._up_to(name)[segment])
        if not rest:
            return found
        begin = end - rest
        return found + _dot(self._segment(segment)[:rest], self.held.column(name)[begin:end])

    @property
    def weight_sum(self) -> float:
        return self.sum_of("one")

    @property
    def total(self) -> float:
        return self.sum_of("income")

    @property
    def mean(self) -> float:
        return self.total / self.weight_sum

    @property
    def positive_total(self) -> float:
        """Raises  Undefined when the total is not above zero"""
        if self.total <= 0:
            raise Undefined("收入合计不大于零，无法计算份额或不平等程度。")
        return self.total

    def quantile(self, share: float) -> float:
        """The smallest income whose cumulative weight reaches the share."""
        starts = self._up_to("one")
        everyone = float(starts[-1])
        target = (min(max(share, 0.0), 1.0) - TIE) * everyone
        segment = min(int(np.searchsorted(starts[1:], target)), self.held.segments - 1)
        if segment not in self._running:
            self._running[segment] = np.cumsum(self._segment(segment))
        running = self._running[segment]
        inside = min(int(np.searchsorted(running, target - starts[segment])), len(running) - 1)
        return float(self.x[segment * self.held.length + inside])

    def area(self) -> float:
        """Sum of w x C with C the cumulative weight at the middle of each row."""
        weights, incomes = self._up_to("one"), self._up_to("income")
        found = _dot(weights[:-1], np.diff(incomes))
        for segment in range(self.held.segments):
            weight = self._segment(segment)
            begin = segment * self.held.length
            middle = np.cumsum(weight)
            middle -= 0.5 * weight
            middle *= weight
            found += _dot(middle, self.x[begin : begin + len(weight)])
        return found

    def square_sum_of_weights(self) -> float:
        return sum(_dot(weight, weight) for weight in map(self._segment, range(self.held.segments)))

    def _up_to(self, name: str) -> Column:
        """(segments + 1,) weighted sums up to the start of each segment."""
        if name not in self._starts:
            if self._multiplier is not None:
                self._starts[name] = np.einsum("km,m->k", self.held.table(name), self._multiplier)
            else:
                whole = _dot(self._segment(0), self.held.column(name)) if self.held.segments else 0.0
                self._starts[name] = np.array([0.0, whole])
        return self._starts[name]

    def _segment(self, segment: int) -> Column:
        """Weights of the rows of one segment; those of a border are asked for again, those of the area are not."""
        if segment in self._segments:
            return self._segments[segment]
        begin, end = segment * self.held.length, (segment + 1) * self.held.length
        if self._weights is not None:
            weight = self._weights[begin:end]
        else:
            assert self._multiplier is not None  # one of the two is always given
            weight = np.take(self._multiplier, self.held.psu[begin:end])
            weight *= self.held.weight[begin:end]
        self._segments[segment] = weight
        return weight
