"""What people settled about targets: every event of a city's targets, from which the present state is read."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.store.database.event_log import Event, add_event
from zengshou.store.database.event_tables import StoredEvent

KIND = "target"


def add_target_event(
    session: Session, at: datetime, actor: str, action: str, city: str, target: str, detail: Mapping[str, object]
) -> int:
    """Append one event of a target; its number."""
    return add_event(session, at, actor, action, KIND, f"{city}/{target}", detail)


def target_events(session: Session, city: str) -> Iterator[tuple[str, Event]]:
    """Target id and event, the oldest first."""
    begin = f"{city}/"
    wanted = select(StoredEvent).where(StoredEvent.kind == KIND, StoredEvent.subject.startswith(begin, autoescape=True))
    for row in session.scalars(wanted.order_by(StoredEvent.sequence)):
        detail = row.detail if isinstance(row.detail, dict) else {}
        event = Event(row.sequence, row.at, row.actor, row.action, row.kind, row.subject, detail)
        yield row.subject.removeprefix(begin), event
