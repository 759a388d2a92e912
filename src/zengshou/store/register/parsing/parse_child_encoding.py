"""The encoding of a delivered text: BOM, else strict UTF-8, else strict GB18030, judged line by line where it is mixed.

Nothing is replaced and nothing is guessed: a line that does not belong to the encoding of the file is put aside with
its byte offset, and a mark stands in its place, so that the numbers of all other rows stay what the sender sees.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import BinaryIO

from zengshou.store.sheet_child import Refused

BLOCK = 2**22
MARK = "\x01zengshou-broken-line-"
UTF_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Two Chinese characters in GB18030 may look like two letters of UTF-8, hardly ever like a Chinese character of it.
CHINESE_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")


class LineKind(Enum):
    """What a line can be read as."""

    ASCII = "ascii"
    UTF8 = "utf-8"
    GB18030 = "gb18030"
    NEITHER = "neither"


@dataclass(frozen=True)
class BrokenLine:
    """A line that was put aside: the byte where it begins, its bytes, and why."""

    offset: int
    payload: bytes
    detail: str


@dataclass(frozen=True)
class Encoded:
    """The encoding of a file, and its broken lines by the number in their mark."""

    encoding: str
    broken: tuple[BrokenLine, ...] = ()


def to_utf8(raw: BinaryIO, sink: BinaryIO) -> Encoded:
    """Copies a text as UTF-8 without BOM.

    Raises  Refused: UTF-16 that is cut off, or a text none of whose lines can be read
    """
    head = raw.read(len(codecs.BOM_UTF8))
    marked = next((name for bom, name in UTF_16.items() if head.startswith(bom)), "")
    if marked:
        raw.seek(2)
        return _from_utf16(raw, sink, marked)
    has_bom = head == codecs.BOM_UTF8
    begin = len(head) if has_bom else 0
    if _copied_as_utf8(raw, sink, begin):
        return Encoded("utf-8-sig" if has_bom else "utf-8")
    raw.seek(begin)
    counts = dict.fromkeys(LineKind, 0)
    for line in raw:
        counts[kind_of_line(line)] += 1
    is_utf8 = has_bom or counts[LineKind.UTF8] >= counts[LineKind.GB18030]
    chosen = LineKind.UTF8 if is_utf8 else LineKind.GB18030
    if not counts[LineKind.ASCII] + counts[LineKind.UTF8] + counts[LineKind.GB18030]:
        raise Refused("文件既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 后再报送。")
    raw.seek(begin)
    sink.seek(0)
    sink.truncate()
    return Encoded(chosen.value, tuple(_copied_lines(raw, sink, begin, chosen)))


def kind_of_line(line: bytes) -> LineKind:
    """UTF8 only for lines that hold a Chinese character of it; a line that is valid either way by chance is GB18030."""
    if line.isascii():
        return LineKind.ASCII
    is_gb18030, looks_chinese = _decodes(line, "gb18030"), CHINESE_UTF8.search(line)
    if (looks_chinese or not is_gb18030) and _decodes(line, "utf-8"):
        return LineKind.UTF8
    return LineKind.GB18030 if is_gb18030 else LineKind.NEITHER


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _copied_as_utf8(raw: BinaryIO, sink: BinaryIO, begin: int) -> bool:
    """Copies the bytes from `begin` on; False as soon as they are no UTF-8."""
    raw.seek(begin)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := raw.read(BLOCK):
            decoder.decode(block)
            sink.write(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _copied_lines(raw: BinaryIO, sink: BinaryIO, begin: int, chosen: LineKind) -> Iterator[BrokenLine]:
    """Writes the lines of the chosen encoding, a mark for each other one, and yields the latter."""
    offset, number = begin, 0
    other = "GB18030" if chosen is LineKind.UTF8 else "UTF-8"
    for line in raw:
        kind = kind_of_line(line)
        if kind in (LineKind.ASCII, chosen):
            sink.write(line if chosen is LineKind.UTF8 else line.decode("gb18030").encode())
        else:
            sink.write(f"{MARK}{number}\n".encode())
            said = "这一行的字节不成文字" if kind is LineKind.NEITHER else f"这一行是 {other} 编码，与全文件不同"
            yield BrokenLine(offset, line, f"{said}（自第 {offset} 字节起）")
            number += 1
        offset += len(line)


def _from_utf16(raw: BinaryIO, sink: BinaryIO, name: str) -> Encoded:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while block := raw.read(BLOCK):
            sink.write(decoder.decode(block).encode())
        sink.write(decoder.decode(b"", final=True).encode())
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise Refused("文件开头标明 UTF-16 编码，内容却不是，可能已损坏，请重新导出为 UTF-8。") from None
    return Encoded("utf-16")
