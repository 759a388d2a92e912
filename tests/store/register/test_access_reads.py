"""Every read of a person says why, shows no more than its purpose gives, and is in the log, whatever came of it."""

import random
from dataclasses import replace
from datetime import date, timedelta

import polars as pl
import pytest
from sqlalchemy import text

from tests.store.register.access_world import (
    CASE,
    CITIZEN,
    CITIZEN_REF,
    CIVIL,
    CUSTODIAN,
    EAST,
    MONTH,
    NOON,
    OWN,
    TOWN,
    VERIFIER,
    VERIFY,
    context,
    fill,
    paper,
    reads,
)
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.access.authorisation import Authorisation, Invalid
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_gate import NoSuchPerson, ReadFailed
from zengshou.store.register.access.access_log import AccessEvent, Outcome, accesses_to, events_from, verified
from zengshou.store.register.access.authorisations import add_authorisation, revoke_authorisation
from zengshou.store.register.tables.person_tables import StoredPerson


@pytest.fixture
def filled(register: Database) -> Database:
    fill(register)
    return register


def log(register: Database) -> list[AccessEvent]:
    with register.reading() as session:
        return list(events_from(session))


def test_a_verifier_sees_the_published_rows_of_the_channels_that_the_paper_names(filled: Database) -> None:
    found = reads(filled).incomes(context(), [11])
    assert found["fen"].to_list() == [500_011]  # not the staged batch 3, not channel si, which the paper does not name
    assert found["channel"].to_list() == ["iit"]
    assert "native_id" not in found.columns
    event = log(filled)[0]
    assert (event.actor, event.subject, event.rows, event.outcome) == ("verifier", 11, 1, Outcome.ALLOWED)
    assert event.case_id == context().case_id and "income.fen" in event.fields and event.organisation == "民政局"


def test_a_citizen_sees_every_own_row_and_no_one_elses(filled: Database) -> None:
    read = reads(filled)
    assert read.incomes(OWN, [CITIZEN_REF])["channel"].to_list() == ["iit", "si"]
    assert read.assets(OWN, [CITIZEN_REF]).height == read.statuses(OWN, [CITIZEN_REF]).height == 1
    assert read.residences(OWN, [CITIZEN_REF])["year"].to_list() == [2026]
    assert read.households(OWN, [CITIZEN_REF]).to_dicts() == [
        {"person": 11, "household": "H1", "kind": "dibao", "relation": "head", "date_from": date(2026, 11, 20),
         "date_to": None}
    ]  # fmt: skip
    with pytest.raises(Forbidden):
        read.incomes(OWN, [12])
    with pytest.raises(Forbidden):
        read.incomes(context(CITIZEN), [CITIZEN_REF])


def test_whoever_is_outside_the_area_does_not_exist(filled: Database) -> None:
    read = reads(filled)
    with pytest.raises(NoSuchPerson) as outside:
        read.incomes(context(), [21])
    with pytest.raises(NoSuchPerson) as nobody:
        read.incomes(context(), [999])
    assert str(outside.value) == str(nobody.value)
    assert [(event.subject, event.outcome) for event in log(filled)] == [(21, Outcome.DENIED), (999, Outcome.DENIED)]


def test_members_of_a_household_outside_the_area_are_not_listed(filled: Database) -> None:
    assert reads(filled).households(context(), [12])["member"].to_list() == [11, 12]


def test_a_relatives_file_stays_shut(filled: Database) -> None:
    with pytest.raises(Forbidden, match="利害关系（亲属）"):
        reads(filled).incomes(context(), [13])
    assert "亲属" in log(filled)[0].reason


def test_one_refusal_refuses_the_whole_question(filled: Database) -> None:
    with pytest.raises(Forbidden):
        reads(filled).incomes(context(), [11, 13])
    assert [(event.subject, event.outcome) for event in log(filled)] == [(11, Outcome.DENIED), (13, Outcome.DENIED)]


def test_a_towns_clerk_sees_whether_and_not_how_much(filled: Database) -> None:
    decision = context(TOWN, "assistance_decision")
    found = reads(filled).found(decision, [11])
    assert found.to_dicts() == [{"person": 11, "income": True, "asset": True, "status": False}]
    with pytest.raises(Forbidden, match="没有列明"):
        reads(filled).incomes(decision, [11])
    with pytest.raises(Forbidden, match="不需要：金额（分）"):
        reads(filled).incomes(decision, [11], ["fen"])


SOURCES = frozenset({"iit", "si", "bank", "housing"})
PAPERS: dict[Invalid, Authorisation | None] = {
    Invalid.MISSING: None,
    Invalid.EXPIRED: paper("p", 11, valid_to=date(2026, 11, 19)),
    Invalid.REVOKED: paper("p", 11),
    Invalid.WRONG_PERSON: paper("p", 12),
    Invalid.WRONG_SCOPE: paper("p", 11, channels=frozenset({"bank"})),
    Invalid.NOT_YET: paper("p", 11, valid_from=date(2026, 11, 21)),
}


@pytest.mark.parametrize("fault", PAPERS)
def test_six_kinds_of_invalid_paper_are_refused_for_every_source_and_logged(filled: Database, fault: Invalid) -> None:
    """Six kinds by four sources by three kinds of rows; a paper that fails is never a reason to show another source."""
    for channel in SOURCES:
        bad = PAPERS[fault]
        scope = SOURCES - {channel} if fault is Invalid.WRONG_SCOPE else {channel}
        with filled.writing() as session:
            if bad is not None:
                add_authorisation(session, replace(bad, id=channel, channels=frozenset(scope)), "civil", NOON)
            if fault is Invalid.REVOKED:
                revoke_authorisation(session, channel, "civil", NOON - timedelta(minutes=1))
        asked = context(authorisation_id=channel)
        for read in (reads(filled).incomes, reads(filled).assets, reads(filled).statuses):
            with pytest.raises(Forbidden, match=fault.words):
                read(asked, [11], channels=[channel])
    events = log(filled)
    assert len(events) == 3 * len(SOURCES)
    assert all(event.outcome is Outcome.DENIED and fault.words in event.reason for event in events)


def test_a_paper_of_another_case_is_out_of_scope(filled: Database) -> None:
    with pytest.raises(Forbidden, match=Invalid.WRONG_SCOPE.words):
        reads(filled).incomes(context(case_id="救2026-002", authorisation_id="paper-11"), [11])


def test_a_paper_holds_on_its_first_and_last_day_by_the_offices_clock(filled: Database) -> None:
    last_minute = NOON.replace(day=30, month=12) + timedelta(days=1, hours=11, minutes=59)  # 23:59 of the last of 2026
    assert reads(filled).incomes(context(at=last_minute), [11]).height == 1
    with pytest.raises(Forbidden):
        reads(filled).incomes(context(at=last_minute + timedelta(minutes=2)), [11])


def test_no_log_no_rows(filled: Database) -> None:
    """Dropped, full or locked: whatever stops the log stops the read."""
    with filled.writing() as session:
        session.execute(text("ALTER TABLE access_event RENAME TO gone"))
    with pytest.raises(ReadFailed):
        reads(filled).incomes(context(), [11])


def test_a_read_that_breaks_is_logged_as_failed(filled: Database) -> None:
    with filled.writing() as session:
        session.execute(text("ALTER TABLE asset_event RENAME TO gone"))
    with pytest.raises(ReadFailed):
        reads(filled).assets(context(), [11])
    assert [(event.subject, event.outcome, event.rows) for event in log(filled)] == [(11, Outcome.FAILED, 0)]


def test_two_hundred_a_question_and_two_thousand_a_day(filled: Database) -> None:
    crowd = range(1_000, 3_300)
    with filled.writing() as session:
        session.add_all(
            StoredPerson(ref=ref, area=EAST, own_area=EAST, birth_month=None, sex="", first_batch=1) for ref in crowd
        )
    read, look = reads(filled), context(purpose="batch_quality", who=CUSTODIAN, case_id="B1/1")
    with pytest.raises(Forbidden, match="201人"):
        read.basics(look, crowd[:201])
    for begin in range(0, 2_000, 200):
        assert read.basics(look, crowd[begin : begin + 200]).height == 200
    with pytest.raises(Forbidden, match="今日查阅"):
        read.basics(look, crowd[2_000:2_001])
    assert read.basics(look, crowd[:1]).height == 1  # whom one saw today one may see again
    tomorrow = context(purpose="batch_quality", who=CUSTODIAN, case_id="B1/1", at=NOON + timedelta(days=1))
    assert read.basics(tomorrow, crowd[2_000:2_001]).height == 1
    with filled.reading() as session:
        assert verified(session) == 2_004


def test_what_was_known_at_a_moment_is_shown_as_it_was(filled: Database) -> None:
    read = reads(filled)
    before = NOON - timedelta(days=2)
    assert read.incomes(context(), [11], known_at=before).is_empty()
    assert log(filled)[0].rows == 0
    assert read.incomes(context(), [11], months=(MONTH + 1, MONTH + 2)).is_empty()
    assert read.incomes(context(), [11], ["fen"], months=(MONTH, MONTH)).columns == ["person", "fen"]


def test_the_proof_for_the_vault_is_logged_and_names_the_person(filled: Database) -> None:
    proof = reads(filled).allowance(context(CIVIL, "assistance_decision"), 11, ["name", "number"])
    assert proof.person == 11 and proof.fields == {"identity.name", "identity.number"}
    assert log(filled)[0].fields == ("identity.name", "identity.number")
    with pytest.raises(Forbidden):
        reads(filled).allowance(context(VERIFIER), 11, ["number"])


def test_everybody_finds_every_read_of_themselves(filled: Database) -> None:
    read = reads(filled)
    for person in (11, 12, 11):
        read.incomes(context(), [person])
    with pytest.raises(Forbidden):
        read.incomes(context(TOWN, "assistance_decision"), [11], ["fen"])
    with filled.reading() as session:
        told = [(event.role, event.outcome.value) for event in accesses_to(session, 11)]
    assert told == [("town_officer", "denied"), ("verifier", "allowed"), ("verifier", "allowed")]


def test_empty_frames_have_the_columns_of_full_ones(filled: Database) -> None:
    full = reads(filled).incomes(context(), [11])
    empty = reads(filled).incomes(context(), [12], months=(1, 2))
    assert isinstance(empty, pl.DataFrame) and empty.schema == full.schema


Question = tuple[str, int, str, bool]


def at_random(register: Database, count: int) -> tuple[list[Question], list[Question]]:
    """What was asked of whom and whether it was answered, by the askers' memory and by the log."""
    rng, read = random.Random(11), reads(register)
    remembered: list[Question] = []
    for _ in range(count):
        who, purpose = rng.choice([(VERIFIER, VERIFY), (CIVIL, "assistance_decision"), (TOWN, "assistance_decision")])
        person, case = rng.choice((11, 12, 13, 21, 22, 999)), rng.choice((CASE, "救2026-002", ""))
        ask = rng.choice((read.incomes, read.assets, read.statuses, read.found, read.households))
        try:
            ask(context(who, purpose, case), [person])
            is_answered = True
        except ProblemsFound:
            is_answered = False
        remembered.append((who.id, person, case, is_answered))
    told = [(e.actor, e.subject, e.case_id, e.outcome is Outcome.ALLOWED) for e in log(register)]
    return remembered, told


def test_the_log_is_exactly_what_was_asked(filled: Database) -> None:
    remembered, told = at_random(filled, 60)
    assert told == remembered
    assert {answered for *_, answered in told} == {True, False}


@pytest.mark.slow
def test_the_log_of_ten_thousand_questions_misses_none_and_adds_none(filled: Database) -> None:
    remembered, told = at_random(filled, 10_000 if filled.is_sqlite else 1_000)
    assert told == remembered
