"""Persons, households and residence as batches tell of them: what is there already stays."""

import polars as pl
from sqlalchemy import exists, not_, or_, select
from sqlalchemy.orm import Session

from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.person_tables import (
    StoredArea,
    StoredHousehold,
    StoredMember,
    StoredPerson,
    StoredResidence,
)
from zengshou.store.register.tables.schema import Registered
from zengshou.store.register.writing.bulk import insert_missing
from zengshou.store.register.writing.crash_points import reached

PERSON_COLUMNS = ("ref", "area", "own_area", "birth_month", "sex", "first_batch")
NAMING = (StoredFact, StoredAssetEvent, StoredStatusEvent, StoredMember, StoredArea, StoredResidence)
HOUSEHOLD_COLUMNS = ("id", "kind", "area")
MEMBER_KEY = ("household", "person", "date_from", "batch")
MEMBER_COLUMNS = ("household", "person", "date_from", "relation", "date_to", "batch")
RESIDENCE_KEY = ("person", "year", "date_from", "batch")
RESIDENCE_COLUMNS = ("person", "year", "date_from", "status", "date_to", "basis", "batch")


def add_persons(session: Session, persons: pl.DataFrame) -> None:
    """Persons of a batch, PERSON_COLUMNS; sorted by reference, so that their table grows page by page."""
    _add(session, StoredPerson, persons.select(PERSON_COLUMNS).unique("ref").sort("ref"))
    reached("persons-added")


def add_households(session: Session, households: pl.DataFrame, members: pl.DataFrame) -> None:
    """Households and who belongs to them, HOUSEHOLD_COLUMNS and MEMBER_COLUMNS."""
    _add(session, StoredHousehold, households.select(HOUSEHOLD_COLUMNS).unique("id").sort("id"))
    _add(session, StoredMember, members.select(MEMBER_COLUMNS).unique(MEMBER_KEY).sort(MEMBER_KEY))


def add_residence(session: Session, spells: pl.DataFrame) -> None:
    """Spells of tax residence, RESIDENCE_COLUMNS."""
    _add(session, StoredResidence, spells.select(RESIDENCE_COLUMNS).unique(RESIDENCE_KEY))


def known_from_alone(session: Session, batch: int) -> list[int]:
    """Persons that this batch was the first to name and that no other batch names which was not rejected."""
    elsewhere = [
        exists().where(
            stored.person == StoredPerson.ref,
            stored.batch != batch,
            exists().where(StoredBatch.id == stored.batch, StoredBatch.state != BatchState.REJECTED.value),
        )
        for stored in NAMING
    ]
    wanted = select(StoredPerson.ref).where(StoredPerson.first_batch == batch, not_(or_(*elsewhere)))
    return list(session.scalars(wanted.order_by(StoredPerson.ref)))


def _add(session: Session, stored: type[Registered], rows: pl.DataFrame) -> None:
    insert_missing(session, Registered.metadata.tables[stored.__tablename__], rows)
