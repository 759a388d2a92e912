"""信息归集 over HTTP: lists that are narrowed, and what can be taken back: a dismissal, a verdict. 合成数据。"""

from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from openpyxl import load_workbook

from tests.faces.records_office import RecordsInstallation, read_without_process
from zengshou.store.register.linking.link_reviews import ReviewState

PAGE = "/office/records/batches/2/quarantine"
PAIR = "/office/records/links/1"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordsInstallation:
    read_without_process(monkeypatch)
    return RecordsInstallation(tmp_path)


def act(place: RecordsInstallation, client: TestClient, **fields: object) -> Response:
    told = {"form_token": place.form_token(client), **fields}
    return client.post(PAGE, data=told, files={"none": ("", b"")})


def test_the_quarantine_and_its_workbook_are_narrowed_to_one_rule(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    whole = client.get(PAGE).text
    assert "待处理（3）" in whole and "证件号码校验（3）" in whole
    assert client.get(f"{PAGE}?rule=5").text.count('name="row"') == 3
    none = client.get(f"{PAGE}?rule=4").text
    assert 'name="row"' not in none and "清除筛选" in none
    taken = act(place, client, what="take", rule="5", reason="交税务局补正")
    assert load_workbook(BytesIO(taken.content)).worksheets[0].max_row == 4
    assert act(place, client, what="take", rule="4", reason="交税务局补正").status_code == 422
    assert "取出 3 行隔离数据供补正（规则 5）" in client.get("/office/records/batches/2").text


def test_a_refused_dismissal_keeps_the_ticks_and_the_words(place: RecordsInstallation) -> None:
    answer = act(place, place.client("guiji"), what="dismiss", row="3", reason="错")
    assert answer.status_code == 422 and 'value="3" checked' in answer.text and 'value="错"' in answer.text


def test_a_dismissal_is_taken_back_and_both_stay_in_the_history(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    done = act(place, client, what="dismiss", row="2", reason="对方确认为重复行")
    dismissed = client.get(done.headers["location"]).text
    assert "恢复勾选的行" in dismissed and "第 2 行" in dismissed
    assert act(place, client, what="restore", row="3").status_code == 422
    assert act(place, client, what="restore", row="2").status_code == 303
    assert "待处理（3）" in client.get(PAGE).text
    story = client.get("/office/records/batches/2").text
    assert "对方确认为重复行" in story and "撤销注销，恢复隔离行 2" in story


def test_a_pair_taken_for_two_persons_is_judged_again(place: RecordsInstallation) -> None:
    client = place.linked().client("guiji")

    def judge(**fields: object) -> Response:
        return client.post(PAIR, data={"form_token": place.form_token(client), **fields})

    assert judge(what="reopen").status_code == 422
    after = client.get(judge(verdict="2").headers["location"], follow_redirects=True).text
    assert "第 1 对的判定已记下" in after and PAIR in after
    assert "重新判定" in client.get(PAIR).text
    assert judge(what="reopen").headers["location"] == PAIR
    assert place.records.links.counts()[ReviewState.OPEN] == 1 and judge(verdict="1").status_code == 303


def test_the_digits_in_which_two_persons_differ_are_marked(place: RecordsInstallation) -> None:
    assert "<mark>" in place.linked().client("guiji").get(PAIR).text


def test_what_waits_leads_to_where_it_is_done(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    text = client.get("/office/records").text
    assert text.index("个人所得税扣缴明细") < text.index("机动车船登记")
    waiting = client.get("/office/records/batches?state=waiting").text
    assert "/office/records/batches/2/quarantine" in waiting and '/office/records/batches/1"' not in waiting


def test_a_statistician_without_the_right_is_told_who_gives_it(place: RecordsInstallation) -> None:
    client = place.client("tongji")
    page = "/office/records/statistics"
    looked = client.get(page)
    assert looked.status_code == 403 and "请安全管理员授予" in looked.text
    asked = client.post(page, data={"form_token": place.form_token(client), "year": "2025"})
    assert asked.status_code == 403 and "没有收入统计的有效授权范围" in asked.text
