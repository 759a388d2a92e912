"""Persons, households and residence as batches tell of them: what is there already stays."""

import polars as pl
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from zengshou.store.register.tables.person_tables import StoredHousehold, StoredMember, StoredPerson, StoredResidence
from zengshou.store.register.tables.schema import Registered
from zengshou.store.register.writing.bulk import insert_missing
from zengshou.store.register.writing.crash_points import reached
from zengshou.store.register.writing.many_keys import some_or_all

BLOCK = 200_000
PERSON_COLUMNS = ("ref", "area", "birth_month", "sex", "first_batch")
HOUSEHOLD_COLUMNS = ("id", "kind", "area")
MEMBER_COLUMNS = ("household", "person", "date_from", "relation", "date_to", "batch")
RESIDENCE_COLUMNS = ("person", "year", "date_from", "status", "date_to", "basis", "batch")


def add_persons(session: Session, persons: pl.DataFrame) -> None:
    """Persons of a batch, PERSON_COLUMNS; sorted by reference, so that their table grows page by page."""
    _add(session, StoredPerson, persons.select(PERSON_COLUMNS).unique("ref").sort("ref"))
    reached("persons-added")


def correct_areas(session: Session, areas: pl.DataFrame) -> int:
    """Put right where persons belong: the first feed that named them may have known no more than their number.

    areas  ref, area of persons that are there;  Returns  how many were elsewhere before
    """
    held = select(StoredPerson.ref, StoredPerson.area).execution_options(yield_per=BLOCK)
    parts = some_or_all(StoredPerson.ref, areas["ref"].unique().to_list())
    rows = [tuple(row) for part in parts for row in session.execute(held.where(*part))]
    stored = pl.DataFrame(rows, schema={"ref": pl.Int64, "held": pl.String}, orient="row")
    moved = areas.unique("ref", keep="last").join(stored, on="ref").filter(pl.col("area") != pl.col("held"))
    if moved.height:
        table = Registered.metadata.tables[StoredPerson.__tablename__]
        change = update(table).where(table.c.ref == bindparam("of")).values(area=bindparam("to"))
        session.execute(change, [{"of": ref, "to": area} for ref, area in moved.select("ref", "area").iter_rows()])
    return moved.height


def add_households(session: Session, households: pl.DataFrame, members: pl.DataFrame) -> None:
    """Households and who belongs to them, HOUSEHOLD_COLUMNS and MEMBER_COLUMNS."""
    _add(session, StoredHousehold, households.select(HOUSEHOLD_COLUMNS).unique("id").sort("id"))
    _add(session, StoredMember, members.select(MEMBER_COLUMNS).unique(MEMBER_COLUMNS[:3]).sort(MEMBER_COLUMNS[:3]))


def add_residence(session: Session, spells: pl.DataFrame) -> None:
    """Spells of tax residence, RESIDENCE_COLUMNS."""
    _add(session, StoredResidence, spells.select(RESIDENCE_COLUMNS).unique(RESIDENCE_COLUMNS[:3]))


def _add(session: Session, stored: type[Registered], rows: pl.DataFrame) -> None:
    insert_missing(session, Registered.metadata.tables[stored.__tablename__], rows)
