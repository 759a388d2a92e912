"""Periods of published figures: a cumulative part of a year is never read as the year."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.problem import refuse

CUMULATIVE = "_cum"  # ending of indicators that count from 1 January
PART_ENDINGS = (CUMULATIVE, "_first_quarter", "_first_half", "_first_three_quarters")


class Part(Enum):
    """What a printed figure covers. Parts of a year are cumulative from its first day."""

    YEAR = ""
    QUARTER_1 = "Q1"
    HALF_1 = "H1"
    QUARTERS_3 = "Q3"
    EDITION = "yb"  # the edition of a yearbook, whose data are mostly of the year before

    @property
    def label(self) -> str:
        return {"": "全年", "Q1": "一季度累计", "H1": "上半年累计", "Q3": "前三季度累计", "yb": "年鉴版次"}[self.value]


@dataclass(frozen=True)
class PublishedPeriod:
    """A year and the part of it; part of the key of every figure."""

    year: int
    part: Part = Part.YEAR

    def __str__(self) -> str:
        return f"yb{self.year}" if self.part is Part.EDITION else f"{self.year}{self.part.value}"


def parse_period(text: str, where: str = "") -> PublishedPeriod:
    """`2023`, `2024H1`, `2025Q3`, `yb2023`; anything else is refused."""
    edition = re.fullmatch(r"yb(\d{4})", text.strip())
    if edition:
        return PublishedPeriod(int(edition[1]), Part.EDITION)
    match = re.fullmatch(r"(\d{4})(Q1|H1|Q3)?", text.strip())
    if not match:
        raise refuse(f"无法识别的期间“{text}”。", where, "年度写 2023，累计数写 2024Q1、2024H1 或 2024Q3。")
    return PublishedPeriod(int(match[1]), Part(match[2] or ""))


def annual_year(period: str, indicator: str, where: str = "") -> int:
    """The calendar year of an annual figure.

    Raises  ProblemsFound for cumulative parts of a year and for editions of a yearbook
    """
    found = parse_period(period, where)
    if found.part is not Part.YEAR or is_part_year(indicator):
        told = found.part.label if found.part is not Part.YEAR else "累计数"
        next_step = (
            "按年鉴正文注明的数据年度填写。" if found.part is Part.EDITION else "只能与上年同期相比，不作全年数。"
        )
        raise refuse(f"{period} 的“{indicator}”是{told}，不能当作全年数。", where, next_step)
    return found.year


def is_part_year(indicator: str) -> bool:
    """True for an indicator that counts from 1 January to the end of a quarter."""
    return indicator.endswith(PART_ENDINGS)


def single_quarters(cumulative: Mapping[Part, float]) -> Mapping[str, float]:
    """Amounts of single quarters from cumulative ones, as far as neighbours are held: Q1, Q2, Q3, Q4 of one year.

    Only additive amounts may be differenced: levels in yuan, not growth rates and not medians.
    """
    order = (Part.QUARTER_1, Part.HALF_1, Part.QUARTERS_3, Part.YEAR)
    found: dict[str, float] = {}
    for number, part in enumerate(order, start=1):
        if part not in cumulative:
            continue
        if number == 1:
            found["Q1"] = cumulative[part]
        elif order[number - 2] in cumulative:
            found[f"Q{number}"] = cumulative[part] - cumulative[order[number - 2]]
    return found
