"""Marginal view, goal seek and ranking in the system's Chromium: drawn, narrow enough, usable without scripts."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import NEEDS_CHROMIUM
from tests.browser.test_pages_in_a_browser import browser, site, visit  # noqa: F401

pytestmark = NEEDS_CHROMIUM
SEEK_RUN = "/example/seek/run?year=2025&parameter=dibao.standard_monthly%5Burban%5D&target=poverty_rate+%3D+0.15"
PAGES = {"/example/marginal": 2, "/example/levers": 1, "/example/seek": 0, SEEK_RUN: 4}


@pytest.mark.parametrize(("path", "figures"), PAGES.items())
def test_every_page_draws_its_figures_without_complaint(site: str, browser: Browser, path: str, figures: int) -> None:  # noqa: F811
    page, complaints, asked = visit(browser, site + path)
    assert page.locator(".chart-canvas svg").count() == figures
    assert not complaints
    assert all(address.startswith((site, "data:")) for address in asked)
    page.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_pages_fit_a_phone(site: str, browser: Browser, path: str, prefix: str) -> None:  # noqa: F811
    page, _, _ = visit(browser, site + prefix + path, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()


def test_without_scripts_the_form_leads_to_drawing_and_table(site: str, browser: Browser) -> None:  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/example/marginal")
    page.fill('input[name="to"]', "4000")
    page.click("button[type=submit]")
    page.wait_for_url(re.compile("to=4000"))
    assert page.locator(".still svg:visible").count() == 2
    assert page.locator("#cliffs table").count() == 1
    context.close()


def test_an_example_fills_the_form_and_the_form_leads_to_the_answer(site: str, browser: Browser) -> None:  # noqa: F811
    page, complaints, _ = visit(browser, f"{site}/example/seek")
    page.click(".ways a")
    expect(page.locator('input[name="target"]')).to_have_value("poverty_rate = 0.15")
    page.click("button[type=submit]")
    page.wait_for_url(re.compile("seek/run"))
    page.wait_for_selector("#solution")
    assert not complaints
    page.close()
