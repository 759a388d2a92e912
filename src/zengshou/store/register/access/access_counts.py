"""Reads counted by officer, and the heads that were signed: what is audited without opening anybody's file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import Session

from zengshou.store.register.tables.access_tables import StoredAccess, StoredHead


@dataclass(frozen=True)
class OfficerCount:
    """Reads of one account for one purpose with one outcome; persons are counted once within the line."""

    actor: str
    role: str
    organisation: str
    purpose: str
    outcome: str
    reads: int
    persons: int
    cases: int


@dataclass(frozen=True)
class KeptHead:
    """A signed head: up to `sequence` the log had this digest."""

    sequence: int
    day: date
    digest: str
    made_at: datetime
    public_key: str


def reads_by_officer(session: Session, since: datetime, until: datetime) -> tuple[OfficerCount, ...]:
    """The reads from a moment up to another, the busiest line first."""
    key = (
        *(StoredAccess.actor, StoredAccess.role, StoredAccess.organisation),
        *(StoredAccess.purpose, StoredAccess.outcome),
    )
    reads = func.count()
    wanted = (
        select(*key, reads, func.count(distinct(StoredAccess.subject)), func.count(distinct(StoredAccess.case_id)))
        .where(StoredAccess.at >= since, StoredAccess.at < until)
        .group_by(*key)
        .order_by(reads.desc(), *key)
    )
    return tuple(
        OfficerCount(actor, role, organisation, purpose, outcome, count, persons, cases)
        for actor, role, organisation, purpose, outcome, count, persons, cases in session.execute(wanted)
    )


def signed_heads(session: Session, most: int) -> Sequence[KeptHead]:
    """The latest heads."""
    rows = select(StoredHead).order_by(StoredHead.made_at.desc(), StoredHead.sequence.desc()).limit(most)
    return tuple(
        KeptHead(row.sequence, row.day, row.digest, row.made_at, row.public_key) for row in session.scalars(rows)
    )
