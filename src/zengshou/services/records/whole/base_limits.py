"""Floors and ceilings of contribution bases, from the law of the register's city, for rule 14.

The law gives each month its published limits. Where there is none, the average wage of the year before, times the
rule's shares, stands in. A value that nobody compared with its document, and every one that is worked out so, is
used, and the sentence says 未核实.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from zengshou.concepts.period import MonthIndex, month_name
from zengshou.policy.parameter import ParameterUse, look_up
from zengshou.records.intake.rule import Rule
from zengshou.records.intake.rules_income import HIGHEST, LIMITS, LOWEST
from zengshou.store.lawbooks import lawbook_of_city

PAIR = "+"  # between a channel and the parameter of its limit
MONTHS_A_YEAR = 12
UNVERIFIED = "，未核实"


@dataclass(frozen=True, eq=False)
class BaseLimits:
    """limits  LIMITS; missing  a sentence for each limit that some of the months lack"""

    limits: pl.DataFrame
    missing: tuple[str, ...]


def base_limits(city: str, rule: Rule, months: tuple[MonthIndex, MonthIndex]) -> BaseLimits:
    """The limits of each month, first and last inclusive. city  folder name, "" where the register says none"""
    if not city:
        return BaseLimits(LIMITS.to_frame(), ("登记没有写明属于哪个城市，缴费基数的上下限未核对。",))
    found: list[tuple[str, int, str, int, str]] = []
    missing: list[str] = []
    sides = ((LOWEST, "floors", "lowest_base_share"), (HIGHEST, "ceilings", "highest_base_share"))
    for side, names, share in sides:
        for pair in rule.words[names]:
            channel, _, parameter = pair.partition(PAIR)
            stand_in = rule.words["average_wage_yearly"] if channel in rule.words["by_average"] else ()
            told = _by_month(city, parameter, stand_in, rule.numbers[share], months)
            found += [(channel, month, side, fen, said) for month, (fen, said) in told.items()]
            missing += _gap(parameter, city, months, told)
    return BaseLimits(pl.DataFrame(found, schema=LIMITS, orient="row"), tuple(missing))


def _by_month(
    city: str, parameter: str, stand_in: tuple[str, ...], share: float, months: tuple[MonthIndex, MonthIndex]
) -> Mapping[MonthIndex, tuple[int, str]]:
    """Month -> (limit in fen, the limit in words), of the months that have one."""
    found: dict[MonthIndex, tuple[int, str]] = {}
    for month in range(months[0], months[1] + 1):
        published = _value(city, parameter, month)
        if published is not None:
            use, yuan = published
            found[month] = _limit(use, yuan, "" if use.is_publishable and not use.is_carried else UNVERIFIED)
            continue
        average = next(filter(None, (_value(city, name, month) for name in stand_in)), None)
        if average is not None:
            use, yearly = average
            words = f"，按上年平均工资的 {share:.0%} 折算{UNVERIFIED}"
            found[month] = _limit(use, yearly / MONTHS_A_YEAR * share, words)
    return found


def _value(city: str, parameter: str, month: MonthIndex) -> tuple[ParameterUse, float] | None:
    """The value in force on the first day of a month and its yuan; None where there is none, or no single number."""
    placed = lawbook_of_city(city).parameters.get(parameter, ())
    found = look_up(placed, f"{month_name(month)}-01") if placed else ""
    if isinstance(found, ParameterUse) and isinstance(found.value, int | float):
        return found, float(found.value)
    return None


def _limit(use: ParameterUse, yuan: float, words: str) -> tuple[int, str]:
    document = use.citation.number or use.citation.title or use.label
    return round(yuan * 100), f"{yuan:,.0f} 元（{document}{words}）"


def _gap(
    parameter: str, city: str, months: tuple[MonthIndex, MonthIndex], told: Mapping[MonthIndex, object]
) -> tuple[str, ...]:
    lacking = [month for month in range(months[0], months[1] + 1) if month not in told]
    if not lacking:
        return ()
    placed = lawbook_of_city(city).parameters.get(parameter, ())
    label = placed[0].label if placed else parameter
    first, last = month_name(lacking[0]), month_name(lacking[-1])
    return (f"法规库没有“{label}”{first} 至 {last} 间 {len(lacking)} 个月的取值，这些月份未核对。",)
