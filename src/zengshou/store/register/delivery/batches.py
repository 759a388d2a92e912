"""Batches as the register keeps them: added once, led from state to state, each step recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.concepts.period import MonthIndex
from zengshou.concepts.problem import refuse
from zengshou.store.database.schema import canonical
from zengshou.store.register.facts.area_rows import settle_areas
from zengshou.store.register.tables.batch_state import UNFINISHED, BatchState, may_follow
from zengshou.store.register.tables.batch_tables import StoredBatch, StoredStep
from zengshou.store.register.writing.row_digests import canonical_row, next_digest

NO_DELIVERY = 0


@dataclass(frozen=True)
class NewBatch:
    """What is known of a delivery before it is read; see StoredBatch for the fields."""

    channel: str
    period: MonthIndex
    content_hash: str
    uploader: str
    file_name: str = ""
    channel_version: str = ""
    declared: Mapping[str, object] = field(default_factory=dict)
    sequence: int | None = None
    supersedes: int | None = None
    supplements: int | None = None
    case_id: str = ""
    authorisation_id: str = ""


@dataclass(frozen=True)
class Batch:
    """A batch as it stands; see StoredBatch for the fields."""

    id: int
    channel: str
    period: MonthIndex
    sequence: int
    content_hash: str
    file_name: str
    state: BatchState
    encoding: str
    rows_read: int
    rows_ok: int
    rows_bad: int
    declared: Mapping[str, object]
    actual: Mapping[str, object]
    uploader: str
    received_at: datetime
    published_at: datetime | None
    supersedes: int | None
    superseded_at: datetime | None
    supplements: int | None
    head_digest: str
    parser: str
    channel_version: str
    reason: str
    case_id: str
    authorisation_id: str


@dataclass(frozen=True)
class Step:
    """A batch entered `state`; the words say why where there is something to say."""

    state: BatchState
    at: datetime
    actor: str
    words: str


def add_batch(session: Session, new: NewBatch, at: datetime) -> Batch:
    """A batch that has come: its file is kept, nothing of it is read.

    Raises  ProblemsFound: its number is not the one after the channel's last, or it replaces what it cannot
    """
    _check_replaced(session, new)
    row = StoredBatch(
        channel=new.channel,
        period=new.period,
        sequence=_sequence(session, new),
        content_hash=new.content_hash,
        file_name=new.file_name[-256:],
        state=BatchState.RECEIVED.value,
        declared=dict(new.declared),
        actual={},
        uploader=new.uploader,
        received_at=at,
        supersedes=new.supersedes,
        supplements=new.supplements,
        channel_version=new.channel_version,
        case_id=new.case_id,
        authorisation_id=new.authorisation_id,
        rows_read=0,
        rows_ok=0,
        rows_bad=0,
    )
    session.add(row)
    session.flush()
    _add_step(session, row.id, BatchState.RECEIVED, at, new.uploader, "")
    return _batch(row)


def enter(session: Session, id: int, state: BatchState, at: datetime, actor: str, words: str = "") -> Batch:
    """Lead a batch into a state.

    Raises  ValueError: the state does not follow the one it is in; ProblemsFound: what it corrects is no longer in use
    """
    row = _row(session, id)
    before = BatchState(row.state)
    if not may_follow(before, state):
        raise ValueError(f"batch {id} cannot go from {before.value} to {state.value}")
    row.state = state.value
    if state in (BatchState.REJECTED, BatchState.HELD):
        row.reason = words
    if state is BatchState.PUBLISHED:
        row.published_at = at
        if row.supersedes is not None:
            _supersede(session, row.supersedes, id, at, actor)
    if state is BatchState.SUPERSEDED:
        row.superseded_at = at
    if state in (BatchState.PUBLISHED, BatchState.SUPERSEDED):
        session.flush()
        settle_areas(session, id)
    _add_step(session, id, state, at, actor, words)
    return _batch(row)


def note(session: Session, id: int, at: datetime, actor: str, words: str) -> None:
    """Something was done with a batch that does not change its state, as when its rows were opened and handed out."""
    _add_step(session, id, BatchState(_row(session, id).state), at, actor, words)


def begin_again(session: Session, id: int, at: datetime, actor: str) -> Batch:
    """Set a batch that a stopped process left unfinished back to where its file is kept and nothing is read."""
    row = _row(session, id)
    if BatchState(row.state) not in UNFINISHED:
        raise ValueError(f"batch {id} is not unfinished")
    row.state = BatchState.RECEIVED.value
    _add_step(session, id, BatchState.RECEIVED, at, actor, "上次导入中断，从原始文件重新开始")
    return _batch(row)


def record_reading(session: Session, id: int, encoding: str, parser: str) -> None:
    """How the file was read."""
    row = _row(session, id)
    row.encoding, row.parser = encoding, parser


def record_count(
    session: Session, id: int, rows: tuple[int, int, int], actual: Mapping[str, object], last: bytes
) -> None:
    """What was counted. rows  (read, accepted, quarantined); last  digest of the last stored row

    Raises  ValueError: they do not add up
    """
    read, accepted, quarantined = rows
    if accepted + quarantined != read:
        raise ValueError(f"batch {id}: {accepted} accepted and {quarantined} quarantined of {read} rows")
    row = _row(session, id)
    row.rows_read, row.rows_ok, row.rows_bad = rows
    row.actual = dict(actual)
    row.head_digest = head_digest(_batch(row), last).hex()


def head_digest(batch: Batch, last: bytes) -> bytes:
    """What closes the chain of a batch: its last row's digest, and what the register says of the batch."""
    told = (batch.id, batch.channel, batch.period, batch.content_hash, batch.rows_read, batch.rows_ok, batch.rows_bad)
    return next_digest(last, canonical_row(StoredBatch.__tablename__, (*told, canonical(batch.actual))))


def batch(session: Session, id: int) -> Batch:
    """One batch. Raises  ProblemsFound: there is none of this number"""
    return _batch(_row(session, id))


def batch_by_key(session: Session, channel: str, period: MonthIndex, content_hash: str) -> Batch | None:
    """The batch of a delivery that came before and was not rejected; the last where one was superseded since."""
    wanted = select(StoredBatch).where(
        StoredBatch.channel == channel,
        StoredBatch.period == period,
        StoredBatch.content_hash == content_hash,
        StoredBatch.state != BatchState.REJECTED.value,
    )
    row = session.scalars(wanted.order_by(StoredBatch.id.desc()).limit(1)).one_or_none()
    return None if row is None else _batch(row)


def same_content(session: Session, one: Batch) -> Batch | None:
    """Another batch of the channel that still counts and rests on the same file, as when a month is sent twice."""
    wanted = select(StoredBatch).where(
        StoredBatch.channel == one.channel,
        StoredBatch.content_hash == one.content_hash,
        StoredBatch.id != one.id,
        StoredBatch.state.in_((BatchState.PUBLISHED.value, BatchState.HELD.value)),
    )
    row = session.scalars(wanted.order_by(StoredBatch.id).limit(1)).one_or_none()
    return None if row is None else _batch(row)


def successor(session: Session, id: int) -> Batch | None:
    """The published batch that a superseded one was replaced by in the end."""
    row = session.get(StoredBatch, id)
    while row is not None and row.state == BatchState.SUPERSEDED.value:
        wanted = select(StoredBatch).where(StoredBatch.supersedes == row.id, StoredBatch.published_at.is_not(None))
        row = session.scalars(wanted.order_by(StoredBatch.id.desc()).limit(1)).one_or_none()
    return None if row is None else _batch(row)


def batches(session: Session, channel: str = "", period: MonthIndex | None = None) -> tuple[Batch, ...]:
    """All batches, or those of a channel or period, the oldest first."""
    wanted = select(StoredBatch).order_by(StoredBatch.id)
    if channel:
        wanted = wanted.where(StoredBatch.channel == channel)
    if period is not None:
        wanted = wanted.where(StoredBatch.period == period)
    return tuple(_batch(row) for row in session.scalars(wanted))


def unfinished(session: Session) -> tuple[Batch, ...]:
    """Batches that a stopped process left between two states, the oldest first."""
    names = [state.value for state in UNFINISHED]
    rows = select(StoredBatch).where(StoredBatch.state.in_(names)).order_by(StoredBatch.id)
    return tuple(_batch(row) for row in session.scalars(rows))


def steps(session: Session, id: int) -> tuple[Step, ...]:
    """Every state that a batch entered, in order."""
    rows = select(StoredStep).where(StoredStep.batch == id).order_by(StoredStep.place)
    return tuple(Step(BatchState(row.state), row.at, row.actor, row.words) for row in session.scalars(rows))


def content_hashes(session: Session) -> frozenset[str]:
    """The files that batches rest on; a rejected one's too, as evidence of what was sent."""
    return frozenset(session.execute(select(StoredBatch.content_hash)).scalars())


def _sequence(session: Session, new: NewBatch) -> int:
    """The number of a delivery in its channel; rows put right are none, they do not count among the sender's."""
    if new.supplements is not None:
        return NO_DELIVERY
    last = session.execute(
        select(func.max(StoredBatch.sequence)).where(
            StoredBatch.channel == new.channel, StoredBatch.state != BatchState.REJECTED.value
        )
    ).scalar()
    if new.sequence is None:
        return (last or NO_DELIVERY) + 1
    if not last or new.sequence == last + 1:
        return new.sequence
    found = f"批次序号 {new.sequence} 不接着上一批 {last}。"
    cure = "请先导入中间缺的批次。" if new.sequence > last else "这个序号已经用过，请核对是否重复报送。"
    raise refuse(found, f"渠道 {new.channel}", cure)


def _check_replaced(session: Session, new: NewBatch) -> None:
    if new.supersedes is None:
        return
    old = _row(session, new.supersedes)
    if (old.channel, old.period) != (new.channel, new.period):
        raise refuse("更正批次必须与原批次同渠道、同月份。", f"批次 {old.id}", "请核对要更正的批次号。")
    if old.state != BatchState.PUBLISHED.value:
        raise refuse(f"批次{BatchState(old.state).label}，不能更正。", f"批次 {old.id}", "只有已发布的批次可以更正。")


def _supersede(session: Session, old: int, new: int, at: datetime, actor: str) -> None:
    """Raises  ProblemsFound: another correction was published first; both together would count the month twice"""
    if BatchState(_row(session, old).state) is not BatchState.PUBLISHED:
        by = successor(session, old)
        told = "" if by is None else f"，现由批次 {by.id} 代替"
        cure = "请拒绝这一批，以现在用的批次为更正对象重新报送。"
        raise refuse(f"要更正的批次 {old} 已不在用{told}。", f"批次 {new}", cure)
    enter(session, old, BatchState.SUPERSEDED, at, actor, f"由批次 {new} 更正")


def _row(session: Session, id: int) -> StoredBatch:
    row = session.get(StoredBatch, id)
    if row is None:
        raise refuse("没有这个批次。", f"批次 {id}", "用 zs records batches 查看批次号。")
    return row


def _add_step(session: Session, id: int, state: BatchState, at: datetime, actor: str, words: str) -> None:
    last = session.execute(select(func.max(StoredStep.place)).where(StoredStep.batch == id)).scalar()
    session.add(StoredStep(batch=id, place=(last or 0) + 1, state=state.value, at=at, actor=actor, words=words))
    session.flush()


def _batch(row: StoredBatch) -> Batch:
    return Batch(
        row.id,
        row.channel,
        row.period,
        row.sequence,
        row.content_hash,
        row.file_name,
        BatchState(row.state),
        row.encoding or "",
        row.rows_read,
        row.rows_ok,
        row.rows_bad,
        row.declared if isinstance(row.declared, dict) else {},
        row.actual if isinstance(row.actual, dict) else {},
        row.uploader,
        row.received_at,
        row.published_at,
        row.supersedes,
        row.superseded_at,
        row.supplements,
        row.head_digest or "",
        row.parser or "",
        row.channel_version,
        row.reason or "",
        row.case_id,
        row.authorisation_id,
    )
