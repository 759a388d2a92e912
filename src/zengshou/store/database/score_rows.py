"""Score lines and the lock of a year, as the database keeps them, read into values."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.plan.ledger.scoring import AppealState, ScoreLine
from zengshou.store.database.supervision_tables import StoredScoreLine, StoredScoreLock


@dataclass(frozen=True)
class HeldLine:
    """A confirmed line with what was said of it."""

    id: str
    office: str
    line: ScoreLine
    appeal_words: str
    decision_words: str


@dataclass(frozen=True)
class ScoreLock:
    """When a year's scores were approved, and under which edition of the rules."""

    at: datetime
    by: str
    rules_version: str


def lines_of(session: Session, city: str, year: int, office: str = "") -> tuple[HeldLine, ...]:
    """The lines of a year in the order of entry; with an office only its own."""
    wanted = select(StoredScoreLine).where(StoredScoreLine.city == city, StoredScoreLine.year == year)
    if office:
        wanted = wanted.where(StoredScoreLine.office == office)
    rows = session.scalars(wanted.order_by(StoredScoreLine.entered, StoredScoreLine.rule, StoredScoreLine.id))
    return tuple(
        HeldLine(
            row.id,
            row.office,
            ScoreLine(row.rule, row.points, row.evidence, row.entered, AppealState(row.appeal)),
            row.appeal_words,
            row.decision_words,
        )
        for row in rows
    )


def line_row(session: Session, city: str, id: str) -> StoredScoreLine | None:
    """The row of a line, locked until the end of the transaction."""
    wanted = select(StoredScoreLine).where(StoredScoreLine.id == id, StoredScoreLine.city == city)
    return session.execute(wanted.with_for_update()).scalar_one_or_none()


def lock_of(session: Session, city: str, year: int) -> ScoreLock | None:
    row = session.get(StoredScoreLock, (city, year))
    return None if row is None else ScoreLock(row.locked_at, row.locked_by, row.rules_version)
