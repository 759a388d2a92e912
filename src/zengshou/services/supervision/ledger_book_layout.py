"""How the ledger's workbook looks: paper, header, widths, dropdowns; and texts that stay texts."""

from collections.abc import Sequence
from math import ceil

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.plan.reading import LampColour
from zengshou.services.supervision.ledger_book_columns import COLUMNS, QUARTERS, Column, Kind, plain

GUIDE, LONG_TEXTS, FINDINGS = "填表说明", "长文", "核对结果"
RECORD, LISTS = "_基准", "_列表"  # very hidden: no menu of the program shows them
HEAD_ROW, FIRST_ROW = 3, 5
# Besides the signs that a program takes for a formula: their full-width forms, tab and line end.
RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
A4, GUIDE_WIDTH = 9, 100
THIN = Border(*[Side(style="thin", color="B9C2CB")] * 4)
HEAD_FILL, FILLED_HEAD = PatternFill("solid", fgColor="12355B"), PatternFill("solid", fgColor="7A5A00")
FILLED, GROUP = PatternFill("solid", fgColor="FFF9E5"), PatternFill("solid", fgColor="E3E9EF")
FAULT, ASKED = PatternFill("solid", fgColor="FFC7CE"), PatternFill("solid", fgColor="FFE08A")
WRAP, CENTRED = (
    Alignment(wrap_text=True, vertical="top"),
    Alignment(wrap_text=True, vertical="center", horizontal="center"),
)
AS_TYPED = "@"  # a typed 80% or 0662… stays what was typed
LINE_HEIGHT, HIGHEST_ROW = 15, 409  # points; no row is higher than the latter, its text stays whole all the same
NARROW = 0x2E7F  # signs above it are as wide as a Chinese one
CHARACTERS_OF_COMMENT = 1_000


def write_text(cell: Cell, text: str) -> None:
    """A text as a text, whatever it begins with. A literal _x0041_ is escaped, or it would be read as A."""
    cell.value = plain(text).replace("_x", "_x005F_x") or None
    if cell.value is not None:
        cell.data_type = "s"
    if text.startswith(RISKY):
        cell.quotePrefix = True


def set_up_page(sheet: Worksheet) -> None:
    """A4 landscape, two pages wide; the header and the task's name on every page and in sight while scrolling."""
    sheet.page_setup.paperSize, sheet.page_setup.orientation = A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 2, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.print_title_rows, sheet.print_title_cols = f"{HEAD_ROW}:{FIRST_ROW - 1}", "A:F"
    sheet.oddFooter.center.text = "第 &P 页 共 &N 页"
    first_free = next(number for number, column in enumerate(COLUMNS, start=1) if column.key == "goals")
    sheet.freeze_panes = f"{get_column_letter(first_free)}{FIRST_ROW}"


def set_widths(sheet: Worksheet, columns: Sequence[Column | None]) -> None:
    """Widths by column; the columns of ids and revisions are hidden."""
    for number, column in enumerate(columns, start=1):
        if column is not None:
            about = sheet.column_dimensions[get_column_letter(number)]
            about.width, about.hidden = column.width, column.kind is Kind.HIDDEN


def write_header(sheet: Worksheet, year: int) -> None:
    """Two rows: each title over both, but the four quarters below their common one."""
    for number, column in enumerate(COLUMNS, start=1):
        top, below = sheet.cell(HEAD_ROW, number), sheet.cell(HEAD_ROW + 1, number)
        for cell in (top, below):
            cell.fill = FILLED_HEAD if column.kind.is_filled else HEAD_FILL
            cell.font, cell.alignment, cell.border = Font(bold=True, color="FFFFFF"), CENTRED, THIN
        if column.quarter:
            write_text(below, column.title)
        else:
            write_text(top, column.title)
            sheet.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW + 1, start_column=number, end_column=number)
    quarters = [number for number, column in enumerate(COLUMNS, start=1) if column.quarter]
    write_text(sheet.cell(HEAD_ROW, quarters[0]), f"{QUARTERS}（{year}年）")
    sheet.merge_cells(start_row=HEAD_ROW, end_row=HEAD_ROW, start_column=min(quarters), end_column=max(quarters))


def write_cell(cell: Cell, column: Column, text: str, is_filled: bool) -> None:
    """One cell of a task's row; numbers are numbers, all else is text."""
    if column.key in ("place", "revision", "percent"):
        number = float(text)
        cell.value = int(number) if number.is_integer() else number
    else:
        write_text(cell, text)
    cell.alignment, cell.border, cell.number_format = WRAP, THIN, AS_TYPED
    if is_filled:
        cell.fill = FILLED


def fit_height(sheet: Worksheet, row: int, texts: Sequence[tuple[Column | None, str]]) -> None:
    """As high as the longest text of the row needs: not every program does so on opening. Chinese is two wide."""
    lines = 1
    for column, text in texts:
        if column is not None and column.kind is not Kind.HIDDEN:
            wide = (sum(2 if ord(sign) > NARROW else 1 for sign in line) for line in text.split("\n"))
            lines = max(lines, sum(max(ceil(width / (column.width - 1)), 1) for width in wide))
    sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT + 3, HIGHEST_ROW)


def write_group(sheet: Worksheet, row: int, title: str) -> None:
    """A group's title over all columns; the hidden id column before it stays empty."""
    first = 1 + sum(column.kind is Kind.HIDDEN for column in COLUMNS)
    cell = sheet.cell(row, first)
    write_text(cell, title)
    cell.font, cell.fill = Font(bold=True), GROUP
    sheet.merge_cells(start_row=row, end_row=row, start_column=first, end_column=len(COLUMNS))


def add_lists(book: Workbook, offices: Sequence[str]) -> None:
    """The very hidden sheet from which dropdowns take their lists: offices, lamps."""
    sheet = book.create_sheet(LISTS)
    sheet.sheet_state = "veryHidden"
    for column, texts in enumerate((offices, lamp_words()), start=1):
        for row, text in enumerate(texts, start=1):
            write_text(sheet.cell(row, column), text)


def lamp_words() -> tuple[str, ...]:
    return tuple(f"{colour.icon} {colour.label}" for colour in LampColour)


def add_validation(sheet: Worksheet, last_row: int, offices: int) -> None:
    """Dropdowns where there is a list; elsewhere a hint beside the cell."""
    lists = {"lead": f"'{LISTS}'!$A$1:$A${max(offices, 1)}", "lamp": f"'{LISTS}'!$B$1:$B${len(lamp_words())}"}
    hints = {"percent": "累计完成比例，0到100，可写 80 或 80%。", "deadline": "日期，如 2026-12-31；由督查机构调整。"}
    for number, column in enumerate(COLUMNS, start=1):
        if column.key in lists:
            rule = DataValidation(type="list", formula1=lists[column.key], allow_blank=True)
        elif column.key in hints:
            rule = DataValidation(allow_blank=True, showInputMessage=True)
            rule.promptTitle, rule.prompt = column.title, hints[column.key]
        else:
            continue
        sheet.add_data_validation(rule)
        letter = get_column_letter(number)
        rule.add(f"{letter}{FIRST_ROW}:{letter}{max(last_row, FIRST_ROW)}")


def mark(sheet: Worksheet, row: int, column: int, words: str, fill: PatternFill) -> None:
    """Colour a cell and say beside it what is the matter; of merged cells the first."""
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        first = next(spread for spread in sheet.merged_cells.ranges if cell.coordinate in spread)
        cell = sheet.cell(first.min_row, first.min_col)
    cell.fill = fill
    before = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(f"{before}{plain(words)}"[:CHARACTERS_OF_COMMENT], "增收", width=320, height=140)
