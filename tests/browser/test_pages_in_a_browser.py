"""Every page in the system's Chromium: figures drawn, no other host asked, no complaint, no sideways scrolling."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.faces.invented_site import settings

pytestmark = NEEDS_CHROMIUM
RUN = "/example/simulation/run?year=2025&reform=dibao_plus_10"
PAGES = {
    "/example": 0,
    "/example/targets": 4,
    "/example/distribution": 7,
    "/example/simulation": 0,
    RUN: 3,
    "/example/parameters": 0,
}


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served(settings()) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def visit(browser: Browser, address: str, width: int = 1200) -> tuple[Page, list[str], list[str]]:
    """The open page, the complaints of its console, the addresses it asked for."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    asked: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="load")
    return page, complaints, asked


@pytest.mark.parametrize(("path", "figures"), PAGES.items())
def test_every_page_draws_its_figures_and_asks_nobody_else(
    site: str, browser: Browser, path: str, figures: int
) -> None:
    page, complaints, asked = visit(browser, site + path)
    assert page.locator(".chart-canvas svg").count() == figures
    assert page.locator(".still:visible").count() == 0
    assert not complaints
    assert all(address.startswith((site, "data:")) for address in asked)
    assert len([address for address in asked if not address.startswith("data:")]) <= 6
    page.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_fit_a_phone_without_sideways_scrolling(site: str, browser: Browser, path: str, prefix: str) -> None:
    page, _, _ = visit(browser, site + prefix + path, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_without_scripts_the_still_pictures_and_tables_remain(site: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/example/distribution")
    assert page.locator(".still svg:visible").count() == 7
    assert len(re.sub(r"\s", "", page.inner_text("main"))) > 500
    context.close()


def test_a_form_leads_to_its_answer_and_typing_chooses_own_values(site: str, browser: Browser) -> None:
    page, complaints, _ = visit(browser, f"{site}/example/simulation")
    page.locator("details.law summary").last.click()
    page.fill('input[name="lever.dibao.standard_monthly[urban]"]', "880")
    assert page.locator('input[value="own"]').is_checked()
    page.click("button[type=submit]")
    page.wait_for_url(re.compile("simulation/run"))
    assert page.locator("h1").inner_text().startswith("低保标准提高10%")
    assert not complaints
    page.close()


def test_the_first_stop_of_the_keyboard_is_the_way_to_the_content(site: str, browser: Browser) -> None:
    page, _, _ = visit(browser, f"{site}/example/targets")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.close()


def test_printing_opens_every_table(site: str, browser: Browser) -> None:
    page, _, _ = visit(browser, f"{site}/example/distribution")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.data-details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.data-details[open]").count() == 0
    page.close()


def test_figures_can_be_saved_as_pictures(site: str, browser: Browser) -> None:
    page, complaints, _ = visit(browser, f"{site}/example/distribution")
    with page.expect_download() as saved:
        page.locator("#lorenz .save-picture").click()
    assert saved.value.suggested_filename == "lorenz.png"
    assert not complaints
    page.close()


@pytest.mark.parametrize("width", [1280, 360])
def test_the_section_by_key_group_fits_the_page_at_both_widths(site: str, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(f"{site}/en/example/distribution#key-groups")
    assert page.locator("#key-groups figure").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
