"""The queries behind a person's file: published rows within the scope, under a live authorisation, by column."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import polars as pl
from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from zengshou.records.access.context import AccessContext
from zengshou.records.access.decision import Allowed
from zengshou.records.access.minimum import Dataset
from zengshou.store.register.access.scope import Scope, is_person_within, is_within
from zengshou.store.register.tables.access_tables import StoredAuthorisation
from zengshou.store.register.tables.batch_state import BatchState
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.person_tables import StoredHousehold, StoredMember, StoredPerson, StoredResidence

MEMBER = aliased(StoredMember)  # of the household, beside the member who is asked for
SHOWN_STATES = (BatchState.PUBLISHED.value, BatchState.SUPERSEDED.value)
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
    """

    context: AccessContext
    scope: Scope
    proofs: Sequence[Allowed]
    columns: tuple[str, ...]
    known_at: datetime
    months: tuple[int, int] | None = None


def person_rows(session: Session, dataset: Dataset, asked: Asked) -> pl.DataFrame:
    """The rows of the persons, `person` and the allowed columns, and no other."""
    if dataset in OF_PERSONS:
        rows = _events(OF_PERSONS[dataset], asked)
    elif dataset is Dataset.PERSON:
        rows = _basics(asked)
    elif dataset is Dataset.HOUSEHOLD:
        rows = _households(asked)
    elif dataset is Dataset.RESIDENCE:
        rows = _residences(asked)
    elif dataset is Dataset.FOUND:
        return _found(session, asked)
    else:
        raise ValueError(f"{dataset.value} is not kept in the register")
    found = [tuple(row) for row in session.execute(rows)]
    return pl.DataFrame(found, schema=_schema(dataset, asked.columns), orient="row")


def _schema(dataset: Dataset, columns: Sequence[str]) -> dict[str, pl.DataType | type[pl.DataType]]:
    flags = IS_FLAG.get(dataset, ())
    types = {name: pl.Boolean if name in flags else TYPES.get(name, pl.String) for name in columns}
    return cast(dict[str, pl.DataType | type[pl.DataType]], {"person": pl.Int64, **types})


def is_published(known_at: datetime) -> ColumnElement[bool]:
    """Whether a batch counted at a moment: published by then, and not yet replaced."""
    return and_(
        StoredBatch.state.in_(SHOWN_STATES),
        StoredBatch.published_at <= known_at,
        or_(StoredBatch.superseded_at.is_(None), StoredBatch.superseded_at > known_at),
    )


def _is_authorised(asked: Asked, person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The authorisation once more, inside the query: one revoked since the decision shows nothing."""
    free = [proof.person for proof in asked.proofs if proof.channels is None]
    parts: list[ColumnElement[bool]] = [person.in_(free)] if free else []
    by_scope: dict[frozenset[str], list[Allowed]] = {}
    for proof in asked.proofs:
        if proof.channels is not None:
            by_scope.setdefault(proof.channels, []).append(proof)
    day = asked.context.day
    for channels, proofs in by_scope.items():
        live = select(StoredAuthorisation.id).where(
            StoredAuthorisation.id.in_([proof.authorisation for proof in proofs]),
            StoredAuthorisation.person == person,
            StoredAuthorisation.valid_from <= day,
            StoredAuthorisation.valid_to >= day,
            or_(StoredAuthorisation.revoked_at.is_(None), StoredAuthorisation.revoked_at > asked.context.at),
        )
        named = person.in_([proof.person for proof in proofs])
        parts.append(and_(named, StoredBatch.channel.in_(sorted(channels)), live.exists()))
    return or_(*parts)


def _events(table: RowTable, asked: Asked) -> Select[tuple[object, ...]]:
    columns = [OF_BATCH[name] if name in OF_BATCH else getattr(table, name) for name in asked.columns]
    rows = (
        select(table.person, *columns)
        .join(StoredBatch, StoredBatch.id == table.batch)
        .where(table.person.in_([proof.person for proof in asked.proofs]))
        .where(is_person_within(asked.scope, table.person), is_published(asked.known_at))
        .where(_is_authorised(asked, table.person))
        .order_by(table.person, table.batch, table.row, table.part)
    )
    if asked.months is not None and table is StoredFact:
        first, last = asked.months
        rows = rows.where(StoredFact.month_from <= last, StoredFact.month_to >= first)
    return cast("Select[tuple[object, ...]]", rows)


def _basics(asked: Asked) -> Select[tuple[object, ...]]:
    columns = [getattr(StoredPerson, name) for name in asked.columns]
    rows = select(StoredPerson.ref, *columns).where(
        StoredPerson.ref.in_([proof.person for proof in asked.proofs]),
        is_within(asked.scope),
    )
    return cast("Select[tuple[object, ...]]", rows.order_by(StoredPerson.ref))


def _households(asked: Asked) -> Select[tuple[object, ...]]:
    """The households of the persons; with the column `member` all their members within the scope, else themselves."""
    asked_for = [proof.person for proof in asked.proofs]
    source = {
        "household": MEMBER.household,
        "kind": StoredHousehold.kind,
        "member": MEMBER.person,
        "relation": MEMBER.relation,
        "date_from": MEMBER.date_from,
        "date_to": MEMBER.date_to,
    }
    if "member" in asked.columns:
        whose = select(StoredMember.person, StoredMember.household).where(StoredMember.person.in_(asked_for))
        mine = whose.distinct().subquery()  # a feed that states a member every month must not multiply the members
        belongs = MEMBER.household == mine.c.household
        person: SQLColumnExpression[int] = mine.c.person
        rows = select(person, *(source[name] for name in asked.columns)).select_from(mine).join(MEMBER, belongs)
    else:
        person = MEMBER.person
        rows = select(person, *(source[name] for name in asked.columns)).where(MEMBER.person.in_(asked_for))
    rows = (
        rows.join(StoredHousehold, StoredHousehold.id == MEMBER.household)
        .join(StoredBatch, StoredBatch.id == MEMBER.batch)
        .where(is_person_within(asked.scope, MEMBER.person), is_published(asked.known_at))
    )
    return cast("Select[tuple[object, ...]]", rows.order_by(person, MEMBER.household, MEMBER.person, MEMBER.date_from))


def _residences(asked: Asked) -> Select[tuple[object, ...]]:
    columns = [getattr(StoredResidence, name) for name in asked.columns]
    rows = (
        select(StoredResidence.person, *columns)
        .join(StoredBatch, StoredBatch.id == StoredResidence.batch)
        .where(StoredResidence.person.in_([proof.person for proof in asked.proofs]))
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
        there[name] = {row[0] for row in session.execute(rows.distinct().order_by(None))}
    found = [(person, *(person in there[name] for name in asked.columns)) for person in persons]
    return pl.DataFrame(found, schema=_schema(Dataset.FOUND, asked.columns), orient="row")
