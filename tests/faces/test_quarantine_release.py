"""Rows put aside leave the register in the clear only with a right, a reason and a line in the log. 合成数据。"""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.faces.records_office import RecordsInstallation, read_without_process
from tests.services.records.linked_world import card, name
from zengshou.concepts.account import Role
from zengshou.concepts.period import month_index
from zengshou.faces.cli.records.records_commands import records_app
from zengshou.records.access.context import RoleGrant
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.services.records.linking.link_review import PURPOSE
from zengshou.store.register.access.access_log import NOBODY, AccessEvent, Outcome, events_from
from zengshou.store.register.access.authorisations import add_grant, revoke_grants

PAGE = "/office/records/batches/2/quarantine"
WHY = "交税务局补正"
CARDS = (IdentifierKind.RESIDENT_CARD,)
EVER = (date(2025, 1, 1), date(2099, 12, 31))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordsInstallation:
    read_without_process(monkeypatch)
    return RecordsInstallation(tmp_path)


def take(place: RecordsInstallation, client: TestClient, page: str = PAGE, **fields: str) -> Response:
    told = {"form_token": place.form_token(client), "what": "take", "reason": WHY, **fields}
    return client.post(page, data=told, files={"none": ("", b"")})


def log(place: RecordsInstallation) -> list[AccessEvent]:
    with place.records.home.database.reading() as session:
        return list(events_from(session))


def grant(place: RecordsInstallation, login: str, area: str) -> None:
    day = place.now.date()
    right = RoleGrant(place.people[login][0].id, Role.DATA_CUSTODIAN, area, (PURPOSE,), day, day)
    with place.records.home.database.writing() as session:
        add_grant(session, f"g-{login}-{area}", right, "sec", place.now)


def of_known_persons(place: RecordsInstallation) -> str:
    """A batch with rows that name two persons of the register, and one that names nobody in it; its page."""
    rows = [place.april_row(each, 税款所属期起="2025-05") for each in range(9)]
    rows += [place.april_row(each, 税款所属期起="2025-05", 收入额="三千") for each in (10, 11)]
    rows += [place.april_row(12, 税款所属期起="2025-05", 证件号码="4417"), place.april_row(13, 税款所属期起="2025-05")]
    done = place.desk.send(rows, "may.csv", period=month_index(2025, 5), uploader="guiji")
    return PAGE.replace("/2/", f"/{done.batch.id}/")


def test_a_custodian_without_a_right_takes_no_row_and_the_refusal_is_logged(place: RecordsInstallation) -> None:
    client = place.client("guiji2")
    masked = client.get(PAGE)
    assert masked.status_code == 200 and name(0) not in masked.text and card(1, 0)[:-1] not in masked.text
    assert client.get(f"{PAGE}.xlsx").status_code in (404, 405)
    answer = take(place, client)
    assert answer.status_code == 403 and "授权范围" in answer.text and "全市" in answer.text
    (event,) = log(place)
    assert (event.outcome, event.subject, event.rows, event.case_id) == (Outcome.DENIED, NOBODY, 0, "B2")
    assert "取出" not in client.get("/office/records/batches/2").text


@pytest.mark.parametrize(("area", "status"), [("4417", 403), ("999902", 403), ("9999", 200)])
def test_rows_that_name_nobody_known_take_a_right_for_the_whole_city(
    place: RecordsInstallation, area: str, status: int
) -> None:
    grant(place, "guiji2", area)
    assert take(place, place.client("guiji2")).status_code == status


def test_no_row_is_taken_without_a_reason(place: RecordsInstallation) -> None:
    answer = take(place, place.client("guiji"), reason="补")
    assert answer.status_code == 422 and "取出理由" in answer.text and log(place) == []


def test_everybody_in_the_rows_finds_the_taking_in_the_log_and_the_batch_tells_of_it(
    place: RecordsInstallation,
) -> None:
    page = of_known_persons(place)
    client = place.client("guiji")
    answer = take(place, client, page)
    rows = list(load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 3 and answer.headers["cache-control"] == "no-store"
    refs = {place.records.home.vault.resolve(kind, [card(who, 0)])[0] for who in (10, 11) for kind in CARDS}
    events = log(place)
    assert {each.subject for each in events} == refs | {NOBODY}
    assert {(each.outcome, each.purpose, each.reason) for each in events} == {(Outcome.ALLOWED, PURPOSE, WHY)}
    assert sum(each.rows for each in events) == 3
    assert f"取出 3 行隔离数据供补正：{WHY}" in client.get(page.removesuffix("/quarantine")).text


def test_a_right_that_misses_one_person_hands_out_nothing(place: RecordsInstallation) -> None:
    page = of_known_persons(place)
    grant(place, "guiji2", "9999")
    assert take(place, place.client("guiji2"), page).status_code == 403
    assert {each.outcome for each in log(place)} == {Outcome.DENIED}


def test_a_right_that_was_ended_hands_out_nothing(place: RecordsInstallation) -> None:
    with place.records.home.database.writing() as session:
        revoke_grants(session, place.people["guiji"][0].id, place.now)
    assert take(place, place.client("guiji")).status_code == 403


def test_the_command_hands_rows_out_to_an_account_with_a_right_alone(
    place: RecordsInstallation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = RoleGrant(place.people["guiji"][0].id, Role.DATA_CUSTODIAN, "9999", (PURPOSE,), *EVER)
    with place.records.home.database.writing() as session:
        add_grant(session, "g-ever", right, "sec", place.now)
    home, out = place.records.home.folder, tmp_path / "rows.xlsx"

    def run(*words: str) -> tuple[int, str]:
        told = ["quarantine", "2", "--home", str(home), "--out", str(out), *words]
        done = CliRunner().invoke(records_app, told)
        return done.exit_code, done.output

    code, output = run("--as", "guiji", "--why", WHY)
    assert code == 2 and "工作台" in output
    office = ("--office", str(tmp_path), "--why", WHY)
    for login, words in (("nobody", "没有账号"), ("ducha", "督查人员"), ("guiji2", "授权范围")):
        code, output = run("--as", login, *office)
        assert code == 2 and words in output and not out.exists(), login
    assert log(place)[-1].outcome is Outcome.DENIED
    code, output = run("--as", "guiji", *office)
    assert code == 0 and out.exists() and "已写入" in output
    assert (log(place)[-1].outcome, log(place)[-1].reason) == (Outcome.ALLOWED, WHY)


def test_the_officer_of_a_command_is_an_active_account_with_the_role_where_the_machine_knows_an_office(
    place: RecordsInstallation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = ("--home", str(place.records.home.folder), "--city", "example")
    told = ["token", "税务局", "--channel", "iit", *home, "--json", "--as"]
    monkeypatch.setenv("ZENGSHOU_OFFICE", str(tmp_path))
    for login, words in (("李四", "没有账号"), ("ducha", "督查人员")):
        done = CliRunner().invoke(records_app, [*told, login])
        assert done.exit_code == 2 and words in done.output
    done = CliRunner().invoke(records_app, [*told, "guiji"])
    assert done.exit_code == 0 and json.loads(done.output)["name"] == "税务局"
