"""Later versions of somebody's rows that name somebody else: which rows they are, and nothing of what they say."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.records.income.versions import Moved, Recorded
from zengshou.store.register.batch_tables import StoredBatch
from zengshou.store.register.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.person_rows import SHOWN_STATES

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
    names = sorted({name for _, name in keys})
    for start in range(0, len(names), AT_ONCE):
        of_batch = (StoredBatch.channel, StoredBatch.published_at, StoredBatch.superseded_at)
        wanted = (
            select(table.batch, table.native_id, *of_batch)
            .join(StoredBatch, StoredBatch.id == table.batch)
            .where(table.native_id.in_(names[start : start + AT_ONCE]), table.person.not_in(list(persons)))
            .where(StoredBatch.state.in_(SHOWN_STATES), StoredBatch.published_at <= until)
            .distinct()
        )
        for batch, native_id, channel, published_at, superseded_at in session.execute(wanted):
            if published_at is not None and (channel, native_id) in keys:
                yield MovedRow(Moved(batch, channel, native_id, published_at), superseded_at)
