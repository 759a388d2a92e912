"""Reads a workbook in a process of its own, under limits, and prints its first sheet as CSV or every sheet as JSON.

A broken or hostile workbook may abort its reader; then this process ends, and the one that asked lives on. Run by path
with the workbook as argument: prints the number of the header's row, then the first sheet from there on. With
`--every-sheet` after it: one JSON list of sheets, each with name, visibility, rows of text and merged ranges. A refusal
is one sentence on standard error and exit code 3.
"""

import csv
import datetime
import io
import json
import sys
import zipfile
from typing import IO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

try:
    import resource
except ImportError:  # Windows has no such limits; the size check below still holds
    resource = None  # type: ignore[assignment]

GIBIBYTE = 2**30
MAX_UNPACKED = GIBIBYTE // 2
MAX_RATIO = 100
MAX_MEMBERS = 2_000
MAX_CELLS = 2_000_000
MAX_CPU_SECONDS = 60
CHUNK = 2**20
REFUSED = 3
EVERY_SHEET = "--every-sheet"

Cell = str | int | float | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta | None


class Refused(Exception):
    """The workbook is not read; the message says why."""


def limit_process() -> None:
    """Memory and CPU of this process."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTE, GIBIBYTE))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))


def check_archive(packed_file: str | IO[bytes]) -> None:
    """Count what the archive really unpacks to, before any parser sees it: its own list of sizes may lie."""
    try:
        with zipfile.ZipFile(packed_file) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise Refused(f"压缩包内有 {len(members)} 个文件，超过上限 {MAX_MEMBERS}。")
            packed = max(1, sum(member.compress_size for member in members))
            unpacked = 0
            for member in members:
                with archive.open(member) as stream:
                    while block := stream.read(CHUNK):
                        unpacked += len(block)
                        if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * packed + CHUNK:
                            raise Refused("解压后的内容过大，疑似压缩炸弹。")
    except (zipfile.BadZipFile, RuntimeError, OSError, EOFError) as error:
        raise Refused("不是有效的 xlsx 文件，或文件已损坏、已加密。") from error


def read_rows(path: str) -> list[list[Cell]]:
    """Cells of the first sheet, from its first row on."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        return cells_of(workbook.get_sheet_by_index(0))
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refused("工作簿无法读取，文件可能已损坏或已加密。") from error


def cells_of(sheet: CalamineSheet) -> list[list[Cell]]:
    """Cells of one sheet, from its first row on."""
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise Refused(f"工作表超过 {MAX_CELLS // 10_000} 万个单元格，请另存为 csv 或 parquet。")
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def every_sheet(path: str) -> str:
    """Every worksheet as JSON: name, is_visible, rows (text), merged (row, column, last row, last column; from 0)."""
    try:
        workbook = CalamineWorkbook.from_path(path)
        found, cells = [], 0
        for about in workbook.sheets_metadata:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            cells += sheet.total_height * sheet.total_width
            if cells > MAX_CELLS:
                raise Refused(f"各工作表合计超过 {MAX_CELLS // 10_000} 万个单元格，请只留下要读的表。")
            rows = [[text_of(cell) for cell in row] for row in cells_of(sheet)]
            merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
            is_visible = about.visible is SheetVisibleEnum.Visible
            found.append({"name": about.name, "is_visible": is_visible, "rows": rows, "merged": merged})
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise Refused("工作簿无法读取，文件可能已损坏或已加密。") from error
    return json.dumps(found, ensure_ascii=False)


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


def sheet_text(path: str) -> str:
    """Number of the header's row on the first line, then the sheet as CSV without the empty rows around it."""
    rows = [[text_of(cell) for cell in row] for row in read_rows(path)]
    filled = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not filled:
        return "1\n"
    first, last = filled[0], filled[-1]
    width = max(column for row in rows[first : last + 1] for column, cell in enumerate(row, 1) if cell.strip())
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(row[:width] for row in rows[first : last + 1])
    return f"{first + 1}\n{out.getvalue()}"


def main() -> int:
    path = sys.argv[1]
    try:
        limit_process()
        if not path.lower().endswith(".xls"):
            check_archive(path)
        answer = every_sheet(path) if EVERY_SHEET in sys.argv[2:] else sheet_text(path)
    except Refused as ground:
        sys.stderr.buffer.write(str(ground).encode())
        return REFUSED
    sys.stdout.buffer.write(answer.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
