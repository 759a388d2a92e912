"""The rows of a file as text, with the numbers and letters by which the sender's own program names its cells."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from zengshou.records.intake.row_places import ROW, BrokenRow, column_name


@dataclass(frozen=True, eq=False)
class TextRows:
    """The first table of a file.

    frame       `row` (number in the file, Int64), then `c0`, `c1`, … (text; null where empty), in the file's order
    headers     what the header row says over `c0`, `c1`, …; "" over a column without a name
    header_row  its number in the file;  encoding  "" for binary kinds
    broken      rows that are not in `frame`;  notes  what the reader decided, for people
    above       what is written over the header, a text for each row: titles, and the unit of all amounts
    """

    frame: pl.DataFrame
    headers: tuple[str, ...]
    header_row: int = 1
    encoding: str = ""
    broken: tuple[BrokenRow, ...] = ()
    notes: tuple[str, ...] = ()
    above: tuple[str, ...] = ()

    @property
    def rows_read(self) -> int:
        """Every row below the header that is not empty: what accepted and quarantined must add up to."""
        return self.frame.height + len(self.broken)


def text_rows(headers: Sequence[str], rows: Sequence[Sequence[str | None]], header_row: int = 1) -> TextRows:
    """Rows typed in by hand: examples of channels, tests, an upload by API. Row numbers follow the header."""
    columns = {
        column_name(place): pl.Series([row[place] or None for row in rows], dtype=pl.String)
        for place in range(len(headers))
    }
    numbers = pl.Series(ROW, range(header_row + 1, header_row + 1 + len(rows)), dtype=pl.Int64)
    return TextRows(pl.DataFrame({ROW: numbers, **columns}), tuple(headers), header_row)
