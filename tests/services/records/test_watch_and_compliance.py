"""Who should be asked about their lookups, what the office answers for, and whom a breach concerns."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from tests.services.records.citizen_world import ME, World
from tests.store.register.access_world import CIVIL, NOON, VERIFIER, VERIFY, account, context
from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.records.access.minimum import Dataset
from zengshou.records.identity.person_ref import shown
from zengshou.services.records.access.compliance import ComplianceDesk
from zengshou.services.records.access.watch import watched
from zengshou.store.access_purposes import access_purposes

AUDITOR = account("auditor", Role.AUDIT_ADMIN)
SINCE, UNTIL = NOON - timedelta(days=1), NOON + timedelta(days=30)


class Neighbours:
    """An invented comparison: everybody lives beside the officer `civil`."""

    def same_surname(self, account_id: str, persons: Iterable[int]) -> frozenset[int]:
        return frozenset()

    def same_address(self, account_id: str, persons: Iterable[int]) -> frozenset[int]:
        return frozenset(persons) if account_id == CIVIL.id else frozenset()


def some_reads(world: World) -> None:
    for person in (11, 12):
        world.reads.incomes(context(), [person])
    with pytest.raises(Forbidden):
        world.reads.incomes(context(), [13])
    with pytest.raises(ProblemsFound):
        world.reads.incomes(context(CIVIL, "assistance_decision", ""), [11])
    world.subject().file(ME)


def test_a_try_at_a_relatives_file_and_at_a_neighbours_is_flagged(world: World) -> None:
    some_reads(world)
    found = watched(world.register, AUDITOR, SINCE, UNTIL, Neighbours())
    assert {flag.actor: flag.reasons for flag in found.flags} == {
        VERIFIER.id: ("案外查询亲属1次",),
        CIVIL.id: ("案外查询同一住址的人1次",),
    }
    assert (found.officers, found.lookups) == (2, 4)  # the citizen's own look is none
    assert "偶然概率" in found.convention
    assert watched(world.register, AUDITOR, UNTIL, UNTIL + timedelta(days=1)).flags == ()


def test_the_report_counts_reads_by_purpose_and_says_what_is_late(world: World) -> None:
    some_reads(world)
    desk = ComplianceDesk(world.register, access_purposes(), lambda: NOON)
    report = desk.report(AUDITOR, SINCE, UNTIL)
    verified = access_purposes().purposes[VERIFY]
    counted = {(line.purpose, line.role, line.outcome): (line.reads, line.persons) for line in report.lines}
    assert counted == {
        (verified.label, "核对人员", "已查看"): (2, 2),
        (verified.label, "核对人员", "被拒绝"): (1, 1),
        ("社会救助审核确认", "民政审批人员", "被拒绝"): (1, 1),
        ("本人查询", "本人", "已查看"): (1, 1),
    }
    assert report.lines[0].legal_basis and report.lines[0].pia
    assert report.is_chain_whole and report.is_head_late and report.overdue_corrections == 0
    assert report.unverified_bases == ("归集数据质量核查",)
    world.corrections(NOON - timedelta(days=20)).ask(ME, Dataset.INCOME, "1/900/0", "不对")
    assert desk.report(AUDITOR, SINCE, UNTIL).overdue_corrections == 1


def test_a_breach_lists_exactly_those_whose_rows_were_shown(world: World) -> None:
    some_reads(world)
    desk = ComplianceDesk(world.register, access_purposes(), lambda: NOON)
    assert desk.breach(AUDITOR, VERIFIER.id, SINCE, UNTIL).persons == (shown(11), shown(12))
    assert desk.breach(AUDITOR, CIVIL.id, SINCE, UNTIL).persons == ()


@pytest.mark.parametrize("role", [Role.VERIFIER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.CITIZEN])
def test_only_the_audit_administrator_watches(world: World, role: Role) -> None:
    who = account("x", role)
    desk = ComplianceDesk(world.register, access_purposes(), lambda: NOON)
    for ask in (
        lambda: watched(world.register, who, SINCE, UNTIL),
        lambda: desk.report(who, SINCE, UNTIL),
        lambda: desk.breach(who, VERIFIER.id, SINCE, UNTIL),
    ):
        with pytest.raises(Forbidden):
            ask()
