"""Rights end, ties bind, papers are recorded with their evidence; case data come in on nobody else's word."""

from datetime import date, timedelta
from hashlib import sha256

import pytest

from tests.services.records.citizen_world import ME, World
from tests.store.register.access_world import (
    CASE,
    CITIZEN,
    CIVIL,
    CUSTODIAN,
    FOREVER,
    NOON,
    TODAY,
    TOWN,
    VERIFIER,
    VERIFY,
    account,
    context,
    paper,
)
from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.access.authorisation import Invalid
from zengshou.records.access.context import Tie
from zengshou.services.records.access.authorise import AuthorisationDesk, NewPaper
from zengshou.services.records.access.rights import RightsDesk
from zengshou.services.records.intake.case_gate import RegisterCases
from zengshou.store.access_purposes import access_purposes
from zengshou.store.register.access.access_gate import NoSuchPerson
from zengshou.store.register.access.access_log import Outcome, events_from
from zengshou.store.register.access.authorisations import add_authorisation, revoke_authorisation

SECURITY, AUDITOR, NEWCOMER = (
    account("security", Role.SECURITY_ADMIN),
    account("auditor", Role.AUDIT_ADMIN),
    account("newcomer", Role.VERIFIER),
)


def rights(world: World) -> RightsDesk:
    return RightsDesk(world.register, access_purposes(), lambda: NOON)


def test_a_right_lets_read_and_leaving_the_post_ends_it(world: World) -> None:
    desk, look = rights(world), context(NEWCOMER)
    with pytest.raises(ProblemsFound):
        world.reads.incomes(look, [11])
    desk.grant(SECURITY, NEWCOMER, "999902", (VERIFY,), *FOREVER)
    assert world.reads.incomes(look, [11]).height == 1
    assert NEWCOMER.id in {right.account_id for right in desk.to_be_certified(AUDITOR)}
    assert desk.leave(SECURITY, NEWCOMER.id) == 1
    with pytest.raises(ProblemsFound):
        world.reads.incomes(look, [11])
    assert desk.rights_of(NEWCOMER)[0].revoked_at == NOON
    assert NEWCOMER.id not in {right.account_id for right in desk.to_be_certified(SECURITY)}


def test_rights_are_given_by_security_alone_for_the_roles_purposes_and_a_year(world: World) -> None:
    desk = rights(world)
    with pytest.raises(Forbidden):
        desk.grant(VERIFIER, NEWCOMER, "999902", (VERIFY,), *FOREVER)
    with pytest.raises(Forbidden):
        desk.to_be_certified(VERIFIER)
    for to, area, purposes, until, words in (
        (AUDITOR, "999902", (VERIFY,), FOREVER[1], "不读取个人数据"),
        (NEWCOMER, "999902", ("assistance_decision",), FOREVER[1], "不能用于"),
        (NEWCOMER, "999902", (), FOREVER[1], "不能用于"),
        (NEWCOMER, "东河区", (VERIFY,), FOREVER[1], "应为"),
        (NEWCOMER, "999902", (VERIFY,), date(2028, 1, 1), "一年以内"),
    ):
        with pytest.raises(ProblemsFound, match=words):
            desk.grant(SECURITY, to, area, purposes, FOREVER[0], until)


def test_an_officer_declares_family_and_their_file_shuts(world: World) -> None:
    assert world.reads.incomes(context(), [12]).height == 1
    rights(world).declare(VERIFIER, VERIFIER, 12, Tie.RELATIVE)
    with pytest.raises(Forbidden, match="亲属"):
        world.reads.incomes(context(), [12])
    with pytest.raises(Forbidden):
        rights(world).declare(VERIFIER, VERIFIER, 12, Tie.SELF)
    with pytest.raises(Forbidden):
        rights(world).declare(VERIFIER, CIVIL, 12, Tie.RELATIVE)


SCAN = b"%PDF-1.7" + bytes(4_096)


def papers(world: World) -> AuthorisationDesk:
    return AuthorisationDesk(world.reads.gate, frozenset({"iit", "bank", "si"}), lambda: NOON)


def new(person: int = 12, **changes: object) -> NewPaper:
    whole: dict[str, object] = {
        "person": person, "case_id": "救2026-7", "channels": frozenset({"bank"}),
        "valid_from": TODAY, "valid_to": TODAY + timedelta(days=180), "evidence": SCAN,
    }  # fmt: skip
    return NewPaper(**{**whole, **changes})  # type: ignore[arg-type]


def test_a_paper_is_recorded_with_the_digest_of_what_was_signed_and_opens_its_channels(world: World) -> None:
    kept = papers(world).record(TOWN, new())
    assert kept.evidence_hash == sha256(SCAN).hexdigest()
    look = context(case_id="救2026-7")
    papers(world).confirm(CIVIL, kept.id, SCAN)
    assert world.reads.assets(look, [12])["channel"].to_list() == ["bank"]
    assert world.reads.incomes(look, [12]).is_empty()
    papers(world).revoke(CIVIL, kept.id)
    with pytest.raises(Forbidden, match=Invalid.REVOKED.words):
        world.reads.assets(look, [12])
    with pytest.raises(ProblemsFound, match="已撤回"):
        papers(world).revoke(CIVIL, kept.id)


def test_the_person_revokes_the_own_paper_and_no_other(world: World) -> None:
    desk = papers(world)
    assert [kept.id for kept in desk.mine(ME)] == ["paper-me"]
    with pytest.raises(ProblemsFound, match="没有编号"):
        desk.revoke(ME, "paper-12")
    assert desk.revoke(ME, "paper-me").revoked_at == NOON


def test_a_paper_with_faults_is_refused_with_all_of_them(world: World) -> None:
    bad = new(case_id="", channels=frozenset({"gossip"}), valid_to=date(2020, 1, 1), evidence=b"")
    with pytest.raises(ProblemsFound) as refused:
        papers(world).record(CIVIL, bad)
    assert len(refused.value.problems) == 4
    with pytest.raises(ProblemsFound, match="没有写明"):
        papers(world).record(CIVIL, new(channels=frozenset()))
    for evidence, words in ((b"scan" * 1_000, "不是PDF、JPEG、PNG文件"), (b"%PDF-1.7", "不会是扫描件")):
        with pytest.raises(ProblemsFound, match=words):
            papers(world).record(CIVIL, new(evidence=evidence))


def test_papers_are_recorded_for_ones_area_and_never_for_ones_own(world: World) -> None:
    with pytest.raises(NoSuchPerson):
        papers(world).record(CIVIL, new(person=21))
    with pytest.raises(Forbidden, match="利害关系"):
        papers(world).record(VERIFIER, new(person=13))
    for who in (CITIZEN, CUSTODIAN, SECURITY):
        with pytest.raises(Forbidden):
            papers(world).record(who, new())


def cases(world: World) -> RegisterCases:
    return RegisterCases(world.register, access_purposes(), lambda channel: f"{channel}来源单位")


FAULTS = {
    Invalid.MISSING: "",
    Invalid.EXPIRED: "old",
    Invalid.REVOKED: "revoked",
    Invalid.NOT_YET: "early",
    Invalid.WRONG_SCOPE: "narrow",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_case_data_without_a_live_paper_are_refused_and_the_refusal_is_logged(world: World, fault: Invalid) -> None:
    with world.register.writing() as session:
        add_authorisation(session, paper("old", 11, valid_to=date(2026, 11, 1)), "civil", NOON)
        add_authorisation(session, paper("early", 11, valid_from=date(2026, 12, 1)), "civil", NOON)
        add_authorisation(session, paper("narrow", 11, channels=frozenset({"iit"})), "civil", NOON)
        add_authorisation(session, paper("revoked", 11), "civil", NOON)
        revoke_authorisation(session, "revoked", "civil", NOON - timedelta(hours=1))
    refused = cases(world).refusals("bank", CASE, FAULTS[fault], (), "custodian", NOON)
    assert list(refused) == [0] and fault.words in refused[0]
    with world.register.reading() as session:
        (event,) = events_from(session)
    assert event.outcome is Outcome.DENIED and event.fields == ("channel.bank",) and fault.words in event.reason


def test_nobodys_case_data_come_in_on_anothers_word(world: World) -> None:
    assert cases(world).refusals("bank", CASE, "paper-11", (), "custodian", NOON) == {}
    refused = cases(world).refusals("bank", CASE, "paper-11", (11, 12, 999), "custodian", NOON)
    assert list(refused) == [999] and Invalid.WRONG_PERSON.words in refused[999]  # 12 signed one of their own
    with world.register.reading() as session:
        assert [event.subject for event in events_from(session)] == [999]
