"""The people of a release, from an office's file: classes, weights, amounts, households, and keyed digests of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Lonely, Sample
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.composition import PERSONS, POPULATION
from zengshou.statistics.disclosure.facts import Contributors
from zengshou.statistics.disclosure.gate import Microdata
from zengshou.statistics.disclosure.quantities import RATE
from zengshou.statistics.disclosure.union import Digests
from zengshou.store.releases_signer import Signer
from zengshou.store.table import Table
from zengshou.store.tables import read_table

UNKNOWN = "不详"
MOST_CATEGORIES = 400
PURPOSES = {PERSONS: "person", POPULATION: "person-weight", "amount": "person-amount"}


@dataclass(frozen=True)
class ReleaseColumns:
    """Names of the columns of the file.

    person  identifies each person: without it a table cannot be held against earlier ones
    unit    household or employer; empty: each person a unit of its own
    """

    path: Path
    person: str
    by: tuple[tuple[str, ...], ...]
    value: str = ""
    weight: str = ""
    unit: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Each name once."""
        flat = [name for hierarchy in self.by for name in hierarchy]
        return tuple(dict.fromkeys(name for name in (self.person, *flat, self.value, self.weight, self.unit) if name))


def parse_by(text: str) -> tuple[tuple[str, ...], ...]:
    """`county>township,sex` as hierarchies of columns. Raises  ProblemsFound: an empty name, a column named twice"""
    parts = tuple(
        tuple(name.strip() for name in part.split(">"))
        for part in text.replace("，", ",").replace("＞", ">").split(",")
    )
    flat = [name for part in parts for name in part]
    if not all(flat):
        raise refuse(f"分类“{text}”中有空的列名。", "--by", "例如 county,sex 或 county>township,sex。")
    if len(set(flat)) < len(flat):
        raise refuse(f"分类“{text}”中有重复的列名。", "--by", "每列只写一次。")
    return parts


def read_people_of_release(columns: ReleaseColumns, statistics: Sequence[str], signer: Signer) -> Microdata:
    """The rows with an amount, and what was left out, counted.

    Raises  ProblemsFound: missing columns, doubled or missing persons, wrong weights, a rate of what is not 0 and 1
    """
    table = read_table(columns.path, columns.names)
    persons = _persons(table, columns.person)
    weight = _weights(table, columns.weight)
    amount = table.numbers(columns.value) if columns.value else None
    is_flag = RATE in statistics
    if amount is not None and is_flag:
        _check_flag(table, columns.value, amount, statistics)
    keep = np.ones(table.n, dtype=np.bool_) if amount is None else np.isfinite(amount)
    if not keep.any():
        raise refuse("金额列全部缺失。", table.place(columns.value), "请检查列名和缺失标记。")
    kept_amount = None if amount is None else amount[keep]
    unit = _units(table, columns.unit)[keep]
    rows = Contributors(weight[keep], unit, kept_amount, is_flag)
    classes = tuple(_column(table, name).at(keep) for hierarchy in columns.by for name in hierarchy)
    digests = _digests([one for one, is_kept in zip(persons, keep, strict=True) if is_kept], rows, columns, signer)
    sample = Sample(rows.weight, psu=None if not columns.unit else unit, lonely=Lonely.ADJUST)
    return Microdata(rows, classes, digests, sample, _notes(table, columns, keep, classes))


def _persons(table: Table, name: str) -> list[str]:
    series = table.frame[name]
    if series.null_count():
        raise refuse(f"人员编号缺失：{table.rows(series.is_null().to_numpy())}。", table.place(name), "请补全。")
    found = [str(one).strip() for one in series.to_list()]
    if len(set(found)) < len(found):
        raise refuse(f"人员编号重复 {len(found) - len(set(found))} 处。", table.place(name), "一人一行，编号不重复。")
    return found


def _weights(table: Table, name: str) -> NDArray[np.float64]:
    if not name:
        return np.ones(table.n)
    weight = table.numbers(name)
    is_wrong = ~np.isfinite(weight) | (weight < 0)
    if is_wrong.any():
        raise refuse(f"权数缺失或为负：{table.rows(is_wrong)}。", table.place(name), "请补全或剔除。")
    return weight


def _check_flag(table: Table, name: str, amount: NDArray[np.float64], statistics: Sequence[str]) -> None:
    is_wrong = np.isfinite(amount) & (amount != 0) & (amount != 1)
    problems = []
    if is_wrong.any():
        problems.append(Problem(f"比率的列只能是 0 和 1：{table.rows(is_wrong)}。", table.place(name), "请先编码。"))
    if len(statistics) > 1:
        problems.append(Problem("比率不与其他统计量同表。", "--statistics", "请分两张表提出。"))
    if problems:
        raise ProblemsFound(problems)


def _units(table: Table, name: str) -> NDArray[np.int64]:
    if not name:
        return np.arange(table.n, dtype=np.int64)
    codes, _ = table.groups(name)
    if (codes < 0).any():
        raise refuse(f"户（单位）编号缺失：{table.rows(codes < 0)}。", table.place(name), "请补全。")
    return codes


def _column(table: Table, name: str) -> Column:
    """Categories; rows without one form the category 不详."""
    codes, labels = table.groups(name)
    if len(labels) > MOST_CATEGORIES:
        raise refuse(f"有 {len(labels)} 个不同的值。", table.place(name), f"请先归并到 {MOST_CATEGORIES} 类以内。")
    if (codes < 0).any():
        return Column(name, np.where(codes < 0, len(labels), codes), (*labels, UNKNOWN))
    return Column(name, codes, labels)


def _digests(persons: Sequence[str], rows: Contributors, columns: ReleaseColumns, signer: Signer) -> dict[str, Digests]:
    """Of the person; of person and weight; of person, weight and amount: equal where that much is equal."""
    weights = [repr(float(one)) for one in rows.weight]
    found = {PERSONS: _keyed(persons, PURPOSES[PERSONS], signer)}
    with_weight = [f"{one}\0{weight}" for one, weight in zip(persons, weights, strict=True)]
    found[POPULATION] = _keyed(with_weight, PURPOSES[POPULATION], signer)
    if rows.amount is not None:
        amounts = [repr(float(one)) for one in rows.amount]
        texts = [f"{one}\0{amount}" for one, amount in zip(with_weight, amounts, strict=True)]
        found[f"amount:{columns.value}"] = _keyed(texts, PURPOSES["amount"], signer)
    return found


def _keyed(texts: Sequence[str], purpose: str, signer: Signer) -> Digests:
    joined = b"".join(signer.digest(purpose, text.encode("utf-8")) for text in texts)
    return np.frombuffer(joined, dtype=np.uint64).copy()


def _notes(
    table: Table, columns: ReleaseColumns, keep: NDArray[np.bool_], classes: Sequence[Column]
) -> tuple[str, ...]:
    notes = []
    if not keep.all():
        notes.append(f"“{columns.value}”缺失的行未计入")
    notes += [f"“{one.name}”缺失的行列为“{UNKNOWN}”" for one in classes if one.labels and one.labels[-1] == UNKNOWN]
    if not columns.unit:
        notes.append("没有住户（单位）列，每人作一户计")
    return tuple(notes)
