"""The whole way of a task in the system's Chromium: three people, two factors each, from 立项 to 销号."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.faces.invented_site import settings
from zengshou.faces.web.office.door import Office
from zengshou.services.office import passwords
from zengshou.services.office.office_home import keys_of, made_database

pytestmark = NEEDS_CHROMIUM
PASSWORD = "三只松鼠-看海-2026-forty"


class Clock:
    """The office's time: each sign-in takes its own half-minute, since a code serves once."""

    def __init__(self) -> None:
        self.now = datetime(2020, 8, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Office(made_database(tmp_path), keys_of(tmp_path), clock)


@pytest.fixture
def site(office: Office) -> Iterator[str]:
    with served(replace(settings(), office=office)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Person:
    """A browser of one's own and, once invited, a telephone with the six digits."""

    def __init__(self, browser: Browser, site: str, clock: Clock, width: int = 1280) -> None:
        self.page: Page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
        self.site, self.clock, self.secret = site, clock, ""
        self.complaints: list[str] = []
        self.page.on("console", lambda told: self.complaints.append(told.text) if told.type == "error" else None)

    def accept(self, link: str) -> None:
        self.page.goto(link)
        for field in ("password", "again"):
            self.page.fill(f"input[name={field}]", PASSWORD)
        self.page.click("main button")
        expect(self.page.locator("h1")).to_have_text("添加验证器")
        self.secret = self.page.inner_text("code.secret")

    def sign_in(self, login: str) -> None:
        self.clock.now += timedelta(seconds=30)
        self.page.goto(f"{self.site}/office/")
        expect(self.page.locator("h1")).to_have_text("登录")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button")
        self.page.fill("input[name=code]", pyotp.TOTP(self.secret).at(self.clock.now))
        self.page.click("main button")
        expect(self.page.locator(".who")).to_be_visible()

    def open(self, code: str) -> None:
        self.page.goto(f"{self.site}/office/task/{code}")

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    def stage(self, label: str) -> None:
        expect(self.page.locator(".lede")).to_contain_text(f"“{label}”")


def invite(admin: Person, login: str, name: str, role: str, office: str = "") -> str:
    """The link that the administrator's page shows."""
    admin.page.goto(f"{admin.site}/office/accounts")
    admin.page.fill("input[name=login]", login)
    admin.page.fill("input[name=name]", name)
    admin.page.select_option("select[name=role]", role)
    admin.page.select_option("select[name=office]", office)
    admin.press("生成邀请链接")
    expect(admin.page.locator(".so-far")).to_be_visible()
    return admin.page.inner_text(".so-far code")


@pytest.fixture
def people(browser: Browser, site: str, office: Office, clock: Clock) -> dict[str, Person]:
    """Administrator, supervisor, and the reporter of civil affairs on a telephone."""
    admin, supervisor, reporter = (Person(browser, site, clock, width) for width in (1280, 1280, 360))
    admin.accept(f"{site}/office/invitation/{office.accounts.first_link('admin', '王某', 'example')}")
    admin.sign_in("admin")
    supervisor.accept(invite(admin, "ducha", "李某", "supervisor"))
    reporter.accept(invite(admin, "minzheng", "赵某", "reporter", "civil_affairs"))
    supervisor.sign_in("ducha")
    reporter.sign_in("minzheng")
    return {"admin": admin, "supervisor": supervisor, "reporter": reporter}


def test_a_task_goes_from_registration_to_closing_through_the_pages(people: dict[str, Person]) -> None:
    supervisor, reporter = people["supervisor"], people["reporter"]
    supervisor.press("全部立项")
    expect(supervisor.page.locator("tbody tr")).to_have_count(6)
    supervisor.open("SL-3")
    supervisor.press("交办")
    supervisor.stage("交办")
    reporter.page.goto(f"{reporter.site}/office/ledger")
    expect(reporter.page.locator("tbody tr")).to_have_count(2)
    reporter.open("SL-3")
    reporter.press("签收")
    reporter.stage("签收")
    reporter.page.fill('input[name="planned.2020Q3"]', "５０％")
    reporter.page.fill('input[name="words.2020Q3"]', "完成摸底")
    reporter.press("保存阶段目标")
    reporter.stage("分解")
    reporter.press("开始办理")
    reporter.stage("办理")
    reporter.page.fill("input[name=percent]", "100")
    reporter.page.fill("textarea[name=progress]", "已与就业部门核对名单，发放渐退补助。")
    reporter.press("提交反馈")
    reporter.stage("待审核")
    assert reporter.page.evaluate("document.documentElement.scrollWidth") <= 360
    supervisor.page.goto(f"{supervisor.site}/office/review")
    supervisor.page.click("tbody a")
    expect(supervisor.page.locator("h1")).to_have_text("低保与就业联动")
    supervisor.press("退回")
    expect(supervisor.page.locator(".problem-summary")).to_contain_text("须写明理由")
    supervisor.press("认定办结")
    supervisor.stage("办结")
    supervisor.press("销号")
    supervisor.stage("销号")
    said = supervisor.page.inner_text(".history")
    assert all(word in said for word in ("李某 销号", "赵某 反馈", "2020Q3 完成100%"))
    refused = [line for line in supervisor.complaints if "422" not in line]
    assert not refused and not reporter.complaints


def test_what_somebody_else_changed_is_shown_and_not_overwritten(people: dict[str, Person]) -> None:
    supervisor = people["supervisor"]
    supervisor.press("全部立项")
    supervisor.open("SL-3")
    second = supervisor.page.context.new_page()
    second.goto(supervisor.page.url)
    supervisor.page.fill("input[name=leader]", "王某")
    supervisor.press("保存")
    expect(supervisor.page.locator(".history")).to_contain_text("分管领导：空 → 王某")
    second.fill("input[name=leader]", "李某")
    second.get_by_role("button", name="保存", exact=True).click()
    expect(second.locator(".problem-summary")).to_contain_text("任务已被他人修改")
    assert second.input_value("input[name=leader]") == "李某"


def test_signing_out_closes_the_pages(people: dict[str, Person]) -> None:
    reporter = people["reporter"]
    reporter.press("退出")
    expect(reporter.page.locator("h1")).to_have_text("登录")
    reporter.page.goto(f"{reporter.site}/office/task/SL-3")
    expect(reporter.page.locator("h1")).to_have_text("登录")
    reporter.page.fill("input[name=login]", "minzheng")
    assert reporter.page.input_value("input[name=next]") == "/office/task/SL-3"
