"""The columns that a measurement needs, read from a table and checked; everything wrong comes back at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Lonely, Sample
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.variance.design import nested_psu
from zengshou.store.table import Table

MANY_GROUPS = 500
Codes = NDArray[np.int64]
Read = TypeVar("Read")


@dataclass(frozen=True)
class ColumnNames:
    """Names of the columns; None where there is none."""

    income: str
    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    by: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        """Each name once."""
        names = (self.income, self.weight, self.strata, self.psu, self.by)
        return tuple(dict.fromkeys(name for name in names if name))


@dataclass(frozen=True, eq=False)
class MeasuredColumns:
    """Income (n,), NaN where missing; the sample of the same rows; the groups, if any.

    notes  what the figures have to say about these columns, each as name=value
    """

    income: NDArray[np.float64]
    sample: Sample
    groups: Grouping | None
    notes: tuple[str, ...]


def read_columns(found: Table, names: ColumnNames, lonely: Lonely, is_nested: bool) -> MeasuredColumns:
    """Columns of the table as numbers, weights, design codes and groups.

    Raises  ProblemsFound: cells that are no numbers, missing or negative weights, missing design codes, lonely PSUs
    """
    problems: list[Problem] = []
    income = _tried(lambda: found.numbers(names.income), problems, np.zeros(0))
    weight = _tried(lambda: _weights(found, names.weight), problems, np.zeros(0))
    strata = _tried(lambda: _codes(found, names.strata), problems, None)
    psu = _tried(lambda: _codes(found, names.psu), problems, None)
    groups = _tried(lambda: _groups(found, names.by), problems, None)
    if problems:
        raise ProblemsFound(problems)
    if psu is not None and strata is not None and is_nested:
        psu = Grouping(nested_psu(strata.codes, psu.codes), psu.labels)
    if strata is not None and lonely is Lonely.FAIL:
        _refuse_lonely(found, names, strata, psu)
    sample = Sample(weight, None if strata is None else strata.codes, None if psu is None else psu.codes, lonely=lonely)
    return MeasuredColumns(income, sample, groups, _notes(names, income, groups))


def _tried(read: Callable[[], Read], problems: list[Problem], instead: Read) -> Read:
    """What `read` gives; where it finds problems they are kept, and `instead` stands in."""
    try:
        return read()
    except ProblemsFound as wrong:
        problems.extend(wrong.problems)
        return instead


def _weights(found: Table, name: str | None) -> NDArray[np.float64]:
    if name is None:
        return np.ones(found.n)
    weight = found.numbers(name)
    place = found.place(name)
    problems = []
    if np.isnan(weight).any():
        problems.append(Problem(f"权数缺失：{found.rows(np.isnan(weight))}。", place, "请补全，或从文件中剔除这些行。"))
    if (weight < 0).any():
        problems.append(Problem(f"权数为负：{found.rows(weight < 0)}。", place, "权数须大于或等于零，请核对。"))
    if not problems and not weight.sum() > 0:
        problems.append(Problem("权数合计为零。", place, "请核对权数列。"))
    if problems:
        raise ProblemsFound(problems)
    return weight


def _codes(found: Table, name: str | None) -> Grouping | None:
    """Strata or PSUs as codes with their labels; every row must have one."""
    if name is None:
        return None
    codes, labels = found.groups(name)
    if (codes < 0).any():
        raise refuse(f"抽样设计缺失：{found.rows(codes < 0)}。", found.place(name), "每一行都须有层和初级单元。")
    return Grouping(codes, labels)


def _groups(found: Table, name: str | None) -> Grouping | None:
    if name is None:
        return None
    codes, labels = found.groups(name)
    if len(labels) > MANY_GROUPS:
        raise refuse(f"分组列有 {len(labels)} 个不同的值。", found.place(name), f"请先归并到 {MANY_GROUPS} 组以内。")
    return Grouping(codes, labels)


def _refuse_lonely(found: Table, names: ColumnNames, strata: Grouping, psu: Grouping | None) -> None:
    """Name strata of one PSU as the file names them, before the design names them by code."""
    if psu is None:
        counts = np.bincount(strata.codes, minlength=len(strata.labels))
    else:
        pairs = np.unique(psu.codes * len(strata.labels) + strata.codes)
        counts = np.bincount(pairs % len(strata.labels), minlength=len(strata.labels))
    lonely = [strata.labels[code] for code in np.flatnonzero(counts == 1)]
    if lonely:
        raise refuse(
            f"以下各层只有一个初级抽样单元，无法估计层内方差：{'、'.join(lonely[:8])}。",
            found.place(names.strata or ""),
            "请与相邻的层合并，或选择 lonely=adjust（对总平均取离差）、average（取他层平均）、certainty（视为必选）。",
        )


def _notes(names: ColumnNames, income: NDArray[np.float64], groups: Grouping | None) -> tuple[str, ...]:
    notes = [f"weight={names.weight or 'none'}"]
    missing = int(np.isnan(income).sum())
    if missing:
        notes.append(f"missing_income={missing} rows left out as a domain")
    ungrouped = 0 if groups is None else int((groups.codes < 0).sum())
    if ungrouped:
        notes.append(f"missing_group={ungrouped} rows in no group")
    return tuple(notes)
