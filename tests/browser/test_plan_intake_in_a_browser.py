"""From an uploaded plan to the ledger in the system's Chromium, wide and on a telephone, with and without scripts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.browser.test_supervision_in_a_browser import AXE, SERIOUS
from tests.faces.invented_site import settings
from tests.services.plan.plan_desk import TEXT
from zengshou.concepts.account import Role
from zengshou.faces.web.office.door import COOKIE, Office
from zengshou.services.office import passwords
from zengshou.services.office.account_desk import NewAccount
from zengshou.services.office.office_home import keys_of, made_database

pytestmark = NEEDS_CHROMIUM
PASSWORD = "三只松鼠-看海-2026-forty"


class Installed:
    """An office with one supervisor, whose session has begun."""

    def __init__(self, home: Path) -> None:
        self.now = datetime(2024, 4, 1, 1, tzinfo=UTC)
        self.office = Office(made_database(home), keys_of(home), lambda: self.now)
        desk = self.office.accounts
        first = desk.accept(desk.first_link("admin", "王某", "example"), PASSWORD)
        link = desk.invite(first.account, NewAccount("ducha", "李督查", Role.SUPERVISOR, "example"))
        self.secret = desk.accept(link, PASSWORD).secret
        self.now += timedelta(seconds=31)
        token = self.office.door.begin("ducha", PASSWORD)
        self.token = self.office.door.finish(token, pyotp.TOTP(self.secret).at(self.now))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installed:
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Installed(tmp_path)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, False)])
def test_a_supervisor_brings_a_plan_into_the_ledger(
    place: Installed, browser: Browser, tmp_path: Path, width: int, scripts: bool
) -> None:
    file = tmp_path / "方案.txt"
    file.write_text(TEXT, encoding="utf-8")
    with served(replace(settings(), office=place.office)) as site:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=scripts, bypass_csp=True
        )
        context.add_cookies([{"name": COOKIE, "value": place.token, "url": site}])
        page = context.new_page()
        page.goto(f"{site}/office/plan")
        page.locator("input[type=file]").first.set_input_files(file)
        page.get_by_role("button", name="读取方案").click()
        _is_open_to_all(page, scripts)
        page.get_by_role("link", name="立项").click()
        expect(page.get_by_role("alert")).to_contain_text("国家统计局青砚调查队")
        page.get_by_role("main").get_by_role("link", name="单位对应").click()
        page.get_by_label("另一个单位").check()
        page.get_by_role("button", name="选定").click()
        _fits(page, width, scripts)
        _is_open_to_all(page, scripts)
        page.get_by_role("link", name="去立项").click()
        expect(page.get_by_role("main")).to_contain_text("新任务22")
        _fits(page, width, scripts)
        _is_open_to_all(page, scripts)
        page.get_by_role("button", name="全部立项").click()
        expect(page.get_by_role("main")).to_contain_text("共 22 项任务")
        page.goto(f"{site}/office/offices?bodies=current")
        expect(page.get_by_role("main")).to_contain_text("口径：现行机构")
        _fits(page, width, scripts)
        _is_open_to_all(page, scripts)


def _fits(page: Page, width: int, scripts: bool) -> None:
    """No page is wider than its window."""
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    else:
        box = page.locator("main").bounding_box()
        assert box is not None and box["x"] + box["width"] <= width


def _is_open_to_all(page: Page, scripts: bool) -> None:
    """axe, which is a script itself, finds no serious barrier."""
    if not scripts:
        return
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    assert not [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in SERIOUS]
