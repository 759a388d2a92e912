"""Counts of batches for those who look after them: by rule, by cell's field, persons; never a row of anybody."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import distinct, func, select, union
from sqlalchemy.orm import Session

from zengshou.records.intake.findings import Code
from zengshou.store.register.delivery.quarantine import RowState
from zengshou.store.register.tables.batch_tables import StoredQuarantine, StoredRuleHit
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent

EventTable = type[StoredFact] | type[StoredAssetEvent] | type[StoredStatusEvent]
EVENT_TABLES: Mapping[str, EventTable] = {"收入": StoredFact, "财产": StoredAssetEvent, "状态": StoredStatusEvent}


@dataclass(frozen=True)
class RuleCount:
    """How often a rule was hit in a batch. severity  B, C or I;  rows  different rows"""

    rule: int
    code: str
    severity: str
    rows: int


def rule_counts(session: Session, batch: int) -> tuple[RuleCount, ...]:
    """Rules that kept rows out (B), and those that rows let in have hit (C, I), by rule and code."""
    kept_out = session.execute(
        select(StoredQuarantine.rule, StoredQuarantine.code, func.count(distinct(StoredQuarantine.row)))
        .where(StoredQuarantine.batch == batch)
        .group_by(StoredQuarantine.rule, StoredQuarantine.code)
    )
    let_in = session.execute(
        select(StoredRuleHit.rule, StoredRuleHit.code, StoredRuleHit.severity, func.count(distinct(StoredRuleHit.row)))
        .where(StoredRuleHit.batch == batch)
        .group_by(StoredRuleHit.rule, StoredRuleHit.code, StoredRuleHit.severity)
    )
    found = [RuleCount(rule, code, "B", rows) for rule, code, rows in kept_out]
    found += [RuleCount(rule, code, severity, rows) for rule, code, severity, rows in let_in]
    return tuple(sorted(found, key=lambda each: (each.rule, each.code)))


def event_counts(session: Session, batch: int) -> Mapping[str, int]:
    """收入, 财产, 状态 -> how many events the batch brought."""
    return {
        name: session.scalar(select(func.count()).where(table.batch == batch)) or 0
        for name, table in EVENT_TABLES.items()
    }


def persons_in(session: Session, batch: int) -> int:
    """How many persons the batch speaks of."""
    everyone = union(*(select(table.person).where(table.batch == batch) for table in EVENT_TABLES.values()))
    return session.scalar(select(func.count()).select_from(everyone.subquery())) or 0


def reused_numbers(session: Session) -> tuple[tuple[int, int], ...]:
    """(batch, rows) still open because a known number came under another name or birth (rule 10)."""
    rows = session.execute(
        select(StoredQuarantine.batch, func.count(distinct(StoredQuarantine.row)))
        .where(StoredQuarantine.code == Code.E_ID_REUSED.value, StoredQuarantine.state == RowState.OPEN.value)
        .group_by(StoredQuarantine.batch)
        .order_by(StoredQuarantine.batch)
    )
    return tuple((batch, count) for batch, count in rows)


def open_rows(session: Session, batch: int) -> int:
    """Rows that still wait to be put right."""
    wanted = select(func.count(distinct(StoredQuarantine.row))).where(
        StoredQuarantine.batch == batch, StoredQuarantine.state == RowState.OPEN.value
    )
    return session.scalar(wanted) or 0
