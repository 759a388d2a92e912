"""Rules that compare incomes: bases that lie apart (14), very high months (15), sales without disposals (17)."""

import polars as pl

from zengshou.records.intake.build import PERSON, BuiltRows
from zengshou.records.intake.findings import Code, joined
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rule, Rules, hits

BASE_RULE, HIGH_RULE, SALE_RULE = 14, 15, 17
RATIO_DIGITS = 2
KEY = (PERSON, "payer", "month")


def bases_apart(
    facts: pl.DataFrame, known: pl.DataFrame, channel_label: str, rules: Rules, average_wage_fen: int | None = None
) -> pl.DataFrame:
    """Rule 14: what one payer tells two agencies of one month's wage lies too far apart, or beyond the legal limits.

    facts             built facts of this delivery
    known             person, payer, month, fen, label: wages and bases that other channels state
    average_wage_fen  the local average monthly wage, for the limits of a base; None: limits are not checked
    """
    rule = rules[BASE_RULE]
    low, high = rule.numbers["lowest_ratio"], rule.numbers["highest_ratio"]
    ours = _monthly(facts.filter(pl.col("item").is_in(list(rule.words["items"])) & (pl.col("fen") > 0)))
    both = ours.filter(pl.col("payer") != "").join(known.filter(pl.col("fen") > 0), on=list(KEY), suffix="_other")
    ratio = pl.col("fen") / pl.col("fen_other")
    apart = (
        both.with_columns(ratio=ratio).filter(~pl.col("ratio").is_between(low, high)).unique(ROW, maintain_order=True)
    )
    words = {"low": f"{low:g}", "high": f"{high:g}"}
    found = [
        hits(
            apart,
            rule,
            Code.W_BASES_APART,
            what=channel_label,
            other=pl.col("label"),
            ratio=pl.col("ratio").round(RATIO_DIGITS),
            **words,
        )
    ]
    if average_wage_fen is not None:
        found.append(_beyond_limits(ours, channel_label, rule, average_wage_fen))
    return joined(*found)


def _beyond_limits(ours: pl.DataFrame, channel_label: str, rule: Rule, average_wage_fen: int) -> pl.DataFrame:
    """Contribution bases outside 60 to 300 percent (or the city's shares) of the average wage."""
    low, high = rule.numbers["lowest_base_share"], rule.numbers["highest_base_share"]
    beyond = ours.with_columns(ratio=pl.col("fen") / average_wage_fen).filter(~pl.col("ratio").is_between(low, high))
    return hits(
        beyond.unique(ROW, maintain_order=True),
        rule,
        Code.W_BASES_APART,
        what=channel_label,
        other="当地平均工资",
        ratio=pl.col("ratio").round(RATIO_DIGITS),
        low=f"{low:g}",
        high=f"{high:g}",
    )


def high_months(facts: pl.DataFrame, own: pl.DataFrame, firms: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 15: a month above ten times the person's own median, or above the 99.9th percentile of the industry.

    facts  built facts of this delivery
    own    person, item, median_fen, months: of earlier months; a median of too few months is not used
    firms  payer, limit_fen: the percentile of the payer's industry
    """
    rule = rules[HIGH_RULE]
    times, least = rule.numbers["own_median_times"], int(rule.numbers["least_own_months"])
    monthly = _monthly(facts.filter((pl.col("fen") > 0) & ~pl.col("item").str.starts_with("T-")))
    usual = own.filter((pl.col("months") >= least) & (pl.col("median_fen") > 0))
    above_own = monthly.join(usual, on=[PERSON, "item"]).filter(pl.col("fen") > pl.col("median_fen") * times)
    above_firm = monthly.join(firms, on="payer").filter(pl.col("fen") > pl.col("limit_fen"))
    return joined(
        hits(above_own.unique(ROW, maintain_order=True), rule, Code.W_INCOME_HIGH, what=f"本人常月收入的 {times:g} 倍"),
        hits(above_firm.unique(ROW, maintain_order=True), rule, Code.W_INCOME_HIGH, what="所在行业的极高分位数"),
    )


def unmatched_sales(
    built: BuiltRows, known_sales: pl.DataFrame, known_disposals: pl.DataFrame, rules: Rules
) -> pl.DataFrame:
    """Rule 17: income from a sale without a disposal of an asset near its month, or a disposal without such income.

    known_sales, known_disposals  person, month: of other deliveries
    """
    rule = rules[SALE_RULE]
    months = int(rule.numbers["months_apart"])
    is_sale = pl.any_horizontal(
        (pl.col("item") == item) | pl.col("item").str.starts_with(f"{item}.") for item in rule.words["items"]
    )
    sales = built.facts.filter(is_sale & (pl.col("fen") > 0)).select(ROW, PERSON, month=pl.col("month_to"))
    on = pl.col("on_date")
    disposals = built.assets.filter(
        (pl.col("action") == "dispose") & pl.col("kind").is_in(list(rule.words["kinds"]))
    ).select(ROW, PERSON, month=on.dt.year().cast(pl.Int64) * 12 + on.dt.month().cast(pl.Int64) - 1)
    code = Code.W_TRANSFER_UNMATCHED
    alone = _without_partner(sales, pl.concat([known_disposals, disposals.drop(ROW)]), months)
    silent = _without_partner(disposals, pl.concat([known_sales, sales.drop(ROW)]), months)
    return joined(
        hits(alone, rule, code, what="有财产转让所得而没有财产处置", months=str(months)),
        hits(silent, rule, code, what="有财产处置而没有财产转让所得", months=str(months)),
    )


def _monthly(facts: pl.DataFrame) -> pl.DataFrame:
    """The amount of one month of each fact: an amount of several months is divided by their number."""
    months = pl.col("month_to") - pl.col("month_from") + 1
    return facts.select(ROW, PERSON, "item", "payer", month=pl.col("month_from"), fen=pl.col("fen") // months)


def _without_partner(events: pl.DataFrame, partners: pl.DataFrame, months: int) -> pl.DataFrame:
    """Events of a person near whose month there is no partner event of that person."""
    pairs = events.join(partners.unique(), on=PERSON, suffix="_other").filter(
        (pl.col("month") - pl.col("month_other")).abs() <= months
    )
    return events.join(pairs.select(ROW).unique(), on=ROW, how="anti").unique(ROW, maintain_order=True)
