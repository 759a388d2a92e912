"""From a reviewed version to the ledger: shown first, written in one piece, nothing deleted."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from tests.services.plan.plan_desk import TEXT, PlanDesk
from tests.services.supervision.ledger_desk import CIVIL_AFFAIRS, SUPERVISOR, Desk, person
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.plan.ledger.model import LedgerTask, Period
from zengshou.plan.ledger.stages import Action, Party, Stage
from zengshou.services.plan.office_register import NEW, OfficeRegister
from zengshou.services.plan.plan_in_force import plan_in_force
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.services.supervision.plan_intake import Intake, PlanIntake
from zengshou.services.supervision.process_lamps import ProcessLamps
from zengshou.services.supervision.slips import SlipDesk
from zengshou.services.supervision.task_ledger import Particulars
from zengshou.store.database.connection import Database

NEXT_DAY = timedelta(days=1)
BROADCAST = "健全技能等级与薪酬挂钩机制"
ADDED = "1、开展岗前培训。（县教育局牵头）\n\n2、健全技能等级"


@dataclass
class IntakeDesk(PlanDesk):
    """The invented plan under review beside the ledger of the same city."""

    @property
    def intake(self) -> PlanIntake:
        return PlanIntake(self.database, lambda: self.now)

    @property
    def ledger(self) -> Desk:
        return Desk(self.database, self.now)

    def settle_all(self, number: int) -> None:
        """Every name that is asked about is a body of its own."""
        register = OfficeRegister(self.database, lambda: self.now)
        for match in self.intake.preview(SUPERVISOR, number).read.unsure:
            register.settle(SUPERVISOR, match.printed, NEW)

    def take_in(self, number: int, reason: str = "") -> Intake:
        self.settle_all(number)
        found = self.intake.preview(SUPERVISOR, number)
        self.intake.confirm(SUPERVISOR, number, found.agreed, reason)
        return found

    def by_title(self) -> dict[str, LedgerTask]:
        return {task.title: task for task in self.ledger.ledger.tasks(SUPERVISOR)}


@pytest.fixture(name="desk")
def uploaded(database: Database) -> IntakeDesk:  # noqa: F811
    desk = IntakeDesk(database)
    desk.upload()
    return desk


def test_a_version_makes_the_whole_ledger_with_offices_deadlines_and_goals(desk: IntakeDesk) -> None:
    desk.review.correct(SUPERVISOR, 1, "T-2.1.1", {"lead": "县教育局"})
    found = desk.take_in(2)
    assert found.is_first and len(found.revision.added) == 22
    tasks = desk.by_title()
    first = tasks[BROADCAST]
    assert (first.code, first.stage, first.deadline) == ("T-2.1.1", Stage.REGISTERED, date(2025, 12, 31))
    assert first.offices(Party.LEAD) == ("县教育局",) and "公共实训基地" in first.goals
    assert [task.place for task in tasks.values()] == list(range(1, 23))
    assert tasks["打造“青砚师傅”劳务品牌"].deadline == date(2026, 12, 31)
    with desk.database.reading() as session:
        plan = plan_in_force(session, "example")
    assert plan.title == "青砚县城乡居民增收三年行动方案（2024—2026年）" and len(plan.targets) == 27


def test_a_version_that_changes_nothing_is_not_taken_in_twice(desk: IntakeDesk) -> None:
    desk.take_in(1)
    found = desk.intake.preview(SUPERVISOR, 1)
    assert found.revision.is_empty and found.revision.same == 22
    with pytest.raises(ProblemsFound, match="与台账相同"):
        desk.intake.confirm(SUPERVISOR, 1, found.agreed)


def test_a_corrected_lead_changes_that_task_alone_and_reports_stay(desk: IntakeDesk) -> None:
    desk.take_in(1)
    code = "T-3.1.2"  # 县民政局 leads
    who = person("minzheng.x", Role.REPORTER, desk.ledger.task(code).offices(Party.LEAD)[0])
    desk.ledger.bring_in_hand(code, who)
    desk.ledger.report(code, who, 40, Period(2024, 2))
    desk.now += NEXT_DAY
    desk.review.correct(SUPERVISOR, 1, code, {"lead": "县残联", "cooperating": "县民政局"})
    found = desk.intake.preview(SUPERVISOR, 2)
    assert not found.is_first and not found.barred
    (change,) = found.revision.changed
    assert [(each.title, each.before, each.after) for each in change.fields] == [
        ("牵头单位", "县民政局", "县残联"),
        ("配合单位", "县残联", "县民政局"),
    ]
    desk.intake.confirm(SUPERVISOR, 2, found.agreed)
    task = desk.ledger.task(code)
    assert task.offices(Party.LEAD) == ("县残联",) and task.stage is Stage.REPORTED and len(task.reports) == 1
    last = desk.ledger.ledger.history(SUPERVISOR, code)[-1]
    assert (last.action, last.at) == ("revise", desk.now)
    assert last.detail["fields"] == [["牵头单位", "县民政局", "县残联"], ["配合单位", "县残联", "县民政局"]]


def test_a_task_put_in_moves_the_numbers_and_no_history(desk: IntakeDesk) -> None:
    desk.take_in(1)
    before = desk.by_title()
    desk.ledger.act("T-2.1.1", SUPERVISOR, Action.ASSIGN)
    desk.upload(TEXT.replace("1、健全技能等级", ADDED).replace("2、打造“青砚师傅”", "3、打造“青砚师傅”"))
    found = desk.take_in(2)
    assert [each.title for each in found.revision.added] == ["开展岗前培训"] and not found.revision.gone
    after = desk.by_title()
    assert {title: after[title].id for title in before} == {title: task.id for title, task in before.items()}
    assert (after["开展岗前培训"].code, after[BROADCAST].code) == ("T-2.1.1", "T-2.1.2")
    assert after[BROADCAST].stage is Stage.ASSIGNED
    actions = [event.action for event in desk.ledger.ledger.history(SUPERVISOR, "T-2.1.2")]
    assert actions == ["register", "assign", "revise"]


def test_a_task_that_is_gone_is_revoked_with_a_reason_and_comes_back_when_the_plan_has_it_again(
    desk: IntakeDesk,
) -> None:
    desk.take_in(1)
    code = "T-2.1.1"
    id = desk.ledger.task(code).id
    desk.upload(TEXT.replace(BROADCAST, "建立企业师徒结对制度"))
    desk.settle_all(2)
    found = desk.intake.preview(SUPERVISOR, 2)
    assert [task.title for task in found.revision.gone] == [BROADCAST]
    with pytest.raises(ProblemsFound, match="写明理由"):
        desk.intake.confirm(SUPERVISOR, 2, found.agreed)
    desk.intake.confirm(SUPERVISOR, 2, found.agreed, "青政发〔2024〕9号修订")
    gone = desk.by_title()[BROADCAST]
    assert (gone.id, gone.stage, gone.code) == (id, Stage.REVOKED, "T-2.1.1-撤2")
    last = desk.ledger.ledger.history(SUPERVISOR, gone.code)[-1]
    assert (last.action, last.detail["reason"]) == ("revoke", "青政发〔2024〕9号修订")
    assert desk.by_title()["建立企业师徒结对制度"].code == code
    desk.upload()
    back = desk.take_in(3, "恢复原方案")
    assert [change.task.id for change in back.revision.returned] == [id]
    assert desk.ledger.task(code).id == id and desk.ledger.task(code).stage is Stage.REGISTERED


def test_a_deadline_that_a_person_moved_is_not_moved_back_by_the_plan(desk: IntakeDesk) -> None:
    desk.take_in(1)
    code = "T-2.1.1"
    desk.ledger.ledger.describe(
        SUPERVISOR, code, desk.ledger.task(code).revision, Particulars(deadline=date(2026, 6, 30))
    )
    desk.review.correct(SUPERVISOR, 1, code, {"lead": "县教育局"})
    (change,) = desk.take_in(2).revision.changed
    assert change.keeps_deadline and [each.key for each in change.fields] == ["lead"]
    assert desk.ledger.task(code).deadline == date(2026, 6, 30)


def test_what_was_shown_and_has_changed_since_is_not_written(desk: IntakeDesk) -> None:
    desk.take_in(1)
    desk.review.correct(SUPERVISOR, 1, "T-2.1.1", {"lead": "县财政局"})
    found = desk.intake.preview(SUPERVISOR, 2)
    desk.ledger.act("T-2.1.1", SUPERVISOR, Action.ASSIGN)
    with pytest.raises(Changed):
        desk.intake.confirm(SUPERVISOR, 2, found.agreed)


def test_names_that_nobody_settled_bar_the_way_into_the_ledger(desk: IntakeDesk) -> None:
    found = desk.intake.preview(SUPERVISOR, 1)
    assert found.read.unsure and any("相近" in each.found for each in found.barred)
    with pytest.raises(ProblemsFound, match="相近"):
        desk.intake.confirm(SUPERVISOR, 1, found.agreed)


def test_only_a_supervisor_takes_a_plan_in(desk: IntakeDesk) -> None:
    with pytest.raises(Forbidden):
        desk.intake.preview(CIVIL_AFFAIRS, 1)
    with pytest.raises(Forbidden):
        desk.intake.confirm(CIVIL_AFFAIRS, 1, "")


def test_a_slip_to_a_body_that_has_ended_waits_for_its_successor(desk: IntakeDesk) -> None:
    desk.take_in(1)
    code = "T-3.1.2"
    lead = desk.ledger.task(code).offices(Party.LEAD)[0]
    desk.ledger.bring_in_hand(code, person("x", Role.REPORTER, lead), planned=90)
    desk.now += timedelta(days=200)
    register = OfficeRegister(desk.database, lambda: desk.now)
    ProcessLamps(desk.database, lambda: desk.now).record(SUPERVISOR, Period(2024, 3))
    slips = SlipDesk(desk.database, lambda: desk.now)
    register.change(SUPERVISOR, lead, date(2024, 5, 1), ())
    (proposal,) = [each for each in slips.proposals(SUPERVISOR) if each.task.code == code]
    colour = proposal.proposal.colour.value
    with pytest.raises(ProblemsFound, match="撤并"):
        slips.issue(SUPERVISOR, code, lead, colour)
    register.change(SUPERVISOR, lead, date(2024, 5, 1), ("县残联",))
    with pytest.raises(ProblemsFound, match="请先选择承接单位：县残联"):
        slips.issue(SUPERVISOR, code, lead, colour)
    slips.issue(SUPERVISOR, code, lead, colour, "县残联")
    assert [each.addressee for each in slips.issued(SUPERVISOR)] == ["县残联"]
