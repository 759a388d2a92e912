"""立项 and 单位 over HTTP: names settled, changes shown, written once; as printed and as of today."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from tests.faces.test_office_pages import Installation
from tests.faces.test_plan_pages import sent
from tests.services.plan.plan_desk import TEXT
from zengshou.services.office import passwords

SURVEY = "国家统计局青砚调查队"  # near to the survey team of the invented city


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield Installation(tmp_path)


@pytest.fixture
def client(place: Installation) -> TestClient:
    """A supervisor whose ledger has the typed plan, and who has uploaded another one."""
    made = place.client("ducha")
    sent(place, made, "方案.txt", TEXT.encode())
    return made


def agreed(page: str) -> str:
    return page.partition('name="agreed" value="')[2].partition('"')[0]


def test_a_near_name_bars_the_way_until_it_is_settled(place: Installation, client: TestClient) -> None:
    page = client.get("/office/plan/1/intake").text
    assert "相近" in page and not agreed(page)
    asked = client.get("/office/plan/1/offices").text
    assert "1 个待定" in asked and "同一单位：<span>国家统计局示例调查队</span>" in asked
    fields = {"form_token": place.form_token(client), "name": SURVEY, "choice": "same:survey_team"}
    assert client.post("/office/plan/1/offices", data=fields).headers["location"] == "/office/plan/1/offices"
    assert "没有待定的名称" in client.get("/office/plan/1/offices").text
    assert agreed(client.get("/office/plan/1/intake").text)


def test_a_successor_without_a_last_day_is_refused_on_the_page(place: Installation, client: TestClient) -> None:
    fields = {"form_token": place.form_token(client), "name": SURVEY, "choice": "after:survey_team"}
    refused = client.post("/office/plan/1/offices", data=fields)
    assert refused.status_code == 422 and "最后一日" in refused.text
    assert client.post("/office/plan/1/offices", data={**fields, "last_day": "2023-12-31"}).status_code == 303
    assert SURVEY in client.get("/office/offices").text


def test_the_changes_are_shown_and_written_only_with_a_reason_for_what_is_called_off(
    place: Installation, client: TestClient
) -> None:
    token = place.form_token(client)
    client.post("/office/plan/1/offices", data={"form_token": token, "name": SURVEY, "choice": "new"})
    page = client.get("/office/plan/1/intake").text
    assert "新任务<strong>21</strong>" in page and "有改动<strong>1</strong>" in page and "将撤销" in page
    fields = {"form_token": token, "agreed": agreed(page), "reason": ""}
    assert client.post("/office/plan/1/intake", data=fields).status_code == 422
    done = client.post("/office/plan/1/intake", data={**fields, "reason": "方案换届"})
    assert done.headers["location"] == "/office/ledger"
    ledger = client.get("/office/ledger").text
    assert "健全技能等级与薪酬挂钩机制" in ledger and "撤销" in ledger
    old = client.get("/office/ledger?stage=revoked").text
    assert "列出 0 项" not in old
    assert client.post("/office/plan/1/intake", data=fields).status_code == 422


def test_the_ledger_and_the_bodies_show_the_bodies_of_today_when_asked(place: Installation, client: TestClient) -> None:
    fields = {
        "form_token": place.form_token(client),
        "office": "civil_affairs",
        "last_day": "2019-03-31",
        "successor": "finance",
    }
    assert client.post("/office/offices", data=fields).headers["location"] == "/office/offices"
    printed, current = (client.get(f"/office/ledger?bodies={mode}").text for mode in ("printed", "current"))
    assert "<td>市民政局</td>" in printed and "<td>市民政局</td>" not in current
    table = client.get("/office/offices?bodies=current").text
    assert "口径：现行机构" in table and "2019-03-31" in table
    assert client.get("/office/book/ledger.xlsx?period=2020Q3&bodies=current").status_code == 200


def test_an_undone_correction_is_a_new_version(place: Installation, client: TestClient) -> None:
    fields = {"form_token": place.form_token(client), "item": "T-2.1.1"}
    client.post("/office/plan/1", data={**fields, "lead": "县财政局"})
    assert 'name="undo" value="lead"' in client.get("/office/plan/2?item=T-2.1.1").text
    done = client.post("/office/plan/2", data={**fields, "undo": "lead", "lead": "县财政局"})
    assert done.headers["location"] == "/office/plan/3?item=T-2.1.1"
    assert 'name="undo"' not in client.get("/office/plan/3?item=T-2.1.1").text


@pytest.mark.parametrize("page", ["/office/plan/1/intake", "/office/plan/1/offices"])
def test_only_a_supervisor_takes_a_plan_in(place: Installation, client: TestClient, page: str) -> None:
    assert [place.client(login).get(page).status_code for login in ("minzheng", "lingdao", "admin")] == [403] * 3


def test_a_leader_reads_the_bodies_and_changes_none(place: Installation, client: TestClient) -> None:
    leader = place.client("lingdao")
    page = leader.get("/office/offices").text
    assert "单位名单" in page and "?edit=" not in page
    fields = {"form_token": place.form_token(leader), "office": "finance", "last_day": "2020-01-01"}
    assert leader.post("/office/offices", data=fields).status_code == 403
    assert place.client("minzheng").get("/office/offices").status_code == 403
