"""Digests of rows: SHA-256 of the digest before and of the row's canonical bytes, chained within a batch.

The chain begins with the content hash of the batch's file and ends in the batch's head digest. It finds what SQLite
does not: a flipped bit in a value, a row taken out, a row put in.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import polars as pl

BETWEEN = "\x1f"  # between the values of a row; no stored text holds it


def seed(content_hash: str) -> bytes:
    """What the chain of a batch begins with: the digest of its file."""
    return bytes.fromhex(content_hash)


def canonical_frame(table: str, rows: pl.DataFrame) -> list[bytes]:
    """Canonical bytes of every row of a table, in the order of its columns.

    A missing value is empty, which only numbers and dates may be; a truth is 1 or 0; a date is written YYYY-MM-DD.
    Raises  ValueError: a text that holds the sign between values
    """
    for column in rows.iter_columns():
        if column.dtype == pl.String and column.str.contains(BETWEEN, literal=True).any():
            raise ValueError(f"{table}.{column.name} holds a control character")
    written = [
        (pl.col(name).cast(pl.Int8) if dtype == pl.Boolean else pl.col(name)).cast(pl.String).fill_null("")
        for name, dtype in rows.schema.items()
    ]
    joined = rows.select(pl.concat_str(pl.lit(table), *written, separator=BETWEEN).alias("bytes"))
    return joined["bytes"].cast(pl.Binary).to_list()


def canonical_row(table: str, values: Sequence[object]) -> bytes:
    """The same bytes from a row as a database gives it back; truths come as 0 or 1, damaged texts with their bytes."""
    return BETWEEN.join([table, *("" if value is None else str(value) for value in values)]).encode(
        "utf-8", "surrogateescape"
    )


def chained(previous: bytes, rows: Iterable[bytes]) -> list[bytes]:
    """The digest of every row, each resting on the one before it; the first on `previous`."""
    digests = []
    for row in rows:
        previous = sha256(previous + row).digest()
        digests.append(previous)
    return digests


def next_digest(previous: bytes, row: bytes) -> bytes:
    return sha256(previous + row).digest()
