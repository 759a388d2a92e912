"""Delimited text of a delivered file: its separator, its header, and its records with their numbers."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import csv as arrow_csv

from zengshou.records.intake.row_places import BrokenRow, column_name
from zengshou.store.register.parsing.parse_child_encoding import MARK, BrokenLine, Encoded, to_utf8
from zengshou.store.register.parsing.parse_child_output import (
    HEADER_WITHIN,
    LEAST_KNOWN,
    Header,
    Output,
    RowWriter,
    find_header,
)
from zengshou.store.sheet_child import Refused

SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "|": "竖线"}
HEAD_BYTES = 2**18
BLOCK = 2**23
CLEAN = "clean.csv"
QUOTE = '"'
MARKED = re.compile(rf"{MARK}(\d{{1,9}})")
MOST_LINES = 10  # of one record that has a wrong number of columns


def read_text(source: Path, output: Output) -> None:
    """The records of a text file.

    Raises  Refused: no text, no header, quotes that never close
    """
    clean = output.folder / CLEAN
    with source.open("rb") as raw, clean.open("wb") as sink:
        encoded = to_utf8(raw, sink)
    layout = _layout(clean, output.words)
    found = BrokenRecords(layout, encoded)
    with output.rows(layout.width) as writer:
        _copy_records(clean, layout, found, writer)
    clean.unlink()
    output.broken(sorted(found.rows, key=lambda row: row.row))
    notes = (f"编码 {encoded.encoding}", f"分隔符 {SEPARATORS[layout.separator]}")
    output.about(layout.headers, layout.header_record, encoded.encoding, notes, layout.above)


@dataclass(frozen=True)
class Layout:
    """How the text is laid out.

    headers        cells of the header, "" for a column without one; width  columns of a record
    header_record  number of the header's record; body_offset  bytes of everything up to its end
    above          what is written above the header, a text for each record
    """

    separator: str
    headers: tuple[str, ...]
    header_record: int
    body_offset: int
    above: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.headers)


@dataclass(frozen=True)
class Candidate:
    """The text read with one separator: its first records, the line each ends in, and the header found."""

    separator: str
    records: Sequence[Sequence[str]]
    ends: Sequence[int]
    header: Header

    @property
    def rank(self) -> tuple[int, int]:
        return self.header.known, len(self.header.cells)


def _layout(clean: Path, words: Sequence[str]) -> Layout:
    with clean.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if b"\0" in head:
        raise Refused("文件里有二进制内容，不是文本表格。")
    text = head.decode("utf-8", "ignore")  # only the last character can be cut off, and only in this look ahead
    read = {separator: _first_records(text, separator) for separator in SEPARATORS}
    candidates = [_candidate(*records, separator, words) for separator, records in read.items() if records is not None]
    best = max((each for each in candidates if each is not None), key=lambda each: each.rank, default=None)
    if best is None or best.header.known < LEAST_KNOWN:
        _refuse_endless([separator for separator, records in read.items() if records is None], text)
    if best is None:
        raise Refused("文件中没有内容。")
    place, header = best.header.place, best.records[best.header.place]
    if any(MARK in cell for record in best.records[: place + 1] for cell in record):
        raise Refused("文件的编码前后不一，表头或其上的行不能按全文件的编码读出；请另存为 UTF-8 后再报送。")
    lines = io.StringIO(text, newline="").readlines()
    offset = len("".join(lines[: best.ends[place]]).encode())
    below = [len(record) for record in best.records[place + 1 :] if any(cell.strip() for cell in record)]
    width = _width(len(best.header.cells), len(header), below)
    cells = [cell.strip() for cell in header[:width]]
    above = tuple(" ".join(record) for record in best.records[:place])
    return Layout(best.separator, (*cells, *[""] * (width - len(cells))), place + 1, offset, above)


def _first_records(text: str, separator: str) -> tuple[list[list[str]], list[int]] | None:
    """The first records and the line each ends in; None where this separator gives none, but one endless cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records, ends = [], []
    try:
        for record in reader:
            records.append(record)
            ends.append(reader.line_num)
            if len(records) >= 2 * HEADER_WITHIN:
                break
    except csv.Error:
        return None
    return records, ends


def _refuse_endless(failed: Sequence[str], text: str) -> None:
    """Where no header is known, a separator that stands in the text and yet gives no records says what is wrong."""
    if len(failed) == len(SEPARATORS) or any(separator in text for separator in failed):
        raise Refused("文本不成表格，可能有没有配对的引号。")


def _candidate(
    records: Sequence[Sequence[str]], ends: Sequence[int], separator: str, words: Sequence[str]
) -> Candidate | None:
    header = find_header(records, words)
    return None if header is None else Candidate(separator, records, ends, header)


def _width(filled: int, written: int, below: Sequence[int]) -> int:
    """Columns of a record: as in the header, unless most records differ from it by empty columns at the end only."""
    usual = Counter(below).most_common(1)[0][0] if below else written
    return usual if filled <= usual <= max(written, filled + 1) else written


class BrokenRecords:
    """Collects the records that are no rows of the table, while Arrow reads."""

    def __init__(self, layout: Layout, encoded: Encoded) -> None:
        self.layout = layout
        self.encoded = encoded
        self.rows: list[BrokenRow] = []
        self.numbers: list[int] = []
        self.unclosed = 0
        self.told: set[int] = set()

    def __call__(self, record: arrow_csv.InvalidRow) -> str:
        """Called by Arrow for a record with another number of columns."""
        number = self.layout.header_record + record.number
        self.numbers.append(number)
        if MARK in record.text:
            self.add_marked(number, record.text)
        elif _swallows_others(record.text):
            self.unclosed = self.unclosed or number
        elif record.text.replace(self.layout.separator, "").strip():
            detail = f"表头 {record.expected_columns} 列，这一行 {record.actual_columns} 列"
            self.rows.append(BrokenRow(number, -1, "E_COLUMNS", detail, record.text.encode()))
        return "skip"

    def add_marked(self, number: int, record: str) -> None:
        """A record with lines that the encoding put aside; a mark that we did not write is a row like any other."""
        lines = [int(place) for place in MARKED.findall(record) if int(place) < len(self.encoded.broken)]
        if not lines:
            self.rows.append(BrokenRow(number, -1, "E_COLUMNS", "含有控制字符", record.encode()))
            return
        self.told.update(lines)
        first: BrokenLine = self.encoded.broken[lines[0]]
        payload = record.encode()
        for place in lines:
            payload = payload.replace(f"{MARK}{place}".encode(), self.encoded.broken[place].payload)
        self.rows.append(BrokenRow(number, first.offset, "E_ENCODING", first.detail, payload))

    def check(self) -> None:
        """Every line that was put aside must be a row that was put aside, or the file is refused."""
        if self.unclosed:
            raise Refused(f"第 {self.unclosed} 行起引号没有配对，其后各行被并成了一行；请用原来的软件重新导出。")
        lost = [line for place, line in enumerate(self.encoded.broken) if place not in self.told]
        if lost:
            raise Refused(f"{lost[0].detail}，又在引号之内，分不清属于哪一行；请另存为 UTF-8 后再报送。")


def _swallows_others(record: str) -> bool:
    """Whether a record of several lines looks like many that an open quote has joined, not like a cell of lines."""
    lines = len(record.strip().splitlines())
    return lines > MOST_LINES or (lines > 1 and record.count(QUOTE) % 2 == 1)


def _copy_records(clean: Path, layout: Layout, found: BrokenRecords, writer: RowWriter) -> None:
    """Reads the records below the header block by block and writes those that are rows."""
    names = [column_name(place) for place in range(layout.width)]
    with clean.open("rb") as stream:
        stream.seek(layout.body_offset)
        if not stream.read(1):
            return
        stream.seek(layout.body_offset)
        try:
            reader = arrow_csv.open_csv(
                stream,
                read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, column_names=names),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=layout.separator,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=found,
                ),
                convert_options=arrow_csv.ConvertOptions(
                    strings_can_be_null=False, column_types={name: pa.string() for name in names}
                ),
            )
            last = layout.header_record
            for batch in reader:
                last = _copy_batch(batch, last, layout, found, writer)
        except pa.ArrowInvalid as fault:
            raise Refused("文本不成表格，可能有没有配对的引号，或有极长的一行。") from fault
    found.check()


def _copy_batch(batch: pa.RecordBatch, last: int, layout: Layout, found: BrokenRecords, writer: RowWriter) -> int:
    """Numbers the rows of a block, writes those that are not blank; returns the number of its last row."""
    numbers = _numbers(last, batch.num_rows, found.numbers)
    is_row = pa.array(np.zeros(batch.num_rows, dtype=bool))
    for column in batch.columns:
        is_row = pc.or_(is_row, pc.not_equal(pc.utf8_trim_whitespace(column), ""))
    if found.encoded.broken:
        is_row = _without_marked(batch, numbers, is_row, found)
    if not layout.headers[-1]:
        is_row = _without_nameless(batch, numbers, is_row, layout, found)
    kept = is_row.to_numpy(zero_copy_only=False)
    writer.write(numbers[kept], batch.filter(is_row).columns)
    return int(numbers[-1]) if numbers.size else last


def _numbers(last: int, n: int, broken: Sequence[int]) -> NDArray[np.int64]:
    """The numbers of the next `n` rows behind `last`, the broken ones left out; Arrow has told of all before them."""
    gone = np.array([number for number in broken if number > last], dtype=np.int64)
    candidates = np.arange(last + 1, last + 1 + n + gone.size, dtype=np.int64)
    return np.setdiff1d(candidates, gone, assume_unique=True)[:n]


def _without_nameless(
    batch: pa.RecordBatch, numbers: NDArray[np.int64], is_row: pa.Array, layout: Layout, found: BrokenRecords
) -> pa.Array:
    """A row with content in a last column that has no header is moved by one somewhere: it is put aside."""
    has_more = pc.not_equal(pc.utf8_trim_whitespace(batch.column(layout.width - 1)), "")
    has_more = pc.and_(is_row, has_more)
    for place in np.flatnonzero(has_more.to_numpy(zero_copy_only=False)):
        cells = [batch.column(column)[int(place)].as_py() for column in range(layout.width)]
        payload = json.dumps(cells, ensure_ascii=False).encode()
        detail = "末尾多出一列，表头没有它的名称"
        found.rows.append(BrokenRow(int(numbers[place]), -1, "E_COLUMNS", detail, payload))
    return pc.and_(is_row, pc.invert(has_more))


def _without_marked(
    batch: pa.RecordBatch, numbers: NDArray[np.int64], is_row: pa.Array, found: BrokenRecords
) -> pa.Array:
    """A mark is a whole record where the table has one column, and part of a cell where the line stood in quotes."""
    is_marked = pa.array(np.zeros(batch.num_rows, dtype=bool))
    for column in batch.columns:
        is_marked = pc.or_(is_marked, pc.match_substring(column, MARK))
    for place in np.flatnonzero(is_marked.to_numpy(zero_copy_only=False)):
        cells = [column[int(place)].as_py() for column in batch.columns]
        found.add_marked(int(numbers[place]), found.layout.separator.join(cells))
    return pc.and_(is_row, pc.invert(is_marked))
