from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.faces.invented_site import settings, slowly
from zengshou.faces.web.app import create_app

RUN = "/example/simulation/run?year=2025&reform=dibao_plus_10"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings()), raise_server_exceptions=False) as made:
        yield made


def test_a_shipped_reform_becomes_an_address_that_can_be_shared(client: TestClient) -> None:
    sent = client.post("/example/simulation", data={"year": "2025", "reform": "dibao_plus_10"}, follow_redirects=False)
    assert sent.status_code == 303
    assert sent.headers["location"] == RUN


def test_own_values_are_kept_in_the_address_and_unchanged_ones_left_out(client: TestClient) -> None:
    fields = {
        "year": "2025",
        "reform": "own",
        "lever.dibao.standard_monthly[urban]": "８８０",
        "lever.iit.basic_deduction_yearly": "60,000",
    }
    sent = client.post("/example/simulation", data=fields, follow_redirects=False)
    assert sent.headers["location"].endswith("?year=2025&lever.dibao.standard_monthly%5Burban%5D=880.0")


def test_all_mistakes_of_a_form_come_back_together_and_in_words(client: TestClient) -> None:
    fields = {
        "year": "1066",
        "reform": "own",
        "lever.dibao.standard_monthly[urban]": "约八百",
        "lever.dibao.standard_monthly[rural]": "999999",
    }
    answer = client.post("/example/simulation", data=fields)
    assert answer.status_code == 422
    for words in ("有 3 处需要改正", "年份“1066”不能测算", "应为数字，读到“约八百”", "请填 0 至 10,000 之间的数"):
        assert words in answer.text
    assert 'value="约八百"' in answer.text


def test_an_empty_order_is_refused_with_what_to_do(client: TestClient) -> None:
    answer = client.post("/example/simulation", data={"year": "2025", "reform": "own"})
    assert answer.status_code == 422
    assert "把至少一个参数改成新值" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?year=2025&reform=unheard_of",
        "?year=2025&lever.no.such=1",
        "?year=2025&lever.dibao.standard_monthly[urban]=nan",
    ],
)
def test_an_address_that_asks_for_nothing_known_is_refused_in_words(client: TestClient, query: str) -> None:
    answer = client.get(f"/example/simulation/run{query}")
    assert answer.status_code == 422
    assert "需要改正" in answer.text and "Traceback" not in answer.text


def test_what_a_reader_typed_is_never_run_as_markup(client: TestClient) -> None:
    answer = client.post("/example/simulation", data={"year": "2025", "reform": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    "address", ["/atlantis", "/atlantis/targets", "/example/nothing", "/example/distribution/none.csv"]
)
def test_what_is_not_there_is_said_in_words(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "没有这个" in answer.text and "回到首页" in answer.text


def test_long_work_shows_its_progress_and_then_its_answer() -> None:
    with TestClient(create_app(settings(slowly, patience=0.05))) as client:
        first = client.get(RUN)
        assert first.status_code == 202
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in first.text
        assert 'hx-trigger="every 1s"' in first.text
        poll = client.get(RUN, headers={"HX-Request": "true"})
        assert poll.status_code == 200 and "<html" not in poll.text and "按规则计算" in poll.text
        answered = client.get("/api/example/simulation?year=2025&reform=dibao_plus_10")
        assert answered.json()["manifest"]["is_synthetic"] is True
        done = client.get(RUN, headers={"HX-Request": "true"})
        assert done.headers["hx-refresh"] == "true"
        assert "低保标准提高10%" in client.get(RUN).text
