"""Read the rows of a sealed table and name those whose seal does not fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from zengshou.records.identity.person_ref import LARGEST, shown
from zengshou.store.database.connection import Database
from zengshou.store.database.damage import Damage
from zengshou.store.database.row_seals import SEAL, seal_of, sealed_columns

ROWS_A_RUN = 20_000
MOST_NAMED = 20  # rows of one table that are named one by one
REFERENCES = frozenset({"ref", "person"})  # columns that name a person
ALTERED = "这一行被改动，或未按程序写入。"
UNREADABLE = (DBAPIError, ValueError, TypeError, LookupError)  # what a damaged database raises through its driver


@dataclass(frozen=True)
class SealedTable:
    """A table as people speak of it. words  what one row is;  key  the columns that name it"""

    table: Table
    words: str
    key: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.table.name


@contextmanager
def any_text(session: Session) -> Iterator[None]:
    """Let SQLite give back texts that are no UTF-8 any more, so that their row can be named; slow, for rereading."""
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    driver = session.connection().connection.driver_connection
    assert driver is not None
    driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def sealed_rows(database: Database, of: SealedTable) -> tuple[int, list[Damage]]:
    """How many rows were read, and which of them were altered. What cannot be read is read again with any text."""
    try:
        with database.reading() as session:
            return _read(session, of)
    except UNREADABLE:
        return _read_again(database, of)


def _read_again(database: Database, of: SealedTable) -> tuple[int, list[Damage]]:
    try:
        with database.reading() as session, any_text(session):
            return _read(session, of)
    except UNREADABLE as error:
        return 0, [Damage("database", of.words, f"读不出来：{type(error).__name__}。")]


def _read(session: Session, of: SealedTable) -> tuple[int, list[Damage]]:
    names = sealed_columns(of.table.columns.keys())
    key = [names.index(name) for name in of.key]
    listed = ", ".join(f'"{name}"' for name in (*names, SEAL))  # as text, without types: values as they lie there
    count, altered = 0, list[Damage]()
    rows = session.execute(text(f"SELECT {listed} FROM {of.name}"), execution_options={"yield_per": ROWS_A_RUN})
    for *values, seal in rows:
        count += 1
        if seal != seal_of(of.name, values):
            named = "/".join(_shown(names[place], values[place]) for place in key)
            altered.append(Damage(of.name, f"{of.words} {named}", ALTERED))
    return count, _first(altered, of.words)


def _first(altered: list[Damage], words: str) -> list[Damage]:
    if len(altered) <= MOST_NAMED:
        return altered
    rest = Damage(altered[0].kind, words, f"另有 {len(altered) - MOST_NAMED} 行被改动。")
    return [*altered[:MOST_NAMED], rest]


def _shown(name: str, value: object) -> str:
    """A part of a key for a person to read; what is no text any more is shown as it can be."""
    if name in REFERENCES and isinstance(value, int) and 0 < value <= LARGEST:
        return shown(value)
    told = value.hex() if isinstance(value, bytes | memoryview) else str(value)
    return told.encode("utf-8", "replace").decode()
