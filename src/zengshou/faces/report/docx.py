"""The report as an official document: headings 一、（一）, native charts, three-rule tables, its mark on every page."""

from io import BytesIO

from docx import Document as new_document
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell as WordCell

from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.table import Table
from zengshou.faces.report.columns import cell_text, column_widths
from zengshou.faces.report.content import ReportContent, Section
from zengshou.faces.report.native_chart import add_chart
from zengshou.faces.report.official import (
    BODY_LINES,
    Face,
    Lines,
    in_chinese,
    mark_pages,
    number_pages,
    set_face,
    set_lines,
    set_page,
    write,
)
from zengshou.faces.words import Words

LONGEST_TABLE = 45  # rows; a longer one would bury the document and stands in the workbook
TEXT_WIDTH = 156.0  # mm, the width of the type area
HALF_WIDTHS = 93.0  # of the letters of a table, side by side across the type area
DRAWN_ONLY = {"density", "lorenz"}  # curves: their points stand in the workbook
CENTRE = Lines(alignment=WD_ALIGN_PARAGRAPH.CENTER)
HEADING = Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT, indent=2, is_kept=True)
CAPTION = Lines(alignment=WD_ALIGN_PARAGRAPH.CENTER, before=6, is_kept=True, is_exact=False)
NOTE = Lines(alignment=WD_ALIGN_PARAGRAPH.LEFT, before=4, after=10, is_exact=False)


def docx_bytes(content: ReportContent) -> bytes:
    """The whole document."""
    words = content.words
    document = new_document()
    document.core_properties.title, document.core_properties.author = content.title, "zengshou"
    document.core_properties.comments = ""
    section = set_page(document)
    number_pages(document, section)
    if content.is_synthetic:
        mark_pages(section, words("合成数据　不得作为统计数据引用"))
    _opening(document, content)
    for number, part in enumerate(content.sections, start=2):
        _section(document, part, number, words)
    write(document, content.city, Face.BODY, Lines(alignment=WD_ALIGN_PARAGRAPH.RIGHT, before=29))
    write(document, content.day, Face.BODY, Lines(alignment=WD_ALIGN_PARAGRAPH.RIGHT))
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _opening(document: Document, content: ReportContent) -> None:
    words = content.words
    write(
        document,
        content.title,
        Face.TITLE,
        Lines(alignment=WD_ALIGN_PARAGRAPH.CENTER, before=12, after=6, is_exact=False),
    )
    write(document, f"（{content.day}）" if words.is_chinese else content.day, Face.LEVEL_TWO, CENTRE)
    write(document, "", Face.BODY)
    write(document, _heading(words("要点"), 1, words), Face.LEVEL_ONE, HEADING)
    for number, sentence in enumerate(content.headlines, start=1):
        write(document, f"{number}. {sentence}" if len(content.headlines) > 1 else sentence, Face.BODY)


def _heading(title: str, number: int, words: Words) -> str:
    return f"{in_chinese(number)}、{title}" if words.is_chinese else f"{number}. {title}"


def _section(document: Document, section: Section, number: int, words: Words) -> None:
    write(document, _heading(section.title, number, words), Face.LEVEL_ONE, HEADING)
    for paragraph in section.paragraphs:
        write(document, paragraph, Face.BODY, BODY_LINES)
    for position, figure in enumerate(section.figures, start=1):
        title = f"（{in_chinese(position)}）{figure.title}" if words.is_chinese else f"({position}) {figure.title}"
        write(document, title, Face.LEVEL_TWO, HEADING)
        _figure(document, figure, words)


def _figure(document: Document, figure: Figure, words: Words) -> None:
    badges = tuple(words(badge.value) for badge in figure.badges)
    if figure.chart and figure.chart.series:
        add_chart(document, figure.chart, figure.title)
    caption = figure.table.caption + (f"（{words.listing(badges)}）" if badges else "")
    if figure.id in DRAWN_ONLY or len(figure.table.rows) > LONGEST_TABLE:
        counted = words("本表共 {count} 行，见同一报告的工作簿。", count=len(figure.table.rows))
        write(document, counted, Face.NOTE, NOTE)
    else:
        write(document, caption, Face.TABLE_HEAD, CAPTION)
        add_table(document, figure.table, words)
    note = " ".join(
        part for part in (figure.note, words("来源：{source}", source=figure.source) if figure.source else "") if part
    )
    write(document, note, Face.TABLE, NOTE)


def add_table(document: Document, table: Table, words: Words) -> None:
    """Three rules (top, under the head, bottom); the head repeats on every page and no row is cut."""
    made = document.add_table(rows=1, cols=len(table.columns))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    widths = column_widths(table, HALF_WIDTHS, words)
    for index, head in enumerate(table.columns):
        _write_cell(made.rows[0].cells[index], head, Face.TABLE_HEAD, WD_ALIGN_PARAGRAPH.CENTER)
    for row in table.rows:
        cells = made.add_row().cells
        for index, cell in enumerate(row):
            right = table.is_number_column(index) and cell.is_number
            _write_cell(
                cells[index],
                cell_text(cell, words),
                Face.TABLE,
                WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT,
            )
    for index, width in enumerate(widths):
        made.columns[index].width = Mm(TEXT_WIDTH * width / HALF_WIDTHS)
        for cell in made.columns[index].cells:
            cell.width = Mm(TEXT_WIDTH * width / HALF_WIDTHS)
    _rules(made)


def _write_cell(cell: WordCell, text: str, face: Face, alignment: WD_ALIGN_PARAGRAPH) -> None:
    paragraph = cell.paragraphs[0]
    set_face(paragraph.add_run(text), face)
    set_lines(paragraph, face, Lines(alignment=alignment, before=1.5, after=1.5, is_exact=False))


def _rules(table: WordTable) -> None:
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")  # twentieths of a point: 1 mm of air beside each cell
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    borders = OxmlElement("w:tblBorders")
    for side, weight in (("top", 12), ("bottom", 12), ("insideH", 2)):
        borders.append(_border(side, weight, "1D2733" if weight > 2 else "C9D0D8"))
    properties.append(borders)
    properties.append(margins)
    head = table.rows[0]
    for cell in head.cells:
        edges = OxmlElement("w:tcBorders")
        edges.append(_border("bottom", 6, "1D2733"))
        cell._tc.get_or_add_tcPr().append(edges)
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeat)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _border(side: str, eighths: int, colour: str) -> object:
    """A rule, its weight in eighths of a point."""
    edge = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "0"), ("color", colour)):
        edge.set(qn(f"w:{name}"), value)
    return edge
