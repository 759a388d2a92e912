"""Facts of many persons spread over months or years, in columns: the same fen as `month_amounts` gives one by one."""

import polars as pl

from zengshou.concepts.period import MonthIndex

HOLDER = ("person", "is_shared")
ALIKE = (*HOLDER, "item", "channel", "payer", "level", "month_from", "month_to")


def by_month(facts: pl.LazyFrame, month_from: MonthIndex, month_to: MonthIndex) -> pl.LazyFrame:
    """One row for each fact and month of the period: `month` and `fen` beside the columns of the fact.

    facts  ALIKE, fen and columns that depend on these alone; facts of equal ALIKE are added up first
    """
    single, several = _parted(facts, month_from, month_to)
    first = pl.max_horizontal("month_from", pl.lit(month_from))
    last = pl.min_horizontal("month_to", pl.lit(month_to))
    exploded = (
        several.with_columns(month=pl.int_ranges(first, last + 1, dtype=pl.Int32))
        .explode("month")
        .with_columns(fen=_up_to(pl.col("month") + 1) - _up_to(pl.col("month")))
    )
    return pl.concat([single.with_columns(month=pl.col("month_from")), exploded], how="diagonal")


def by_year(facts: pl.LazyFrame, month_from: MonthIndex, month_to: MonthIndex) -> pl.LazyFrame:
    """One row for each fact and year of the period: `year` and `fen`. Whole years come without a row for each month."""
    single, several = _parted(facts, month_from, month_to)
    first = pl.max_horizontal("month_from", pl.lit(month_from))
    last = pl.min_horizontal("month_to", pl.lit(month_to))
    begin = pl.max_horizontal(first, pl.col("year") * 12)
    end = pl.min_horizontal(last, pl.col("year") * 12 + 11)
    exploded = (
        several.with_columns(year=pl.int_ranges(first // 12, last // 12 + 1, dtype=pl.Int32))
        .explode("year")
        .with_columns(fen=_up_to(end + 1) - _up_to(begin))
    )
    return pl.concat([single.with_columns(year=pl.col("month_from") // 12), exploded], how="diagonal")


def _parted(facts: pl.LazyFrame, month_from: MonthIndex, month_to: MonthIndex) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Facts of the period: those of one month, and those of several, the latter added up where they are alike."""
    within = facts.filter((pl.col("month_from") <= month_to) & (pl.col("month_to") >= month_from))
    rest = pl.exclude(*ALIKE, "fen").first()
    several = within.filter(pl.col("month_from") < pl.col("month_to")).group_by(ALIKE).agg(pl.col("fen").sum(), rest)
    return within.filter(pl.col("month_from") == pl.col("month_to")), several


def _up_to(month: pl.Expr) -> pl.Expr:
    """What of a fact's amount falls before `month`: the odd fen of an even spread go to the earliest months."""
    months = pl.col("month_to") - pl.col("month_from") + 1
    passed = (month - pl.col("month_from")).cast(pl.Int64)
    size = pl.col("fen").abs()
    return pl.col("fen").sign() * (size // months * passed + pl.min_horizontal(size % months, passed))
