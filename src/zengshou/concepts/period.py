"""Months as whole numbers: year * 12 + (month - 1), so that differences are month counts."""

import re

from zengshou.concepts.problem import refuse

MonthIndex = int


def month_index(year: int, month: int) -> MonthIndex:
    """The index of a calendar month; `month` from 1 to 12."""
    return year * 12 + month - 1


def year_of(index: MonthIndex) -> int:
    return index // 12


def month_of(index: MonthIndex) -> int:
    """Calendar month, 1 to 12."""
    return index % 12 + 1


def first_day(index: MonthIndex) -> str:
    """The first day of a month as YYYY-MM-DD."""
    return f"{year_of(index):04d}-{month_of(index):02d}-01"


def month_name(index: MonthIndex) -> str:
    return f"{year_of(index):04d}-{month_of(index):02d}"


def parse_month(text: str, where: str = "") -> MonthIndex:
    """Read `YYYY-MM` or `YYYY-MM-DD`; anything else is refused with the text that was read."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", str(text).strip())
    if not match or not 1 <= int(match[2]) <= 12:
        raise refuse(f"无法识别的年月“{text}”。", where, "请写成 2025-07 或 2025-07-01。")
    return month_index(int(match[1]), int(match[2]))
