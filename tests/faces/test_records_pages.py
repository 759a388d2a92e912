"""信息归集 over HTTP: who sees what, what is masked, what a button does, receipts that do not change. 合成数据。"""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from openpyxl import load_workbook

from tests.faces.invented_site import settings
from tests.faces.records_office import RecordsInstallation, read_without_process
from tests.services.records.linked_world import card, name
from zengshou.faces.web.app import create_app
from zengshou.faces.web.office.door import COOKIE
from zengshou.store.register.delivery.delivery_tokens import make_token
from zengshou.store.register.linking.link_reviews import ReviewState

FIGURES = (
    "/office/records",
    "/office/records/batches",
    "/office/records/batches/1",
    "/office/records/batches/2/receipt",
)
ROWS = (
    *("/office/records/upload", "/office/records/batches/2/quarantine"),
    *("/office/records/links", "/office/records/links/1", "/office/records/links/made"),
)
API = "/api/records/deliveries"


@pytest.fixture(scope="module")
def shared_place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordsInstallation]:
    """For tests that only look."""
    with pytest.MonkeyPatch.context() as patch:
        read_without_process(patch)
        yield RecordsInstallation(tmp_path_factory.mktemp("office")).linked()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordsInstallation:
    """For tests that change something."""
    read_without_process(monkeypatch)
    return RecordsInstallation(tmp_path)


def send(place: RecordsInstallation, client: TestClient, page: str, **fields: object) -> Response:
    return client.post(page, data={"form_token": place.form_token(client), **fields})


def imported(client: TestClient, answer: Response) -> Response:
    """Where the progress page leads in the end."""
    assert answer.status_code == 303, answer.text
    for _ in range(200):
        page = client.get(answer.headers["location"])
        if page.status_code != 202:
            return page
        time.sleep(0.02)
    raise AssertionError("the import did not end")


@pytest.mark.parametrize("page", [*FIGURES, *ROWS])
def test_nobody_passes_without_signing_in_and_administrators_see_nothing(
    shared_place: RecordsInstallation, page: str
) -> None:
    assert shared_place.client().get(page).status_code == 303
    for login in ("admin", "lingdao", "guiji.yj"):
        assert shared_place.client(login).get(page).status_code == 403, login


@pytest.mark.parametrize("login", ["ducha", "tongji"])
def test_supervisors_and_statisticians_see_figures_and_no_rows(shared_place: RecordsInstallation, login: str) -> None:
    client = shared_place.client(login)
    for page in FIGURES:
        answer = client.get(page)
        assert answer.status_code == 200 and "合成数据" in answer.text, page
    for page in ROWS:
        assert client.get(page).status_code == 403, page
    assert "报送文件" not in client.get("/office/records").text


@pytest.mark.parametrize("page", [*FIGURES, *ROWS])
def test_no_page_shows_a_whole_name_or_number_and_every_page_bears_the_mark(
    shared_place: RecordsInstallation, page: str
) -> None:
    answer = shared_place.client("guiji").get(page)
    assert answer.status_code == 200 and "合成数据，非真实个人" in answer.text
    for person in range(30):
        assert card(person, 0) not in answer.text and card(person, 0)[:-1] not in answer.text
        assert name(person) not in answer.text


def test_every_page_has_its_english(shared_place: RecordsInstallation) -> None:
    client = shared_place.client("guiji")
    client.cookies.set("zs_language", "en")
    for page in (*FIGURES, *ROWS):
        text = client.get(page).text
        assert '<html lang="en">' in text and "Synthetic data" in text, page


def test_the_first_page_tells_what_waits_and_what_is_late(shared_place: RecordsInstallation) -> None:
    text = shared_place.client("guiji").get("/office/records").text
    assert "批次 2 待决定" in text and "隔离 3 行" in text and "未附对账单" in text
    assert "从未报送" in text and "逐案，不定期" in text and "中位数" in text


def test_the_custodian_comes_to_the_register_when_signed_in(shared_place: RecordsInstallation) -> None:
    assert shared_place.client("guiji").get("/office/").headers["location"] == "/office/records"


def test_without_a_register_the_page_says_how_to_open_one(shared_place: RecordsInstallation) -> None:
    bare = replace(shared_place.office, records=None)
    client = TestClient(create_app(replace(settings(), office=bare)), follow_redirects=False)
    client.cookies.set(COOKIE, shared_place.sign_in("guiji"))
    answer = client.get("/office/records")
    assert answer.status_code == 200 and "zs records setup" in answer.text
    assert client.get("/office/records/upload").status_code == 422


def test_a_batch_page_adds_up_and_names_the_rules(shared_place: RecordsInstallation) -> None:
    text = shared_place.client("ducha").get("/office/records/batches/2").text
    assert "读入 <strong>12</strong> = 接受 <strong>9</strong> + 隔离 <strong>3</strong>" in text
    assert "E_ID_SIGNS" in text or "E_ID_CHECKDIGIT" in text
    assert "发布</button>" not in text and "涉及 9 人" in text


def test_a_held_batch_is_decided_by_another_custodian_with_a_reason(place: RecordsInstallation) -> None:
    own, page = place.client("guiji"), "/office/records/batches/2"
    assert "须由另一名归集管理员决定" in own.get(page).text
    told = {"what": "accept", "reason": "已与税务局核对"}
    assert send(place, own, page, **told).status_code == 422
    other = place.client("guiji2")
    assert send(place, other, page, what="accept", reason="好").status_code == 422
    assert send(place, other, page, **told).status_code == 303
    text = other.get(page).text
    assert "已发布" in text and "已与税务局核对" in text and "guiji2" in text


def test_a_file_is_looked_at_then_taken_in_and_the_same_file_gets_the_same_batch(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    content = place.file("new.csv", [place.april_row(place_, 税款所属期起="2025-05") for place_ in range(12)])
    fields = {"form_token": place.form_token(client), "channel": "iit", "period": "2025-05", "what": "preview"}
    shown = client.post("/office/records/upload", data=fields, files={"file": ("五月.csv", content)})
    assert shown.status_code == 200 and "五月.csv" in shown.text and "证件号码" in shown.text
    assert card(0, 0) not in shown.text and name(0) not in shown.text
    hidden = dict(_hidden(shown.text), what="import")
    done = imported(client, client.post("/office/records/upload", data=hidden, files={"none": ("", b"")}))
    assert done.headers["location"] == "/office/records/batches/3"
    assert "guiji" in client.get("/office/records/batches/3").text
    assert not any((place.records.home.folder / "uploads" / "raw").iterdir())
    again = client.post("/office/records/upload", data=fields, files={"file": ("五月.csv", content)})
    hidden = dict(_hidden(again.text), what="import")
    done = imported(client, client.post("/office/records/upload", data=hidden, files={"none": ("", b"")}))
    assert done.headers["location"] == "/office/records/batches/3?again=1"
    assert "此前已收到" in client.get("/office/records/batches/3?again=1").text


def _hidden(text: str) -> dict[str, str]:
    """The hidden fields of the page's last form."""
    form = text[text.rindex("<form") :]
    found = {}
    for part in form.split('<input type="hidden" name="')[1:]:
        field, _, rest = part.partition('" value="')
        found[field] = rest.partition('"')[0]
    return found


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"channel": "", "period": "2025-05"}, "没有选择渠道"),
        ({"channel": "iit", "period": "五月"}, "所属月份"),
        ({"channel": "iit", "period": "2025-05"}, "没有选择文件"),
        ({"channel": "nothing", "period": "2025-05"}, "没有渠道"),
        ({"channel": "iit", "period": "2025-05", "supersedes": "二"}, "不是整数"),
    ],
)
def test_a_form_that_lacks_something_is_told_in_words(
    shared_place: RecordsInstallation, fields: dict[str, str], words: str
) -> None:
    client = shared_place.client("guiji")
    answer = client.post(
        "/office/records/upload",
        data={"form_token": shared_place.form_token(client), "what": "preview", **fields},
        files={"none": ("", b"")},
    )
    assert answer.status_code == 422 and words in answer.text


def test_a_file_without_a_required_column_is_shown_and_cannot_be_taken_in(shared_place: RecordsInstallation) -> None:
    client = shared_place.client("guiji")
    fields = {"form_token": shared_place.form_token(client), "channel": "iit", "period": "2025-05", "what": "preview"}
    answer = client.post(
        "/office/records/upload", data=fields, files={"file": ("x.csv", "姓名,备注\n示例甲,1\n".encode())}
    )
    assert answer.status_code == 422 and "缺少必填列" in answer.text and "导入</button>" not in answer.text


def test_a_batch_is_replaced_whole_by_a_correcting_delivery(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    assert "supersedes=1" in client.get("/office/records/batches/1").text
    form = client.get("/office/records/upload?channel=iit&period=2025-03&supersedes=1").text
    assert "整批更正批次 1" in form and 'value="1"' in form
    content = place.file("fixed.csv", [place.april_row(each, 税款所属期起="2025-03") for each in range(30)])
    fields = {"form_token": place.form_token(client), "channel": "iit", "period": "2025-03", "supersedes": "1"}
    shown = client.post(
        "/office/records/upload", data={**fields, "what": "preview"}, files={"file": ("fixed.csv", content)}
    )
    hidden = dict(_hidden(shown.text), what="import")
    imported(client, client.post("/office/records/upload", data=hidden, files={"none": ("", b"")}))
    old = client.get("/office/records/batches/1").text
    assert "已被更正替代" in old and "更正本批次" in old


def test_rows_are_dismissed_or_come_back_corrected_by_workbook(place: RecordsInstallation) -> None:
    client, page = place.client("guiji"), "/office/records/batches/2/quarantine"
    text = client.get(page).text
    assert "C2" in text and "规则 5" in text and text.count('name="row"') == 3
    answer = client.post(
        page,
        data={"form_token": place.form_token(client), "what": "dismiss", "row": "2", "reason": ""},
        files={"none": ("", b"")},
    )
    assert answer.status_code == 422 and "理由" in answer.text
    fields = {"form_token": place.form_token(client), "what": "dismiss", "row": "2", "reason": "对方确认为重复行"}
    assert client.post(page, data=fields, files={"none": ("", b"")}).status_code == 303
    assert "对方确认为重复行" in client.get("/office/records/batches/2").text
    take = {"form_token": place.form_token(client), "what": "take", "reason": "交税务局补正"}
    book = load_workbook(BytesIO(client.post(page, data=take, files={"none": ("", b"")}).content))
    sheet = book.worksheets[0]
    headers = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        row[headers.index("证件号码")].value = card(int(row[headers.index("申报明细序号")].value[1:]), 0)
    stream = BytesIO()
    book.save(stream)
    send_back = {"form_token": place.form_token(client), "what": "resubmit"}
    done = imported(client, client.post(page, data=send_back, files={"file": ("补正.xlsx", stream.getvalue())}))
    assert "批次 2 的补正" in client.get("/office/records/batches").text
    assert done.headers["location"] == "/office/records/batches/3"
    assert "没有待处理的隔离行" in client.get(page).text and "取出 2 行" in client.get("/office/records/batches/2").text


def test_a_pair_is_judged_on_the_page_and_the_link_undone(place: RecordsInstallation) -> None:
    client = place.linked().client("guiji")
    assert client.get("/office/records/links/next").headers["location"] == "/office/records/links/1"
    text = client.get("/office/records/links/1").text
    assert "李**" in text and "双方校验都通过而号码不同" in text and 'aria-keyshortcuts="1"' in text
    assert send(place, client, "/office/records/links/1", verdict="9").status_code == 422
    answer = send(place, client, "/office/records/links/1", verdict="1")
    assert answer.status_code == 303 and answer.headers["location"] == "/office/records/links/next?done=1"
    assert client.get("/office/records/links/next").headers["location"] == "/office/records/links"
    assert send(place, client, "/office/records/links/1", verdict="2").status_code == 422
    made = client.get("/office/records/links/made").text
    assert made.count("确认撤销<span") == 2 and "共 2 条，有效 2 条" in made
    assert send(place, client, "/office/records/links/made", link="2").status_code == 303
    assert "已撤销" in client.get("/office/records/links/made").text
    assert place.records.links.counts()[ReviewState.REFUSED] == 1
    assert send(place, client, "/office/records/links/made", link="2").status_code == 422


def test_a_custodian_without_a_right_for_the_area_opens_no_pair(shared_place: RecordsInstallation) -> None:
    client = shared_place.client("guiji2")
    assert client.get("/office/records/links").status_code == 200
    assert client.get("/office/records/links/1").status_code == 403


@pytest.mark.parametrize("page", ["/office/records/batches/2", "/office/records/links/1", "/office/records/links/made"])
def test_a_form_without_its_token_changes_nothing(shared_place: RecordsInstallation, page: str) -> None:
    client = shared_place.client("guiji2")
    fields = {"what": "accept", "reason": "已与税务局核对", "verdict": "1", "link": "1"}
    assert client.post(page, data=fields).status_code == 422
    assert "表单" in client.post("/office/records/upload", data=fields, files={"file": ("x", b"x")}).text
    assert shared_place.records.links.counts()[ReviewState.OPEN] == 1


def test_a_machine_delivers_by_its_token_and_gets_the_same_receipt_again(place: RecordsInstallation) -> None:
    home = place.records.home
    token = make_token(home.folder, home.keys, "税务局", ("iit",), date(2025, 12, 31), "guiji")
    content = place.file("api.csv", [place.april_row(each, 税款所属期起="2025-05") for each in range(12)])
    client, fields = place.client(), {"channel": "iit", "period": "2025-05"}
    headers = {"authorization": f"Bearer {token}"}
    answers = [client.post(API, data=fields, files={"file": ("api.csv", content)}, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 200]
    first, again = (answer.json() for answer in answers)
    assert first | {"is_again": True} == again and first["state"] == "published" and first["uploader"] == "税务局"
    assert first["rows_read"] == first["rows_ok"] + first["rows_bad"] == 12
    rejected = client.post(API, data=fields, files={"file": ("bad.csv", b"a,b\n1,2\n")}, headers=headers)
    assert rejected.status_code == 422 and rejected.json()["state"] == "rejected" and rejected.json()["reason"]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        ({}, {"channel": "iit", "period": "2025-05"}),
        ({"authorization": "Bearer zsd_wrong"}, {"channel": "iit", "period": "2025-05"}),
        ({"authorization": "Basic zsd_wrong"}, {"channel": "iit", "period": "2025-05"}),
        ({"authorization": "Bearer OWN"}, {"channel": "housing_fund", "period": "2025-05"}),
    ],
)
def test_a_stranger_or_a_token_for_another_channel_is_turned_away(
    shared_place: RecordsInstallation, headers: dict[str, str], fields: dict[str, str]
) -> None:
    home = shared_place.records.home
    name_ = f"机器{len(list(home.folder.iterdir()))}{sorted(headers.items())}{fields['channel']}"
    token = make_token(home.folder, home.keys, name_, ("iit",), date(2025, 12, 31), "guiji")
    sent = {key: value.replace("OWN", token) for key, value in headers.items()}
    answer = shared_place.client().post(API, data=fields, files={"file": ("x.csv", b"x")}, headers=sent)
    assert answer.status_code == 401 and answer.json()["problems"][0]["where"] == "令牌"


def test_an_officers_session_delivers_only_with_the_forms_token(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    content = place.file("own.csv", [place.april_row(each, 税款所属期起="2025-05") for each in range(12)])
    fields = {"channel": "iit", "period": "2025-05"}
    refused = client.post(API, data=fields, files={"file": ("own.csv", content)})
    assert refused.status_code == 422
    headers = {"x-form-token": place.form_token(client)}
    done = client.post(API, data=fields, files={"file": ("own.csv", content)}, headers=headers)
    assert done.status_code == 201 and done.json()["uploader"] == "guiji"
    statistician = place.client("tongji")
    headers = {"x-form-token": place.form_token(statistician)}
    assert statistician.post(API, data=fields, files={"file": ("o.csv", content)}, headers=headers).status_code == 403
