"""How the vault uses keys: lookups of documents, digests of bodies, data keys of persons; each under its zone."""

from collections.abc import Sequence

from zengshou.records.identity.person_ref import PersonRef
from zengshou.store.crypto.envelope import new_data_keys
from zengshou.store.crypto.keys import KeyProvider

BODY, NUMBER = b"body", b"number"


class Seals:
    """The keys of one zone. Two zones never meet by a lookup: theirs are other keys."""

    def __init__(self, keys: KeyProvider, zone: str) -> None:
        self.keys = keys
        self._data, self._lookup = f"vault:{zone}:data-key", f"vault:{zone}:lookup"
        self._body, self._zones = f"vault:{zone}:body", f"vault:{zone}:zone-key"

    @property
    def newest(self) -> str:
        return self.keys.newest

    def lookups(self, spellings: Sequence[bytes], key: str = "") -> list[bytes]:
        """Keyed digests of `spelling(kind, number)`."""
        return self.keys.digest_many(self._lookup, spellings, key)

    def body_digests(self, refs: Sequence[PersonRef], told: Sequence[str], key: str = "") -> list[bytes]:
        """Keyed digests of names and births, each bound to its person: equal names do not show."""
        values = [owner(ref) + words.encode() for ref, words in zip(refs, told, strict=True)]
        return self.keys.digest_many(self._body, values, key)

    def new_data_keys(self, count: int) -> list[bytes]:
        return new_data_keys(self.keys.profile, count)

    def wrapped(self, data_keys: Sequence[bytes], refs: Sequence[PersonRef]) -> list[bytes]:
        return self.keys.wrap_many(self._data, data_keys, [owner(ref) for ref in refs])

    def unwrapped(self, wrapped: Sequence[bytes], refs: Sequence[PersonRef]) -> list[bytes]:
        return self.keys.unwrap_many(self._data, wrapped, [owner(ref) for ref in refs])

    def wrapped_zone_key(self, zone: str, key: bytes) -> bytes:
        return self.keys.wrap_many(self._zones, [key], [zone.encode()])[0]

    def zone_key(self, zone: str, wrapped: bytes) -> bytes:
        return self.keys.unwrap_many(self._zones, [wrapped], [zone.encode()])[0]


def owner(ref: PersonRef) -> bytes:
    """A reference as bytes, to be bound into what is the person's."""
    return ref.to_bytes(8, "big")


def spelling(kind: str, number: str) -> bytes:
    """A document as bytes: the same digits on a passport and on a card are two documents."""
    return f"{kind}\0{number}".encode()
