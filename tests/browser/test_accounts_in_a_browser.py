"""The page of income accounts in the system's Chromium: drawn, narrow enough, readable without scripts."""

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import NEEDS_CHROMIUM
from tests.browser.test_pages_in_a_browser import browser, site, visit  # noqa: F401

pytestmark = NEEDS_CHROMIUM


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_band_is_drawn_without_complaint_and_the_page_fits_a_phone(
    site: str,  # noqa: F811
    browser: Browser,  # noqa: F811
    prefix: str,
) -> None:
    page, complaints, asked = visit(browser, f"{site}{prefix}/example/accounts", width=360)
    assert page.locator("#grouped-nation .chart-canvas svg").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert not complaints and all(address.startswith((site, "data:")) for address in asked)
    page.close()


def test_without_scripts_band_and_tables_are_there(site: str, browser: Browser) -> None:  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/example/accounts")
    assert page.locator("#grouped-nation .still svg:visible").count() == 1
    assert page.locator("#traps table").count() == 1
    context.close()
