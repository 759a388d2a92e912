"""Reads a returned ledger workbook: its record of the export, and each row of a task with the places of its cells."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.services.supervision.ledger_book_columns import BY_HEAD, BY_KEY, COLUMNS, Column, Kind, head_of, plain
from zengshou.services.supervision.ledger_book_layout import FINDINGS, GUIDE, LISTS, LONG_TEXTS, RECORD
from zengshou.services.supervision.ledger_book_record import FROM_HERE, ExportRecord, record_of
from zengshou.store.sheet_child import EVERY_SHEET
from zengshou.store.sheet_process import run_sheet_child

LARGEST_FILE = 4 * 2**20
MOST_CELLS = 100_000  # a city's ledger has some thousands; the marked copy writes them all again
OURS = (GUIDE, LONG_TEXTS, FINDINGS, RECORD, LISTS)
BOOK = "台账表格"


@dataclass(frozen=True)
class RawSheet:
    """A sheet as it stands. merged  (row, column, last row, last column), from 0"""

    name: str
    is_visible: bool
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True)
class Place:
    """A cell as the user's program shows it; row and column from 1."""

    sheet: str
    row: int
    column: int

    @property
    def where(self) -> str:
        return f"工作表“{self.sheet}”{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True)
class ReadCell:
    place: Place
    text: str


@dataclass(frozen=True)
class ReadRow:
    """A row that carries an id. cells: column key -> what stands there"""

    id: str
    id_place: Place
    cells: Mapping[str, ReadCell]


@dataclass(frozen=True)
class Fault:
    """What keeps a book from being taken over. place  None where it is no single cell"""

    problem: Problem
    place: Place | None = None


@dataclass(frozen=True)
class ReadBook:
    """faults stop the import; notes are told, and nothing is done about them."""

    record: ExportRecord
    rows: tuple[ReadRow, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Problem, ...]
    sheets: tuple[RawSheet, ...]


def read_book(content: bytes) -> ReadBook:
    """Read in a process of its own, under limits.

    Raises  ProblemsFound: no workbook, too large, refused by the reading process, not exported from here
    """
    sheets = raw_sheets(content)
    hidden = next((sheet for sheet in sheets if sheet.name == RECORD), None)
    if hidden is None:
        raise refuse("这不是从本系统导出的台账，或隐藏的导出记录被删除。", BOOK, FROM_HERE)
    record = record_of([row[0] for row in hidden.rows if row])
    rows: list[ReadRow] = []
    faults: list[Fault] = []
    notes: list[Problem] = []
    for sheet in sheets:
        if sheet.name in OURS or not any(cell.strip() for row in sheet.rows for cell in row):
            continue
        header = _header_row(sheet)
        if header is None:
            notes.append(Problem("没有“任务标识”列，未读取。", f"工作表“{sheet.name}”"))
            continue
        columns, wrong = _columns(sheet, header)
        faults += wrong + _merged_across(sheet, header, columns)
        held = list(_rows(sheet, header, columns))
        rows += held
        notes += _added(sheet, header, columns, record)
    return ReadBook(record, tuple(rows), tuple(faults), (*_deleted(record, rows), *notes), sheets)


def raw_sheets(content: bytes) -> tuple[RawSheet, ...]:
    """Raises  ProblemsFound"""
    if not content:
        raise refuse("没有选择文件，或文件是空的。", BOOK, "请选择填好的台账表格。")
    if len(content) > LARGEST_FILE:
        raise refuse(f"文件超过{LARGEST_FILE // 2**20}兆。", BOOK, "台账表格不应插入图片或附件，请删除后再传。")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "book.xlsx"
        file.write_bytes(content)
        try:
            found = json.loads(run_sheet_child(file, EVERY_SHEET))
        except ProblemsFound as error:  # the temporary file's name would tell the user nothing
            raise ProblemsFound(
                [Problem(each.found, BOOK, "请上传从本系统下载的 xlsx。") for each in error.problems]
            ) from None
    sheets = tuple(_raw(sheet["name"], sheet["is_visible"], sheet["rows"], sheet["merged"]) for sheet in found)
    cells = sum(len(row) for sheet in sheets for row in sheet.rows)
    merged = sum(
        (bottom - top + 1) * (right - left + 1) for sheet in sheets for top, left, bottom, right in sheet.merged
    )
    if max(cells, merged) > MOST_CELLS:
        raise refuse("工作表的范围过大，不像台账。", BOOK, "请删除表格以外的内容，或重新下载后填写。")
    return sheets


def _raw(name: str, is_visible: bool, rows: list[list[str]], merged: list[list[int]]) -> RawSheet:
    """A sheet as the process printed it; merged ranges end where the cells end."""
    height, width = len(rows), max((len(row) for row in rows), default=0)
    inside = (
        (top, left, min(bottom, height - 1), min(right, width - 1))
        for top, left, bottom, right in merged
        if top < height and left < width
    )
    return RawSheet(name, is_visible, tuple(tuple(row) for row in rows), tuple(inside))


def _header_row(sheet: RawSheet) -> int | None:
    """The row, from 0, in which the id column is named."""
    wanted = head_of(BY_KEY["id"].title)
    return next((n for n, row in enumerate(sheet.rows) if any(head_of(cell) == wanted for cell in row)), None)


def column_heads(sheet: RawSheet, header: int) -> tuple[Column | None, ...]:
    """What each column is, by its title in the header's two rows; None for columns that are not ours."""
    top = sheet.rows[header]
    below = sheet.rows[header + 1] if header + 1 < len(sheet.rows) else ()
    second = below if _is_heads(below) else ()
    return tuple(
        BY_HEAD.get(head_of(second[n]) if n < len(second) and second[n].strip() else head_of(cell))
        for n, cell in enumerate(top)
    )


def header_of(sheet: RawSheet) -> tuple[int, tuple[Column | None, ...]] | None:
    """The header's row, from 0, and its columns; None for a sheet without."""
    header = _header_row(sheet)
    return None if header is None else (header, column_heads(sheet, header))


def _is_heads(row: Sequence[str]) -> bool:
    """Whether a row holds titles only: the second row of the header."""
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(head_of(cell) in BY_HEAD for cell in filled)


def _columns(sheet: RawSheet, header: int) -> tuple[Mapping[str, int], list[Fault]]:
    """Column key -> number from 0. A title that is missing or stands twice is a fault: its cells cannot be told."""
    places: dict[str, list[int]] = {}
    for number, column in enumerate(column_heads(sheet, header)):
        if column is not None:
            places.setdefault(column.key, []).append(number)
    faults = []
    for column in COLUMNS:
        found = places.get(column.key, [])
        if column.kind.is_filled and not found:
            told = f"缺少“{column.title}”列，表头可能被改名、合并或删除。"
            faults.append(Fault(Problem(told, f"工作表“{sheet.name}”第{header + 1}行", "请恢复表头文字。")))
        if len(found) > 1 and column.kind is not Kind.LOCKED:
            place = Place(sheet.name, header + 1, found[1] + 1)
            faults.append(
                Fault(Problem(f"“{column.title}”列出现了{len(found)}次。", place.where, "请只留一列。"), place)
            )
    return {key: found[0] for key, found in places.items() if len(found) == 1}, faults


def _rows(sheet: RawSheet, header: int, columns: Mapping[str, int]) -> Iterator[ReadRow]:
    if "id" not in columns:
        return
    above = _cells_below(sheet)
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
        id = row[columns["id"]].strip()
        if id and head_of(id) not in BY_HEAD:
            cells = {
                key: ReadCell(
                    Place(sheet.name, number, column + 1),
                    plain(sheet.rows[above.get((number - 1, column), number - 1)][column]),
                )
                for key, column in columns.items()
            }
            yield ReadRow(id, Place(sheet.name, number, columns["id"] + 1), cells)


def _cells_below(sheet: RawSheet) -> Mapping[tuple[int, int], int]:
    """(row, column) -> the row whose value it shares: of cells merged within a column the first one's."""
    return {
        (row, left): top
        for top, left, bottom, right in sheet.merged
        if left == right
        for row in range(top + 1, bottom + 1)
    }


def _merged_across(sheet: RawSheet, header: int, columns: Mapping[str, int]) -> list[Fault]:
    """Cells to fill that were merged with those of another column: what belongs to which cannot be told."""
    filled = {column for key, column in columns.items() if BY_KEY[key].kind.is_filled}
    faults = []
    for top, left, bottom, right in sheet.merged:
        rows = sheet.rows[max(top, header + 1) : bottom + 1]
        has_id = "id" in columns and any(row[columns["id"]].strip() for row in rows)
        if has_id and left < right and filled & set(range(left, right + 1)):
            place = Place(sheet.name, top + 1, left + 1)
            faults.append(
                Fault(Problem("不同列的格合并在一起，分不清填的是哪一栏。", place.where, "请取消合并。"), place)
            )
    return faults


def _added(sheet: RawSheet, header: int, columns: Mapping[str, int], record: ExportRecord) -> Iterator[Problem]:
    """Rows with content but without id, other than the titles of groups."""
    wide = {top for top, left, bottom, right in sheet.merged if right - left >= 2 and top == bottom}
    for number, row in enumerate(sheet.rows[header + 1 :], start=header + 1):
        filled = [cell for cell in row if cell.strip()]
        has_id = "id" in columns and bool(row[columns["id"]].strip())
        is_title = number in wide and len(filled) == 1
        if filled and not has_id and not is_title and not _is_heads(row):
            where = f"工作表“{sheet.name}”第{number + 1}行"
            yield Problem(
                f"这一行没有任务标识（“{filled[0][:20]}”），不是台账中的任务，未导入。",
                where,
                "新任务请由督查人员立项。",
            )


def _deleted(record: ExportRecord, rows: Sequence[ReadRow]) -> Iterator[Problem]:
    """Tasks that were exported and are not in the book: told, never carried out. A missing sheet is told once."""
    present = {row.id for row in rows}
    missing = [row for row in record.rows.values() if row.id not in present]
    held = {name for row in record.rows.values() if row.id in present for name in row.sheets}
    gone: dict[str, list[str]] = {}
    for row in missing:
        gone.setdefault(row.sheets[0] if row.sheets else "", []).append(row.code)
    for sheet, codes in gone.items():
        told = "整张工作表不在册中" if sheet not in held else "这些行不在表中"
        yield Problem(f"{told}：{'、'.join(codes)}。任务没有删除，也没有改动。", f"工作表“{sheet}”")
