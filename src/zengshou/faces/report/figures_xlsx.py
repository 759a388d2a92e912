"""Figures as a workbook: one sheet a figure, raw numbers with formats, note and source below, nothing that runs."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.faces.amounts import Quantity, number_format
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.table import Cell
from zengshou.faces.report.xlsx import FONT, HEAD_FILL, write_text
from zengshou.faces.words import Words

LONGEST_TITLE = 31  # of a sheet, by the format
WIDTH, WIDE = 14.0, 60.0


def figures_xlsx(figures: Sequence[Figure], words: Words, heading: str) -> bytes:
    """heading  stands over every sheet, with the mark of synthetic data where there is one"""
    book = Workbook()
    book.remove(book.worksheets[0])
    for figure in figures:
        _sheet(book.create_sheet(figure.title[:LONGEST_TITLE].replace("/", " ")), figure, words, heading)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(sheet: Worksheet, figure: Figure, words: Words, heading: str) -> None:
    write_text(sheet.cell(1, 1), f"{figure.title}　{heading}".strip())
    sheet.cell(1, 1).font = Font(name=FONT, size=14, bold=True)
    table = figure.full_table
    spans = [table.is_span_column(index) for index in range(len(table.columns))]
    heads = [
        head
        for name, is_span in zip(table.columns, spans, strict=True)
        for head in ((f"{name} {words('下限')}", f"{name} {words('上限')}") if is_span else (name,))
    ]
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(3, column)
        write_text(cell, head)
        cell.font, cell.fill = Font(name=FONT, bold=True, color="FFFFFF"), HEAD_FILL
        sheet.column_dimensions[get_column_letter(column)].width = WIDTH
    for row, cells in enumerate(table.rows, start=4):
        for column, value in enumerate(_split(cells, spans), start=1):
            _write(sheet, row, column, value)
    for offset, line in enumerate(line for line in (figure.note, figure.source) if line):
        write_text(sheet.cell(5 + len(table.rows) + offset, 1), line)
    sheet.freeze_panes = "B4"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _split(cells: Sequence[Cell], spans: Sequence[bool]) -> list[Cell]:
    """Every interval as two cells."""
    found: list[Cell] = []
    for cell, is_span in zip(cells, spans, strict=True):
        limits = cell.value if isinstance(cell.value, tuple) else (None, None)
        found += [Cell(limit, cell.quantity) for limit in limits] if is_span else [cell]
    return found


def _write(sheet: Worksheet, row: int, column: int, source: Cell) -> None:
    cell = sheet.cell(row, column)
    cell.font = Font(name=FONT, size=10)
    if isinstance(source.value, str):
        write_text(cell, source.value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if len(source.value) > WIDTH * 2:
            sheet.column_dimensions[get_column_letter(column)].width = WIDE
    elif isinstance(source.value, int | float):
        cell.value = source.value
        cell.number_format = number_format(source.quantity) if source.quantity is not Quantity.TEXT else "General"
