"""What was done last to the tasks of a city."""

from collections.abc import Iterator

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from zengshou.store.database.event_log import Event
from zengshou.store.database.event_tables import StoredEvent
from zengshou.store.database.ledger_tables import StoredAssignment, StoredTask


def recent_events(session: Session, city: str, office: str, count: int) -> Iterator[tuple[str, str, Event]]:
    """Code and title of the task, and what was done; the latest first.

    office  only tasks in which this office has a part; empty: all
    """
    of_task = StoredTask.id == StoredEvent.subject
    wanted = select(StoredEvent, StoredTask.code, StoredTask.title).join(StoredTask, of_task)
    wanted = wanted.where(StoredEvent.kind == "task", StoredTask.city == city)
    if office:
        has_part = (StoredAssignment.task_id == StoredTask.id, StoredAssignment.office == office)
        wanted = wanted.where(exists().where(*has_part))
    for row, code, title in session.execute(wanted.order_by(StoredEvent.sequence.desc()).limit(count)):
        detail = row.detail if isinstance(row.detail, dict) else {}
        yield code, title, Event(row.sequence, row.at, row.actor, row.action, row.kind, row.subject, detail)
