"""Persons, memberships and tax residence of the whole register, for statistics: the one place where they are read."""

from datetime import datetime

import polars as pl
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.store.register.persons.member_rows import members_of_everybody
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.person_tables import StoredPerson, StoredResidence
from zengshou.store.register.tables.published import is_published

BLOCK = 200_000
NON_RESIDENT = "non_resident"


def sees_everybody(session: Session) -> bool:
    """Whether no row security narrows what this transaction reads: then who is outside a scope can be counted out."""
    if session.get_bind().dialect.name != "postgresql":
        return True
    return not session.scalar(select(func.row_security_active(StoredPerson.__tablename__)))


def persons_known(session: Session) -> pl.DataFrame:
    """Every person that the transaction may see: person, area (twelve digits), birth_month, sex.

    Who is in this table need not count: a batch that was refused leaves its persons here.
    """
    rows = session.execute(
        select(StoredPerson.ref, StoredPerson.area, StoredPerson.birth_month, StoredPerson.sex),
        execution_options={"yield_per": BLOCK},
    )
    schema = {"person": pl.Int64, "area": pl.String, "birth_month": pl.Int32, "sex": pl.String}
    return pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")


def memberships_known(session: Session, at: datetime) -> pl.DataFrame:
    """Who belongs to which household, as known at the moment: person, household, kind, date_from, date_to."""
    return members_of_everybody(session, at).select("person", "household", "kind", "date_from", "date_to")


def non_residents_known(session: Session, at: datetime, year: int) -> pl.Series:
    """Persons whose last spell of the year is that of a non-resident; of two statements of it the later published."""
    rows = session.execute(
        select(StoredResidence.person, StoredResidence.status, StoredResidence.date_from)
        .join(StoredBatch, StoredBatch.id == StoredResidence.batch)
        .where(is_published(at), StoredResidence.year == year)
        .order_by(StoredResidence.date_from, StoredBatch.published_at, StoredBatch.id)
    )
    schema = {"person": pl.Int64, "status": pl.String, "date_from": pl.Date}
    frame = pl.DataFrame([tuple(row) for row in rows], schema=schema, orient="row")
    last = frame.unique("person", keep="last", maintain_order=True)
    return last.filter(pl.col("status") == NON_RESIDENT)["person"]
