"""The ledger on both databases: each sees and moves what is theirs, nothing is lost, and every step is told."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.services.supervision.ledger_desk import (
    ADMIN,
    CIVIL_AFFAIRS,
    FINANCE,
    HUMAN_RESOURCES,
    QUARTER,
    STRANGER,
    SUPERVISOR,
    VIEWER,
    Desk,
)
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.account import Account
from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.ledger.model import Milestone, Period, ReportState
from zengshou.plan.ledger.stages import Action, Party, Stage
from zengshou.services.supervision.ledger_rights import Changed, NotFound
from zengshou.services.supervision.task_ledger import Draft, Particulars
from zengshou.store.country import city_plan
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import verified

CODE = "SL-3"  # led by civil affairs, human resources cooperate


@pytest.fixture
def desk(database: Database) -> Desk:  # noqa: F811
    made = Desk(database)
    made.register()
    return made


def test_every_task_of_the_plan_enters_with_its_parts_and_its_deadline(desk: Desk) -> None:
    tasks = desk.ledger.tasks(SUPERVISOR)
    assert [task.code for task in tasks] == [task.id for task in city_plan("example").tasks]
    assert all(task.stage is Stage.REGISTERED and task.percent == 0 for task in tasks)
    raise_dibao = desk.task("SL-4")
    assert raise_dibao.offices(Party.LEAD) == ("civil_affairs",)
    assert raise_dibao.assignments[0].printed == "市民政和社会事务局"
    assert raise_dibao.deadline == date(2023, 12, 31) and "农村低保标准" in raise_dibao.goals
    assert desk.task("SL-6").offices(Party.LEAD) == ("survey_team", "statistics")


def test_a_plan_is_registered_once_and_by_its_own_city(desk: Desk) -> None:
    with pytest.raises(ProblemsFound, match="已有本市任务"):
        desk.register()
    with pytest.raises(ProblemsFound, match="不能立项"):
        desk.ledger.register(STRANGER, city_plan("example"))


def test_a_task_goes_its_whole_way_and_tells_who_and_when(desk: Desk) -> None:
    desk.bring_in_hand(CODE, CIVIL_AFFAIRS)
    desk.report(CODE, CIVIL_AFFAIRS, 60)
    desk.act(CODE, SUPERVISOR, Action.RETURN, "缺少佐证材料")
    assert desk.task(CODE).percent == 0
    desk.report(CODE, CIVIL_AFFAIRS, 100)
    desk.act(CODE, SUPERVISOR, Action.FINISH)
    desk.act(CODE, SUPERVISOR, Action.CLOSE)
    task = desk.task(CODE)
    assert task.stage is Stage.CLOSED and task.percent == 100
    assert [report.state for report in task.reports] == [ReportState.RETURNED, ReportState.ACCEPTED]
    assert task.reports[0].reason == "缺少佐证材料"
    events = desk.ledger.history(SUPERVISOR, CODE)
    way = ["assign", "sign", "break_down", "start", "report", "return", "report", "finish", "close"]
    assert [event.action for event in events] == way
    assert {event.actor for event in events} == {SUPERVISOR.id, CIVIL_AFFAIRS.id}
    with desk.database.reading() as session:
        assert verified(session) == len(way) + 1


def test_an_accepted_report_sets_the_share_and_work_goes_on(desk: Desk) -> None:
    desk.bring_in_hand(CODE, CIVIL_AFFAIRS)
    desk.report(CODE, CIVIL_AFFAIRS, 45)
    assert desk.task(CODE).percent == 0
    desk.act(CODE, SUPERVISOR, Action.ACCEPT)
    assert (desk.task(CODE).percent, desk.task(CODE).stage) == (45, Stage.IN_HAND)


def test_a_report_may_be_taken_back_before_it_is_judged(desk: Desk) -> None:
    desk.bring_in_hand(CODE, CIVIL_AFFAIRS)
    desk.report(CODE, CIVIL_AFFAIRS, 45)
    desk.act(CODE, CIVIL_AFFAIRS, Action.WITHDRAW, "数字有误")
    task = desk.task(CODE)
    assert task.stage is Stage.IN_HAND and task.reports[-1].state is ReportState.WITHDRAWN


# Who sees and moves what


def test_an_office_sees_the_tasks_in_which_it_has_a_part_and_no_others(desk: Desk) -> None:
    assert [task.code for task in desk.ledger.tasks(CIVIL_AFFAIRS)] == ["SL-3", "SL-4"]
    assert len(desk.ledger.tasks(VIEWER)) == 6
    with pytest.raises(NotFound):
        desk.ledger.task(CIVIL_AFFAIRS, "SL-5")


def test_another_city_sees_nothing(desk: Desk) -> None:
    assert desk.ledger.tasks(STRANGER) == ()
    with pytest.raises(NotFound):
        desk.ledger.task(STRANGER, CODE)
    with pytest.raises(NotFound):
        desk.ledger.act(STRANGER, CODE, Action.ASSIGN, 1)


def test_administrators_read_no_business_data(desk: Desk) -> None:
    with pytest.raises(ProblemsFound, match="不查看业务数据"):
        desk.ledger.tasks(ADMIN)


@pytest.mark.parametrize(
    ("who", "error", "words"),
    [
        (HUMAN_RESOURCES, ProblemsFound, "配合单位不能"),
        (VIEWER, ProblemsFound, "只能查看"),
        (FINANCE, NotFound, "没有编号"),
        (SUPERVISOR, ProblemsFound, "督查机构不能“签收”"),
    ],
)
def test_only_the_lead_body_signs(desk: Desk, who: Account, error: type[Exception], words: str) -> None:
    desk.act(CODE, SUPERVISOR, Action.ASSIGN)
    with pytest.raises(error, match=words):
        desk.ledger.act(who, CODE, Action.SIGN, desk.task(CODE).revision)
    assert desk.task(CODE).stage is Stage.ASSIGNED


# Nothing is lost


def test_what_was_changed_in_the_meantime_is_not_overwritten(desk: Desk) -> None:
    seen = desk.task(CODE)
    desk.ledger.describe(SUPERVISOR, CODE, seen.revision, Particulars(leader="王某", deadline=seen.deadline))
    desk.now += timedelta(hours=1)
    with pytest.raises(Changed, match="第1版，现为第2版"):
        desk.ledger.describe(CIVIL_AFFAIRS, CODE, seen.revision, Particulars(leader="李某", deadline=seen.deadline))
    assert desk.task(CODE).leader == "王某"


def test_of_many_who_take_the_same_step_at_once_one_succeeds(desk: Desk) -> None:
    outcomes: list[str] = []

    def assign() -> None:
        try:
            desk.ledger.act(SUPERVISOR, CODE, Action.ASSIGN, 1)
            outcomes.append("done")
        except Changed:
            outcomes.append("changed")

    threads = [threading.Thread(target=assign) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed"] * 11 + ["done"]
    assert len(desk.ledger.history(SUPERVISOR, CODE)) == 1


def test_the_history_tells_what_stood_there_before(desk: Desk) -> None:
    task = desk.task(CODE)
    desk.ledger.describe(SUPERVISOR, CODE, 1, Particulars("王某", "李某", "0662-1", "", date(2021, 6, 30)))
    desk.ledger.describe(CIVIL_AFFAIRS, CODE, 2, Particulars("王某", "赵某", "0662-1", "", date(2021, 6, 30)))
    details = [event.detail for event in desk.ledger.history(SUPERVISOR, CODE)]
    assert task.deadline is None and details[0]["deadline"] == [None, "2021-06-30"]
    assert details[1] == {"person": ["李某", "赵某"]}


def test_nothing_changed_is_no_event(desk: Desk) -> None:
    desk.ledger.describe(SUPERVISOR, CODE, 1, Particulars())
    assert desk.task(CODE).revision == 1 and desk.ledger.history(SUPERVISOR, CODE) == ()


# What is typed


def test_only_the_supervision_office_moves_a_deadline(desk: Desk) -> None:
    with pytest.raises(ProblemsFound, match="只能由督查机构调整"):
        desk.ledger.describe(CIVIL_AFFAIRS, CODE, 1, Particulars(deadline=date(2030, 1, 1)))


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft(QUARTER, 101, "好"), "应为0–100，读到101"),
        (Draft(QUARTER, -1, "好"), "应为0–100，读到-1"),
        (Draft(QUARTER, 50, "  "), "没有填写本期进展"),
    ],
)
def test_a_faulty_report_is_refused_and_changes_nothing(desk: Desk, draft: Draft, words: str) -> None:
    desk.bring_in_hand(CODE, CIVIL_AFFAIRS)
    before = desk.task(CODE)
    with pytest.raises(ProblemsFound, match=words):
        desk.ledger.report(CIVIL_AFFAIRS, CODE, before.revision, draft)
    assert desk.task(CODE) == before


@pytest.mark.parametrize(
    ("milestones", "words"),
    [
        ([], "没有填写阶段目标"),
        ([Milestone(QUARTER, 50), Milestone(QUARTER, 60)], "填了两次"),
        ([Milestone(QUARTER, 50), Milestone(QUARTER.next, 40)], "低于"),
        ([Milestone(QUARTER, 150)], "应为0–100"),
    ],
)
def test_faulty_milestones_are_refused(desk: Desk, milestones: list[Milestone], words: str) -> None:
    desk.act(CODE, SUPERVISOR, Action.ASSIGN)
    desk.act(CODE, CIVIL_AFFAIRS, Action.SIGN)
    with pytest.raises(ProblemsFound, match=words):
        desk.ledger.break_down(CIVIL_AFFAIRS, CODE, desk.task(CODE).revision, milestones)


def test_milestones_may_be_broken_down_anew_before_work_begins(desk: Desk) -> None:
    desk.act(CODE, SUPERVISOR, Action.ASSIGN)
    desk.act(CODE, CIVIL_AFFAIRS, Action.SIGN)
    for planned in (30.0, 60.0):
        desk.ledger.break_down(CIVIL_AFFAIRS, CODE, desk.task(CODE).revision, [Milestone(QUARTER, planned)])
    assert desk.task(CODE).milestones == (Milestone(QUARTER, 60.0),)


def test_quarters_follow_each_other() -> None:
    assert Period.of(date(2020, 12, 31)) == Period(2020, 4) and Period(2020, 4).next == Period(2021, 1)
    assert Period.parse(str(QUARTER)) == QUARTER and QUARTER.label == "2020年三季度"
    with pytest.raises(ValueError, match="no such quarter"):
        replace(QUARTER, quarter=5)
