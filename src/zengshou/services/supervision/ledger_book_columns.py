"""The columns of the ledger's workbook (台账), and what stands in them for one task and one reporting period."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from hashlib import sha256

from zengshou.plan.ledger.model import LedgerTask, Period, Report, ReportState
from zengshou.plan.ledger.stages import Party
from zengshou.services.supervision.ledger_book_names import BookNames

BEIJING = timezone(timedelta(hours=8))
LONGEST_CELL = 32_767  # characters that a cell of a workbook holds
# What XML 1.0 cannot carry. Lone surrogates are left out: no database of ours holds one.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Kind(Enum):
    """Where a filled cell goes."""

    HIDDEN = "hidden"
    LOCKED = "locked"
    PARTICULAR = "particular"
    DEADLINE = "deadline"
    REPORT = "report"

    @property
    def is_filled(self) -> bool:
        return self in (Kind.PARTICULAR, Kind.DEADLINE, Kind.REPORT)


@dataclass(frozen=True)
class Column:
    """key  stable name, also that of the ledger's field; width in characters; quarter 1 to 4 below 阶段目标"""

    key: str
    title: str
    width: float
    kind: Kind = Kind.LOCKED
    quarter: int = 0


COLUMNS = (
    Column("id", "任务标识", 8, Kind.HIDDEN),
    Column("revision", "版本", 6, Kind.HIDDEN),
    Column("place", "序号", 6),
    Column("source", "任务来源（文号）", 14),
    Column("category", "类别", 10),
    Column("title", "工作任务", 28),
    Column("goals", "量化目标", 26),
    Column("lead", "牵头单位", 14),
    Column("cooperating", "配合单位", 16),
    Column("leader", "分管领导", 10, Kind.PARTICULAR),
    Column("person", "责任人", 10, Kind.PARTICULAR),
    Column("telephone", "联系电话", 14, Kind.PARTICULAR),
    Column("quarter_1", "一季度", 14, quarter=1),
    Column("quarter_2", "二季度", 14, quarter=2),
    Column("quarter_3", "三季度", 14, quarter=3),
    Column("quarter_4", "四季度", 14, quarter=4),
    Column("deadline", "完成时限", 12, Kind.DEADLINE),
    Column("progress", "本期进展", 32, Kind.REPORT),
    Column("percent", "完成比例%", 10, Kind.REPORT),
    Column("problem", "存在问题", 22, Kind.REPORT),
    Column("next_step", "下一步措施", 22, Kind.REPORT),
    Column("files", "佐证材料", 16),
    Column("lamp", "状态灯", 8),
    Column("opinion", "督查意见", 18),
    Column("changed", "更新时间", 16),
    Column("remark", "备注", 16, Kind.PARTICULAR),
)
BY_KEY: Mapping[str, Column] = {column.key: column for column in COLUMNS}
QUARTERS = "阶段目标"
REPORT_KEYS = tuple(column.key for column in COLUMNS if column.kind is Kind.REPORT)


def head_of(text: str) -> str:
    """A header cell as it is compared: width of the characters and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split())


BY_HEAD: Mapping[str, Column] = {head_of(column.title): column for column in COLUMNS}


def plain(text: str) -> str:
    """A text as a cell holds it and as cells are compared: one kind of line end, no blanks around it."""
    return UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def shown(code: str, column: Column, text: str) -> str:
    """What the cell shows: the text, or where it exceeds a cell, the place where all of it is written."""
    whole = plain(text)
    if len(whole) <= LONGEST_CELL:
        return whole
    return f"〔全文{len(whole)}字，见工作表“长文”：{code} {column.title} {sha256(whole.encode()).hexdigest()[:12]}〕"


def report_in(task: LedgerTask, period: Period) -> Report | None:
    """The report of a period that counts: the latest that was not taken back."""
    found = [each for each in task.reports_of(period) if each.state is not ReportState.WITHDRAWN]
    return found[-1] if found else None


def filled_texts(task: LedgerTask, period: Period) -> dict[str, str]:
    """Column key -> whole text of the cells that may be filled, as the ledger has them now."""
    report = report_in(task, period)
    return {
        "leader": plain(task.leader),
        "person": plain(task.person),
        "telephone": plain(task.telephone),
        "remark": plain(task.remark),
        "deadline": task.deadline.isoformat() if task.deadline else "",
        "progress": plain(report.progress) if report else "",
        "percent": percent_text(report.percent if report else task.percent),
        "problem": plain(report.problem) if report else "",
        "next_step": plain(report.next_step) if report else "",
    }


def percent_text(percent: float) -> str:
    return f"{percent:.10g}"


def whole_texts(task: LedgerTask, period: Period, names: BookNames, lamp: str) -> dict[str, str]:
    """Column key -> whole text of every cell of a task's row. lamp  sign and word, empty before one is recorded"""
    report = report_in(task, period)
    milestones = {each.period: each for each in task.milestones}
    texts = {
        "id": task.id,
        "revision": str(task.revision),
        "place": str(task.place),
        "source": names.source,
        "category": names.categories.get(task.group_title, ""),
        "title": f"{task.code} {task.title}",
        "goals": task.goals,
        "lead": "、".join(names.of_party(task, Party.LEAD)),
        "cooperating": "、".join(names.of_party(task, Party.COOPERATING)),
        "files": "\n".join(file.name for file in task.files),
        "lamp": lamp,
        "opinion": f"{report.state.label}：{report.reason}" if report and report.reason else "",
        "changed": local_text(task.changed_at),
    }
    for column in COLUMNS:
        milestone = milestones.get(Period(period.year, column.quarter)) if column.quarter else None
        if column.quarter:
            texts[column.key] = f"{milestone.planned:g}% {milestone.words}" if milestone else ""
    return {key: plain(text) for key, text in texts.items()} | filled_texts(task, period)


def local_text(moment: datetime) -> str:
    """A moment as the office's clock shows it."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
