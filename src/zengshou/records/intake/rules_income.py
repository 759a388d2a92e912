"""Rules that compare incomes: bases far apart or beyond their limits (14), sales without disposals (17)."""

import polars as pl

from zengshou.records.intake.build import PERSON, BuiltRows
from zengshou.records.intake.findings import Code, joined
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rules, hits

BASE_RULE, SALE_RULE = 14, 17
RATIO_DIGITS = 2
KEY = (PERSON, "payer", "month")
LOWEST, HIGHEST = "低于下限", "高于上限"
LIMITS = pl.Schema({"channel": pl.String, "month": pl.Int64, "side": pl.String, "fen": pl.Int64, "said": pl.String})
"""Limits of a contribution base: `side` LOWEST or HIGHEST, `said` the limit in words with its source and status."""


def bases_apart(facts: pl.DataFrame, known: pl.DataFrame, channel_label: str, rules: Rules) -> pl.DataFrame:
    """Rule 14: what one payer tells two agencies of one month's wage lies too far apart.

    facts  built facts of this delivery
    known  person, payer, month, fen, label: wages and bases that other channels state
    """
    rule = rules[BASE_RULE]
    low, high = rule.numbers["lowest_ratio"], rule.numbers["highest_ratio"]
    ours = monthly(facts.filter(pl.col("item").is_in(list(rule.words["items"])) & (pl.col("fen") > 0)))
    both = ours.filter(pl.col("payer") != "").join(known.filter(pl.col("fen") > 0), on=list(KEY), suffix="_other")
    ratio = pl.col("fen") / pl.col("fen_other")
    apart = (
        both.with_columns(ratio=ratio).filter(~pl.col("ratio").is_between(low, high)).unique(ROW, maintain_order=True)
    )
    words = {"low": f"{low:g}", "high": f"{high:g}"}
    found = hits(
        apart,
        rule,
        Code.W_BASES_APART,
        what=channel_label,
        other=pl.col("label"),
        ratio=pl.col("ratio").round(RATIO_DIGITS),
        **words,
    )
    return joined(found)


def bases_beyond(facts: pl.DataFrame, limits: pl.DataFrame, channel_label: str, rules: Rules) -> pl.DataFrame:
    """Rule 14: a contribution base below the floor or above the ceiling of its month.

    facts   built facts of one channel of bases
    limits  LIMITS of that channel; a month without a limit is not judged
    """
    rule = rules[BASE_RULE]
    slack = int(rule.numbers["limit_slack_fen"])  # agencies round a limit to the yuan in ways of their own
    ours = monthly(facts.filter(pl.col("item").is_in(list(rule.words["items"])) & (pl.col("fen") > 0)))
    told = ours.join(limits.select("month", "side", "said", limit="fen"), on="month", maintain_order="left")
    is_low = (pl.col("side") == LOWEST) & (pl.col("fen") < pl.col("limit") - slack)
    is_high = (pl.col("side") == HIGHEST) & (pl.col("fen") > pl.col("limit") + slack)
    beyond = told.filter(is_low | is_high).unique(ROW, maintain_order=True)
    side, limit = pl.col("side"), pl.col("said")
    return joined(hits(beyond, rule, Code.W_BASE_BEYOND, what=channel_label, side=side, limit=limit))


def unmatched_sales(
    built: BuiltRows, known_sales: pl.DataFrame, known_disposals: pl.DataFrame, rules: Rules
) -> pl.DataFrame:
    """Rule 17: income from a sale without a disposal of an asset near its month, or a disposal without such income.

    known_sales, known_disposals  person, month: of other deliveries
    """
    rule = rules[SALE_RULE]
    months = int(rule.numbers["months_apart"])
    sales, disposals = sales_of(built.facts, rules), disposals_of(built.assets, rules)
    code = Code.W_TRANSFER_UNMATCHED
    alone = _without_partner(sales, pl.concat([known_disposals, disposals.drop(ROW)]), months)
    silent = _without_partner(disposals, pl.concat([known_sales, sales.drop(ROW)]), months)
    return joined(
        hits(alone, rule, code, what="有财产转让所得而没有财产处置", months=str(months)),
        hits(silent, rule, code, what="有财产处置而没有财产转让所得", months=str(months)),
    )


def sales_of(facts: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Income from sales: row, person, month."""
    is_sale = pl.any_horizontal(
        (pl.col("item") == item) | pl.col("item").str.starts_with(f"{item}.")
        for item in rules[SALE_RULE].words["items"]
    )
    return facts.filter(is_sale & (pl.col("fen") > 0)).select(ROW, PERSON, month=pl.col("month_to").cast(pl.Int64))


def disposals_of(assets: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Disposals of what the rule names: row, person, month."""
    is_disposal = (pl.col("action") == "dispose") & pl.col("kind").is_in(list(rules[SALE_RULE].words["kinds"]))
    return assets.filter(is_disposal).select(ROW, PERSON, month=month_of_day(pl.col("on_date")))


def month_of_day(on: pl.Expr) -> pl.Expr:
    """The MonthIndex of a date."""
    return on.dt.year().cast(pl.Int64) * 12 + on.dt.month().cast(pl.Int64) - 1


def monthly(facts: pl.DataFrame) -> pl.DataFrame:
    """The amount of one month of each fact: an amount of several months is divided by their number."""
    months = pl.col("month_to") - pl.col("month_from") + 1
    return facts.select(ROW, PERSON, "item", "payer", month=pl.col("month_from"), fen=pl.col("fen") // months)


def _without_partner(events: pl.DataFrame, partners: pl.DataFrame, months: int) -> pl.DataFrame:
    """Events of a person near whose month there is no partner event of that person."""
    pairs = events.join(partners.unique(), on=PERSON, suffix="_other").filter(
        (pl.col("month") - pl.col("month_other")).abs() <= months
    )
    return events.join(pairs.select(ROW).unique(), on=ROW, how="anti").unique(ROW, maintain_order=True)
