"""Margins (边际): known totals of the population, by category or of an amount, of persons or of households."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.sample import Codes, Numbers

MARGINS = "边际总数"


class Level(Enum):
    """Whom a margin counts."""

    PERSON = "person"  # every row
    HOUSEHOLD = "household"  # every household once, by the value that its rows share

    @property
    def label(self) -> str:
        return {"person": "人", "household": "户"}[self.value]


@dataclass(frozen=True, eq=False)
class CategoryMargin:
    """How many there are of each category.

    codes   (n,) index into `labels`; negative where the category is missing
    totals  one for each label
    """

    variable: str
    codes: Codes
    labels: tuple[str, ...]
    totals: tuple[float, ...]
    level: Level = Level.PERSON

    @property
    def n(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, eq=False)
class AmountMargin:
    """The total of an amount: heads of a household file, yuan of pensions, hectares. values (n,)."""

    variable: str
    values: Numbers
    total: float
    level: Level = Level.PERSON

    @property
    def n(self) -> int:
        return len(self.values)


Margin = CategoryMargin | AmountMargin


@dataclass(frozen=True)
class ColumnName:
    """What a margin column counts; `label` is empty for an amount."""

    variable: str
    label: str
    level: Level

    def __str__(self) -> str:
        return f"{self.variable}={self.label}" if self.label else f"{self.variable}（数量）"


@dataclass(frozen=True, eq=False)
class Units:
    """What is weighted as one: rows, or the households that rows form.

    of_row  (n,) index of the unit of each row, or None where every row is a unit
    first   (m,) one row of each unit
    size    (m,) rows in each unit
    """

    of_row: Codes | None
    first: Codes
    size: Numbers

    @property
    def count(self) -> int:
        return len(self.first)

    def of_rows(self, column: Numbers) -> Numbers:
        """(m,) or (m, k) values of units repeated on their rows."""
        return column if self.of_row is None else column[self.of_row]


@dataclass(frozen=True, eq=False)
class MarginColumns:
    """x (m, k) what each unit brings to each margin, totals (k,), and the names of the k columns."""

    x: Numbers
    totals: Numbers
    names: tuple[ColumnName, ...]

    @property
    def is_category(self) -> NDArray[np.bool_]:
        """(k,) True for columns that count, False for amounts."""
        return np.array([bool(name.label) for name in self.names])


def units_of(n: int, household: Codes | None) -> Units:
    """Households as units where their codes (n,) are given, else rows."""
    if household is None:
        return Units(None, np.arange(n), np.ones(n))
    _, first, of_row, size = np.unique(household, return_index=True, return_inverse=True, return_counts=True)
    return Units(of_row.astype(np.int64), first.astype(np.int64), size.astype(np.float64))


def margin_columns(margins: Sequence[Margin], units: Units) -> MarginColumns:
    """The margins as columns: of a household, the sum over its members, or its own value for household margins."""
    names: list[ColumnName] = []
    totals: list[float] = []
    for margin in margins:
        if isinstance(margin, AmountMargin):
            names.append(ColumnName(margin.variable, "", margin.level))
            totals.append(margin.total)
        else:
            names += [ColumnName(margin.variable, label, margin.level) for label in margin.labels]
            totals += margin.totals
    x = np.zeros((units.count, len(names)))
    column = 0
    for margin in margins:
        width = 1 if isinstance(margin, AmountMargin) else len(margin.labels)
        _fill(x[:, column : column + width], margin, units)
        column += width
    return MarginColumns(x, np.asarray(totals, dtype=np.float64), tuple(names))


def _fill(part: Numbers, margin: Margin, units: Units) -> None:
    """Write one margin into its columns (m, width), all zero before."""
    is_own = units.of_row is None or margin.level is Level.HOUSEHOLD
    if isinstance(margin, AmountMargin):
        part[:, 0] = margin.values[units.first] if is_own else _sums(units, margin.values)
        return
    if is_own:
        codes = margin.codes[units.first]
        known = np.flatnonzero(codes >= 0)
        part[known, codes[known]] = 1.0
        return
    for code in range(len(margin.labels)):
        part[:, code] = _sums(units, (margin.codes == code).astype(np.float64))


def _sums(units: Units, values: Numbers) -> Numbers:
    return np.asarray(np.bincount(units.of_row, values, minlength=units.count), dtype=np.float64)  # type: ignore[arg-type]
