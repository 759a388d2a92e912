"""Requests for correction (更正申请): asked, routed to the agency, then accepted with a new version, or refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.concepts.problem import refuse
from zengshou.records.access.minimum import Dataset
from zengshou.records.income.fact import read_key
from zengshou.store.register.tables.access_tables import StoredCorrection
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent

ROWS: dict[Dataset, type[StoredFact] | type[StoredAssetEvent] | type[StoredStatusEvent]] = {
    Dataset.INCOME: StoredFact,
    Dataset.ASSET: StoredAssetEvent,
    Dataset.STATUS: StoredStatusEvent,
}


class CorrectionState(Enum):
    """Where a request stands."""

    ASKED = "asked"
    ROUTED = "routed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return STATE_LABELS[self]

    @property
    def is_open(self) -> bool:
        return self in OPEN_STATES


STATE_LABELS = {
    CorrectionState.ASKED: "已提出",
    CorrectionState.ROUTED: "已转来源单位",
    CorrectionState.ACCEPTED: "已更正",
    CorrectionState.REFUSED: "未更正",
    CorrectionState.WITHDRAWN: "已撤回",
}
OPEN_STATES = (CorrectionState.ASKED, CorrectionState.ROUTED)


@dataclass(frozen=True)
class Correction:
    """One request; see StoredCorrection for the fields."""

    id: str
    person: int
    dataset: Dataset
    fact: str
    words: str
    state: CorrectionState
    agency: str
    answer: str
    new_fact: str
    asked_at: datetime
    routed_at: datetime | None
    decided_at: datetime | None
    seen_at: datetime | None


@dataclass(frozen=True)
class KeptRow:
    """What tells one version of a row from another: its person, channel and the source's own number."""

    person: int
    channel: str
    native_id: str
    part: int
    published_at: datetime


def kept_row(session: Session, dataset: Dataset, key: str) -> KeptRow | None:
    """A published row by its key "batch/row/part"; None where there is none. Raises  ProblemsFound for no key."""
    batch, row, part = read_key(key)
    table = ROWS[dataset]
    found = session.execute(
        select(table.person, StoredBatch.channel, table.native_id, table.part, StoredBatch.published_at)
        .join(StoredBatch, StoredBatch.id == table.batch)
        .where(table.batch == batch, table.row == row, table.part == part)
        .where(StoredBatch.state.in_((BatchState.PUBLISHED.value, BatchState.SUPERSEDED.value)))
    ).one_or_none()
    if found is None or found[4] is None:
        return None
    return KeptRow(found[0], found[1], found[2], found[3], found[4])


def add_correction(
    session: Session, id: str, person: int, dataset: Dataset, fact: str, words: str, at: datetime
) -> Correction:
    row = StoredCorrection(
        id=id,
        person=person,
        kind=dataset.value,
        fact=fact,
        words=words,
        state=CorrectionState.ASKED.value,
        agency="",
        answer="",
        new_fact="",
        asked_at=at,
        decided_by="",
    )
    session.add(row)
    session.flush()
    return _correction(row)


def route(session: Session, id: str, agency: str, at: datetime) -> Correction:
    """Send a request to the agency whose row it is. Raises  ProblemsFound unless it was only asked."""
    row = _row(session, id, (CorrectionState.ASKED,))
    row.state, row.agency, row.routed_at = CorrectionState.ROUTED.value, agency, at
    session.flush()
    return _correction(row)


def decide_correction(
    session: Session, id: str, state: CorrectionState, by: str, at: datetime, answer: str, new_fact: str = ""
) -> Correction:
    """Close a routed request. Raises  ProblemsFound for one that is not routed or is closed."""
    row = _row(session, id, (CorrectionState.ROUTED,))
    row.state, row.decided_by, row.decided_at = state.value, by, at
    row.answer, row.new_fact = answer, new_fact
    session.flush()
    return _correction(row)


def withdraw_correction(session: Session, id: str, by: str, at: datetime) -> Correction:
    """Close a request at the word of who made it. Raises  ProblemsFound for one that is closed."""
    row = _row(session, id, OPEN_STATES)
    row.state, row.decided_by, row.decided_at = CorrectionState.WITHDRAWN.value, by, at
    session.flush()
    return _correction(row)


def correction(session: Session, id: str) -> Correction | None:
    row = session.get(StoredCorrection, id)
    return None if row is None else _correction(row)


def corrections_of(session: Session, person: int, seen_at: datetime | None = None) -> tuple[Correction, ...]:
    """The requests of a person, the latest first. seen_at  when the person is now shown the answers"""
    rows = session.scalars(
        select(StoredCorrection).where(StoredCorrection.person == person).order_by(StoredCorrection.asked_at.desc())
    ).all()
    for row in rows:
        if seen_at is not None and row.decided_at is not None and row.seen_at is None:
            row.seen_at = seen_at
    session.flush()
    return tuple(_correction(row) for row in rows)


def open_corrections(session: Session) -> tuple[Correction, ...]:
    """Those that wait to be routed or answered, the oldest first."""
    states = (CorrectionState.ASKED.value, CorrectionState.ROUTED.value)
    rows = select(StoredCorrection).where(StoredCorrection.state.in_(states)).order_by(StoredCorrection.asked_at)
    return tuple(_correction(row) for row in session.scalars(rows))


def count_open_before(session: Session, moment: datetime) -> int:
    """How many requests from before a moment still wait; reads nothing of what they say."""
    states = (CorrectionState.ASKED.value, CorrectionState.ROUTED.value)
    asked = select(StoredCorrection.asked_at).where(
        StoredCorrection.state.in_(states), StoredCorrection.asked_at < moment
    )
    return len(session.scalars(asked).all())


def _row(session: Session, id: str, states: tuple[CorrectionState, ...]) -> StoredCorrection:
    row = session.get(StoredCorrection, id, with_for_update=True)
    if row is None:
        raise refuse(f"没有编号为“{id}”的更正申请。", "更正申请", "请核对编号。")
    if CorrectionState(row.state) not in states:
        raise refuse(f"申请{CorrectionState(row.state).label}，不能再这样办理。", "更正申请", "请查看办理结果。")
    return row


def _correction(row: StoredCorrection) -> Correction:
    return Correction(
        row.id,
        row.person,
        Dataset(row.kind),
        row.fact,
        row.words,
        CorrectionState(row.state),
        row.agency,
        row.answer,
        row.new_fact,
        row.asked_at,
        row.routed_at,
        row.decided_at,
        row.seen_at,
    )
