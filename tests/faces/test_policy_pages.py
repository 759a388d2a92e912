"""Pages of marginal view, goal seek and lever ranking, on invented answers."""

import re
from collections.abc import Iterator
from itertools import product

import pytest
from fastapi.testclient import TestClient

from tests.faces.invented_site import settings, slowly
from zengshou.faces.web.app import create_app
from zengshou.faces.web.policy_tools import marginal_order, seek_order, seek_query

SEEK_RUN = "seek/run?year=2025&parameter=dibao.standard_monthly%5Burban%5D&target=poverty_rate+%3D+0.15"
PAGES = ("marginal", "seek", SEEK_RUN, "levers")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings()), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize(("prefix", "page"), list(product(("", "/en"), PAGES)))
def test_every_page_answers_in_both_languages_and_is_readable_without_scripts(
    client: TestClient, prefix: str, page: str
) -> None:
    answer = client.get(f"{prefix}/example/{page}")
    assert answer.status_code == 200 and answer.text.count("<h1") == 1
    assert f'<html lang="{"en" if prefix else "zh-CN"}">' in answer.text
    bare = re.sub(r"<script.*?</script>", "", answer.text, flags=re.S)
    assert len(re.sub(r"<[^>]+>|\s+", "", bare)) > 250
    assert not re.findall(r"<style|\sstyle=|\son\w+=|javascript:", answer.text)


def test_the_marginal_page_draws_income_and_rate_and_names_the_rule_of_the_cliff(client: TestClient) -> None:
    text = client.get("/example/marginal").text
    assert text.count('<svg xmlns="http://www.w3.org/2000/svg"') == 2
    assert "低保边缘家庭" in text and "审核确认办法 第八条" in text and "由是变否" in text


def test_the_form_keeps_what_was_typed_and_passes_it_on(client: TestClient) -> None:
    text = client.get("/example/marginal?over=wage_monthly&to=８０００&member=母亲").text
    assert "8,000" in text and 'value="８０００"' in text and "<option selected>母亲</option>" in text


def test_what_is_no_number_is_refused_with_the_form(client: TestClient) -> None:
    answer = client.get("/example/marginal?from=零&step=abc")
    assert answer.status_code == 422 and "有 2 处需要改正" in answer.text and 'value="abc"' in answer.text


def test_figures_of_all_three_pages_can_be_downloaded(client: TestClient) -> None:
    for address in ("marginal/net-income.csv", "levers/ranking.svg", SEEK_RUN.replace("run?", "run/search.csv?")):
        answer = client.get(f"/example/{address}")
        assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert client.get(f"/example/{SEEK_RUN.replace('run?', 'run/reform.yaml?')}").text == "title: 倒推\n"


def test_a_target_becomes_an_address_that_can_be_shared(client: TestClient) -> None:
    fields = {"parameter": "dibao.standard_monthly[urban]", "target": "poverty_rate = 0.15"}
    sent = client.post("/example/seek", data=fields, follow_redirects=False)
    assert sent.status_code == 303 and sent.headers["location"] == f"/example/{SEEK_RUN}"


def test_an_empty_target_and_unreadable_values_come_back_together(client: TestClient) -> None:
    answer = client.post("/example/seek", data={"parameter": "x", "given": "a=1；b=多"})
    assert answer.status_code == 422
    assert "没有写目标式" in answer.text and "读不出“b=多”" in answer.text and "a=1；b=多" in answer.text


def test_a_target_that_cannot_be_read_comes_back_with_the_form(client: TestClient) -> None:
    answer = client.get("/example/seek/run?parameter=x&target=poverty_rate")
    assert answer.status_code == 422 and "目标式中应有一个" in answer.text and 'value="poverty_rate"' in answer.text


def test_the_answer_tells_value_error_and_budget(client: TestClient) -> None:
    text = client.get(f"/example/{SEEK_RUN}").text
    assert "880" in text and "24.5" in text and 'id="budget"' in text and 'id="decile-gains"' in text


def test_the_ranking_shows_tasks_with_interval_and_those_without_lever(client: TestClient) -> None:
    text = client.get("/example/levers").text
    assert "T-1 任务T-1" in text and "只作文字跟踪" in text and "badge-synthetic" in text


def test_long_work_shows_its_progress_first() -> None:
    with TestClient(create_app(settings(slowly, patience=0.05))) as client:
        for page in ("levers", SEEK_RUN):
            first = client.get(f"/example/{page}")
            assert first.status_code == 202 and "<progress" in first.text


def test_given_values_survive_the_address() -> None:
    order = seek_order("example", 2025, {"parameter": "p", "target": "a = 1", "given": "a=3e4，b = 0.5"})
    assert order.given == (("a", 30000.0), ("b", 0.5))
    assert "given=a%3D30000.0%3Bb%3D0.5" in seek_query(order)


def test_empty_fields_leave_the_range_to_what_is_declared() -> None:
    order = marginal_order("example", 2025, {"from": " ", "to": "1,000"}, settings().tools.marginal_ranges("example"))
    assert (order.over, order.low, order.high, order.step) == ("wage_monthly", None, 1000, None)
