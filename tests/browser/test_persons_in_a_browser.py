"""The pages about persons in the system's Chromium: axe, 360 px, no JavaScript, the keyboard, A4, and one whole way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.faces.invented_site import settings
from tests.faces.person_office import PersonOffice, first_place, place
from zengshou.concepts.account import Role
from zengshou.faces.web.office.door import COOKIE

pytestmark = NEEDS_CHROMIUM
__all__ = ["first_place", "place"]
AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
PAGES = {
    "heduir": ("/office/person", "/office/authorisations"),
    "minzheng": ("/office/person", "/office/authorisations?case_id=none", "/office/bindings"),
    "xiangzhen": ("/office/person", "/office/authorisations"),
    "anquan": ("/office/rights",),
    "shenji": ("/office/rights", "/office/audit"),
    "guiji": ("/office/corrections",),
    "jia": (
        "/office/me",
        "/office/me?all=1",
        "/office/me/looks",
        "/office/me/corrections",
        "/office/me/corrections?kind=income&fact=2/0/0",
    ),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@dataclass(frozen=True)
class Visit:
    """A served office with browsers of whoever is signed in."""

    place: PersonOffice
    browser: Browser
    site: str

    def page(self, login: str, width: int = 1280, has_script: bool = True) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900}, java_script_enabled=has_script, bypass_csp=True
        )
        token = self.place.client(login).cookies.get(COOKIE)
        assert token is not None
        context.add_cookies([{"name": COOKIE, "value": token, "url": self.site}])
        return context.new_page()

    def opened(self, page: Page, login: str, name: str, **changes: str) -> None:
        """Fill the form of the file as an officer does, and ask."""
        page.goto(f"{self.site}/office/person")
        for field, text in self.place.question(login, name, **changes).items():
            if field not in ("purpose", "month_from", "month_to"):
                page.fill(f"input[name={field}]", text)
        page.click(".ask button")


@pytest.fixture
def visit(place: PersonOffice, browser: Browser) -> Iterator[Visit]:
    place.citizen("jia")
    place.invite("guiji", Role.DATA_CUSTODIAN, place.account("admin"))
    with served(replace(settings(), office=place.office)) as site:
        yield Visit(place, browser, site)


def grave(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found if each["impact"] in ("serious", "critical")
    ]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.slow
def test_every_page_about_persons_is_accessible_and_fits_a_telephone(visit: Visit) -> None:
    for width in (1280, 360):
        for login, addresses in PAGES.items():
            page = visit.page(login, width)
            for address in addresses:
                page.goto(f"{visit.site}{address}")
                assert not grave(page), (address, width, grave(page))
                assert overflow(page) <= 0, (address, width)
        page = visit.page("heduir", width)
        visit.opened(page, "heduir", "jia", compare_on="2026-04-30")
        page.click("text=连同家庭成员核对")
        expect(page.locator("text=家庭收入").first).to_be_visible()
        assert not grave(page) and overflow(page) <= 0, (width, grave(page))
        town = visit.page("xiangzhen", width)
        visit.opened(town, "xiangzhen", "jia")
        expect(town.locator("text=有无收入记录")).to_be_visible()
        assert not grave(town) and overflow(town) <= 0, (width, grave(town))


@pytest.mark.slow
def test_a_file_is_opened_refused_and_found_again_by_the_person_without_javascript(visit: Visit) -> None:
    page = visit.page("heduir", has_script=False)
    visit.opened(page, "heduir", "jia")
    expect(page.locator("h2 .person-ref")).to_have_text(visit.place.shown("jia"))
    visit.opened(page, "heduir", "jia", case_id="救2026-777")
    expect(page.locator(".problem-summary")).to_contain_text("没有本人签署的核对授权书")
    mine = visit.page("jia", 360, has_script=False)
    mine.goto(f"{visit.site}/office/me/looks")
    assert mine.locator(".looks > li").count() == 4  # two at the counter, before the account was opened
    expect(mine.locator(".looks > li").first).to_contain_text("未获准")
    mine.goto(f"{visit.site}/office/me")
    assert float(mine.locator(".my-what").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 18


@pytest.mark.slow
def test_the_question_is_asked_by_the_keyboard_alone_and_prints_on_a4(visit: Visit) -> None:
    page = visit.page("heduir")
    page.goto(f"{visit.site}/office/person")
    page.focus("input[name=case_id]")
    page.keyboard.type("救2026-001")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.type(visit.place.shown("jia"))
    page.keyboard.press("Enter")
    expect(page.locator("#own")).to_be_visible()
    page.emulate_media(media="print")
    assert not page.locator(".ask").is_visible() and not page.locator(".take").first.is_visible()
    with pdfplumber.open(BytesIO(page.pdf(format="A4"))) as printed:
        sheets = [normalize("NFKC", sheet.extract_text()) for sheet in printed.pages]  # the font gives radicals
    for number, text in enumerate(sheets, start=1):
        assert "救2026-001" in text and "示例heduir" in text and f"{number} / {len(sheets)}" in text, text
    assert "必要就业成本" in sheets[0] + sheets[1] and "来源行" in sheets[-1]
    page.emulate_media(media="screen")
    page.goto(f"{visit.site}/office/language/en")
    page.goto(f"{visit.site}/office/person")
    expect(page.locator("h1")).to_have_text("Verify")
