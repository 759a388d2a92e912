"""Text that is no table: endless lines, endless columns, quotes that never close. 合成数据。

`LARGE` are written piece by piece, for they are hundreds of megabytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.store.register.hostile.workbooks import ANY, Attack

HEAD = "姓名,证件号码,收入额\n陈一,44170219800506002X,6200\n".encode()
FOREIGN_MARK = b"\x01zengshou-broken-line-999999999999999999999,1,2\n"
MEBIBYTE = 2**20
NO_TABLE = "不成表格|没有内容|二进制|引号|列|行无法读取|编码|UTF-16"
ENDED = f"{NO_TABLE}|超出内存或时间限制"


@dataclass(frozen=True)
class Large:
    """head + piece * times, and what must become of it; words  a pattern as of `Attack`."""

    words: str
    head: bytes
    piece: bytes
    times: int


TEXTS: Mapping[str, Attack] = {
    "nothing but zeros": Attack("二进制", lambda: bytes(MEBIBYTE)),
    "zeros behind an honest table": Attack(ANY, lambda: HEAD + bytes(4_000)),
    "zeros beyond the first look": Attack(ANY, lambda: HEAD + b"a,b,c\n" * 50_000 + b"a,\0\0,c\n"),
    "a quote that never closes": Attack(ANY, lambda: HEAD + '李二,"2,3\n'.encode() + b"a,b,c\n" * 100_000),
    "nothing but quotes": Attack(ANY, lambda: b'"' * 2 * MEBIBYTE),
    "a header of 1 000 000 columns": Attack(NO_TABLE, lambda: b",".join(b"c%d" % place for place in range(1_000_000))),
    "a header of 1 000 000 separators": Attack(NO_TABLE, lambda: b"," * 1_000_000 + b"\n" + HEAD),
    "a name of 2 megabytes in the header": Attack(ENDED, lambda: b"a" * 2 * MEBIBYTE + b"," + HEAD),
    "50 000 lines above the table": Attack(ANY, lambda: b"\n" * 50_000 + HEAD),
    "nothing but line ends": Attack("没有内容", lambda: b"\r\n" * MEBIBYTE),
    "nothing but old line ends": Attack("没有内容", lambda: b"\r" * MEBIBYTE),
    "half of a surrogate in UTF-16": Attack("UTF-16", lambda: b"\xff\xfe" + b"\x00\xd8" * 1_000),
    "a UTF-16 mark before UTF-8": Attack(ENDED, lambda: b"\xff\xfe" + HEAD),
    "marks of our own for broken lines": Attack(ANY, lambda: HEAD + FOREIGN_MARK),
    "10 000 broken lines": Attack("^读出 陈一.* E_ENCODING", lambda: HEAD + b"\xff\xff,1,2\n" * 10_000),
}

LARGE: Mapping[str, Large] = {
    "one line of 300 megabytes": Large(ENDED, HEAD, b"x" * MEBIBYTE, 300),
    "one line of 300 megabytes and nothing else": Large(ENDED, b"", b"x" * MEBIBYTE, 300),
    "one quoted cell of 300 megabytes": Large(ENDED, HEAD + b'"', b"x\n" * (MEBIBYTE // 2), 300),
    "one line of 100 million separators": Large(ENDED, HEAD, b"," * MEBIBYTE, 100),
    "100 million empty lines": Large(ANY, HEAD, b"\n" * MEBIBYTE, 100),
    "10 million lines that are no rows": Large(ENDED, HEAD, b"a,b\n" * (MEBIBYTE // 4), 40),
    "300 megabytes of zeros behind a table": Large(ANY, HEAD, bytes(MEBIBYTE), 300),
}
