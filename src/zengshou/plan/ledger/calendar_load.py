"""Reading working_days.yaml: days off and worked weekends by year, as a calendar, or every problem at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import cast

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.plan.ledger.working_days import SATURDAY, Calendar, YearOfHolidays

FIELDS = ("days_off", "worked", "source", "status")


def read_calendar(document: object, where: str) -> Calendar:
    """The calendar of a parsed file; days are written 02-15 or 02-15..02-21.

    Raises  ProblemsFound: missing fields, days that do not exist, worked days that are no weekend, all at once
    """
    years = document.get("years") if isinstance(document, Mapping) else None
    if not isinstance(years, Mapping) or not years:
        raise ProblemsFound(Problem("缺少 years。", where, "按年份登记放假和调休。"))
    problems: list[Problem] = []
    found: dict[int, YearOfHolidays] = {}
    for year, row in years.items():
        place = f"{where}: {year}"
        missing = [name for name in FIELDS if not isinstance(row, Mapping) or name not in row]
        if missing:
            problems.append(Problem(f"缺少{'、'.join(missing)}。", place, "补齐字段。"))
            continue
        off = frozenset(_days(int(year), cast(Sequence[str], row["days_off"]), place, problems))
        worked = frozenset(_days(int(year), cast(Sequence[str], row["worked"]), place, problems))
        for day in sorted(worked):
            if day.weekday() < SATURDAY or day in off:
                problems.append(Problem(f"{day}不是周末或同时登记为放假。", place, "调休上班只登记周六、周日。"))
        found[int(year)] = YearOfHolidays(off, worked, Status(str(row["status"])))
    if problems:
        raise ProblemsFound(problems)
    return Calendar(found)


def _days(year: int, texts: Sequence[str], where: str, problems: list[Problem]) -> Iterator[date]:
    for text in texts:
        first, _, last = str(text).partition("..")
        try:
            start, end = (date.fromisoformat(f"{year}-{each}") for each in (first, last or first))
        except ValueError:
            problems.append(Problem(f"读不懂日期“{text}”。", where, "写成 02-15 或 02-15..02-21。"))
            continue
        if end < start:
            problems.append(Problem(f"“{text}”的止日早于起日。", where, "改正。"))
        yield from (start + timedelta(days=k) for k in range((end - start).days + 1))
