"""The first table of a delivered workbook: checked before any parser sees it, read by calamine, no macros, no links."""

import datetime
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from zengshou.records.channels.mapping import plain_header
from zengshou.records.intake.row_places import BrokenRow
from zengshou.store.register.parsing.parse_child_output import HEADER_WITHIN, Header, Output, find_header
from zengshou.store.sheet_child import Cell, Refused, cells_of, check_archive, text_of

SIGNIFICANT_DIGITS = 15  # what a spreadsheet itself shows; the 16th and 17th are noise of its formulas
LARGEST_EXACT = 1e15
HEAD = 4096
CHUNK = 50_000
DAMAGED = "工作簿无法读取，文件可能已损坏或已加密。"
MACROS_IN_OLD = ("_VBA_PROJECT".encode("utf-16-le"), "VBA".encode("utf-16-le") + b"\0\0")
ENCRYPTED_IN_OLD = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """One visible worksheet: name, rows of text from row 1 on, merged ranges (row, column, last row, last column)."""

    name: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[tuple[int, int, int, int]]
    header: Header


def read_workbook(source: Path, output: Output) -> None:
    """The table of an xlsx file.

    Raises  Refused: a bomb, a macro, a DTD, damage, two sheets with the same header, too many cells
    """
    check_archive(str(source))
    _check_members(source)
    _read_sheets(source, output)


def read_old_workbook(source: Path, output: Output) -> None:
    """The table of an xls file.

    Raises  Refused: encrypted, with macros, damaged
    """
    data = source.read_bytes()
    if ENCRYPTED_IN_OLD in data:
        raise Refused("工作簿设有密码，请去掉密码后再报送。")
    if any(mark in data for mark in MACROS_IN_OLD):
        raise Refused("工作簿带有宏，请另存为不带宏的 xlsx。")
    _read_sheets(source, output)


def _check_members(source: Path) -> None:
    """Macros and document types: neither belongs into a table."""
    with zipfile.ZipFile(source) as archive:
        names = archive.namelist()
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise Refused("工作簿带有宏，请另存为不带宏的 xlsx。")
        if not any(name.lower().endswith("workbook.xml") or name.lower().endswith("workbook.bin") for name in names):
            raise Refused("这是压缩包，不是工作簿；请解压后逐个报送。")
        for name in names:
            if name.lower().endswith((".xml", ".rels")):
                with archive.open(name) as stream:
                    head = stream.read(HEAD).lower()
                if b"<!doctype" in head or b"<!entity" in head:
                    raise Refused("工作簿里有外部实体定义（DTD），不予读取。")


def _read_sheets(source: Path, output: Output) -> None:
    sheets = list(_sheets(source, output.words))
    if not sheets:
        raise Refused("工作簿中没有可见的内容。")
    best = max(sheets, key=lambda sheet: sheet.header.known)
    others = [sheet for sheet in sheets if sheet is not best]
    twins = [sheet.name for sheet in others if _same(sheet.header.cells, best.header.cells)]
    if twins:
        raise Refused(f"工作表“{best.name}”和“{'”“'.join(twins)}”有同样的表头；请合成一张表，或分成几个文件报送。")
    broken = _write(best, output)
    output.broken(broken)
    unread = "、".join(sheet.name for sheet in others)
    notes = (f"工作表 {best.name}", *((f"没有读取的工作表：{unread}",) if unread else ()))
    output.about(best.header.cells, best.header.place + 1, "", notes)


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    return [plain_header(cell) for cell in one] == [plain_header(cell) for cell in other]


def _sheets(source: Path, words: Sequence[str]) -> Iterator[Sheet]:
    """Visible worksheets that hold anything."""
    try:
        with source.open("rb") as stream:
            workbook = CalamineWorkbook.from_filelike(stream)
            for about in workbook.sheets_metadata:
                if about.typ is not SheetTypeEnum.WorkSheet or about.visible is not SheetVisibleEnum.Visible:
                    continue
                sheet = workbook.get_sheet_by_name(about.name)
                rows = [[cell_text(cell) for cell in row] for row in cells_of(sheet)]
                header = find_header(rows[:HEADER_WITHIN], words)
                if header is not None:
                    yield Sheet(about.name, rows, _merged(sheet), header)
    except (CalamineError, OSError, ValueError, IndexError) as fault:
        raise Refused(DAMAGED) from fault


def _merged(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    return [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]


def cell_text(cell: Cell) -> str:
    """A cell as text. Whole numbers of 16 digits and more are shown as what they are: floats that lost their end."""
    if isinstance(cell, float) and not isinstance(cell, bool):
        if cell.is_integer() and abs(cell) < LARGEST_EXACT:
            return str(int(cell))
        return repr(cell) if abs(cell) >= LARGEST_EXACT else _plain(cell)
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
    merged = {
        row: f"第 {top + 1} 至 {bottom + 1} 行合并"
        for top, _, bottom, _ in sheet.merged
        if bottom > top
        for row in range(max(top, first), bottom + 1)
    }
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


def _broken(place: int, code: str, detail: str, row: Sequence[str]) -> BrokenRow:
    return BrokenRow(place + 1, -1, code, detail, json.dumps(list(row), ensure_ascii=False).encode())
