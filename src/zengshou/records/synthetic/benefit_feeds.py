"""合成数据: what is paid out by the social insurance, civil affairs and agriculture."""

import numpy as np
import polars as pl

from zengshou.concepts.period import MonthIndex, month_index, month_of
from zengshou.records.synthetic.feed import Feed, Rows, money, month_text, numbered, same, serials, stacked, table, who
from zengshou.records.synthetic.monthly import Fen, month_part
from zengshou.records.synthetic.world import World

CENTRAL_SHARE = 0.6  # of a resident's pension, the part that the centre pays: an assumption
FARM_MONTH, COLLECTIVE_MONTH = 5, 12
BENEFITS = (("企业职工养老金", "employee_pension"), ("失业保险金", "unemployment_benefit"))
PROGRAMMES = (
    ("低保金", "dibao"),
    ("特困供养金", "tekun"),
    ("临时救助金", "temporary_relief"),
    ("困难残疾人生活补贴", "disability_allowance"),
    ("高龄津贴", "elderly_allowance"),
    ("孤儿基本生活费", "orphan_allowance"),
)


def benefit_feed(world: World, period: MonthIndex) -> Feed:
    """Pensions by component, and unemployment benefit."""
    month = month_of(period)
    resident = month_part(world.fen("resident_pension"), month)
    central = (resident * CENTRAL_SHARE).astype(np.int64)
    parts = [(words, month_part(world.fen(name), month)) for words, name in BENEFITS]
    parts += [("居民养老中央基础养老金", central), ("居民养老个人账户养老金", resident - central)]
    return Feed("benefit_payments", period, _paid(world, period, "DY", "benefit", parts, {}))


def civil_feed(world: World, period: MonthIndex) -> Feed:
    """Assistance and allowances; dibao is paid to the head of the household."""
    parts = [(words, month_part(world.fen(name), month_of(period))) for words, name in PROGRAMMES]
    household = numbered("H", world.residents["household"].to_numpy())
    columns = {"household_no": household, "relation": world.residents["relation"]}
    return Feed("civil_affairs", period, _paid(world, period, "MZ", "programme", parts, columns))


def _paid(
    world: World,
    period: MonthIndex,
    letters: str,
    code: str,
    parts: list[tuple[str, Fen]],
    extra: dict[str, pl.Series],
) -> pl.DataFrame:
    frames: list[pl.DataFrame] = []
    start = 0
    for words, amounts in parts:
        rows = np.flatnonzero(amounts > 0)
        columns = {
            "serial_no": serials(letters, period, rows, start),
            **who(world, rows),
            code: same(words, rows),
            "period": same(month_text(period), rows),
            "amount": money(amounts[rows]),
            **{name: series[rows] for name, series in extra.items()},
        }
        frames.append(table(columns))
        start += rows.size
    return stacked(frames)


def farm_feed(world: World, period: MonthIndex) -> Feed:
    """Once a year: land subsidy and rent of land in the spring, the collective's dividend in December."""
    month = month_of(period)
    kinds: list[tuple[str, str]] = []
    if month == FARM_MONTH:
        kinds = [("耕地地力保护补贴", "farm_subsidy"), ("土地流转租金", "land_rent")]
    elif month == COLLECTIVE_MONTH:
        kinds = [("集体经济分红", "collective_dividend")]
    frames: list[pl.DataFrame] = []
    start = 0
    for words, name in kinds:
        amounts = world.fen(name)
        rows = np.flatnonzero(amounts > 0)
        frames.append(_of_the_year(world, period, rows, words, amounts[rows], start))
        start += rows.size
    return Feed("agriculture", period, stacked(frames))


def _of_the_year(world: World, period: MonthIndex, rows: Rows, words: str, amounts: Fen, start: int) -> pl.DataFrame:
    return table(
        {
            "serial_no": serials("NY", period, rows, start),
            **who(world, rows),
            "programme": same(words, rows),
            "year": same(month_text(month_index(world.year, 1)), rows),
            "year_to": same(month_text(month_index(world.year, 12)), rows),
            "amount": money(amounts),
            "area_code": world.residents["area"][rows],
        }
    )
