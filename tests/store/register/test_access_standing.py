"""Who somebody is, is resolved before anything is judged; who is not there is judged like everybody; trying ends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.store.query_plans import plans
from tests.store.register.access_world import CITIZEN, CIVIL, CUSTODIAN, NOON, OWN, VERIFIER, context, fill, reads
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.access.context import AccessContext
from zengshou.records.identity.person_ref import shown
from zengshou.store.database.connection import Database
from zengshou.store.register.access.access_gate import NoSuchPerson, ReadFailed
from zengshou.store.register.access.access_log import NOBODY, AccessEvent, events_from
from zengshou.store.register.access.authorisations import revoke_grants
from zengshou.store.register.access.standing import REFUSED_AN_HOUR
from zengshou.store.register.linking.links import add_link, undo_link
from zengshou.store.register.persons.person_ledger import LedgerReads

FOREIGN, RELATIVE = 21, 13  # 21 lives in the west; 13 is a relative of the verifier


@pytest.fixture
def filled(register: Database) -> Database:
    fill(register)
    return register


def log(register: Database) -> list[AccessEvent]:
    with register.reading() as session:
        return list(events_from(session))


def linked(register: Database, a: int, b: int) -> int:
    with register.writing() as session:
        return add_link(session, a, b, "review", 0.9, "guiji", NOON).id


def told(ask: Callable[[int], object], person: int) -> tuple[type, str]:
    with pytest.raises(ProblemsFound) as refused:
        ask(person)
    return type(refused.value), str(refused.value)


def without_a_right(register: Database) -> Callable[[int], object]:
    with register.writing() as session:
        revoke_grants(session, VERIFIER.id, NOON - timedelta(days=1))
    return lambda person: reads(register).incomes(context(), [person])


WRONG_PURPOSE = context(VERIFIER, "assistance_decision")
WRONG: dict[str, Callable[[Database], Callable[[int], object]]] = {
    "no right": without_a_right,
    "another role's purpose": lambda r: (
        lambda person: reads(r).incomes(context(VERIFIER, "assistance_decision"), [person])
    ),
    "a field that is not given": lambda r: lambda person: reads(r).allowance(context(), person, ["number"]),
    "no case": lambda r: lambda person: reads(r).incomes(context(case_id=""), [person]),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_question_is_refused_alike_for_one_of_another_area_and_for_nobody(filled: Database, fault: str) -> None:
    ask = WRONG[fault](filled)
    refusals = {told(ask, person) for person in (11, FOREIGN, NOBODY)}
    assert len(refusals) == 1 and next(iter(refusals))[0] is Forbidden
    assert {(each.outcome, each.fields, each.reason) for each in log(filled)[1:]} == {
        (each.outcome, each.fields, each.reason) for each in log(filled)[:1]
    }


def test_one_of_another_area_and_nobody_are_told_and_logged_alike_for_the_same_work(filled: Database) -> None:
    ask = reads(filled)
    refusals, work = [], []
    for person in (FOREIGN, NOBODY):
        with plans() as seen:
            refusals.append(told(lambda one: ask.incomes(context(), [one]), person))
        work.append(len(seen.statements))
    assert refusals[0] == refusals[1] and refusals[0][0] is NoSuchPerson and work[0] == work[1]
    foreign, nobody = log(filled)
    assert (foreign.subject, nobody.subject) == (FOREIGN, NOBODY)
    assert (foreign.fields, foreign.rows, foreign.outcome, foreign.reason) == (
        *(nobody.fields, nobody.rows, nobody.outcome),
        nobody.reason,
    )


def test_a_tie_to_any_reference_of_a_person_shuts_the_file_under_all_of_them(filled: Database) -> None:
    link = linked(filled, RELATIVE, 12)
    for person in (12, RELATIVE):
        with pytest.raises(Forbidden, match="亲属"):
            reads(filled).incomes(context(), [person])
    with pytest.raises(Forbidden, match="亲属"):
        LedgerReads(reads(filled).gate).of(context(), (12,), NOON)
    with filled.writing() as session:
        undo_link(session, link, "guiji", NOON)
    assert reads(filled).incomes(context(), [12]).height == 1


def test_a_reference_of_another_area_is_neither_read_nor_named_and_that_it_is_there_is_said(filled: Database) -> None:
    linked(filled, FOREIGN, 12)
    found = LedgerReads(reads(filled).gate).of(context(), (12,), NOON)
    assert found.refs == {12: (12,)} and found.proofs[12].is_elsewhere
    assert [(each.subject, each.rows) for each in log(filled)] == [(12, len(found.facts) + len(found.assets))]
    assert str(FOREIGN) not in str(found.proofs) and shown(FOREIGN) not in str(found)
    with pytest.raises(NoSuchPerson):  # nor is it opened from there
        reads(filled).incomes(context(), [FOREIGN])


def test_each_reference_finds_in_the_log_the_rows_that_were_read_of_it(filled: Database) -> None:
    linked(filled, 11, 12)
    with filled.writing() as session:
        session.execute(text("UPDATE batch SET state = 'staged' WHERE id = 2"))
    found = reads(filled).incomes(context(), [11])
    assert found["person"].to_list() == [11, 11]
    assert [(each.subject, each.rows) for each in log(filled)] == [(11, 1), (12, 1)]


def test_a_citizen_reads_every_reference_and_no_one_elses(filled: Database) -> None:
    linked(filled, 11, FOREIGN)
    whole = reads(filled).incomes(OWN, [11])
    assert sorted(whole["fen"]) == sorted([500_011, 300_000, 500_021, 300_000])
    with pytest.raises(Forbidden, match="只能查询本人"):
        reads(filled).incomes(OWN, [12])
    assert CITIZEN.id in {each.actor for each in log(filled)}


def test_trying_numbers_ends_after_an_hours_worth_and_goes_on_later(filled: Database) -> None:
    ask = reads(filled)
    for number in range(REFUSED_AN_HOUR):
        with pytest.raises(NoSuchPerson):
            ask.incomes(context(), [(NOBODY, 9_000 + number)[number % 2]])
    for person in (11, FOREIGN, NOBODY):
        with pytest.raises(Forbidden, match="暂停查询"):
            ask.incomes(context(), [person])
    assert ask.incomes(context(CIVIL, "assistance_decision"), [11]).height == 1  # it is the one who tried that waits
    assert ask.incomes(context(at=NOON + timedelta(hours=2)), [11]).height == 1


def test_the_same_refusal_again_is_no_new_try(filled: Database) -> None:
    for _ in range(REFUSED_AN_HOUR + 1):
        with pytest.raises(Forbidden, match="亲属"):
            reads(filled).incomes(context(), [RELATIVE])
    assert reads(filled).incomes(context(), [11]).height == 1


def test_a_log_that_cannot_be_written_is_told_also_where_nothing_was_read(filled: Database) -> None:
    with filled.writing() as session:
        session.execute(text("ALTER TABLE access_event RENAME TO gone"))
    with pytest.raises(ReadFailed, match="查阅登记不上"):
        reads(filled).basics(context(CUSTODIAN, "batch_quality"), range(1, 202))


@pytest.mark.parametrize("number", ["救" * 5_000, "救\x00"])
def test_a_number_that_a_database_cannot_hold_asks_nothing_on_either(filled: Database, number: str) -> None:
    def ask(case: str) -> AccessContext:
        return context(case_id=case)

    for person in (11, NOBODY):
        with pytest.raises(ProblemsFound, match="编号最长64个字"):
            reads(filled).incomes(ask(number), [person])
    assert not log(filled)
