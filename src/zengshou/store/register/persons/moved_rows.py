"""Later versions of somebody's rows that name somebody else: which rows they are, and nothing of what they say."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.records.income.versions import Moved, Recorded
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.published import SHOWN_STATES

AT_ONCE = 500  # names in one query
RowTable = type[StoredFact] | type[StoredAssetEvent] | type[StoredStatusEvent]


@dataclass(frozen=True, slots=True)
class MovedRow:
    """superseded_at  when the batch of the version was superseded as a whole; None while it was not"""

    version: Moved
    superseded_at: datetime | None

    @property
    def batch(self) -> int:
        return self.version.batch


def moved_rows(
    session: Session, table: RowTable, rows: Sequence[Recorded], persons: Collection[int], until: datetime
) -> Iterator[MovedRow]:
    """The versions of the rows that name none of the persons, published until a moment.

    Rows of persons outside the reader's scope stay unseen under row security: there the source's office must tell.
    """
    keys = {(row.channel, row.native_id) for row in rows}
    found = _named_otherwise(session, table, sorted({name for _, name in keys}), persons)
    batches = {batch.id: batch for batch in _published(session, {batch for batch, _ in found}, until)}
    for id, native_id in found:
        batch = batches.get(id)
        if batch is not None and batch.published_at is not None and (batch.channel, native_id) in keys:
            yield MovedRow(Moved(id, batch.channel, native_id, batch.published_at), batch.superseded_at)


def _named_otherwise(
    session: Session, table: RowTable, names: Sequence[str], persons: Collection[int]
) -> list[tuple[int, str]]:
    """(batch, native id) of the rows that name none of the persons, of batches in whatever state.

    Without a join: joined, SQLite begins at the batches and reads the whole table instead of the few rows by name.
    """
    found: set[tuple[int, str]] = set()
    for start in range(0, len(names), AT_ONCE):
        named = table.native_id.in_(names[start : start + AT_ONCE])
        wanted = select(table.batch, table.native_id).where(named, table.person.not_in(list(persons)))
        found |= {(batch, native_id) for batch, native_id in session.execute(wanted)}
    return sorted(found)


def _published(session: Session, ids: Collection[int], until: datetime) -> Iterator[StoredBatch]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        named = StoredBatch.id.in_(ordered[start : start + AT_ONCE])
        yield from session.scalars(
            select(StoredBatch).where(named, StoredBatch.state.in_(SHOWN_STATES), StoredBatch.published_at <= until)
        )
