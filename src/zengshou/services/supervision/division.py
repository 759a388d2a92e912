"""任务分工表: every task with who leads and who cooperates, names as the document prints them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from zengshou.concepts.account import Account
from zengshou.concepts.problem import refuse
from zengshou.plan.ledger.model import LedgerTask
from zengshou.plan.ledger.stages import Party, Stage
from zengshou.services.plan.plan_in_force import plan_in_force
from zengshou.services.supervision.ledger_rights import office_filter
from zengshou.store.database.connection import Database
from zengshou.store.database.ledger import task_heads


@dataclass(frozen=True)
class DivisionRow:
    """One task. leads, cooperating  names as printed"""

    task: LedgerTask
    leads: tuple[str, ...]
    cooperating: tuple[str, ...]

    @property
    def deadline(self) -> str:
        return "" if self.task.deadline is None else self.task.deadline.isoformat()


@dataclass(frozen=True)
class Division:
    """title, number  of the plan's document"""

    title: str
    number: str
    rows: tuple[DivisionRow, ...]


@dataclass(frozen=True)
class DivisionDesk:
    database: Database
    now: Callable[[], datetime]

    def of(self, who: Account) -> Division:
        """The tasks that a person may see. Raises  Forbidden for administrators, ProblemsFound for none"""
        with self.database.reading() as session:
            held = task_heads(session, who.city, office_filter(who))
            plan = plan_in_force(session, who.city)
        tasks = tuple(task for task in held if task.stage is not Stage.REVOKED)
        if not tasks:
            raise refuse("没有可以列出的任务。", "任务分工表", "请先由督查人员立项。")
        rows = tuple(DivisionRow(task, _printed(task, Party.LEAD), _printed(task, Party.COOPERATING)) for task in tasks)
        return Division(plan.title, plan.number, rows)


def _printed(task: LedgerTask, party: Party) -> tuple[str, ...]:
    return tuple(each.printed for each in task.assignments if each.party is party)
