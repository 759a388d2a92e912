"""The vault's own chained log: entries are added in the transaction that they tell of, and never changed.

No entry holds a number, a name or a digest of one: a person appears by reference, a batch by its counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from zengshou.store.crypto.crypto_profile import PROFILES, CryptoProfile
from zengshou.store.database.schema import canonical
from zengshou.store.vault.tables import StoredEntry

BEGINNING = "0" * 64
CHAIN_LOCK = 7_201_902  # any number: the advisory lock by which PostgreSQL's writers of the vault queue


@dataclass(frozen=True)
class Entry:
    """What is told of one act.

    action   enrol, reveal, compare, attach, forget, rewrap, zone
    outcome  allowed or denied
    """

    at: datetime
    actor: str
    action: str
    outcome: str = "allowed"
    case_id: str = ""
    purpose: str = ""
    person: int | None = None
    rows: int = 1
    detail: Mapping[str, object] | None = None


@dataclass(frozen=True)
class BrokenEntry:
    """The first row at which the chain does not hold."""

    sequence: int
    found: str


def next_number(session: Session) -> int:
    """The number of the entry that this transaction will add; others wait until it ends."""
    return _end(session)[0] + 1


def _end(session: Session) -> tuple[int, str]:
    """Number and digest of the last entry; nobody adds another until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": CHAIN_LOCK})
    last = select(StoredEntry.sequence, StoredEntry.digest).order_by(StoredEntry.sequence.desc()).limit(1)
    row = session.execute(last).one_or_none()
    return (0, BEGINNING) if row is None else (row.sequence, row.digest)


def add_entry(session: Session, profile: CryptoProfile, entry: Entry) -> int:
    """Append one entry, chained with the profile's hash; its number."""
    last, previous = _end(session)
    row = StoredEntry(
        sequence=last + 1,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        outcome=entry.outcome,
        case_id=entry.case_id,
        purpose=entry.purpose,
        person=entry.person,
        rows=entry.rows,
        detail=dict(entry.detail or {}),
        algorithm=profile.name,
        previous=previous,
    )
    row.digest = _digest(row)
    session.add(row)
    session.flush()
    return last + 1


def opened_since(session: Session, actor: str, moment: datetime, spans: Sequence[timedelta]) -> tuple[int, ...]:
    """How many identities an account had opened within each span before a moment."""
    counts = [func.count().filter(StoredEntry.at > moment - span) for span in spans]
    wanted = select(*counts).where(
        StoredEntry.actor == actor,
        StoredEntry.action == "reveal",
        StoredEntry.outcome == "allowed",
        StoredEntry.at > moment - max(spans),
    )
    return tuple(session.execute(wanted).one())


def verified(session: Session) -> BrokenEntry | int:
    """How many entries hold together from the beginning, or the first that does not."""
    previous, count = BEGINNING, 0
    for row in session.scalars(select(StoredEntry).order_by(StoredEntry.sequence)).yield_per(1_000):
        count += 1
        if row.sequence != count:
            return BrokenEntry(count, f"第{count}条缺失，下一条是{row.sequence}。")
        if row.previous != previous or row.algorithm not in PROFILES or row.digest != _digest(row):
            return BrokenEntry(count, f"第{count}条的摘要与内容不符。")
        previous = row.digest
    return count


def _digest(row: StoredEntry) -> str:
    """Over the algorithm, the digest before and every column in its one spelling."""
    at = row.at.astimezone(UTC).isoformat()
    told = [row.sequence, at, row.actor, row.action, row.outcome, row.case_id, row.purpose, row.person, row.rows]
    words = f"{row.algorithm}{row.previous}{canonical([*told, row.detail])}"
    return PROFILES[row.algorithm].hash(words.encode()).hex()
