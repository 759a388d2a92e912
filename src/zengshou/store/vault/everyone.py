"""Everybody in the vault, opened: for linkage alone, which compares persons and answers in references."""

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import polars as pl
from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.vault.body import Body
from zengshou.store.vault.bulk import chunks
from zengshou.store.vault.documents import Document, speaking_on
from zengshou.store.vault.held import Opened, opened
from zengshou.store.vault.seals import NUMBER, Seals
from zengshou.store.vault.tables import StoredIdentifier, StoredPerson

COLUMNS = pl.Schema(
    {
        "ref": pl.Int64,
        "kind": pl.String,
        "number": pl.String,
        "name": pl.String,
        "birth": pl.Date,
        "sex": pl.String,
        "address": pl.String,
        "phone": pl.String,
    }
)


def everyone(session: Session, seals: Seals, day: date) -> pl.DataFrame:
    """One row a person (COLUMNS), by reference, with the document that speaks for them on a day; forgotten ones not.

    Raises  ProblemsFound: bytes of a person were altered
    """
    refs = session.scalars(select(StoredPerson.ref).where(StoredPerson.wrapped_key.is_not(None))).all()
    frames = [COLUMNS.to_frame()]
    with _circles_left_alone():
        for chunk in chunks(sorted(refs)):
            bodies = opened(session, seals, chunk)
            documents = _documents(session, chunk, bodies)
            rows = [_row(ref, bodies[ref].body, speaking_on(documents[ref], day)) for ref in chunk]
            frames.append(pl.DataFrame(rows, schema=COLUMNS, orient="row"))
    return pl.concat(frames)


@contextmanager
def _circles_left_alone() -> Iterator[None]:
    """No search for circles among the millions of small tuples: there are none, and it takes 40 % of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _row(ref: PersonRef, body: Body, document: Document) -> tuple[object, ...]:
    return ref, document.kind, document.number, body.name, body.birth, body.sex, body.address, body.phone


def _documents(
    session: Session, refs: Sequence[PersonRef], bodies: dict[PersonRef, Opened]
) -> dict[PersonRef, list[Document]]:
    found: dict[PersonRef, list[Document]] = defaultdict(list)
    columns = (StoredIdentifier.person, StoredIdentifier.kind, StoredIdentifier.number)
    dates = (StoredIdentifier.valid_from, StoredIdentifier.valid_to)
    wanted = select(*columns, *dates).where(StoredIdentifier.person.in_(refs))
    for person, kind, sealed, valid_from, valid_to in session.execute(wanted):
        number = bodies[person].opener(NUMBER, sealed).decode()
        found[person].append(Document(person, kind, number, valid_from, valid_to))
    return found
