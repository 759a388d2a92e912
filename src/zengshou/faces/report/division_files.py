"""任务分工表 as a document and as a workbook."""

from io import BytesIO

from openpyxl import Workbook

from zengshou.faces.report.city_templates import CityTemplates, Letterhead, rendered
from zengshou.faces.report.docx_template import Item, Values
from zengshou.faces.report.score_xlsx import write_heading, write_row
from zengshou.faces.report.slip_docx import STANDARD
from zengshou.faces.report.standard_templates import DIVISION
from zengshou.services.supervision.division import Division, DivisionRow

COLUMNS = (
    ("序号", 8.0),
    ("编号", 12.0),
    ("类别", 26.0),
    ("任务", 40.0),
    ("量化目标", 34.0),
    ("牵头单位", 24.0),
    ("配合单位", 40.0),
    ("完成时限", 14.0),
)


def division_docx(division: Division, head: Letterhead, templates: CityTemplates = STANDARD) -> bytes:
    rows = [_item(row, place) for place, row in enumerate(division.rows, start=1)]
    values: Values = {"方案": division.title, "文号": division.number, "合计": str(len(rows)), "任务": rows}
    return rendered(DIVISION, values, head, templates)


def division_xlsx(division: Division, note: str = "") -> bytes:
    """note  stands beside the title, e.g. for an invented city"""
    book = Workbook()
    sheet = book.active
    sheet.title = DIVISION.name
    write_heading(sheet, f"{DIVISION.name}　{division.title}　{division.number}　{note}".strip(), COLUMNS)
    for place, row in enumerate(division.rows, start=1):
        write_row(sheet, (float(place), *list(_item(row, place).values())[1:]))
        sheet.cell(sheet.max_row, 1).number_format = "0"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _item(row: DivisionRow, place: int) -> Item:
    """In the order of COLUMNS."""
    return {
        "序号": str(place),
        "编号": row.task.code,
        "类别": row.task.group_title,
        "名称": row.task.title,
        "目标": row.task.goals,
        "牵头单位": "、".join(row.leads),
        "配合单位": "、".join(row.cooperating),
        "时限": row.deadline,
    }
