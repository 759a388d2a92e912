"""A table read from a user's file: columns by name, turned into numbers or groups when asked, with problems by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound

MISSING = ("", "NA", "NaN", "nan", "N/A", "#N/A", "NULL", "null")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．，＋－\u2212", "0123456789.,+--")
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
SHOWN = 5  # cells named in one Problem


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of one file.

    frame         columns as read: text from csv and xlsx, typed from parquet, dta and sav; null where missing
    source        the file, for messages
    first_row     number of the first record as the user's program shows it: 2 below a header in row 1
    labels        column -> its label, from dta and sav
    value_labels  column -> code -> label, from dta and sav
    notes         what the reader decided: encoding, separator
    """

    frame: pl.DataFrame
    source: str
    first_row: int = 1
    labels: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[float, str]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        return self.frame.height

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.frame.columns)

    def place(self, column: str) -> str:
        """Where a Problem about a column stands."""
        return f"{self.source} 列“{column}”"

    def rows(self, mask: NDArray[np.bool_]) -> str:
        """Row numbers under a mask, in words, the first few of them."""
        found = np.flatnonzero(mask)
        more = f" 等 {found.size} 行" if found.size > SHOWN else ""
        return "第 " + "、".join(str(int(row) + self.first_row) for row in found[:SHOWN]) + f" 行{more}"

    def numbers(self, column: str) -> NDArray[np.float64]:
        """(n,) the column as numbers, NaN where missing.

        Thousands separators, full-width digits and blanks around a number are tolerated.
        Raises  ProblemsFound with row number and text of cells that are no numbers
        """
        series = self.frame[column]
        if series.dtype == pl.String:
            series = self._parsed(column, series)
        elif not (series.dtype.is_numeric() or series.dtype == pl.Boolean):
            raise ProblemsFound(
                Problem(f"这一列是 {series.dtype}，不是数。", self.place(column), "请选择数值列，或先在原表中转换。")
            )
        return np.array(series.cast(pl.Float64).fill_null(float("nan")).to_numpy(), dtype=np.float64)

    def _parsed(self, column: str, text: pl.Series) -> pl.Series:
        stripped = text.str.strip_chars()
        known = stripped.set(stripped.is_in(list(MISSING)), None)
        plain = known.cast(pl.Float64, strict=False)
        is_odd = (plain.is_null() | plain.is_infinite()) & known.is_not_null()
        if not is_odd.any():
            return plain
        odd = known.filter(is_odd).to_list()
        tidy = pl.Series([cell.translate(FULL_WIDTH).replace(" ", "") for cell in odd], dtype=pl.String)
        tidy = tidy.zip_with(~tidy.str.contains(GROUPED), tidy.str.replace_all(",", "", literal=True))
        parsed = tidy.cast(pl.Float64, strict=False)
        is_wrong = (parsed.is_null() | parsed.is_infinite()).to_numpy()
        rows = np.flatnonzero(is_odd.to_numpy())
        if is_wrong.any():
            raise ProblemsFound(self._not_numbers(column, rows[is_wrong], [odd[i] for i in np.flatnonzero(is_wrong)]))
        return plain.scatter(rows, parsed)

    def _not_numbers(self, column: str, rows: NDArray[np.int64], cells: Sequence[str]) -> list[Problem]:
        problems = [
            Problem(f"应为数字，读到“{cell}”。", f"{self.place(column)} 第 {int(row) + self.first_row} 行")
            for row, cell in zip(rows[:SHOWN], cells[:SHOWN], strict=True)
        ]
        more = f"这一列共有 {len(cells)} 个单元格不是数字。" if len(cells) > SHOWN else ""
        return [*problems, Problem(more or "数字列中有文字。", self.place(column), "请改成数字；缺失请留空或写 NA。")]

    def groups(self, column: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        """((n,) index into the labels, labels): numbers in their order, texts in theirs; -1 where missing."""
        series = self.frame[column]
        named = self.value_labels.get(column, {})
        if series.dtype.is_numeric() or series.dtype == pl.Boolean:
            return _numeric_groups(series, named)
        text = series.cast(pl.String).str.strip_chars()
        text = text.set(text.is_in(["", "NA"]), None)
        labels = sorted(text.drop_nulls().unique().to_list(), key=_natural)
        codes = text.cast(pl.Enum(labels)).to_physical().cast(pl.Int64).fill_null(-1)
        return np.array(codes.to_numpy(), dtype=np.int64), tuple(labels)


def _numeric_groups(series: pl.Series, named: Mapping[float, str]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    numbers = series.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    known = ~np.isnan(numbers)
    values, index = np.unique(numbers[known], return_inverse=True)
    codes = np.full(len(numbers), -1, dtype=np.int64)
    codes[known] = index
    return codes, tuple(named.get(value, f"{value:.15g}") for value in values.tolist())


def _natural(label: str) -> tuple[bool, float, str]:
    """Numbers before words, and 2 before 10."""
    try:
        return False, float(label), label
    except ValueError:
        return True, 0.0, label
