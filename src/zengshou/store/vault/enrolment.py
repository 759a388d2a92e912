"""Bulk enrolment of one run of rows: known documents keep their reference, new ones get a random one."""

import secrets
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.records.identity.agreement import agrees
from zengshou.records.identity.person_ref import LARGEST, PersonRef
from zengshou.store.crypto.envelope import sealed_with
from zengshou.store.vault.body import Body, body_of, known_fields, told_in
from zengshou.store.vault.bulk import chunks, insert_rows
from zengshou.store.vault.documents import Document, add_documents
from zengshou.store.vault.held import Held, held_by, opened
from zengshou.store.vault.seals import BODY, NUMBER, Seals, spelling
from zengshou.store.vault.tables import StoredPerson

PERSON = ("ref", "wrapped_key", "body", "body_digest", "known_fields", "key", "entry")
IDENTIFIER = ("lookup", "person", "kind", "number", "key", "entry")


@dataclass(frozen=True)
class Rows:
    """One run of checked rows as lists; `number` is normalised, `text`, `told`, `known` as `body_texts` makes them."""

    kind: list[str]
    number: list[str]
    original: list[str]
    text: list[str]
    told: list[str]
    known: list[int]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> "Rows":
        return cls(*(frame[name].to_list() for name in ("kind", "number", "original", "text", "told", "known")))

    @property
    def spellings(self) -> list[bytes]:
        return list(map(spelling, self.kind, self.number))


@dataclass(frozen=True)
class Answers:
    """For each row of a run its reference, whether it disagrees with the person, and whether the person is new."""

    ref: NDArray[np.int64]
    conflict: NDArray[np.bool_]
    is_new: NDArray[np.bool_]


class _NewPersons(NamedTuple):
    """Of documents not held: the first row of each in order, and for every row of one the place in that order."""

    first_rows: list[int]
    place: dict[bytes, int]


@dataclass(frozen=True)
class Desk:
    """Where rows are enrolled: a transaction, the zone's keys, and the number of the log entry that will tell of it."""

    session: Session
    seals: Seals
    entry: int


def enrolled(desk: Desk, rows: Rows) -> Answers:
    """Enrol one run of rows inside the caller's transaction."""
    count = len(rows.kind)
    answers = Answers(np.zeros(count, np.int64), np.zeros(count, bool), np.zeros(count, bool))
    held = held_by(desk.session, desk.seals, rows.spellings)
    _enrol_new(desk, rows, held, answers)
    _compare_held(desk, rows, held, answers)
    _keep_originals(desk, rows, answers)
    return answers


def _enrol_new(desk: Desk, rows: Rows, held: list[Held | None], answers: Answers) -> None:
    """Make the persons whose documents nobody holds; rows that repeat a document in the run meet in one person."""
    spellings = rows.spellings
    new = _new_persons(spellings, held)
    refs = _random_refs(len(new.first_rows))
    texts = [rows.text[row] for row in new.first_rows]
    for row, words in enumerate(spellings):
        place = new.place.get(words)
        if place is None:
            continue
        answers.ref[row], answers.is_new[row] = refs[place], row == new.first_rows[place]
        if rows.text[row] != texts[place]:
            first, other = body_of(texts[place]), body_of(rows.text[row])
            answers.conflict[row] = not _agree(first, other)
            texts[place] = texts[place] if answers.conflict[row] else first.filled(other).text
    documents = [Document(ref, rows.kind[row], rows.number[row]) for ref, row in zip(refs, new.first_rows, strict=True)]
    _insert_persons(desk, documents, texts)


def _new_persons(spellings: list[bytes], held: list[Held | None]) -> _NewPersons:
    first_rows: list[int] = []
    place: dict[bytes, int] = {}
    for row, words in enumerate(spellings):
        if held[row] is None and words not in place:
            place[words] = len(first_rows)
            first_rows.append(row)
    return _NewPersons(first_rows, place)


def _insert_persons(desk: Desk, documents: list[Document], texts: list[str]) -> None:
    """Seal and insert new persons, each with the document it came by; sorted, so that neighbours share a page."""
    seals, key = desk.seals, desk.seals.newest
    refs = [document.ref for document in documents]
    data_keys = seals.new_data_keys(len(refs))
    wrapped = seals.wrapped(data_keys, refs)
    digests = seals.body_digests(refs, list(map(told_in, texts)))
    lookups = seals.lookups([spelling(document.kind, document.number) for document in documents])
    persons, identifiers = [], []
    for at, (ref, kind, number, *_) in enumerate(documents):
        body, sealed = sealed_with(data_keys[at], ((BODY, texts[at].encode()), (NUMBER, number.encode())))
        persons.append((ref, wrapped[at], body, digests[at], known_fields(texts[at]), key, desk.entry))
        identifiers.append((lookups[at], ref, kind, sealed, key, desk.entry))
    insert_rows(desk.session, "person", PERSON, sorted(persons))
    insert_rows(desk.session, "identifier", IDENTIFIER, sorted(identifiers))


def _compare_held(desk: Desk, rows: Rows, held: list[Held | None], answers: Answers) -> None:
    """Give known documents their reference; open only those whose name or birth is not the one on record."""
    known = [(row, person) for row, person in enumerate(held) if person is not None]
    for row, person in known:
        answers.ref[row] = person.ref
    doubtful = _not_the_same(desk.seals, rows, known)
    bodies = opened(desk.session, desk.seals, (person.ref for _, person in doubtful))
    changed: dict[PersonRef, Body] = {}
    for row, person in doubtful:
        on_record = changed.get(person.ref, bodies[person.ref].body)
        told = body_of(rows.text[row])
        answers.conflict[row] = not _agree(on_record, told)
        filled = on_record if answers.conflict[row] else on_record.filled(told)
        if filled != on_record:
            changed[person.ref] = filled
    _rewrite(desk, {ref: (bodies[ref].data_key, body) for ref, body in changed.items()})


def _not_the_same(seals: Seals, rows: Rows, known: list[tuple[int, Held]]) -> list[tuple[int, Held]]:
    """Rows that tell another name or birth than the digest on record, or a field that is blank there."""
    doubtful = []
    for key in {person.key for _, person in known}:
        of_key = [(row, person) for row, person in known if person.key == key]
        refs, told = [person.ref for _, person in of_key], [rows.told[row] for row, _ in of_key]
        for (row, person), digest in zip(of_key, seals.body_digests(refs, told, key), strict=True):
            if digest != person.digest or rows.known[row] & ~person.known_fields:
                doubtful.append((row, person))
    return doubtful


def _rewrite(desk: Desk, changed: dict[PersonRef, tuple[bytes, Body]]) -> None:
    """Seal bodies again whose blanks were filled, and make their digests under the newest key."""
    for refs in chunks(sorted(changed)):
        for person in desk.session.scalars(select(StoredPerson).where(StoredPerson.ref.in_(refs))).all():
            data_key, body = changed[person.ref]
            text = body.text
            (person.body,) = sealed_with(data_key, [(BODY, text.encode())])
            (person.body_digest,) = desk.seals.body_digests([person.ref], [told_in(text)])
            person.known_fields, person.key = known_fields(text), desk.seals.newest
        desk.session.flush()


def _keep_originals(desk: Desk, rows: Rows, answers: Answers) -> None:
    """A 15-digit number stays on record as a second document of the person whose 18 digits it became."""
    longer = [row for row, text in enumerate(rows.original) if text != rows.number[row] and not answers.conflict[row]]
    found = {(int(answers.ref[row]), rows.kind[row], rows.original[row]) for row in longer}
    documents = [Document(*each) for each in sorted(found)]
    held = held_by(desk.session, desk.seals, [spelling(each.kind, each.number) for each in documents])
    missing = [each for each, by in zip(documents, held, strict=True) if by is None]
    add_documents(desk.session, desk.seals, missing, desk.entry)


def _agree(one: Body, other: Body) -> bool:
    return agrees(one.name, one.birth, other.name, other.birth)


def _random_refs(count: int) -> list[PersonRef]:
    """Random references. Two alike among ten million persons: five chances in a million; the table then refuses."""
    drawn = np.frombuffer(secrets.token_bytes(8 * count), np.uint64) & np.uint64(LARGEST)
    return [int(ref) or 1 for ref in drawn]
