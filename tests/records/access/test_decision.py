"""Denied unless everything holds; each way in which it does not has its own reason in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.account import ADMINISTRATORS, Account, Role
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.access.authorisation import WORDS, Authorisation, Invalid, invalidity, live_authorisation
from zengshou.records.access.context import AccessContext, RoleGrant, Subject, Tie, granted_areas
from zengshou.records.access.decision import Allowed, Denied, Reason, decide
from zengshou.records.access.minimum import BY_FIELD
from zengshou.records.access.purposes import read_purposes
from zengshou.store.access_purposes import access_purposes

TABLE = access_purposes()
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
VERIFY = "assistance_verification"
ASKED = ("income.fen", "income.item")
PERSON = 7
EAST = Subject(PERSON, "999902001001")


def account(role: Role = Role.VERIFIER) -> Account:
    return Account("a1", "a1", "某", role, "example")


def context(role: Role = Role.VERIFIER, purpose: str = VERIFY, **changes: object) -> AccessContext:
    basis = TABLE.purposes[purpose].legal_basis if purpose in TABLE.purposes else "法"
    return replace(AccessContext(account(role), purpose, basis, "救1", "", NOON), **changes)  # type: ignore[arg-type]


def grant(**changes: object) -> RoleGrant:
    return replace(RoleGrant("a1", Role.VERIFIER, "999902", (VERIFY,), *YEAR), **changes)  # type: ignore[arg-type]


def paper(**changes: object) -> Authorisation:
    """A paper that a second officer confirmed an hour ago."""
    signed = Authorisation("p1", PERSON, "救1", frozenset({"iit"}), *YEAR, "0" * 64)
    kept = replace(signed, confirmed_by="a2", confirmed_at=NOON - timedelta(hours=1))
    return replace(kept, **changes)  # type: ignore[arg-type]


def test_an_officer_with_everything_in_order_is_allowed_and_gets_no_more_than_asked() -> None:
    found = decide(TABLE, context(), EAST, ASKED, [grant()], [paper()])
    assert isinstance(found, Allowed)
    assert (found.person, found.fields, found.channels) == (PERSON, frozenset(ASKED), frozenset({"iit"}))
    assert (found.actor, found.purpose, found.case_id, found.moment) == ("a1", VERIFY, "救1", NOON)


def test_nobody_makes_an_allowance_by_hand() -> None:
    with pytest.raises(ValueError, match="decide alone"):
        Allowed(context(), PERSON, frozenset(ASKED), None, "", (PERSON,), False, object())


WRONG: dict[Reason, tuple[AccessContext, Subject, tuple[str, ...], RoleGrant]] = {
    Reason.INACTIVE: (context(account=replace(account(), is_active=False)), EAST, ASKED, grant()),
    Reason.ADMINISTRATOR: (context(Role.SYSTEM_ADMIN), EAST, ASKED, grant()),
    Reason.PURPOSE: (context(purpose="curiosity"), EAST, ASKED, grant()),
    Reason.ROLE: (context(Role.STATISTICIAN), EAST, ASKED, grant(role=Role.STATISTICIAN)),
    Reason.BASIS: (context(legal_basis="领导交办"), EAST, ASKED, grant()),
    Reason.NO_FIELDS: (context(), EAST, (), grant()),
    Reason.FIELDS: (context(), EAST, ("identity.number",), grant()),
    Reason.GRANT: (context(), EAST, ASKED, grant(valid_to=date(2026, 11, 19))),
    Reason.AREA: (context(), Subject(PERSON, "999921001001"), ASKED, grant()),
    Reason.TIED: (context(), replace(EAST, tie=Tie.RELATIVE), ASKED, grant()),
    Reason.CASE: (context(case_id=" "), EAST, ASKED, grant()),
    Reason.NOT_OWN: (context(Role.CITIZEN, "subject_access"), EAST, ASKED, grant()),
}


@pytest.mark.parametrize("reason", WRONG)
def test_each_fault_is_denied_for_its_own_reason(reason: Reason) -> None:
    asked, subject, fields, right = WRONG[reason]
    found = decide(TABLE, asked, subject, fields, [right], [paper()])
    assert isinstance(found, Denied) and found.reason is reason and found.words.endswith("。")


@pytest.mark.parametrize(
    "right",
    [
        grant(account_id="a2"),
        grant(role=Role.CIVIL_OFFICER),
        grant(purposes=("assistance_decision",)),
        grant(valid_from=date(2026, 11, 21)),
        grant(revoked_at=NOON),
    ],
)
def test_a_right_of_another_or_for_something_else_or_another_time_is_none(right: RoleGrant) -> None:
    assert granted_areas(context(), [right]) == ()


@pytest.mark.parametrize("tie", [Tie.SELF, Tie.RELATIVE, Tie.COLLEAGUE])
def test_an_officer_opens_neither_the_own_file_nor_that_of_family_and_colleagues(tie: Tie) -> None:
    found = decide(TABLE, context(), replace(EAST, tie=tie), ASKED, [grant()], [paper()])
    assert isinstance(found, Denied) and found.reason is Reason.TIED


INVALID = {
    Invalid.MISSING: None,
    Invalid.WRONG_PERSON: paper(person=8),
    Invalid.WRONG_SCOPE: paper(channels=frozenset({"bank"})),
    Invalid.UNCONFIRMED: paper(confirmed_by="", confirmed_at=None),
    Invalid.REVOKED: paper(revoked_at=NOON),
    Invalid.NOT_YET: paper(valid_from=date(2026, 11, 21)),
    Invalid.EXPIRED: paper(valid_to=date(2026, 11, 19)),
}


@pytest.mark.parametrize("fault", INVALID)
def test_seven_kinds_of_invalid_paper_each_say_what_is_wrong(fault: Invalid) -> None:
    kept = INVALID[fault]
    assert invalidity(kept, context(), (PERSON,), ["iit"]) is fault
    known = [] if kept is None else [kept]
    found = decide(TABLE, context(authorisation_id="p1"), EAST, ASKED, [grant()], known, ["iit"])
    assert isinstance(found, Denied) and found.invalid is fault and WORDS[fault] in found.words
    assert len(WORDS) == len(set(WORDS.values())) == 7


def test_of_several_papers_a_live_one_is_found() -> None:
    old, new = paper(id="old", valid_to=date(2026, 3, 1)), paper(id="new")
    assert live_authorisation([old, new], context(), (PERSON,)) == new
    assert live_authorisation([old], context(), (PERSON,)) is Invalid.EXPIRED


def test_a_paper_carries_every_reference_of_who_signed_it_and_nobody_elses() -> None:
    same, other = replace(EAST, person=8, others=(PERSON,)), replace(EAST, person=8)
    assert isinstance(decide(TABLE, context(), same, ASKED, [grant()], [paper()]), Allowed)
    found = decide(TABLE, context(), other, ASKED, [grant()], [paper()])
    assert isinstance(found, Denied) and found.invalid is Invalid.MISSING


def test_a_question_without_a_right_or_a_case_is_judged_before_the_person_is_looked_at() -> None:
    """Who is not there, and who is in another area, are refused for the same reason in each."""
    for asked, fields, right in (
        (context(), ASKED, grant(purposes=("batch_quality",))),
        (context(), ("identity.number",), grant()),
        (context(case_id=""), ASKED, grant()),
        (context(Role.CIVIL_OFFICER), ASKED, grant()),
    ):
        reasons = {
            found.reason
            for subject in (Subject(0, ""), Subject(PERSON, ""), EAST)
            if isinstance(found := decide(TABLE, asked, subject, fields, [right], [paper()]), Denied)
        }
        assert len(reasons) == 1 and Reason.AREA not in reasons


@pytest.mark.parametrize("number", ["救" * 65, "救1\n救2", "救\x001"])
def test_a_number_that_one_database_could_not_keep_is_refused_in_words(number: str) -> None:
    with pytest.raises(ProblemsFound, match="编号最长64个字"):
        context(case_id=number)
    with pytest.raises(ProblemsFound, match="编号最长64个字"):
        context(authorisation_id=number)


def test_an_area_of_nothing_is_no_scope() -> None:
    for area in ("", "9", "99９9", "cn.shili"):
        with pytest.raises(ValueError, match="no scope"):
            grant(area=area)


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        context(at=datetime(2026, 11, 20, 4))


roles = st.sampled_from(list(Role))
purposes = st.sampled_from([*TABLE.purposes, "curiosity"])
some_fields = st.sets(st.sampled_from(sorted(BY_FIELD)), max_size=6)


@given(
    role=roles, purpose=purposes, fields=some_fields, area=st.sampled_from(["999902001001", "999921001001", ""]),
    tie=st.sampled_from(list(Tie)), case=st.sampled_from(["", "救1", "救2"]), has_grant=st.booleans(),
    papers=st.lists(st.sampled_from(list(INVALID.values())[1:]), max_size=3), is_active=st.booleans(),
)  # fmt: skip
def test_whatever_is_allowed_was_named_in_the_register_of_purposes(
    role: Role, purpose: str, fields: set[str], area: str, tie: Tie, case: str, has_grant: bool,
    papers: list[Authorisation], is_active: bool,
) -> None:  # fmt: skip
    asked = context(role, purpose, case_id=case, account=replace(account(role), is_active=is_active))
    rights = [grant(role=role, purposes=(purpose,))] if has_grant else []
    found = decide(TABLE, asked, Subject(PERSON, area, tie), fields, rights, papers)
    if not isinstance(found, Allowed):
        return
    rule = TABLE.purposes[purpose]
    assert role not in ADMINISTRATORS and is_active and fields
    assert fields <= rule.roles[role].fields
    assert tie is Tie.SELF if rule.roles[role].area.value == "own" else (has_grant and area.startswith("999902"))
    assert not rule.needs_case or case
    assert not rule.needs_authorisation  # every paper drawn here is invalid


def document(**changes: object) -> dict[str, object]:
    body: dict[str, object] = {
        "label": "核对", "told": "核对", "legal_basis": "法", "status": "sourced", "pia": "评1", "needs_case": True,
        "needs_authorisation": True, "roles": {"verifier": {"area": "granted", "fields": {"income": ["fen"]}}},
    }  # fmt: skip
    return {"version": "1", "purposes": {"p": {**body, **changes}}}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"pia": ""}, "“pia”为空"),
        ({"legal_basis": " "}, "“legal_basis”为空"),
        ({"status": "maybe"}, "status"),
        ({"needs_case": "yes"}, "needs_case"),
        ({"roles": {"system_admin": {"area": "granted", "fields": {}}}}, "不得读取个人数据"),
        ({"roles": {"king": {"area": "granted", "fields": {}}}}, "没有这个角色"),
        ({"roles": {"verifier": {"area": "everywhere", "fields": {}}}}, "area"),
        ({"roles": {"verifier": {"area": "granted", "fields": {"income": ["secret"]}}}}, "income.secret"),
        ({"roles": {"verifier": {"area": "granted", "fields": {"income": "*"}}}}, "income.*"),
        ({"roles": {"verifier": {"area": "granted"}}}, "恰有"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_register_of_purposes_with_a_fault_is_not_loaded(changes: dict[str, object], found: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        read_purposes(document(**changes), "x.yaml")
    assert found in str(refused.value)


def test_a_well_formed_register_is_loaded() -> None:
    table = read_purposes(document(), "x.yaml")
    assert table.fields("p", Role.VERIFIER) == {"income.fen"}
    assert table.fields("p", Role.CITIZEN) == table.fields("q", Role.VERIFIER) == frozenset()
