"""Rule 15: a month above ten usual months, and a wage above nearly all of the industry or, unknown, of everybody."""

import polars as pl
import pytest

from tests.records.intake.test_rules import MARCH, built
from tests.records.made_channel import GOOD, codes, rules
from zengshou.records.intake.build import FACTS
from zengshou.records.intake.rules_high import (
    INDUSTRIES,
    OWN,
    TOPS,
    above_top,
    above_usual,
    industry_code,
    top_wages,
    touches,
    usual_months,
)

FIRM = GOOD[3]
NONE_KNOWN = INDUSTRIES.to_frame()
MINE = pl.DataFrame([(FIRM, "C")], schema=INDUSTRIES, orient="row")


def paid(*fen: int, month: int = MARCH, payer: str = FIRM) -> pl.DataFrame:
    """A wage of one person each, in rows from 2 on."""
    count = len(fen)
    return pl.DataFrame({"row": range(2, 2 + count), "person": range(count), "fen": fen}).select(
        "row", pl.lit(1).alias("part"), "person", item=pl.lit("W.PAY"), fen="fen", month_from=month, month_to=month,
        level=pl.lit("gross"), basis=pl.lit("cash"), native_id=pl.lit("x"), payer=pl.lit(payer),
        reversal_of=pl.lit(""), household=pl.lit(False),
    ).cast(FACTS)  # fmt: skip


@pytest.mark.parametrize(("median", "months", "count"), [(62_000, 6, 0), (61_999, 6, 1), (1, 2, 0)])
def test_rule_15_a_month_above_ten_own_medians_is_asked_about(median: int, months: int, count: int) -> None:
    own = pl.DataFrame([(1, "W.PAY", float(median), months)], schema=OWN, orient="row")
    found = above_usual(built(GOOD).facts, own, rules())
    assert codes(found) == [(2, "W_INCOME_HIGH")] * count
    assert all(words == "2025-03 单月收入高于本人常月收入的 10 倍，请核对。" for words in found["message"])


def test_a_usual_month_is_the_median_of_the_months_with_all_payments_of_each_added_up() -> None:
    facts = pl.concat([paid(300), paid(200), paid(100, month=MARCH - 1), paid(9_000, month=MARCH - 2), paid(-5)])
    assert usual_months(facts).rows() == [(0, "W.PAY", 500.0, 3)]


@pytest.mark.parametrize(("limit", "count"), [(620_000, 0), (619_999, 1)])
def test_rule_15_a_wage_above_the_percentile_of_its_industry_is_asked_about(limit: int, count: int) -> None:
    tops = pl.DataFrame([("C", MARCH, limit), ("", MARCH, 1)], schema=TOPS, orient="row")
    found = above_top(built(GOOD).facts, MINE, tops, rules())
    assert codes(found) == [(2, "W_INCOME_HIGH")] * count
    assert all("付款单位所在行业（C）当月工资的 99.9 百分位数" in words for words in found["message"])


def test_rule_15_where_the_industry_is_not_known_all_wages_stand_in_and_the_sentence_says_so() -> None:
    tops = pl.DataFrame([("", MARCH, 619_999), ("C", MARCH, 1)], schema=TOPS, orient="row")
    (words,) = above_top(built(GOOD).facts, NONE_KNOWN, tops, rules())["message"]
    assert "同一来源当月全部工资的 99.9 百分位数" in words and "行业未知" in words and "以全部工资代替" in words
    assert above_top(built(GOOD).facts, NONE_KNOWN, tops.filter(industry="C"), rules()).is_empty()


def test_the_percentile_is_that_of_a_thousand_wages_and_of_fewer_there_is_none() -> None:
    wages = paid(*range(1, 1002))  # 1 to 1,001 fen: the 99.9th percentile is 1 + 0.999 * 1000 = 1,000
    assert top_wages(wages, NONE_KNOWN, rules()).rows() == [("", MARCH, 1000.0)]
    assert top_wages(wages, MINE, rules()).sort("industry").rows() == [("", MARCH, 1000.0), ("C", MARCH, 1000.0)]
    assert top_wages(wages.head(999), MINE, rules()).is_empty()
    (row,) = above_top(wages, NONE_KNOWN, top_wages(wages, NONE_KNOWN, rules()), rules())["row"]
    assert row == 1002  # the one wage of 1,001 fen


@pytest.mark.parametrize(
    ("told", "code"), [("C", "C"), ("C2641", "C"), (" 2641", "26"), ("制造业", None), ("U", None), ("2", None)]
)
def test_an_industry_is_a_letter_or_the_first_two_digits_of_its_code(told: str, code: str | None) -> None:
    assert pl.select(industry_code(pl.lit(told))).item() == code


@pytest.mark.parametrize(
    ("months", "is_touched"), [((MARCH, MARCH), True), ((MARCH - 5, MARCH - 1), False), ((MARCH + 1, MARCH + 2), False)]
)
def test_a_fact_is_judged_where_it_touches_the_months(months: tuple[int, int], is_touched: bool) -> None:
    assert paid(1).filter(touches(months)).height == int(is_touched)
