"""One number of the law by its key, `law.parameter` or `law.parameter[cell]`: its value, its range, a reform of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.problem import refuse
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.schedule import Table
from zengshou.services.policy.differences import CATEGORY_WORDS

WIDEST = 10.0  # where a parameter declares no range, one may go from nothing to ten times the value


@dataclass(frozen=True)
class KeyedValue:
    """The number a key stands for in a year.

    low, high  the range the parameter declares, or from nothing to ten times the value
    """

    key: str
    label: str
    use: ParameterUse
    value: float
    low: float
    high: float


def split_key(key: str) -> tuple[str, str]:
    """(full name of the parameter, cell of its table or nothing)."""
    name, _, rest = key.partition("[")
    return name.strip(), rest.rstrip("] ").strip()


def cell_value(use: ParameterUse, cell: str) -> float | None:
    """The number in a cell, or the number itself; None for a schedule, or a cell that is not there."""
    if isinstance(use.value, Table):
        return use.value.value_of(cell)
    return use.value if isinstance(use.value, float) and not cell else None


def keyed_value(book: Lawbook, key: str, year: int) -> KeyedValue:
    """The number of a key at the end of a year.

    Raises  ProblemsFound: unknown parameter, no value then, a cell that is not there, a table of rates
    """
    name, cell = split_key(key)
    if name not in book.parameters:
        raise refuse(f"没有参数“{name}”。", key, nearest(name, book.parameters) or "可用 zs law show 查看参数名。")
    use = book.parameter(name, f"{year}-12-31")
    value = cell_value(use, cell)
    if value is None and isinstance(use.value, Table):
        cells = "、".join(f"{name}[{category}]" for category, _ in use.value.entries)
        raise refuse(f"“{use.label}”是一张表，须写明哪一格。", key, f"可写：{cells}。")
    if value is None:
        raise refuse(f"“{use.label}”不是单个数字，不能这样指定。", key, "请选一个取单个数字的参数。")
    low, high = bounds(book, use, value)
    label = f"{use.label}（{CATEGORY_WORDS.get(cell, cell)}）" if cell else use.label
    return KeyedValue(f"{name}[{cell}]" if cell else name, label, use, value, low, high)


def bounds(book: Lawbook, use: ParameterUse, value: float) -> tuple[float, float]:
    """Between which values the parameter may be moved."""
    declared = [(p.low, p.high) for p in book.parameters[use.name] if p.low is not None or p.high is not None]
    low, high = declared[0] if declared else (0.0, value * WIDEST)
    return low if low is not None else 0.0, high if high is not None else value * WIDEST


def changes_of(book: Lawbook, year: int, moved: Mapping[str, float]) -> dict[str, dict[str, object]]:
    """The `changes` of a reform document that sets each key to its value from 1 January; other cells stay."""
    changes: dict[str, dict[str, object]] = {}
    for key, value in moved.items():
        name, cell = split_key(key)
        change = changes.setdefault(name, {"since": f"{year}-01-01"})
        use = book.parameter(name, f"{year}-12-31")
        if isinstance(use.value, Table):
            table = cast(dict[str, float], change.setdefault("table", dict(use.value.entries)))
            table[cell] = value
        else:
            change["value"] = value
    return changes
