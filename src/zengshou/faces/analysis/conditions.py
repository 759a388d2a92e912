"""Conditions on rows: a column of truths, words such as `年龄 >= 60`, a Polars expression, or an array."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from zengshou.concepts.problem import refuse
from zengshou.services.statistics.analysis_groups import flags_of
from zengshou.statistics.choices import Mask
from zengshou.store.table import Table


def columns_of(condition: object) -> tuple[str, ...]:
    """The columns that a condition needs; () for an array."""
    if isinstance(condition, pl.Expr):
        return tuple(condition.meta.root_names())
    if not isinstance(condition, str):
        return ()
    is_plain = not any(sign in condition for sign in "<>=!()'")
    if is_plain and " " not in condition.strip():
        return (condition,)
    return tuple(_parsed(condition).meta.root_names())


@dataclass(frozen=True, eq=False)
class Condition:
    """(n,) True where a condition holds, and (n,) True where that cannot be known."""

    holds: Mask
    is_unknown: Mask

    @property
    def unknown(self) -> int:
        return int(self.is_unknown.sum())


def condition_of(condition: object, table: Table, where: str) -> Condition:
    """A condition on every row.

    Raises  ProblemsFound: a condition that cannot be read, or of another length
    """
    if isinstance(condition, str) and condition in table.names:
        return Condition(*flags_of(table, condition))
    if isinstance(condition, str | pl.Expr):
        return _evaluated(_parsed(condition) if isinstance(condition, str) else condition, table, where)
    values = np.asarray(condition.to_numpy() if hasattr(condition, "to_numpy") else condition)
    if values.dtype != bool or values.shape != (table.n,):
        found = f"条件是 {values.dtype} 型、{values.shape[0] if values.ndim else 1} 个值，表有 {table.n} 行。"
        raise refuse(found, where, "请给出与表等长的真假列，或写成条件，如 “年龄 >= 60”。")
    return Condition(values, np.zeros(table.n, dtype=bool))


def _parsed(text: str) -> pl.Expr:
    try:
        return pl.sql_expr(text)
    except pl.exceptions.PolarsError as fault:
        said = str(fault).splitlines()[0]
        raise refuse(f"读不懂条件“{text}”（{said}）。", "where", "请写成如 “年龄 >= 60 AND 城乡 = '农村'”。") from None


def _evaluated(expression: pl.Expr, table: Table, where: str) -> Condition:
    try:
        found = labelled(table).select(expression.alias("condition"))["condition"]
    except pl.exceptions.PolarsError as fault:
        said = str(fault).splitlines()[0]
        raise refuse(f"条件无法计算（{said}）。", f"{table.source} {where}", "请核对列名和值的类型。") from None
    if found.dtype != pl.Boolean or len(found) != table.n:
        raise refuse("条件得到的不是每行一个真假值。", f"{table.source} {where}", "请写成比较，如 “年龄 >= 60”。")
    holds = np.array(found.fill_null(False).to_numpy(), dtype=bool)
    return Condition(holds, np.array(found.is_null().to_numpy(), dtype=bool))


def labelled(table: Table) -> pl.DataFrame:
    """The frame for conditions: numbers stay numbers, categories are compared as texts."""
    as_text = [pl.col(name).cast(pl.String) for name, kind in table.frame.schema.items() if isinstance(kind, pl.Enum)]
    return table.frame.with_columns(as_text)
