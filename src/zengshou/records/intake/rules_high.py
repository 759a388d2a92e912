"""Very high months (rule 15): above the person's usual month, or above nearly all wages of the payer's industry.

Where a payer's industry is not known, all wages of the same source and month stand in, and the sentence says so.
"""

import polars as pl

from zengshou.concepts.period import MonthIndex
from zengshou.records.intake.build import PERSON
from zengshou.records.intake.findings import Code, joined
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rule, Rules, hits
from zengshou.records.intake.rules_income import monthly

HIGH_RULE = 15
INDUSTRIES = pl.Schema({"payer": pl.String, "industry": pl.String})
OWN = pl.Schema({PERSON: pl.Int64, "item": pl.String, "median_fen": pl.Float64, "months": pl.UInt32})
TOPS = pl.Schema({"industry": pl.String, "month": pl.Int64, "limit_fen": pl.Float64})
EVERYBODY = ""  # as an industry: every wage of the source and month


def industry_code(text: pl.Expr) -> pl.Expr:
    """The section (a letter) or division (two digits) of GB/T 4754 at the head of a code; null for anything else."""
    return text.str.strip_chars().str.extract(r"^([A-T]|\d{2})")


def usual_months(facts: pl.DataFrame) -> pl.DataFrame:
    """What each person usually has of an item in a month (OWN): the median over the months in which there was any."""
    paid = monthly(facts.filter(pl.col("fen") > 0)).group_by(PERSON, "item", "month").agg(pl.col("fen").sum())
    return paid.group_by(PERSON, "item").agg(median_fen=pl.col("fen").median(), months=pl.len()).cast(OWN)


def top_wages(facts: pl.DataFrame, industries: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The percentile of the wages of each month, by industry and over all of them (TOPS).

    facts       of one source;  industries  INDUSTRIES, each payer once
    Of fewer wages than `least_wages` none is given: the percentile would be the highest wage itself.
    """
    rule = rules[HIGH_RULE]
    wages = _of_industry(_wages(facts, rule), industries)
    every = pl.concat([wages.filter(pl.col("industry") != EVERYBODY), wages.with_columns(industry=pl.lit(EVERYBODY))])
    tops = every.group_by("industry", "month").agg(
        limit_fen=pl.col("fen").quantile(rule.numbers["top_rate"], "linear"), wages=pl.len()
    )
    return tops.filter(pl.col("wages") >= int(rule.numbers["least_wages"])).select(TOPS.names()).cast(TOPS)


def above_usual(facts: pl.DataFrame, own: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 15: a month above ten times the person's own median. own  OWN; of too few months it is not used"""
    rule = rules[HIGH_RULE]
    times, least = rule.numbers["own_median_times"], int(rule.numbers["least_own_months"])
    usual = own.filter((pl.col("months") >= least) & (pl.col("median_fen") > 0))
    paid = monthly(facts.filter((pl.col("fen") > 0) & ~pl.col("item").str.starts_with("T-")))
    above = paid.join(usual, on=[PERSON, "item"]).filter(pl.col("fen") > pl.col("median_fen") * times)
    when, what = _month_words(pl.col("month")), f"本人常月收入的 {times:g} 倍"
    return joined(hits(above.unique(ROW, maintain_order=True), rule, Code.W_INCOME_HIGH, month=when, what=what))


def above_top(facts: pl.DataFrame, industries: pl.DataFrame, tops: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 15: a wage above the percentile of the payer's industry, or of all wages where there is none for that.

    facts  of one source;  tops  TOPS of that source
    """
    rule = rules[HIGH_RULE]
    rate = f"{rule.numbers['top_rate'] * 100:g}"
    wages = _of_industry(_wages(facts, rule), industries)
    of_industry = tops.filter(pl.col("industry") != EVERYBODY).rename({"limit_fen": "own_fen"})
    of_all = tops.filter(pl.col("industry") == EVERYBODY).select("month", all_fen="limit_fen")
    told = wages.join(of_industry, on=["industry", "month"], how="left", maintain_order="left")
    told = told.join(of_all, on="month", how="left", maintain_order="left")
    above = told.filter(pl.col("fen") > pl.coalesce("own_fen", "all_fen")).unique(ROW, maintain_order=True)
    stand_in = f"同一来源当月全部工资的 {rate} 百分位数（付款单位的行业未知或人数过少，以全部工资代替）"
    industry = pl.format("付款单位所在行业（{}）当月工资的 {} 百分位数", "industry", pl.lit(rate))
    what = pl.when(pl.col("own_fen").is_not_null()).then(industry).otherwise(pl.lit(stand_in))
    return joined(hits(above, rule, Code.W_INCOME_HIGH, month="", what=what))


def _wages(facts: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    return monthly(facts.filter(pl.col("item").is_in(list(rule.words["wages"])) & (pl.col("fen") > 0)))


def _of_industry(wages: pl.DataFrame, industries: pl.DataFrame) -> pl.DataFrame:
    known = industries.select(INDUSTRIES.names()).cast(INDUSTRIES)
    return wages.join(known, on="payer", how="left", maintain_order="left").with_columns(
        pl.col("industry").fill_null(EVERYBODY)
    )


def _month_words(month: pl.Expr) -> pl.Expr:
    return pl.format("{}-{} ", month // 12, (month % 12 + 1).cast(pl.String).str.zfill(2))


def touches(months: tuple[MonthIndex, MonthIndex]) -> pl.Expr:
    """Whether a fact lies at least in part within the months, first and last inclusive."""
    return (pl.col("month_from") <= months[1]) & (pl.col("month_to") >= months[0])
