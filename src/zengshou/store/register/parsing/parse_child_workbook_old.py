"""What an xls file says and its reader of values leaves out, and claims of size that would end the process.

The reader gives an error as an empty cell, and makes room for as many cells and texts as the file claims before it has
seen one. So the records are walked once before: [MS-CFB] for the container, [MS-XLS] for its stream `Workbook`.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zengshou.store.register.parsing.parse_child_workbook_marks import Marks
from zengshou.store.sheet_child import MAX_CELLS, Refused

BROKEN = "工作簿无法读取，文件可能已损坏或已加密。"
ENTRY = 128
IN_HEADER = 109  # sectors of the table that the header itself lists
LAST_SECTOR = 0xFFFFFFFA  # from here on numbers are marks: end of a chain, free, table
STREAMS = ("workbook", "book")
MOST_ROWS, MOST_COLUMNS = 65_536, 256  # of the format
BOF, EOF = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A
SHEET, SHARED_TEXTS, DIMENSIONS, ROW, ERROR, FORMULA = 0x0085, 0x00FC, 0x0200, 0x0208, 0x0205, 0x0006
COLUMNS = 0x007D
SEALED = 0x002F  # FILEPASS: the records behind it are enciphered
CELLS = (0x0201, 0x0203, 0x0204, ERROR, 0x027E, 0x00BD, 0x00BE, 0x00FD, FORMULA, 0x00D6)
SEVERAL = (0x00BD, 0x00BE)  # cells of one row from a first column to a last one
LEAST_TEXT = 3  # bytes of a shared text
HIDDEN = 0x20
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
UNKNOWN_ERROR = "#N/A"
IS_ERROR, NO_NUMBER = 2, 0xFFFF  # first byte and last two of a formula's result that is no number


def old_marks_of(data: bytes) -> Mapping[int, Marks]:
    """Marks by the place of the sheet in the workbook.

    Raises  Refused: no container, no workbook in it, a password, records that run over, claims beyond the format
    """
    try:
        stream = _stream(data)
        starts = [struct.unpack_from("<I", content)[0] for content in _book(stream)]
        return {place: _marks(stream, start) for place, start in enumerate(starts)}
    except (struct.error, IndexError) as fault:
        raise Refused(BROKEN) from fault


def _book(stream: bytes) -> Iterator[bytes]:
    """The records that list the sheets."""
    for kind, content in _records(stream, 0):
        if kind == SHEET:
            yield content
        elif kind == SEALED:
            raise Refused("工作簿设有密码，请去掉密码后再报送。")
        elif kind == SHARED_TEXTS and struct.unpack_from("<I", content, 4)[0] > len(stream) // LEAST_TEXT:
            raise Refused(BROKEN)


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """(kind, content) of the records from a BOF to its EOF, those of charts within left out."""
    depth, at = 0, start
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        content = stream[at + 4 : at + 4 + size]
        if len(content) < size:
            raise Refused(BROKEN)
        depth += (kind in BOF) - (kind == EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, content
        at += 4 + size


def _marks(stream: bytes, start: int) -> Marks:
    marks, last_row, last_column = Marks(), 0, 0
    for kind, content in _records(stream, start):
        if kind == DIMENSIONS:
            _check_claim(content)
        elif kind == ROW:
            marks.hidden_rows += bool(struct.unpack_from("<H", content, 12)[0] & HIDDEN)
        elif kind == COLUMNS:
            first, last, flags = struct.unpack_from("<HH4xH", content)
            marks.hidden_columns += (last - first + 1) * (flags & 1)
        elif kind in CELLS:
            row, column = struct.unpack_from("<HH", content)
            end = struct.unpack_from("<H", content, len(content) - 2)[0] if kind in SEVERAL else column
            last_row, last_column = max(last_row, row), max(last_column, column, end)
            words = _error(kind, content)
            if words:
                marks.cells[row, column] = words
    if last_column >= MOST_COLUMNS:
        raise Refused(BROKEN)
    if (last_row + 1) * (last_column + 1) > MAX_CELLS:
        raise Refused(f"工作表超过 {MAX_CELLS // 10_000} 万个单元格，请另存为 csv 或 parquet。")
    return marks


def _check_claim(content: bytes) -> None:
    """The record of rows and columns used: four bytes a row in the newer form, two in the older."""
    form = "<IIHH" if len(content) >= struct.calcsize("<IIHH") else "<HHHH"
    first_row, end_row, first_column, end_column = struct.unpack_from(form, content)
    if not first_row <= end_row <= MOST_ROWS or not first_column <= end_column <= MOST_COLUMNS:
        raise Refused(BROKEN)


def _error(kind: int, content: bytes) -> str:
    """The words of an error in a cell, "" where it holds none."""
    if kind == ERROR and content[7]:
        return ERRORS.get(content[6], UNKNOWN_ERROR)
    is_no_number = kind == FORMULA and struct.unpack_from("<H", content, 12)[0] == NO_NUMBER
    return ERRORS.get(content[8], UNKNOWN_ERROR) if is_no_number and content[6] == IS_ERROR else ""


@dataclass(frozen=True)
class _Container:
    """A compound file: its bytes, which begin with a header of one sector, and for each sector the one behind it."""

    data: bytes
    sector: int
    table: tuple[int, ...]

    def chain(self, first: int) -> bytes:
        """The sectors of a stream; one that comes back to where it was is refused."""
        parts: list[bytes] = []
        at = first
        while at < LAST_SECTOR:
            if len(parts) > len(self.table):
                raise Refused(BROKEN)
            parts.append(self.data[(at + 1) * self.sector : (at + 2) * self.sector])
            at = self.table[at]
        return b"".join(parts)


def _stream(data: bytes) -> bytes:
    """The stream of the workbook."""
    (shift, small_shift) = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or small_shift != 6:
        raise Refused(BROKEN)
    first_directory, _, small_below, first_small, _, first_list, lists = struct.unpack_from("<IIIIIII", data, 48)
    sector = 1 << shift
    container = _Container(data, sector, _table(data, sector, first_list, lists))
    directory = container.chain(first_directory)
    entries = [directory[at : at + ENTRY] for at in range(0, len(directory) - ENTRY + 1, ENTRY)]
    named = {_name(entry): entry for entry in reversed(entries)}
    found = next((named[name] for name in STREAMS if name in named), None)
    if found is None:
        raise Refused(BROKEN)
    first, size = struct.unpack_from("<II", found, 116)
    if size >= small_below:
        return container.chain(first)[:size]
    small = container.chain(first_small)
    table = struct.unpack(f"<{len(small) // 4}I", small[: len(small) // 4 * 4])
    holder = container.chain(struct.unpack_from("<I", entries[0], 116)[0])
    return _Container(bytes(64) + holder, 64, table).chain(first)[:size]


def _table(data: bytes, sector: int, first_list: int, lists: int) -> tuple[int, ...]:
    """For each sector the next one of its chain; the sectors that hold this table stand in the header and in lists."""
    listed = list(struct.unpack_from(f"<{IN_HEADER}I", data, 76))
    at = first_list
    for _ in range(min(lists, len(data) // sector)):
        if at >= LAST_SECTOR:
            break
        *more, at = struct.unpack_from(f"<{sector // 4}I", data, (at + 1) * sector)
        listed += more
    numbers: list[int] = []
    for place in listed:
        if place < LAST_SECTOR:
            numbers += struct.unpack_from(f"<{sector // 4}I", data, (place + 1) * sector)
    return tuple(numbers)


def _name(entry: bytes) -> str:
    length = struct.unpack_from("<H", entry, 64)[0]
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace").casefold()
