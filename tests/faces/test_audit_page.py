"""The audit page verifies the end of the log at each look, and the whole of it when it is asked to. 合成数据。"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.faces.person_office import CASE, PersonOffice, first_place, place
from zengshou.records.access.context import AccessContext
from zengshou.services.records.access import audit
from zengshou.services.records.access.audit import AuditDesk
from zengshou.store.database.connection import Database
from zengshou.store.register.access import access_log
from zengshou.store.register.access.access_log import Access, Outcome, append
from zengshou.store.register.access.kept_verdict import keep_verdict, kept_verdict

__all__ = ["first_place", "place"]
PAGE = "/office/audit"


def fill(place: PersonOffice, count: int) -> None:
    context = AccessContext(place.account("heduir"), "assistance_verification", "b", CASE, "", place.now)
    with place.register.writing() as session:
        append(session, [Access(context, place.refs["jia"], ("income.fen",), 1, Outcome.ALLOWED)] * count)


def altered(register: Database, sequence: int) -> None:
    with register.writing() as session:
        session.execute(text("DROP TRIGGER access_event_no_update"))
        session.execute(text(f"UPDATE access_event SET rows = 9 WHERE sequence = {sequence}"))


@pytest.fixture
def digested(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many events were digested anew."""
    counted = [0]
    before = access_log.event_digest

    def counting(row: dict[str, object], previous: str) -> str:
        counted[0] += 1
        return before(row, previous)

    monkeypatch.setattr(access_log, "event_digest", counting)
    return lambda: counted[0]


def desk(place: PersonOffice) -> AuditDesk:
    return AuditDesk(place.register, lambda: place.now)


def test_a_look_digests_each_event_once_and_no_more_than_a_page_may(
    place: PersonOffice, monkeypatch: pytest.MonkeyPatch, digested: Callable[[], int]
) -> None:
    monkeypatch.setattr(audit, "MOST_AT_ONCE", 40)
    fill(place, 100)
    client, before = place.client("shenji"), digested()
    page = client.get(PAGE)
    assert digested() - before == 40
    assert "第 61 至 100 条衔接" in page.text and "此前有未核验的条目" in page.text and "从未" in page.text


def test_a_look_begins_at_the_last_signed_head(
    place: PersonOffice, tmp_path: Path, digested: Callable[[], int]
) -> None:
    fill(place, 30)
    desk(place).sign_head(tmp_path / "key.pem", "example")
    fill(place, 5)
    before = digested()
    found = desk(place).verify_recent()
    assert (found.first, found.last, found.is_joined, digested() - before) == (30, 35, True, 6)
    altered(place.register, 30)
    broken = desk(place).verify_recent().broken
    assert broken is not None and broken.sequence == 30


def test_a_cut_of_the_end_before_the_signed_head_shows_at_a_look(place: PersonOffice, tmp_path: Path) -> None:
    fill(place, 30)
    desk(place).sign_head(tmp_path / "key.pem", "example")
    with place.register.writing() as session:
        session.execute(text("DROP TRIGGER access_event_no_delete"))
        session.execute(text("DELETE FROM access_event WHERE sequence > 20"))
        session.execute(
            text(
                "UPDATE access_chain_end SET sequence = 20,"
                " digest = (SELECT digest FROM access_event WHERE sequence = 20)"
            )
        )
    broken = desk(place).verify_recent().broken
    assert broken is not None and broken.sequence == 21


def test_a_whole_verification_is_a_button_and_its_result_and_time_stay_on_the_page(place: PersonOffice) -> None:
    fill(place, 20)
    client = place.client("shenji")
    assert client.post(PAGE, data={"what": "verify"}).status_code == 422
    assert client.post(PAGE, data=place.form(client, {"what": "verify"})).status_code == 303
    assert place.office.records is not None
    folder = place.office.records.home.folder
    until = time.monotonic() + 20
    while (place.office.records.is_checking or kept_verdict(folder) is None) and time.monotonic() < until:
        time.sleep(0.02)
    kept = kept_verdict(folder)
    assert kept is not None and (kept.by, kept.sequence, kept.found) == ("shenji", 20, "")
    text_ = client.get(PAGE).text
    assert "20 条全部衔接" in text_ and "第 20 至 20 条衔接" in text_
    assert place.client("ducha").post(PAGE, data={}).status_code == 403


def test_what_a_whole_verification_found_broken_stays_told(place: PersonOffice) -> None:
    fill(place, 10)
    altered(place.register, 4)
    kept = desk(place).verify_whole("shenji")
    assert kept.found.startswith("第4条") and not kept.is_whole
    assert place.office.records is not None
    keep_verdict(place.office.records.home.folder, kept)
    assert kept_verdict(place.office.records.home.folder) == kept
    assert "第4条" in place.client("shenji").get(PAGE).text


def test_an_empty_log_is_told_as_one(place: PersonOffice) -> None:
    assert "还没有查阅记录" in place.client("shenji").get(PAGE).text
