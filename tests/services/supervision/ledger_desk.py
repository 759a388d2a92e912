"""A ledger of the invented city with the people who work on it."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from zengshou.concepts.account import Account, Role
from zengshou.plan.ledger.model import LedgerTask, Milestone, Period
from zengshou.plan.ledger.stages import Action
from zengshou.services.supervision.task_ledger import Draft, TaskLedger
from zengshou.store.country import city_plan
from zengshou.store.database.connection import Database

START = datetime(2020, 4, 1, 9, tzinfo=UTC)
QUARTER = Period(2020, 3)


def person(login: str, role: Role, office: str = "", city: str = "example") -> Account:
    return Account(str(uuid.uuid5(uuid.NAMESPACE_OID, login)), login, login, role, city, office)


SUPERVISOR = person("ducha", Role.SUPERVISOR)
CIVIL_AFFAIRS = person("minzheng", Role.REPORTER, "civil_affairs")
HUMAN_RESOURCES = person("renshe", Role.REPORTER, "human_resources")
FINANCE = person("caizheng", Role.REPORTER, "finance")
VIEWER = person("lingdao", Role.VIEWER)
ADMIN = person("admin", Role.SYSTEM_ADMIN)
STRANGER = person("other.city", Role.SUPERVISOR, city="yangjiang")


@dataclass
class Desk:
    """A ledger whose clock the test moves."""

    database: Database
    now: datetime = START

    @property
    def ledger(self) -> TaskLedger:
        return TaskLedger(self.database, lambda: self.now)

    def register(self) -> None:
        self.ledger.register(SUPERVISOR, city_plan("example"))

    def task(self, code: str, who: Account = SUPERVISOR) -> LedgerTask:
        return self.ledger.task(who, code)

    def act(self, code: str, who: Account, action: Action, reason: str = "") -> None:
        self.ledger.act(who, code, action, self.task(code).revision, reason)

    def report(self, code: str, who: Account, percent: float, period: Period = QUARTER) -> None:
        self.ledger.report(who, code, self.task(code).revision, Draft(period, percent, "已完成第一批。"))

    def bring_in_hand(self, code: str, who: Account, planned: float = 50) -> None:
        """From 立项 to 办理."""
        self.act(code, SUPERVISOR, Action.ASSIGN)
        self.act(code, who, Action.SIGN)
        milestones = [Milestone(QUARTER, planned), Milestone(QUARTER.next, 100, "全部完成")]
        self.ledger.break_down(who, code, self.task(code).revision, milestones)
        self.act(code, who, Action.START)
