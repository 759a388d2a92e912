"""A small workbook written part by part, and ways to change single parts of it. 合成数据。"""

import random
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.store.register.hostile.raw_zip import Member, archive, member, repeated

KINDS, LINKS, BOOK_LINKS = "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
BOOK, SHEET, SHARED, STYLES = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
ABOUT = "docProps/core.xml"
ROWS_END = b"</sheetData>"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MADE_OF = "application/vnd.openxmlformats-officedocument.spreadsheetml"
OPENING = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


READ = "^读出 陈一 44170219800506002X 6200"
ANY = ""  # read as something or refused: neither is wrong


@dataclass(frozen=True)
class Attack:
    """A file and what must become of it.

    words    a pattern of the answer: of the refusal, or of what is read (READ: the one honest row)
    content  makes the file, which is never kept
    """

    words: str
    content: Callable[[], bytes]


def _shared(texts: list[str]) -> str:
    listed = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{listed}</sst>'


def _links(*listed: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(listed, start=1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _plain() -> dict[str, bytes]:
    rows = (
        '<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
        '<c r="C1" t="s"><v>2</v></c></row>'
        '<row r="2" spans="1:3"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>4</v></c><c r="C2"><v>6200</v></c></row>'
    )
    kinds = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}+xml"/>'
        for name, kind in (
            (BOOK, f"{MADE_OF}.sheet.main"),
            (SHEET, f"{MADE_OF}.worksheet"),
            (SHARED, f"{MADE_OF}.sharedStrings"),
            (STYLES, f"{MADE_OF}.styles"),
            (ABOUT, "application/vnd.openxmlformats-package.core-properties"),
        )
    )
    parts = {
        KINDS: f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{kinds}</Types>',
        LINKS: _links(("officeDocument", BOOK)),
        BOOK: f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="rId1"/>'
        "</sheets><definedNames></definedNames></workbook>",
        BOOK_LINKS: _links(
            ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        SHEET: f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}"><dimension ref="A1:C2"/><sheetData>{rows}</sheetData>'
        "</worksheet>",
        SHARED: _shared(["姓名", "证件号码", "收入额", "陈一", "44170219800506002X"]),
        STYLES: f'<styleSheet xmlns="{MAIN}"><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>',
        ABOUT: f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"/>',
    }
    return {name: (OPENING + content).encode() for name, content in parts.items()}


PARTS: Mapping[str, bytes] = _plain()


def packed(parts: Mapping[str, bytes]) -> bytes:
    return archive(member(name, content) for name, content in parts.items())


PLAIN = packed(PARTS)


def plain_members(without: str = "") -> list[Member]:
    return [member(name, content) for name, content in PARTS.items() if name != without]


def replaced(name: str, old: bytes, new: bytes) -> bytes:
    """The plain workbook with one piece of one part replaced; the piece is there."""
    assert old in PARTS[name]
    return packed({**PARTS, name: PARTS[name].replace(old, new, 1)})


def with_parts(parts: Mapping[str, bytes]) -> bytes:
    """The plain workbook with parts added or replaced."""
    return packed({**PARTS, **parts})


def linked(kind: str, target: str, mode: str = "") -> bytes:
    """The links of the plain workbook's book with one more."""
    more = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    return PARTS[BOOK_LINKS].replace(b"</Relationships>", more.encode())


def swollen(name: str, mark: bytes, block: bytes, times: int, frame: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """The plain workbook with `block * times`, framed, put before `mark` in one part, and ballast that does not pack.

    The ballast pays for the part: by its ratio alone the archive is none that bursts.
    """
    before, found, behind = PARTS[name].partition(mark)
    assert found
    big = repeated(name, before + frame[0], block, times, frame[1] + found + behind)
    ballast = random.Random(7).randbytes(5 * 2**20 + 2**18)
    return archive([*plain_members(name), big, member("xl/media/ballast.bin", ballast, method=zipfile.ZIP_STORED)])
