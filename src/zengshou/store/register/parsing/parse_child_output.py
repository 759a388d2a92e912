"""What the parsing process hands over: two Arrow files, of rows and of broken rows, and what it decided, as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zengshou.records.channels.mapping import plain_header, split_unit
from zengshou.records.intake.row_places import ROW, BrokenRow, column_name
from zengshou.store.sheet_child import Refused

WORDS, ROWS, BROKEN, ABOUT = "words.json", "rows.arrow", "broken.arrow", "about.json"
HEADER_WITHIN = 20  # rows: titles and notes may stand above the header, not more than these
LEAST_KNOWN = 2
MAX_COLUMNS = 2_000
MAX_BROKEN = 1_000_000
BROKEN_SCHEMA = pa.schema(
    {"row": pa.int64(), "offset": pa.int64(), "code": pa.string(), "detail": pa.string(), "payload": pa.binary()}
)


@dataclass(frozen=True)
class Header:
    """The header row of a table: where it stands, from 0, its cells, and how many of them a channel knows."""

    place: int
    cells: tuple[str, ...]
    known: int


def find_header(rows: Sequence[Sequence[str]], words: Sequence[str]) -> Header | None:
    """The row that holds most known words, two at least; where none does, the first row with two filled cells.

    One known word is not enough to pass over rows: in a sheet of totals the word 收入额 may begin the second line.

    rows   the first rows of a table, as text
    """
    claims = {plain_header(word) for word in words}
    known = [
        sum(plain_header(cell) in claims or split_unit(cell)[0] in claims for cell in row)
        for row in rows[:HEADER_WITHIN]
    ]
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:HEADER_WITHIN]]
    most = max(known, default=0)
    if most >= LEAST_KNOWN:
        return _header(rows, known.index(most), known)
    for least in (LEAST_KNOWN, 1):
        for place, count in enumerate(filled):
            if count >= least:
                return _header(rows, place, known)
    return None


def _header(rows: Sequence[Sequence[str]], place: int, known: Sequence[int]) -> Header:
    return Header(place, _trimmed(rows[place]), known[place])


def _trimmed(row: Sequence[str]) -> tuple[str, ...]:
    """Cells up to the last one that is filled."""
    last = max((place for place, cell in enumerate(row) if cell.strip()), default=-1)
    return tuple(cell.strip() for cell in row[: last + 1])


@dataclass(frozen=True)
class Output:
    """The folder that belongs to this process, and the words by which a header is recognised."""

    folder: Path
    words: tuple[str, ...]

    def about(
        self, headers: Sequence[str], header_row: int, encoding: str, notes: Sequence[str], above: Sequence[str]
    ) -> None:
        """What was decided. above  what is written over the header, a text for each row"""
        passed = (f"表头在第 {header_row} 行，其上是标题或说明，没有当作数据",) if header_row > 1 else ()
        said: Mapping[str, object] = {
            "headers": list(headers),
            "header_row": header_row,
            "encoding": encoding,
            "notes": [*notes, *passed],
            "above": list(above),
        }
        (self.folder / ABOUT).write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")

    def broken(self, rows: Sequence[BrokenRow]) -> None:
        """The rows that are no rows of the table."""
        if len(rows) > MAX_BROKEN:
            raise Refused(f"有 {len(rows)} 行无法读取，请核对文件格式后重新导出。")
        columns = {name: [getattr(row, name) for row in rows] for name in BROKEN_SCHEMA.names}
        table = pa.table(columns, schema=BROKEN_SCHEMA)
        with pa.OSFile(str(self.folder / BROKEN), "wb") as sink, pa.ipc.new_file(sink, BROKEN_SCHEMA) as writer:
            writer.write_table(table)

    def rows(self, width: int) -> "RowWriter":
        return RowWriter(self.folder / ROWS, width)


class RowWriter:
    """Writes the rows of a table block by block, so that a large file never stands in memory as a whole."""

    def __init__(self, path: Path, width: int) -> None:
        if not 0 < width <= MAX_COLUMNS:
            raise Refused(f"表头有 {width} 列，超过上限 {MAX_COLUMNS}。" if width else "没有表头。")
        names = [column_name(place) for place in range(width)]
        self.schema = pa.schema([(ROW, pa.int64()), *((name, pa.string()) for name in names)])
        self.written = 0
        self._sink = pa.OSFile(str(path), "wb")
        self._writer = pa.ipc.new_file(self._sink, self.schema)

    def write(self, numbers: NDArray[np.int64], columns: Sequence[pa.Array]) -> None:
        """Rows by their numbers in the file and their text columns, in the order of the columns."""
        batch = pa.record_batch([pa.array(numbers, pa.int64()), *columns], schema=self.schema)
        self.written += batch.num_rows
        self._writer.write_batch(batch)

    def __enter__(self) -> "RowWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()
        self._sink.close()
