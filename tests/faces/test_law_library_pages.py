"""Finder, list of policies, laws, calculations: on the example city's real law, no answer kept anywhere."""

import builtins
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.faces.invented_site import settings
from zengshou.faces.web.app import create_app

DAY = "2026-10-15"
ADDRESS = "/example/entitlements"
PAGES = ("entitlements", "policies", "policies?group=new_farmer", "laws", "laws/dibao", "laws/iit", "explain")
FORM = {"content-type": "application/x-www-form-urlencoded"}
Fields = list[tuple[str, str]]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    fixed = replace(settings(), today=lambda: DAY)
    with TestClient(create_app(fixed), raise_server_exceptions=False) as made:
        yield made


class Form(HTMLParser):
    """The fields of a page's form as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: Fields = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        is_box = found.get("type") in ("checkbox", "radio")
        if (tag == "input" and (not is_box or "checked" in found)) or tag == "select":
            self.fields.append((found["name"], found.get("value", "")))


def filled(text: str, **answers: str) -> Fields:
    """A page's fields, with the answers of every member put in by column."""
    fields = []
    for name, value in Form(text).fields:
        column = name.split(".")[1] if name.startswith("q.") else name
        fields.append((name, value or answers.get(column, value)))
    return fields


def sent(client: TestClient, fields: Fields, go: str) -> Response:
    return client.post(ADDRESS, content=urlencode([*fields, ("go", go)]), headers=FORM)


def walked(client: TestClient, **answers: str) -> tuple[list[str], Response]:
    """The whole way: texts of the question pages, then the page of all answers."""
    given = {"members": "2", "birth_month": "1980-05", "residence": "1", **answers}
    page, texts = client.get(ADDRESS), []
    while 'name="asked"' in page.text:
        texts.append(page.text)
        page = sent(client, filled(page.text, **given), "next")
        assert page.status_code == 200 and len(texts) <= 7
    return texts, page


@pytest.mark.parametrize(("prefix", "page"), list(product(("", "/en"), PAGES)))
def test_every_page_answers_in_both_languages_readable_without_scripts(
    client: TestClient, prefix: str, page: str
) -> None:
    answer = client.get(f"{prefix}/example/{page}")
    assert answer.status_code == 200 and answer.text.count("<h1") == 1
    bare = re.sub(r"<script.*?</script>", "", answer.text, flags=re.S)
    assert len(re.sub(r"<[^>]+>|\s+", "", bare)) > 200
    assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", answer.text)


def test_the_navigation_leads_to_the_new_pages(client: TestClient) -> None:
    text = client.get("/example").text
    for page in ("entitlements", "policies", "laws", "explain"):
        assert f'href="/example/{page}"' in text


# Finder


def test_the_finder_ends_in_all_answers_and_then_the_result(client: TestClient) -> None:
    texts, check = walked(client)
    assert 2 <= len(texts) <= 7
    assert "核对回答" in check.text and "1980-05" in check.text
    result = sent(client, Form(check.text).fields, "result")
    assert "您家的结果" in result.text and "到哪里办" in result.text and "带什么" in result.text
    assert result.text.count('class="fit fit-not"') >= 1


def test_after_each_page_the_list_so_far_stands_below(client: TestClient) -> None:
    texts, _ = walked(client)
    assert "到目前为止" not in texts[0]
    assert all("到目前为止" in text for text in texts[1:])


def test_a_page_with_mistakes_comes_back_with_a_summary_that_takes_the_focus(client: TestClient) -> None:
    first = client.get(ADDRESS)
    wrong = sent(client, filled(first.text, members="很多", residence="1"), "next")
    assert wrong.status_code == 422
    summary = re.search(r'<div class="problem-summary"[^>]*>', wrong.text)
    assert summary is not None and "autofocus" in summary[0] and 'tabindex="-1"' in summary[0]
    assert 'href="#f-members"' in wrong.text and 'value="很多"' in wrong.text


def test_the_way_back_shows_what_was_answered(client: TestClient) -> None:
    first = client.get(ADDRESS)
    second = sent(client, filled(first.text, members="2", residence="1"), "next")
    back = sent(client, Form(second.text).fields, "page:household")
    assert re.search(r'name="members"[^>]*value="2"', back.text)
    again = sent(client, Form(back.text).fields, "next")
    assert again.text.count("<h1") == 1 and Form(again.text).fields


def test_a_page_may_be_skipped_and_its_questions_stay_open(client: TestClient) -> None:
    first = client.get(ADDRESS)
    second = sent(client, filled(first.text, members="1", residence="0"), "next")
    third = sent(client, filled(second.text), "skip")
    assert third.status_code == 200
    skipped = {text for name, text in Form(second.text).fields if name == "asked"}
    assert skipped <= {text for name, text in Form(third.text).fields if name == "seen"}


def test_large_type_stays_on_the_way_and_keeps_what_was_typed(client: TestClient) -> None:
    first = client.get(ADDRESS)
    large = sent(client, filled(first.text, members="3"), "size:large")
    assert '<html lang="zh-CN" class="large">' in large.text
    assert re.search(r'name="members"[^>]*value="3"', large.text)
    following = sent(client, filled(large.text, residence="1"), "next")
    assert 'class="large"' in following.text


def test_no_answer_is_written_anywhere(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "73519"
    plain_open = builtins.open

    def watched(file: object, mode: str = "r", *args: object, **more: object) -> object:
        assert not set(mode) & set("wax+"), file
        return plain_open(file, mode, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(builtins, "open", watched)
    with caplog.at_level(logging.DEBUG):
        texts, check = walked(client, wage_monthly=secret)
        result = sent(client, Form(check.text).fields, "result")
    assert secret in check.text
    assert not result.cookies and "set-cookie" not in result.headers
    assert secret not in caplog.text and secret not in str(result.url)
    fresh = client.get(ADDRESS)
    assert secret not in fresh.text and fresh.text == texts[0]


def test_the_result_can_be_seen_at_any_time(client: TestClient) -> None:
    first = client.get(ADDRESS)
    second = sent(client, filled(first.text, members="1", residence="0"), "next")
    result = sent(client, Form(second.text).fields, "result")
    assert "可能符合" in result.text and "还缺什么" in result.text


def test_twelve_members_are_carried_along(client: TestClient) -> None:
    texts, check = walked(client, members="12")
    assert "第12人" in texts[1] and check.status_code == 200


# Policies, laws, calculations


def test_the_list_is_searched_by_words_and_group(client: TestClient) -> None:
    everything = client.get("/example/policies").text
    some = client.get("/example/policies", params={"text": "住房租金"}).text
    assert everything.count('<li class="benefit"') > some.count('<li class="benefit"') >= 1
    none = client.get("/example/policies", params={"text": "绝无此词"}).text
    assert "找到 0 项" in none
    assert client.get("/example/policies", params={"group": "nobody"}).status_code == 422


def test_a_law_s_page_draws_the_history_of_its_values(client: TestClient) -> None:
    text = client.get("/example/laws/dibao").text
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in text and "badge-scenario" in text
    assert "未建模" in text and "算例" in text
    drawing = client.get("/example/laws/dibao/dibao-standard_monthly.svg")
    assert drawing.headers["content-type"] == "image/svg+xml"
    assert client.get("/example/laws/nothing").status_code == 422


def test_a_figure_is_explained_on_the_page_and_as_json(client: TestClient) -> None:
    text = client.get("/example/explain").text
    assert "一、已知情况" in text and "二、计算" in text and "三、所用数值" in text
    tree = json.loads(client.get("/example/explain/calculation.json?variable=dibao_monthly").text)
    assert tree["schema"] == "zengshou.trace/2" and tree["node"]["name"] == "dibao_monthly"


def test_a_case_of_one_s_own_is_explained_and_its_mistakes_are_told(client: TestClient) -> None:
    persons = "persons: [{birth_month: 1985-03, wage_monthly: 9000}]"
    case = f"area: example\nyear: 2025\nhousehold: {{residence: urban}}\n{persons}"
    fields = {"variable": "income_tax_yearly", "member": "", "month": "1", "case": case}
    answer = client.post("/example/explain", data=fields)
    assert answer.status_code == 200 and "9,000.00元" in answer.text
    wrong = client.post("/example/explain", data={**fields, "case": "year: 2025"})
    assert wrong.status_code == 422 and "persons" in wrong.text and "year: 2025" in wrong.text
    tree = client.post("/example/explain", data={**fields, "format": "json"})
    assert json.loads(tree.text)["node"]["name"] == "income_tax_yearly"
