"""One flipped bit in a file of a register: did it change anything that can be read, and did verify say so?"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from zengshou.concepts.problem import ProblemsFound
from zengshou.services.records.home.register_home import opened
from zengshou.services.records.home.verify_register import verify_register

LOOKUPS = 25  # rows of a table that are looked up through each of its indexes
UNREADABLE = "unreadable"
NOTHING = "nothing readable changed"
Readable = dict[str, object]


@dataclass(frozen=True)
class Flip:
    """What one flip did. changed  tables and indexes that read otherwise;  places  what verify named"""

    bit: int
    changed: tuple[str, ...]
    is_found: bool
    places: tuple[str, ...]

    @property
    def is_miss(self) -> bool:
        return bool(self.changed) and not self.is_found


def flips(file: Path, count: int, rng: Random, verdict: Callable[[], tuple[str, ...]]) -> Iterator[Flip]:
    """Flip `count` random bits of a file, one at a time; the file is whole again after. verdict  what verify names

    Of a database it is compared what can be read before and after; of another file every bit counts.
    """
    whole = file.read_bytes()
    is_database = file.suffix == ".db"
    before = readable(file) if is_database else {}
    for _ in range(count):
        bit = rng.randrange(len(whole) * 8)
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        _put(file, bytes(flipped))
        changed = _changed(before, readable(file)) if is_database else (file.name,)
        places = verdict()
        yield Flip(bit, changed, bool(places), places)
    _put(file, whole)


def told(folder: Path) -> tuple[str, ...]:
    """The places that opening and verifying name; empty where all is said to be whole."""
    try:
        home = opened(folder)
    except ProblemsFound as error:
        return tuple(each.where for each in error.problems)
    try:
        return tuple(each.place for each in verify_register(home).damages)
    finally:
        home.close()


def settled(folder: Path) -> None:
    """Write the logs of both databases into their files."""
    for path in folder.glob("*.db"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def readable(path: Path) -> Readable:
    """Everything that can be read of a database: its schema, every column of every row, and rows by every index."""
    found: Readable = {}
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.text_factory = bytes
            found["schema"] = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
            for name in [each.decode() for (each,) in names]:
                _read_table(connection, name, found)
    except (sqlite3.Error, UnicodeDecodeError, AttributeError, TypeError) as error:
        found[UNREADABLE] = type(error).__name__
    return found


def _read_table(connection: sqlite3.Connection, table: str, found: Readable) -> None:
    rows = connection.execute(f'SELECT * FROM "{table}" NOT INDEXED').fetchall()
    found[table] = rows
    columns = [each[1].decode() for each in connection.execute(f'PRAGMA table_info("{table}")')]
    for _, index, _, _, is_partial in connection.execute(f'PRAGMA index_list("{table}")').fetchall():
        name = index.decode()
        keys = [each[2].decode() for each in connection.execute(f'PRAGMA index_info("{name}")')]
        listed, where = ", ".join(f'"{key}"' for key in keys), _condition(connection, name) if is_partial else "1"
        by = f'FROM "{table}" INDEXED BY "{name}" WHERE {where}'
        found[name] = connection.execute(f"SELECT {listed} {by} ORDER BY {listed}").fetchall()
        same = " AND ".join(f'"{key}" IS ?' for key in keys)
        places = [columns.index(key) for key in keys]
        found[f"{name} lookup"] = [
            connection.execute(f"SELECT * {by} AND {same}", [_text(row[place]) for place in places]).fetchall()
            for row in rows[:LOOKUPS]
        ]


def _condition(connection: sqlite3.Connection, index: str) -> str:
    """Which rows a partial index holds."""
    made = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [index]).fetchone()[0]
    return str(made.decode()).partition(" WHERE ")[2]


def _text(value: object) -> object:
    """A text came as bytes, so that a damaged one can be compared; it is looked up as the text that it is."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def _changed(before: Readable, after: Readable) -> tuple[str, ...]:
    names = [name for name in before if before[name] != after.get(name)]
    return (UNREADABLE,) if UNREADABLE in after else tuple(names)


def _put(file: Path, content: bytes) -> None:
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    file.write_bytes(content)
