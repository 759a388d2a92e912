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
UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
WIDE_SHARE = 0.2  # of zero bytes from which on a text is one of two or four bytes a sign
# Two Chinese characters in GB18030 may look like two letters of UTF-8, hardly ever like a Chinese character of it.
CHINESE_UTF8 = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
UNMISTAKABLE = re.compile("[\u0800-\U0010ffff]")  # three bytes and more in UTF-8: no two characters of GB18030
ASCII_BYTES = bytes(range(128))
PAIR = re.compile(rb"([\x81-\xfe])([\x40-\x7e\x80-\xfe])")
BIG5_LINES, BIG5_LEAST = 200, 8  # lines looked at, characters wanted
BIG5_SHARE = 0.2  # of characters with a second byte below 7F


class LineKind(Enum):
    """What a line can be read as. DOUBTFUL: as GB18030, yet it looks like UTF-8 that lost a byte."""

    ASCII = "ascii"
    UTF8 = "utf-8"
    GB18030 = "gb18030"
    DOUBTFUL = "doubtful"
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

    Raises  Refused: UTF-16 that is cut off or without BOM, UTF-32, Big5, a text that two encodings can read, or one
            none of whose lines can be read
    """
    head = raw.read(BLOCK)
    _refuse_wide(head)
    marked = next((name for bom, name in UTF_16.items() if head.startswith(bom)), "")
    if marked:
        raw.seek(2)
        return _from_utf16(raw, sink, marked)
    has_bom = head.startswith(codecs.BOM_UTF8)
    begin = len(codecs.BOM_UTF8) if has_bom else 0
    copied = _copied_as_utf8(raw, sink, begin)
    if copied is not Copied.NOT:
        if copied is Copied.MISTAKABLE and not has_bom:
            _refuse_ambiguous(raw)
        return Encoded("utf-8-sig" if has_bom else "utf-8")
    chosen = _chosen(raw, begin, has_bom)
    raw.seek(begin)
    sink.seek(0)
    sink.truncate()
    return Encoded(chosen.value, tuple(_copied_lines(raw, sink, begin, chosen)))


def _refuse_wide(head: bytes) -> None:
    """Texts of two or four bytes a sign that do not say so: their Chinese could be read as GB18030, and wrongly."""
    if head.startswith(UTF_32):
        raise Refused("文件是 UTF-32 编码，请另存为 UTF-8 后再报送。")
    if not head.startswith(tuple(UTF_16)) and head.count(b"\0") > WIDE_SHARE * len(head):
        raise Refused("文件里有大量空字节：是二进制内容，或是没有 BOM 的 UTF-16，请另存为 UTF-8 后再报送。")


def _refuse_ambiguous(raw: BinaryIO) -> None:
    """`陆` in GB18030 is `½` in UTF-8: a text without any longer sign can be either."""
    raw.seek(0)
    if all(_decodes(line, "gb18030") for line in raw):
        raise Refused("文件里的汉字或符号太少，按 UTF-8 和按 GB18030 读出的字不同，无法确定；请另存为带 BOM 的 UTF-8。")


def _chosen(raw: BinaryIO, begin: int, has_bom: bool) -> LineKind:
    """The encoding of a text whose lines are not all of one, by the lines."""
    raw.seek(begin)
    counts = dict.fromkeys(LineKind, 0)
    sample: list[bytes] = []
    for line in raw:
        kind = kind_of_line(line)
        counts[kind] += 1
        if kind is LineKind.GB18030 and len(sample) < BIG5_LINES:
            sample.append(line)
    if counts[LineKind.NEITHER] == sum(counts.values()):
        raise Refused("文件既不是 UTF-8 也不是 GB18030 编码，请另存为 UTF-8 后再报送。")
    if has_bom or counts[LineKind.UTF8] + counts[LineKind.DOUBTFUL] >= counts[LineKind.GB18030]:
        if not has_bom and counts[LineKind.DOUBTFUL] and not counts[LineKind.UTF8]:
            raise Refused("文件像是损坏的 UTF-8，也能按 GB18030 读出别的字，无法确定；请重新导出为 UTF-8。")
        return LineKind.UTF8
    if looks_like_big5(b"".join(sample)):
        raise Refused("文件像是 Big5（繁体）编码，按 GB18030 读出的字会全错；请另存为 UTF-8 后再报送。")
    return LineKind.GB18030


def looks_like_big5(text: bytes) -> bool:
    """Whether every pair of bytes is one of Big5 and many have a second byte that simplified Chinese never has.

    Traditional characters in GB18030 itself have pairs that Big5 does not know: first bytes below A1, second from 80.
    """
    pairs = PAIR.findall(text)
    low = sum(second < b"\x7f" for _, second in pairs)
    is_big5 = all(b"\xa1" <= first <= b"\xf9" and not b"\x80" <= second <= b"\xa0" for first, second in pairs)
    return is_big5 and len(pairs) >= BIG5_LEAST and low > BIG5_SHARE * len(pairs)


def kind_of_line(line: bytes) -> LineKind:
    """UTF8 only for lines that hold a Chinese character of it; a line that is valid either way by chance is GB18030."""
    if line.isascii():
        return LineKind.ASCII
    is_gb18030, looking = _decodes(line, "gb18030"), CHINESE_UTF8.findall(line)
    if (looking or not is_gb18030) and _decodes(line, "utf-8"):
        return LineKind.UTF8
    if not is_gb18030:
        return LineKind.NEITHER
    is_mostly_utf8 = 2 * sum(map(len, looking)) > len(line.translate(None, ASCII_BYTES))
    return LineKind.DOUBTFUL if is_mostly_utf8 else LineKind.GB18030


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


class Copied(Enum):
    """How a text passed as UTF-8. MISTAKABLE: it did, but none of its signs beyond ASCII has three bytes or more."""

    CLEARLY = "clearly"
    MISTAKABLE = "mistakable"
    NOT = "not"


def _copied_as_utf8(raw: BinaryIO, sink: BinaryIO, begin: int) -> Copied:
    """Copies the bytes from `begin` on, as far as they are UTF-8."""
    raw.seek(begin)
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_ascii, is_clear = True, False
    try:
        while block := raw.read(BLOCK):
            text = decoder.decode(block)
            is_ascii = is_ascii and text.isascii()
            is_clear = is_clear or (not is_ascii and UNMISTAKABLE.search(text) is not None)
            sink.write(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Copied.NOT
    return Copied.CLEARLY if is_ascii or is_clear else Copied.MISTAKABLE


def _copied_lines(raw: BinaryIO, sink: BinaryIO, begin: int, chosen: LineKind) -> Iterator[BrokenLine]:
    """Writes the lines of the chosen encoding, a mark for each other one, and yields the latter."""
    offset, number = begin, 0
    fitting = {LineKind.ASCII, chosen} | ({LineKind.DOUBTFUL} if chosen is LineKind.GB18030 else set())
    for line in raw:
        kind = kind_of_line(line)
        if kind in fitting:
            sink.write(line if chosen is LineKind.UTF8 else line.decode("gb18030").encode())
        else:
            sink.write(f"{MARK}{number}\n".encode())
            yield BrokenLine(offset, line, f"{_said(kind)}（自第 {offset} 字节起）")
            number += 1
        offset += len(line)


def _said(kind: LineKind) -> str:
    if kind in (LineKind.NEITHER, LineKind.DOUBTFUL):
        return "这一行的字节不成文字"
    return f"这一行是 {kind.name.replace('UTF8', 'UTF-8')} 编码，与全文件不同"


def _from_utf16(raw: BinaryIO, sink: BinaryIO, name: str) -> Encoded:
    decoder = codecs.getincrementaldecoder(name)()
    try:
        while block := raw.read(BLOCK):
            sink.write(decoder.decode(block).encode())
        sink.write(decoder.decode(b"", final=True).encode())
    except (UnicodeDecodeError, UnicodeEncodeError):
        raise Refused("文件开头标明 UTF-16 编码，内容却不是，可能已损坏，请重新导出为 UTF-8。") from None
    return Encoded("utf-16")
