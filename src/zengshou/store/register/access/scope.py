"""Whose rows a transaction may see: the same predicate in every query, and on PostgreSQL a sealed token besides.

SQLite has no row security. So the scope is compiled into the queries for both, and PostgreSQL is a second lock: its
policies believe nothing but a token that this module sealed, for this transaction and a few minutes.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zengshou.store.register.tables.person_tables import StoredPerson

HOLDS = timedelta(minutes=2)
SETTING = "zs.scope"
BLOCK = 64  # bytes of a block of SHA-256


@dataclass(frozen=True)
class Scope:
    """areas  leading digits of area codes; persons  single persons, as a citizen's own; both empty for nobody."""

    actor: str
    areas: tuple[str, ...] = ()
    persons: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        wrong = [area for area in self.areas if not (area.isascii() and area.isdigit())]
        if wrong or not self.actor.isascii() or any(sign in self.actor for sign in "|,"):
            raise ValueError(f"no scope: {self}")


@dataclass(frozen=True)
class ScopeSealer:
    """Seals scopes with a key that only the application and a function of the database's owner hold."""

    key: bytes = field(repr=False)

    def seal(self, scope: Scope, at: datetime, database_role: str) -> str:
        """actor|areas|persons|role|expiry and an HMAC-SHA256 over it: good for one database role, for two minutes."""
        expiry = int((at + HOLDS).timestamp())
        areas, persons = ",".join(scope.areas), ",".join(str(person) for person in scope.persons)
        told = f"{scope.actor}|{areas}|{persons}|{database_role}|{expiry}"
        return f"{told}|{hmac.new(self.key, told.encode(), sha256).hexdigest()}"

    def pads(self) -> tuple[bytes, bytes]:
        """Inner and outer key of HMAC: what the database needs to check a seal with its own sha256 alone."""
        padded = (sha256(self.key).digest() if len(self.key) > BLOCK else self.key).ljust(BLOCK, b"\0")
        return bytes(byte ^ 0x36 for byte in padded), bytes(byte ^ 0x5C for byte in padded)


def open_scope(session: Session, scope: Scope, sealer: ScopeSealer | None) -> None:
    """Tell PostgreSQL for the rest of this transaction whose rows it may show. Nothing to do on SQLite.

    The expiry is by the database's clock: an application whose clock goes wrong must not lengthen a token.
    """
    if sealer is None or session.get_bind().dialect.name != "postgresql":
        return
    role, now = session.execute(select(func.session_user(), func.clock_timestamp())).one()
    session.execute(select(func.set_config(SETTING, sealer.seal(scope, now, str(role)), True)))


def is_within(scope: Scope) -> ColumnElement[bool]:
    """The predicate on the table of persons; false for an empty scope."""
    parts: list[ColumnElement[bool]] = [StoredPerson.area.startswith(each) for each in scope.areas]
    if scope.persons:
        parts.append(StoredPerson.ref.in_(scope.persons))
    return or_(*parts) if parts else false()


def is_person_within(scope: Scope, person: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """The predicate on a table of rows about persons: the person's own row lies within the scope."""
    return select(StoredPerson.ref).where(StoredPerson.ref == person, is_within(scope)).exists()


def persons_within(session: Session, scope: Scope, persons: Iterable[int]) -> dict[int, str]:
    """Person -> area, for those of the persons that the scope shows; the others do not exist for it."""
    rows = select(StoredPerson.ref, StoredPerson.area).where(StoredPerson.ref.in_(list(persons)), is_within(scope))
    return {ref: area for ref, area in session.execute(rows)}
