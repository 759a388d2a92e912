"""Groups of rows by the labels of one or more columns, and columns that say true or false."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.problem import refuse
from zengshou.statistics.choices import Mask
from zengshou.statistics.indicators import Grouping
from zengshou.store.table import Table

MANY_GROUPS = 500
EVERYONE = "all"  # the domain of a figure of everyone
FEW_COMBINATIONS = 10**6  # up to here all of them are listed at once
JOIN = " / "  # between the parts of a domain that two columns make
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Groups:
    """A partition by one or more columns; `parts` are the labels of each group, one a column."""

    columns: tuple[str, ...]
    grouping: Grouping
    parts: tuple[tuple[str, ...], ...]


def groups_of(table: Table, names: Sequence[str]) -> Groups | None:
    """The groups of one or more columns in the order of their labels; categories keep their own order.

    Raises  ProblemsFound for more than 500 groups: a number was meant to be measured, not to group by
    """
    if not names:
        return None
    found = [_labelled(table, name) for name in names]
    grouping, parts = crossing(found)
    if EVERYONE in grouping.labels:
        raise refuse(f"有一组名叫“{EVERYONE}”，它在结果中表示全体。", table.place(names[0]), "请给这一组换个名字。")
    if len(grouping.labels) > MANY_GROUPS:
        raise refuse(
            f"分组得到 {len(grouping.labels)} 组。", table.place("、".join(names)), f"请先归并到 {MANY_GROUPS} 组以内。"
        )
    return Groups(tuple(names), grouping, parts)


def _labelled(table: Table, name: str) -> Grouping:
    series = table.frame[name]
    if isinstance(series.dtype, pl.Enum):
        codes = series.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        return _used(np.array(codes, dtype=np.int64), tuple(series.dtype.categories.to_list()))
    if series.dtype == pl.Boolean:
        flags = series.cast(pl.Int64).fill_null(-1).to_numpy()
        return _used(np.array(flags, dtype=np.int64), ("否", "是"))
    return Grouping(*table.groups(name))


def _used(codes: Codes, labels: tuple[str, ...]) -> Grouping:
    """The labels that occur, in their order."""
    present = np.unique(codes[codes >= 0])
    moved = np.where(codes < 0, -1, np.searchsorted(present, codes))
    return Grouping(moved.astype(np.int64), tuple(labels[code] for code in present))


def flags_of(table: Table, name: str) -> tuple[Mask, Mask]:
    """((n,) True where a column of truths says so, (n,) True where it says nothing).

    Raises  ProblemsFound where a cell is neither 0 nor 1
    """
    values = table.numbers(name)
    unknown = np.isnan(values)
    odd = ~unknown & (values != 0) & (values != 1)
    if odd.any():
        raise refuse(
            f"应为 0 或 1（真或假）：{table.rows(odd)}。", table.place(name), "请写成条件，例如 “年龄 >= 60”。"
        )
    return values == 1, unknown


def crossing(columns: Sequence[Grouping]) -> tuple[Grouping, tuple[tuple[str, ...], ...]]:
    """The crossing of one or more columns, only the combinations that occur, and the labels of each."""
    sizes = [len(column.labels) for column in columns]
    mixed = np.zeros(len(columns[0].codes), dtype=np.int64)
    missing = np.zeros(len(mixed), dtype=bool)
    for column, size in zip(columns, sizes, strict=True):
        mixed = mixed * size + column.codes
        missing |= column.codes < 0
    present, index = np.unique(mixed[~missing], return_inverse=True)
    codes = np.full(len(mixed), -1, dtype=np.int64)
    codes[~missing] = index
    every = list(product(*(column.labels for column in columns))) if np.prod(sizes) <= FEW_COMBINATIONS else None
    parts = tuple(every[code] if every else _parts(int(code), columns, sizes) for code in present)
    return Grouping(codes, tuple(JOIN.join(part) for part in parts)), parts


def _parts(code: int, columns: Sequence[Grouping], sizes: Sequence[int]) -> tuple[str, ...]:
    labels = []
    for column, size in zip(reversed(columns), reversed(sizes), strict=True):
        code, place = divmod(code, size)
        labels.append(column.labels[place])
    return tuple(reversed(labels))
