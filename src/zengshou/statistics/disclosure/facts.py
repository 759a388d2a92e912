"""What the gate knows of the contributors to a cell: how many, how many households, how much the largest give."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class CellFacts:
    """One cell of a table.

    contributors  unweighted persons
    units         households or employers among them
    population    weighted persons
    total         weighted amount; None for a table of counts
    largest       weighted amounts of the largest units, in absolute value, the largest first
    absolute      weighted sum of absolute amounts: what the shares of the largest are taken of
    flagged       unweighted persons for whom a 0/1 column is 1; None where the amount is no flag
    """

    contributors: int
    units: int
    population: float
    total: float | None = None
    largest: tuple[float, ...] = ()
    absolute: float = 0.0
    flagged: int | None = None


@dataclass(frozen=True, eq=False)
class Contributors:
    """The rows behind a table.

    weight  (n,) not negative
    unit    (n,) codes of the household or employer of each person, small whole numbers
    amount  (n,) or None for a table of counts
    is_flag True: the amount is 0 or 1 and a rate is published of it
    """

    weight: Numbers
    unit: NDArray[np.int64]
    amount: Numbers | None = None
    is_flag: bool = False

    @property
    def n(self) -> int:
        return len(self.weight)

    @property
    def floor(self) -> float:
        """The lowest amount that a group may have by what everyone knows: 0 unless amounts are negative."""
        if self.amount is None:
            return 0.0
        return float(min(0.0, (self.weight * np.minimum(self.amount, 0.0)).sum()))


def facts_of(rows: Contributors, inside: Mask, largest: int) -> CellFacts:
    """The facts of one cell; `largest` units are kept."""
    weight, unit = rows.weight[inside], rows.unit[inside]
    present = np.bincount(unit)
    count, units = int(inside.sum()), int((present > 0).sum())
    if rows.amount is None:
        return CellFacts(count, units, float(weight.sum()))
    amount = rows.amount[inside]
    flagged = int((amount != 0).sum()) if rows.is_flag else None
    if not count:
        return CellFacts(0, 0, 0.0, 0.0, flagged=flagged)
    by_unit = np.bincount(unit, weights=weight * np.abs(amount))
    kept = min(largest, units)
    top = tuple(float(size) for size in np.sort(np.partition(by_unit, -kept)[-kept:])[::-1])
    total = float((weight * amount).sum())
    return CellFacts(count, units, float(weight.sum()), total, top, float(by_unit.sum()), flagged)


def all_facts(rows: Contributors, masks: Sequence[Mask], largest: int) -> tuple[CellFacts, ...]:
    """The facts of every cell."""
    return tuple(facts_of(rows, mask, largest) for mask in masks)
