"""An office over a small register: four invented persons, an officer of each kind, papers, a wage that was corrected.

合成数据: the numbers have a right check digit and belong to nobody.
"""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path

import polars as pl
import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from tests.faces.invented_site import settings
from tests.services.records.register_desk import number
from zengshou.concepts.account import Account, Role
from zengshou.concepts.period import month_index
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import COOKIE, Office
from zengshou.faces.web.office.records.records_door import RecordsOffice
from zengshou.records.access.authorisation import Authorisation
from zengshou.records.access.context import RoleGrant, Tie
from zengshou.records.identity.person_ref import shown
from zengshou.services.office import passwords
from zengshou.services.office.account_desk import NewAccount
from zengshou.services.office.office_home import keys_of, made_database, opened_database
from zengshou.services.records.home.register_about import RegisterAbout
from zengshou.services.records.home.register_home import opened, set_up
from zengshou.store.country import city_plan
from zengshou.store.register.access.access_log import AccessEvent, events_from
from zengshou.store.register.access.authorisations import add_authorisation, add_grant, declare_tie
from zengshou.store.register.tables.batch_tables import StoredBatch
from zengshou.store.register.tables.fact_tables import StoredAssetEvent, StoredFact, StoredStatusEvent
from zengshou.store.register.tables.person_tables import StoredHousehold, StoredMember, StoredPerson
from zengshou.store.vault.vault import IdentityVault

PASSWORD = "三只松鼠-看海-2026-forty"
EAST, WEST = "999902001001", "999921001001"
CASE, MARCH = "救2026-001", month_index(2026, 3)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
APRIL, MAY = datetime(2026, 4, 10, tzinfo=UTC), datetime(2026, 5, 10, tzinfo=UTC)
FOREVER = (date(2026, 1, 1), date(2026, 12, 31))
OFFICERS = {
    "heduir": (Role.VERIFIER, "assistance_verification"),
    "minzheng": (Role.CIVIL_OFFICER, "assistance_decision"),
    "xiangzhen": (Role.TOWN_OFFICER, "assistance_decision"),
}
PEOPLE = ("jia", "yi", "bing", "ding")  # 甲 and 乙 are one family in the east, 丙 lives in the west, 丁 in the east


class PersonOffice:
    """Everything the pages need; the clock moves a half-minute a sign-in."""

    def __init__(self, folder: Path, before: "PersonOffice | None" = None) -> None:
        """A new office in a folder; or, after another one, what lies there as a copy of it."""
        self.now = NOON
        home = opened(folder / "register") if before else set_up(folder / "register")
        self.register = home.database
        records = RecordsOffice(home, RegisterAbout("example", True), lambda: self.now)
        office = folder / "office"
        database = opened_database(office) if before else made_database(office)
        self.office = Office(database, keys_of(office), lambda: self.now, office, records=records)
        self.numbers = {name: number(place) for place, name in enumerate(PEOPLE)}
        self.accounts: dict[str, tuple[Account, str]] = dict(before.accounts) if before else {}
        self.refs: dict[str, int] = before.refs if before else {}
        if before is None:
            self._staff()
            self._people(home.vault)

    @cached_property
    def app(self) -> FastAPI:
        return create_app(replace(settings(), office=self.office))

    def close(self) -> None:
        assert self.office.records is not None
        self.office.records.home.close()
        self.office.database.close()

    def _people(self, vault: IdentityVault) -> None:
        known = pl.DataFrame(
            {
                "kind": ["resident_card"] * len(PEOPLE),
                "number": list(self.numbers.values()),
                "name": [f"示例{name}" for name in PEOPLE],
                "address": ["示例市示例路1号"] * len(PEOPLE),
            }
        )
        refs = vault.enrol(known, at=NOON, actor="import")["ref"].to_list()
        self.refs = dict(zip(PEOPLE, refs, strict=True))
        with self.register.writing() as session:
            _fill(session, self.refs)
        with self.register.writing() as session:
            self._permit(session)

    def _staff(self) -> None:
        desk = self.office.accounts
        first = desk.accept(desk.first_link("admin", "王某", "example"), PASSWORD)
        self.accounts["admin"] = (first.account, first.secret)
        self.invite("anquan", Role.SECURITY_ADMIN, first.account)
        self.invite("shenji", Role.AUDIT_ADMIN, self.account("anquan"))
        self.invite("ducha", Role.SUPERVISOR, first.account)
        for login, (role, _) in OFFICERS.items():
            self.invite(login, role, first.account, "civil_affairs")
        self.office.ledger.register(self.account("ducha"), city_plan("example"))

    def _permit(self, session: Session) -> None:
        for login, (role, purpose) in OFFICERS.items():
            purposes = (purpose, "subject_binding") if role is Role.CIVIL_OFFICER else (purpose,)
            right = RoleGrant(self.account(login).id, role, "999902", purposes, *FOREVER)
            add_grant(session, f"grant-{login}", right, "anquan", NOON)
        for name in ("jia", "yi", "bing"):
            self.paper(session, f"核-{name}", name)
        declare_tie(session, self.account("heduir").id, self.refs["ding"], Tie.RELATIVE, "heduir", NOON)
        self.paper(session, "核-ding", "ding")

    def paper(self, session: Session, id: str, name: str, **changes: object) -> None:
        channels = frozenset({"iit", "bank_accounts", "social_insurance"})
        signed = Authorisation(id, self.refs[name], CASE, channels, *FOREVER, "ab" * 32)
        whole = replace(signed, confirmed_by="second", confirmed_at=APRIL)
        add_authorisation(session, replace(whole, **changes), "minzheng", NOON)  # type: ignore[arg-type]

    def invite(self, login: str, role: Role, by: Account, office: str = "") -> None:
        desk = self.office.accounts
        made = desk.accept(desk.invite(by, NewAccount(login, f"示例{login}", role, "example", office)), PASSWORD)
        self.accounts[login] = (made.account, made.secret)

    def account(self, login: str) -> Account:
        return self.accounts[login][0]

    def client(self, login: str) -> TestClient:
        made = TestClient(self.app, follow_redirects=False)
        self.now += timedelta(seconds=30)
        token = self.office.door.begin(login, PASSWORD)
        made.cookies.set(COOKIE, self.office.door.finish(token, pyotp.TOTP(self.accounts[login][1]).at(self.now)))
        return made

    def form(self, client: TestClient, fields: Mapping[str, object]) -> dict[str, object]:
        state = self.office.door.who(client.cookies.get(COOKIE) or "")
        assert state is not None
        return {"form_token": state.form_token, **fields}

    def question(self, login: str, name: str, **changes: str) -> dict[str, str]:
        whole = {
            "purpose": OFFICERS[login][1], "case_id": CASE, "person": self.shown(name),
            "month_from": "2026-01", "month_to": "2026-12",
        }  # fmt: skip
        return {**whole, **changes}

    def shown(self, name: str) -> str:
        return shown(self.refs[name])

    def citizen(self, name: str, confirmed_by: str = "minzheng") -> None:
        """An account that security asked for and a second officer bound to the person of a document."""
        security, second = self.client("anquan"), self.client(confirmed_by)
        document = {"kind": "resident_card", "number": self.numbers[name], "checked": "1"}
        asked = {"what": "citizen", "login": name, "name": "示例", **document}
        assert "/office/invitation/" not in security.post("/office/rights", data=self.form(security, asked)).text
        request = second.get("/office/bindings").text.split(f">{name} ·")[1]
        id = request.split('name="id" value="')[1].split('"')[0]
        page = second.post("/office/bindings", data=self.form(second, {"id": id, **document})).text
        link = page.split("/office/invitation/")[1].split("<")[0]
        made = self.office.accounts.accept(link, PASSWORD)
        self.accounts[name] = (made.account, made.secret)

    def log(self) -> list[AccessEvent]:
        with self.register.reading() as session:
            return list(events_from(session))


def _fill(session: Session, refs: Mapping[str, int]) -> None:
    batches = {1: ("iit", APRIL), 2: ("iit", MAY), 3: ("bank_accounts", MAY), 4: ("social_insurance", MAY)}
    for id, (channel, at) in batches.items():
        session.add(
            StoredBatch(
                id=id, channel=channel, period=MARCH, sequence=id, content_hash=f"{id:064}", state="published",
                declared={}, actual={}, uploader="guiji", received_at=at, published_at=at, supersedes=None,
                superseded_at=None, supplements=None,
            )
        )  # fmt: skip
    session.flush()
    for place, (name, ref) in enumerate(refs.items()):
        area = WEST if name == "bing" else EAST
        session.add(StoredPerson(ref=ref, area=area, own_area=area, birth_month=1980 * 12, sex="female", first_batch=1))
        session.add(wage(1, place, ref, f"w-{name}", 500_000))
        deposit = {"batch": 3, "row": place, "part": 0, "person": ref, "native_id": f"d-{name}", "digest": b"\0" * 32}
        session.add(
            StoredAssetEvent(
                **deposit, asset=f"token{place}", kind="deposit", action="acquire", share_over=1, share_under=1,
                fen=9_900_000, on_date=date(2026, 3, 1), detail={},
            )
        )  # fmt: skip
        session.add(
            StoredStatusEvent(**{**deposit, "batch": 4}, status="dibao", date_from=date(2026, 3, 1), date_to=None)
        )
    session.add(wage(2, 0, refs["jia"], "w-jia", 400_000))  # May: March's wage of 甲 was 4,000 and not 5,000
    session.add(StoredHousehold(id="H1", kind="hukou", area=EAST))
    session.flush()
    session.add_all(
        StoredMember(
            household="H1", person=refs[name], date_from=date(2020, 1, 1), relation=relation, date_to=None, batch=1
        )
        for name, relation in (("jia", "户主"), ("yi", "配偶"))
    )


def wage(batch: int, row: int, person: int, native_id: str, fen: int) -> StoredFact:
    return StoredFact(
        batch=batch, row=row, part=0, person=person, item="W.PAY", fen=fen, month_from=MARCH, month_to=MARCH,
        level="gross", basis="cash", native_id=native_id, payer="91999900MA00000001", reversal_of="", household=False,
        digest=b"\0" * 32,
    )  # fmt: skip


@pytest.fixture(scope="session")
def first_place(tmp_path_factory: pytest.TempPathFactory) -> tuple[PersonOffice, Path]:
    """One office, made once and closed: each test gets a copy of its folder."""
    folder = tmp_path_factory.mktemp("person-office")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "hasher", quick_hasher)
        made = PersonOffice(folder)
    made.close()
    return made, folder


@pytest.fixture
def place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_place: tuple[PersonOffice, Path]
) -> Iterator[PersonOffice]:
    monkeypatch.setattr(passwords, "hasher", quick_hasher)
    before, folder = first_place
    made = PersonOffice(Path(shutil.copytree(folder, tmp_path / "copy")), before)
    yield made
    made.close()


def quick_hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
