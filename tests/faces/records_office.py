"""An office with two data custodians and a register in which something waits at every desk. 合成数据。"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.faces.invented_site import settings
from tests.services.records.linked_world import card, name, peopled
from tests.services.records.register_desk import Desk, read_here, row, written
from zengshou.concepts.account import Account, Role
from zengshou.concepts.period import month_index
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import COOKIE, Office
from zengshou.faces.web.office.records.records_door import RecordsOffice
from zengshou.records.access.context import RoleGrant
from zengshou.records.linkage.linkage import LinkageOptions
from zengshou.services.office import passwords
from zengshou.services.office.account_desk import NewAccount
from zengshou.services.office.office_home import keys_of, made_database
from zengshou.services.records.home.channel_catalogue import catalogue_of
from zengshou.services.records.home.register_about import describe
from zengshou.services.records.home.register_home import set_up
from zengshou.services.records.intake import read_delivery, uploads
from zengshou.services.records.intake.import_batch import Intake
from zengshou.services.records.linking.link_register import link_register
from zengshou.services.records.linking.link_review import PURPOSE
from zengshou.store.register.access.authorisations import add_grant

PASSWORD = "三只松鼠-看海-2026-forty"
PEOPLE = (
    ("guiji", Role.DATA_CUSTODIAN, "example"),
    ("guiji2", Role.DATA_CUSTODIAN, "example"),
    ("guiji.yj", Role.DATA_CUSTODIAN, "yangjiang"),
    ("ducha", Role.SUPERVISOR, "example"),
    ("tongji", Role.STATISTICIAN, "example"),
    ("lingdao", Role.VIEWER, "example"),
)
MAY = datetime(2025, 5, 6, 2, tzinfo=UTC)


class RecordsInstallation:
    """Batch 1 of March is published; batch 2 of April, by guiji, is held with three rows put aside."""

    def __init__(self, home: Path) -> None:
        self.now = MAY
        register = set_up(home / "register")
        about = describe(register.folder, "example", True)
        self.records = RecordsOffice(register, about, lambda: self.now)
        self.office = Office(made_database(home), keys_of(home), lambda: self.now, home, self.records)
        desk = self.office.accounts
        first = desk.accept(desk.first_link("admin", "王某", "example"), PASSWORD)
        self.people: dict[str, tuple[Account, str]] = {"admin": (first.account, first.secret)}
        for login, role, city in PEOPLE:
            made = desk.accept(desk.invite(first.account, NewAccount(login, login, role, city, "")), PASSWORD)
            self.people[login] = (made.account, made.secret)
        self.desk = Desk(home, Intake(register, catalogue_of("example"), lambda: self.now))
        self._tokens: dict[str, str] = {}
        self._fill()

    def _fill(self) -> None:
        peopled(self.desk, 30)
        rows = [self.april_row(place, 证件号码=card(place, 0)[:-1] + "*") for place in range(3)]
        rows += [self.april_row(place) for place in range(3, 12)]
        self.desk.send(rows, "iit_2025-04.csv", period=month_index(2025, 4), uploader="guiji")
        right = RoleGrant(
            self.people["guiji"][0].id, Role.DATA_CUSTODIAN, "4417", (PURPOSE,), date(2025, 1, 1), date(2025, 12, 31)
        )
        with self.records.home.database.writing() as session:
            add_grant(session, "g-1", right, "sec", self.now)
            add_grant(session, "g-2", replace(right, area="9999"), "sec", self.now)  # the whole city, invented as it is

    def linked(self) -> "RecordsInstallation":
        """The persons compared: one link is made, one pair waits."""
        link_register(self.records.home, self.now, "guiji", LinkageOptions())
        return self

    def april_row(self, place: int, **changed: str) -> list[str]:
        told = {"申报明细序号": f"A{place}", "姓名": name(place), "证件号码": card(place, 0), "税款所属期起": "2025-04"}
        return row(place, **{**told, **changed})

    def file(self, file_name: str, rows: list[list[str]]) -> bytes:
        return written(self.desk.folder / file_name, rows).read_bytes()

    def sign_in(self, login: str) -> str:
        """The token of a session; each takes its own half-minute, since a code serves once."""
        self.now += timedelta(seconds=30)
        token = self.office.door.begin(login, PASSWORD)
        return self.office.door.finish(token, pyotp.TOTP(self.people[login][1]).at(self.now))

    def client(self, login: str = "") -> TestClient:
        made = TestClient(self.app, follow_redirects=False)
        if login:
            if login not in self._tokens:
                self._tokens[login] = self.sign_in(login)
            made.cookies.set(COOKIE, self._tokens[login])
        return made

    @cached_property
    def app(self) -> FastAPI:
        return create_app(replace(settings(), office=self.office))

    def form_token(self, client: TestClient) -> str:
        state = self.office.door.who(client.cookies.get(COOKIE) or "")
        assert state is not None
        return state.form_token


def read_without_process(patch: pytest.MonkeyPatch) -> None:
    """Files are read here, not in a process of their own, which takes a second to start."""
    patch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for module in (read_delivery, uploads):
        patch.setattr(module, "parse", read_here)
