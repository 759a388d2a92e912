"""Reads counted by officer, of one account so far, and the heads that were signed: nobody's file is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import Session

from zengshou.store.register.access.access_log import NOBODY, Outcome
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


@dataclass(frozen=True)
class SoFar:
    """What an account did since the day began.

    persons         whose rows it was shown
    refused         other persons that it was refused, each counted once, and numbers that nobody has, each time
    refused_lately  those of them since a later moment
    """

    persons: frozenset[int]
    refused: int
    refused_lately: int


def reads_so_far(session: Session, actor: str, since: datetime, lately: datetime) -> SoFar:
    """One query over the account's own events of the day; `lately` may lie before the day began."""
    first, key = min(since, lately), (StoredAccess.subject, StoredAccess.outcome)
    wanted = (
        select(*key, func.sum(_flag(StoredAccess.at >= since)), func.sum(_flag(StoredAccess.at >= lately)))
        .where(StoredAccess.actor == actor, StoredAccess.at >= first)
        .group_by(*key)
    )
    shown, refused, refused_lately = set[int](), 0, 0
    for subject, outcome, today, late in session.execute(wanted):
        if outcome == Outcome.ALLOWED.value and today:
            shown.add(subject)
        elif outcome == Outcome.DENIED.value:
            is_guess = subject == NOBODY
            refused += today if is_guess else min(today, 1)
            refused_lately += late if is_guess else min(late, 1)
    return SoFar(frozenset(shown), refused, refused_lately)


def _flag(is_true: ColumnElement[bool]) -> ColumnElement[int]:
    return case((is_true, 1), else_=0)


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


def last_head(session: Session) -> KeptHead | None:
    """The head that was signed furthest into the log; None before the first."""
    row = session.scalars(select(StoredHead).order_by(StoredHead.sequence.desc()).limit(1)).first()
    return None if row is None else KeptHead(row.sequence, row.day, row.digest, row.made_at, row.public_key)


def signed_heads(session: Session, most: int) -> Sequence[KeptHead]:
    """The latest heads."""
    rows = select(StoredHead).order_by(StoredHead.made_at.desc(), StoredHead.sequence.desc()).limit(most)
    return tuple(
        KeptHead(row.sequence, row.day, row.digest, row.made_at, row.public_key) for row in session.scalars(rows)
    )
