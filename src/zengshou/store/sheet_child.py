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
import struct
import sys
import zipfile
import zlib
from collections.abc import Sequence
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
LOCAL_HEADER = struct.Struct("<4s5H3L2H")
LOCAL_MARK = b"PK\x03\x04"
SIZES_FOLLOW, NAME_IS_UTF8, SEALED = 0x8, 0x800, 0x41  # bits of a member's flags
SIZE_ELSEWHERE = 0xFFFFFFFF  # a size that stands in the zip64 field
READ_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED_ARCHIVE = "不是有效的 xlsx 文件，或文件已损坏、已加密。"
REFUSED = 3
EVERY_SHEET = "--every-sheet"

Cell = str | int | float | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta | None


class Refused(Exception):
    """The workbook is not read; the message says why."""


def limit_process() -> None:
    """Memory and CPU of this process. It leaves no core file: that would hold the data of persons."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTE, GIBIBYTE))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def check_archive(packed_file: str | IO[bytes]) -> None:
    """Count what the archive really unpacks to, before any parser sees it: its own lists of sizes may lie.

    Raises  Refused: too many members or bytes, members that overlap or share a name, sizes that are not true, damage
    """
    try:
        if isinstance(packed_file, str):
            with open(packed_file, "rb") as stream:
                _check_stream(stream)
        else:
            _check_stream(packed_file)
    # zipfile leaks the errors of what it is built from
    except (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refused(DAMAGED_ARCHIVE) from error


def _check_stream(stream: IO[bytes]) -> None:
    with zipfile.ZipFile(stream) as archive:
        members = archive.infolist()
    _check_list(members)
    packed = max(1, sum(member.compress_size for member in members))
    unpacked, end = 0, 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise Refused("压缩包内的文件互相重叠，疑似压缩炸弹。")
        begin = _data_offset(stream, member)
        end = begin + member.compress_size
        stream.seek(begin)
        unpacked += _unpacked_size(stream, member, min(MAX_UNPACKED, MAX_RATIO * packed + CHUNK) - unpacked)


def _check_list(members: Sequence[zipfile.ZipInfo]) -> None:
    """What the list of members alone tells. Two readers of one archive must not see two different contents."""
    if len(members) > MAX_MEMBERS:
        raise Refused(f"压缩包内有 {len(members)} 个文件，超过上限 {MAX_MEMBERS}。")
    if min((member.header_offset for member in members), default=0):
        raise Refused("压缩包里藏着另一个压缩包，不予读取。")
    if any(member.flag_bits & SEALED for member in members):
        raise Refused(DAMAGED_ARCHIVE)
    if any(member.compress_type not in READ_METHODS for member in members):
        raise Refused("压缩包用了表格软件不用的压缩方式，不予读取。")
    if any("\0" in member.orig_filename for member in members):
        raise Refused("压缩包内的文件名含有空字符，不予读取。")
    # As readers of workbooks look parts up: in either kind of slash, and whatever the case.
    names = {member.filename.replace("\\", "/").casefold() for member in members}
    if len(names) < len(members):
        raise Refused("压缩包内有重名的文件，不能确定该读哪一个。")


def _data_offset(stream: IO[bytes], member: zipfile.ZipInfo) -> int:
    """Where the data of a member begin. Raises  Refused: its own header says other things than the archive's list"""
    stream.seek(member.header_offset)
    header = stream.read(LOCAL_HEADER.size)
    mark, _, flags, method, _, _, crc, packed, unpacked, name_length, extra_length = LOCAL_HEADER.unpack(header)
    name = stream.read(name_length).decode("utf-8" if flags & NAME_IS_UTF8 else "cp437")
    told = (crc, packed, unpacked)
    is_told_later = flags & SIZES_FOLLOW or SIZE_ELSEWHERE in told
    is_same = is_told_later or told == (member.CRC, member.compress_size, member.file_size)
    if mark != LOCAL_MARK or name != member.orig_filename or method != member.compress_type or not is_same:
        raise Refused("压缩包内文件的名称或大小前后不一，疑似压缩炸弹或已损坏。")
    return member.header_offset + LOCAL_HEADER.size + int(name_length) + int(extra_length)


def _unpacked_size(stream: IO[bytes], member: zipfile.ZipInfo, most: int) -> int:
    """The bytes that a member unpacks to, counted. Raises  Refused: more than `most`, or other than its list says"""
    left, count, crc = member.compress_size, 0, 0
    unpack = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := stream.read(min(CHUNK, left))):
        left -= len(packed)
        while packed:
            block = packed if unpack is None else unpack.decompress(packed, CHUNK)
            packed = b"" if unpack is None else unpack.unconsumed_tail
            count, crc = count + len(block), zlib.crc32(block, crc)
            if count > most:
                raise Refused("解压后的内容过大，疑似压缩炸弹。")
    last = b"" if unpack is None else unpack.flush()  # the end of a repetition that was cut at CHUNK
    count, crc = count + len(last), zlib.crc32(last, crc)
    is_whole = unpack is None or (unpack.eof and not unpack.unused_data)
    if left or not is_whole or (count, crc) != (member.file_size, member.CRC):
        raise Refused("压缩包内文件的实际大小与所列不符，疑似压缩炸弹或已损坏。")
    return count


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


def last_line(ground: Refused) -> bytes:
    """A refusal as the last line of standard error, behind whatever a reader that broke down has written there."""
    return f"\n{' '.join(str(ground).split())}".encode("utf-8", "replace")


def main() -> int:
    path = sys.argv[1]
    try:
        limit_process()
        if not path.lower().endswith(".xls"):
            check_archive(path)
        answer = every_sheet(path) if EVERY_SHEET in sys.argv[2:] else sheet_text(path)
    except Refused as ground:
        sys.stderr.buffer.write(last_line(ground))
        return REFUSED
    sys.stdout.buffer.write(answer.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
