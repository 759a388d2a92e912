"""The national calendar as data: totals of each year, and days that offices of the time will remember."""

from datetime import date, timedelta

import pytest

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.ledger.calendar_load import read_calendar
from zengshou.store.supervision_files import working_calendar

CALENDAR = working_calendar()
DAYS = [date(year, 1, 1) + timedelta(days=k) for year in CALENDAR.years for k in range(365)]


def test_2018_to_2026_are_held_and_2027_is_said_to_be_missing() -> None:
    assert sorted(CALENDAR.years) == list(range(2018, 2027))
    assert not CALENDAR.is_known(date(2027, 1, 1), date(2027, 1, 2))
    assert CALENDAR.years[2026].status is Status.UNVERIFIED and CALENDAR.years[2025].status is Status.SOURCED


@pytest.mark.parametrize("year", range(2018, 2027))
def test_a_year_has_as_many_working_days_as_its_holidays_leave(year: int) -> None:
    days = [day for day in DAYS if day.year == year]
    assert 247 <= sum(CALENDAR.is_working(day) for day in days) <= 252


@pytest.mark.parametrize("day", ["2018-12-29", "2020-10-10", "2023-10-07", "2024-02-18", "2025-09-28"])
def test_a_worked_weekend_is_a_working_day(day: str) -> None:
    assert CALENDAR.is_working(date.fromisoformat(day))


@pytest.mark.parametrize("day", ["2018-12-31", "2020-01-31", "2021-05-05", "2024-02-16", "2025-10-08"])
def test_a_day_off_in_the_week_is_none(day: str) -> None:
    assert not CALENDAR.is_working(date.fromisoformat(day))


def test_every_fault_of_a_calendar_is_told_at_once() -> None:
    row = {"days_off": ["02-30", "05-03..05-01"], "worked": ["06-03"], "source": "甲", "status": "sourced"}
    with pytest.raises(ProblemsFound) as caught:
        read_calendar({"years": {2026: row, 2027: {}}}, "working_days.yaml")
    told = str(caught.value)
    assert all(word in told for word in ("02-30", "止日早于起日", "不是周末", "缺少days_off"))
