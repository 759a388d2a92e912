"""The returned workbook once more, with every doubtful cell coloured and explained; it can be corrected and sent back.

It is written anew from the cells that were read: the file itself is opened in the limited process alone.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.concepts.problem import Problem
from zengshou.services.supervision import ledger_book_layout as layout
from zengshou.services.supervision.ledger_book_changes import Comparison, Conflict
from zengshou.services.supervision.ledger_book_columns import Column, local_text
from zengshou.services.supervision.ledger_book_read import RawSheet, ReadBook, header_of

KEPT_HIDDEN = (layout.RECORD, layout.LISTS)


def marked_bytes(book: ReadBook, comparison: Comparison) -> bytes:
    """A workbook with the same cells in the same places, the findings listed on a sheet in front."""
    out = Workbook()
    _write_findings(out.active, comparison)
    pages: dict[str, Worksheet] = {}
    for sheet in book.sheets:
        if sheet.name != layout.FINDINGS:
            pages[sheet.name] = out.create_sheet(sheet.name)
            _copy(sheet, pages[sheet.name])
    offices = next((sum(bool(row[0]) for row in sheet.rows) for sheet in book.sheets if sheet.name == layout.LISTS), 0)
    for sheet in book.sheets:
        if sheet.name in pages and header_of(sheet) is not None and offices:
            layout.add_validation(pages[sheet.name], len(sheet.rows), offices)
    _mark(pages, comparison)
    stream = BytesIO()
    out.save(stream)
    return stream.getvalue()


def _copy(sheet: RawSheet, page: Worksheet) -> None:
    for number, row in enumerate(sheet.rows, start=1):
        for column, text in enumerate(row, start=1):
            if text:
                cell = page.cell(number, column)
                layout.write_text(cell, text)
                cell.alignment, cell.number_format = layout.WRAP, layout.AS_TYPED
    covered: set[tuple[int, int]] = set()
    for top, left, bottom, right in sheet.merged:
        spread = {(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)}
        if not spread & covered:  # a forged file may hold ranges that overlap
            page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
            covered |= spread
    if not sheet.is_visible:
        page.sheet_state = "veryHidden" if sheet.name in KEPT_HIDDEN else "hidden"
    if sheet.name == layout.GUIDE:
        page.column_dimensions["A"].width = layout.GUIDE_WIDTH
    found = header_of(sheet)
    if found is not None:
        _dress(page, sheet, *found)


def _dress(page: Worksheet, sheet: RawSheet, header: int, columns: Sequence[Column | None]) -> None:
    layout.set_up_page(page)
    layout.set_widths(page, columns)
    for number, column in enumerate(columns, start=1):
        for row in (header + 1, header + 2):
            page.cell(row, number).font = Font(bold=True)
        if column is not None and column.kind.is_filled:
            for row in range(header + 3, len(sheet.rows) + 1):
                page.cell(row, number).fill = layout.FILLED
    for row in range(header + 3, len(sheet.rows) + 1):
        layout.fit_height(page, row, list(zip(columns, sheet.rows[row - 1], strict=False)))


def _mark(pages: Mapping[str, Worksheet], comparison: Comparison) -> None:
    for fault in comparison.faults:
        if fault.place is not None:
            place, words = fault.place, f"{fault.problem.found}{fault.problem.next}"
            layout.mark(pages[place.sheet], place.row, place.column, words, layout.FAULT)
    for conflict in comparison.conflicts:
        place = conflict.place
        layout.mark(pages[place.sheet], place.row, place.column, conflict_words(conflict), layout.ASKED)


def conflict_words(conflict: Conflict) -> str:
    """Both values, both authors, both times."""
    told = [f"{each.author} {local_text(each.at)}：“{each.text}”" for each in conflict.versions]
    return "同一格有几个值，请在导入页选择。\n" + "\n".join(told)


def _write_findings(page: Worksheet, comparison: Comparison) -> None:
    """What was found, one line each: kind, place, words, what to do."""
    page.title = layout.FINDINGS
    asked = [
        Problem(conflict_words(each), f"{each.place.where}（{each.code} {each.title}）")
        for each in comparison.conflicts
    ]
    lines = [("种类", "位置", "说明", "处理")]
    for kind, problems in (
        ("错误", [fault.problem for fault in comparison.faults]),
        ("冲突", asked),
        ("提示", list(comparison.notes)),
    ):
        lines += [(kind, problem.where, problem.found, problem.next) for problem in problems]
    for letter, width in zip("ABCD", (8, 36, 70, 40), strict=True):
        page.column_dimensions[letter].width = width
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            cell = page.cell(number, column)
            layout.write_text(cell, text)
            cell.alignment, cell.font = layout.WRAP, Font(bold=number == 1)
    page.freeze_panes = "A2"
    page.page_setup.paperSize, page.page_setup.orientation = layout.A4, "landscape"
    page.page_setup.fitToHeight, page.sheet_properties.pageSetUpPr.fitToPage = 0, True
