"""Working days around holidays and worked weekends."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zengshou.plan.ledger.working_days import Calendar, YearOfHolidays

# An invented arrangement: a holiday from Thursday 1 to Wednesday 7 October, Saturday 10 worked instead.
OCTOBER = YearOfHolidays(frozenset(date(2026, 10, day) for day in range(1, 8)), frozenset({date(2026, 10, 10)}))
CALENDAR = Calendar({2026: OCTOBER})


def test_the_next_working_day_after_a_holiday_counts_the_worked_saturday() -> None:
    assert CALENDAR.after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CALENDAR.after(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert CALENDAR.after(date(2026, 9, 30), 4) == date(2026, 10, 12)


def test_no_days_after_a_day_off_is_the_first_working_day() -> None:
    assert CALENDAR.after(date(2026, 10, 1), 0) == date(2026, 10, 8)
    assert CALENDAR.after(date(2026, 10, 8), 0) == date(2026, 10, 8)


def test_lateness_counts_working_days_alone() -> None:
    assert CALENDAR.late_by(date(2026, 9, 30), date(2026, 10, 8)) == 1
    assert CALENDAR.late_by(date(2026, 9, 30), date(2026, 10, 7)) == 0
    assert CALENDAR.late_by(date(2026, 9, 30), date(2026, 9, 1)) == 0


def test_a_year_whose_arrangement_is_not_held_has_weekends_alone_and_says_so() -> None:
    assert CALENDAR.is_working(date(2027, 10, 1)) and not CALENDAR.is_working(date(2027, 10, 2))
    assert CALENDAR.is_known(date(2026, 1, 1), date(2026, 12, 31))
    assert not CALENDAR.is_known(date(2026, 12, 1), date(2027, 1, 31))


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 40))
def test_what_is_done_on_its_nth_working_day_is_n_days_late(start: date, days: int) -> None:
    assert CALENDAR.late_by(start, CALENDAR.after(start, days)) == days or (
        days == 0 and not CALENDAR.is_working(start)
    )


@given(st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(0, 30), st.integers(0, 30))
def test_lateness_adds_up(due: date, first: int, second: int) -> None:
    middle = due + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert CALENDAR.late_by(due, end) == CALENDAR.late_by(due, middle) + CALENDAR.late_by(middle, end)
