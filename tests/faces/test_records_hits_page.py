"""疑点 over HTTP: listed for the own areas, decided with a reason by somebody else, and taken back. 合成数据。"""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.faces.records_office import RecordsInstallation, read_without_process
from tests.services.records.linked_world import card, name
from zengshou.concepts.account import Role
from zengshou.records.access.context import RoleGrant
from zengshou.records.identity.identifier import IdentifierKind
from zengshou.services.records.linking.link_review import PURPOSE
from zengshou.store.register.access.access_log import Outcome, events_from
from zengshou.store.register.access.authorisations import add_grant
from zengshou.store.register.delivery.quarantine import add_hits

PAGE = "/office/records/hits"
OURS = f"{PAGE}?rule=12"  # the imports themselves found some of other rules
WHY = "已与单位核对"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordsInstallation:
    """Batch 1, of somebody else, has a hit of each of two persons and one of nobody; batch 2 is guiji's own."""
    read_without_process(monkeypatch)
    made = RecordsInstallation(tmp_path)
    numbers = [card(each, 0) for each in (3, 4)]
    persons = [*made.records.home.vault.resolve(IdentifierKind.RESIDENT_CARD, numbers), None]
    rows = [(900 + at, 12, f"C_{at}", "C", f"疑点文字{at}", person) for at, person in enumerate(persons, start=2)]
    names = ("row", "rule", "code", "severity", "message", "person")
    schema = dict(zip(names, (pl.Int64, pl.Int64, pl.String, pl.String, pl.String, pl.Int64), strict=True))
    found = pl.DataFrame(rows, schema=schema, orient="row")
    with made.records.home.database.writing() as session:
        add_hits(session, 1, found)
        add_hits(session, 2, found.head(1))
    return made


def send(place: RecordsInstallation, client: TestClient, **fields: str) -> Response:
    return client.post(PAGE, data={"form_token": place.form_token(client), "reason": WHY, **fields})


def test_the_hits_of_the_own_areas_are_narrowed_and_name_nobody(place: RecordsInstallation) -> None:
    text = place.client("guiji").get(OURS).text
    assert "符合条件 4 条" in text and "疑点文字3" in text and "合成数据" in text
    assert name(3) not in text and card(3, 0) not in text
    client = place.client("guiji")
    assert "符合条件 0 条" in client.get(f"{PAGE}?rule=19").text
    assert "符合条件 4 条" in client.get(f"{PAGE}?rule=12&channel=iit&state=all").text
    assert "符合条件 0 条" in client.get(f"{OURS}&state=dismissed").text


def test_a_custodian_without_a_right_sees_no_hit_and_decides_none(place: RecordsInstallation) -> None:
    client = place.client("guiji2")
    assert "符合条件 0 条" in client.get(PAGE).text
    for hit in ("1/902/0", "1/904/0"):
        assert send(place, client, hit=hit, what="confirmed").status_code == 403
    with place.records.home.database.reading() as session:
        assert [each.outcome for each in events_from(session)] == [Outcome.DENIED] * 2
    assert place.client("ducha").get(PAGE).status_code == 403


def test_a_hit_about_nobody_takes_a_right_for_the_whole_city(place: RecordsInstallation) -> None:
    account = place.people["guiji2"][0].id
    right = RoleGrant(account, Role.DATA_CUSTODIAN, "4417", (PURPOSE,), date(2025, 1, 1), date(2025, 12, 31))
    with place.records.home.database.writing() as session:
        add_grant(session, "g-9", right, "sec", place.now)
    client = place.client("guiji2")
    assert "疑点文字4" not in client.get(PAGE).text and "疑点文字2" in client.get(PAGE).text
    assert send(place, client, hit="1/904/0", what="dismissed").status_code == 403
    assert send(place, client, hit="1/902/0", what="dismissed").status_code == 303


def test_a_decision_has_a_reason_and_is_taken_back_and_both_stay_in_the_story(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    assert send(place, client, hit="1/902/0", what="confirmed", reason="对").status_code == 422
    assert send(place, client, hit="1/902/0", what="").status_code == 422
    assert send(place, client, hit="1/902/0", what="confirmed").status_code == 303
    again = send(place, client, hit="1/902/0", what="dismissed")
    assert again.status_code == 422 and "属实" in again.text
    assert "符合条件 1 条" in client.get(f"{OURS}&state=confirmed").text
    assert send(place, client, hit="1/902/0", what="undo", reason="判错了行").status_code == 303
    assert "符合条件 4 条" in client.get(OURS).text
    story = client.get("/office/records/batches/1").text
    assert f"疑点 1/902/0 属实：{WHY}" in story and "疑点 1/902/0 撤销结论：判错了行" in story
    with place.records.home.database.reading() as session:
        told = [(each.outcome, each.fields) for each in events_from(session)]
    assert told.count((Outcome.ALLOWED, ("rule_hit.decision",))) == 2


def test_nobody_decides_the_hits_of_the_own_batch(place: RecordsInstallation) -> None:
    answer = send(place, place.client("guiji"), hit="2/902/0", what="confirmed")
    assert answer.status_code == 422 and "上传人不能确认" in answer.text


@pytest.mark.parametrize("hit", ["", "1/2", "9" * 30 + "/1/1", "1/2/9", "a/b/c"])
def test_a_hit_that_is_none_is_told_in_words(place: RecordsInstallation, hit: str) -> None:
    answer = send(place, place.client("guiji"), hit=hit, what="confirmed")
    assert answer.status_code == 422 and "疑点" in answer.text


def test_the_page_has_its_english(place: RecordsInstallation) -> None:
    client = place.client("guiji")
    client.cookies.set("zs_language", "en")
    assert "Doubts" in client.get(PAGE).text
