"""What waits for a person: the steps that only they, or their office, can take now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from zengshou.concepts.account import Account, Role
from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.services.supervision.report_drafts import ReportDue
from zengshou.services.supervision.result_lamps import SettledReading
from zengshou.store.database.slips import IssuedSlip


class DutyKind(Enum):
    """One sort of work that waits."""

    ASSIGN = "assign"
    REVIEW = "review"
    CHASE = "chase"
    CLOSE = "close"
    SETTLE_BASIS = "settle_basis"
    SIGN = "sign"
    BREAK_DOWN = "break_down"
    REPORT = "report"
    ANSWER = "answer"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    DutyKind.ASSIGN: "待交办的任务",
    DutyKind.REVIEW: "待审核的反馈",
    DutyKind.CHASE: "逾期未复的督办单",
    DutyKind.CLOSE: "已办结、待销号的任务",
    DutyKind.SETTLE_BASIS: "价格口径未定的目标",
    DutyKind.SIGN: "待签收的任务",
    DutyKind.BREAK_DOWN: "待分解阶段目标的任务",
    DutyKind.REPORT: "待填报的进展",
    DutyKind.ANSWER: "待回复的督办单",
}


@dataclass(frozen=True)
class Duty:
    """count  of what waits;  late  how many of them are past their day"""

    kind: DutyKind
    count: int
    late: int = 0


def duties_of(
    who: Account,
    tasks: Sequence[LedgerTask],
    reports: Sequence[ReportDue],
    slips: Sequence[IssuedSlip],
    readings: Sequence[SettledReading],
    today: date,
) -> tuple[Duty, ...]:
    """What waits for a supervisor or a reporter, for nobody else; sorts of which nothing waits are left out.

    tasks, reports, slips  those that the person may see
    """
    if who.role not in (Role.SUPERVISOR, Role.REPORTER):
        return ()
    is_body = who.role is Role.REPORTER
    found = _of_body(who, tasks, reports, slips, today) if is_body else _of_supervision(tasks, slips, readings, today)
    return tuple(duty for duty in found if duty.count)


def _of_supervision(
    tasks: Sequence[LedgerTask], slips: Sequence[IssuedSlip], readings: Sequence[SettledReading], today: date
) -> Iterator[Duty]:
    unsettled = sum(each.reading.lamp.rule == "price_basis_unknown" for each in readings)
    overdue = sum(each.is_open and each.is_overdue(today) for each in slips)
    yield Duty(DutyKind.REVIEW, _at(tasks, Stage.REPORTED))
    yield Duty(DutyKind.CHASE, overdue, overdue)
    yield Duty(DutyKind.ASSIGN, _at(tasks, Stage.REGISTERED))
    yield Duty(DutyKind.CLOSE, _at(tasks, Stage.FINISHED))
    yield Duty(DutyKind.SETTLE_BASIS, unsettled)


def _of_body(
    who: Account,
    tasks: Sequence[LedgerTask],
    reports: Sequence[ReportDue],
    slips: Sequence[IssuedSlip],
    today: date,
) -> Iterator[Duty]:
    led = [task for task in tasks if task.party_of(who.office) is Party.LEAD]
    open_slips = [each for each in slips if each.is_open]
    yield Duty(DutyKind.REPORT, len(reports), sum(each.is_late for each in reports))
    yield Duty(DutyKind.ANSWER, len(open_slips), sum(each.is_overdue(today) for each in open_slips))
    yield Duty(DutyKind.SIGN, _at(led, Stage.ASSIGNED))
    yield Duty(DutyKind.BREAK_DOWN, _at(led, Stage.SIGNED, Stage.BROKEN_DOWN))


def _at(tasks: Sequence[LedgerTask], *stages: Stage) -> int:
    return sum(task.stage in stages for task in tasks)
