"""Stored lamps: records by period, added and read, never changed."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from zengshou.plan.ledger.model import Period
from zengshou.plan.reading import Lamp, LampColour
from zengshou.store.database.ledger_tables import StoredLamp

COLUMNS = (
    StoredLamp.subject,
    StoredLamp.period,
    StoredLamp.record,
    StoredLamp.colour,
    StoredLamp.reason,
    StoredLamp.rule,
    StoredLamp.inputs,
    StoredLamp.rules_version,
    StoredLamp.vintage,
    StoredLamp.recorded_at,
)


@dataclass(frozen=True)
class LampRecord:
    """One record of a period; `record` counts from 1, the last one shows."""

    period: Period
    record: int
    lamp: Lamp
    recorded_at: datetime


def lamps_of(session: Session, city: str, kind: str) -> dict[str, tuple[LampRecord, ...]]:
    """Subject -> its records, by period and record, the oldest first."""
    wanted = select(*COLUMNS).where(StoredLamp.city == city, StoredLamp.kind == kind)
    found: dict[str, list[LampRecord]] = {}
    for row in session.execute(wanted.order_by(StoredLamp.period, StoredLamp.record)):
        found.setdefault(row.subject, []).append(_record(row))
    return {subject: tuple(records) for subject, records in found.items()}


def lamps_about(session: Session, city: str, kind: str, subject: str) -> tuple[LampRecord, ...]:
    """The records of one subject, by period and record, the oldest first."""
    wanted = select(*COLUMNS).where(StoredLamp.city == city, StoredLamp.kind == kind, StoredLamp.subject == subject)
    return tuple(_record(row) for row in session.execute(wanted.order_by(StoredLamp.period, StoredLamp.record)))


def latest_lamps(session: Session, city: str, kind: str, before: Period | None = None) -> dict[str, LampRecord]:
    """Subject -> the record that shows: the last one of its latest quarter.

    before  only quarters before this one; None: all
    """
    own = (StoredLamp.city == city, StoredLamp.kind == kind)
    earlier = () if before is None else (StoredLamp.period < str(before),)
    newest = select(StoredLamp.subject, func.max(StoredLamp.period).label("period")).where(*own, *earlier)
    of_subject = newest.group_by(StoredLamp.subject).subquery()
    is_newest = (StoredLamp.subject == of_subject.c.subject) & (StoredLamp.period == of_subject.c.period)
    wanted = select(*COLUMNS).join(of_subject, is_newest).where(*own).order_by(StoredLamp.record)
    return {row.subject: _record(row) for row in session.execute(wanted)}


def shown(records: Iterable[LampRecord]) -> tuple[LampRecord, ...]:
    """The last record of each period, the oldest period first."""
    return tuple({each.period: each for each in records}.values())


def add_lamp(
    session: Session, city: str, kind: str, subject: str, period: Period, record: int, lamp: Lamp, at: datetime
) -> None:
    session.add(
        StoredLamp(
            id=str(uuid.uuid4()),
            city=city,
            kind=kind,
            subject=subject,
            period=str(period),
            record=record,
            colour=lamp.colour.value,
            reason=lamp.reason,
            rule=lamp.rule,
            inputs=list(lamp.inputs),
            rules_version=lamp.rules_version,
            vintage=lamp.vintage,
            recorded_at=at,
        )
    )


def _record(row: Row[*tuple[Any, ...]]) -> LampRecord:
    """From COLUMNS, by their names."""
    inputs = tuple(cast(Sequence[str], row.inputs))
    lamp = Lamp(
        LampColour(row.colour),
        row.reason,
        row.rule,
        row.rule == "undecidable",
        inputs=inputs,
        rules_version=row.rules_version,
        vintage=row.vintage,
    )
    return LampRecord(Period.parse(row.period), row.record, lamp, row.recorded_at)
