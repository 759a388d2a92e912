"""Facts and events into the register, by whole batches; nobody changes them afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Integer as SqlInteger
from sqlalchemy import Table, cast, column, select, table
from sqlalchemy.orm import Session

from zengshou.records.intake import build
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.schema import Registered
from zengshou.store.register.writing.bulk import insert_all
from zengshou.store.register.writing.crash_points import reached
from zengshou.store.register.writing.row_digests import canonical_frame, chained

BLOCK = 100_000  # rows that are digested and sent at once
ORDER = ("person", "row", "part")  # as they are chained and stored: one person's facts lie together
DIGEST = "digest"

OF_BATCH = [("batch", pl.Int64())]
FACT_COLUMNS = pl.Schema([*OF_BATCH, *build.FACTS.items()])
ASSET_COLUMNS = pl.Schema([*OF_BATCH, *build.ASSETS.items()])
STATUS_COLUMNS = pl.Schema([*OF_BATCH, *build.STATUSES.items()])


@dataclass(frozen=True)
class Kind:
    """A table of rows that a batch adds, and the columns that its digests cover, in their order."""

    stored: type[Registered]
    columns: pl.Schema

    @property
    def name(self) -> str:
        return str(self.stored.__tablename__)

    @property
    def table(self) -> Table:
        return Registered.metadata.tables[self.name]


FACTS = Kind(StoredFact, FACT_COLUMNS)
ASSETS = Kind(StoredAssetEvent, ASSET_COLUMNS)
STATUSES = Kind(StoredStatusEvent, STATUS_COLUMNS)
KINDS = (FACTS, ASSETS, STATUSES)  # the order in which their digests are chained


def add_rows(
    session: Session, kind: Kind, rows: pl.DataFrame, previous: bytes, tell: Callable[[int], None] | None = None
) -> bytes:
    """Add the rows of one batch and kind; the digest of the last.

    rows      the kind's columns, in any order of columns and rows; a column `batch` that is the same everywhere
    previous  the last digest of the batch so far
    tell      is told after each block how many rows were added
    Raises    ValueError: a column is missing or a text holds a control character
    """
    sorted_rows = rows.select(kind.columns.names()).cast(kind.columns).sort(ORDER)
    for block in sorted_rows.iter_slices(BLOCK):
        digests = chained(previous, canonical_frame(kind.name, block))
        previous = digests[-1]
        insert_all(session, kind.table, block.with_columns(pl.Series(DIGEST, digests, pl.Binary)))
        reached("block-added")
        if tell is not None:
            tell(block.height)
    return previous


def stored_rows(session: Session, kind: Kind, batch: int) -> Iterator[tuple[object, ...]]:
    """The rows of a batch in the order of their chain, values as they are canonical, the digest last.

    Columns are read without their types: a damaged value must come out as it lies there, not as an error.
    """
    names = [*kind.columns.names(), DIGEST]
    plain = table(kind.name, *(column(name) for name in names))
    chosen = [
        cast(plain.c[name], SqlInteger) if kind.columns.get(name) == pl.Boolean else plain.c[name] for name in names
    ]
    rows = select(*chosen).where(plain.c.batch == batch).order_by(*(plain.c[name] for name in ORDER))
    for row in session.execute(rows, execution_options={"yield_per": 20_000}):
        yield tuple(row)
