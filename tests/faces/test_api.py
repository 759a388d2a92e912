from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.faces.invented_site import settings
from zengshou.faces.as_json import as_json
from zengshou.faces.web.app import create_app


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings()), raise_server_exceptions=False) as made:
        yield made


def test_a_simulation_answers_in_the_shape_of_the_command_line(client: TestClient) -> None:
    answer = client.get("/api/example/simulation?year=2025&reform=dibao_plus_10").json()
    assert {"budget", "gainers", "estimates", "manifest"} <= answer.keys()
    assert answer["manifest"]["lawbook"] == "cn-2025-1f3a"


def test_every_answer_names_its_vintage(client: TestClient) -> None:
    assert client.get("/api/example/distribution").json()["vintage"] == "invented-1"


def test_readings_carry_lamps_with_reasons(client: TestClient) -> None:
    first = client.get("/api/yangjiang/targets").json()["readings"][0]
    assert first["lamp"]["colour"] == "grey" and first["lamp"]["is_undecidable"] is True


def test_parameters_carry_source_and_status(client: TestClient) -> None:
    found = client.get("/api/example/parameters").json()["parameters"]
    assert found[1]["status"] == "unverified" and found[0]["source"]["article"] == "第一条"


def test_refusals_are_problems_in_json(client: TestClient) -> None:
    answer = client.get("/api/example/simulation?year=1066")
    assert answer.status_code == 422
    assert "不能测算" in answer.json()["problems"][0]["found"]
    assert client.get("/api/example/parameters?year=soon").status_code == 422
    assert client.get("/api/atlantis/targets").json()["problems"][0]["found"] == "没有这个城市。"


def test_numbers_that_are_not_finite_become_null() -> None:
    assert as_json({"a": float("nan"), "b": (1, float("inf"))}) == {"a": None, "b": [1, None]}
