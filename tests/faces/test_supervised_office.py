"""Front page, reporting, evidence, targets and reminders over HTTP; the office's commands."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from docx import Document
from fastapi.testclient import TestClient
from httpx import Response
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.faces.invented_site import settings
from tests.faces.office_files import docx_file, pdf_file
from tests.faces.supervised_office import SupervisedOffice
from zengshou.faces.cli.main import app
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import COOKIE
from zengshou.services.office import passwords

XSS = "<script>alert(1)</script>"


class Office(SupervisedOffice):
    def client(self, login: str) -> TestClient:
        made = TestClient(create_app(replace(settings(), office=self.office)), follow_redirects=False)
        made.cookies.set(COOKIE, self.sign_in(login))
        return made

    def post(self, client: TestClient, page: str, files: dict[str, bytes] | None = None, **fields: str) -> Response:
        """A form of the page, with files by name."""
        sent = [("files", (name, content)) for name, content in (files or {}).items()]
        return client.post(page, data={"form_token": self.form_token(client), **fields}, files=sent or None)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Office(tmp_path)


def test_the_front_page_says_what_waits_for_whom(place: Office) -> None:
    supervisor = place.client("ducha").get("/office/").text
    assert "待审核的反馈" in supervisor and "滞后的任务" in supervisor and "市民政局" in supervisor
    body = place.client("minzheng").get("/office/").text
    assert "待填报的进展" in body and "其中逾期 1" in body and "待审核的反馈" not in body and "SL-5" not in body
    leader = place.client("lingdao").get("/office/").text
    assert "等我办理" not in leader and "领导一页纸" in leader


def test_a_body_reports_with_evidence_and_only_those_who_may_fetch_it(place: Office) -> None:
    body = place.client("minzheng")
    assert "已晚 1 个工作日" in body.get("/office/reports").text
    revision = str(place.office.ledger.task(place.account("minzheng"), "SL-3").revision)
    report = {"period": "2020Q3", "percent": "50", "progress": XSS, "revision": revision, "seen": ""}
    assert place.post(body, "/office/report/SL-3", what="draft", **report).status_code == 303
    again = body.get("/office/report/SL-3?saved=1").text
    assert "草稿已保存" in again and "&lt;script&gt;" in again and XSS not in again
    assert place.post(body, "/office/report/SL-3", what="draft", **report).status_code == 409
    bad = place.post(body, "/office/report/SL-3", {"a.pdf": b"MZ"}, what="report", **report)
    assert bad.status_code == 422 and "认不出是哪种文件" in bad.text
    sent = place.post(
        body, "/office/report/SL-3", {f"{XSS}.pdf": pdf_file(), "b.docx": docx_file()}, what="report", **report
    )
    assert sent.status_code == 303
    task = place.client("ducha").get("/office/task/SL-3").text
    assert "script&gt;.pdf" in task and XSS not in task and "上传佐证材料" in task
    file = place.office.ledger.task(place.account("ducha"), "SL-3").files[0]
    address = f"/office/task/SL-3/evidence/{file.id}"
    fetched = place.client("ducha").get(address)
    assert fetched.content in (pdf_file(), docx_file()) and fetched.headers["content-disposition"].startswith(
        "attachment"
    )
    assert {
        login: place.client(login).get(address).status_code for login in ("renshe", "caizheng", "lingdao", "admin")
    } == {
        "renshe": 403,
        "caizheng": 404,
        "lingdao": 403,
        "admin": 403,
    }
    assert place.post(body, address, reason="").status_code == 422
    assert place.post(body, address, reason="传错").status_code == 303
    assert body.get(address).status_code == 404


def test_a_form_without_its_token_uploads_nothing(place: Office) -> None:
    body = place.client("minzheng")
    files = [("files", ("a.pdf", pdf_file()))]
    assert body.post("/office/task/SL-3/evidence", files=files).status_code == 422
    assert not place.office.ledger.task(place.account("minzheng"), "SL-3").files


def test_the_lamp_of_a_change_within_the_error_says_so_on_the_page_with_its_reason(place: Office) -> None:
    statistician = place.client("tongji.yj")
    for year, value in (("2018", "37.9"), ("2020", "38.3")):
        fields = {"what": "enter_estimate", "target": "YJ-G1-2", "year": year, "value": value, "se": "0.15"}
        assert place.post(statistician, "/office/targets", **fields, source="住户调查").status_code == 303
    page = statistician.get("/office/targets").text
    target = page.split('id="YJ-G1-2"')[1].split("</article>")[0]
    assert "无法判定</span>" in target and "目标值落在本期估计的95%置信区间内（±0.42个百分点）" in target
    wrong = place.post(
        statistician, "/office/targets", what="enter_estimate", target="YJ-G1-2", year="x", value="约", se=""
    )
    assert wrong.status_code == 422 and all(word in wrong.text for word in ("读到“约”", "没有填写", "读不懂“x”"))


def test_a_person_settles_the_price_basis_on_the_page_and_takes_it_back(place: Office) -> None:
    statistician = place.client("tongji.yj")
    page = statistician.get("/office/targets").text
    assert "价格口径未定" in page
    id = next(
        each.target.id
        for each in place.office.results.readings(place.account("tongji.yj"))
        if each.reading.lamp.rule == "price_basis_unknown"
    )
    given = {"target": id, "what": "set_price_basis", "basis": "real", "note": "方案称实际增长"}
    undo = {"target": id, "what": "undo_price_basis", "reason": "作废"}
    assert place.post(statistician, "/office/targets", **given, source="").status_code == 422
    assert place.post(statistician, "/office/targets", **given, source="纪要3号").status_code == 303
    assert "方案称实际增长 · 纪要3号" in statistician.get("/office/targets").text
    assert place.post(statistician, "/office/targets", **undo).status_code == 303
    assert "方案称实际增长" not in statistician.get("/office/targets").text
    assert place.post(place.client("minzheng"), "/office/targets", **(undo | {"target": "SL-G-2"})).status_code == 403


def test_a_reminder_goes_out_when_a_person_confirms_what_they_saw(place: Office) -> None:
    supervisor = place.client("ducha")
    assert "拟发催办" in supervisor.get("/office/slips").text and not place.office.slips.issued(place.account("ducha"))
    fields = {"what": "remind", "office": "civil_affairs"}
    assert place.post(supervisor, "/office/slips", **fields, agreed="SL-3/red").status_code == 409
    assert place.post(supervisor, "/office/slips", **fields, agreed="SL-3/yellow").status_code == 303
    (slip,) = place.office.slips.issued(place.account("ducha"))
    document = Document(BytesIO(place.client("minzheng").get(f"/office/slips/{slip.id}.docx?all&reminder").content))
    assert document.paragraphs[0].text == "催办单"


def test_the_page_for_leaders_and_the_table_of_division_are_files_too(place: Office) -> None:
    leader = place.client("lingdao")
    told = "".join(each.text for each in Document(BytesIO(leader.get("/office/one-page.docx").content)).paragraphs)
    assert "居民增收工作一页纸" in told and "请领导决定" in told and "示例市人民政府督查室" in told
    assert place.client("minzheng").get("/office/one-page").status_code == 403
    (table,) = Document(BytesIO(leader.get("/office/division.docx").content)).tables
    assert len(table.rows) == 7 and table.rows[3].cells[3].text == "市民政局"
    sheet = load_workbook(BytesIO(leader.get("/office/division.xlsx").content))["任务分工表"]
    assert sheet.max_row == 8 and "虚构城市" in sheet["A1"].value


def test_the_commands_record_what_is_due_verify_evidence_and_write_templates(place: Office, tmp_path: Path) -> None:
    home = tmp_path
    body = place.client("minzheng")
    assert place.post(body, "/office/task/SL-3/evidence", {"a.pdf": pdf_file()}).status_code == 303
    run = CliRunner().invoke
    first = run(app, ["office", "tick", "--home", str(home), "--json"])
    assert first.exit_code == 0
    again = json.loads(run(app, ["office", "tick", "--home", str(home), "--json"]).stdout)
    assert all(not each["process"] and not each["result"] for each in again["rounds"])
    whole = json.loads(run(app, ["office", "verify", "--home", str(home), "--json"]).stdout)
    assert whole["is_whole"] and whole["files"] == 1 and not whole["bad_files"]
    (stored,) = [file for file in (home / "evidence").glob("??/*")]
    stored.write_text("0")
    broken = run(app, ["office", "verify", "--home", str(home)])
    assert broken.exit_code == 2 and "SL-3 a.pdf" in broken.output
    folder = tmp_path / "templates"
    assert "已写出 督办单.docx" in run(app, ["office", "templates", str(folder)]).output
    assert "已检查 督办单.docx：可用" in run(app, ["office", "templates", str(folder)]).output
    (folder / "督办单.docx").write_bytes(docx_file("{{单们}}"))
    faulty = run(app, ["office", "templates", str(folder)])
    assert faulty.exit_code == 2 and "不认识{{单们}}" in faulty.output.replace("\n", "")
