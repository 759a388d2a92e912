"""The daily round records what is due without a button and nothing twice; reminders wait for a person."""

from datetime import UTC, datetime

import pytest

from tests.services.supervision.ledger_desk import CIVIL_AFFAIRS, HUMAN_RESOURCES, QUARTER, SUPERVISOR, VIEWER, Desk
from tests.store.database.both import database, postgres_server  # noqa: F401
from zengshou.plan.ledger.model import Period
from zengshou.plan.reading import LampColour
from zengshou.services.supervision.cockpit import CockpitDesk
from zengshou.services.supervision.daily_round import TIMER, daily_round
from zengshou.services.supervision.duties import DutyKind
from zengshou.services.supervision.ledger_rights import Changed
from zengshou.services.supervision.one_page import OnePageDesk
from zengshou.services.supervision.process_lamps import ProcessLamps
from zengshou.services.supervision.reminders import ReminderDesk
from zengshou.services.supervision.slips import SlipDesk
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import events_of

CODE = "SL-3"


def moment(month: int, day: int) -> datetime:
    return datetime(2020, month, day, 2, tzinfo=UTC)


@pytest.fixture
def desk(database: Database) -> Desk:  # noqa: F811
    made = Desk(database)
    made.register()
    made.now = moment(7, 1)
    made.bring_in_hand(CODE, CIVIL_AFFAIRS, planned=5)
    made.bring_in_hand("SL-1", HUMAN_RESOURCES)
    return made


def run(desk: Desk, month: int, day: int) -> dict[str, int]:
    """Quarter -> lamps added by a round on a day."""
    desk.now = moment(month, day)
    return {str(each.period): each.added for each in daily_round(desk.database, lambda: desk.now)}


def test_nothing_of_the_quarter_is_recorded_long_before_the_day_and_all_of_it_near_the_day(desk: Desk) -> None:
    assert "2020Q3" not in run(desk, 8, 3)
    assert run(desk, 9, 22)["2020Q3"] == 6  # process lamps alone: the quarter's figures are not due yet
    record = ProcessLamps(desk.database, lambda: desk.now).of_task(SUPERVISOR, desk.task(CODE))[-1]
    assert record.lamp.colour is LampColour.BLUE and record.lamp.rule == "report_due"


def test_a_second_round_adds_nothing_and_tells_nothing(desk: Desk) -> None:
    run(desk, 9, 28)
    with desk.database.reading() as session:
        told = list(events_of(session, "lamps", "example"))
    assert told and {event.actor for event in told} == {TIMER}
    assert not any(run(desk, 9, 28).values())
    with desk.database.reading() as session:
        assert len(list(events_of(session, "lamps", "example"))) == len(told)


def test_lateness_is_recorded_day_by_day_and_red_stays(desk: Desk) -> None:
    for month, day in ((9, 22), (9, 29), (10, 13), (10, 30)):
        run(desk, month, day)
    records = ProcessLamps(desk.database, lambda: desk.now).of_task(SUPERVISOR, desk.task(CODE))
    colours = [each.lamp.colour for each in records if each.period == QUARTER]
    assert colours == [LampColour.BLUE, LampColour.YELLOW, LampColour.RED]


def test_reminders_are_drafts_by_body_until_a_person_confirms_them(desk: Desk) -> None:
    run(desk, 9, 22)
    reminders = ReminderDesk(desk.database, lambda: desk.now)
    drafts = {each.office: each for each in reminders.drafts(SUPERVISOR)}
    assert set(drafts) == {"civil_affairs", "human_resources"} and not reminders.drafts(VIEWER)
    assert not SlipDesk(desk.database, lambda: desk.now).issued(SUPERVISOR)
    with pytest.raises(Changed):
        reminders.confirm(SUPERVISOR, "civil_affairs", ("SL-3/red",))
    (id,) = reminders.confirm(SUPERVISOR, "civil_affairs", drafts["civil_affairs"].agreed)
    (sent,) = SlipDesk(desk.database, lambda: desk.now).issued(CIVIL_AFFAIRS)
    assert sent.id == id and "距报送日" in sent.cause
    assert {each.office for each in reminders.drafts(SUPERVISOR)} == {"human_resources"}


def test_the_front_page_counts_lamps_names_the_late_and_says_what_waits_for_whom(desk: Desk) -> None:
    desk.report(CODE, CIVIL_AFFAIRS, 50, Period(2020, 3))
    run(desk, 9, 29)
    cockpit = CockpitDesk(desk.database, lambda: desk.now)
    seen = cockpit.of(SUPERVISOR)
    assert seen.total == 6 and sum(count for _, count in seen.process) + seen.unrecorded == 6
    assert [each.task.code for each in seen.late] == ["SL-1"] and seen.next_report.isoformat() == "2020-12-28"
    duties = {each.kind: each.count for each in seen.duties}
    assert duties[DutyKind.REVIEW] == 1 and duties[DutyKind.ASSIGN] == 4
    own = cockpit.of(HUMAN_RESOURCES)
    assert own.total < 6 and {each.office for each in own.bodies} == {"human_resources"}
    assert {each.kind: (each.count, each.late) for each in own.duties}[DutyKind.REPORT][1] == 1
    assert not cockpit.of(VIEWER).duties and seen.changes[0].code == CODE


def test_the_page_for_leaders_tells_what_moved_who_is_late_and_at_most_three_things_to_decide(desk: Desk) -> None:
    desk.report(CODE, CIVIL_AFFAIRS, 50, Period(2020, 3))
    run(desk, 9, 29)
    desk.report("SL-1", HUMAN_RESOURCES, 50, Period(2020, 3))
    run(desk, 12, 29)
    page = OnePageDesk(desk.database, lambda: desk.now).of_city(SUPERVISOR)
    assert str(page.period) == "2020Q4" and len(page.decisions) <= 3 and page.total == 6
    assert {each.name for each in page.bodies} >= {"市人力资源社会保障局"}
    assert any("尚未交办" in text for text in page.decisions) or len(page.decisions) == 3
