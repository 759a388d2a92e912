import re
from collections.abc import Iterator
from io import BytesIO
from itertools import product

import pytest
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from tests.faces.invented_site import settings
from zengshou.faces.web.app import create_app

RUN = "simulation/run?year=2025&reform=dibao_plus_10"
PAGES = ("", "targets", "distribution", "simulation", RUN, "parameters")
CITIES = ("yangjiang", "liaoyang", "example")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings()), raise_server_exceptions=False) as made:
        yield made


def without_scripts(page: str) -> str:
    return re.sub(r"<script.*?</script>", "", page, flags=re.S)


@pytest.mark.parametrize(("prefix", "city", "page"), list(product(("", "/en"), CITIES, PAGES)))
def test_every_page_answers_for_every_city_in_both_languages(
    client: TestClient, prefix: str, city: str, page: str
) -> None:
    answer = client.get(f"{prefix}/{city}/{page}".rstrip("/"))
    assert answer.status_code == 200
    assert f'<html lang="{"en" if prefix else "zh-CN"}">' in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_readable_without_scripts(client: TestClient, page: str) -> None:
    bare = without_scripts(client.get(f"/example/{page}".rstrip("/")).text)
    words = re.sub(r"<[^>]+>|\s+", "", bare)
    assert len(words) > 250


@pytest.mark.parametrize("page", PAGES)
def test_pages_carry_no_inline_scripts_styles_or_handlers(client: TestClient, page: str) -> None:
    text = client.get(f"/example/{page}".rstrip("/")).text
    assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", text)
    scripts = re.findall(r"<script([^>]*)>", text)
    assert all("src=" in found or 'type="application/json"' in found for found in scripts)


@pytest.mark.parametrize("address", ["/example", "/static/figures.css", "/nowhere/at/all", "/api/cities", "/healthz"])
def test_every_answer_carries_the_content_security_policy(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"


def test_figures_stand_as_drawing_and_as_table(client: TestClient) -> None:
    bare = without_scripts(client.get("/example/distribution").text)
    assert bare.count('<svg xmlns="http://www.w3.org/2000/svg"') == 7
    assert bare.count("<table") == 10
    assert bare.count("<caption") == 10


def test_synthetic_figures_are_marked_on_every_page_that_shows_them(client: TestClient) -> None:
    for page in ("", "distribution", RUN):
        assert "badge-synthetic" in client.get(f"/example/{page}".rstrip("/")).text


def test_the_page_of_targets_says_each_lamp_and_its_reason_in_words(client: TestClient) -> None:
    text = client.get("/yangjiang/targets").text
    assert "灰灯·无法判定" in text and "本期数据不能判断是否达标" in text
    assert "到2020年达到38.3%" in text


def test_an_invented_city_says_so(client: TestClient) -> None:
    assert "虚构城市" in client.get("/example").text
    assert "虚构城市" not in client.get("/yangjiang").text


def test_the_other_language_is_one_link_away_with_the_same_question(client: TestClient) -> None:
    text = client.get(f"/example/{RUN}").text
    assert 'href="/en/example/simulation/run?year=2025&amp;reform=dibao_plus_10"' in text


def test_figures_can_be_downloaded_as_csv_and_svg(client: TestClient) -> None:
    table = client.get("/example/distribution/lorenz.csv")
    assert table.headers["content-type"].startswith("text/csv") and table.text.startswith("\ufeff")
    drawing = client.get("/example/distribution/lorenz.svg")
    assert drawing.headers["content-type"] == "image/svg+xml" and drawing.text.startswith("<svg")


def test_a_run_can_be_taken_away_as_yaml_docx_xlsx_and_html(client: TestClient) -> None:
    query = "?year=2025&reform=dibao_plus_10"
    assert client.get(f"/example/simulation/run/reform.yaml{query}").text == "title: dibao_plus_10\n"
    assert Document(BytesIO(client.get(f"/example/simulation/run/report.docx{query}").content)).tables
    assert (
        "预算" in load_workbook(BytesIO(client.get(f"/example/simulation/run/report.xlsx{query}").content)).sheetnames
    )
    assert client.get(f"/example/simulation/run/report.html{query}").text.startswith("<!doctype html>")


def test_the_front_door_leads_to_the_default_city(client: TestClient) -> None:
    assert client.get("/", follow_redirects=False).headers["location"] == "/example"
    assert client.get("/en", follow_redirects=False).headers["location"] == "/en/example"


def test_the_service_says_that_it_runs(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok"
