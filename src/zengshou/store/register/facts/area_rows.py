"""Where persons belong: what the registers of population stated, batch by batch, and which statement holds.

The area of a person decides who may read of them, so it follows published batches alone: one that waits for a person,
was rejected or was replaced changes nothing. Without any statement a person belongs where their number was given out.
"""

import polars as pl
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from zengshou.store.database.row_seals import frame_seals
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.person_tables import StoredArea, StoredPerson
from zengshou.store.register.tables.schema import Registered
from zengshou.store.register.writing.bulk import insert_all

BLOCK = 200_000
PERSONS = pl.Schema(
    {
        "ref": pl.Int64,
        "area": pl.String,
        "own_area": pl.String,
        "birth_month": pl.Int64,
        "sex": pl.String,
        "first_batch": pl.Int64,
    }
)
STATED = pl.Schema({"ref": pl.Int64, "stated": pl.String})


def add_areas(session: Session, areas: pl.DataFrame) -> None:
    """What a batch states of where persons are registered: person, area (twelve digits), batch; one row a person."""
    table = Registered.metadata.tables[StoredArea.__tablename__]
    rows = areas.select("person", "batch", "area").unique(["person", "batch"], keep="last").sort("person")
    insert_all(session, table, rows)


def settle_areas(session: Session, batch: int) -> int:
    """Bring the persons of whom a batch states an area to where they belong now; how many were elsewhere.

    To be called whenever the batch begins to count or ceases to.
    """
    of_batch = select(StoredArea.person).where(StoredArea.batch == batch)
    table = Registered.metadata.tables[StoredPerson.__tablename__]
    held = _frame(session, select(*(table.c[name] for name in PERSONS)).where(table.c.ref.in_(of_batch)), PERSONS)
    statements = (
        select(StoredArea.person, StoredArea.area)
        .join(StoredBatch, StoredBatch.id == StoredArea.batch)
        .where(StoredArea.person.in_(of_batch), StoredBatch.state == BatchState.PUBLISHED.value)
        .order_by(StoredBatch.published_at, StoredArea.batch)
    )
    stated = _frame(session, statements, STATED).unique("ref", keep="last", maintain_order=True)
    now = held.join(stated, on="ref", how="left").with_columns(to=pl.coalesce("stated", "own_area"))
    moved = now.filter(pl.col("to") != pl.col("area")).with_columns(area="to").select(PERSONS.names())
    if moved.height:
        change = update(table).where(table.c.ref == bindparam("of"))
        values = zip(moved["ref"], moved["area"], frame_seals(table, moved), strict=True)
        session.execute(
            change.values(area=bindparam("to"), seal=bindparam("by")),
            [{"of": ref, "to": area, "by": seal} for ref, area, seal in values],
        )
    return moved.height


def _frame(session: Session, wanted: object, schema: pl.Schema) -> pl.DataFrame:
    rows = session.execute(wanted, execution_options={"yield_per": BLOCK})  # type: ignore[call-overload]
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
