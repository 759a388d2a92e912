"""Pseudonyms: what a person is called in a zone or in one release. Two zones share nothing to join by."""

import secrets
from collections.abc import Sequence

from sqlalchemy.orm import Session

from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.crypto.crypto_profile import PROFILES
from zengshou.store.crypto.keys import wrapping_key
from zengshou.store.vault.seals import Seals, owner
from zengshou.store.vault.tables import StoredZoneKey

ZONE_KEY_BYTES = 32
PSEUDONYM_BYTES = 16  # 128 bits: no two of a nation's people meet


def pseudonyms_of(seals: Seals, zone: StoredZoneKey, refs: Sequence[PersonRef]) -> list[str]:
    """32 hexadecimal signs for each person, under the zone's own key."""
    mac = PROFILES[zone.algorithm].mac_with(seals.zone_key(zone.zone, zone.wrapped))
    return [mac(owner(ref))[:PSEUDONYM_BYTES].hex() for ref in refs]


def made_zone(session: Session, seals: Seals, zone: str, entry: int) -> StoredZoneKey:
    """A zone with a new random key. It does not come from the master key: pseudonyms outlive its renewal."""
    wrapped = seals.wrapped_zone_key(zone, secrets.token_bytes(ZONE_KEY_BYTES))
    algorithm = seals.keys.profile.name
    row = StoredZoneKey(zone=zone, wrapped=wrapped, algorithm=algorithm, key=wrapping_key(wrapped), entry=entry)
    session.add(row)
    session.flush()
    return row
