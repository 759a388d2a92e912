"""The ledger as a workbook to hand out: one sheet a lead body, with all that is needed to read it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.concepts.account import Account, Role
from zengshou.plan.ledger.model import LedgerTask, Period
from zengshou.plan.ledger.stages import Party
from zengshou.services.supervision import ledger_book_layout as layout
from zengshou.services.supervision.ledger_book_columns import (
    BY_KEY,
    COLUMNS,
    LONGEST_CELL,
    Kind,
    local_text,
    shown,
    whole_texts,
)
from zengshou.services.supervision.ledger_book_names import BookNames
from zengshou.services.supervision.ledger_book_record import ExportedRow, ExportRecord, record_pieces

NOBODY, COOPERATING = "未明确牵头单位", "配合任务"
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))
LONGEST_NAME = 31


@dataclass(frozen=True)
class BookSheet:
    """The tasks on one sheet, in the order of the plan. may_fill  False for those in which one only cooperates"""

    name: str
    tasks: tuple[LedgerTask, ...]
    may_fill: bool = True


def sheets_for(who: Account, tasks: Sequence[LedgerTask], names: BookNames) -> tuple[BookSheet, ...]:
    """One sheet a lead body; a reporter gets theirs and, apart, the tasks in which they cooperate."""
    if who.role is Role.REPORTER:
        own = tuple(task for task in tasks if who.office in task.offices(Party.LEAD))
        others = tuple(task for task in tasks if task not in own)
        name = "、".join(names.of_office(who.office))
        found = [BookSheet(name, own)] if own or not others else []
        return _with_names([*found, BookSheet(COOPERATING, others, False)] if others else found)
    by_lead: dict[str, list[LedgerTask]] = {}
    for task in tasks:
        for name in names.of_party(task, Party.LEAD) or (NOBODY,):
            by_lead.setdefault(name, []).append(task)
    may_fill = who.role is Role.SUPERVISOR
    return _with_names([BookSheet(name, tuple(held), may_fill) for name, held in by_lead.items()])


def _with_names(sheets: Sequence[BookSheet]) -> tuple[BookSheet, ...]:
    """Names as a workbook allows them, each once."""
    taken = {layout.GUIDE, layout.LONG_TEXTS, layout.FINDINGS, layout.RECORD, layout.LISTS}
    named = []
    for sheet in sheets:
        whole = sheet.name.translate(FORBIDDEN_IN_NAMES).strip() or NOBODY
        name, number = whole[:LONGEST_NAME], 2
        while name in taken:
            name, number = f"{whole[: LONGEST_NAME - 4]}（{number}）", number + 1
        taken.add(name)
        named.append(BookSheet(name, sheet.tasks, sheet.may_fill))
    return tuple(named)


def book_bytes(
    who: Account, tasks: Sequence[LedgerTask], names: BookNames, period: Period, lamps: Mapping[str, str], now: datetime
) -> bytes:
    """The workbook of what a person may see, for one reporting period. lamps: id of a task -> sign and word"""
    sheets = sheets_for(who, tasks, names)
    whole = {task.id: whole_texts(task, period, names, lamps.get(task.id, "")) for task in tasks}
    offices = names.every()
    book = Workbook()
    _write_guide(book.active, who, period, names, now)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        _write_sheet(page, sheet, whole, period, names, who)
        layout.add_validation(page, page.max_row, len(offices))
    _write_long(book, tasks, whole)
    layout.add_lists(book, offices)
    _write_record(book, _record(who, sheets, whole, period, now))
    book.active = 1 if sheets else 0
    book.properties.creator, book.properties.title = "zengshou", f"{names.title}台账 {period.label}"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_sheet(
    page: Worksheet,
    sheet: BookSheet,
    whole: Mapping[str, Mapping[str, str]],
    period: Period,
    names: BookNames,
    who: Account,
) -> None:
    layout.set_up_page(page)
    layout.set_widths(page, COLUMNS)
    page.column_dimensions["A"].hidden = page.column_dimensions["B"].hidden = True
    layout.write_text(page["C1"], f"{names.title} 工作台账　{sheet.name}　{period.label}")
    layout.write_text(page["C2"], "不得录入涉密信息。浅黄色的格可以填写，其余各栏不导入。")
    layout.write_header(page, period.year)
    row, group = layout.FIRST_ROW, ""
    for task in sheet.tasks:
        if task.group_title != group and task.group_title:
            layout.write_group(page, row, task.group_title)
            row, group = row + 1, task.group_title
        texts = [shown(task.code, column, whole[task.id][column.key]) for column in COLUMNS]
        for number, (column, text) in enumerate(zip(COLUMNS, texts, strict=True), start=1):
            layout.write_cell(page.cell(row, number), column, text, sheet.may_fill and fills(who, column.kind))
        layout.fit_height(page, row, list(zip(COLUMNS, texts, strict=True)))
        row += 1


def fills(who: Account, kind: Kind) -> bool:
    """Whether the cells of a column are this person's to fill."""
    if kind is Kind.DEADLINE:
        return who.role is Role.SUPERVISOR
    if kind is Kind.REPORT:
        return who.role is Role.REPORTER
    return kind is Kind.PARTICULAR


def _write_long(book: Workbook, tasks: Sequence[LedgerTask], whole: Mapping[str, Mapping[str, str]]) -> None:
    """Texts longer than a cell, whole, in pieces below one another."""
    rows = [
        (f"{task.code} {BY_KEY[key].title}", text[start : start + LONGEST_CELL - 1_000])
        for task in tasks
        for key, text in whole[task.id].items()
        if len(text) > LONGEST_CELL
        for start in range(0, len(text), LONGEST_CELL - 1_000)
    ]
    if not rows:
        return
    page = book.create_sheet(layout.LONG_TEXTS)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 100
    for number, texts in enumerate(rows, start=1):
        for cell, text in zip(page[f"A{number}:B{number}"][0], texts, strict=True):
            layout.write_text(cell, text)
            cell.alignment = layout.WRAP


def _write_guide(page: Worksheet, who: Account, period: Period, names: BookNames, now: datetime) -> None:
    page.title = layout.GUIDE
    page.column_dimensions["A"].width = layout.GUIDE_WIDTH
    page.page_setup.paperSize, page.page_setup.orientation = layout.A4, "landscape"
    lines = [
        "台账表格 填表说明",
        f"本册由{who.name}于{local_text(now)}导出，填报{period.label}。单位名称：{names.mode.label}。不得录入涉密信息。",
        *GUIDE_LINES,
    ]
    for number, line in enumerate(lines, start=1):
        layout.write_text(page.cell(number, 1), line)
        page.cell(number, 1).alignment = layout.WRAP


GUIDE_LINES = (
    "1. 浅黄色的格可以填写：牵头单位填分管领导、责任人、联系电话、备注和本期进展、完成比例%、存在问题、下一步措施；"
    "督查人员填分管领导、责任人、联系电话、备注和完成时限。",
    "2. 没有改动的格不会写入。别人在导出之后改过的同一格，导入时并列两个值，由人选择。",
    "3. 完成比例%填累计比例，0到100，可写 80 或 80%。示例：本期进展“已完成第一批改造120户”，完成比例% 45。",
    "4. 填了进展的任务，导入后即作为本期反馈提交审核；本期进展不能为空。任务处于“办理”时才能反馈。",
    "5. 完成时限写成 2026-12-31。",
    "6. 可以调整行、列的顺序和工作表的名称；不要改动表头文字和隐藏的列，不要合并表头。",
    "7. 删去的行不会删除任务，新增的行不会新增任务；导入时会逐一列出。",
    "8. 状态灯是督查机构为本季度登记的进度灯；还没有登记的为空。",
    "9. 一格放不下的长文写在工作表“长文”中，原格注明出处；要改写时在原格填写新的内容。",
)


def _record(
    who: Account, sheets: Sequence[BookSheet], whole: Mapping[str, Mapping[str, str]], period: Period, now: datetime
) -> ExportRecord:
    rows: dict[str, ExportedRow] = {}
    for sheet in sheets:
        for task in sheet.tasks:
            values = {column.key: shown(task.code, column, whole[task.id][column.key]) for column in COLUMNS}
            former = rows[task.id].sheets if task.id in rows else ()
            rows[task.id] = ExportedRow(task.id, task.code, (*former, sheet.name), values)
    return ExportRecord(who.city, period, now, who.name, rows)


def _write_record(book: Workbook, record: ExportRecord) -> None:
    page = book.create_sheet(layout.RECORD)
    page.sheet_state = "veryHidden"
    for number, piece in enumerate(record_pieces(record), start=1):
        layout.write_text(page.cell(number, 1), piece)


def last_quarters(today: date, count: int = 4) -> tuple[Period, ...]:
    """This quarter and those before it, the latest first: for which a book may be filled."""
    periods = [Period.of(today)]
    while len(periods) < count:
        last = periods[-1]
        periods.append(Period(last.year - 1, 4) if last.quarter == 1 else Period(last.year, last.quarter - 1))
    return tuple(periods)
