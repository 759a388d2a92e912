"""SQLite's own check of pages and indexes, in Chinese, and whether tables and guards are those of this version.

PostgreSQL has checksums of its pages instead, which it verifies itself when they are switched on.
"""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from zengshou.store.database.connection import Database
from zengshou.store.database.damage import Damage
from zengshou.store.database.migrate import upgrade
from zengshou.store.database.seal_check import UNREADABLE

MOST_LINES = 5
WORDS = (
    (re.compile(r"row (\d+) missing from index (\S+)"), r"索引 \2 缺第 \1 行。"),
    (re.compile(r"wrong # of entries in index (\S+)"), r"索引 \1 的条目数与表不符。"),
    (re.compile(r"non-unique entry in index (\S+)"), r"索引 \1 有重复的条目。"),
    (re.compile(r"NULL value in (\S+)"), r"\1 不该为空，现为空。"),
    (re.compile(r"(?:NUMERIC|TEXT|BLOB|NON-\S+) value in (\S+)"), r"\1 的值类型不对。"),
    (re.compile(r"Page (\d+)(?: is|:) never used"), r"第 \1 页不属于任何表。"),
    (re.compile(r"(?:Tree|Page|page|On page|tree)\D*(\d+)(.*)"), r"第 \1 页损坏（\g<0>）。"),
    (re.compile(r"malformed|not a database"), "数据库文件损坏（页结构无法辨认）。"),
)


def sqlite_damages(database: Database, scripts: str) -> Iterator[Damage]:
    """What SQLite itself finds wrong, and where the tables are not as the steps of `scripts` make them."""
    if not database.is_sqlite:
        return
    yield from _own_check(database)
    yield from _schema_check(database, scripts)


def _own_check(database: Database) -> Iterator[Damage]:
    try:
        with database.reading() as session:
            lines = session.execute(text(f"PRAGMA integrity_check({MOST_LINES})")).scalars().all()
    except UNREADABLE as error:
        lines = [str(error.orig) if isinstance(error, DBAPIError) else type(error).__name__]
    for line in lines:
        if line != "ok":
            yield Damage("database", "数据库", f"SQLite 自检：{in_chinese(str(line))}")


def in_chinese(line: str) -> str:
    """One line of the check as a sentence; what is not known stays as SQLite said it."""
    for pattern, words in WORDS:
        found = pattern.search(line)
        if found:
            return found.expand(words)
    return line


def note_schema(connection: Connection) -> None:
    """Keep a mark of the tables, indexes and guards as they stand: to be called when a migration has made them."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {_mark(connection)}")
        connection.commit()


def _schema_check(database: Database, scripts: str) -> Iterator[Damage]:
    try:
        with database.engine.connect() as connection:
            kept, found = connection.exec_driver_sql("PRAGMA user_version").scalar_one(), _mark(connection)
            missing = _as_made(scripts) - _names(connection)
    except UNREADABLE as error:
        yield Damage("database", "表结构", f"读不出来：{type(error).__name__}。")
        return
    for name in sorted(missing):
        yield Damage("database", f"表结构 {name}", "这个表、索引或触发器不见了。")
    if found != kept:
        yield Damage("database", "表结构", "表、索引或触发器的定义与建表时不符。")


def _mark(connection: Connection) -> int:
    """31 bits of the digest of every definition and of the revision; SQLite keeps such a number in its header."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master").all()
    told = sorted(repr(tuple(row)) for row in rows)  # a Row itself shortens what it shows of long texts
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    digest = sha256("\n".join([*told, *map(str, revision)]).encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


@cache
def _as_made(scripts: str) -> frozenset[str]:
    """The names of what this version makes, from an empty database in memory."""
    fresh = Database("sqlite://")
    upgrade(fresh, scripts=scripts)
    with fresh.engine.connect() as connection:
        made = _names(connection)
    fresh.close()
    return made


def _names(connection: Connection) -> frozenset[str]:
    """What there is: "trigger income_fact_no_update"."""
    return frozenset(
        f"{kind} {name}" for kind, name in connection.exec_driver_sql("SELECT type, name FROM sqlite_master")
    )
