"""方案导入 over HTTP: upload, review, correct, compare, the sheet; and nothing for those who may not."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from httpx import Response

from tests.faces.test_office_pages import Installation
from tests.services.plan.plan_desk import TEXT
from tests.services.plan.test_plan_sheet import filled
from zengshou.services.office import passwords


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield Installation(tmp_path)


def sent(place: Installation, client: TestClient, name: str, content: bytes, what: str = "plan") -> Response:
    data = {"form_token": place.form_token(client), "what": what}
    return client.post("/office/plan", data=data, files={"file": (name, content)})


@pytest.fixture
def client(place: Installation) -> TestClient:
    """A supervisor who has uploaded the plan."""
    made = place.client("ducha")
    assert sent(place, made, "方案.txt", TEXT.encode()).headers["location"] == "/office/plan/1"
    return made


def test_the_evidence_of_the_chosen_task_is_marked_in_the_numbered_text(client: TestClient) -> None:
    page = client.get("/office/plan/1?item=T-2.1.1").text
    assert '<li id="L30" class="evidence-line">1、<mark>健全技能等级与薪酬挂钩机制</mark>' in page
    assert '<li id="L31"><mark>牵头单位：县人力资源社会保障局</mark></li>' in page
    assert "<script" not in page


def test_a_correction_on_the_page_is_a_new_version_with_its_difference(place: Installation, client: TestClient) -> None:
    fields = {"form_token": place.form_token(client), "item": "T-2.1.1", "lead": "县财政局"}
    answer = client.post("/office/plan/1", data=fields)
    assert answer.headers["location"] == "/office/plan/2?item=T-2.1.1"
    page = client.get(answer.headers["location"]).text
    assert 'name="lead" value="县财政局"' in page and "机器原读：" in page
    found = client.get("/office/plan/differences?before=1&after=2").text
    assert "<ins>县财政局</ins>" in found and "改动 1 处" in found
    assert "旧版本" in client.get("/office/plan/1").text
    assert client.post("/office/plan/1", data={**fields, "lead": "县商务局"}).status_code == 409


def test_what_cannot_be_read_is_told_and_what_was_typed_stays(place: Installation, client: TestClient) -> None:
    fields = {"form_token": place.form_token(client), "item": "T-G-1", "value": "约三万<b>"}
    answer = client.post("/office/plan/1", data=fields)
    assert answer.status_code == 422 and "数值应为数字" in answer.text and 'value="约三万&lt;b&gt;"' in answer.text


def test_the_sheet_goes_down_and_up_and_leads_to_what_it_changed(place: Installation, client: TestClient) -> None:
    content = client.get("/office/plan/1/corrections.xlsx").content
    assert "任务" in openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    ready = filled(content, "任务", "T-2.2.4", {"订正：牵头单位": "县自然资源局"})
    answer = sent(place, client, "订正表.xlsx", ready, "sheet")
    assert answer.headers["location"] == "/office/plan/differences?before=1&after=2"
    assert "<ins>县自然资源局</ins>" in client.get(answer.headers["location"]).text
    wrong = filled(content, "目标", "T-G-1", {"订正：数值": "约三万"})
    refused = sent(place, client, "订正表.xlsx", wrong, "sheet")
    assert refused.status_code == 422 and "工作表“目标”" in refused.text


@pytest.mark.parametrize("page", ["/office/plan", "/office/plan/1", "/office/plan/1/corrections.xlsx"])
def test_only_a_supervisor_opens_the_plan(place: Installation, client: TestClient, page: str) -> None:
    assert client.get(page).status_code == 200
    assert [place.client(login).get(page).status_code for login in ("minzheng", "lingdao", "admin")] == [403] * 3
    assert place.client().get(page).status_code == 303


def test_a_version_or_a_task_that_is_not_there_is_told(client: TestClient) -> None:
    for address in ("/office/plan/9", "/office/plan/1?item=T-9", "/office/plan/differences?before=1&after=9"):
        assert client.get(address).status_code == 404
