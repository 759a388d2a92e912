"""Long work in the system's Chromium: the bar polls and the page turns into the answer by itself."""

import pytest

from tests.browser.serving import NEEDS_CHROMIUM, chromium, served
from tests.faces.invented_site import settings, slowly

pytestmark = NEEDS_CHROMIUM
RUN = "/example/simulation/run?year=2025&reform=dibao_plus_10"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_page_of_long_work_turns_into_the_answer(has_scripts: bool) -> None:
    with served(settings(slowly, patience=0.05)) as site, chromium() as browser:
        page = browser.new_context(java_script_enabled=has_scripts).new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(site + RUN)
        assert page.locator("progress").count() == 1
        page.wait_for_selector("#budget", timeout=15_000)
        assert page.locator("h1").inner_text().startswith("低保标准提高10%")
        assert not [text for text in complaints if "Content Security" in text or "Error" in text]
