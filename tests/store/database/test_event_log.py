"""Events are chained, never changed, and alterations are found."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import BrokenLink, add_event, events_of, verified

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def fill(database: Database, count: int = 5) -> None:
    for number in range(count):
        with database.writing() as session:
            detail = {"percent": [10 * number, None], "words": "进展顺利"}
            add_event(session, NOON, "wang", "report", "task", f"T-{number % 2}", detail)


def unguarded(database: Database, statement: str) -> None:
    """What only the owner of the tables could do: without the guards."""
    with database.writing() as session:
        if database.is_sqlite:
            session.execute(text("DROP TRIGGER event_no_update"))
            session.execute(text("DROP TRIGGER event_no_delete"))
        else:
            session.execute(text("DROP TRIGGER event_is_kept ON event"))
        session.execute(text(statement))


def test_events_are_told_in_their_order(database: Database) -> None:
    fill(database)
    with database.reading() as session:
        found = list(events_of(session, "task", "T-1"))
        assert [event.sequence for event in found] == [2, 4]
        assert found[0].detail == {"percent": [10, None], "words": "进展顺利"}
        assert verified(session) == 5


@pytest.mark.parametrize("statement", ["UPDATE event SET actor = 'li'", "DELETE FROM event WHERE sequence = 5"])
def test_an_event_can_be_neither_changed_nor_deleted(database: Database, statement: str) -> None:
    fill(database)
    with pytest.raises(DBAPIError, match="never changed"), database.writing() as session:
        session.execute(text(statement))
    with database.reading() as session:
        assert verified(session) == 5


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE event SET actor = 'li' WHERE sequence = 3", 3),
        ("UPDATE event SET detail = '{}' WHERE sequence = 2", 2),
        ("DELETE FROM event WHERE sequence = 4", 4),
        ("DELETE FROM event WHERE sequence = 1", 1),
    ],
)
def test_what_is_altered_behind_the_guards_is_found(database: Database, statement: str, first: int) -> None:
    fill(database)
    unguarded(database, statement)
    with database.reading() as session:
        broken = verified(session)
    assert isinstance(broken, BrokenLink) and broken.sequence == first


def test_an_event_is_undone_with_the_change_it_tells_of(database: Database) -> None:
    fill(database, 1)
    with pytest.raises(RuntimeError), database.writing() as session:
        add_event(session, NOON, "wang", "report", "task", "T-9", {})
        raise RuntimeError
    with database.reading() as session:
        assert verified(session) == 1


def test_writers_at_the_same_time_make_one_chain(database: Database) -> None:
    threads = [threading.Thread(target=fill, args=(database, 5)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert verified(session) == 40
