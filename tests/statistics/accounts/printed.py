"""Published figures in a few words, for the tests of accounts."""

from zengshou.concepts.published import Confidence, PublishedFigure
from zengshou.statistics.accounts.check import Held, held_in

# The first part that stands in an indicator's name decides; yuan where none does.
UNITS = {
    "growth": "%",
    "cpi": "%",
    "share": "%",
    "ratio": "倍",
    "gdp": "亿元",
    "gni": "亿元",
    "flow_of_funds": "亿元",
    "population": "万人",
}


def unit_of(indicator: str) -> str:
    return next((unit for part, unit in UNITS.items() if part in indicator), "元")


def figure(indicator: str, year: int, value: float, area: str = "cn", source: str = "国家统计局") -> PublishedFigure:
    return PublishedFigure(area, year, indicator, value, unit_of(indicator), source, Confidence.HIGH)


def figures(**years: dict[str, float]) -> tuple[PublishedFigure, ...]:
    """figures(y2024={"income_per_head": 41314}, ...)"""
    return tuple(
        figure(name, int(year.removeprefix("y")), value) for year, row in years.items() for name, value in row.items()
    )


def held(**years: dict[str, float]) -> Held:
    return held_in("cn", figures(**years))
