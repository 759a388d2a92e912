"""Reads a correction sheet back: only filled correction cells count, and every fault is told at its cell."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from zengshou.concepts.account import Account
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.services.plan.plan_review import Cause, PlanReview, Reviewed
from zengshou.services.plan.plan_review_fields import FIELDS, Field, Unreadable
from zengshou.services.plan.plan_review_items import Item, item_for
from zengshou.services.plan.plan_sheet import CLEAR, CORRECT, FORMAT, ID, SHEETS, columns_of, sheet_bytes
from zengshou.services.supervision.ledger_book_columns import plain
from zengshou.services.supervision.ledger_book_layout import RECORD
from zengshou.services.supervision.ledger_book_read import Place, RawSheet, raw_sheets

SHEET = "订正表"
FROM_HERE = "请从“方案导入”页重新下载订正表。"


@dataclass(frozen=True)
class PlanSheet:
    """The correction sheet of a city's plan, out and in."""

    review: PlanReview

    def export(self, who: Account, number: int) -> bytes:
        """Raises  NotFound, Forbidden"""
        return sheet_bytes(self.review.version(who, number), who.city)

    def bring_back(self, who: Account, content: bytes) -> tuple[int, int]:
        """Store the filled cells as a new version; the number of the version before, and of the one that holds them.

        Raises  ProblemsFound: not a sheet of this city, or a fault at any cell; then nothing is written
        """
        versions = self.review.versions(who)
        sheets = _sheets(content)
        exported = _exported(sheets, who.city)
        if not versions:
            raise refuse("本市还没有方案版本。", SHEET, "请先上传方案。")
        latest = versions[0].number
        taking = _Taking(self.review.version(who, exported), self.review.version(who, latest))
        for kind, name in SHEETS.items():
            sheet = next((each for each in sheets if each.name == name), None)
            if sheet is None:
                taking.problems.append(Problem(f"缺少工作表“{name}”。", SHEET, FROM_HERE))
            else:
                taking.read(sheet, kind)
        if taking.problems:
            raise ProblemsFound(taking.problems)
        return latest, self.review.save(who, latest, taking.found, Cause.SHEET)


def _sheets(content: bytes) -> tuple[RawSheet, ...]:
    try:
        return raw_sheets(content)
    except ProblemsFound as error:
        raise ProblemsFound([Problem(each.found, SHEET, FROM_HERE) for each in error.problems]) from None


def _exported(sheets: tuple[RawSheet, ...], city: str) -> int:
    """The version that the sheet was exported from."""
    hidden = next((sheet for sheet in sheets if sheet.name == RECORD and sheet.rows and sheet.rows[0]), None)
    try:
        about = json.loads(hidden.rows[0][0]) if hidden is not None else {}
    except ValueError:
        about = {}
    if not isinstance(about, dict) or about.get("format") != FORMAT or not isinstance(about.get("version"), int):
        raise refuse("这不是从本系统导出的订正表，或隐藏的导出记录被删除。", SHEET, FROM_HERE)
    if about.get("city") != city:
        raise forbid("这张订正表不是本市的。", FROM_HERE)
    return int(about["version"])


@dataclass
class _Taking:
    """One sheet being read against the version it was exported from and the latest one."""

    exported: Reviewed
    latest: Reviewed
    found: dict[tuple[str, str], str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def read(self, sheet: RawSheet, kind: str) -> None:
        header = next((n for n, row in enumerate(sheet.rows) if any(cell.strip() == ID for cell in row)), None)
        if header is None:
            self.problems.append(Problem(f"没有“{ID}”列。", f"工作表“{sheet.name}”", "请恢复表头文字。"))
            return
        heads = [cell.strip() for cell in sheet.rows[header]]
        columns = {title: heads.index(title) for title in columns_of(kind) if heads.count(title) == 1}
        for title in (ID, *(CORRECT + each.title for each in FIELDS[kind])):
            if title not in columns:
                told = f"“{title}”列缺少或重复。"
                self.problems.append(Problem(told, f"工作表“{sheet.name}”第{header + 1}行", "请恢复表头文字。"))
        if ID in columns:
            for number, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
                self._row(_Row(sheet.name, number, row, columns), kind)

    def _row(self, row: "_Row", kind: str) -> None:
        id = row.text(ID)
        item = next((each for each in self.exported.items if each.id == id and each.kind == kind), None)
        if item is None:
            if any(cell.strip() for cell in row.cells):
                told = f"标识“{id}”不是导出时的任务或目标。" if id else "这一行没有标识，未导入。"
                self._fault(row, ID, told, "新增的内容请写进方案正文后重新上传；或删去这一行。")
            return
        for each in FIELDS[kind]:
            self._edited_in_place(row, item, each)
            if row.text(CORRECT + each.title):
                self._correction(row, item, each)

    def _edited_in_place(self, row: "_Row", item: Item, each: Field) -> None:
        if each.title in row.columns and row.text(each.title) != plain(each.shown(item.value(each.key))):
            self._fault(
                row, each.title, "这一栏不导入，内容却改过。", f"请恢复原样，把改动填在“{CORRECT}{each.title}”栏。"
            )

    def _correction(self, row: "_Row", item: Item, each: Field) -> None:
        title = CORRECT + each.title
        typed = row.text(title)
        try:
            value = each.settled("" if typed == CLEAR else typed)
        except Unreadable as error:
            self._fault(row, title, f"{error}。", "请改正。")
            return
        now = item_for(self.latest.items, item.id, item.anchor)
        if now is None:
            self._fault(row, title, "最新一版方案中没有这段原文，无处订正。", FROM_HERE)
        elif now.value(each.key) not in (item.value(each.key), value):
            shown = each.shown(now.value(each.key)) or "空"
            self._fault(row, title, f"导出之后这一栏已改为“{shown}”。", "请在页面上核对后订正。")
        elif self.found.setdefault((now.id, each.key), value) != value:
            self._fault(row, title, "同一栏有两种填法。", "请只留一种。")

    def _fault(self, row: "_Row", title: str, found: str, cure: str) -> None:
        self.problems.append(Problem(found, row.place(title).where, cure))


@dataclass(frozen=True)
class _Row:
    """A row of a sheet; number from 1. columns: title -> place from 0"""

    sheet: str
    number: int
    cells: tuple[str, ...]
    columns: Mapping[str, int]

    def text(self, title: str) -> str:
        column = self.columns.get(title)
        return plain(self.cells[column]) if column is not None and column < len(self.cells) else ""

    def place(self, title: str) -> Place:
        return Place(self.sheet, self.number, self.columns[title] + 1)
