"""Many rows at once: prepared tuples on SQLite, COPY on PostgreSQL, inside the transaction of the session."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO

import polars as pl
from sqlalchemy import Table
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import Session

from zengshou.store.database.row_seals import SEAL, frame_seals

BULK_CACHE = -256_000  # KiB with SQLite's sign: the pages of one batch's indexes stay in memory until its commit
USUAL_CACHE = -8_000
NULL = "\\N"


def is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def large_cache(session: Session) -> Iterator[None]:
    """More memory for the pages of a bulk insert. Durability is left alone: `synchronous` stays FULL."""
    if not is_sqlite(session):
        yield
        return
    cursor = driver_cursor(session)
    cursor.execute(f"PRAGMA cache_size = {BULK_CACHE}")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA cache_size = {USUAL_CACHE}")
        cursor.execute("PRAGMA shrink_memory")


def driver_cursor(session: Session) -> DBAPICursor:
    """A cursor of the driver itself, in the session's own transaction."""
    return session.connection().connection.cursor()


def insert_all(session: Session, table: Table, rows: pl.DataFrame) -> None:
    """Insert rows whose columns are named as the table's. Dates may be dates, digests bytes. A seal is added here."""
    _inserted(session, table, rows, "")


def insert_missing(session: Session, table: Table, rows: pl.DataFrame) -> None:
    """Insert the rows whose key is not there yet; the others stay as they are."""
    _inserted(session, table, rows, " ON CONFLICT DO NOTHING")


def _inserted(session: Session, table: Table, rows: pl.DataFrame, otherwise: str) -> None:
    if rows.is_empty():
        return
    if SEAL in table.columns:
        rows = rows.with_columns(frame_seals(table, rows))
    if not is_sqlite(session):
        _copied(session, table, rows, otherwise)
        return
    names, marks = _names(table, rows), ", ".join("?" * rows.width)
    statement = f"INSERT INTO {table.name} ({names}) VALUES ({marks}){otherwise}"
    driver_cursor(session).executemany(statement, tuples(rows))


def _copied(session: Session, table: Table, rows: pl.DataFrame, otherwise: str) -> None:
    """COPY into a temporary table, then insert from there: PostgreSQL refuses COPY into tables with row security."""
    names, landing = _names(table, rows), f"landing_{table.name}"
    cursor = driver_cursor(session)
    cursor.execute(f"CREATE TEMPORARY TABLE {landing} (LIKE {table.name}) ON COMMIT DROP")
    # pg8000 reads the rows of a COPY from this argument, which the general interface of drivers does not know.
    cursor.execute(  # type: ignore[call-arg]
        f"COPY {landing} ({names}) FROM STDIN WITH (FORMAT csv, NULL '{NULL}')", stream=BytesIO(_as_csv(rows))
    )
    cursor.execute(f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {landing}{otherwise}")
    cursor.execute(f"DROP TABLE {landing}")


def tuples(rows: pl.DataFrame) -> list[tuple[object, ...]]:
    """The rows as the driver of SQLite takes them; by columns, since row by row takes polars twice as long."""
    return list(zip(*(_sqlite_values(column) for column in rows.iter_columns()), strict=True))


def _sqlite_values(column: pl.Series) -> list[object]:
    return (column.cast(pl.String) if column.dtype == pl.Date else column).to_list()


def _as_csv(rows: pl.DataFrame) -> bytes:
    """CSV for COPY: texts in quotes, so that an empty one is no NULL; bytes as PostgreSQL writes them."""
    binary = [name for name, dtype in rows.schema.items() if dtype == pl.Binary]
    texts = rows.with_columns((pl.lit("\\x") + pl.col(name).bin.encode("hex")).alias(name) for name in binary)
    return texts.write_csv(include_header=False, null_value=NULL, quote_style="non_numeric").encode()


def _names(table: Table, rows: pl.DataFrame) -> str:
    """Column names, quoted: `row` is a word of SQL."""
    strange: Sequence[str] = [name for name in rows.columns if name not in table.columns]
    if strange:
        raise ValueError(f"{table.name} has no columns {strange}")
    return ", ".join(f'"{name}"' for name in rows.columns)
