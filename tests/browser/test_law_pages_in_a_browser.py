"""Finder, list of policies, laws and calculations in the system's Chromium."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.faces.invented_site import settings

pytestmark = NEEDS_CHROMIUM
PAGES = ("entitlements", "policies", "laws", "laws/dibao", "laws/social_insurance", "explain")


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with served(replace(settings(), today=lambda: "2026-10-15")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def watched(browser: Browser, width: int = 1200, has_scripts: bool = True) -> tuple[Page, list[str], list[str]]:
    """A page, the complaints of its console, the addresses it asks for."""
    page = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=has_scripts).new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    return page, complaints, asked


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_fit_a_phone_and_ask_nobody_else(site: str, browser: Browser, path: str, prefix: str) -> None:
    page, complaints, asked = watched(browser, width=360)
    page.goto(f"{site}{prefix}/example/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not complaints
    assert all(address.startswith((site, "data:")) for address in asked)
    page.context.close()


def press(page: Page, value: str) -> None:
    """A button of the finder, and the page that follows: its heading is never that of the page before."""
    heading = page.locator("h1").inner_text()
    page.click(f'p.actions button[value="{value}"]')
    expect(page.locator("h1")).not_to_have_text(heading, use_inner_text=True)


def walk(page: Page, address: str) -> int:
    """The finder to its last question; how many pages it had."""
    page.goto(address)
    page.fill("#f-members", "2")
    pages = 0
    while page.locator('input[name="asked"]').count():
        pages += 1
        for row in ("0", "1"):
            field = page.locator(f"#f-q-birth_month-{row}")
            if field.count():
                field.fill("1950-06")
        select = page.locator('select[name="q.residence"]')
        if select.count():
            select.select_option("1")
        press(page, "next")
        assert pages <= 7
    return pages


@pytest.mark.parametrize(("width", "has_scripts"), [(360, True), (1200, False)])
def test_the_finder_works_on_a_phone_and_without_scripts(
    site: str, browser: Browser, width: int, has_scripts: bool
) -> None:
    page, complaints, asked = watched(browser, width, has_scripts)
    assert 2 <= walk(page, f"{site}/example/entitlements") <= 7
    assert page.locator("h1").inner_text() == "核对回答"
    press(page, "result")
    assert page.locator("h1").inner_text() == "您家的结果"
    assert page.locator("article.benefit").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width if has_scripts else True
    assert page.url == f"{site}/example/entitlements"
    assert not complaints and not page.context.cookies()
    assert all(address.startswith((site, "data:")) for address in asked)
    page.context.close()


def test_a_mistake_takes_the_focus_to_the_summary_and_leads_to_its_field(site: str, browser: Browser) -> None:
    page, _, _ = watched(browser)
    page.goto(f"{site}/example/entitlements")
    page.fill("#f-members", "many")
    page.click('p.actions button[value="next"]')
    page.wait_for_selector(".problem-summary")
    assert page.evaluate("document.activeElement.className") == "problem-summary"
    page.click(".problem-summary a")
    expect(page.locator("#f-members")).to_be_focused()
    page.context.close()


def test_enter_goes_on_and_the_way_back_keeps_the_answer(site: str, browser: Browser) -> None:
    page, _, _ = watched(browser)
    page.goto(f"{site}/example/entitlements")
    page.fill("#f-members", "3")
    page.press("#f-members", "Enter")
    page.wait_for_selector('button[value="page:household"]')
    page.click('button[value="page:household"]')
    assert page.input_value("#f-members") == "3"
    page.context.close()


def test_large_type_is_larger(site: str, browser: Browser) -> None:
    page, _, _ = watched(browser, width=360)
    page.goto(f"{site}/example/entitlements")
    size = "parseFloat(getComputedStyle(document.querySelector('legend')).fontSize)"
    before = page.evaluate(size)
    page.click("button.size-button")
    page.wait_for_selector("html.large")
    assert page.evaluate(size) > 1.25 * before
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.context.close()


def test_the_print_of_a_result_has_no_buttons(site: str, browser: Browser) -> None:
    page, _, _ = watched(browser)
    walk(page, f"{site}/example/entitlements")
    press(page, "result")
    page.emulate_media(media="print")
    assert page.locator("button:visible").count() == 0
    assert page.locator("article.benefit:visible").count() > 0
    page.context.close()


def test_a_law_s_page_draws_its_histories(site: str, browser: Browser) -> None:
    page, complaints, _ = watched(browser)
    page.goto(f"{site}/example/laws/dibao", wait_until="load")
    assert page.locator(".chart-canvas svg").count() >= 1
    assert not complaints
    page.context.close()
