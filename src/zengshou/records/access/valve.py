"""The one-way valve: which columns of the register may leave it for statistics, named one by one, without identity."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse

KEYS = {"version", "label", "purpose", "legal_basis", "status", "pia", "zone", "columns"}
COLUMN_KEYS = {"name", "label", "level"}
MAY_EXTRACT = (Role.STATISTICIAN,)


@dataclass(frozen=True)
class ExtractColumn:
    """One approved column; level 1 (open) to 4 (most sensitive)."""

    name: str
    label: str
    level: int


@dataclass(frozen=True)
class Valve:
    """The approved list. zone  whose pseudonyms the extract carries: no other zone can be joined by them."""

    version: str
    label: str
    purpose: str
    legal_basis: str
    status: str
    pia: str
    zone: str
    columns: tuple[ExtractColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def passed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The approved columns of a frame, in the order of the list, and no other.

        Raises  ProblemsFound naming an approved column that the frame lacks
        """
        missing = [name for name in self.names if name not in frame.columns]
        if missing:
            raise refuse(f"提取缺少列：{'、'.join(missing)}。", "统计提取", "核对 statistics_extract.yaml。")
        return frame.select(self.names)


def require_extractor(account: Account) -> None:
    """Raises  Forbidden for everybody but the statisticians."""
    if account.role not in MAY_EXTRACT or not account.is_active:
        raise forbid(f"{account.role.label}不能提取统计数据。", "由统计人员办理。")


def read_valve(document: object, where: str) -> Valve:
    """The list from a parsed YAML mapping.

    Raises  ProblemsFound, all at once: missing or unknown keys, no legal basis or impact assessment, a column
            without a level or named twice
    """
    if not isinstance(document, Mapping) or set(document) != KEYS:
        keys = set(document) if isinstance(document, Mapping) else set()
        wrong = "、".join(sorted(str(key) for key in keys ^ KEYS))
        raise refuse(f"字段缺少或多余：{wrong}。", where, f"应恰有：{'、'.join(sorted(KEYS))}。")
    problems = [
        Problem(f"“{key}”为空。", where, "请填写。")
        for key in ("legal_basis", "pia", "purpose", "zone")
        if not str(document[key] or "").strip()
    ]
    columns = _columns(document["columns"], where, problems)
    if problems:
        raise ProblemsFound(problems)
    texts = {key: str(document[key]) for key in KEYS - {"columns"}}
    return Valve(**texts, columns=columns)


def _columns(rows: object, where: str, problems: list[Problem]) -> tuple[ExtractColumn, ...]:
    found: dict[str, ExtractColumn] = {}
    for place, row in enumerate(rows if isinstance(rows, list) else []):
        at = f"{where}: columns[{place}]"
        if not isinstance(row, Mapping) or set(row) != COLUMN_KEYS or row["level"] not in (1, 2, 3, 4):
            problems.append(Problem("应恰有 name、label 和 1 至 4 的 level。", at, "未分级的列不得提取。"))
            continue
        if str(row["name"]) in found:
            problems.append(Problem(f"列“{row['name']}”写了两次。", at, "删去一个。"))
        found[str(row["name"])] = ExtractColumn(str(row["name"]), str(row["label"]), int(row["level"]))
    if not found:
        problems.append(Problem("没有列出任何列。", where, "逐列写明可提取的列。"))
    return tuple(found.values())
