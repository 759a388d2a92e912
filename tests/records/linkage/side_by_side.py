"""Records of tests side by side, and the level that a comparison of theirs reaches."""

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import polars as pl

from zengshou.records.identity.id_number import check_digit
from zengshou.records.linkage.levels import Comparison
from zengshou.records.linkage.prepare import GIVEN, Prepared, prepared
from zengshou.store.linkage_tables import name_tables

TODAY = date(2026, 11, 21)
Row = Mapping[str, str]


def number(stem: str) -> str:
    """A 17-digit stem with its check digit; 4499.. is no place, so nobody has it."""
    return stem + check_digit(stem)


def frame(rows: Sequence[Row]) -> pl.DataFrame:
    """Rows as columns of `GIVEN`."""
    return pl.DataFrame(
        {name: [row.get(name) for row in rows] for name in GIVEN}, schema=dict.fromkeys(GIVEN, pl.String)
    )


def ready(first: Sequence[Row], second: Sequence[Row] | None = None) -> Prepared:
    return prepared(frame(first), None if second is None else frame(second), name_tables(), TODAY)


def reached(comparison: Comparison, pairs: Sequence[tuple[Row, Row]]) -> list[str]:
    """The words of the level that each pair reaches."""
    found = ready([left for left, _ in pairs], [right for _, right in pairs]).frame
    half = len(pairs)
    left, right = found[:half], found[half:]
    both = left.rename(lambda name: f"{name}_l").hstack(right.rename(lambda name: f"{name}_r")).to_arrow()
    cases = " ".join(f"when {level.sql} then '{level.words}'" for level in comparison.levels[:-1])
    with duckdb.connect() as connection:
        connection.register("both_sides", both)
        query = f"select case when {comparison.missing} then '缺失' {cases} else '{comparison.levels[-1].words}' end"
        rows = connection.execute(f"{query} from both_sides order by record_l").fetchall()
    return [str(row[0]) for row in rows]
