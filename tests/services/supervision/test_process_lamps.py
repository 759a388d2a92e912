"""Stored process lamps on both databases: a missed quarter stays red on record; made good it is yellow."""

import threading
from datetime import UTC, datetime

import pytest

from tests.services.supervision.ledger_desk import CIVIL_AFFAIRS, FINANCE, QUARTER, SUPERVISOR, VIEWER, Desk
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.process_rules import ProcessRules, read_process_rules
from zengshou.plan.ledger.stages import Action
from zengshou.plan.reading import LampColour
from zengshou.services.supervision.process_lamps import ProcessLamps
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import verified
from zengshou.store.database.lamps import LampRecord

CODE = "SL-3"


class LampDesk(Desk):
    def on(self, month: int, day: int, year: int = 2020) -> "LampDesk":
        self.now = datetime(year, month, day, 2, tzinfo=UTC)
        return self

    def record(self, period: Period = QUARTER, rules: ProcessRules | None = None) -> tuple[LampRecord, ...]:
        self.lamps(rules).record(SUPERVISOR, period)
        return self.records()

    def records(self) -> tuple[LampRecord, ...]:
        return self.lamps().of_city(SUPERVISOR).get(self.task(CODE).id, ())

    def lamps(self, rules: ProcessRules | None = None) -> ProcessLamps:
        return ProcessLamps(self.database, lambda: self.now, rules)

    def colours(self) -> list[str]:
        return [each.lamp.colour.value for each in self.records()]


@pytest.fixture
def desk(database: Database) -> LampDesk:  # noqa: F811
    made = LampDesk(database)
    made.register()
    made.on(7, 6).bring_in_hand(CODE, CIVIL_AFFAIRS)
    return made


def test_a_missed_quarter_is_red_then_yellow_never_green_and_both_records_stay(desk: LampDesk) -> None:
    red = desk.on(10, 19).record()
    assert desk.colours() == ["red"] and "未报送" in red[0].lamp.reason
    desk.report(CODE, CIVIL_AFFAIRS, 60)
    desk.record()
    desk.on(11, 2).record()
    assert desk.colours() == ["red", "yellow"]
    assert desk.records()[0] == red[0] and "补报，记黄灯" in desk.records()[1].lamp.reason


def test_what_was_missed_and_made_good_before_anyone_looked_is_told_in_two_records(desk: LampDesk) -> None:
    desk.on(10, 20).report(CODE, CIVIL_AFFAIRS, 60)
    desk.record()
    assert desk.colours() == ["red", "yellow"]


def test_closing_the_task_does_not_wash_a_red_quarter_green(desk: LampDesk) -> None:
    desk.on(10, 19).record()
    desk.report(CODE, CIVIL_AFFAIRS, 100)
    desk.act(CODE, SUPERVISOR, Action.FINISH)
    desk.record()
    assert desk.colours() == ["red", "yellow"]


def test_a_report_that_was_sent_back_makes_nothing_good(desk: LampDesk) -> None:
    desk.on(10, 19).record()
    desk.report(CODE, CIVIL_AFFAIRS, 60)
    desk.act(CODE, SUPERVISOR, Action.RETURN, "空泛")
    desk.record()
    assert desk.colours() == ["red"]


def test_a_report_in_time_and_on_schedule_is_green(desk: LampDesk) -> None:
    desk.on(9, 21).report(CODE, CIVIL_AFFAIRS, 50)
    desk.record()
    assert desk.colours() == ["green"]


def test_the_lamp_of_an_open_quarter_follows_the_facts_and_keeps_each_record(desk: LampDesk) -> None:
    desk.on(9, 25).record()
    desk.record()
    desk.report(CODE, CIVIL_AFFAIRS, 35)
    desk.record()
    assert desk.colours() == ["blue", "yellow"]  # the report was due soon; then it came, 15 points behind the goal
    assert [each.record for each in desk.records()] == [1, 2]


def test_a_quarters_goal_binds_once_its_report_is_in_or_should_have_been(desk: LampDesk) -> None:
    desk.on(9, 28).record()
    desk.on(9, 29).record()
    assert desk.colours() == ["blue", "red"] and "应完成50%，报告0%" in desk.records()[1].lamp.reason


def test_changed_rules_leave_stored_lamps_untouched(desk: LampDesk) -> None:
    desk.on(9, 21).report(CODE, CIVIL_AFFAIRS, 42)
    before = desk.record()
    stricter = read_process_rules({"version": "2", "yellow": {"points_behind": 5}}, "test")
    assert desk.on(9, 22).record(rules=stricter) == before and desk.colours() == ["green"]
    desk.record(QUARTER)
    assert desk.records() == before


def test_a_quarter_before_the_task_was_given_out_asks_for_no_report(desk: LampDesk) -> None:
    desk.on(7, 7).record(Period(2020, 2))
    assert LampColour.RED.value not in desk.colours()


def test_a_quarter_that_has_not_begun_is_refused(desk: LampDesk) -> None:
    with pytest.raises(ProblemsFound, match="还没有开始"):
        desk.record(Period(2021, 1))


def test_only_a_supervisor_records_and_each_sees_their_own(desk: LampDesk) -> None:
    desk.on(10, 19).record()
    for who in (CIVIL_AFFAIRS, VIEWER):
        with pytest.raises(ProblemsFound, match="不能记录"):
            desk.lamps().record(who, QUARTER)
    assert len(desk.lamps().of_city(VIEWER)) == 6
    assert desk.task(CODE).id in desk.lamps().of_city(CIVIL_AFFAIRS)
    assert desk.task(CODE).id not in desk.lamps().of_city(FINANCE)


def test_every_run_is_told_in_the_chain_of_events(desk: LampDesk) -> None:
    desk.on(10, 19).record()
    with desk.database.reading() as session:
        assert isinstance(verified(session), int)


def test_supervisors_who_record_at_once_make_one_record(desk: LampDesk) -> None:
    desk.on(10, 19)
    threads = [threading.Thread(target=desk.record) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.colours() == ["red"]


def test_a_year_whose_arrangement_was_not_verified_is_named(desk: LampDesk) -> None:
    run = desk.on(2, 2, 2026).lamps().record(SUPERVISOR, Period(2026, 1))
    assert run.note == "2026年的放假安排待核实。"


def test_a_year_without_arrangements_is_named(desk: LampDesk) -> None:
    assert desk.on(10, 19).lamps().record(SUPERVISOR, QUARTER).note == ""
    run = desk.on(2, 1, 2027).lamps().record(SUPERVISOR, Period(2027, 1))
    assert "2027年的放假安排未登记" in run.note
