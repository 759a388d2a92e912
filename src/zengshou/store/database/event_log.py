"""Add events in the transaction that they tell of; read them; find what was altered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from zengshou.store.database.event_tables import StoredEvent
from zengshou.store.database.schema import canonical

BEGINNING = "0" * 64
CHAIN_LOCK = 7_201_901  # any number: the advisory lock by which PostgreSQL's writers of events queue


@dataclass(frozen=True)
class Event:
    """actor  account id, or a name in brackets for the system itself; detail  what changed, before and after"""

    sequence: int
    at: datetime
    actor: str
    action: str
    kind: str
    subject: str
    detail: Mapping[str, object]


@dataclass(frozen=True)
class BrokenLink:
    """The first row at which the chain does not hold."""

    sequence: int
    found: str


def wait_in_line(session: Session) -> None:
    """Let one transaction at a time go on until it ends; to be called before counting what must not be counted twice.

    SQLite's writers already queue at their beginning.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})


def add_event(
    session: Session, at: datetime, actor: str, action: str, kind: str, subject: str, detail: Mapping[str, object]
) -> int:
    """Append one event; its number. To be called inside the transaction that makes the change."""
    wait_in_line(session)
    session.flush()
    last = session.execute(select(StoredEvent).order_by(StoredEvent.sequence.desc()).limit(1)).scalar_one_or_none()
    sequence, previous = (1, BEGINNING) if last is None else (last.sequence + 1, last.digest)
    row = StoredEvent(
        sequence=sequence, at=at, actor=actor, action=action, kind=kind, subject=subject, detail=dict(detail)
    )
    row.previous, row.digest = previous, _digest(row, previous)
    session.add(row)
    session.flush()
    return sequence


def events_of(session: Session, kind: str, subject: str) -> Iterator[Event]:
    """The events of one subject, the oldest first."""
    rows = select(StoredEvent).where(StoredEvent.kind == kind, StoredEvent.subject == subject)
    for row in session.scalars(rows.order_by(StoredEvent.sequence)):
        detail = row.detail if isinstance(row.detail, dict) else {}
        yield Event(row.sequence, row.at, row.actor, row.action, row.kind, row.subject, detail)


def last_moments(session: Session, kind: str, action: str, subjects: Sequence[str]) -> dict[str, datetime]:
    """Subject -> when an action was last taken on it; those on which it never was are absent."""
    wanted = select(StoredEvent.subject, StoredEvent.at).where(
        StoredEvent.kind == kind, StoredEvent.action == action, StoredEvent.subject.in_(subjects)
    )
    return {subject: at for subject, at in session.execute(wanted.order_by(StoredEvent.sequence))}


def verified(session: Session) -> BrokenLink | int:
    """How many events hold together from the beginning, or the first that does not."""
    previous, count = BEGINNING, 0
    for row in session.scalars(select(StoredEvent).order_by(StoredEvent.sequence)).yield_per(1_000):
        count += 1
        if row.sequence != count:
            return BrokenLink(count, f"第{count}条缺失，下一条是{row.sequence}。")
        if row.previous != previous or row.digest != _digest(row, previous):
            return BrokenLink(count, f"第{count}条的摘要与内容不符。")
        previous = row.digest
    return count


def _digest(row: StoredEvent, previous: str) -> str:
    told = [row.sequence, row.at.astimezone(UTC).isoformat(), row.actor, row.action, row.kind, row.subject, row.detail]
    return sha256((previous + canonical(told)).encode()).hexdigest()
