"""Tables of the vault: sealed persons, keyed lookups of their documents, keys of zones, and the vault's own log."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKey, Index, LargeBinary, MetaData, SmallInteger, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from zengshou.store.database.row_seals import Sealed
from zengshou.store.database.schema import NAMES, JsonText, Moment

KEY_NAME = String(24)


class VaultStored(DeclarativeBase):
    """A row of the vault."""

    metadata = MetaData(naming_convention=NAMES)


class StoredPerson(Sealed, VaultStored):
    """One person. Without `wrapped_key` the rest cannot be read again: a forgotten person keeps the reference alone.

    ref           random, 63 bits
    wrapped_key   the person's data key under the key-encryption key
    body          name, birth, sex, address and phone under the data key
    body_digest   keyed digest of name and birth, bound to the reference: an unchanged row is known without opening it
    known_fields  which parts of the body are not blank, one bit each
    key           name of the key that wrapped and made the digest
    entry         number of the log entry under which the person was enrolled
    """

    __tablename__ = "person"

    ref: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    body_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    known_fields: Mapped[int] = mapped_column(SmallInteger)
    key: Mapped[str] = mapped_column(KEY_NAME)
    entry: Mapped[int] = mapped_column(BigInteger)
    forgotten_at: Mapped[datetime | None] = mapped_column(Moment)


class StoredIdentifier(Sealed, VaultStored):
    """One document of a person. `lookup` is the keyed digest of kind and number under `key`; dates only where known."""

    __tablename__ = "identifier"

    lookup: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person: Mapped[int] = mapped_column(ForeignKey("person.ref"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    number: Mapped[bytes] = mapped_column(LargeBinary)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    key: Mapped[str] = mapped_column(KEY_NAME)
    entry: Mapped[int] = mapped_column(BigInteger)


class StoredLookupKey(Sealed, VaultStored):
    """A key under which lookups were made; more than one only while a renewed key takes over."""

    __tablename__ = "lookup_key"

    key: Mapped[str] = mapped_column(KEY_NAME, primary_key=True)


class StoredZoneKey(Sealed, VaultStored):
    """The random key of a zone's or release's pseudonyms, wrapped; it outlives the renewal of master keys.

    algorithm  the profile under which its pseudonyms are made, whatever seals from now on: they never change
    """

    __tablename__ = "zone_key"

    zone: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    algorithm: Mapped[str] = mapped_column(String(8))
    key: Mapped[str] = mapped_column(KEY_NAME)
    entry: Mapped[int] = mapped_column(BigInteger)


class StoredEntry(Sealed, VaultStored):
    """One entry of the log. `digest` covers the row and the digest before it; `sequence` has no gap."""

    __tablename__ = "vault_log"
    __table_args__ = (Index(None, "actor", "at"), Index(None, "person"))

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(Moment)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(8))
    case_id: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(64))
    person: Mapped[int | None] = mapped_column(BigInteger)
    rows: Mapped[int] = mapped_column(BigInteger)
    detail: Mapped[object] = mapped_column(JsonText)
    algorithm: Mapped[str] = mapped_column(String(8))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
