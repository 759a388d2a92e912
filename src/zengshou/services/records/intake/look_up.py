"""What a data custodian looks at: the batches, and the rows that were put aside."""

from dataclasses import dataclass

from zengshou.services.records.home.register_home import RegisterHome
from zengshou.store.register.delivery.batches import Batch, Step, batch, batches, steps
from zengshou.store.register.delivery.quarantine import Aside, RowState, asides, tally


@dataclass(frozen=True)
class BatchRow:
    """A batch, and how many of its rows still wait to be put right."""

    batch: Batch
    open: int


@dataclass(frozen=True)
class BatchStory:
    """A batch with every state that it entered."""

    batch: Batch
    steps: tuple[Step, ...]


def batch_rows(home: RegisterHome, channel: str = "") -> tuple[BatchRow, ...]:
    """All batches or those of a channel, the oldest first."""
    with home.database.reading() as session:
        counts = tally(session)
        found = batches(session, channel)
    return tuple(BatchRow(one, counts.get(one.id, {}).get(RowState.OPEN, 0)) for one in found)


def batch_story(home: RegisterHome, id: int) -> BatchStory:
    """One batch. Raises  ProblemsFound: there is none of this number"""
    with home.database.reading() as session:
        return BatchStory(batch(session, id), steps(session, id))


def quarantine_rows(home: RegisterHome, id: int) -> tuple[Aside, ...]:
    """Every finding that keeps a row of the batch out; the rows themselves stay sealed."""
    with home.database.reading() as session:
        batch(session, id)
        return asides(session, id)
