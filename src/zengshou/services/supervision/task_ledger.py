"""The task ledger's verbs: register a plan's tasks, move a task on, report, decide; each with who, when and why."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.plan.ledger.model import LedgerTask, Milestone, Period, ReportState
from zengshou.plan.ledger.planned import planned_tasks
from zengshou.plan.ledger.stages import Action, Party, Stage, Step, taken
from zengshou.plan.model import Plan
from zengshou.services.supervision.ledger_rights import Changed, not_found, office_filter, party_of
from zengshou.services.supervision.plan_rows import add_plan, add_task
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import Event, add_event, events_of
from zengshou.store.database.ledger import DRAFT, task_heads, task_of, task_row, tasks_of
from zengshou.store.database.ledger_tables import (
    StoredMilestone,
    StoredReport,
    StoredTask,
)

REPORTING = (Action.REPORT, Action.BREAK_DOWN)  # steps that carry content of their own
LATEST_DECISION = {
    Action.ACCEPT: ReportState.ACCEPTED,
    Action.FINISH: ReportState.ACCEPTED,
    Action.RETURN: ReportState.RETURNED,
    Action.WITHDRAW: ReportState.WITHDRAWN,
}


@dataclass(frozen=True)
class Draft:
    """A report as typed. percent 0 to 100"""

    period: Period
    percent: float
    progress: str
    problem: str = ""
    next_step: str = ""


@dataclass(frozen=True)
class Particulars:
    """What a body keeps beside a task: who is in charge and until when."""

    leader: str = ""
    person: str = ""
    telephone: str = ""
    remark: str = ""
    deadline: date | None = None


@dataclass(frozen=True)
class TaskLedger:
    """`now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def register(self, by: Account, plan: Plan, note: str = "") -> int:
        """立项: every task of a plan enters the ledger; the plan's version number.

        Raises  ProblemsFound: not a supervisor, or the ledger already holds this plan's tasks
        """
        if by.role is not Role.SUPERVISOR or by.city != plan.city:
            raise forbid(f"{by.role.label}不能立项。", "请由本市督查人员办理。")
        with self.database.writing() as session:
            if session.scalar(select(func.count()).select_from(StoredTask).where(StoredTask.city == plan.city)):
                raise refuse("台账中已有本市任务。", "台账", "修订方案请用“方案导入”生成新版本。")
            now = self.now()
            version = add_plan(session, plan, by, now, note)
            for planned in planned_tasks(plan):
                add_task(session, plan.city, planned, by, now)
            told = {"version": version, "tasks": len(plan.tasks)}
            add_event(session, now, by.id, "register", "plan", plan.city, told)
        return version

    def tasks(self, who: Account) -> tuple[LedgerTask, ...]:
        """What a person may see, in the order of the plan."""
        office = office_filter(who)
        with self.database.reading() as session:
            return tasks_of(session, who.city, office)

    def heads(self, who: Account) -> tuple[LedgerTask, ...]:
        """The same tasks with their assignments alone: enough for a list."""
        with self.database.reading() as session:
            return task_heads(session, who.city, office_filter(who))

    def task(self, who: Account, code: str) -> LedgerTask:
        """Raises  NotFound for a task that is not there or not theirs."""
        office = office_filter(who)
        with self.database.reading() as session:
            found = task_of(session, who.city, code, office)
        if found is None:
            raise not_found(code)
        return found

    def history(self, who: Account, code: str) -> tuple[Event, ...]:
        """Everything that was done to a task, the oldest first."""
        task = self.task(who, code)
        with self.database.reading() as session:
            return tuple(events_of(session, "task", task.id))

    def act(self, who: Account, code: str, action: Action, revision: int, reason: str = "") -> None:
        """One step on the way. Deciding on a report marks the report as well.

        Raises  NotFound, Changed, ProblemsFound for a step that is not open to this party now
        """
        if action in REPORTING:
            raise refuse(f"“{action.label}”须填写内容。", "任务状态", "请用填报页或台账表格办理。")
        with self._step(who, code, action, revision, reason) as (session, row, told):
            if action in LATEST_DECISION and row.stage != Stage.REGISTERED.value:
                self._decide(session, row, LATEST_DECISION[action], who, reason, told)

    def break_down(self, who: Account, code: str, revision: int, milestones: Sequence[Milestone]) -> None:
        """分解: what is to be reached by the end of which quarter; shares may not fall."""
        _check_milestones(milestones)
        with self._step(who, code, Action.BREAK_DOWN, revision, "") as (session, row, told):
            session.execute(delete(StoredMilestone).where(StoredMilestone.task_id == row.id))
            for each in milestones:
                session.add(
                    StoredMilestone(task_id=row.id, period=str(each.period), planned=each.planned, words=each.words)
                )
            told["milestones"] = [[str(each.period), each.planned, each.words] for each in milestones]

    def report(self, who: Account, code: str, revision: int, draft: Draft) -> None:
        """反馈: progress of a period goes to the supervision office."""
        check_draft(draft)
        with self._step(who, code, Action.REPORT, revision, "") as (session, row, told):
            session.execute(delete(StoredReport).where(StoredReport.task_id == row.id, StoredReport.number == DRAFT))
            former = select(func.count()).select_from(StoredReport).where(StoredReport.task_id == row.id)
            session.add(
                StoredReport(
                    id=str(uuid.uuid4()),
                    task_id=row.id,
                    number=(session.scalar(former) or 0) + 1,
                    period=str(draft.period),
                    office=who.office,
                    percent=draft.percent,
                    progress=draft.progress.strip(),
                    problem=draft.problem.strip(),
                    next_step=draft.next_step.strip(),
                    state=ReportState.FILED.value,
                    filed_at=self.now(),
                    filed_by=who.id,
                )
            )
            told |= {"period": str(draft.period), "percent": draft.percent, "progress": draft.progress.strip()}

    def describe(self, who: Account, code: str, revision: int, new: Particulars) -> None:
        """Who is in charge, until when; kept by the lead body or the supervision office."""
        with self.database.writing() as session:
            row, task = self._locked(session, who, code, revision)
            if party_of(who, task) is Party.COOPERATING:
                raise forbid("配合单位不能修改任务信息。", "请由牵头单位修改。")
            if new.deadline != row.deadline and who.role is not Role.SUPERVISOR:
                raise refuse("完成时限只能由督查机构调整。", "完成时限", "请提出申请。")
            before = {name: getattr(row, name) for name in ("leader", "person", "telephone", "remark", "deadline")}
            after = {"leader": new.leader, "person": new.person, "telephone": new.telephone, "remark": new.remark}
            changed: dict[str, object] = {**after, "deadline": new.deadline}
            told = {
                name: [_plain(before[name]), _plain(value)] for name, value in changed.items() if before[name] != value
            }
            if told:
                for name, value in changed.items():
                    setattr(row, name, value)
                self._touch(session, row, who, "describe", told)

    @contextmanager
    def _step(
        self, who: Account, code: str, action: Action, revision: int, reason: str
    ) -> Iterator[tuple[Session, StoredTask, dict[str, object]]]:
        """The transaction of one step: the block adds its content; then stage, revision and event are written."""
        with self.database.writing() as session:
            row, task = self._locked(session, who, code, revision)
            step: Step = taken(task.stage, action, party_of(who, task), reason)
            told: dict[str, object] = {"stage": [row.stage, step.after.value]}
            if reason.strip():
                told["reason"] = reason.strip()
            yield session, row, told
            row.stage = step.after.value
            self._touch(session, row, who, action.value, told)

    def _locked(self, session: Session, who: Account, code: str, revision: int) -> tuple[StoredTask, LedgerTask]:
        office = office_filter(who)
        row = task_row(session, who.city, code)
        task = task_of(session, who.city, code, office)
        if row is None or task is None:
            raise not_found(code)
        if row.revision != revision:
            when = f"世界时{row.changed_at:%Y-%m-%d %H:%M}"
            found = f"任务已被他人修改（{when}），您看到的是第{revision}版，现为第{row.revision}版。"
            raise Changed(Problem(found, "任务", "请刷新后核对，再决定是否提交。"))
        return row, task

    def _touch(self, session: Session, row: StoredTask, who: Account, action: str, told: Mapping[str, object]) -> None:
        now = self.now()
        row.revision, row.changed_at, row.changed_by = row.revision + 1, now, who.id
        add_event(session, now, who.id, action, "task", row.id, told)

    def _decide(
        self, session: Session, row: StoredTask, state: ReportState, who: Account, reason: str, told: dict[str, object]
    ) -> None:
        wanted = select(StoredReport).where(
            StoredReport.task_id == row.id, StoredReport.state == ReportState.FILED.value
        )
        report = session.scalars(wanted.order_by(StoredReport.number.desc()).limit(1)).first()
        if report is None:
            return
        report.state, report.reason = state.value, reason.strip()
        report.decided_at, report.decided_by = self.now(), who.id
        if state is ReportState.ACCEPTED:
            row.percent = report.percent
        told["report"] = report.id


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _check_milestones(milestones: Sequence[Milestone]) -> None:
    problems = [] if milestones else [Problem("没有填写阶段目标。", "阶段目标", "至少写明一个季度的目标。")]
    ordered = sorted(milestones, key=lambda each: (each.period.year, each.period.quarter))
    if len({each.period for each in ordered}) < len(ordered):
        problems.append(Problem("同一季度填了两次。", "阶段目标", "每个季度只填一行。"))
    for each in ordered:
        if not 0 <= each.planned <= 100:
            problems.append(
                Problem(f"{each.period.label}的比例应为0–100，读到{each.planned:g}。", "阶段目标", "请改正。")
            )
    for earlier, later in pairwise(ordered):
        if later.planned < earlier.planned:
            problems.append(
                Problem(f"{later.period.label}的比例低于{earlier.period.label}。", "阶段目标", "累计比例不应下降。")
            )
    if problems:
        raise ProblemsFound(problems)


def check_draft(draft: Draft) -> None:
    """Raises  ProblemsFound for a report that cannot be filed."""
    problems = []
    if not 0 <= draft.percent <= 100:
        problems.append(Problem(f"完成比例应为0–100，读到{draft.percent:g}。", "完成比例", "请填0到100之间的数。"))
    if not draft.progress.strip():
        problems.append(Problem("没有填写本期进展。", "本期进展", "请写明做了什么、到什么程度。"))
    if problems:
        raise ProblemsFound(problems)
