"""Many rows at once: executemany on SQLite, COPY on PostgreSQL; and finding many by their keys."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Protocol, TypeVar, cast

from sqlalchemy.orm import Session

from zengshou.store.database.connection import Database
from zengshou.store.database.row_seals import SEAL, seal_of, sealed_columns
from zengshou.store.vault.tables import VaultStored

Cell = bytes | int | str | None
Key = TypeVar("Key", bytes, int)
CACHE_KIB = 256 * 1024  # the random keys of a million persons fit: SQLite does not write pages out and read them again
MOST_PARAMETERS = 10_000


class CopyCursor(Protocol):
    """What pg8000's cursor can do beyond the standard."""

    def execute(self, operation: str, *, stream: BytesIO) -> object: ...

    def close(self) -> None: ...


def settle(database: Database) -> None:
    """Write SQLite's log of pages into its file and empty it: its size, and the old pages in it, go.

    PostgreSQL needs no call: its vacuum takes old rows away.
    """
    if not database.is_sqlite:
        return
    connection = database.engine.raw_connection()  # outside of any transaction, where alone it works
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def make_room(session: Session) -> None:
    """Let SQLite hold the indexes in memory during a large batch."""
    if session.get_bind().dialect.name == "sqlite":
        session.connection().exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KIB}")


def insert_rows(session: Session, table: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> None:
    """Append rows, each sealed; table and columns are names of ours, never of a user."""
    if not rows:
        return
    rows, columns = _sealed(table, columns, rows), (*columns, SEAL)
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        session.connection().exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(rows))
        return
    driver = cast(CopyCursor, session.connection().connection.cursor())
    driver.execute(f"COPY {table} ({', '.join(columns)}) FROM STDIN", stream=BytesIO(_copy_lines(rows)))
    driver.close()


def rows_by_key(session: Session, query: str, keys: Sequence[bytes]) -> Iterator[Sequence[object]]:
    """Rows whose key is one of many. query  ends with the column: `... WHERE lookup`

    Past the types of SQLAlchemy, which would look at every cell of a million rows.
    """
    connection = session.connection()
    for chunk in chunks(keys):
        if session.get_bind().dialect.name == "sqlite":
            marks = ", ".join("?" * len(chunk))
            yield from connection.exec_driver_sql(f"{query} IN ({marks})", tuple(chunk))
        else:
            yield from connection.exec_driver_sql(f"{query} = ANY(%s)", (list(chunk),))


def chunks(values: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Runs short enough to be the parameters of one statement."""
    for start in range(0, len(values), MOST_PARAMETERS):
        yield values[start : start + MOST_PARAMETERS]


def _sealed(table: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    """The rows with their seals; columns that are not named are empty."""
    named = sealed_columns(VaultStored.metadata.tables[table].columns.keys())
    empty = len(columns)
    places = [columns.index(name) if name in columns else empty for name in named]
    return [(*row, seal_of(table, [(*row, None)[place] for place in places])) for row in rows]


def _copy_lines(rows: Sequence[tuple[Cell, ...]]) -> bytes:
    """Rows in PostgreSQL's text format. Text here is names of ours alone: no tab, no backslash."""
    return ("\n".join("\t".join(map(_copy_cell, row)) for row in rows) + "\n").encode()


def _copy_cell(cell: Cell) -> str:
    if cell is None:
        return r"\N"
    return rf"\\x{cell.hex()}" if isinstance(cell, bytes) else str(cell)
