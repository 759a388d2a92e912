"""Workbooks of the years before 2007 whose chains run in circles and whose records lie. 合成数据。

Source: [MS-CFB] 2.2 header, 2.6 directory entries; [MS-XLS] 2.4 records.
"""

import struct
from collections.abc import Mapping, Sequence

from tests.store.register.hostile.workbooks import ANY, READ, Attack

SECTOR = 512
END, FREE, FAT_MARK = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOF, EOF, BOUNDSHEET, DIMENSIONS, SST = 0x0809, 0x000A, 0x0085, 0x0200, 0x00FC
LABEL, NUMBER, SHARED_LABEL, CONTINUE, FILEPASS, MERGED = 0x0204, 0x0203, 0x00FD, 0x003C, 0x002F, 0x00E5
ENDED = "无法读取|没有可见的内容|超出内存或时间限制|单元格"
WORKSHEET, MACRO_SHEET = 0, 1
TABLE = (("姓名", "证件号码", "收入额"), ("陈一", "44170219800506002X", 6200))


def record(kind: int, content: bytes = b"", length: int | None = None) -> bytes:
    return struct.pack("<2H", kind, len(content) if length is None else length) + content


def text(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def label(row: int, column: int, words: str) -> bytes:
    return record(LABEL, struct.pack("<3H", row, column, 0) + text(words))


def number(row: int, column: int, value: float) -> bytes:
    return record(NUMBER, struct.pack("<3Hd", row, column, 0, value))


def cells() -> bytes:
    return b"".join(
        label(row, column, cell) if isinstance(cell, str) else number(row, column, cell)
        for row, line in enumerate(TABLE)
        for column, cell in enumerate(line)
    )


def begin(kind: int) -> bytes:
    return record(BOF, struct.pack("<4H2L", 0x0600, kind, 0, 1997, 0, 0))


def stream(
    content: bytes, sheets: int = 1, globals_more: bytes = b"", place: int | None = None, kind: int = WORKSHEET
) -> bytes:
    """The Workbook stream: globals that list the sheets, all at one place, then one sheet."""
    name = struct.pack("<BB", 1, 1) + "表".encode("utf-16-le")
    listed = len(record(BOUNDSHEET, bytes(6) + name)) * sheets
    told = len(begin(5)) + len(globals_more) + listed + len(record(EOF)) if place is None else place
    bounds = record(BOUNDSHEET, struct.pack("<LBB", told, 0, kind) + name) * sheets
    sheet = begin(0x10) + record(DIMENSIONS, struct.pack("<2L3H", 0, 2, 0, 3, 0)) + content + record(EOF)
    return begin(5) + globals_more + bounds + record(EOF) + sheet


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE, left: int = FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<HBB3L", len(written), kind, 1, left, FREE, child)
    return written.ljust(64, b"\0") + links + bytes(36) + struct.pack("<LQ", start, size)


def compound(
    content: bytes,
    chain: Sequence[int] | None = None,
    size: int | None = None,
    entries: Sequence[bytes] | None = None,
    directory_next: int = END,
    **header: int,
) -> bytes:
    """A compound file: sector 0 the FAT, 1 the directory, the stream from 2 on.

    chain   what the FAT says behind each sector of the stream; header  fields that lie
    """
    content = content.ljust(max(4096, -(-len(content) // SECTOR) * SECTOR), b"\0")
    count = len(content) // SECTOR
    fats = -(-(count + 4) // (SECTOR // 4))
    first = fats + 1
    honest = [*range(first + 1, first + count), END]
    table = [*[FAT_MARK] * fats, directory_next, *(honest if chain is None else [*chain, *honest[len(chain) :]])]
    fat = struct.pack(f"<{len(table)}L", *table).ljust(fats * SECTOR, b"\xff")
    told = {"shift": 9, "mini_shift": 6, "fats": fats, "directory": fats, "mini": END, "minis": 0, "difat": END,
            "difats": 0} | header  # fmt: skip
    head = MAGIC + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, told["shift"], told["mini_shift"])
    head += struct.pack("<9L", 0, told["fats"], told["directory"], 0, 4096, told["mini"], told["minis"],
                        told["difat"], told["difats"])  # fmt: skip
    head += struct.pack("<109L", *range(min(fats, 109)), *[FREE] * (109 - min(fats, 109)))
    listed = entries or (
        _entry("Root Entry", 5, END, 0, child=1),
        _entry("Workbook", 2, first, len(content) if size is None else size),
    )
    return head + fat + b"".join(listed).ljust(SECTOR, b"\0") + content


PLAIN_OLD = stream(cells())
SHORT = 0xFFFF
LONG_DIMENSIONS = record(DIMENSIONS, struct.pack("<2L3H", 0, 2**32 - 1, 0, SHORT, 0))
SEALED = record(FILEPASS, struct.pack("<H", 1) + bytes(52))


def _sst(total: int, unique: int, content: bytes = b"") -> bytes:
    return record(SST, struct.pack("<2L", total, unique) + content)


def _loop(back: int) -> bytes:
    """The chain of the stream leads back to one of its own sectors."""
    return compound(PLAIN_OLD, chain=[3, 4, 5, back])


DEADLY: Mapping[str, Attack] = {
    "a directory that runs in a circle": Attack(ENDED, lambda: compound(PLAIN_OLD, directory_next=1)),
    "dimensions of four milliard rows": Attack(ENDED, lambda: compound(stream(LONG_DIMENSIONS + cells()))),
    "a cell in the far corner": Attack(ENDED, lambda: compound(stream(cells() + number(SHORT, SHORT, 1.0)))),
}

OLD: Mapping[str, Attack] = {
    "an honest old workbook": Attack(READ, lambda: compound(PLAIN_OLD)),
    "a chain of sectors that runs in a circle": Attack(ANY, lambda: _loop(2)),
    "a sector that leads to itself": Attack(ANY, lambda: compound(PLAIN_OLD, chain=[2])),
    "a chain that leads out of the file": Attack(ENDED, lambda: compound(PLAIN_OLD, chain=[0x7FFFFFF0])),
    "four milliard tables of sectors": Attack(ANY, lambda: compound(PLAIN_OLD, fats=0xFFFFFFFF)),
    "tables of tables that lead to themselves": Attack(ENDED, lambda: compound(PLAIN_OLD, difat=1, difats=0xFFFFFFFF)),
    "a chain of small sectors that runs in a circle": Attack(ENDED, lambda: compound(PLAIN_OLD, mini=0, minis=2**31)),
    "sectors of 2^63 bytes": Attack(ENDED, lambda: compound(PLAIN_OLD, shift=63)),
    "small sectors of 2^63 bytes": Attack(ANY, lambda: compound(PLAIN_OLD, mini_shift=63)),
    "a stream of 2^62 bytes": Attack(ANY, lambda: compound(PLAIN_OLD, size=2**62)),
    "a directory that begins outside": Attack(ENDED, lambda: compound(PLAIN_OLD, directory=0x7FFFFFFF)),
    "entries that are their own children": Attack(
        ENDED, lambda: compound(PLAIN_OLD, entries=[_entry("Root Entry", 5, END, 0, child=0, left=0)])
    ),
    "four milliard shared strings": Attack(
        ANY, lambda: compound(stream(cells(), globals_more=_sst(0xFFFFFFFF, 0xFFFFFFFF)))
    ),
    "a shared string longer than its record": Attack(
        ENDED, lambda: compound(stream(cells(), globals_more=_sst(1, 1, struct.pack("<HB", SHORT, 1) + b"ab")))
    ),
    "a record longer than the stream": Attack(
        ENDED, lambda: compound(stream(cells() + record(LABEL, b"", length=SHORT)))
    ),
    "a label longer than its record": Attack(
        READ, lambda: compound(stream(cells() + record(LABEL, struct.pack("<4HB", 3, 0, 0, SHORT, 1))))
    ),
    "a sheet that begins outside": Attack(ENDED, lambda: compound(stream(cells(), place=0x7FFFFFFF))),
    "a sheet that begins in the list of sheets": Attack(ANY, lambda: compound(stream(cells(), place=0))),
    "merged ranges that are not there": Attack(
        ENDED, lambda: compound(stream(cells() + record(MERGED, struct.pack("<H", SHORT))))
    ),
    "5 000 sheets of one place": Attack("张工作表", lambda: compound(stream(cells(), sheets=5_000))),
    "a sheet of macros": Attack("宏", lambda: compound(stream(cells(), kind=MACRO_SHEET))),
    "a password": Attack(
        "密码|无法读取",
        lambda: compound(stream(cells(), globals_more=SEALED)),
    ),
    "nothing but the mark": Attack(ENDED, lambda: MAGIC + bytes(4096)),
}
