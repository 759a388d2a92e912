"""The log of reads: added in the transaction that reads, chained by digest, numbered without a gap, never changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from hashlib import sha256
from typing import cast

from sqlalchemy import Select, distinct, func, insert, select
from sqlalchemy.orm import Session

from zengshou.records.access.context import AccessContext
from zengshou.store.database.event_log import BrokenLink
from zengshou.store.database.row_seals import SEAL, with_seal
from zengshou.store.database.schema import canonical
from zengshou.store.register.tables.access_tables import StoredAccess, StoredChainEnd
from zengshou.store.register.tables.schema import Registered

BEGINNING = "0" * 64
ALGORITHM = "sha256"  # part of what is digested, so that a chain under another algorithm cannot be passed off as this
THE_END = 1
NOBODY = 0  # subject of what is about no person of the register; references of persons are above 0


class Outcome(Enum):
    """What became of a read."""

    ALLOWED = "allowed"
    DENIED = "denied"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {"allowed": "已查看", "denied": "被拒绝", "failed": "未能完成"}[self.value]


@dataclass(frozen=True)
class Access:
    """One read of one person as it is to be logged. `rows` handed out; `reason` of a refusal, failure or unmasking."""

    context: AccessContext
    subject: int
    fields: tuple[str, ...]
    rows: int
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True)
class AccessEvent:
    """One row of the log."""

    sequence: int
    at: datetime
    actor: str
    role: str
    organisation: str
    purpose: str
    legal_basis: str
    case_id: str
    fields: tuple[str, ...]
    rows: int
    subject: int
    outcome: Outcome
    reason: str
    previous: str
    digest: str


@dataclass(frozen=True)
class Anchor:
    """What a signed head, kept outside, says of the chain: up to this event it had this digest."""

    sequence: int
    digest: str


@dataclass(frozen=True)
class ChainEnd:
    sequence: int
    digest: str


def append(session: Session, accesses: Sequence[Access]) -> int:
    """Add events at the end of the chain, in the transaction of the read that they tell of; the last number.

    The end of the chain is locked until the transaction ends: to be called last, so that nobody waits for a read.
    """
    end = session.execute(select(StoredChainEnd).where(StoredChainEnd.id == THE_END).with_for_update()).scalar_one()
    table, rows = Registered.metadata.tables[StoredAccess.__tablename__], list[dict[str, object]]()
    sequence, previous = end.sequence, end.digest
    for access in accesses:
        sequence += 1
        row = _row(sequence, access)
        digest = event_digest(row, previous)
        rows.append(with_seal(table, {**row, "previous": previous, "digest": digest}))
        previous = digest
    if rows:
        session.execute(insert(StoredAccess), rows)
        end.sequence, end.digest = sequence, previous
        session.flush()
    return sequence


def _row(sequence: int, access: Access) -> dict[str, object]:
    context = access.context
    return {
        "sequence": sequence,
        "at": context.at,
        "actor": context.account.id,
        "role": context.account.role.value,
        "organisation": context.account.office or context.account.city,
        "purpose": context.purpose,
        "legal_basis": context.legal_basis,
        "case_id": context.case_id,
        "fields": list(access.fields),
        "rows": access.rows,
        "subject": access.subject,
        "outcome": access.outcome.value,
        "reason": access.reason,
    }


TOLD = (
    *("sequence", "at", "actor", "role", "organisation", "purpose", "legal_basis", "case_id"),
    *("fields", "rows", "subject", "outcome", "reason"),
)


def event_digest(row: dict[str, object], previous: str) -> str:
    """SHA-256 over the algorithm, the digest before, and the event as canonical JSON in the order of `TOLD`."""
    at = cast(datetime, row["at"]).astimezone(UTC).isoformat()
    told = [at if name == "at" else row[name] for name in TOLD]
    return sha256(f"{ALGORITHM}:{previous}{canonical(told)}".encode()).hexdigest()


def chain_end(session: Session) -> ChainEnd:
    end = session.execute(select(StoredChainEnd).where(StoredChainEnd.id == THE_END)).scalar_one()
    return ChainEnd(end.sequence, end.digest)


def accesses_to(session: Session, subject: int) -> Iterator[AccessEvent]:
    """Every read of one person, made, refused or failed; the latest first."""
    return _events(session, _rows().where(StoredAccess.subject == subject).order_by(StoredAccess.sequence.desc()))


def accesses_between(session: Session, since: datetime, until: datetime) -> Iterator[AccessEvent]:
    """The reads from a moment up to another, the oldest first."""
    within = (StoredAccess.at >= since, StoredAccess.at < until)
    return _events(session, _rows().where(*within).order_by(StoredAccess.sequence))


def events_from(session: Session, first: int = 1, last: int | None = None) -> Iterator[AccessEvent]:
    """The events of a range of numbers, in their order, one thousand at a time."""
    wanted = _rows().where(StoredAccess.sequence >= first).order_by(StoredAccess.sequence)
    if last is not None:
        wanted = wanted.where(StoredAccess.sequence <= last)
    return _events(session, wanted)


def exported_line(event: AccessEvent) -> str:
    """One event as one line of JSON, as the verifier that stands alone reads it."""
    values = {name: getattr(event, name) for name in TOLD}
    values |= {
        "at": event.at.astimezone(UTC).isoformat(),
        "fields": list(event.fields),
        "outcome": event.outcome.value,
        "previous": event.previous,
        "digest": event.digest,
    }
    return canonical(values)


def verified(
    session: Session, anchors: Iterable[Anchor] = (), first: int = 1, last: int | None = None
) -> BrokenLink | int:
    """How many events hold together, or the first number at which they do not.

    first, last  the range; a chain that begins later than at 1 leans on the digest before its first event
    anchors      heads kept outside: without them neither a cut at the end nor a rewriting of the whole shows
    """
    previous = BEGINNING if first == 1 else _digest_at(session, first - 1)
    if previous is None:
        return BrokenLink(first - 1, f"第{first - 1}条缺失。")
    broken, count = broken_link(events_from(session, first, last), anchors, first, last, previous)
    if broken is None and last is None:
        end = chain_end(session)
        if end.sequence != first + count - 1:
            return BrokenLink(first + count, f"链尾登记为第{end.sequence}条，实际到第{first + count - 1}条。")
    return count if broken is None else broken


def broken_link(
    events: Iterable[AccessEvent], anchors: Iterable[Anchor], first: int, last: int | None, previous: str
) -> tuple[BrokenLink | None, int]:
    """The first broken event of a range and how many events held before it."""
    expected = first
    kept = {anchor.sequence: anchor.digest for anchor in anchors if anchor.sequence >= first}
    for event in events:
        if event.sequence != expected:
            return BrokenLink(expected, f"第{expected}条缺失，下一条是{event.sequence}。"), expected - first
        if event.previous != previous or event.digest != event_digest(event_row(event), previous):
            return BrokenLink(expected, f"第{expected}条的摘要与内容不符。"), expected - first
        if kept.get(expected, event.digest) != event.digest:
            words = f"第{expected}条与签名锚点不符：此前某条连同其后的摘要被整体改写。"
            return BrokenLink(expected, words), expected - first
        previous, expected = event.digest, expected + 1
    due = max((number for number in kept if last is None or number <= last), default=first - 1)
    if expected <= due:
        return BrokenLink(expected, f"第{expected}条起被截去：签名锚点到第{due}条。"), expected - first
    return None, expected - first


def event_row(event: AccessEvent) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(event, name) for name in TOLD}
    return {**row, "fields": list(event.fields), "outcome": event.outcome.value}


def _digest_at(session: Session, sequence: int) -> str | None:
    return session.scalar(select(StoredAccess.digest).where(StoredAccess.sequence == sequence))


def _rows() -> Select[tuple[StoredAccess]]:
    return select(StoredAccess)


def _events(session: Session, rows: Select[tuple[StoredAccess]]) -> Iterator[AccessEvent]:
    columns = rows.with_only_columns(*(each for each in StoredAccess.__table__.columns if each.name != SEAL))
    for row in session.execute(columns.execution_options(yield_per=1_000)).mappings():
        fields = tuple(str(name) for name in row["fields"])
        yield AccessEvent(**{**row, "fields": fields, "outcome": Outcome(row["outcome"])})


def reads_by_purpose(session: Session, since: datetime, until: datetime) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(purpose, role, outcome) -> number of reads and of persons, from a moment up to another."""
    key = (StoredAccess.purpose, StoredAccess.role, StoredAccess.outcome)
    counted = (
        select(*key, func.count(), func.count(distinct(StoredAccess.subject)))
        .where(StoredAccess.at >= since, StoredAccess.at < until)
        .group_by(*key)
    )
    return {(str(a), str(b), str(c)): (int(n), int(persons)) for a, b, c, n, persons in session.execute(counted)}


def subjects_read_by(session: Session, actor: str, since: datetime, until: datetime) -> tuple[int, ...]:
    """The persons whose rows an account was shown in a time, by reference."""
    rows = (
        select(StoredAccess.subject)
        .distinct()
        .where(StoredAccess.actor == actor, StoredAccess.at >= since, StoredAccess.at < until)
        .where(StoredAccess.outcome == Outcome.ALLOWED.value)
        .order_by(StoredAccess.subject)
    )
    return tuple(session.scalars(rows))
