"""What the vault holds of documents and persons, found in bulk and opened in bulk."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.crypto.envelope import Opener
from zengshou.store.vault.body import Body, body_of
from zengshou.store.vault.bulk import chunks, rows_by_key
from zengshou.store.vault.seals import BODY, Seals
from zengshou.store.vault.tables import StoredLookupKey, StoredPerson

HOLDERS = (
    "SELECT identifier.lookup, person.ref, person.body_digest, person.known_fields, person.key "
    "FROM identifier JOIN person ON person.ref = identifier.person WHERE identifier.lookup"
)


class Held(NamedTuple):
    """A person behind a lookup, as far as can be told without opening anything."""

    ref: PersonRef
    digest: bytes | None
    known_fields: int
    key: str


class Opened(NamedTuple):
    """A person's data key and body, and what opens the rest that is sealed of them."""

    data_key: bytes
    body: Body
    opener: Opener


def held_by(session: Session, seals: Seals, spellings: Sequence[bytes]) -> list[Held | None]:
    """Who holds each document; older keys are tried for those that the newest does not find."""
    found: list[Held | None] = [None] * len(spellings)
    missing = list(range(len(spellings)))
    for key in _lookup_keys(session, seals.newest):
        lookups = seals.lookups([spellings[row] for row in missing], key)
        held = _by_lookup(session, lookups)
        for row, lookup in zip(missing, lookups, strict=True):
            found[row] = held.get(lookup)
        missing = [row for row in missing if found[row] is None]
    return found


def opened(session: Session, seals: Seals, refs: Iterable[PersonRef]) -> dict[PersonRef, Opened]:
    """The bodies of persons; forgotten and unknown ones are absent. Raises  ProblemsFound for altered bytes."""
    found = {}
    for chunk in chunks(sorted(set(refs))):
        wanted = select(StoredPerson.ref, StoredPerson.wrapped_key, StoredPerson.body).where(
            StoredPerson.ref.in_(chunk), StoredPerson.wrapped_key.is_not(None)
        )
        rows = session.execute(wanted).all()
        data_keys = seals.unwrapped([row.wrapped_key for row in rows], [row.ref for row in rows])
        for row, data_key in zip(rows, data_keys, strict=True):
            opener = Opener(data_key)
            found[row.ref] = Opened(data_key, body_of(opener(BODY, row.body).decode()), opener)
    return found


def use_newest_key(session: Session, seals: Seals) -> None:
    """Note that lookups are now made under the newest key."""
    if session.get(StoredLookupKey, seals.newest) is None:
        session.add(StoredLookupKey(key=seals.newest))
        session.flush()


def _lookup_keys(session: Session, newest: str) -> list[str]:
    """The keys under which lookups exist, the newest first."""
    keys = set(session.scalars(select(StoredLookupKey.key)))
    return [key for key in [newest, *sorted(keys - {newest})] if key in keys]


def _by_lookup(session: Session, lookups: Sequence[bytes]) -> dict[bytes, Held]:
    """Sorted first: neighbours in the index are read together."""
    rows = cast(
        "Iterator[tuple[bytes, int, bytes | None, int, str]]", rows_by_key(session, HOLDERS, sorted(set(lookups)))
    )
    return {lookup: Held(ref, digest, known_fields, key) for lookup, ref, digest, known_fields, key in rows}
