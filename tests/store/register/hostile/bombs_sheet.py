"""Sheets that are small in the archive and endless for their reader. 合成数据。

`LIGHT` lead nowhere or are refused by a check; `DEADLY` may end their reader, by its limits of memory and time;
`LARGE` make it read 400 megabytes of one thing, which the ratio of the archive just allows.
"""

from collections.abc import Mapping

from tests.store.register.hostile.workbooks import (
    ANY,
    BOOK,
    BOOK_LINKS,
    PARTS,
    READ,
    ROWS_END,
    SHARED,
    SHEET,
    STYLES,
    Attack,
    replaced,
    swollen,
    with_parts,
)

MEBIBYTE = 2**20
FULL, ENDED, MANY, OUTSIDE = "内容过多", "超出内存或时间限制|秒内没有读完", "单元格", "超出了表格的范围"
SHEETS_END, STRINGS_END, NAMES_END, NUMBER = b"</sheets>", b"</sst>", b"</definedNames>", b"<v>6200</v>"
MERGED_FRAME = (b"<mergeCells>", b"</mergeCells>")
ROWS = 1_048_576


def _cell(reference: str, content: bytes = b"<v>1</v>") -> bytes:
    return replaced(SHEET, ROWS_END, b'<row><c r="%s">%s</c></row>' % (reference.encode(), content) + ROWS_END)


def _rows(count: int, row: bytes) -> bytes:
    """The plain sheet with `count` rows more, each with its number in the place of %d."""
    more = b"".join(row % number for number in range(3, count + 3))
    return replaced(SHEET, ROWS_END, more + ROWS_END)


def _block(row: bytes, size: int = MEBIBYTE) -> bytes:
    return row * (size // len(row))


def _merged(count: int, range_of: str) -> bytes:
    ranges = "".join(f'<mergeCell ref="{range_of}"/>' for _ in range(count)).encode()
    return replaced(SHEET, ROWS_END, ROWS_END + b"<mergeCells>" + ranges + b"</mergeCells>")


def _one_string_in_a_million_cells(length: int) -> bytes:
    text = PARTS[SHARED].replace(STRINGS_END, b"<si><t>" + b"\xe5\xa2\x9e" * length + b"</t></si></sst>")
    cells = b"".join(b'<row r="%d">%s</row>' % (row, b'<c t="s"><v>5</v></c>' * 10) for row in range(3, 100_003))
    return with_parts({SHARED: text, SHEET: PARTS[SHEET].replace(ROWS_END, cells + ROWS_END)})


def _many_sheets_one_part(count: int) -> bytes:
    sheets = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId1"/>' for n in range(2, count + 2)).encode()
    return replaced(BOOK, SHEETS_END, sheets + SHEETS_END)


def _nested_elements(depth: int) -> bytes:
    return replaced(SHEET, ROWS_END, ROWS_END + b"<x>" * depth + b"</x>" * depth)


def _nested_rich_text(depth: int) -> bytes:
    text = b"<si>" + b"<r>" * depth + b"<t>x</t>" + b"</r>" * depth + b"</si>"
    return replaced(SHARED, STRINGS_END, text + STRINGS_END)


LIGHT: Mapping[str, Attack] = {
    "a sheet that ends in its middle": Attack(
        "无法读取", lambda: with_parts({SHEET: PARTS[SHEET][: len(PARTS[SHEET]) // 2]})
    ),
    "a dimension of the whole sheet": Attack(READ, lambda: replaced(SHEET, b'"A1:C2"', b'"A1:XFD1048576"')),
    "a dimension beyond any sheet": Attack(READ, lambda: replaced(SHEET, b'"A1:C2"', b'"A1:ZZZZZZ99999999999"')),
    "a dimension backwards": Attack(READ, lambda: replaced(SHEET, b'"A1:C2"', b'"XFD1048576:A1"')),
    "spans of a milliard columns": Attack(READ, lambda: replaced(SHEET, b'spans="1:3"', b'spans="1:999999999"')),
    "a million empty rows": Attack(READ, lambda: _rows(ROWS - 2, b'<row r="%d"/>')),
    "a style on a cell in the far corner": Attack(READ, lambda: _cell("XFD1048576", b"")),
    "a cell without a column": Attack(ANY, lambda: _cell("5")),
    "a cell in row 0": Attack(OUTSIDE, lambda: _cell("A0")),
    "a cell in row -1": Attack(OUTSIDE, lambda: _cell("A-1")),
    "a row beyond 32 bits, which would be row 1": Attack(OUTSIDE, lambda: _cell("A4294967297")),
    "a column beyond 32 bits": Attack(OUTSIDE, lambda: _cell("ZZZZZZZZZZ2")),
    "a shared string that does not exist": Attack(
        "无法读取", lambda: replaced(SHEET, b"<v>3</v>", b"<v>4294967295</v>")
    ),
    "a count of styles that is not true": Attack(READ, lambda: replaced(STYLES, b'count="1"', b'count="4294967295"')),
    "20 000 merged ranges of a million rows": Attack("E_MERGED", lambda: _merged(20_000, "A2:A1048576")),
    "a merged range beyond any sheet": Attack("无法读取|E_MERGED", lambda: _merged(1, "A2:ZZZZZZ99999999999")),
    "20 000 sheets of one part": Attack("张工作表", lambda: _many_sheets_one_part(20_000)),
    "elements 100 000 deep": Attack(READ, lambda: _nested_elements(100_000)),
    "rich text 100 000 deep": Attack(READ, lambda: _nested_rich_text(100_000)),
    "a workbook that is its own sheet": Attack(
        "没有可见的内容", lambda: replaced(BOOK_LINKS, b"worksheets/sheet1.xml", b"workbook.xml")
    ),
    "shared formulas over the whole sheet": Attack(
        READ, lambda: replaced(SHEET, NUMBER, b'<f t="shared" ref="A1:XFD1048576" si="0">A1+1</f>' + NUMBER)
    ),
    "a formula 8 000 brackets deep": Attack(
        READ, lambda: replaced(SHEET, NUMBER, b"<f>" + b"(" * 8_000 + b"1" + b")" * 8_000 + b"</f>" + NUMBER)
    ),
}

DEADLY: Mapping[str, Attack] = {
    "a count of strings that is not true": Attack(
        ENDED, lambda: replaced(SHARED, b'uniqueCount="5"', b'uniqueCount="4294967295"')
    ),
    "a cell in the far corner": Attack(f"{MANY}|{ENDED}", lambda: _cell("XFD1048576")),
    "a cell in the last row": Attack(f"{MANY}|{ENDED}", lambda: _cell("C1048576")),
    "a cell in the last column": Attack("E_COLUMNS", lambda: _cell("XFD3")),
    "one long string in a million cells": Attack(f"{MANY}|{ENDED}", lambda: _one_string_in_a_million_cells(10_000)),
}

LARGE: Mapping[str, Attack] = {
    "one text": Attack(ANY, lambda: swollen(SHARED, STRINGS_END, b"x" * MEBIBYTE, 400, (b"<si><t>", b"</t></si>"))),
    "one attribute": Attack(ANY, lambda: swollen(SHEET, b'"/><sheetData>', b"x" * MEBIBYTE, 400)),
    "comments": Attack(FULL, lambda: swollen(SHEET, ROWS_END, _block(b"<!-- -->"), 400)),
    "processing instructions": Attack(FULL, lambda: swollen(SHEET, ROWS_END, _block(b"<?a b?>"), 400)),
    "rows": Attack(FULL, lambda: swollen(SHEET, ROWS_END, _block(b"<row/>"), 400)),
    "shared strings": Attack(FULL, lambda: swollen(SHARED, STRINGS_END, _block(b"<si><t>x</t></si>"), 400)),
    "styles": Attack(FULL, lambda: swollen(STYLES, b"</cellXfs>", _block(b'<xf numFmtId="14"/>'), 400)),
    "names": Attack(
        f"{FULL}|{ENDED}", lambda: swollen(BOOK, NAMES_END, _block(b'<definedName name="a">A1</definedName>'), 400)
    ),
    "merged ranges": Attack(
        f"{FULL}|{ENDED}",
        lambda: swollen(SHEET, b"</worksheet>", _block(b'<mergeCell ref="A1:A2"/>'), 400, MERGED_FRAME),
    ),
    "sheets": Attack(
        f"张工作表|{FULL}|{ENDED}",
        lambda: swollen(BOOK, SHEETS_END, _block(b'<sheet name="a" sheetId="9" r:id="rId1"/>'), 400),
    ),
    "rows with one formula": Attack(
        FULL, lambda: swollen(SHEET, ROWS_END, _block(b"<row/>"), 400, (b"<row><c><f>1</f></c></row>", b""))
    ),
    "as many rows as pass, with one formula": Attack(
        READ, lambda: swollen(SHEET, ROWS_END, _block(b"<row/>"), 110, (b"<row><c><f>1</f><v>1</v></c></row>", b""))
    ),
    "as many comments as pass": Attack(
        READ, lambda: swollen(SHEET, ROWS_END, _block(b"<!--" + b"x" * 40 + b"-->"), 400)
    ),
}
