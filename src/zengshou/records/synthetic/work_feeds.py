"""合成数据: what the tax office, the social insurance and the housing fund send about work, month by month."""

import numpy as np
import polars as pl

from zengshou.concepts.period import MonthIndex, month_of
from zengshou.records.synthetic.feed import (
    Feed,
    Rows,
    credit_code,
    money,
    month_text,
    numbered,
    same,
    serials,
    stacked,
    table,
    who,
)
from zengshou.records.synthetic.monthly import Fen, month_part
from zengshou.records.synthetic.world import World

PENSION_RATE = 0.08  # own contribution to the employees' pension, 《社会保险法》第十二条 and 国发〔2005〕38号
BONUS_MONTH = 12
LABOUR_MONTHS = (3, 6, 9, 12)  # months in which work for fees is paid
DIVIDEND_MONTH = 6
TAXED_KINDS = {
    "labour_service": ("劳务报酬所得", LABOUR_MONTHS),
    "business_income": ("经营所得", (3, 6, 9, 12)),
    "taxed_property": ("利息股息红利所得", (DIVIDEND_MONTH,)),
}
SCHEMES = (
    ("企业职工基本养老保险", "pension_own"),
    ("职工基本医疗保险", "medical_own"),
    ("失业保险", "unemployment_own"),
)
RESIDENT_SCHEMES = (
    ("城乡居民基本养老保险", "resident_pension_paid"),
    ("城乡居民基本医疗保险", "resident_medical_paid"),
)
RESIDENT_MONTH = 11  # residents' schemes are paid once, before the year they insure


def gross_wages(world: World, period: MonthIndex) -> Fen:
    """(n,) wage and bonus of a month."""
    wage = month_part(world.fen("wage"), month_of(period))
    return wage + (world.fen("bonus") if month_of(period) == BONUS_MONTH else 0)


def own_contributions(world: World, period: MonthIndex) -> Fen:
    return np.asarray(sum(month_part(world.fen(name), month_of(period)) for _, name in SCHEMES), dtype=np.int64)


def tax_feed(world: World, period: MonthIndex) -> Feed:
    """Every payment of the month that the payer withholds from, wages first."""
    wages = _wages(world, period)
    frames, start = [wages], wages.height
    for name, (words, months) in TAXED_KINDS.items():
        if month_of(period) in months:
            amounts = world.fen(name) // len(months)
            rows = np.flatnonzero(amounts > 0)
            frames.append(_payments(world, period, rows, words, amounts[rows], start))
            start += rows.size
    return Feed("iit", period, stacked(frames))


def _wages(world: World, period: MonthIndex) -> pl.DataFrame:
    gross = gross_wages(world, period)
    rows = np.flatnonzero(gross > 0)
    deduction = own_contributions(world, period) + month_part(world.fen("housing_fund_own"), month_of(period))
    tax = month_part(world.fen("income_tax"), month_of(period))
    extra = {"special_deduction": money(deduction[rows]), "tax": money(tax[rows])}
    paid = _payments(world, period, rows, "工资薪金所得", gross[rows], 0)
    return paid.with_columns(**extra)


def _payments(world: World, period: MonthIndex, rows: Rows, words: str, amounts: Fen, start: int) -> pl.DataFrame:
    month = same(month_text(period), rows)
    return table(
        {
            "serial_no": serials("S", period, rows, start),
            **who(world, rows),
            "taxpayer_kind": same("居民个人", rows),
            "payer_uscc": credit_code(world, rows),
            "income_type": same(words, rows),
            "period_from": month,
            "period_to": month,
            "gross": money(amounts),
        }
    )


def insurance_feed(world: World, period: MonthIndex) -> Feed:
    """One row a person, month and scheme; residents' schemes once a year."""
    frames: list[pl.DataFrame] = []
    start = 0
    base = _base(world, period)
    for words, name in SCHEMES:
        own = month_part(world.fen(name), month_of(period))
        frames.append(_contributions(world, period, words, own, base, start))
        start += frames[-1].height
    if month_of(period) == RESIDENT_MONTH:
        for words, name in RESIDENT_SCHEMES:
            frames.append(_contributions(world, period, words, world.fen(name), None, start))
            start += frames[-1].height
    return Feed("social_insurance", period, stacked(frames))


def _base(world: World, period: MonthIndex) -> Fen:
    """(n,) the base on which the pension contribution of the month was paid."""
    return (month_part(world.fen("pension_own"), month_of(period)) / PENSION_RATE + 0.5).astype(np.int64)


def _contributions(
    world: World, period: MonthIndex, words: str, own: Fen, base: Fen | None, start: int
) -> pl.DataFrame:
    rows = np.flatnonzero(own > 0)
    columns = {
        "serial_no": serials("SB", period, rows, start),
        **who(world, rows),
        "scheme": same(words, rows),
        "insured_state": same("正常缴费", rows),
        "period": same(month_text(period), rows),
        "own_pay": money(own[rows]),
    }
    if base is not None:
        columns |= {"employer_uscc": credit_code(world, rows), "base": money(base[rows])}
    return table(columns)


def housing_fund_feed(world: World, period: MonthIndex) -> Feed:
    """Deposits of the month with the balance after them."""
    own = month_part(world.fen("housing_fund_own"), month_of(period))
    rows = np.flatnonzero(own > 0)
    saved = 24 * own[rows] + 2 * own[rows] * month_of(period)  # two years' savings at the beginning: an assumption
    frame = table(
        {
            "serial_no": serials("GJJ", period, rows),
            **who(world, rows),
            "account": numbered("GJ", rows),
            "employer_uscc": credit_code(world, rows),
            "business": same("汇缴", rows),
            "period": same(month_text(period), rows),
            "base": money(month_part(world.fen("wage"), month_of(period))[rows]),
            "own_pay": money(own[rows]),
            "employer_pay": money(own[rows]),
            "balance": money(saved),
        }
    )
    return Feed("housing_fund", period, frame)
