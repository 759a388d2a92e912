"""Nobody opens a file on a paper, or an account on a document, that only one officer saw; what ended opens nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.services.records.citizen_world import ME, World
from tests.services.records.test_rights_and_papers import AUDITOR, SCAN, SECURITY, new, papers, rights
from tests.store.register.access_world import (
    CIVIL,
    CUSTODIAN,
    FOREVER,
    NOON,
    TOWN,
    VERIFIER,
    VERIFY,
    account,
    context,
    paper,
)
from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.access.authorisation import Invalid
from zengshou.records.access.context import RoleGrant, Tie
from zengshou.records.access.minimum import Dataset
from zengshou.services.records.access.authorise import CONFIRM, RECORD
from zengshou.services.records.access.corrections import LONGEST_WORDS, WORDS
from zengshou.services.records.access.statistics_right import require_statistics_right
from zengshou.store.register.access.access_gate import NoSuchPerson
from zengshou.store.register.access.access_log import NOBODY, AccessEvent, Outcome, events_from
from zengshou.store.register.access.authorisations import add_authorisation, add_grant, declare_tie, revoke_grants
from zengshou.store.register.access.grant_list import kept_grants

STATISTICIAN = account("statistician", Role.STATISTICIAN)


def log(world: World) -> list[AccessEvent]:
    with world.register.reading() as session:
        return list(events_from(session))


def ended(world: World, who: Account, *others: RoleGrant) -> None:
    """Every right of an account is taken back; others, that are no right to anything today, stay."""
    with world.register.writing() as session:
        revoke_grants(session, who.id, NOON - timedelta(days=1))
        for number, right in enumerate(others):
            add_grant(session, f"other-{who.id}-{number}", right, "security", NOON)


def test_a_paper_opens_nothing_until_a_second_officer_confirmed_it_against_the_same_scan(world: World) -> None:
    desk, look = papers(world), context(case_id="救2026-7")
    kept = desk.record(VERIFIER, new())
    with pytest.raises(Forbidden, match=Invalid.UNCONFIRMED.words):
        world.reads.assets(look, [12])
    with pytest.raises(ProblemsFound, match="不能自己确认"):
        desk.confirm(VERIFIER, kept.id, SCAN)
    with pytest.raises(ProblemsFound, match="不是登记时的签字件"):
        desk.confirm(CIVIL, kept.id, SCAN + b"more")
    confirmed = desk.confirm(CIVIL, kept.id, SCAN)
    assert (confirmed.confirmed_by, confirmed.confirmed_at) == (CIVIL.id, NOON)
    assert world.reads.assets(look, [12]).height == 1
    with pytest.raises(ProblemsFound, match="已确认"):
        desk.confirm(TOWN, kept.id, SCAN)


def test_whoever_confirms_has_a_right_there_and_no_tie_to_the_person(world: World) -> None:
    desk = papers(world)
    kept, of_relative = desk.record(CIVIL, new()), desk.record(CIVIL, new(person=13))
    with pytest.raises(Forbidden, match="利害关系"):
        desk.confirm(VERIFIER, of_relative.id, SCAN)
    west = RoleGrant(TOWN.id, TOWN.role, "999921", ("assistance_decision",), *FOREVER)
    ended(world, TOWN, west)
    with pytest.raises(ProblemsFound, match="没有编号"):
        desk.confirm(TOWN, kept.id, SCAN)
    for who in (CUSTODIAN, SECURITY, ME):
        with pytest.raises(Forbidden):
            desk.confirm(who, kept.id, SCAN)


def test_nobody_is_kept_as_the_confirmer_of_the_own_record(world: World) -> None:
    with pytest.raises(ProblemsFound, match="不能自己确认"), world.register.writing() as session:
        add_authorisation(session, replace(paper("own", 11), confirmed_by="civil"), "civil", NOON)


def test_a_paper_for_nobody_and_one_of_another_area_are_refused_alike_and_logged(world: World) -> None:
    told = []
    for person in (21, NOBODY):
        with pytest.raises(NoSuchPerson) as refused:
            papers(world).record(CIVIL, new(person=person))
        told.append(refused.value.problems)
    assert told[0] == told[1]
    assert [(e.subject, e.fields, e.outcome) for e in log(world)] == [
        (21, (RECORD,), Outcome.DENIED),
        (NOBODY, (RECORD,), Outcome.DENIED),
    ]
    assert CONFIRM != RECORD


OLD = (date(2020, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
    "right",
    [
        RoleGrant(CIVIL.id, Role.CIVIL_OFFICER, "9999", ("assistance_decision",), *OLD),
        RoleGrant(CIVIL.id, Role.VERIFIER, "9999", (VERIFY, "assistance_decision"), *FOREVER),
        RoleGrant(CIVIL.id, Role.CIVIL_OFFICER, "9999", ("batch_quality",), *FOREVER),
    ],
)
def test_a_right_that_ended_or_is_for_another_role_or_purpose_handles_no_paper(world: World, right: RoleGrant) -> None:
    ended(world, CIVIL, right)
    desk = papers(world)
    assert desk.listed(CIVIL) == ()
    with pytest.raises(Forbidden, match="有效授权范围"):
        desk.record(CIVIL, new())
    with pytest.raises(ProblemsFound, match="没有编号"):
        desk.revoke(CIVIL, "paper-12")


def test_a_right_of_another_role_or_an_ended_one_handles_no_correction(world: World) -> None:
    desk = world.corrections()
    asked = desk.ask(ME, Dataset.INCOME, "1/900/0", "金额不对")
    ended(
        world,
        CUSTODIAN,
        RoleGrant(CUSTODIAN.id, Role.CIVIL_OFFICER, "9999", ("correction_handling",), *FOREVER),
        RoleGrant(CUSTODIAN.id, Role.DATA_CUSTODIAN, "9999", ("correction_handling",), *OLD),
    )
    assert desk.waiting(CUSTODIAN).requests == ()
    with pytest.raises(ProblemsFound, match="没有编号"):
        desk.send(CUSTODIAN, asked.id)


def test_whoever_reads_what_a_person_wrote_is_in_that_persons_log(world: World) -> None:
    desk = world.corrections()
    asked = desk.ask(ME, Dataset.INCOME, "1/900/0", "月薪其实是三千")
    assert desk.waiting(CUSTODIAN).requests == (asked,)
    (event,) = log(world)
    assert (event.subject, event.case_id, event.fields) == (world.me, asked.id, (WORDS,))
    assert (event.purpose, event.outcome, event.rows) == ("correction_handling", Outcome.ALLOWED, 1)
    assert "更正申请：本人写的申请内容" in world.subject().looks(ME)[0].fields
    with world.register.writing() as session:
        declare_tie(session, CUSTODIAN.id, world.me, Tie.COLLEAGUE, CUSTODIAN.id, NOON)
    assert desk.waiting(CUSTODIAN).requests == ()
    with pytest.raises(Forbidden, match="利害关系"):
        desk.send(CUSTODIAN, asked.id)


@pytest.mark.parametrize("words", ["长" * (LONGEST_WORDS + 1), "三月\x00没有上班"])
def test_a_request_that_is_too_long_or_holds_control_characters_is_refused_in_words(world: World, words: str) -> None:
    with pytest.raises(ProblemsFound, match=r"最长2000字|控制字符"):
        world.corrections().ask(ME, Dataset.INCOME, "1/900/0", words)


def test_the_same_right_sent_twice_is_one_right(world: World) -> None:
    desk, newcomer = rights(world), account("newcomer", Role.VERIFIER)
    desk.grant(SECURITY, newcomer, "999902", (VERIFY,), *FOREVER)
    with pytest.raises(ProblemsFound, match="已有同样的权限"):
        desk.grant(SECURITY, newcomer, "999902", (VERIFY,), *FOREVER)
    with world.register.reading() as session:
        assert [each.grant.account_id for each in kept_grants(session)].count(newcomer.id) == 1
    desk.leave(SECURITY, newcomer.id)
    assert desk.grant(SECURITY, newcomer, "999902", (VERIFY,), *FOREVER)  # what was taken back may be given again


def test_figures_are_for_statisticians_whose_right_to_them_lives(world: World) -> None:
    with pytest.raises(Forbidden, match="有效授权范围"):
        require_statistics_right(world.reads.gate, STATISTICIAN, NOON)
    ended(world, STATISTICIAN, RoleGrant(STATISTICIAN.id, Role.STATISTICIAN, "99", ("income_statistics",), *OLD))
    with pytest.raises(Forbidden, match="有效授权范围"):
        require_statistics_right(world.reads.gate, STATISTICIAN, NOON)
    rights(world).grant(SECURITY, STATISTICIAN, "99", ("income_statistics",), *FOREVER)
    require_statistics_right(world.reads.gate, STATISTICIAN, NOON)
    for who in (AUDITOR, VERIFIER):
        with pytest.raises(Forbidden):
            require_statistics_right(world.reads.gate, who, NOON)


def test_nobody_binds_an_account_to_a_person_alone(world: World) -> None:
    for who in (SECURITY, CIVIL, ME):
        with pytest.raises(Forbidden, match="两人核验"):
            rights(world).declare(who, ME, 12, Tie.SELF)
