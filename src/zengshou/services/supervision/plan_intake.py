"""立项 from a reviewed version of the plan: what it would change in the ledger is shown first, then written in one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Problem, ProblemsFound, forbid, refuse
from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.planned import PlannedTask, Revision, TaskChange, planned_tasks, revised
from zengshou.plan.ledger.stages import Stage
from zengshou.plan.model import Office, Plan
from zengshou.plan.office_match import MatchKind
from zengshou.services.plan.office_register import LONGEST_ID, register_in
from zengshou.services.plan.plan_review import PlanReview
from zengshou.services.plan.reviewed_plan import ReviewedPlan, plan_of
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.services.supervision.plan_rows import add_plan, add_task, lock_tasks, set_assignments
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event, events_of, last_moments
from zengshou.store.database.ledger import task_heads, task_row
from zengshou.store.database.ledger_tables import StoredTask
from zengshou.store.database.offices import put_office

WHERE = "立项"
LONGEST_TITLE = 128


@dataclass(frozen=True)
class Intake:
    """What taking a version in would do. agreed  the digest of exactly this, to be brought back on confirming

    is_first  nothing of the city stands in the ledger yet;  barred  why the version cannot be taken in now
    """

    version: int
    read: ReviewedPlan
    revision: Revision
    is_first: bool
    barred: tuple[Problem, ...]

    @property
    def agreed(self) -> str:
        return _digest(self.version, self.revision)


@dataclass(frozen=True)
class PlanIntake:
    """For the supervisors of a city. `now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def preview(self, who: Account, number: int) -> Intake:
        """Raises  NotFound, Forbidden"""
        reviewed = PlanReview(self.database, self.now).version(who, number)
        with self.database.reading() as session:
            read = plan_of(reviewed, register_in(session, who.city))
            tasks = task_heads(session, who.city)
            revision = revised(tasks, planned_tasks(read.plan), _hand_set(session, tasks))
        return Intake(number, read, revision, not tasks, _barred(read, revision))

    def confirm(self, who: Account, number: int, agreed: str, reason: str = "") -> int:
        """Write what the preview showed; the plan's number in the ledger. Reports, files, slips and history stay.

        reason  why tasks are called off; asked for where some are
        Raises  Changed when it would no longer be the same: nothing was written; ProblemsFound for what bars it
        """
        if who.role is not Role.SUPERVISOR:
            raise forbid(f"{who.role.label}不能立项。", "请由本市督查人员办理。")
        try:
            return self._confirmed(who, number, agreed, reason)
        except IntegrityError:
            raise Changed(Problem("同时有人在立项，没有写入。", WHERE, "请重新核对。")) from None

    def _confirmed(self, who: Account, number: int, agreed: str, reason: str) -> int:
        reviewed = PlanReview(self.database, self.now).version(who, number)
        with self.database.writing() as session:
            lock_tasks(session, who.city)
            read = plan_of(reviewed, register_in(session, who.city))
            tasks = task_heads(session, who.city)
            revision = revised(tasks, planned_tasks(read.plan), _hand_set(session, tasks))
            if barred := _barred(read, revision):
                raise ProblemsFound(barred)
            if _digest(number, revision) != agreed:
                raise Changed(Problem("台账或方案在核对之后又有变化，没有写入。", WHERE, "请重新核对。"))
            if revision.gone and not reason.strip():
                raise refuse("撤销任务须写明理由。", "理由", "请用一句话写明，例如所依据的文件。")
            self._register_offices(session, who, read)
            note = f"方案导入第{number}版"
            return _Writing(session, who, self.now(), number).write(read.plan, revision, note, reason.strip())

    def _register_offices(self, session: Session, who: Account, read: ReviewedPlan) -> None:
        """Bodies that the plan names first are registered, so that later plans find them."""
        for match in read.matches:
            if match.kind in (MatchKind.NEW, MatchKind.GENERIC):
                put_office(session, who.city, Office(match.office, match.printed), self.now(), who.id)


@dataclass(frozen=True)
class _Writing:
    """One intake being written, in the transaction of its caller."""

    session: Session
    who: Account
    now: datetime
    version: int

    def write(self, plan: Plan, revision: Revision, note: str, reason: str) -> int:
        number = add_plan(self.session, plan, self.who, self.now, note, self.version)
        for task in revision.gone:
            self._revoke(task, number, reason)
        moved = [*revision.changed, *revision.returned]
        # Numbers move into one another's places: each is set aside before any is given out.
        for change in moved:
            if change.task.code != change.planned.code:
                self._row(change.task).code = f"~{change.task.id[:30]}"
        self.session.flush()
        for change in moved:
            self._revise(change, number)
        for planned in revision.added:
            id = add_task(self.session, plan.city, planned, self.who, self.now)
            add_event(self.session, self.now, self.who.id, "register", "task", id, {"version": number})
        for planned in planned_tasks(plan):
            row = task_row(self.session, plan.city, planned.code)
            if row is not None:
                row.place = planned.place
        told = {
            "version": number,
            "draft": self.version,
            "tasks": len(plan.tasks),
            "added": [planned.code for planned in revision.added],
            "changed": [change.planned.code for change in revision.changed],
            "gone": [task.code for task in revision.gone],
            "returned": [change.planned.code for change in revision.returned],
        }
        add_event(self.session, self.now, self.who.id, "register", "plan", plan.city, told)
        return number

    def _row(self, task: LedgerTask) -> StoredTask:
        return self.session.get_one(StoredTask, task.id)

    def _revoke(self, task: LedgerTask, number: int, reason: str) -> None:
        """Called off, never deleted; it gives its number free for the task that may have it now."""
        row = self._row(task)
        told = {"stage": [row.stage, Stage.REVOKED.value], "reason": reason, "version": number}
        row.stage, row.code = Stage.REVOKED.value, f"{task.code[:24]}-撤{number}"
        self._touch(row, "revoke", told | {"code": [task.code, row.code]})

    def _revise(self, change: TaskChange, number: int) -> None:
        row, planned = self._row(change.task), change.planned
        row.code, row.group_title, row.title, row.goals = (
            planned.code,
            planned.group_title,
            planned.title,
            planned.goals,
        )
        if not change.keeps_deadline:
            row.deadline = planned.deadline
        set_assignments(self.session, row.id, planned.assignments)
        told: dict[str, object] = {
            "version": number,
            "fields": [[each.title, each.before, each.after] for each in change.fields],
        }
        is_back = change.task.stage is Stage.REVOKED
        if is_back:
            told["stage"] = [row.stage, Stage.REGISTERED.value]
            row.stage = Stage.REGISTERED.value
        self._touch(row, "restore" if is_back else "revise", told)

    def _touch(self, row: StoredTask, action: str, told: Mapping[str, object]) -> None:
        row.revision, row.changed_at, row.changed_by = row.revision + 1, self.now, self.who.id
        add_event(self.session, self.now, self.who.id, action, "task", row.id, told)


def _hand_set(session: Session, tasks: Sequence[LedgerTask]) -> Mapping[str, bool]:
    """Task id -> whether a person has moved its deadline; tasks that nobody described are absent."""
    described = last_moments(session, "task", "describe", [task.id for task in tasks])
    return {
        id: any(event.action == "describe" and "deadline" in event.detail for event in events_of(session, "task", id))
        for id in described
    }


def _barred(read: ReviewedPlan, revision: Revision) -> tuple[Problem, ...]:
    found = [
        Problem(f"“{match.printed}”与已登记的单位名称相近，还没有确定是否同一单位。", "单位", "请在“单位对应”中选择。")
        for match in read.unsure
    ]
    found += [
        Problem(f"单位名称超过{LONGEST_ID}字：“{match.printed[:20]}…”。", "单位", "请先订正，再立项。")
        for match in read.matches
        if len(match.office) > LONGEST_ID
    ]
    found += [
        Problem(f"任务 {task.id} 的标题超过{LONGEST_TITLE}字。", "任务", "请先另拟短标题，再立项。")
        for task in read.plan.tasks
        if len(task.title) > LONGEST_TITLE
    ]
    found += [Problem(f"任务 {code} 没有牵头单位。", "任务", "请先订正，再立项。") for code in read.unled]
    if revision.is_empty:
        found.append(Problem("这一版与台账相同，没有可以写入的改动。", WHERE))
    return tuple(found)


def _digest(version: int, revision: Revision) -> str:
    """Of exactly these changes, so that what is written is what was shown."""

    def told(planned: PlannedTask) -> str:
        return repr(
            (planned.code, planned.title, planned.group_title, planned.goals, planned.deadline, planned.assignments)
        )

    parts = [str(version)]
    parts += [f"+{told(each)}" for each in revision.added]
    parts += [f"~{each.task.id}{each.task.revision}{each.fields}{each.keeps_deadline}" for each in revision.changed]
    parts += [f"-{each.id}{each.revision}" for each in revision.gone]
    parts += [f"^{each.task.id}{told(each.planned)}" for each in revision.returned]
    return sha256("\0".join(parts).encode()).hexdigest()
