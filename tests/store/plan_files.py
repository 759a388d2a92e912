"""Makes docx and pdf files out of lines, as offices would have saved them."""

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from zengshou.plan.reader.numbering import Level, token_of
from zengshou.plan.reader.source import fold

WIDE, TALL, SIZE, PITCH, LEFT, TOP = 595, 842, 16, 29, 79, 737
PER_LINE, PER_PAGE = 27, 22
MULTI, GOALS = "71", "72"


def write_docx(lines: Sequence[str], path: Path) -> Path:
    """Every line a paragraph, numbers typed."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(path))
    return path


def write_numbered_docx(lines: Sequence[str], path: Path, is_running: bool) -> Path:
    """Every number made by Word: none stands in the text. is_running: items are counted through all groups."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "（%4）")]
    numbering.insert(0, _abstract(GOALS, [("decimal", "%1.")], is_running=False))
    numbering.insert(0, _abstract(MULTI, levels, is_running))
    for name in (MULTI, GOALS):
        number = OxmlElement("w:num")
        number.set(qn("w:numId"), name)
        number.append(_value("w:abstractNumId", name))
        numbering.append(number)
    chapter = 0
    for line in lines:
        token = token_of(fold(line))
        chapter += token is not None and token.level is Level.CHAPTER
        paragraph = document.add_paragraph(line if token is None else line[token.end :])
        if token:
            is_goal = chapter == 1 and token.level is Level.ITEM
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0 if is_goal else int(token.level) - 1
            properties.get_or_add_numId().val = int(GOALS if is_goal else MULTI)
    document.save(str(path))
    return path


def _value(tag: str, value: str) -> OxmlElement:
    node = OxmlElement(tag)
    node.set(qn("w:val"), value)
    return node


def _abstract(name: str, levels: Sequence[tuple[str, str]], is_running: bool) -> OxmlElement:
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), name)
    for depth, (form, text) in enumerate(levels):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(depth))
        nodes = [_value("w:start", "1"), _value("w:numFmt", form)]
        nodes += [_value("w:lvlRestart", "0")] if is_running and depth == 2 else []
        for node in (*nodes, _value("w:suff", "nothing"), _value("w:lvlText", text)):
            level.append(node)
        abstract.append(level)
    return abstract


def write_table_docx(rows: Sequence[Sequence[str]], path: Path, merged: int | None = None, title: str = "") -> Path:
    """A table; equal neighbours in column `merged` become one cell."""
    document = docx.Document()
    document.add_paragraph(title)
    table = document.add_table(len(rows), len(rows[0]))
    for index, row in enumerate(rows):
        for column, text in enumerate(row):
            is_same = column == merged and index > 1 and rows[index - 1][column] == text
            table.cell(index, column).text = "" if is_same else text
            if is_same:
                table.cell(index - 1, column).merge(table.cell(index, column))
    document.save(str(path))
    return path


def wrapped(lines: Sequence[str]) -> list[str]:
    """Paragraphs with an indent, broken into lines as on an A4 page; no line begins with a closing mark."""
    out: list[str] = []
    for line in lines:
        text = "　　" + line.strip() if line.strip() else ""
        while len(text) > PER_LINE:
            cut = PER_LINE + 1 if text[PER_LINE] in "，。；：）、,;:)”" else PER_LINE
            out.append(text[:cut])
            text = text[cut:]
        out += [text] if text else []
    return out


def write_pdf(lines: Sequence[str], path: Path) -> Path:
    """A text layer of wrapped lines with page numbers, in a font that is not embedded."""
    rows = wrapped(lines)
    pages = [rows[start : start + PER_PAGE] for start in range(0, len(rows), PER_PAGE)]
    contents = []
    for number, page in enumerate(pages, 1):
        marks = [_shown(line, LEFT, TOP - index * PITCH) for index, line in enumerate(page)]
        marks.append(_shown(f"— {number} —", 260, 60))
        contents.append("\n".join(marks))
    path.write_bytes(pdf_bytes(contents))
    return path


def write_table_pdf(rows: Sequence[Sequence[str]], widths: Sequence[int], path: Path) -> Path:
    """A ruled table; text is broken inside its cell."""
    marks: list[str] = []
    top = TOP
    for row in rows:
        cells = [[t[k : k + w] for k in range(0, len(t), w)] or [""] for t, w in zip(row, widths, strict=True)]
        high = max(len(cell) for cell in cells) * 14 + 6
        left = 40
        for cell, width in zip(cells, widths, strict=True):
            wide = width * 10 + 8
            marks.append(f"{left} {top - high} {wide} {high} re S")
            marks += [_shown(text, left + 3, top - 13 - 14 * k, 10) for k, text in enumerate(cell)]
            left += wide
        top -= high
    path.write_bytes(pdf_bytes(["\n".join(marks)]))
    return path


def _shown(text: str, x: float, y: float, size: int = SIZE) -> str:
    return f"BT /F1 {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET" if text.strip() else ""


def pdf_bytes(contents: Sequence[str], trailer: str = "") -> bytes:
    """The smallest pdf that shows these pages."""
    kids = " ".join(f"{6 + 2 * k} 0 R" for k in range(len(contents)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
        " /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
    ]
    for k, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {TALL}] /Contents {7 + 2 * k} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("ascii")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return out
