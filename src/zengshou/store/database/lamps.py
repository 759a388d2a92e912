"""Stored lamps: records by period, added and read, never changed."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.plan.ledger.model import Period
from zengshou.plan.reading import Lamp, LampColour
from zengshou.store.database.ledger_tables import StoredLamp


@dataclass(frozen=True)
class LampRecord:
    """One record of a period; `record` counts from 1, the last one shows."""

    period: Period
    record: int
    lamp: Lamp
    recorded_at: datetime


def lamps_of(session: Session, city: str, kind: str) -> dict[str, tuple[LampRecord, ...]]:
    """Subject -> its records, by period and record, the oldest first."""
    wanted = select(StoredLamp).where(StoredLamp.city == city, StoredLamp.kind == kind)
    found: dict[str, list[LampRecord]] = {}
    for row in session.scalars(wanted.order_by(StoredLamp.period, StoredLamp.record)):
        found.setdefault(row.subject, []).append(_record(row))
    return {subject: tuple(records) for subject, records in found.items()}


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


def _record(row: StoredLamp) -> LampRecord:
    inputs = tuple(cast(Sequence[str], row.inputs))
    lamp = Lamp(
        LampColour(row.colour),
        row.reason,
        row.rule,
        inputs=inputs,
        rules_version=row.rules_version,
        vintage=row.vintage,
    )
    return LampRecord(Period.parse(row.period), row.record, lamp, row.recorded_at)
