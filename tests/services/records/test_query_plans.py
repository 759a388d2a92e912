"""What is asked about one person reads that person's rows, however many millions the register holds.

On SQLite alone, which plans without having counted: PostgreSQL counts first and plans for the size that it finds.
"""

import pytest
from sqlalchemy import select

from tests.services.records.citizen_world import ME, World
from tests.services.records.test_verification import opened
from tests.store.query_plans import plans
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent

MANY = 90  # rows, as of a year; of one or two rows any plan is good


@pytest.fixture
def crowded(world: World) -> World:
    """A world whose citizen has as many rows of every kind as a year brings."""
    with world.register.writing() as session:
        for table in (StoredFact, StoredAssetEvent, StoredStatusEvent):
            first = next(iter(session.scalars(select(table).where(table.person == world.me))))
            values = {column.name: getattr(first, column.name) for column in table.__table__.columns}
            for number in range(MANY):
                session.add(table(**{**values, "row": 10_000 + number, "native_id": f"{table.__tablename__}-{number}"}))
    return world


def test_a_persons_file_reads_no_table_as_a_whole(crowded: World) -> None:
    with plans() as seen:
        assert opened(crowded).own is not None
    if crowded.register.is_sqlite:
        assert len(seen.statements) > 10
        assert not seen.whole_readings()


def test_the_persons_own_page_reads_no_table_as_a_whole(crowded: World) -> None:
    desk = crowded.subject()
    with plans() as seen:
        desk.file(ME)
        desk.looks(ME)
    if crowded.register.is_sqlite:
        assert len(seen.statements) > 5
        assert not seen.whole_readings()
