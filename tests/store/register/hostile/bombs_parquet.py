"""Parquet files whose footers lie, and small ones that hold more than any memory. 合成数据。"""

import io
import struct
from collections.abc import Mapping

import pyarrow as pa
from pyarrow import parquet

from tests.store.register.hostile.workbooks import READ, Attack

MARK = b"PAR1"
DAMAGED, ENDED, UNTRUE = "无法读取", "无法读取|超出内存或时间限制", "实际 1 行"
MILLION = 1_000_000
STOP = b"\0"  # ends a structure in the compact protocol of Thrift


def written(table: pa.Table, **options: object) -> bytes:
    out = io.BytesIO()
    parquet.write_table(table, out, write_page_checksum=True, **options)
    return out.getvalue()


def table(**columns: object) -> pa.Table:
    return pa.table({"姓名": ["陈一"], "证件号码": ["44170219800506002X"], "收入额": [6200], **columns})


PLAIN = written(table())
FOOTER = struct.unpack("<L", PLAIN[-8:-4])[0]
BODY, END = PLAIN[: -8 - FOOTER], PLAIN[-8 - FOOTER : -8]


def _footer(content: bytes, length: int | None = None, mark: bytes = MARK) -> bytes:
    return BODY + content + struct.pack("<L", len(content) if length is None else length) + mark


def _varint(value: int) -> bytes:
    found = b""
    while value > 127:
        found, value = found + bytes([value & 127 | 128]), value >> 7
    return found + bytes([value])


def _rows_told(count: int) -> bytes:
    """The footer with another number of rows: field 3 of FileMetaData, an i64 in zigzag, 1 in the honest file."""
    honest = b"\x16" + _varint(2)
    place = END.rindex(honest, 0, END.index(b"\x19\x1c", 20))
    return _footer(END[:place] + b"\x16" + _varint(2 * count) + END[place + 2 :])


def _one_text(length: int, rows: int) -> bytes:
    """One text for every row: in the file it stands once."""
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["增" * length]))
    return written(pa.table({"姓名": texts, "收入额": texts}), compression="zstd")


def _deep(depth: int) -> bytes:
    """A schema whose elements are each other's only child: field 2 of FileMetaData is a list of SchemaElement."""
    element = b"\x48\x01x" + b"\x15\x02" + STOP  # name, num_children = 1
    schema = b"\x19" + b"\xfc" + _varint(depth) + element * depth
    return _footer(b"\x15\x02" + schema + b"\x16\x02" + b"\x19\x0c" + STOP)


def _nested_fields(depth: int) -> bytes:
    """Structures of a kind that nobody knows, one within the other, which a reader skips by descending."""
    return _footer(b"\xfc" * depth + STOP * depth)


PARQUET: Mapping[str, Attack] = {
    "an honest parquet file": Attack(READ, lambda: PLAIN),
    "2^60 rows in the footer": Attack("单元格", lambda: _rows_told(2**60)),
    "-1 rows in the footer": Attack(UNTRUE, lambda: _footer(END.replace(b"\x16\x02\x19", b"\x16\x01\x19", 1))),
    "one row more than there are": Attack(UNTRUE, lambda: _rows_told(2)),
    "a footer of 4 gigabytes": Attack(DAMAGED, lambda: _footer(END, length=2**32 - 1)),
    "a footer of 0 bytes": Attack(DAMAGED, lambda: _footer(b"", length=0)),
    "a footer of noise": Attack(DAMAGED, lambda: _footer(bytes(range(256)) * 20)),
    "a sealed footer": Attack(DAMAGED, lambda: _footer(END, mark=b"PARE")),
    "a list of 2^31 in the footer": Attack(
        ENDED, lambda: _footer(b"\x15\x02\x19\xfc" + _varint(2**31 - 1) + b"\x48\x01x")
    ),
    "a text of 2 gigabytes in the footer": Attack(
        ENDED, lambda: _footer(b"\x15\x02\x19\x1c\x48" + _varint(2**31 - 1) + b"x")
    ),
    "a body cut off": Attack(DAMAGED, lambda: MARK + PLAIN[60:]),
    "a page with one bit turned": Attack(DAMAGED, lambda: _turned()),
    "3 000 columns": Attack("超过上限", lambda: written(pa.table({f"c{place}": [1] for place in range(3_000)}))),
    "a column of lists": Attack("不是单个的值", lambda: written(table(附=[[[[[1]]]]]))),
    "a column of pictures": Attack("二进制", lambda: written(table(附=[b"\x89PNG"]))),
    "4 000 groups of one row": Attack(READ, lambda: written(pa.concat_tables([table()] * 4_000), row_group_size=1)),
}

DEADLY: Mapping[str, Attack] = {
    "elements 100 000 deep": Attack(ENDED, lambda: _deep(100_000)),
    "unknown structures 1 000 000 deep": Attack(ENDED, lambda: _nested_fields(MILLION)),
    "a text of a megabyte in 200 000 rows": Attack("文字", lambda: _one_text(333_333, 200_000)),
    "a text of 6 kilobytes in 100 000 rows": Attack("文字", lambda: _one_text(2_000, 100_000)),
}


def _turned() -> bytes:
    changed = bytearray(PLAIN)
    changed[PLAIN.index("陈一".encode())] ^= 1
    return bytes(changed)
