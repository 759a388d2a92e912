"""What a stopped process left: cleared away where nobody was told of it, named where it must be finished."""

from dataclasses import dataclass

from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.batches import Batch, content_hashes, unfinished
from zengshou.store.register.delivery.raw_files import RawFiles


@dataclass(frozen=True)
class Leftovers:
    """begun    files that were half written or left open
    unclaimed   whole files that no batch had been made of
    unfinished  batches to be led on from their raw files
    """

    begun: int
    unclaimed: int
    unfinished: tuple[Batch, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.begun or self.unclaimed or self.unfinished)


def clear_leftovers(database: Database, files: RawFiles) -> Leftovers:
    """Throw away what no sender was told of. To be called alone in the folder, under the import lock.

    Rows need no clearing: those of a transaction that did not end are gone by the database's own doing.
    """
    begun = files.clear_begun()
    with database.reading() as session:
        known, open_batches = content_hashes(session), unfinished(session)
    unclaimed = files.kept() - known
    for content_hash in unclaimed:
        files.throw_away(content_hash)
    return Leftovers(begun, len(unclaimed), open_batches)
