"""The office over HTTP: nothing without two factors, no form from elsewhere, nothing of another's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from tests.faces.invented_site import settings
from zengshou.concepts.account import Account, Role
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import COOKIE, Office, safe_next
from zengshou.services.office import passwords
from zengshou.services.office.account_desk import NewAccount
from zengshou.services.office.office_home import keys_of, made_database
from zengshou.store.country import city_plan

PASSWORD = "三只松鼠-看海-2026-forty"
PAGES = (
    *("/office/", "/office/ledger", "/office/review", "/office/reports", "/office/report/SL-3", "/office/accounts"),
    *("/office/task/SL-3", "/office/targets", "/office/one-page", "/office/one-page.docx", "/office/division.docx"),
)


class Installation:
    """An office with one person of each role; the clock moves a half-minute a sign-in."""

    def __init__(self, home: Path) -> None:
        self.now = datetime(2020, 8, 3, 1, tzinfo=UTC)
        self.office = Office(made_database(home), keys_of(home), lambda: self.now)
        desk = self.office.accounts
        first = desk.accept(desk.first_link("admin", "王某", "example"), PASSWORD)
        self.people: dict[str, tuple[Account, str]] = {"admin": (first.account, first.secret)}
        for login, role, office in (
            ("ducha", Role.SUPERVISOR, ""),
            ("minzheng", Role.REPORTER, "civil_affairs"),
            ("caizheng", Role.REPORTER, "finance"),
            ("lingdao", Role.VIEWER, ""),
        ):
            made = desk.accept(desk.invite(first.account, NewAccount(login, login, role, "example", office)), PASSWORD)
            self.people[login] = (made.account, made.secret)
        self.office.ledger.register(self.people["ducha"][0], city_plan("example"))

    def client(self, login: str = "") -> TestClient:
        """A browser; signed in where a login is given."""
        made = TestClient(create_app(replace(settings(), office=self.office)), follow_redirects=False)
        if login:
            self.now += timedelta(seconds=30)
            token = self.office.door.begin(login, PASSWORD)
            token = self.office.door.finish(token, pyotp.TOTP(self.people[login][1]).at(self.now))
            made.cookies.set(COOKIE, token)
        return made

    def form_token(self, client: TestClient) -> str:
        state = self.office.door.who(client.cookies.get(COOKIE) or "")
        assert state is not None
        return state.form_token


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield Installation(tmp_path)


@pytest.mark.parametrize("page", PAGES)
def test_nobody_sees_a_page_without_signing_in(place: Installation, page: str) -> None:
    answer = place.client().get(page)
    assert answer.status_code == 303 and answer.headers["location"].startswith("/office/sign-in?next=/office/")


@pytest.mark.parametrize("page", PAGES)
def test_the_password_alone_opens_no_page(place: Installation, page: str) -> None:
    client = place.client()
    client.cookies.set(COOKIE, place.office.door.begin("ducha", PASSWORD))
    assert client.get(page).status_code == 303


@pytest.mark.parametrize(
    ("login", "seen"),
    [
        ("ducha", {"/office/": 200, "/office/task/SL-3": 200, "/office/accounts": 403}),
        ("minzheng", {"/office/": 200, "/office/task/SL-3": 200, "/office/task/SL-5": 404, "/office/accounts": 403}),
        ("caizheng", {"/office/task/SL-3": 404, "/office/task/SL-1": 200}),
        ("lingdao", {"/office/": 200, "/office/task/SL-5": 200, "/office/accounts": 403}),
        ("admin", {"/office/": 303, "/office/task/SL-3": 403, "/office/review": 403, "/office/accounts": 200}),
    ],
)
def test_each_role_sees_its_pages_and_no_others(place: Installation, login: str, seen: dict[str, int]) -> None:
    client = place.client(login)
    assert {page: client.get(page).status_code for page in seen} == seen


def test_a_task_that_is_not_mine_is_told_as_one_that_is_not_there(place: Installation) -> None:
    client = place.client("caizheng")
    foreign, missing = (client.get(f"/office/task/{code}").text for code in ("SL-3", "SL-99"))
    assert foreign.replace("SL-3", "SL-99") == missing


@pytest.mark.parametrize(
    "forged",
    [
        {"form_token": ""},
        {"form_token": "wrong"},
        {"origin": "https://elsewhere.example"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_that_is_not_ours_changes_nothing(place: Installation, forged: dict[str, str]) -> None:
    client = place.client("ducha")
    fields = {"form_token": place.form_token(client), "revision": "1", "what": "assign"}
    headers = {name: value for name, value in forged.items() if name != "form_token"}
    fields |= {name: value for name, value in forged.items() if name == "form_token"}
    answer = client.post("/office/task/SL-3", data=fields, headers=headers)
    assert answer.status_code == 422 and "表单" in answer.text
    assert place.office.ledger.task(place.people["ducha"][0], "SL-3").revision == 1


def test_a_form_on_an_old_revision_is_told_who_was_first(place: Installation) -> None:
    client = place.client("ducha")
    fields = {"form_token": place.form_token(client), "revision": "1", "what": "assign"}
    assert client.post("/office/task/SL-3", data=fields).status_code == 303
    answer = client.post("/office/task/SL-3", data={**fields, "what": "suspend", "reason": "机构调整"})
    assert answer.status_code == 409 and "任务已被他人修改" in answer.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": "explode"}, "不认识的操作"),
        ({"what": "assign", "revision": "new"}, "表单不完整"),
        ({"what": "describe", "deadline": "明年"}, "读不懂日期“明年”"),
        ({"what": "break_down", "planned.2020Q9": "5"}, "读不懂季度"),
        ({"what": "break_down", "planned.2020Q3": "约八成"}, "读到“约八成”"),
        ({"what": "report", "period": "2020Q3", "percent": "", "progress": "好"}, "没有填写"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(place: Installation, fields: dict[str, str], words: str) -> None:
    client = place.client("ducha")
    answer = client.post("/office/task/SL-3", data={"form_token": place.form_token(client), "revision": "1", **fields})
    assert answer.status_code == 422 and words in answer.text


def test_what_was_typed_is_kept_and_escaped(place: Installation) -> None:
    client = place.client("ducha")
    fields = {"form_token": place.form_token(client), "revision": "1", "what": "describe"}
    attack = '"><script>alert(1)</script>'
    client.post("/office/task/SL-3", data={**fields, "leader": attack, "deadline": ""})
    shown = client.get("/office/task/SL-3").text
    assert "<script>" not in shown and "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("address", "led_to"),
    [
        ("/office/task/SL-3", "/office/task/SL-3"),
        ("https://elsewhere.example", "/office/"),
        ("//elsewhere.example", "/office/"),
        ("/office//elsewhere.example", "/office/"),
        ("/office/\\elsewhere", "/office/"),
        ("", "/office/"),
    ],
)
def test_signing_in_leads_only_to_the_office_s_own_pages(address: str, led_to: str) -> None:
    assert safe_next(address) == led_to


def test_the_cookie_is_closed_to_scripts_and_bound_to_the_host_over_https(place: Installation) -> None:
    client = place.client()
    client.base_url = "https://office.example"
    answer = client.post("/office/sign-in", data={"login": "ducha", "password": PASSWORD})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-zs_session=") and "HttpOnly" in cookie and "Secure" in cookie
    assert "SameSite=lax" in cookie and "Path=/" in cookie


def test_pages_of_the_office_stay_in_no_cache(place: Installation) -> None:
    assert place.client("ducha").get("/office/").headers["cache-control"] == "no-store"


def test_without_a_database_the_office_says_how_to_get_one() -> None:
    answer = TestClient(create_app(settings())).get("/office/")
    assert answer.status_code == 422 and "zs office setup" in answer.text


def test_the_office_speaks_english_to_a_browser_that_was_switched(place: Installation) -> None:
    client = place.client("ducha")
    answer = client.get("/office/language/en", headers={"referer": "http://testserver/office/review"})
    assert answer.headers["location"] == "/office/review"
    page = client.get("/office/ledger").text
    assert '<html lang="en">' in page and "Task ledger" in page and "Registered" in page
    assert "任务台账" in place.client("ducha").get("/office/").text
