"""信息归集 in the system's Chromium: axe, no JavaScript, 360 px, A4; a file from choice to batch; a verdict by key."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.browser.test_supervision_in_a_browser import AXE, SERIOUS
from tests.faces.invented_site import settings
from tests.faces.records_office import RecordsInstallation, read_without_process
from zengshou.concepts.account import Role
from zengshou.faces.web.office.door import COOKIE
from zengshou.records.access.context import RoleGrant
from zengshou.services.records.whole.statistics_extract import PURPOSE
from zengshou.store.register.access.authorisations import add_grant

pytestmark = NEEDS_CHROMIUM
STATISTICS = "/office/records/statistics"
PAGES = (
    *("/office/records", "/office/records/batches", "/office/records/batches/1", "/office/records/batches/2"),
    *("/office/records/batches/2/receipt", "/office/records/batches/2/quarantine", "/office/records/upload"),
    *("/office/records/links", "/office/records/links/1", "/office/records/links/made"),
    *("/office/records/batches?state=waiting", "/office/records/batches/2/quarantine?rule=5"),
    *("/office/records/batches/2/quarantine?state=dismissed", "/office/records/links?state=refused", STATISTICS),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordsInstallation]:
    with pytest.MonkeyPatch.context() as patch:
        read_without_process(patch)
        made = RecordsInstallation(tmp_path_factory.mktemp("office")).linked()
        _extract(made)
        yield made


def _extract(made: RecordsInstallation) -> None:
    """The statistician is given the right and takes the extract of a year, so that its page has figures."""
    right = RoleGrant(
        made.people["tongji"][0].id, Role.STATISTICIAN, "44", (PURPOSE,), date(2025, 1, 1), date(2025, 12, 31)
    )
    with made.records.home.database.writing() as session:
        add_grant(session, "g-9", right, "sec", made.now)
    client = made.client("tongji")
    assert client.post(STATISTICS, data={"form_token": made.form_token(client), "year": "2025"}).status_code == 303


@pytest.fixture(scope="module")
def site(place: RecordsInstallation) -> Iterator[str]:
    with served(replace(settings(), office=place.office)) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


class Custodian:
    """A custodian's session, and a statistician's for the page that is theirs; windows of any width, with or without
    JavaScript. It notes every request that goes elsewhere.
    """

    def __init__(self, browser: Browser, site: str, place: RecordsInstallation) -> None:
        self.browser, self.site = browser, site
        self.tokens = {login: place.sign_in(login) for login in ("guiji", "tongji")}
        self.outside: list[str] = []

    def page(self, address: str, width: int = 1280, **options: bool) -> Page:
        login = "tongji" if address.startswith(STATISTICS) else "guiji"
        context = self.browser.new_context(viewport={"width": width, "height": 900}, **options)
        context.add_cookies([{"name": COOKIE, "value": self.tokens[login], "url": self.site}])
        opened = context.new_page()
        opened.on("request", lambda told: None if told.url.startswith(self.site) else self.outside.append(told.url))
        answer = opened.goto(f"{self.site}{address}")
        assert answer is not None and answer.status == 200, address
        return opened


@pytest.fixture(scope="module")
def custodian(browser: Browser, site: str, place: RecordsInstallation) -> Custodian:
    return Custodian(browser, site, place)


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_serious_wide_or_narrow(custodian: Custodian, address: str) -> None:
    for width in (1280, 360):
        page = custodian.page(address, width, bypass_csp=True)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")["violations"]
        grave = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in SERIOUS]
        page.context.close()
        assert not grave, (address, width, grave)
    assert not custodian.outside


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_readable_without_javascript_narrow_and_on_paper(custodian: Custodian, address: str) -> None:
    page = custodian.page(address, 360, java_script_enabled=False)
    assert len(page.inner_text("main")) > 20 and page.locator("h1").count() == 1
    page.context.close()
    measured = custodian.page(address, 360)
    assert measured.evaluate("document.documentElement.scrollWidth") <= 360
    measured.emulate_media(media="print")
    with pdfplumber.open(BytesIO(measured.pdf(format="A4"))) as printed:
        for sheet in printed.pages:
            assert all(word["x0"] >= 0 and word["x1"] <= sheet.width for word in sheet.extract_words())
    measured.context.close()


@pytest.mark.slow
def test_a_link_is_undone_only_after_a_second_press_and_by_the_keyboard(custodian: Custodian) -> None:
    page = custodian.page("/office/records/links/made")
    sure = page.get_by_role("button", name="确认撤销")
    assert not sure.first.is_visible()
    page.locator(".confirm summary").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(sure.first).to_be_visible()
    page.context.close()


@pytest.mark.slow
def test_a_table_becomes_blocks_with_their_column_names_on_a_telephone(custodian: Custodian) -> None:
    page = custodian.page("/office/records/batches", 360)
    told = page.evaluate("getComputedStyle(document.querySelector('.stacks td:nth-child(4)'), '::before').content")
    assert told == '"状态"'
    assert page.evaluate("document.querySelector('.table-scroll').scrollWidth") <= 360
    page.context.close()


def test_the_receipt_prints_on_one_sheet_with_its_number(custodian: Custodian) -> None:
    page = custodian.page("/office/records/batches/1/receipt")
    with pdfplumber.open(BytesIO(page.pdf(format="A4"))) as printed:
        text = printed.pages[0].extract_text()
        assert len(printed.pages) == 1 and "数据报送回执" in text and "合成数据" in text
    page.context.close()


@pytest.mark.parametrize("has_script", [True, False])
def test_a_file_goes_from_the_choice_to_its_batch(
    custodian: Custodian, place: RecordsInstallation, tmp_path: Path, has_script: bool
) -> None:
    month = "2025-05" if has_script else "2025-06"
    file = tmp_path / f"iit_{month}.csv"
    file.write_bytes(place.file("chosen.csv", [place.april_row(each, 税款所属期起="2025-05") for each in range(12)]))
    page = custodian.page("/office/records/upload", 1280 if has_script else 360, java_script_enabled=has_script)
    page.select_option("select[name=channel]", "iit")
    page.fill("input[name=period]", month)
    page.set_input_files("input[name=file]", str(file))
    page.get_by_role("button", name="看开头几行").click()
    expect(page.locator("h1")).to_have_text("核对文件")
    expect(page.locator("tbody tr")).to_have_count(8)
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_url("**/batches/*", timeout=15_000)
    expect(page.locator(".equation")).to_contain_text("读入 12 = 接受")
    page.context.close()


def test_the_key_three_puts_a_pair_aside_and_the_next_one_comes(custodian: Custodian) -> None:
    page = custodian.page("/office/records/links/1")
    expect(page.locator("h1")).to_have_text("是不是同一人")
    page.keyboard.press("3")
    expect(page.locator("h1")).to_have_text("关联复核")
    expect(page.locator(".lamp-counts")).to_contain_text("留待再查1")
    page.goto(f"{custodian.site}/office/records/links/1")
    page.keyboard.press("2")
    expect(page.locator(".lamp-counts")).to_contain_text("不是同一人1")
    page.context.close()
