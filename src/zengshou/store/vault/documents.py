"""Documents of persons: another one beside the first, its dates, and which one speaks for a person on a day."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.records.identity.identifier import IdentifierKind
from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.crypto.envelope import Opener, sealed_with
from zengshou.store.vault.held import held_by, opened
from zengshou.store.vault.seals import NUMBER, Seals, spelling
from zengshou.store.vault.tables import StoredIdentifier

# The document that names a person where several are in force: the earlier kind in the list of kinds.
PRECEDENCE = {kind.value: place for place, kind in enumerate(IdentifierKind)}


class Document(NamedTuple):
    """A document of a person; number normalised; dates None where unknown."""

    ref: PersonRef
    kind: str
    number: str
    valid_from: date | None = None
    valid_to: date | None = None


def add_documents(session: Session, seals: Seals, documents: Sequence[Document], entry: int) -> None:
    """Give persons further documents that nobody holds yet."""
    bodies = opened(session, seals, (document.ref for document in documents))
    for document in documents:
        (lookup,) = seals.lookups([spelling(document.kind, document.number)])
        (number,) = sealed_with(bodies[document.ref].data_key, [(NUMBER, document.number.encode())])
        session.add(
            StoredIdentifier(
                lookup=lookup,
                person=document.ref,
                kind=document.kind,
                number=number,
                valid_from=document.valid_from,
                valid_to=document.valid_to,
                key=seals.newest,
                entry=entry,
            )
        )
    session.flush()


def attached(session: Session, seals: Seals, document: Document, entry: int) -> str:
    """Add a document or renew its dates; the reason in words where it may not be added, else ""."""
    (held,) = held_by(session, seals, [spelling(document.kind, document.number)])
    if held is not None and held.ref != document.ref:
        return "这个证件已登记在另一人名下。"
    if not opened(session, seals, [document.ref]):
        return "没有这个人，或已被删除。"
    if held is None:
        add_documents(session, seals, [document], entry)
        return ""
    for row in session.scalars(select(StoredIdentifier).where(StoredIdentifier.person == document.ref)):
        if row.lookup in seals.lookups([spelling(document.kind, document.number)], row.key):
            row.valid_from, row.valid_to = document.valid_from, document.valid_to
    session.flush()
    return ""


def documents_of(session: Session, ref: PersonRef, opener: Opener) -> tuple[Document, ...]:
    """Every document of a person, opened; in the order of enrolment."""
    rows = session.scalars(select(StoredIdentifier).where(StoredIdentifier.person == ref))
    found = sorted(rows, key=lambda row: (row.entry, PRECEDENCE[row.kind], -len(row.number)))
    return tuple(
        Document(ref, row.kind, opener(NUMBER, row.number).decode(), row.valid_from, row.valid_to) for row in found
    )


def speaking_on(documents: Sequence[Document], day: date) -> Document:
    """The document by which a person is named on a day: one in force, a card before a passport, 18 digits before 15."""
    return min(documents, key=lambda each: (not _is_in_force(each, day), PRECEDENCE[each.kind], -len(each.number)))


def _is_in_force(document: Document, day: date) -> bool:
    return (document.valid_from or date.min) <= day <= (document.valid_to or date.max)
