"""The yearly score sheet (年终考核表) as a workbook: totals by body; every line with evidence, appeal, decision."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.faces.report.xlsx import FONT, HEAD_FILL, write_text
from zengshou.services.supervision.scores import ScoreSheet

TOTALS = (("单位", 30.0), ("得分", 10.0), ("记分条数", 10.0))
LINES = (
    ("单位", 24.0),
    ("规则", 18.0),
    ("分值", 8.0),
    ("计入", 8.0),
    ("依据", 60.0),
    ("日期", 12.0),
    ("申诉", 12.0),
    ("申诉理由", 30.0),
    ("裁定意见", 30.0),
)


def score_xlsx(sheet: ScoreSheet, names: Mapping[str, str], note: str = "") -> bytes:
    """names  office id -> name;  note  stands above the totals, e.g. for an invented city"""
    book = Workbook()
    totals = book.active
    totals.title = "考核得分"
    state = f"已审定（规则版本{sheet.lock.rules_version}）" if sheet.lock else "未审定，分数可能变化"
    write_heading(totals, f"{sheet.year}年考核　{state}　{note}".strip(), TOTALS)
    for each in sheet.offices:
        write_row(totals, (names.get(each.office, each.office), each.score.total, len(each.lines)))
    lines = book.create_sheet("记分明细")
    write_heading(lines, f"{sheet.year}年记分明细　满分起点{sheet.rules.score.start:g}分　{note}".strip(), LINES)
    labels = {rule.id: rule.label for rule in sheet.rules.score.rules}
    for each in sheet.offices:
        for held in each.lines:
            line = held.line
            values = (names.get(each.office, each.office), labels.get(line.rule, line.rule), line.points, line.counted)
            said = (line.evidence, line.on.isoformat(), line.appeal.label, held.appeal_words, held.decision_words)
            write_row(lines, (*values, *said))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def write_heading(sheet: Worksheet, title: str, columns: Sequence[tuple[str, float]]) -> None:
    """Title, then a head that stays in sight and on every printed page; widths in characters."""
    write_text(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(name=FONT, size=14, bold=True)
    for index, (head, width) in enumerate(columns, start=1):
        cell = sheet.cell(2, index)
        write_text(cell, head)
        cell.font = Font(name=FONT, bold=True, color="FFFFFF")
        cell.fill = HEAD_FILL
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "2:2"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4


def write_row(sheet: Worksheet, values: Sequence[str | float]) -> None:
    """One row below the last; texts stay texts, whatever they begin with."""
    place = sheet.max_row + 1
    for index, value in enumerate(values, start=1):
        cell = sheet.cell(place, index)
        if isinstance(value, str):
            write_text(cell, value)
        else:
            cell.value = value
        cell.font = Font(name=FONT, size=11)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
