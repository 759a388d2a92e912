"""订正表: a version of the plan as a workbook, one row a task and one a target, with empty columns to correct in."""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.services.plan.plan_review import Reviewed
from zengshou.services.plan.plan_review_fields import FIELDS, GROUP, TARGET, TASK, Field
from zengshou.services.plan.plan_review_items import Item
from zengshou.services.supervision import ledger_book_layout as layout

FORMAT = "zengshou-plan-corrections-1"
ID, CLEAR, CORRECT = "标识", "无", "订正："
SHEETS: Mapping[str, str] = {TASK: "任务", TARGET: "目标", GROUP: "计划和行动"}
PATHS: Mapping[str, str] = {TASK: "路径", TARGET: "所属任务", GROUP: "章"}
EVIDENCE, CONFIDENCE, LOOK, TARGETS = "原文", "可信度", "请核对", "目标"
WIDTHS: Mapping[str, float] = {"标题": 30, "牵头单位": 24, "配合单位": 30, "目标": 36, EVIDENCE: 48, LOOK: 30}
DEFAULT_WIDTH = 14.0
GUIDE_LINES = (
    "订正表 填表说明",
    "1. 只在浅黄色的“订正”栏填写；空着的格不改动任何内容。可信度低的排在前面。",
    "2. 其余各栏是现在的内容，不导入。要清空一栏，在它的“订正”栏填“无”。",
    "3. 几个单位之间用顿号分开，如“县财政局、县教育局”；单位可从下拉列表选，也可以填写列表以外的名称。",
    "4. 年份写成 2026；数值只写数字，单位另填一栏。示例：订正：数值 33000。",
    "5. 可以调整行、列的顺序；不要改动表头文字和隐藏的“标识”列。删去的行不会删除任务。",
    "6. 不得录入涉密信息。",
)


def columns_of(kind: str) -> tuple[str, ...]:
    """The titles of one sheet, in order."""
    fields = tuple(field.title for field in FIELDS[kind])
    targets = (TARGETS,) if kind == TASK else ()
    rest = (*targets, EVIDENCE, CONFIDENCE, LOOK)
    return (ID, PATHS[kind], *fields, *rest, *(CORRECT + title for title in fields))


def sheet_bytes(reviewed: Reviewed, city: str) -> bytes:
    """The workbook of a version."""
    book = Workbook()
    _write_guide(book.active, reviewed)
    offices = reviewed.offices()
    for kind, name in SHEETS.items():
        items = [item for item in reviewed.by_confidence() if item.kind == kind]
        _write_sheet(book.create_sheet(name), kind, items, reviewed, len(offices))
    layout.add_lists(book, offices)
    record = book.create_sheet(layout.RECORD)
    record.sheet_state = "veryHidden"
    about = {"format": FORMAT, "city": city, "version": reviewed.version.number}
    layout.write_text(record["A1"], json.dumps(about))
    book.active = 1
    book.properties.creator, book.properties.title = "zengshou", f"{reviewed.title} 订正表"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_guide(page: Worksheet, reviewed: Reviewed) -> None:
    page.title = layout.GUIDE
    page.column_dimensions["A"].width = layout.GUIDE_WIDTH
    lines = (*GUIDE_LINES, f"方案：{reviewed.title}，第{reviewed.version.number}版。")
    for number, line in enumerate(lines, start=1):
        layout.write_text(page.cell(number, 1), line)
        page.cell(number, 1).alignment = layout.WRAP


def _write_sheet(page: Worksheet, kind: str, items: Sequence[Item], reviewed: Reviewed, offices: int) -> None:
    titles = columns_of(kind)
    for number, title in enumerate(titles, start=1):
        head = page.cell(1, number)
        layout.write_text(head, title)
        head.font, head.alignment, head.border = Font(bold=True, color="FFFFFF"), layout.CENTRED, layout.THIN
        head.fill = layout.FILLED_HEAD if title.startswith(CORRECT) else layout.HEAD_FILL
        about = page.column_dimensions[get_column_letter(number)]
        about.width, about.hidden = WIDTHS.get(title.removeprefix(CORRECT), DEFAULT_WIDTH), title == ID
    for row, item in enumerate(items, start=2):
        texts = _texts(item, reviewed)
        for number, title in enumerate(titles, start=1):
            cell = page.cell(row, number)
            layout.write_text(cell, texts.get(title, "")[: layout.CHARACTERS_OF_COMMENT * 30])
            cell.alignment, cell.border, cell.number_format = layout.WRAP, layout.THIN, layout.AS_TYPED
            if title.startswith(CORRECT):
                cell.fill = layout.FILLED
    page.freeze_panes = "D2"
    page.print_title_rows, page.page_setup.paperSize, page.page_setup.orientation = "1:1", layout.A4, "landscape"
    for field in FIELDS[kind]:
        _add_choice(page, field, titles.index(CORRECT + field.title) + 1, max(len(items) + 1, 2), offices)


def _texts(item: Item, reviewed: Reviewed) -> Mapping[str, str]:
    """Title of a column -> what it shows; the columns to correct in stay empty."""
    evidence = "\n".join(f"第{number}行 {reviewed.lines[number - 1].strip()}" for number in sorted(item.lines))
    texts = {ID: item.id, PATHS[item.kind]: item.path, EVIDENCE: evidence, LOOK: "\n".join(item.flags)}
    texts[CONFIDENCE] = f"{item.confidence:.2f}"
    if item.kind == TASK:
        targets = [each for each in reviewed.items if each.kind == TARGET and each.path == item.id]
        texts[TARGETS] = "\n".join(each.name for each in targets)
    return texts | {field.title: field.shown(item.value(field.key)) for field in FIELDS[item.kind]}


def _add_choice(page: Worksheet, field: Field, column: int, last_row: int, offices: int) -> None:
    """A dropdown of departments or kinds. Departments may be typed as well: several, or one not in the list."""
    if field.form == "names" and offices:
        rule = DataValidation(type="list", formula1=f"'{layout.LISTS}'!$A$1:$A${offices}", allow_blank=True)
        rule.showErrorMessage = False
    elif field.form == "choice":
        rule = DataValidation(type="list", formula1=f'"{",".join(field.choices.values())}"', allow_blank=True)
        rule.showErrorMessage = True
    else:
        return
    page.add_data_validation(rule)
    letter = get_column_letter(column)
    rule.add(f"{letter}2:{letter}{last_row}")
