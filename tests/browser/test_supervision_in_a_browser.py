"""Every page of the office in the system's Chromium: axe, no JavaScript, 360 px, A4; a report from first to last."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.faces.invented_site import settings
from tests.faces.office_files import docx_file, pdf_file
from tests.faces.supervised_office import SupervisedOffice
from zengshou.faces.web.office.door import COOKIE
from zengshou.services.office import passwords

pytestmark = NEEDS_CHROMIUM
VENDOR = Path(__file__).parent / "vendor"
AXE = VENDOR / "axe-4.14.1.min.js"
SERIOUS = ("serious", "critical")
PAGES = {
    "ducha": (
        *("/office/", "/office/ledger", "/office/task/SL-3", "/office/review", "/office/targets", "/office/slips"),
        *("/office/scores?year=2020", "/office/one-page", "/office/book", "/office/plan"),
    ),
    "minzheng": (
        *("/office/", "/office/ledger", "/office/task/SL-3", "/office/reports", "/office/report/SL-3"),
        *("/office/slips", "/office/scores?year=2020", "/office/targets"),
    ),
    "tongji": ("/office/targets",),
    "admin": ("/office/accounts",),
    "": ("/office/sign-in",),
}
EVERY = [(login, page) for login, pages in PAGES.items() for page in pages]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SupervisedOffice]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield SupervisedOffice(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def site(office: SupervisedOffice) -> Iterator[str]:
    with served(replace(settings(), office=office.office)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Visitors:
    """One session a person, for windows of any width, with JavaScript or without."""

    def __init__(self, browser: Browser, site: str, office: SupervisedOffice) -> None:
        self.browser, self.site, self.office = browser, site, office
        self.tokens: dict[str, str] = {}

    def context(self, login: str, width: int = 1280, **options: bool) -> BrowserContext:
        made = self.browser.new_context(viewport={"width": width, "height": 900}, **options)
        if login:
            if login not in self.tokens:
                self.tokens[login] = self.office.sign_in(login)
            made.add_cookies([{"name": COOKIE, "value": self.tokens[login], "url": self.site}])
        return made

    def page(self, login: str, address: str, width: int = 1280, **options: bool) -> Page:
        opened = self.context(login, width, **options).new_page()
        answer = opened.goto(f"{self.site}{address}")
        assert answer is not None and answer.status == 200, address
        return opened


@pytest.fixture(scope="module")
def visitors(browser: Browser, site: str, office: SupervisedOffice) -> Visitors:
    return Visitors(browser, site, office)


def test_the_vendored_checker_is_the_one_whose_digest_is_written_down() -> None:
    digest, name = (VENDOR / "SHA256SUMS").read_text(encoding="ascii").split()
    assert name == AXE.name and sha256(AXE.read_bytes()).hexdigest() == digest


@pytest.mark.slow
@pytest.mark.parametrize(("login", "address"), EVERY)
def test_axe_finds_nothing_serious_wide_or_narrow(visitors: Visitors, login: str, address: str) -> None:
    for width in (1280, 360):
        page = visitors.page(login, address, width, bypass_csp=True)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        grave = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in SERIOUS]
        page.context.close()
        assert not grave, (address, width, grave)


@pytest.mark.slow
@pytest.mark.parametrize(("login", "address"), EVERY)
def test_a_page_is_readable_without_javascript_and_needs_no_sideways_scroll_on_a_telephone(
    visitors: Visitors, login: str, address: str
) -> None:
    page = visitors.page(login, address, 360, java_script_enabled=False)
    assert len(page.inner_text("main")) > 20 and page.locator("h1").count() == 1
    page.context.close()
    measured = visitors.page(login, address, 360)
    assert measured.evaluate("document.documentElement.scrollWidth") <= 360
    measured.context.close()


@pytest.mark.slow
@pytest.mark.parametrize(("login", "address"), EVERY)
def test_a_page_prints_on_a4_with_nothing_cut_off(visitors: Visitors, login: str, address: str) -> None:
    page = visitors.page(login, address)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('header')).display") == "none"
    with pdfplumber.open(BytesIO(page.pdf(format="A4"))) as printed:
        for sheet in printed.pages:
            assert all(word["x0"] >= 0 and word["x1"] <= sheet.width for word in sheet.extract_words())
    page.context.close()


def test_the_page_for_leaders_prints_on_one_sheet(visitors: Visitors) -> None:
    page = visitors.page("ducha", "/office/one-page")
    with pdfplumber.open(
        BytesIO(page.pdf(format="A4", margin={side: "15mm" for side in ("top", "bottom")}))
    ) as printed:
        assert len(printed.pages) == 1 and "请领导决定" in printed.pages[0].extract_text()
    page.context.close()


def test_a_body_saves_a_draft_and_reports_by_keyboard_on_a_telephone_with_its_evidence(visitors: Visitors) -> None:
    page = visitors.page("minzheng", "/office/reports", 360)
    page.get_by_role("link", name="SL-3").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("低保与就业联动")
    page.locator("textarea[name=progress]").focus()
    page.keyboard.type("已与就业部门核对名单。")
    page.get_by_role("button", name="保存草稿").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("草稿已保存")
    assert page.input_value("textarea[name=progress]") == "已与就业部门核对名单。"
    page.fill("input[name=percent]", "50")
    page.set_input_files(
        "input[name=files]",
        [
            {"name": "核对名单.pdf", "mimeType": "application/pdf", "buffer": pdf_file()},
            {"name": "会议纪要.docx", "mimeType": "application/octet-stream", "buffer": docx_file()},
        ],
    )
    page.get_by_role("button", name="提交反馈").focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("单位填报")
    page.goto(f"{visitors.site}/office/task/SL-3")
    expect(page.locator(".files li")).to_have_count(2)
    with page.expect_download() as started:
        page.get_by_role("link", name="核对名单.pdf").click()
    assert started.value.path().read_bytes() == pdf_file()
    page.context.close()


def test_a_target_smaller_than_the_surveys_error_says_that_it_cannot_be_judged(visitors: Visitors) -> None:
    page = visitors.page("tongji.yj", "/office/targets")
    target = page.locator("#YJ-G1-2")
    for year, value in (("2018", "37.9"), ("2020", "38.3")):
        target.get_by_text("登记调查估计值").click()
        for name, text in (("year", year), ("value", value), ("se", "0.15"), ("source", "住户调查，Taylor线性化")):
            target.locator(f"details:not(:has(input[name=number])) input[name={name}]").fill(text)
        target.get_by_role("button", name="登记").click()
        expect(page.locator("h1")).to_have_text("指标与目标")
    expect(target.locator("h2 .lamp")).to_have_text("○无法判定")
    expect(target.locator(".target-reason")).to_contain_text("目标值落在本期估计的95%置信区间内（±0.42个百分点）")
    page.context.close()
