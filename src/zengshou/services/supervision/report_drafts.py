"""单位填报: what a body has to report and by when; a report that is saved and not filed yet."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account
from zengshou.concepts.problem import Problem, forbid, refuse
from zengshou.plan.ledger.lamp_history import has_sent
from zengshou.plan.ledger.model import LedgerTask, Period, ReportState
from zengshou.plan.ledger.stages import Action, Party, Stage, open_steps
from zengshou.plan.ledger.supervision_rules import SupervisionRules
from zengshou.services.supervision.ledger_rights import Changed, not_found, office_filter, party_of
from zengshou.services.supervision.process_lamps import local_day
from zengshou.services.supervision.task_ledger import Draft
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import last_moments
from zengshou.store.database.ledger import DRAFT, draft_row, task_of, task_row, tasks_reported
from zengshou.store.database.ledger_tables import StoredReport
from zengshou.store.supervision_files import supervision_rules, working_calendar

DRAFT_STATE = "draft"


@dataclass(frozen=True)
class SavedDraft:
    """A saved report. seen  the moment of saving as a form carries it, so that two colleagues do not overwrite"""

    draft: Draft
    saved_at: datetime

    @property
    def seen(self) -> str:
        return self.saved_at.isoformat()


@dataclass(frozen=True)
class ReportDue:
    """One report that is still to be filed.

    days        working days to the day it is due, or since then where it is late
    is_returned the period's last report was sent back
    """

    task: LedgerTask
    period: Period
    due: date
    days: int
    is_late: bool
    is_returned: bool
    has_draft: bool


@dataclass(frozen=True)
class _ReportDay:
    """A quarter's day of report, as far away as today; the same for every task."""

    period: Period
    due: date
    days: int
    is_late: bool

    def of(self, task: LedgerTask, has_draft: bool) -> ReportDue:
        reports = task.reports_of(self.period)
        is_returned = bool(reports) and reports[-1].state is ReportState.RETURNED
        return ReportDue(task, self.period, self.due, self.days, self.is_late, is_returned, has_draft)


@dataclass(frozen=True)
class ReportDrafts:
    """`rules` are the city's own where none are given. `now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]
    rules: SupervisionRules | None = None

    def due(self, who: Account) -> tuple[ReportDue, ...]:
        """What the person's office still has to report, the most urgent first; for supervisors that of all bodies."""
        office = office_filter(who)
        with self.database.reading() as session:
            tasks = tasks_reported(session, who.city, office, *two_quarters(local_day(self.now())))
            return self.due_among(session, who.city, office, tasks)

    def due_among(self, session: Session, city: str, office: str, tasks: Sequence[LedgerTask]) -> tuple[ReportDue, ...]:
        """Reports of this quarter and the one before: of tasks in hand, given out by the day of the report.

        office  only tasks that it leads; empty: all
        tasks   with their reports of the two quarters
        """
        today = local_day(self.now())
        rules = self.rules or supervision_rules(city)
        days = [_day_of(period, rules.report_due(period), today) for period in two_quarters(today)]
        tasks = [
            task
            for task in tasks
            if task.stage is Stage.IN_HAND and (not office or task.party_of(office) is Party.LEAD)
        ]
        assigned = last_moments(session, "task", Action.ASSIGN.value, [task.id for task in tasks])
        drafts = set(session.scalars(select(StoredReport.task_id).where(StoredReport.number == DRAFT)))
        found = [
            day.of(task, task.id in drafts)
            for task in tasks
            for day in days
            if _is_owed(task, day.period, day.due, assigned)
        ]
        return tuple(sorted(found, key=lambda each: (each.due, each.task.place)))

    def saved(self, who: Account, code: str) -> SavedDraft | None:
        """The draft of a task that the person's office leads, if there is one."""
        with self.database.reading() as session:
            row = draft_row(session, self._own(session, who, code).id)
            if row is None:
                return None
            draft = Draft(Period.parse(row.period), row.percent, row.progress, row.problem, row.next_step)
            return SavedDraft(draft, row.filed_at)

    def save(self, who: Account, code: str, draft: Draft, seen: str) -> SavedDraft:
        """Keeps a report for later; nothing is filed and nobody else sees it.

        seen    `SavedDraft.seen` of the draft that the form showed; "" where it showed none
        Raises  NotFound, Forbidden, Changed when a colleague saved meanwhile, ProblemsFound for a share that is none
        """
        if not 0 <= draft.percent <= 100:
            raise refuse(f"完成比例应为0–100，读到{draft.percent:g}。", "完成比例", "请填0到100之间的数。")
        now = self.now()
        with self.database.writing() as session:
            task_row(session, who.city, code)
            task = self._own(session, who, code)
            row = draft_row(session, task.id)
            if (row.filed_at.isoformat() if row is not None else "") != seen:
                raise Changed(Problem("同事刚刚保存过这份草稿。", "草稿", "请先看一看现有的草稿，再决定怎样填写。"))
            if row is None:
                row = StoredReport(id=str(uuid.uuid4()), task_id=task.id, number=DRAFT, office=who.office)
                session.add(row)
            for name, value in _columns(draft).items():
                setattr(row, name, value)
            row.state, row.filed_at, row.filed_by = DRAFT_STATE, now, who.id
        return SavedDraft(draft, now)

    def _own(self, session: Session, who: Account, code: str) -> LedgerTask:
        """Raises  NotFound; Forbidden unless the person's office may file a report of the task now"""
        task = task_of(session, who.city, code, office_filter(who))
        if task is None:
            raise not_found(code)
        party = party_of(who, task)
        if Action.REPORT not in {step.action for step in open_steps(task.stage, party)}:
            raise forbid(
                f"任务处于“{task.stage.label}”，{party.label}现在不能填报。", "请从任务页查看此时可以办理的事。"
            )
        return task


def two_quarters(today: date) -> tuple[Period, Period]:
    """The quarter before this one, and this one: those for which reports are still taken."""
    now = Period.of(today)
    before = Period(now.year - 1, 4) if now.quarter == 1 else Period(now.year, now.quarter - 1)
    return before, now


def _columns(draft: Draft) -> Mapping[str, object]:
    return {
        "period": str(draft.period),
        "percent": draft.percent,
        "progress": draft.progress,
        "problem": draft.problem,
        "next_step": draft.next_step,
    }


def _is_owed(task: LedgerTask, period: Period, due: date, assigned: Mapping[str, datetime]) -> bool:
    given = assigned.get(task.id)
    return given is not None and local_day(given) <= due and not has_sent(task, period)


def _day_of(period: Period, due: date, today: date) -> _ReportDay:
    calendar, is_late = working_calendar(), today > due
    return _ReportDay(period, due, calendar.late_by(due, today) if is_late else calendar.late_by(today, due), is_late)
