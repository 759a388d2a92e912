"""合成数据: one small delivery in many encodings, whole, mixed, cut off and damaged, and what must come of each."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from tests.store.register.hostile.made_sheets import HEAD, lines, row

RARE = (
    "𠮷",
    "䶮",
    "㛃",
    "𬭚",
    "龘",
    "媖",
    "喆",
    "堃",
)  # characters of names that two bytes of GBK cannot write, or hardly
NAMES = ("陈一", *(f"{sign}某" for sign in RARE))
WHOLE = lines(HEAD, *(row(姓名=name) for name in NAMES))
LINES = WHOLE.encode().splitlines(keepends=True)
GB_LINES = WHOLE.encode("gb18030").splitlines(keepends=True)
ENGLISH = "serial,name,id_number,period,amount\n"


@dataclass(frozen=True)
class Case:
    """Bytes, and what must come of them.

    names     those of the accepted rows, in order;  aside  (row, byte offset, code) of the rows put aside
    encoding  that the file is said to have;  refusal  words of it
    """

    name: str
    data: bytes
    names: Sequence[str] = ()
    aside: Sequence[tuple[int, int, str]] = ()
    encoding: str = ""
    refusal: str = ""


def _replaced(parts: Sequence[bytes], place: int, line: bytes) -> bytes:
    return b"".join([*parts[:place], line, *parts[place + 1 :]])


def _aside(name: str, parts: Sequence[bytes], place: int, line: bytes, encoding: str = "utf-8") -> Case:
    """One line replaced: its row is put aside with the byte where it begins, all others are read."""
    names = [each for number, each in enumerate(NAMES, start=1) if number != place]
    offset = sum(map(len, parts[:place]))
    return Case(name, _replaced(parts, place, line), names, [(place + 1, offset, "E_ENCODING")], encoding)


def _in_cell(name: str, cell: str, code: str) -> Case:
    """A good encoding of a sign that should not be there: the row is put aside for its cell."""
    data = lines(HEAD, row(姓名=cell), row()).encode()
    return Case(name, data, ("陈一",), [(2, -1, code)], "utf-8")


def _english(*rows: bytes) -> bytes:
    """Rows below a header in ASCII, which tells nothing about the encoding."""
    return ENGLISH.encode() + b"".join(b"S1," + name + b",44170219800506002X,2025-03,1\n" for name in rows)


TRADITIONAL = ("陳國棟", "林美惠", "張麗華", "劉義")

WHOLE_FILES = (
    Case("UTF-8", WHOLE.encode(), NAMES, encoding="utf-8"),
    Case("UTF-8 with BOM", WHOLE.encode("utf-8-sig"), NAMES, encoding="utf-8-sig"),
    Case("GB18030 with signs of four bytes", WHOLE.encode("gb18030"), NAMES, encoding="gb18030"),
    Case("GBK", lines(HEAD, row(姓名="喆某")).encode("gbk"), ("喆某",), encoding="gb18030"),
    Case("UTF-16 little end first", codecs.BOM_UTF16_LE + WHOLE.encode("utf-16-le"), NAMES, encoding="utf-16"),
    Case("UTF-16 big end first", codecs.BOM_UTF16_BE + WHOLE.encode("utf-16-be"), NAMES, encoding="utf-16"),
    Case("UTF-16 little end first without BOM", WHOLE.encode("utf-16-le"), refusal="没有 BOM 的 UTF-16"),
    Case("UTF-16 big end first without BOM", WHOLE.encode("utf-16-be"), refusal="没有 BOM 的 UTF-16"),
    Case("UTF-32 little end first", codecs.BOM_UTF32_LE + WHOLE.encode("utf-32-le"), refusal="UTF-32"),
    Case("UTF-32 big end first", codecs.BOM_UTF32_BE + WHOLE.encode("utf-32-be"), refusal="UTF-32"),
    Case("UTF-32 without BOM", WHOLE.encode("utf-32-le"), refusal="空字节"),
    Case("UTF-16 cut off within a sign", WHOLE.encode("utf-16")[:-1], refusal="UTF-16"),
    Case("UTF-16 with half a pair", (WHOLE + "\ud842").encode("utf-16", "surrogatepass"), refusal="UTF-16"),
    Case("Big5", WHOLE[: WHOLE.index("𠮷")].encode("big5", "replace"), refusal="Big5"),
    Case("Big5 below an English header", _english(*(name.encode("big5") for name in TRADITIONAL)), refusal="Big5"),
    Case(
        "traditional characters in GB18030 below an English header",
        _english(*(name.encode("gb18030") for name in TRADITIONAL)),
        TRADITIONAL,
        encoding="gb18030",
    ),
    Case("one name that two encodings can read", _english("陆".encode("gb18030")), refusal="无法确定"),
    Case("the same name with BOM", codecs.BOM_UTF8 + _english("陆".encode()), ("陆",), encoding="utf-8-sig"),
    Case(
        "UTF-8 that lost a byte below an English header",
        _english("陈一二三".encode()[:-1] + b"\xe5"),
        refusal="无法确定",
    ),
    Case("bytes that pass for UTF-16", b"\xff\xfe\xfd\xff\xff\n" * 3, refusal="缺少必填列"),
    Case("no text of either kind", b"\xff\xff\xff,\xfe\xff\n" * 3, refusal="既不是 UTF-8 也不是 GB18030"),
)

MIXED = (
    _aside("one line of GB18030 in UTF-8", LINES, 3, GB_LINES[3]),
    _aside("one line of UTF-8 in GB18030", GB_LINES, 3, LINES[3], "gb18030"),
    _aside("one line of GB18030 in UTF-8 with BOM", [codecs.BOM_UTF8 + LINES[0], *LINES[1:]], 3, GB_LINES[3], "utf-8"),
    Case("a header of GB18030 above UTF-8", _replaced(LINES, 0, GB_LINES[0]), refusal="编码前后不一"),
    Case("a header of UTF-8 above GB18030", _replaced(GB_LINES, 0, LINES[0]), refusal="编码前后不一"),
    _aside("a single bad byte in UTF-8", LINES, 4, LINES[4].replace(b"2025", b"20\xff25")),
    _aside("a single bad byte in GB18030", GB_LINES, 4, GB_LINES[4].replace(b"2025", b"20\xff25"), "gb18030"),
    _aside("the last sign cut off in UTF-8", LINES, len(LINES) - 1, LINES[-1].rstrip() + "陈".encode()[:2]),
    _aside("the last sign cut off in GB18030", GB_LINES, len(LINES) - 1, GB_LINES[-1].rstrip() + b"\xb3", "gb18030"),
    _aside(
        "a sign of four bytes cut off", GB_LINES, 2, GB_LINES[2].replace("𠮷".encode("gb18030"), b"\x95\x32"), "gb18030"
    ),
    _aside("an overlong stroke", LINES, 5, LINES[5].replace(b"S1", b"S\xc0\xaf")),
    _aside("an overlong zero", LINES, 5, LINES[5].replace(b"S1", b"S\xc0\x80")),
    _aside("half a pair of UTF-16 in UTF-8", LINES, 5, LINES[5].replace(b"S1", b"S\xed\xa0\x80")),
    _aside("a pair of UTF-16 in UTF-8", LINES, 5, LINES[5].replace(b"S1", b"S\xed\xa1\x82\xed\xbe\xb7")),
    _aside("a sign beyond the last plane", LINES, 5, LINES[5].replace(b"S1", b"S\xf4\x90\x80\x80")),
    Case(
        "a bad line inside quotes",
        lines(HEAD, row(), row(姓名="@")).replace("@", '"上\n@\n下"').encode().replace(b"@", b"\xff\xff"),
        ("陈一",),
        [(3, len(lines(HEAD, row()).encode()) + len('S1,"上\n'.encode()), "E_ENCODING")],
        "utf-8",
    ),
)

SIGNS = (
    _in_cell("U+FFFD in the source", "陈\ufffd", "E_ENCODING"),
    _in_cell("characters lost twice over", "锟斤拷", "E_ENCODING"),
    _in_cell("a private character", "陈\ue863", "E_ENCODING"),
    _in_cell("a private character of plane 15", "陈\U000f0000", "E_ENCODING"),
    _in_cell("a control character of Latin-1", "陈\x85一", "E_TEXT"),
    Case(
        "a private character of GB18030",
        lines(HEAD, row(姓名="陈@"), row()).encode("gb18030").replace(b"@", b"\xaa\xa1"),
        ("陈一",),
        [(2, -1, "E_ENCODING")],
        "gb18030",
    ),
    Case(
        "four bytes for a sign of GBK's extension",
        lines(HEAD, row(姓名="䶮")).encode("gb18030"),
        ("䶮",),
        (),
        "gb18030",
    ),
    Case("a name with a middle dot", lines(HEAD, row(姓名="买买提·艾力")).encode(), ("买买提·艾力",), (), "utf-8"),
    Case("Latin letters with accents", lines(HEAD, row(姓名="José")).encode(), ("José",), (), "utf-8"),
)
CASES = (*WHOLE_FILES, *MIXED, *SIGNS)
