"""What a bulletin of supervision (督查通报) says: how many tasks stand where, which bodies are late with what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.stages import DONE, NOT_STARTED, Party, Stage
from zengshou.plan.reading import LampColour
from zengshou.services.supervision.process_lamps import KIND, local_day
from zengshou.store.database.connection import Database
from zengshou.store.database.lamps import LampRecord, latest_lamps
from zengshou.store.database.ledger import task_heads
from zengshou.store.database.slips import IssuedSlip, slips_of

STATES = ("办结", "正在办理", "尚未开始", "经批准中止")
LATE = (LampColour.RED, LampColour.YELLOW)


@dataclass(frozen=True)
class LateItem:
    """A task that is late, its lead bodies as printed, its lamp, and numbers of slips that nobody answered in time."""

    task: LedgerTask
    bodies: tuple[str, ...]
    record: LampRecord
    overdue_slips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bulletin:
    """counts  label and number of tasks, the sum is `total`;  unrecorded  tasks without any lamp, named and counted"""

    on: date
    total: int
    counts: tuple[tuple[str, int], ...]
    late: tuple[LateItem, ...]
    unrecorded: tuple[str, ...]

    def percent(self, count: int) -> str:
        """Whole percents, as bulletins print them."""
        return f"{100 * count / self.total:.0f}%"


@dataclass(frozen=True)
class BulletinDesk:
    database: Database
    now: Callable[[], datetime]

    def of_city(self, who: Account) -> Bulletin:
        """Raises  Forbidden for all but supervisors; ProblemsFound for an empty ledger"""
        if who.role is not Role.SUPERVISOR:
            raise forbid(f"{who.role.label}不能编制督查通报。", "请由督查人员办理。")
        today = local_day(self.now())
        with self.database.reading() as session:
            tasks = task_heads(session, who.city)
            lamps = latest_lamps(session, who.city, KIND)
            slips = slips_of(session, who.city)
        tasks = tuple(task for task in tasks if task.stage is not Stage.REVOKED)
        if not tasks:
            raise refuse("台账中还没有任务。", "台账", "请先立项。")
        late = []
        for task in tasks:
            record = lamps.get(task.id)
            if record is not None and record.lamp.colour in LATE and task.stage not in DONE:
                late.append(late_item(task, record, slips, today))
        unrecorded = tuple(task.code for task in tasks if task.id not in lamps)
        counts = tuple((label, sum(_state(task) == label for task in tasks)) for label in STATES)
        return Bulletin(today, len(tasks), counts, tuple(late), unrecorded)


def _state(task: LedgerTask) -> str:
    if task.stage in DONE:
        return STATES[0]
    if task.stage is Stage.SUSPENDED:
        return STATES[3]
    return STATES[2] if task.stage in NOT_STARTED else STATES[1]


def late_item(task: LedgerTask, record: LampRecord, slips: Sequence[IssuedSlip], today: date) -> LateItem:
    """The task with its lead bodies as printed and the numbers of its slips that nobody answered in time."""
    bodies = tuple(each.printed for each in task.assignments if each.party is Party.LEAD)
    own = [each for each in slips if each.task == task.id and each.is_open and each.is_overdue(today)]
    return LateItem(task, bodies, record, tuple(each.number for each in own))
