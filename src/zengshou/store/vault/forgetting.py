"""Forgetting a person: without the wrapped data key nothing sealed can be read again; a tombstone stays."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.vault.tables import StoredIdentifier, StoredPerson


def forgotten(session: Session, ref: PersonRef, at: datetime) -> bool:
    """Destroy a person's key, digest, body and lookups; False where there is nobody to forget.

    The lookups go too: whoever knows the number could else still find that this person was here.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")  # freed bytes become zeros
    person = session.get(StoredPerson, ref)
    if person is None or person.wrapped_key is None:
        return False
    person.wrapped_key = person.body = person.body_digest = None
    person.known_fields, person.forgotten_at = 0, at
    session.execute(delete(StoredIdentifier).where(StoredIdentifier.person == ref))
    session.flush()
    return True
