"""Cells of a city's people file turned into columns: categories, truths, months, numbers, identifiers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from zengshou.concepts.people import Column
from zengshou.concepts.problem import Problem
from zengshou.simulation.people_form import Kind, PeopleColumn
from zengshou.store.people_files.people_mapping import ColumnRule

YES = ("1", "是", "有", "true", "yes", "y", "√")
NO = ("0", "否", "无", "false", "no", "n", "×", "")
SHOWN = 5
MONTH = r"^(\d{4})[-/.年]?(\d{1,2})(?:[-/.月]?\d{0,2}日?(?:[ T].*)?)?$"
# A month index (year x 12 + month) lies here for every year from 1900 to 2100; YYYYMM is far above.
FIRST_INDEX, LAST_INDEX = 1900 * 12, 2100 * 12


@dataclass(frozen=True)
class Cells:
    """A column read (n,), and what is wrong with it; the column is meaningless where there are problems."""

    column: Column
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Header:
    """A column of the user's file: its cells, where it stands, and the labels of its codes (dta, sav)."""

    cells: pl.Series
    where: str
    first_row: int
    labels: Mapping[float, str]


def read_cells(header: Header, column: PeopleColumn, rule: ColumnRule, categories: Sequence[str] = ()) -> Cells:
    """Read one column. `categories` name the codes of a column whose own form has none (counties)."""
    text = _as_text(header.cells)
    if rule.if_missing is not None:
        text = text.fill_null(_plain(rule.if_missing))
    if column.kind is not Kind.FLAG and text.null_count():
        return _faulty(header, text.is_null(), "为空", "补上，或在对照表里写 if_missing。")
    if column.kind is Kind.CATEGORY:
        return _categories(header, text, column, rule, categories)
    if column.kind is Kind.FLAG:
        return _flags(header, text, rule)
    if column.kind is Kind.MONTH:
        return _months(header, text)
    if column.kind is Kind.IDENTIFIER:
        return _identifiers(text)
    return _numbers(header, text, column, rule)


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}" if value == int(value) else repr(value)


def _as_text(series: pl.Series) -> pl.Series:
    """Cells as trimmed text; whole numbers without `.0`; empty text is null."""
    if series.dtype.is_float() and series.drop_nulls().is_finite().all() and (series.drop_nulls() % 1 == 0).all():
        series = series.cast(pl.Int64)
    if series.dtype == pl.Boolean:
        series = series.cast(pl.Int8)
    text = series.cast(pl.String).str.strip_chars()
    return text.set(text.str.to_lowercase().is_in(["", "nan", "null", "na"]).fill_null(False), None)


def _faulty(header: Header, bad: pl.Series, what: str, cure: str, shown: pl.Series | None = None) -> Cells:
    """One Problem for all faulty rows of a column: how many, the first rows, some of the values."""
    rows = np.flatnonzero(bad.to_numpy())
    first = "、".join(str(row + header.first_row) for row in rows[:SHOWN])
    values = "" if shown is None else "（" + "、".join(f"“{shown[int(row)]}”" for row in rows[:SHOWN]) + "）"
    found = f"{len(rows)} 个单元格{what}{values}：第 {first} 行{' 等' if len(rows) > SHOWN else ''}。"
    return Cells(np.zeros(len(bad)), (Problem(found, header.where, cure),))


def _categories(header: Header, text: pl.Series, column: PeopleColumn, rule: ColumnRule, names: Sequence[str]) -> Cells:
    options = column.categories or tuple(names)
    words: dict[str, int] = {str(code): code for code in range(len(options))}
    if not options:
        # Counties of a place whose names are not known here: only codes can be read.
        words = {value: int(value) for value in text.unique().to_list() if value.isdigit() and int(value) < 1000}
    words |= {name: code for code, name in enumerate(options)}
    words |= {label: code for code, label in enumerate(column.category_labels)}
    # Codes that the file itself labels mean what their label says, whatever number our code has.
    words |= {f"{code:g}": words[label] for code, label in header.labels.items() if label in words}
    words |= {theirs: words[ours] for theirs, ours in rule.values.items() if ours in words}
    codes = text.replace_strict(words, default=None, return_dtype=pl.Int16)
    if codes.null_count():
        hint = f"可用：{'、'.join((*options, *column.category_labels))}；或在对照表里写 values。"
        return _faulty(header, codes.is_null(), "不是已知类别", hint, text)
    return Cells(codes.to_numpy().astype(np.int8 if column.categories else np.int16))


def _flags(header: Header, text: pl.Series, rule: ColumnRule) -> Cells:
    words: dict[str, bool] = {word: True for word in YES} | {word: False for word in NO}
    lower = text.str.to_lowercase().fill_null("")
    words |= {theirs.lower(): words[ours.lower()] for theirs, ours in rule.values.items() if ours.lower() in words}
    truths = lower.replace_strict(words, default=None, return_dtype=pl.Boolean)
    if truths.null_count():
        return _faulty(header, truths.is_null(), "不是是或否", "写 是/否 或 1/0。", text)
    return Cells(truths.to_numpy().astype(np.bool_))


def _months(header: Header, text: pl.Series) -> Cells:
    """YYYY-MM, YYYY-MM-DD (also with / or .), YYYYMM, YYYYMMDD, or a month index."""
    parts = text.str.extract_groups(MONTH).struct
    year = parts.field("1").cast(pl.Int32, strict=False)
    month = parts.field("2").cast(pl.Int32, strict=False)
    plain = text.str.extract(r"^(\d{5})$").cast(pl.Int32, strict=False)
    is_month = (month.is_between(1, 12) & year.is_between(1880, 2100)).fill_null(False)
    is_index = plain.is_between(FIRST_INDEX, LAST_INDEX).fill_null(False)
    if not (is_month | is_index).all():
        return _faulty(header, ~(is_month | is_index), "不是年月", "写作 1985-03。", text)
    named = year.fill_null(0).to_numpy().astype(np.int64) * 12 + month.fill_null(1).to_numpy() - 1
    return Cells(np.where(is_index.to_numpy(), plain.fill_null(0).to_numpy(), named).astype(np.int32))


def _identifiers(text: pl.Series) -> Cells:
    """Whole numbers stay; any other text becomes 1, 2, ... in sorted order."""
    numbers = text.cast(pl.Int64, strict=False)
    if not numbers.null_count():
        return Cells(numbers.to_numpy())
    codes: Mapping[str, int] = {value: code for code, value in enumerate(sorted(text.unique().to_list()), start=1)}
    return Cells(text.replace_strict(codes, return_dtype=pl.Int64).to_numpy())


def _numbers(header: Header, text: pl.Series, column: PeopleColumn, rule: ColumnRule) -> Cells:
    values = text.str.replace_all(r"[,，\s]", "").cast(pl.Float64, strict=False)
    bad = ~values.is_finite().fill_null(False)
    if bad.any():
        return _faulty(header, bad, "不是数值", "改为数值；单位请在对照表里写。", text)
    numbers = values.to_numpy() * rule.factor / rule.months
    if column.name == "weight" and (numbers <= 0).any():
        return _faulty(header, pl.Series(numbers <= 0), "的权数不是正数", "改正权数，或删去不入样的户。", text)
    if not column.may_be_negative and (numbers < 0).any():
        return _faulty(header, pl.Series(numbers < 0), "为负数", "改正，或核对单位与正负号。", text)
    return Cells(numbers)
