"""Seals of rows: SHA-256 of a row's table and values, kept in the row itself and made anew with each lawful change.

One mechanism for every table of the register and of the vault whose rows may change or come one by one; facts and
events of persons, which come by whole batches and never change, are chained instead. A seal has no key: it finds what
a disk or a hand behind the program altered, and names the row; it holds off nobody who knows how seals are made. That
is the work of the sealed heads of the log and of the vault's encryption.

Rows that SQLAlchemy writes are sealed by the events below; bulk writers call `frame_seals`, `seal_of` or `with_seal`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from hashlib import sha256

import polars as pl
from sqlalchemy import Connection, Float, LargeBinary, Table, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from zengshou.store.database.schema import JsonText, canonical

SEAL = "seal"
SEAL_BYTES = 32
BETWEEN = b","


class Sealed:
    """A table whose every row carries the seal of its other columns."""

    seal: Mapped[bytes | None] = mapped_column(LargeBinary(SEAL_BYTES))


def sealed_columns(names: Iterable[str]) -> list[str]:
    """The columns that a seal covers, in their order: by name, so that no table's history matters."""
    return sorted(name for name in names if name != SEAL)


def seal_of(table: str, values: Iterable[object]) -> bytes:
    """The seal of one row. values  in the order of `sealed_columns`, as SQLite or PostgreSQL gives them back"""
    return sha256(BETWEEN.join([table.encode(), *map(_spelled, values)])).digest()


def with_seal(table: Table, row: Mapping[str, object]) -> dict[str, object]:
    """A row as it is given to an INSERT, and its seal; columns that are not named are empty."""
    values = [_as_stored(table, name, row.get(name)) for name in sealed_columns(table.columns.keys())]
    return {**row, SEAL: seal_of(table.name, values)}


def frame_seals(table: Table, rows: pl.DataFrame) -> pl.Series:
    """The seals of many rows at once; columns that the frame does not have are empty."""
    spelled = [
        _spelled_column(name, rows.schema[name]) if name in rows.columns else pl.lit("")
        for name in sealed_columns(table.columns.keys())
    ]
    joined = rows.select(pl.concat_str(pl.lit(table.name), *spelled, separator=BETWEEN.decode()).alias(SEAL))
    texts = joined[SEAL].cast(pl.Binary).to_list()
    return pl.Series(SEAL, [sha256(text).digest() for text in texts], pl.Binary)


def _spelled(value: object) -> bytes:
    """One value, no two spelled alike: a text, a number and nothing differ. A damaged text keeps its bytes."""
    if isinstance(value, str):
        text = value.encode("utf-8", "surrogateescape")
        return b"%d:%b" % (len(text), text)
    if value is None:
        return b""
    if isinstance(value, int):
        return b"%d" % value
    if isinstance(value, bytes | memoryview):
        return b"x%d:%b" % (len(value), bytes(value))
    if isinstance(value, float):
        return repr(float(value)).encode()
    if isinstance(value, datetime):
        return _spelled(value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds"))
    if isinstance(value, date):
        return _spelled(value.isoformat())
    raise TypeError(f"no spelling for {type(value).__name__}")


def _spelled_column(name: str, dtype: pl.DataType) -> pl.Expr:
    """The same of a column: whole numbers, dates and texts."""
    if dtype.is_integer() or dtype == pl.Null:
        return pl.col(name).cast(pl.String).fill_null("")
    if dtype in (pl.String, pl.Date):
        text = pl.col(name).cast(pl.String)
        return pl.concat_str(text.str.len_bytes(), text, separator=":").fill_null("")
    raise TypeError(f"no spelling for a column of {dtype}")


def _as_stored(table: Table, name: str, value: object) -> object:
    """A value of the program as the database will give it back."""
    kind = table.columns[name].type
    if value is None:
        return None
    if isinstance(kind, JsonText):
        return canonical(value)
    return float(str(value)) if isinstance(kind, Float) else value


@event.listens_for(Sealed, "before_insert", propagate=True)
@event.listens_for(Sealed, "before_update", propagate=True)
def _seal(mapper: Mapper[Sealed], connection: Connection, row: Sealed) -> None:
    """Before a row is written; one that the database will number waits for its number."""
    row.seal = None if None in mapper.primary_key_from_instance(row) else _new_seal(mapper, row)


@event.listens_for(Sealed, "after_insert", propagate=True)
def _seal_numbered(mapper: Mapper[Sealed], connection: Connection, row: Sealed) -> None:
    """After the database numbered a row."""
    if row.seal is not None:
        return
    seal = _new_seal(mapper, row)
    key = zip(mapper.primary_key, mapper.primary_key_from_instance(row), strict=True)
    connection.execute(_table(mapper).update().where(*(column == value for column, value in key)).values({SEAL: seal}))
    set_committed_value(row, SEAL, seal)


def _new_seal(mapper: Mapper[Sealed], row: Sealed) -> bytes:
    """The seal of a row as it stands; columns that were left out with what they begin with."""
    table, told = _table(mapper), {}
    for column in table.columns:
        value, begins = getattr(row, mapper.get_property_by_column(column).key), column.default
        told[column.name] = begins.arg if value is None and isinstance(begins, ScalarElementColumnDefault) else value
    values = [_as_stored(table, name, told[name]) for name in sealed_columns(told)]
    return seal_of(table.name, values)


def _table(mapper: Mapper[Sealed]) -> Table:
    table = mapper.local_table
    assert isinstance(table, Table)
    return table
