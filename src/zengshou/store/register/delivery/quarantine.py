"""Rows that were put aside, each finding with its cell and its reason; and rules that were hit by rows let in.

The row as it came is sealed: what the sender wrote may name a person.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

import polars as pl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.register.tables.batch_tables import StoredQuarantine, StoredRuleHit
from zengshou.store.register.tables.schema import Registered
from zengshou.store.register.writing.bulk import insert_all

PURPOSE = "register.quarantine"
FINDING_COLUMNS = ("rule", "code", "field", "cell", "message")
HIT_COLUMNS = ("rule", "code", "severity", "message")
NUMBER_RULE = 6  # about the area code of an identity number


class RowState(Enum):
    """What became of a row that was put aside."""

    OPEN = "open"
    RESUBMITTED = "resubmitted"
    DISMISSED = "dismissed"

    @property
    def label(self) -> str:
        return {"open": "待处理", "resubmitted": "已补正重报", "dismissed": "已注销"}[self.value]


@dataclass(frozen=True)
class Aside:
    """One finding on a row put aside; `sealed` holds the row on its first finding and is empty on the others."""

    batch: int
    row: int
    rule: int
    code: str
    field: str
    cell: str
    message: str
    state: RowState
    sealed: str


def add_quarantine(
    session: Session, keys: KeyProvider, batch: int, findings: pl.DataFrame, cells: Mapping[int, Mapping[str, str]]
) -> None:
    """Put rows aside.

    findings  columns row, rule, code, field, cell, message: every blocking finding, at least one for each row
    cells     row -> column of the file -> text as it came, of every row with a finding
    """
    missing = set(findings["row"]) ^ set(cells)
    if missing:
        raise ValueError(f"rows without finding or without cells: {sorted(missing)[:5]}")
    placed = _placed(findings, batch)
    payloads = [
        _sealed(keys, cells[row]) if place == 0 else "" for row, place in placed.select("row", "place").iter_rows()
    ]
    rows = placed.select("batch", "row", "place", *FINDING_COLUMNS).with_columns(
        pl.Series("payload", payloads, pl.String), state=pl.lit(RowState.OPEN.value), resolved_by=pl.lit("")
    )
    insert_all(session, Registered.metadata.tables[StoredQuarantine.__tablename__], rows)


def add_hits(session: Session, batch: int, findings: pl.DataFrame) -> None:
    """Rules hit by rows that were let in. findings  columns row, rule, code, severity, message, person

    What a person's number says is told once, not again with every payment of the person.
    """
    rows = _placed(_untold(session, findings), batch).select("batch", "row", "place", "person", *HIT_COLUMNS)
    insert_all(
        session,
        Registered.metadata.tables[StoredRuleHit.__tablename__],
        rows.with_columns(decision=pl.lit(""), decided_by=pl.lit("")),
    )


def _untold(session: Session, findings: pl.DataFrame) -> pl.DataFrame:
    """The findings without those about a person's number that the register has already."""
    is_of_number = pl.col("rule") == NUMBER_RULE
    if findings.filter(is_of_number).is_empty():
        return findings
    rows = session.execute(select(StoredRuleHit.person, StoredRuleHit.code).where(StoredRuleHit.rule == NUMBER_RULE))
    told = pl.DataFrame([tuple(row) for row in rows], schema={"person": pl.Int64, "code": pl.String}, orient="row")
    first = findings.filter(is_of_number).unique(["person", "code"], keep="first", maintain_order=True)
    return pl.concat([findings.filter(~is_of_number), first.join(told, on=["person", "code"], how="anti")])


def asides(session: Session, batch: int, state: RowState | None = None) -> tuple[Aside, ...]:
    """The findings that keep rows of a batch out, by row."""
    wanted = select(StoredQuarantine).where(StoredQuarantine.batch == batch)
    if state is not None:
        wanted = wanted.where(StoredQuarantine.state == state.value)
    rows = session.scalars(wanted.order_by(StoredQuarantine.row, StoredQuarantine.place))
    return tuple(
        Aside(each.batch, each.row, each.rule, each.code, each.field, each.cell, each.message, RowState(each.state),
              each.payload)
        for each in rows
    )  # fmt: skip


def opened_cells(keys: KeyProvider, aside: Aside) -> dict[str, str]:
    """The row as it came. Raises  ProblemsFound: the sealed text was altered"""
    found = json.loads(keys.open(PURPOSE, aside.sealed))
    return {str(name): str(value) for name, value in found.items()}


def resolve(session: Session, batch: int, rows: Sequence[int], state: RowState, by: str, at: datetime) -> int:
    """Mark open rows as done with; how many findings that were open."""
    is_open = StoredQuarantine.state == RowState.OPEN.value
    wanted = select(StoredQuarantine).where(StoredQuarantine.batch == batch, StoredQuarantine.row.in_(rows), is_open)
    found = session.scalars(wanted).all()
    for row in found:
        row.state, row.resolved_by, row.resolved_at = state.value, by, at
    session.flush()
    return len(found)


def reopen(session: Session, batch: int, rows: Sequence[int]) -> int:
    """Put dismissed rows back among the open ones; how many findings that were dismissed."""
    is_dismissed = StoredQuarantine.state == RowState.DISMISSED.value
    wanted = select(StoredQuarantine).where(
        StoredQuarantine.batch == batch, StoredQuarantine.row.in_(rows), is_dismissed
    )
    found = session.scalars(wanted).all()
    for row in found:
        row.state, row.resolved_by, row.resolved_at = RowState.OPEN.value, "", None
    session.flush()
    return len(found)


def state_counts(session: Session, batch: int) -> Mapping[RowState, int]:
    """How many rows of a batch are in each state; every state is named."""
    wanted = (
        select(StoredQuarantine.state, func.count())
        .where(StoredQuarantine.batch == batch, StoredQuarantine.place == 0)
        .group_by(StoredQuarantine.state)
    )
    found = {str(state): int(count) for state, count in session.execute(wanted)}
    return {state: found.get(state.value, 0) for state in RowState}


def tally(session: Session) -> dict[int, dict[RowState, int]]:
    """Batch -> state -> how many rows were put aside and are in that state."""
    rows = (
        select(StoredQuarantine.batch, StoredQuarantine.state, func.count())
        .where(StoredQuarantine.place == 0)
        .group_by(StoredQuarantine.batch, StoredQuarantine.state)
    )
    found: dict[int, dict[RowState, int]] = {}
    for batch, state, count in session.execute(rows):
        found.setdefault(batch, {})[RowState(state)] = count
    return found


def _placed(findings: pl.DataFrame, batch: int) -> pl.DataFrame:
    """Findings with their batch, and numbered within each row."""
    ordered = findings.sort("row", maintain_order=True)
    return ordered.with_columns(
        batch=pl.lit(batch, pl.Int64), place=pl.int_range(pl.len()).over("row", mapping_strategy="group_to_rows")
    )


def _sealed(keys: KeyProvider, cells: Mapping[str, str]) -> str:
    return keys.seal(PURPOSE, json.dumps(dict(cells), ensure_ascii=False).encode())
