"""An office with people of every role and a ledger in which something is late, waits, and was told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
from fastapi.testclient import TestClient

from zengshou.concepts.account import Account, Role
from zengshou.faces.web.office.door import COOKIE, Office
from zengshou.plan.ledger.model import Milestone, Period
from zengshou.plan.ledger.stages import Action
from zengshou.services.office.account_desk import NewAccount
from zengshou.services.office.office_home import keys_of, made_database
from zengshou.services.supervision.daily_round import daily_round
from zengshou.services.supervision.task_ledger import Draft
from zengshou.store.country import city_plan

PASSWORD = "三只松鼠-看海-2026-forty"
QUARTER = Period(2020, 3)
PEOPLE = (
    ("ducha", Role.SUPERVISOR, "example", ""),
    ("minzheng", Role.REPORTER, "example", "civil_affairs"),
    ("renshe", Role.REPORTER, "example", "human_resources"),
    ("caizheng", Role.REPORTER, "example", "finance"),
    ("tongji", Role.STATISTICIAN, "example", ""),
    ("lingdao", Role.VIEWER, "example", ""),
    ("tongji.yj", Role.STATISTICIAN, "yangjiang", ""),
)


class SupervisedOffice:
    """SL-3 of civil affairs and SL-1 of human resources are in hand; the day is 29 September 2020, one day too late."""

    def __init__(self, home: Path) -> None:
        self.now = datetime(2020, 7, 6, 2, tzinfo=UTC)
        self.office = Office(made_database(home), keys_of(home), lambda: self.now, home)
        desk = self.office.accounts
        first = desk.accept(desk.first_link("admin", "王某", "example"), PASSWORD)
        self.people: dict[str, tuple[Account, str]] = {"admin": (first.account, first.secret)}
        for login, role, city, body in PEOPLE:
            made = desk.accept(desk.invite(first.account, NewAccount(login, login, role, city, body)), PASSWORD)
            self.people[login] = (made.account, made.secret)
        self.office.ledger.register(self.account("ducha"), city_plan("example"))
        for code, login in (("SL-3", "minzheng"), ("SL-1", "renshe"), ("SL-5", "renshe")):
            self.bring_in_hand(code, login)
        self.now = datetime(2020, 9, 21, 2, tzinfo=UTC)
        self.report("SL-5", "renshe", 40)
        self.now = datetime(2020, 9, 29, 2, tzinfo=UTC)
        daily_round(self.office.database, lambda: self.now)

    def account(self, login: str) -> Account:
        return self.people[login][0]

    def bring_in_hand(self, code: str, login: str) -> None:
        """From 立项 to 办理, with goals for two quarters."""
        ledger, supervisor, body = self.office.ledger, self.account("ducha"), self.account(login)
        ledger.act(supervisor, code, Action.ASSIGN, 1)
        ledger.act(body, code, Action.SIGN, 2)
        ledger.break_down(body, code, 3, [Milestone(QUARTER, 5, "完成摸底"), Milestone(QUARTER.next, 100, "全部完成")])
        ledger.act(body, code, Action.START, 4)

    def report(self, code: str, login: str, percent: float) -> None:
        who = self.account(login)
        revision = self.office.ledger.task(who, code).revision
        self.office.ledger.report(who, code, revision, Draft(QUARTER, percent, "已完成第一批，核对名单并公示。"))

    def sign_in(self, login: str) -> str:
        """The token of a session; each takes its own half-minute, since a code serves once."""
        self.now += timedelta(seconds=30)
        token = self.office.door.begin(login, PASSWORD)
        return self.office.door.finish(token, pyotp.TOTP(self.people[login][1]).at(self.now))

    def form_token(self, client: TestClient) -> str:
        state = self.office.door.who(client.cookies.get(COOKIE) or "")
        assert state is not None
        return state.form_token
