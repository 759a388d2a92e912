"""The ledger's workbook over HTTP: down, up, compared, decided, written; and nothing for those who may not."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from httpx import Response

from tests.faces.test_office_pages import Installation
from zengshou.plan.ledger.stages import Action
from zengshou.services.office import passwords
from zengshou.services.supervision.task_ledger import Particulars

DOWN = "/office/book/ledger.xlsx?period=2020Q3"
LEADER, TITLE, PERCENT = "J", "F", "S"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    monkeypatch.setattr(passwords, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield Installation(tmp_path)


def filled(content: bytes, code: str, column: str, value: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[1]
    row = next(cell.row for cell in page[TITLE] if str(cell.value).startswith(f"{code} "))
    page[f"{column}{row}"].value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent(place: Installation, client: TestClient, content: bytes) -> Response:
    return client.post(
        "/office/book",
        data={"form_token": place.form_token(client), "what": "preview"},
        files={"file": ("台账.xlsx", content)},
    )


def carried(page: str, what: str) -> dict[str, str]:
    """The hidden fields of the page's form for one purpose."""
    forms = [dict(HIDDEN.findall(form)) for form in page.split("<form")[1:]]
    return {name: unescape(value) for name, value in next(form for form in forms if form.get("what") == what).items()}


def again(client: TestClient, fields: dict[str, str]) -> Response:
    """A form sent back as the browser does it, in parts."""
    return client.post("/office/book", files={name: (None, value) for name, value in fields.items()})


def test_a_cell_goes_down_up_and_in_once_it_is_confirmed(place: Installation) -> None:
    client = place.client("minzheng")
    answer = client.get(DOWN)
    assert answer.headers["content-disposition"] == 'attachment; filename="ledger-2020Q3.xlsx"'
    assert answer.headers["cache-control"] == "no-store"
    page = sent(place, client, filled(answer.content, "SL-3", LEADER, "<b>李某</b>"))
    assert page.status_code == 200 and "1 处改动，0 处冲突，0 处错误" in page.text
    assert "&lt;b&gt;李某&lt;/b&gt;" in page.text and "<b>李某" not in page.text
    ducha = place.people["ducha"][0]
    assert place.office.ledger.task(ducha, "SL-3").leader == ""
    done = again(client, carried(page.text, "confirm"))
    assert done.status_code == 200 and "写入 1 处改动" in done.text
    assert place.office.ledger.task(ducha, "SL-3").leader == "<b>李某</b>"


def test_a_conflict_is_chosen_by_a_person_and_then_written(place: Installation) -> None:
    client, (ducha, _) = place.client("minzheng"), place.people["ducha"]
    content = filled(client.get(DOWN).content, "SL-3", LEADER, "李某")
    place.office.ledger.describe(ducha, "SL-3", 1, Particulars(leader="王某"))
    page = sent(place, client, content)
    assert "0 处改动，1 处冲突" in page.text and "王某" in page.text and "李某" in page.text and "ducha" in page.text
    tokens = re.findall(r'name="(choice\.SL-3\.leader)" value="([^"]+)"', page.text)
    assert len(tokens) == 2
    name, token = tokens[1]
    page = again(client, {**carried(page.text, "preview"), name: token})
    assert "1 处改动，0 处冲突" in page.text
    assert "写入 1 处改动" in again(client, carried(page.text, "confirm")).text
    assert place.office.ledger.task(ducha, "SL-3").leader == "李某"


def test_what_changed_before_the_confirmation_is_shown_instead_of_overwritten(place: Installation) -> None:
    client, (ducha, _) = place.client("minzheng"), place.people["ducha"]
    page = sent(place, client, filled(client.get(DOWN).content, "SL-3", LEADER, "李某"))
    place.office.ledger.describe(ducha, "SL-3", 1, Particulars(leader="王某"))
    answer = again(client, carried(page.text, "confirm"))
    assert answer.status_code == 409 and "没有写入" in answer.text and "1 处冲突" in answer.text
    assert place.office.ledger.task(ducha, "SL-3").leader == "王某"


def test_a_fault_names_its_cell_and_the_marked_copy_carries_it(place: Installation) -> None:
    client = place.client("minzheng")
    page = sent(place, client, filled(client.get(DOWN).content, "SL-3", PERCENT, "约八成"))
    assert page.status_code == 422 and "完成比例应为0–100，读到“约八成”" in page.text
    assert "确认写入" not in page.text
    marked = again(client, carried(page.text, "marked"))
    book = openpyxl.load_workbook(io.BytesIO(marked.content))
    comments = [cell.comment.text for sheet in book for row in sheet for cell in row if cell.comment]
    assert any("约八成" in comment for comment in comments)


def test_what_is_no_workbook_is_told_on_the_same_page(place: Installation) -> None:
    client = place.client("minzheng")
    for content, words in ((b"nothing", "不是有效的 xlsx"), (b"", "没有选择文件")):
        answer = sent(place, client, content)
        assert answer.status_code == 422 and words in answer.text
    answer = again(client, {"form_token": place.form_token(client), "what": "preview", "book": "*"})
    assert answer.status_code == 422 and "表单不完整" in answer.text
    assert client.get("/office/book/ledger.xlsx?period=2020").status_code == 422
    assert "还没有开始" in client.get("/office/book/ledger.xlsx?period=2021Q1").text


def test_a_form_that_is_too_large_is_not_even_read(place: Installation) -> None:
    client = place.client("minzheng")
    answer = sent(place, client, b"\0" * (8 * 2**20))
    assert answer.status_code == 422 and "超过4兆" in answer.text


def test_only_those_who_fill_bring_back_and_administrators_take_nothing_away(place: Installation) -> None:
    viewer = place.client("lingdao")
    assert 'name="file"' not in viewer.get("/office/book").text
    content = viewer.get(DOWN).content
    assert sent(place, viewer, content).status_code == 403
    admin = place.client("admin")
    assert (admin.get(DOWN).status_code, admin.get("/office/book").status_code) == (403, 403)
    assert place.client().get("/office/book").status_code == 303


def test_a_book_that_comes_without_the_page_s_token_is_refused(place: Installation) -> None:
    client = place.client("minzheng")
    content = filled(client.get(DOWN).content, "SL-3", LEADER, "李某")
    answer = client.post("/office/book", data={"what": "preview"}, files={"file": ("a.xlsx", content)})
    assert answer.status_code == 422 and "不是从本系统的页面提交" in answer.text


def test_progress_that_is_filled_in_becomes_a_report_to_be_judged(place: Installation) -> None:
    ducha, minzheng = place.people["ducha"][0], place.people["minzheng"][0]
    ledger = place.office.ledger
    ledger.act(ducha, "SL-3", Action.ASSIGN, 1)
    client = place.client("minzheng")
    page = sent(place, client, filled(client.get(DOWN).content, "SL-3", "R", "已完成"))
    assert "任务处于“交办”，现在不能反馈进展" in page.text
    assert ledger.task(minzheng, "SL-3").reports == ()


def test_the_pages_speak_english(place: Installation) -> None:
    client = place.client("minzheng")
    client.get("/office/language/en")
    assert "Ledger workbook" in client.get("/office/book").text
