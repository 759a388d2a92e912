"""Who belongs to which household, as published batches state it: for one person's file and for the whole register."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import polars as pl
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from zengshou.records.income.membership import ENDING, ENDS, STATED, memberships
from zengshou.store.register.access.scope import Scope, is_person_within
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredStatusEvent
from zengshou.store.register.tables.person_tables import StoredHousehold, StoredMember
from zengshou.store.register.tables.published import is_published
from zengshou.store.register.writing.many_keys import some_or_all

BLOCK = 200_000
Columns = Mapping[str, pl.DataType | type[pl.DataType]]
KNOWN: Columns = {
    **{name: STATED[name] for name in STATED.names()},
    "batch": pl.Int64,
}
OF_MEMBER = aliased(StoredMember)  # the rows of the person who is asked for, beside those of the household


def members_of(session: Session, persons: Sequence[int], at: datetime, scope: Scope) -> pl.DataFrame:
    """The households of some persons, as known at a moment, with everybody who belongs to them (KNOWN, is_within).

    is_within  the member belongs to an area of the reader. Under row security the others are not there at all.
    """
    of_persons = select(OF_MEMBER.household).where(OF_MEMBER.person.in_(persons), _counts(OF_MEMBER.batch, at))
    wanted = _stated(at).where(StoredMember.household.in_(of_persons))
    wanted = wanted.add_columns(is_person_within(scope, StoredMember.person).label("is_within"))
    return _as_it_stands(session, wanted, at, {**KNOWN, "is_within": pl.Boolean})


def memberships_of(session: Session, persons: Sequence[int], at: datetime) -> pl.DataFrame:
    """The memberships of these persons at least, without the others of their households (KNOWN)."""
    of_person = StoredMember.person
    rows = (row for part in some_or_all(of_person, persons) for row in session.execute(_stated(at).where(*part)))
    stated = pl.DataFrame([tuple(row) for row in rows], schema=dict(KNOWN), orient="row")
    return memberships(stated, _ends(session, stated["person"].unique().to_list(), at))


def members_of_everybody(session: Session, at: datetime) -> pl.DataFrame:
    """Every membership that was known at a moment (KNOWN)."""
    return _as_it_stands(session, _stated(at), at, KNOWN)


def _as_it_stands(
    session: Session,
    wanted: Select[tuple[object, ...]],
    at: datetime,
    schema: Mapping[str, pl.DataType | type[pl.DataType]],
) -> pl.DataFrame:
    rows = [tuple(row) for row in session.execute(wanted, execution_options={"yield_per": BLOCK})]
    stated = pl.DataFrame(rows, schema=dict(schema), orient="row")
    return memberships(stated, _ends(session, stated["person"].unique().to_list(), at))


def _stated(at: datetime) -> Select[tuple[object, ...]]:
    """Statements in the order in which they became known."""
    source = {name: StoredHousehold.kind if name == "kind" else getattr(StoredMember, name) for name in KNOWN}
    wanted: Select[tuple[object, ...]] = select(*source.values())
    return (
        wanted.select_from(StoredMember)
        .join(StoredHousehold, StoredHousehold.id == StoredMember.household)
        .join(StoredBatch, StoredBatch.id == StoredMember.batch)
        .where(is_published(at))
        .order_by(StoredBatch.published_at, StoredMember.batch, StoredMember.household, StoredMember.person)
    )


def _ends(session: Session, persons: Sequence[int], at: datetime) -> pl.DataFrame:
    event = StoredStatusEvent
    wanted = select(event.person, event.status, event.date_from).where(
        event.status.in_(ENDING), _counts(event.batch, at)
    )
    rows = (row for part in some_or_all(event.person, persons) for row in session.execute(wanted.where(*part)))
    return pl.DataFrame([tuple(row) for row in rows], schema=ENDS, orient="row")


def _counts(batch: InstrumentedAttribute[int], at: datetime) -> ColumnElement[bool]:
    """Asked of each row that the index found, see `known_rows`."""
    return exists().where(StoredBatch.id == batch, is_published(at))
