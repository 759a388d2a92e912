"""A sheet of margins as an office keeps it: 变量, 类别, 总数, and 口径 (人 or 户) where households are counted."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.statistics.weights.margins import AmountMargin, CategoryMargin, Level, Margin
from zengshou.store.table import FULL_WIDTH, Table
from zengshou.store.tables import read_table

HEADS: Mapping[str, tuple[str, ...]] = {
    "变量": ("变量", "variable"),
    "类别": ("类别", "category"),
    "总数": ("总数", "total"),
    "口径": ("口径", "level"),
}
OPTIONAL = ("口径",)
CROSS = "×"
LEVELS = {
    "": Level.PERSON,
    "人": Level.PERSON,
    "person": Level.PERSON,
    "户": Level.HOUSEHOLD,
    "household": Level.HOUSEHOLD,
}
SHOWN = 8


@dataclass(frozen=True)
class MarginRow:
    """One row of the sheet; `category` is empty for the total of an amount."""

    variable: str
    category: str
    total: float
    level: Level


@dataclass(frozen=True)
class MarginSheet:
    """All rows of a sheet. A variable of several columns (县×城乡) has categories written in the same way."""

    source: str
    rows: tuple[MarginRow, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the data that the sheet speaks of, each once."""
        return tuple(dict.fromkeys(part for row in self.rows for part in row.variable.split(CROSS)))


def read_margins(path: Path) -> MarginSheet:
    """Raises  ProblemsFound: columns that are missing, a total that is no number, a variable or level not understood"""
    found = read_table(path)
    names = {head: next((name for name in found.names if name.strip() in known), "") for head, known in HEADS.items()}
    absent = [head for head, name in names.items() if not name and head not in OPTIONAL]
    if absent:
        raise refuse(f"边际表缺少列“{'”“'.join(absent)}”。", found.source, "边际表须有 变量、类别、总数 三列。")
    totals = found.numbers(names["总数"])
    texts = {head: _texts(found, name) for head, name in names.items() if head != "总数"}
    problems: list[Problem] = []
    rows: list[MarginRow] = []
    for place, total in enumerate(totals):
        where = f"{found.source} 第 {place + found.first_row} 行"
        variable, category = _crossing(texts["变量"][place]), _plain(texts["类别"][place])
        level = LEVELS.get(texts["口径"][place].lower()) if names["口径"] else Level.PERSON
        if not variable:
            problems.append(Problem("没有写变量。", where, "请写数据文件中的列名。"))
        if level is None:
            problems.append(Problem(f"口径“{texts['口径'][place]}”无法识别。", where, "请写 人 或 户。"))
        if np.isnan(total):
            problems.append(Problem(f"“{variable} {category}”没有总数。", where, "请填总数，或删去这一行。"))
        rows.append(MarginRow(variable, category, float(total), level or Level.PERSON))
    if problems:
        raise ProblemsFound(problems)
    return MarginSheet(found.source, tuple(rows))


def margins_of(sheet: MarginSheet, found: Table, is_used: NDArray[np.bool_]) -> tuple[Margin, ...]:
    """The margins of a sheet over the rows of a data file.

    is_used  (n,) rows that will be weighted: the categories of the others may be missing or unknown
    Raises   ProblemsFound: categories of the data without a total, a category given twice, an amount with categories
    """
    by_variable: dict[tuple[str, Level], list[MarginRow]] = defaultdict(list)
    for row in sheet.rows:
        by_variable[row.variable, row.level].append(row)
    problems: list[Problem] = []
    margins: list[Margin] = []
    for (variable, level), rows in by_variable.items():
        try:
            margins.append(_margin(variable, level, rows, found, is_used, sheet.source))
        except ProblemsFound as wrong:
            problems.extend(wrong.problems)
    if problems:
        raise ProblemsFound(problems)
    return tuple(margins)


def _margin(
    variable: str, level: Level, rows: list[MarginRow], found: Table, is_used: NDArray[np.bool_], source: str
) -> Margin:
    labels = [row.category for row in rows]
    where = f"{source} 变量“{variable}”"
    twice = sorted({label for label in labels if labels.count(label) > 1})
    if twice:
        raise refuse(f"类别“{'”“'.join(twice)}”的总数给出了两次。", where, "每个类别只留一行。")
    if "" in labels:
        if len(labels) > 1:
            raise refuse("有的行写了类别，有的行没有写。", where, "数量的总数只写一行，不写类别。")
        return AmountMargin(variable, found.numbers(variable), rows[0].total, level)
    codes, seen = _crossed(found, variable)
    place = {label: number for number, label in enumerate(labels)}
    moved = np.array([place.get(_plain(label), -1) for label in seen] + [-1], dtype=np.int64)
    unknown = [label for number, label in enumerate(seen) if moved[number] < 0 and ((codes == number) & is_used).any()]
    if unknown:
        more = f" 等 {len(unknown)} 类" if len(unknown) > SHOWN else ""
        raise refuse(f"数据中的类别“{'”“'.join(unknown[:SHOWN])}”{more}没有总数。", where, "请补上总数，或归并类别。")
    return CategoryMargin(variable, moved[codes], tuple(labels), tuple(row.total for row in rows), level)


def _crossed(found: Table, variable: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Codes and labels of one column, or of the cells of several; -1 where any of them is missing."""
    first, *rest = variable.split(CROSS)
    codes, labels = found.groups(first)
    for name in rest:
        more, their = found.groups(name)
        codes = np.where((codes < 0) | (more < 0), -1, codes * len(their) + more)
        labels = tuple(f"{one}{CROSS}{other}" for one in labels for other in their)
    return codes, labels


def _texts(found: Table, name: str) -> list[str]:
    """The cells of a column as text, empty where missing."""
    if not name:
        return [""] * found.n
    codes, labels = found.groups(name)
    return [labels[code] if code >= 0 else "" for code in codes]


def _crossing(text: str) -> str:
    """县 * 城乡 as 县×城乡."""
    return CROSS.join(part.strip() for part in text.replace("*", CROSS).split(CROSS))


def _plain(text: str) -> str:
    """A category as both files are compared: no blanks around, half-width digits, 3 for 3.0, one sign of crossing."""
    parts = _crossing(text.translate(FULL_WIDTH)).split(CROSS)
    return CROSS.join(part[:-2] if part.endswith(".0") and part[:-2].isdecimal() else part for part in parts)
