"""Lamps, slips and scores over HTTP: who sees what, what a button does, never colour alone, files that open."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from tests.faces.test_office_pages import Installation, place  # noqa: F401
from zengshou.plan.ledger.model import Milestone, Period
from zengshou.plan.ledger.stages import Action


def send(place: Installation, client: TestClient, page: str, **fields: str) -> int:  # noqa: F811
    return client.post(page, data={"form_token": place.form_token(client), **fields}).status_code


@pytest.fixture
def late(place: Installation) -> Installation:  # noqa: F811
    """SL-3 is in hand, its report of the third quarter is missing, and the lamp is recorded."""
    ledger, supervisor, body = place.office.ledger, place.people["ducha"][0], place.people["minzheng"][0]
    ledger.act(supervisor, "SL-3", Action.ASSIGN, 1)
    ledger.act(body, "SL-3", Action.SIGN, 2)
    ledger.break_down(body, "SL-3", 3, [Milestone(Period(2020, 3), 50)])
    ledger.act(body, "SL-3", Action.START, 4)
    place.now = datetime(2020, 10, 19, 2, tzinfo=UTC)
    assert send(place, place.client("ducha"), "/office/lamps", period="2020Q3") == 303
    return place


def test_the_ledger_and_the_task_show_the_lamp_by_word_shape_and_reason(late: Installation) -> None:
    client = late.client("minzheng")
    assert 'aria-hidden="true">■</span>红' in client.get("/office/ledger").text
    task = client.get("/office/task/SL-3").text
    assert "■</span>红" in task and "未报送" in task and "原红灯保留" in task


def test_only_a_supervisor_has_the_button_and_the_right_to_record(late: Installation) -> None:
    page = late.client("ducha").get("/office/ledger").text
    assert "记录进度灯</button>" in page and "2020年三季度</option>" in page
    body = late.client("minzheng")
    assert "进度灯</button>" not in body.get("/office/ledger").text
    assert send(late, body, "/office/lamps", period="2020Q3") == 403
    assert send(late, late.client("ducha"), "/office/lamps", period="Q") == 422


def test_a_slip_is_proposed_confirmed_answered_and_downloaded(late: Installation) -> None:
    supervisor = late.client("ducha")
    assert "没有需要督办" not in supervisor.get("/office/slips").text
    fields = {"what": "issue", "code": "SL-3", "office": "civil_affairs"}
    assert send(late, supervisor, "/office/slips", **fields, colour="blue") == 409
    assert send(late, supervisor, "/office/slips", **fields, colour="red") == 303
    (slip,) = late.office.slips.issued(late.people["ducha"][0])
    body = late.client("minzheng")
    page = body.get("/office/slips").text
    assert "督〔2020〕1号" in page and "待回复" in page and "拟发</h2>" not in page
    document = body.get(f"/office/slips/{slip.id}.docx?all")
    assert "督〔2020〕1号" in "".join(each.text for each in Document(BytesIO(document.content)).paragraphs)
    assert send(late, body, "/office/slips", what="answer", slip=slip.id, words="") == 422
    late.now += timedelta(days=10)
    body = late.client("minzheng")
    assert "逾期未复" in body.get("/office/slips").text
    assert send(late, body, "/office/slips", what="answer", slip=slip.id, words="已补报<b>") == 303
    assert "已补报&lt;b&gt;" in late.client("lingdao").get("/office/slips").text
    assert "回复督办单" in late.client("ducha").get("/office/task/SL-3").text


def test_another_body_neither_sees_nor_fetches_nor_answers_a_slip(late: Installation) -> None:
    late.office.slips.issue(late.people["ducha"][0], "SL-3", "civil_affairs", "red")
    (slip,) = late.office.slips.issued(late.people["ducha"][0])
    client = late.client("caizheng")
    assert "督〔2020〕1号" not in client.get("/office/slips").text
    assert client.get(f"/office/slips/{slip.id}.docx").status_code == 404
    assert send(late, client, "/office/slips", what="explode") == 422


def test_the_bulletin_is_the_supervisors(late: Installation) -> None:
    document = Document(BytesIO(late.client("ducha").get("/office/bulletin.docx").content))
    told = "".join(each.text for each in document.paragraphs)
    assert "示例市人民政府督查室" in told and "共6项任务" in told and "市民政局：低保与就业联动" in told
    assert late.client("minzheng").get("/office/bulletin.docx").status_code == 403


def test_points_are_confirmed_appealed_decided_and_locked_on_the_page(late: Installation) -> None:
    supervisor = late.client("ducha")
    page = supervisor.get("/office/scores?year=2020").text
    assert "2020年三季度进展应于2020-09-28前报送" in page
    line = {"what": "confirm", "year": "2020", "office": "civil_affairs", "rule": "missing_report", "evidence": "未报"}
    assert send(late, supervisor, "/office/scores", **line, points="约五分") == 422
    assert send(late, supervisor, "/office/scores", **line, points="−10") == 303
    (held,) = next(each for each in late.office.scores.sheet(late.people["ducha"][0], 2020).offices if each.lines).lines
    body = late.client("minzheng")
    assert send(late, body, "/office/scores", what="appeal", year="2020", line=held.id, words="停电") == 303
    supervisor = late.client("ducha")
    assert send(late, supervisor, "/office/scores", what="lock", year="2020") == 422
    assert send(late, supervisor, "/office/scores", what="dismiss", year="2020", line=held.id, words="不属实") == 303
    assert send(late, supervisor, "/office/scores", what="lock", year="2020") == 303
    assert "审定" in supervisor.get("/office/scores?year=2020").text
    book = load_workbook(BytesIO(supervisor.get("/office/scores.xlsx?year=2020").content))
    assert "已审定" in book["考核得分"]["A1"].value and "虚构城市" in book["考核得分"]["A1"].value


@pytest.mark.parametrize("page", ["/office/slips", "/office/scores", "/office/bulletin.docx", "/office/scores.xlsx"])
def test_nobody_passes_without_signing_in_and_administrators_read_no_business_data(
    late: Installation, page: str
) -> None:
    assert late.client().get(page).status_code == 303
    assert late.client("admin").get(page).status_code == 403


def test_a_year_that_is_none_is_told(late: Installation) -> None:
    assert late.client("ducha").get("/office/scores?year=99999").status_code == 422
