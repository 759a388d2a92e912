"""Is the register what was put into it? Digests of all rows, heads, counts, raw files, and the database's own check."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from zengshou.concepts.problem import ProblemsFound
from zengshou.store.crypto.keys import KeyProvider
from zengshou.store.database.connection import Database
from zengshou.store.register.delivery.batches import Batch, batches, head_digest
from zengshou.store.register.delivery.quarantine import asides, opened_cells
from zengshou.store.register.delivery.raw_files import RawFiles
from zengshou.store.register.facts.fact_rows import KINDS, Kind, stored_rows
from zengshou.store.register.tables.batch_state import UNFINISHED, BatchState
from zengshou.store.register.tables.batch_tables import StoredQuarantine
from zengshou.store.register.writing.row_digests import canonical_row, next_digest, seed

WITHOUT_ROWS = frozenset({*UNFINISHED, BatchState.REJECTED})


@dataclass(frozen=True)
class Damage:
    """Something that is not as it was put in. place  "批次 3 第 17 行", or the file or database."""

    kind: str
    place: str
    found: str


@dataclass(frozen=True)
class Verified:
    """How much was looked at, and what was found wrong."""

    batches: int
    rows: int
    files: int
    damages: tuple[Damage, ...]

    @property
    def is_whole(self) -> bool:
        return not self.damages


def verify(
    database: Database, files: RawFiles, keys: KeyProvider, tell: Callable[[float, str], None] | None = None
) -> Verified:
    """Look at everything, the raw files included."""
    damages = list(_database_check(database))
    rows, known = 0, _known(database, damages)
    for place, one in enumerate(known):
        try:
            with database.reading() as session:
                count, found = _batch_check(session, keys, one)
        except (DBAPIError, ValueError, TypeError, LookupError) as error:
            count, found = 0, [Damage("database", f"批次 {one.id}", f"读不出来：{type(error).__name__}。")]
        rows += count
        damages += found
        if tell is not None:
            tell((place + 1) / len(known), f"批次 {one.id}")
    hashes = {one.content_hash for one in known}
    damages += _file_check(files, hashes)
    return Verified(len(known), rows, len(hashes), tuple(damages))


def _known(database: Database, damages: list[Damage]) -> tuple[Batch, ...]:
    try:
        with database.reading() as session:
            return batches(session)
    except (DBAPIError, ValueError, TypeError, LookupError) as error:
        damages.append(Damage("database", "批次登记", f"读不出来：{type(error).__name__}。"))
        return ()


def _database_check(database: Database) -> Iterator[Damage]:
    if not database.is_sqlite:
        return
    try:
        with database.reading() as session:
            lines = session.execute(text("PRAGMA integrity_check(5)")).scalars().all()
    except DBAPIError as error:
        lines = [str(error.orig)]
    for line in lines:
        if line != "ok":
            yield Damage("database", "数据库", f"SQLite 自检：{line}")


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
