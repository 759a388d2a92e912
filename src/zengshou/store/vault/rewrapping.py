"""After a key was renewed: wrap data keys again, and make the lookups again under the new key."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.crypto.envelope import opened_with, sealed_with
from zengshou.store.crypto.keys import wrapping_key
from zengshou.store.vault.body import body_of, told_in
from zengshou.store.vault.held import use_newest_key
from zengshou.store.vault.seals import BODY, NUMBER, Seals, spelling
from zengshou.store.vault.tables import StoredIdentifier, StoredLookupKey, StoredPerson, StoredZoneKey


def rewrap_after(session: Session, seals: Seals, after: PersonRef, most: int) -> tuple[int, PersonRef | None]:
    """Renew the next persons behind a reference: how many had an old key, and the last one seen (None at the end)."""
    wanted = (
        select(StoredPerson)
        .where(StoredPerson.ref > after, StoredPerson.wrapped_key.is_not(None))
        .order_by(StoredPerson.ref)
        .limit(most)
    )
    people = session.scalars(wanted).all()
    old = [person for person in people if _is_old(person, seals)]
    for person in old:
        _renew(session, seals, person)
    session.flush()
    return len(old), people[-1].ref if people else None


def rewrap_zones(session: Session, seals: Seals) -> None:
    """The zones' own keys stay; only what is around them is renewed."""
    for zone in session.scalars(select(StoredZoneKey).where(StoredZoneKey.key != seals.newest)):
        zone.wrapped = seals.wrapped_zone_key(zone.zone, seals.zone_key(zone.zone, zone.wrapped))
        zone.key = seals.newest
    session.flush()


def leave_old_keys(session: Session, seals: Seals) -> None:
    """Look nothing up under the older keys any more; to be called when no lookup under them is left."""
    use_newest_key(session, seals)
    used = set(session.scalars(select(StoredIdentifier.key).distinct()))
    session.execute(delete(StoredLookupKey).where(StoredLookupKey.key.not_in(used | {seals.newest})))


def _is_old(person: StoredPerson, seals: Seals) -> bool:
    assert person.wrapped_key is not None
    return person.key != seals.newest or wrapping_key(person.wrapped_key) != seals.newest


def _renew(session: Session, seals: Seals, person: StoredPerson) -> None:
    """New wrapping, digest and lookups; a new data key and new sealing where the algorithms changed."""
    assert person.wrapped_key is not None and person.body is not None
    (data_key,) = seals.unwrapped([person.wrapped_key], [person.ref])
    text = opened_with(data_key, BODY, person.body).decode()
    renewed = data_key
    if len(data_key) != seals.keys.profile.key_bytes:
        (renewed,) = seals.new_data_keys(1)
        (person.body,) = sealed_with(renewed, [(BODY, text.encode())])
    (person.wrapped_key,) = seals.wrapped([renewed], [person.ref])
    (person.body_digest,) = seals.body_digests([person.ref], [told_in(body_of(text).text)])
    person.key = seals.newest
    documents = session.scalars(select(StoredIdentifier).where(StoredIdentifier.person == person.ref)).all()
    _renew_documents(seals, documents, data_key, renewed)


def _renew_documents(seals: Seals, documents: Sequence[StoredIdentifier], data_key: bytes, renewed: bytes) -> None:
    for document in documents:
        number = opened_with(data_key, NUMBER, document.number)
        (document.lookup,) = seals.lookups([spelling(document.kind, number.decode())])
        if renewed != data_key:
            (document.number,) = sealed_with(renewed, [(NUMBER, number)])
        document.key = seals.newest
