"""What a workbook carries besides its tables: macros, controls and document types are refused, links never followed.

A workbook with links is taken, for agencies send many: nothing here ever opens one, and a note tells that the cells are
what was stored in them. Source: ECMA-376 part 2 (open packaging conventions), 8.1.4: parts are UTF-8 or UTF-16, no DTD.
"""

import re
import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from zengshou.store.sheet_child import MAX_CELLS, Refused

CONTENT_TYPES = "[content_types].xml"
XML_ENDINGS = (".xml", ".rels", ".vml")
BEFORE_XML = b"\xef\xbb\xbf\xfe\xff\0 \t\r\n"  # byte order marks, the other half of UTF-16, white space
ENCODINGS = (None, "utf-8", "utf8", "utf-16", "us-ascii")
MOST_OPENING = 2**16  # bytes before and in the first element
MOST_LISTED = 2**24  # bytes of a list of kinds or links
BLOCK = 2**12
LARGE_BLOCK = 2**20
MOST_TAGS = 10 * MAX_CELLS  # of all parts: a cell with a formula takes six, one with a text of its own eight
LONGEST_TAG = 2**10
SHEETS = "worksheets/"
# The reader keeps 32 bits of a number: A4294967297 would be A1 once more, and take its place.
STRANGE_REFERENCE = re.compile(
    rb"""<(?:\w{1,40}:)?(?:c|row)\s(?:[^>]{0,400}\s)?r=["'](?!(?:[A-Za-z]{1,3})?[1-9][0-9]{0,6}["'])(?:[^"']{400}|[^"']*["'])"""
)
MACROS = ("vbaproject", "vbadata", "macroenabled", "macrosheet")
CONTROLS = "activex"
TOLD = {
    "externallinks/": "工作簿里有指向其他文件的链接，没有访问；单元格取文件中存的值",
    "connections.": "工作簿里有外部数据连接，没有访问；单元格取文件中存的值",
    "embeddings/": "工作簿里有嵌入的对象，没有读取",
    "_xmlsignatures/": "工作簿带有数字签名，没有核验",
}


class _RootReached(Exception):
    """The first element has begun: no document type can follow."""


def check_parts(source: Path) -> tuple[str, ...]:
    """Notes on what was left alone.

    Raises  Refused: no workbook, macros, controls, a document type in any part, a part in a strange encoding, too
            many tags, a cell outside the limits of a sheet
    """
    with zipfile.ZipFile(source) as archive:
        parts = {member.filename.replace("\\", "/").casefold(): member for member in archive.infolist()}
        if not any(name.endswith(("workbook.xml", "workbook.bin")) for name in parts):
            raise Refused("这是压缩包，不是工作簿；请解压后逐个报送。")
        tags = 0
        for name, member in parts.items():
            with archive.open(member) as stream:
                _check_active(name, stream)
            with archive.open(member) as stream:
                head = stream.read(BLOCK)
                is_xml = bool(head) and (name.endswith(XML_ENDINGS) or head.lstrip(BEFORE_XML).startswith(b"<"))
                if is_xml:
                    _check_opening(head, stream)
            if is_xml:
                with archive.open(member) as stream:
                    tags = _checked_tags(name, stream, tags)
    return tuple(words for mark, words in TOLD.items() if any(mark in name for name in parts))


def _check_active(name: str, stream: IO[bytes]) -> None:
    """Macros and controls, by the name of a part and by the kinds and links that the package lists."""
    told = name
    if name == CONTENT_TYPES or name.endswith(".rels"):
        # In UTF-16 every other byte is zero; the marks looked for are plain letters in either.
        told += stream.read(MOST_LISTED).replace(b"\0", b"").decode("latin-1").casefold()
    if any(mark in told for mark in MACROS):
        raise Refused("工作簿带有宏，或存成了可带宏的格式，请另存为不带宏的 xlsx。")
    if CONTROLS in told:
        raise Refused("工作簿带有 ActiveX 控件，请删去控件后另存为 xlsx。")


def _checked_tags(name: str, stream: IO[bytes], tags: int) -> int:
    """Tags counted so far and in this part. Each costs its reader time and memory, however well it is packed.

    Raises  Refused: too many, or a cell or row that stands outside the limits of a sheet
    """
    seen = b""
    while block := stream.read(LARGE_BLOCK):
        tags += block.count(b"<")
        if tags > MOST_TAGS:
            raise Refused("工作簿的内容过多，请只留下要报的表，或另存为 csv。")
        if SHEETS in name:
            seen = seen[-LONGEST_TAG:] + block.replace(b"\0", b"")  # as if UTF-16 were plain letters
            if STRANGE_REFERENCE.search(seen):
                raise Refused("工作表里有单元格的位置超出了表格的范围，文件可能已损坏。")
    return tags


def _check_opening(head: bytes, stream: IO[bytes]) -> None:
    """Parses up to the first element, the only place where a document type can stand."""
    parser = expat.ParserCreate()
    parser.XmlDeclHandler = _check_declaration
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _root_reached
    seen, block = 0, head
    try:
        while block and seen < MOST_OPENING:
            parser.Parse(block, False)
            seen, block = seen + len(block), stream.read(BLOCK)
        parser.Parse(b"", not block)
    except _RootReached:
        return
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise Refused("工作簿的一个部件不是规范的 XML，文件可能已损坏。") from fault
    raise Refused("工作簿的一个部件在正文之前有过长的内容，不予读取。")


def _check_declaration(version: str, encoding: str | None, standalone: int) -> None:
    if (encoding.casefold() if encoding else None) not in ENCODINGS:
        raise Refused("工作簿的一个部件不是 UTF-8 或 UTF-16 编码，不予读取。")


def _refuse_document_type(*_: object) -> None:
    raise Refused("工作簿里有外部实体定义（DTD），不予读取。")


def _root_reached(*_: object) -> None:
    raise _RootReached
