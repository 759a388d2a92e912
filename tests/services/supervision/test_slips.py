"""Slips on both databases: proposed by rule, issued by a person alone, answered by the body, each number once."""

import threading
from datetime import UTC, date, datetime

import pytest

from tests.services.supervision.ledger_desk import (
    CIVIL_AFFAIRS,
    FINANCE,
    HUMAN_RESOURCES,
    QUARTER,
    SUPERVISOR,
    VIEWER,
    Desk,
)
from tests.services.supervision.ledger_desk import person as someone
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Role
from zengshou.concepts.problem import Forbidden, ProblemsFound
from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.stages import Action
from zengshou.plan.ledger.supervision_rules import read_supervision
from zengshou.services.supervision.bulletin import BulletinDesk
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.services.supervision.process_lamps import ProcessLamps
from zengshou.services.supervision.slips import SlipDesk
from zengshou.store.country import city_plan
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import verified
from zengshou.store.database.slips import IssuedSlip

CODE, BODY = "SL-3", "civil_affairs"
SEQUENTIAL = read_supervision({"slips": {"mode": "sequential"}}, "test")


class SlipTable(Desk):
    def on(self, month: int, day: int) -> "SlipTable":
        self.now = datetime(2020, month, day, 2, tzinfo=UTC)
        return self

    @property
    def slips(self) -> SlipDesk:
        return SlipDesk(self.database, lambda: self.now)

    @property
    def in_sequence(self) -> SlipDesk:
        return SlipDesk(self.database, lambda: self.now, SEQUENTIAL)

    def record(self) -> None:
        ProcessLamps(self.database, lambda: self.now).record(SUPERVISOR, QUARTER)

    def sent(self) -> IssuedSlip:
        self.slips.issue(SUPERVISOR, CODE, BODY, "red")
        return self.slips.issued(SUPERVISOR)[0]


@pytest.fixture
def desk(database: Database) -> SlipTable:  # noqa: F811
    """One task whose lamp is red: its report is missing."""
    made = SlipTable(database)
    made.register()
    made.on(7, 6).bring_in_hand(CODE, CIVIL_AFFAIRS)
    made.on(10, 19).record()
    return made


def test_a_red_lamp_proposes_a_red_slip_to_the_lead_body_and_sends_nothing(desk: SlipTable) -> None:
    (proposal,) = desk.slips.proposals(SUPERVISOR)
    assert (proposal.task.code, proposal.office, proposal.proposal.colour.value) == (CODE, BODY, "red")
    assert proposal.proposal.due == date(2020, 10, 22) and proposal.name == "市民政局"
    assert desk.slips.issued(SUPERVISOR) == () and desk.slips.proposals(VIEWER) == ()


def test_a_confirmed_slip_has_a_number_of_the_years_series_and_is_not_proposed_again(desk: SlipTable) -> None:
    slip = desk.sent()
    assert (slip.number, slip.addressee, slip.code) == ("督〔2020〕1号", "市民政局", CODE)
    assert "未报送" in slip.cause and desk.slips.proposals(SUPERVISOR) == ()
    assert desk.ledger.history(SUPERVISOR, CODE)[-1].detail["number"] == slip.number


def test_only_a_supervisor_issues(desk: SlipTable) -> None:
    for who in (CIVIL_AFFAIRS, VIEWER):
        with pytest.raises(Forbidden):
            desk.slips.issue(who, CODE, BODY, "red")


def test_a_slip_that_is_not_the_one_proposed_now_is_not_issued(desk: SlipTable) -> None:
    with pytest.raises(Changed, match="不再是拟发的样子"):
        desk.slips.issue(SUPERVISOR, CODE, BODY, "blue")
    desk.sent()
    with pytest.raises(Changed):
        desk.slips.issue(SUPERVISOR, CODE, BODY, "red")
    assert len(desk.slips.issued(SUPERVISOR)) == 1


def test_of_many_who_issue_the_same_slip_at_once_one_succeeds(desk: SlipTable) -> None:
    outcomes: list[str] = []

    def issue() -> None:
        try:
            desk.slips.issue(SUPERVISOR, CODE, BODY, "red")
            outcomes.append("done")
        except Changed:
            outcomes.append("changed")

    threads = [threading.Thread(target=issue) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed"] * 5 + ["done"]


def test_the_body_answers_once_and_its_lateness_is_kept(desk: SlipTable) -> None:
    slip = desk.sent()
    desk.on(10, 26).slips.answer(CIVIL_AFFAIRS, slip.id, " 已补报。 ")
    answered = desk.slips.issued(CIVIL_AFFAIRS)[0]
    assert answered.answer == "已补报。" and answered.is_overdue(date(2020, 10, 26)) and not answered.is_open
    with pytest.raises(ProblemsFound, match="已回复"):
        desk.slips.answer(CIVIL_AFFAIRS, slip.id, "再答")
    assert desk.ledger.history(SUPERVISOR, CODE)[-1].detail["is_late"] is True


def test_nobody_answers_for_another_body_or_with_nothing(desk: SlipTable) -> None:
    slip = desk.sent()
    for who in (FINANCE, HUMAN_RESOURCES):
        assert desk.slips.issued(who) == ()
        with pytest.raises(NotFound):
            desk.slips.answer(who, slip.id, "好")
    with pytest.raises(Forbidden):
        desk.slips.answer(SUPERVISOR, slip.id, "好")
    with pytest.raises(ProblemsFound, match="没有填写回复"):
        desk.slips.answer(CIVIL_AFFAIRS, slip.id, "  ")


def test_a_withdrawn_slip_keeps_its_number_and_another_may_follow(desk: SlipTable) -> None:
    slip = desk.sent()
    with pytest.raises(ProblemsFound, match="须写明理由"):
        desk.slips.withdraw(SUPERVISOR, slip.id, "")
    desk.slips.withdraw(SUPERVISOR, slip.id, "发错单位")
    assert desk.sent().number == "督〔2020〕2号"
    assert [each.withdrawn is None for each in desk.slips.issued(SUPERVISOR)].count(False) == 1


def test_what_was_answered_is_not_withdrawn(desk: SlipTable) -> None:
    slip = desk.sent()
    desk.slips.answer(CIVIL_AFFAIRS, slip.id, "已办。")
    with pytest.raises(ProblemsFound, match="不能再撤回"):
        desk.slips.withdraw(SUPERVISOR, slip.id, "发错")


def test_in_sequence_the_first_slip_is_blue_and_an_unanswered_one_is_followed_by_orange(desk: SlipTable) -> None:
    desk.in_sequence.issue(SUPERVISOR, CODE, BODY, "blue")
    assert desk.in_sequence.proposals(SUPERVISOR) == ()
    (proposal,) = desk.on(11, 2).in_sequence.proposals(SUPERVISOR)
    assert proposal.proposal.colour.value == "orange" and "逾期未回复" in proposal.proposal.cause


def test_the_whole_correspondence_holds_in_the_chain_of_events(desk: SlipTable) -> None:
    desk.slips.answer(CIVIL_AFFAIRS, desk.sent().id, "已办。")
    with desk.database.reading() as session:
        assert isinstance(verified(session), int)


def test_a_body_has_one_name_on_its_slips_whichever_alias_a_task_prints(desk: SlipTable) -> None:
    desk.on(7, 6).bring_in_hand("SL-4", CIVIL_AFFAIRS)
    desk.on(10, 19).record()
    assert {each.name for each in desk.slips.proposals(SUPERVISOR)} == {"市民政局"}


def test_what_was_answered_in_time_is_not_chased_again_before_a_newer_lamp(desk: SlipTable) -> None:
    desk.slips.answer(CIVIL_AFFAIRS, desk.sent().id, "正在补报。")
    assert desk.slips.proposals(SUPERVISOR) == ()


def test_what_was_made_good_or_is_done_is_not_chased(desk: SlipTable) -> None:
    desk.report(CODE, CIVIL_AFFAIRS, 60)
    assert desk.slips.proposals(SUPERVISOR) != ()
    desk.record()
    assert desk.slips.proposals(SUPERVISOR) == ()


def test_a_task_that_was_finished_since_its_lamp_is_not_chased(desk: SlipTable) -> None:
    desk.report(CODE, CIVIL_AFFAIRS, 100)
    desk.act(CODE, SUPERVISOR, Action.FINISH)
    assert desk.slips.proposals(SUPERVISOR) == ()


# A body that has ended


def test_a_slip_to_an_ended_body_waits_for_the_successor_that_a_person_chooses(database: Database) -> None:  # noqa: F811
    supervisor = someone("yj", Role.SUPERVISOR, city="yangjiang")
    desk = SlipTable(database)
    desk.ledger.register(supervisor, city_plan("yangjiang"))
    task = next(task for task in desk.ledger.tasks(supervisor) if task.assignments[0].printed == "市农业局")
    desk.on(7, 6).ledger.act(supervisor, task.code, Action.ASSIGN, task.revision)
    ProcessLamps(database, lambda: desk.on(10, 19).now).record(supervisor, Period(2020, 3))
    found = next(each for each in desk.slips.proposals(supervisor) if each.task.code == task.code)
    assert [body.name for body in found.successors] == ["市农业农村局"]
    colour = found.proposal.colour.value
    with pytest.raises(ProblemsFound, match="请先选择承接单位：市农业农村局"):
        desk.slips.issue(supervisor, task.code, found.office, colour)
    desk.slips.issue(supervisor, task.code, found.office, colour, found.successors[0].id)
    (slip,) = desk.slips.issued(supervisor)
    assert (slip.addressee, slip.office) == ("市农业农村局", "agriculture")


# The bulletin


def test_a_bulletin_counts_every_task_once_and_names_the_late_body(desk: SlipTable) -> None:
    desk.sent()
    bulletin = BulletinDesk(desk.database, lambda: desk.on(11, 2).now).of_city(SUPERVISOR)
    assert dict(bulletin.counts) == {"办结": 0, "正在办理": 1, "尚未开始": 5, "经批准中止": 0}
    assert sum(count for _, count in bulletin.counts) == bulletin.total == 6 and bulletin.percent(1) == "17%"
    (late,) = bulletin.late
    assert late.bodies == ("市民政局",) and late.overdue_slips == ("督〔2020〕1号",) and not bulletin.unrecorded


def test_a_bulletin_says_which_tasks_nobody_judged(database: Database) -> None:  # noqa: F811
    desk = SlipTable(database)
    with pytest.raises(ProblemsFound, match="没有任务"):
        BulletinDesk(database, lambda: desk.now).of_city(SUPERVISOR)
    desk.register()
    assert len(BulletinDesk(database, lambda: desk.now).of_city(SUPERVISOR).unrecorded) == 6
    with pytest.raises(Forbidden):
        BulletinDesk(database, lambda: desk.now).of_city(VIEWER)
