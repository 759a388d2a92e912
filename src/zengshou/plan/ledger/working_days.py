"""Working days: weekends, public holidays and the weekends that are worked instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zengshou.concepts.citation import Status

SATURDAY = 5


@dataclass(frozen=True)
class YearOfHolidays:
    """The arrangement of one year: days off beside weekends, weekend days that are worked."""

    days_off: frozenset[date]
    worked: frozenset[date]
    status: Status = Status.SOURCED


@dataclass(frozen=True)
class Calendar:
    """years  the arrangements held; in other years weekends alone are off, and `is_known` says so"""

    years: Mapping[int, YearOfHolidays]

    def is_known(self, first: date, last: date) -> bool:
        """Whether the arrangements of all years from `first` to `last` are held."""
        return all(year in self.years for year in range(first.year, last.year + 1))

    def is_working(self, day: date) -> bool:
        """Whether offices work on a day."""
        year = self.years.get(day.year)
        if year is not None and day in year.worked:
            return True
        return day.weekday() < SATURDAY and (year is None or day not in year.days_off)

    def after(self, start: date, days: int) -> date:
        """The `days`-th working day after `start`; with 0 the first working day from `start` on."""
        day, left = start, days
        while left > 0 or not self.is_working(day):
            day += timedelta(days=1)
            if left > 0 and self.is_working(day):
                left -= 1
        return day

    def late_by(self, due: date, done: date) -> int:
        """Working days from the day after `due` up to `done`; 0 when done in time."""
        days = (due + timedelta(days=k) for k in range(1, (done - due).days + 1))
        return sum(self.is_working(day) for day in days)
