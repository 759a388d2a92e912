"""The queries behind a person's file: published rows within the scope, under a live authorisation, by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

import polars as pl
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zengshou.records.access.context import AccessContext
from zengshou.records.access.decision import Allowed
from zengshou.records.access.minimum import Dataset
from zengshou.store.register.access.scope import Scope, is_person_within, is_within
from zengshou.store.register.persons.member_rows import members_of
from zengshou.store.register.tables.access_tables import StoredAuthorisation
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.person_tables import StoredPerson, StoredResidence
from zengshou.store.register.tables.published import is_published

OF_BATCH = {"channel": StoredBatch.channel, "recorded_at": StoredBatch.published_at}
RowTable = type[StoredFact] | type[StoredAssetEvent] | type[StoredStatusEvent]
OF_PERSONS: dict[Dataset, RowTable] = {
    Dataset.INCOME: StoredFact,
    Dataset.ASSET: StoredAssetEvent,
    Dataset.STATUS: StoredStatusEvent,
}
MONTHS = {Dataset.INCOME: ("month_from", "month_to")}
TYPES = {
    "area": pl.String, "birth_month": pl.Int32, "sex": pl.String, "batch": pl.Int64, "row": pl.Int64, "part": pl.Int64,
    "item": pl.String, "fen": pl.Int64, "month_from": pl.Int32, "month_to": pl.Int32, "level": pl.String,
    "basis": pl.String, "channel": pl.String, "native_id": pl.String, "payer": pl.String, "reversal_of": pl.String,
    "recorded_at": pl.Datetime("us", "UTC"), "asset": pl.String, "kind": pl.String, "action": pl.String,
    "share_over": pl.Int64, "share_under": pl.Int64, "on_date": pl.Date, "detail": pl.Object, "status": pl.String,
    "date_from": pl.Date, "date_to": pl.Date, "member": pl.Int64, "relation": pl.String, "year": pl.Int32,
}  # fmt: skip
IS_FLAG = {Dataset.INCOME: ("household",), Dataset.FOUND: ("income", "asset", "status")}


@dataclass(frozen=True)
class Asked:
    """One question that was allowed: the persons' proofs, the columns, and the moment as of which it is answered.

    months  the first and the last month of income that is wanted; None for all
    refs    every reference of the persons -> the person asked for, under whom its rows are shown
    """

    context: AccessContext
    scope: Scope
    proofs: Sequence[Allowed]
    columns: tuple[str, ...]
    known_at: datetime
    months: tuple[int, int] | None = None

    @property
    def refs(self) -> Mapping[int, int]:
        return {ref: proof.person for proof in self.proofs for ref in proof.refs}


def person_rows(session: Session, dataset: Dataset, asked: Asked) -> pl.DataFrame:
    """The rows of the persons, `person` and the allowed columns, and no other. person  the reference of the row"""
    if dataset in OF_PERSONS:
        rows = _events(OF_PERSONS[dataset], asked)
    elif dataset is Dataset.PERSON:
        rows = _basics(asked)
    elif dataset is Dataset.HOUSEHOLD:
        return household_rows(session, asked).shown
    elif dataset is Dataset.RESIDENCE:
        rows = _residences(asked)
    elif dataset is Dataset.FOUND:
        return _found(session, asked)
    else:
        raise ValueError(f"{dataset.value} is not kept in the register")
    found = [tuple(row) for row in session.execute(rows)]
    return pl.DataFrame(found, schema=_schema(dataset, asked.columns), orient="row")


def under_who_was_asked(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The rows under the reference by which their person was asked for; what two references say alike, once."""
    if all(ref == person for ref, person in asked.refs.items()):
        return frame
    return frame.with_columns(pl.col("person").replace(dict(asked.refs))).unique(maintain_order=True)


def _schema(dataset: Dataset, columns: Sequence[str]) -> dict[str, pl.DataType | type[pl.DataType]]:
    flags = IS_FLAG.get(dataset, ())
    types = {name: pl.Boolean if name in flags else TYPES.get(name, pl.String) for name in columns}
    return cast(dict[str, pl.DataType | type[pl.DataType]], {"person": pl.Int64, **types})


def is_authorised(asked: Asked, person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The authorisation once more, inside the query: one revoked since the decision shows nothing."""
    free = [ref for proof in asked.proofs if proof.channels is None for ref in proof.refs]
    parts: list[ColumnElement[bool]] = [person.in_(free)] if free else []
    day, at = asked.context.day, asked.context.at
    for proof in asked.proofs:
        if proof.channels is None:
            continue
        live = select(StoredAuthorisation.id).where(
            StoredAuthorisation.id == proof.authorisation,
            StoredAuthorisation.person.in_(proof.refs),
            StoredAuthorisation.valid_from <= day,
            StoredAuthorisation.valid_to >= day,
            StoredAuthorisation.confirmed_at <= at,
            or_(StoredAuthorisation.revoked_at.is_(None), StoredAuthorisation.revoked_at > at),
        )
        parts.append(and_(person.in_(proof.refs), StoredBatch.channel.in_(sorted(proof.channels)), live.exists()))
    return or_(*parts)


def _events(table: RowTable, asked: Asked) -> Select[tuple[object, ...]]:
    columns = [OF_BATCH[name] if name in OF_BATCH else getattr(table, name) for name in asked.columns]
    rows = (
        select(table.person, *columns)
        .join(StoredBatch, StoredBatch.id == table.batch)
        .where(table.person.in_(asked.refs))
        .where(is_person_within(asked.scope, table.person), is_published(asked.known_at))
        .where(is_authorised(asked, table.person))
        .order_by(table.person, table.batch, table.row, table.part)
    )
    if asked.months is not None and table is StoredFact:
        first, last = asked.months
        rows = rows.where(StoredFact.month_from <= last, StoredFact.month_to >= first)
    return cast("Select[tuple[object, ...]]", rows)


def _basics(asked: Asked) -> Select[tuple[object, ...]]:
    columns = [getattr(StoredPerson, name) for name in asked.columns]
    rows = select(StoredPerson.ref, *columns).where(
        StoredPerson.ref.in_(asked.refs),
        is_within(asked.scope),
    )
    return cast("Select[tuple[object, ...]]", rows.order_by(StoredPerson.ref))


@dataclass(frozen=True, eq=False)
class HouseholdRows:
    """The households that may be shown, and how many more persons belong to each on the day, outside the scope."""

    shown: pl.DataFrame
    outside: Mapping[str, int]


def household_rows(session: Session, asked: Asked) -> HouseholdRows:
    """The households of the persons; with the column `member` all their members within the scope, else themselves.

    Under row security nobody outside the scope is there to be counted.
    """
    persons = sorted(asked.refs)
    known = members_of(session, persons, asked.known_at, asked.scope)
    is_whole = bool(known["is_within"].all())
    rows = known if is_whole else known.filter("is_within")
    if "member" not in asked.columns:
        rows = rows.filter(pl.col("person").is_in(persons))
    elif len(persons) == 1:  # every household that was read is this person's
        rows = rows.with_columns(member="person", person=pl.lit(persons[0], pl.Int64))
    else:
        mine = rows.filter(pl.col("person").is_in(persons)).select("person", "household").unique()
        rows = mine.join(rows.rename({"person": "member"}), on="household")
    order = ["person", "household", *(("member",) if "member" in asked.columns else ()), "date_from"]
    shown = rows.sort(order).select("person", *asked.columns)
    return HouseholdRows(shown, {} if is_whole else _outside(known, asked.context.day))


def _outside(known: pl.DataFrame, day: date) -> dict[str, int]:
    """Household -> members on a day who are not within the scope."""
    is_held = (pl.col("date_from") <= day) & (pl.col("date_to").is_null() | (pl.col("date_to") >= day))
    others = known.filter(~pl.col("is_within") & is_held)
    return dict(others.group_by("household").agg(pl.col("person").n_unique()).iter_rows())


def _residences(asked: Asked) -> Select[tuple[object, ...]]:
    columns = [getattr(StoredResidence, name) for name in asked.columns]
    rows = (
        select(StoredResidence.person, *columns)
        .join(StoredBatch, StoredBatch.id == StoredResidence.batch)
        .where(StoredResidence.person.in_(asked.refs))
        .where(is_person_within(asked.scope, StoredResidence.person), is_published(asked.known_at))
        .order_by(StoredResidence.person, StoredResidence.year, StoredResidence.date_from)
    )
    return cast("Select[tuple[object, ...]]", rows)


def _found(session: Session, asked: Asked) -> pl.DataFrame:
    """Whether there is any row at all: what a town's clerk sees in the place of amounts."""
    persons = [proof.person for proof in asked.proofs]
    there: dict[str, set[object]] = {}
    for name in asked.columns:
        table = OF_PERSONS[Dataset(name)]
        rows = _events(table, Asked(asked.context, asked.scope, asked.proofs, (), asked.known_at))
        there[name] = {asked.refs[cast(int, row[0])] for row in session.execute(rows.distinct().order_by(None))}
    found = [(person, *(person in there[name] for name in asked.columns)) for person in persons]
    return pl.DataFrame(found, schema=_schema(Dataset.FOUND, asked.columns), orient="row")
