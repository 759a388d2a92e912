"""The first table of a delivered workbook: checked before any parser sees it, read by calamine, no macros, no links."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from zengshou.records.channels.mapping import plain_header
from zengshou.records.intake.row_places import BrokenRow, column_letter
from zengshou.store.register.parsing.parse_child_output import HEADER_WITHIN, LEAST_KNOWN, Header, Output, find_header
from zengshou.store.register.parsing.parse_child_workbook_marks import Marks, marks_of, with_words
from zengshou.store.register.parsing.parse_child_workbook_old import old_marks_of
from zengshou.store.register.parsing.parse_child_workbook_parts import check_parts
from zengshou.store.sheet_child import MAX_CELLS, Cell, Refused, cells_of, check_archive, text_of

SIGNIFICANT_DIGITS = 15  # what a spreadsheet itself shows; the 16th and 17th are noise of its formulas
LARGEST_EXACT = 1e15
CHUNK = 50_000
PANICS = "pyo3_runtime"  # module of the exception by which calamine, written in Rust, panics; it has no other name
FALSE_LEAP_DAY = "1900-02-29"  # serial number 60, which calamine gives as the day before it
BEFORE_FALSE = "1900-02-28"
DAMAGED = "工作簿无法读取，文件可能已损坏或已加密。"
MACROS_IN_OLD = ("_VBA_PROJECT".encode("utf-16-le"), "VBA".encode("utf-16-le") + b"\0\0")
MAX_OLD = 2**28  # bytes of an xls file, which is read as a whole
MAX_SHEETS = 255
LEAST_OF_PAGE = 4  # columns from which on a sheet without a header counts as the next page of another
ONE_TABLE = "请合成一张表，或分成几个文件报送。"
WITH_MACROS = "工作簿带有宏，请另存为不带宏的 xlsx。"
WITH_PASSWORD = "工作簿设有密码，请去掉密码后再报送。"
ENCRYPTED_IN_OLD = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """One visible worksheet: name, rows of text from row 1 on, merged ranges (row, column, last row, last column)."""

    name: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[tuple[int, int, int, int]]
    header: Header
    notes: tuple[str, ...]


def read_workbook(source: Path, output: Output) -> None:
    """The table of an xlsx file.

    Raises  Refused: a bomb, a macro, a DTD, damage, two sheets with the same header, too many cells
    """
    check_archive(str(source))
    told = check_parts(source)
    _read_sheets(source, output, told, marks_of(source))


def read_old_workbook(source: Path, output: Output) -> None:
    """The table of an xls file.

    Raises  Refused: too large, encrypted, with macros, damaged
    """
    if source.stat().st_size > MAX_OLD:
        raise Refused(f"xls 文件超过 {MAX_OLD // 2**20} 兆，请另存为 xlsx 或 csv。")
    data = source.read_bytes()
    if ENCRYPTED_IN_OLD in data:
        raise Refused(WITH_PASSWORD)
    if any(mark in data for mark in MACROS_IN_OLD):
        raise Refused(WITH_MACROS)
    _read_sheets(source, output, (), old_marks_of(data))


def _read_sheets(
    source: Path, output: Output, told: Sequence[str] = (), marks: Mapping[int, Marks] = MappingProxyType({})
) -> None:
    sheets = list(_sheets(source, output.words, marks))
    if not sheets:
        raise Refused("工作簿中没有可见的内容。")
    best = max(sheets, key=lambda sheet: sheet.header.known)
    others = [sheet for sheet in sheets if sheet is not best]
    twins = [sheet.name for sheet in others if _same(sheet.header.cells, best.header.cells)]
    if twins:
        raise Refused(f"工作表“{best.name}”和“{'”“'.join(twins)}”有同样的表头；{ONE_TABLE}")
    rivals = [sheet.name for sheet in others if _is_rival(sheet, best)]
    if rivals:
        raise Refused(f"工作表“{'”“'.join(rivals)}”像是与“{best.name}”同类的数据，只读一张会丢行；{ONE_TABLE}")
    broken = _write(best, output)
    output.broken(broken)
    unread = "、".join(sheet.name for sheet in others)
    notes = (f"工作表 {best.name}", *((f"没有读取的工作表：{unread}",) if unread else ()), *told)
    above = [" ".join(row) for row in best.rows[: best.header.place]]
    output.about(best.header.cells, best.header.place + 1, "", (*notes, *best.notes), above)


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [plain_header(cell) for cell in one] == [plain_header(cell) for cell in other]


def _is_rival(sheet: Sheet, best: Sheet) -> bool:
    """Whether a second sheet holds the same kind of rows: half the known words, or no header over as many columns."""
    known, width = best.header.known, len(best.header.cells)
    if known < LEAST_KNOWN:
        return False
    is_half = sheet.header.known >= LEAST_KNOWN and known <= 2 * sheet.header.known
    widest = max(place for row in sheet.rows[:HEADER_WITHIN] for place, cell in enumerate(row, 1) if cell.strip())
    return is_half or (sheet.header.known == 0 and widest == width >= LEAST_OF_PAGE)


def _sheets(source: Path, words: Sequence[str], marks: Mapping[int, Marks]) -> Iterator[Sheet]:
    """Visible worksheets that hold anything. All of them together have as many cells as one may have."""
    cells = 0
    try:
        with source.open("rb") as stream:
            workbook = CalamineWorkbook.from_filelike(stream)
            _check_sheets(workbook.sheets_metadata)
            for place, about in enumerate(workbook.sheets_metadata):
                if about.typ is not SheetTypeEnum.WorkSheet or about.visible is not SheetVisibleEnum.Visible:
                    continue
                sheet = workbook.get_sheet_by_name(about.name)
                cells += sheet.total_height * sheet.total_width
                if cells > MAX_CELLS:
                    raise Refused(f"各工作表合计超过 {MAX_CELLS // 10_000} 万个单元格，请另存为 csv 或 parquet。")
                rows = [[cell_text(cell) for cell in row] for row in cells_of(sheet)]
                hidden: tuple[str, ...] = ()
                if place in marks:
                    rows, hidden = with_words(rows, marks[place]), marks[place].notes
                header = find_header(rows[:HEADER_WITHIN], words)
                if header is not None:
                    yield Sheet(about.name, rows, _merged(sheet), header, hidden)
    except PasswordError as fault:
        raise Refused(WITH_PASSWORD) from fault
    except (CalamineError, OSError, ValueError, IndexError) as fault:
        raise Refused(DAMAGED) from fault
    except BaseException as fault:
        if type(fault).__module__ != PANICS:
            raise
        raise Refused(DAMAGED) from fault


def _check_sheets(listed: Sequence[SheetMetadata]) -> None:
    """A short file may list one sheet a million times; and the macros of 1992 are a kind of sheet."""
    if len(listed) > MAX_SHEETS:
        raise Refused(f"工作簿有 {len(listed)} 张工作表，超过上限 {MAX_SHEETS}。")
    if any(about.typ is SheetTypeEnum.MacroSheet for about in listed):
        raise Refused(WITH_MACROS)


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    return [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]


def cell_text(cell: Cell) -> str:
    """A cell as text. Whole numbers of 16 digits and more are shown as what they are: floats that lost their end."""
    if isinstance(cell, float) and not isinstance(cell, bool):
        if cell.is_integer() and abs(cell) < LARGEST_EXACT:
            return str(int(cell))
        return repr(cell) if abs(cell) >= LARGEST_EXACT else _plain(cell)
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, datetime.date) and cell.isoformat().startswith(BEFORE_FALSE):
        return f"{BEFORE_FALSE} 或 {FALSE_LEAP_DAY}"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(sep=" ")
    return text_of(cell)


def _plain(number: float) -> str:
    """A number in plain digits, no exponent: 0.00001, not 1e-05."""
    text = f"{number:.{SIGNIFICANT_DIGITS}g}"
    return f"{number:.20f}".rstrip("0") if "e" in text else text


def _write(sheet: Sheet, output: Output) -> list[BrokenRow]:
    """Writes the rows below the header; returns those that lie in merged cells or stand out beyond the header."""
    width, first = len(sheet.header.cells), sheet.header.place + 1
    merged = _merged_rows(sheet, first)
    numbers, kept, broken = [], [], []
    for place, row in enumerate(sheet.rows[first:], start=first):
        if not any(cell.strip() for cell in row):
            continue
        if place in merged:
            broken.append(_broken(place, "E_MERGED", merged[place], row))
        elif any(cell.strip() for cell in row[width:]):
            broken.append(_broken(place, "E_COLUMNS", "表头右边还有内容", row))
        else:
            numbers.append(place + 1)
            kept.append([*row[:width], *[""] * (width - len(row))])
    with output.rows(width) as writer:
        for start in range(0, len(kept), CHUNK):
            block = kept[start : start + CHUNK]
            columns = [pa.array([row[place] for row in block], pa.string()) for place in range(width)]
            writer.write(np.array(numbers[start : start + CHUNK], dtype=np.int64), columns)
    return broken


def _merged_rows(sheet: Sheet, first: int) -> Mapping[int, str]:
    """Rows from `first` on that a range joins with others, in words; each row once, however many ranges claim it."""
    found: dict[int, str] = {}
    free = first
    for top, left, bottom, right in sorted(sheet.merged):
        if bottom > top or right > left:
            last = min(bottom, len(sheet.rows) - 1)
            across = f"{column_letter(left)} 至 {column_letter(right)} 列合并"
            told = f"第 {top + 1} 至 {bottom + 1} 行合并" if bottom > top else f"第 {top + 1} 行 {across}"
            found |= dict.fromkeys(range(max(top, free), last + 1), told)
            free = max(free, last + 1)
    return found


def _broken(place: int, code: str, detail: str, row: Sequence[str]) -> BrokenRow:
    return BrokenRow(place + 1, -1, code, detail, json.dumps(list(row), ensure_ascii=False).encode())
