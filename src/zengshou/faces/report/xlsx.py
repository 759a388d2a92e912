"""The report as a workbook: one sheet a question, raw numbers with formats, native charts, nothing that runs."""

from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.faces.amounts import Quantity, number_format
from zengshou.faces.charts.block import Block
from zengshou.faces.charts.chart import Chart
from zengshou.faces.charts.office import office_chart
from zengshou.faces.charts.table import Cell, Table
from zengshou.faces.report.content import ReportContent
from zengshou.faces.report.sheets import SheetPlan, sheet_plans
from zengshou.faces.words import Words

HEAD_FILL = PatternFill("solid", fgColor="12355B")
MARK_FILL = PatternFill("solid", fgColor="FFF3D6")
THIN = Side(style="thin", color="D5DBE1")
FONT = "Microsoft YaHei"
WIDEST = 46
COVER_WIDTH = 100.0


def xlsx_bytes(content: ReportContent) -> bytes:
    """The whole workbook."""
    words = content.words
    book = Workbook()
    cover = book.active
    cover.title = words("说明")
    plans = sheet_plans(content)
    _cover(cover, content, plans)
    numbers = Block(Worksheet(book, words("图表数据")))
    for plan in plans:
        _sheet(book.create_sheet(plan.title), plan, content, numbers)
    book._add_sheet(numbers.sheet)
    _meta(book, content)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _meta(book: Workbook, content: ReportContent) -> None:
    book.properties.title = content.title
    book.properties.creator = "zengshou"


def write_text(cell: SheetCell, text: str) -> None:
    """A text is stored as a text, whatever it begins with: = + - @ never become a formula."""
    cell.value = text
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def _cover(sheet: Worksheet, content: ReportContent, plans: tuple[SheetPlan, ...]) -> None:
    words = content.words
    lines = [content.title, f"{content.city}　{content.day}"]
    if content.is_synthetic:
        lines.append(words("合成数据：本报告的人口是按公布的边际数抽取生成的，不是调查结果，不得作为统计数据引用。"))
    lines += ["", words("要点"), *content.headlines, "", words("各表内容")]
    lines += [
        f"{plan.title}：{plan.purpose}" if words.is_chinese else f"{plan.title}: {plan.purpose}" for plan in plans
    ]
    lines.append(words("图表数据：各图所用的数字。"))
    sheet.column_dimensions["A"].width = COVER_WIDTH
    for row, line in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        write_text(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        is_head = row == 1 or line in (words("要点"), words("各表内容"))
        cell.font = Font(name=FONT, size=16 if row == 1 else 11, bold=is_head)
        sheet.row_dimensions[row].height = 30 if row == 1 else 17.0 * max(1, ceil(_width(line) / COVER_WIDTH))
    if content.is_synthetic:
        sheet.cell(3, 1).fill = MARK_FILL
    sheet.freeze_panes = "A2"
    _print_setup(sheet)


def _sheet(sheet: Worksheet, plan: SheetPlan, content: ReportContent, numbers: Block) -> None:
    """Tables below one another on the left, their charts in a column on the right."""
    words = content.words
    write_text(sheet.cell(1, 1), plan.title + (f"（{words('合成数据')}）" if content.is_synthetic else ""))
    sheet.cell(1, 1).font = Font(name=FONT, size=14, bold=True)
    row, widths = 3, dict[int, float]()
    for table in plan.tables:
        if len(plan.tables) > 1:
            write_text(sheet.cell(row, 1), table.caption)
            sheet.cell(row, 1).font = Font(name=FONT, size=11, bold=True)
            row += 1
        row = _table(sheet, table, row, widths, words) + 2
    for note in plan.notes:
        write_text(sheet.cell(row, 1), note)
        sheet.cell(row, 1).font = Font(name=FONT, size=9, italic=True, color="5B6673")
        row += 1
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(max(width, 9.0), WIDEST)
    sheet.freeze_panes = "B4" if len(plan.tables) == 1 else "A2"
    _charts(sheet, plan.charts, max(widths, default=1) + 2, numbers)
    _print_setup(sheet)


def _print_setup(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _heads(table: Table, words: Words) -> list[str]:
    heads: list[str] = []
    for index, name in enumerate(table.columns):
        is_span = table.is_span_column(index)
        heads += [f"{name} {words('下限')}", f"{name} {words('上限')}"] if is_span else [name]
    return heads


def _cells(row: tuple[Cell, ...], table: Table, words: Words) -> list[Cell]:
    """The row with every interval split in two; badges follow a text in brackets."""
    cells: list[Cell] = []
    for index, cell in enumerate(row):
        if table.is_span_column(index):
            low, high = cell.value if isinstance(cell.value, tuple) else (None, None)
            cells += [Cell(low, cell.quantity), Cell(high, cell.quantity)]
        elif isinstance(cell.value, str) and cell.badges and cell.value != words(cell.badges[0].value):
            cells.append(Cell(f"{cell.value}（{words.listing(tuple(words(badge.value) for badge in cell.badges))}）"))
        else:
            cells.append(cell)
    return cells


def _table(sheet: Worksheet, table: Table, first: int, widths: dict[int, float], words: Words) -> int:
    """Writes a table from row `first` and answers its last row."""
    for column, head in enumerate(_heads(table, words), start=1):
        cell = sheet.cell(first, column)
        write_text(cell, head)
        cell.font, cell.fill = Font(name=FONT, size=10, bold=True, color="FFFFFF"), HEAD_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        widths[column] = max(widths.get(column, 0.0), min(_width(head), 16.0))
    for offset, row in enumerate(table.rows, start=1):
        for column, source in enumerate(_cells(row, table, words), start=1):
            _fill(sheet.cell(first + offset, column), source)
            widths[column] = max(widths.get(column, 0.0), _width(source.value))
    return first + len(table.rows)


def _fill(cell: SheetCell, source: Cell) -> None:
    cell.font, cell.border = Font(name=FONT, size=10), Border(bottom=THIN)
    if isinstance(source.value, str):
        write_text(cell, source.value)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(source.value, int | float):
        cell.value = source.value
        cell.number_format = number_format(source.quantity) if source.quantity is not Quantity.TEXT else "General"


def _width(value: object) -> float:
    """Columns of a cell: a Chinese character takes two."""
    if isinstance(value, str):
        return sum(2.1 if ord(letter) > 0x2E7F else 1.1 for letter in value) + 2
    return 14.0


def _charts(sheet: Worksheet, charts: tuple[Chart, ...], column: int, numbers: Block) -> None:
    row = 3
    for chart in charts:
        made = office_chart(chart, numbers)
        sheet.add_chart(made, f"{get_column_letter(column)}{row}")
        row += round(made.height / 0.53) + 2
