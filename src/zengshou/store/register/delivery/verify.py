"""Is the register what was put into it? Digests and seals of all rows, heads, counts, the log of accesses, raw files,
tokens, and the database's own check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from zengshou.concepts.problem import ProblemsFound
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.database.connection import Database
from zengshou.store.database.damage import Damage
from zengshou.store.database.event_log import BrokenLink
from zengshou.store.database.seal_check import UNREADABLE, any_text, sealed_rows
from zengshou.store.database.sqlite_check import sqlite_damages
from zengshou.store.register.access.access_log import verified
from zengshou.store.register.delivery.batches import Batch, batches, head_digest
from zengshou.store.register.delivery.quarantine import asides, opened_cells
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.delivery.sealed_tables import sealed_tables
from zengshou.store.register.facts.fact_rows import KINDS, Kind, stored_rows
from zengshou.store.register.tables.batch_state import UNFINISHED, BatchState
from zengshou.store.register.tables.batch_tables import StoredQuarantine
from zengshou.store.register.tables.schema import STEPS
from zengshou.store.register.writing.row_digests import canonical_row, next_digest, seed

WITHOUT_ROWS = frozenset({*UNFINISHED, BatchState.REJECTED})
AFTER_CHECK, AFTER_FACTS, AFTER_SEALS = 0.2, 0.8, 0.95  # of the progress bar, as a register of a million persons takes


@dataclass(frozen=True)
class Verified:
    """How much was looked at, and what was found wrong. rows  facts and events;  sealed  rows of all other tables"""

    batches: int
    rows: int
    files: int
    damages: tuple[Damage, ...]
    sealed: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.damages


def verify(
    database: Database, files: RawFiles, keys: KeyProvider, tell: Callable[[float, str], None] | None = None
) -> Verified:
    """Look at everything, the raw files included. tell  the share that is done, and what is looked at"""
    say = tell if tell is not None else _say_nothing
    say(0, "数据库自检")
    damages = list(sqlite_damages(database, STEPS))
    rows, known = 0, _known(database, damages)
    for place, one in enumerate(known):
        count, found = _of_batch(database, keys, one)
        rows += count
        damages += found
        say(AFTER_CHECK + (AFTER_FACTS - AFTER_CHECK) * (place + 1) / len(known), f"批次 {one.id}")
    sealed = 0
    tables = sealed_tables()
    for place, each in enumerate(tables):
        say(AFTER_FACTS + (AFTER_SEALS - AFTER_FACTS) * place / len(tables), each.words)
        count, found = sealed_rows(database, each)
        sealed += count
        damages += found
    damages += _log_check(database)
    say(AFTER_SEALS, "原始文件")
    hashes = {one.content_hash for one in known}
    damages += _file_check(files, hashes)
    return Verified(len(known), rows, len(hashes), tuple(damages), sealed)


def _say_nothing(share: float, words: str) -> None:
    """Where nobody waits for progress."""


def _of_batch(database: Database, keys: KeyProvider, batch: Batch) -> tuple[int, list[Damage]]:
    """The check of one batch; where a text is no text any more once again, slower, to name its row."""
    try:
        with database.reading() as session:
            return _batch_check(session, keys, batch)
    except UNREADABLE:
        pass
    try:
        with database.reading() as session, any_text(session):
            return _batch_check(session, keys, batch)
    except UNREADABLE as error:
        return 0, [Damage("database", f"批次 {batch.id}", f"读不出来：{type(error).__name__}。")]


def _log_check(database: Database) -> Iterator[Damage]:
    """The chain of accesses from its beginning; heads kept outside are for `zs audit verify`."""
    try:
        with database.reading() as session:
            found = verified(session)
    except UNREADABLE as error:
        yield Damage("log", "查阅日志", f"读不出来：{type(error).__name__}。")
        return
    if isinstance(found, BrokenLink):
        yield Damage("log", f"查阅日志 第{found.sequence}条", found.found)


def _known(database: Database, damages: list[Damage]) -> tuple[Batch, ...]:
    try:
        with database.reading() as session:
            return batches(session)
    except UNREADABLE as error:
        damages.append(Damage("database", "批次登记", f"读不出来：{type(error).__name__}。"))
        return ()


def _batch_check(session: Session, keys: KeyProvider, batch: Batch) -> tuple[int, list[Damage]]:
    """How many rows were read, and what is wrong with the first of them that is."""
    previous, count = seed(batch.content_hash), 0
    damages = list(_quarantine_check(session, keys, batch))
    for kind in KINDS:
        rows, previous, damage = _kind_check(session, kind, batch.id, previous)
        count += rows
        if damage is not None:
            return count, [damage, *damages]
    if batch.state not in WITHOUT_ROWS and head_digest(batch, previous).hex() != batch.head_digest:
        damages.append(Damage("head", f"批次 {batch.id}", "末行摘要与批次登记不符：末尾缺行，或登记被改动。"))
    return count, damages


def _kind_check(session: Session, kind: Kind, batch: int, previous: bytes) -> tuple[int, bytes, Damage | None]:
    count = 0
    for *values, digest in stored_rows(session, kind, batch):
        count += 1
        stored = bytes(digest) if isinstance(digest, bytes | memoryview) else b""
        if next_digest(previous, canonical_row(kind.name, values)) != stored:
            row, part = values[1], values[2]
            place = f"批次 {batch} 第 {row} 行第 {part} 项"
            return count, previous, Damage(kind.name, place, "这一行或它前面的一行被改动、增加或删除。")
        previous = stored
    return count, previous, None


def _quarantine_check(session: Session, keys: KeyProvider, batch: Batch) -> Iterator[Damage]:
    """Rows put aside are counted, and opened as a sealed text that was altered cannot be."""
    rows = select(func.count()).where(StoredQuarantine.batch == batch.id, StoredQuarantine.place == 0)
    count = session.execute(rows).scalar()
    if count != batch.rows_bad:
        yield Damage("quarantine", f"批次 {batch.id}", f"隔离行应有 {batch.rows_bad} 行，现有 {count} 行。")
    for aside in asides(session, batch.id):
        if not aside.sealed:
            continue
        try:
            opened_cells(keys, aside)
        except (ProblemsFound, ValueError):
            yield Damage("quarantine", f"批次 {batch.id} 第 {aside.row} 行", "隔离行的密文被改动。")


def _file_check(files: RawFiles, hashes: set[str]) -> Iterator[Damage]:
    for content_hash in sorted(hashes):
        try:
            files.check(content_hash)
        except ProblemsFound as error:
            yield Damage("raw", f"raw/{content_hash}", error.problems[0].found)
