"""A small xls file, byte by byte: no program at hand writes them any more, and offices still send them.

The layout is that of [MS-CFB] (one stream in 512-byte sectors) and [MS-XLS] (BIFF8 records), the least of both.
"""

import struct
from collections.abc import Sequence

SECTOR = 512
FREE, END_OF_CHAIN, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SMALLEST_STREAM = 4096  # below it a stream would live in a second, smaller allocation table
GENERAL, DAY = 0, 1  # places of the two cell formats
Cell = str | int | float | bool | None | bytes  # bytes: an error cell, its code


def old_workbook(*rows: Sequence[Cell], is_1904: bool = False, day_columns: Sequence[int] = ()) -> bytes:
    """One sheet; numbers in `day_columns` are shown as dates."""
    texts = sorted({cell for row in rows for cell in row if isinstance(cell, str)})
    sheet = _sheet(rows, texts, day_columns)
    head = [_bof(0x0005), _record(0x0042, struct.pack("<H", 1200)), _record(0x0022, struct.pack("<H", int(is_1904)))]
    head += [_record(0x00E0, struct.pack("<HH16x", 0, number)) for number in (0, 14)]
    name = "表".encode("utf-16-le")
    shared = _record(0x00FC, struct.pack("<II", len(texts), len(texts)) + b"".join(map(_text, texts)))
    about = struct.pack("<BBBB", 0, 0, 1, 1) + name
    start = sum(map(len, head)) + 8 + len(about) + len(shared) + 4
    book = [*head, _record(0x0085, struct.pack("<I", start) + about), shared, _record(0x000A, b"")]
    return _compound(b"".join(book) + sheet)


def _sheet(rows: Sequence[Sequence[Cell]], texts: Sequence[str], day_columns: Sequence[int]) -> bytes:
    width = max((len(row) for row in rows), default=0)
    parts = [_bof(0x0010), _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))]
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            form = DAY if column in day_columns and not isinstance(cell, str) else GENERAL
            at = struct.pack("<HHH", place, column, form)
            if isinstance(cell, str):
                parts.append(_record(0x00FD, at + struct.pack("<I", texts.index(cell))))
            elif isinstance(cell, bool | bytes):
                value = (cell[0], 1) if isinstance(cell, bytes) else (int(cell), 0)
                parts.append(_record(0x0205, at + struct.pack("<BB", *value)))
            elif cell is not None:
                parts.append(_record(0x0203, at + struct.pack("<d", cell)))
    return b"".join([*parts, _record(0x000A, b"")])


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 0x0600))


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def _text(text: str) -> bytes:
    return struct.pack("<HB", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le")


def _compound(stream: bytes) -> bytes:
    """The stream `Workbook` in a compound file: sector 0 the table of sectors, 1 the directory, then the stream."""
    size = max(len(stream), SMALLEST_STREAM)
    sectors = -(-size // SECTOR)
    assert sectors <= SECTOR // 4 - 2, "one sector of the table is enough for what tests need"
    chain = [FAT_SECTOR, END_OF_CHAIN, *range(3, sectors + 2), END_OF_CHAIN]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALLEST_STREAM, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", FREE) * 108
    directory = _entry("Root Entry", 5, END_OF_CHAIN, 0, child=1) + _entry("Workbook", 2, 2, size) + bytes(256)
    return header + table + directory + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    entry = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return entry + struct.pack("<III", FREE, FREE, child) + bytes(36) + struct.pack("<II4x", start, size)
