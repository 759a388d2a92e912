"""Each of the twenty register rules: one delivery that passes it, one that it names."""

from datetime import date

import polars as pl
import pytest

from tests.records.made_channel import GOOD, HEADERS, TODAY, channel, codes, row, rules, typed
from zengshou.concepts.period import month_index
from zengshou.records.channels.channel import Channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.build import BuiltRows, build
from zengshou.records.intake.findings import blocks_file
from zengshou.records.intake.rules_file import (
    agreement_findings,
    duplicate_findings,
)
from zengshou.records.intake.rules_income import HIGHEST, LIMITS, LOWEST, bases_apart, bases_beyond, unmatched_sales
from zengshou.records.intake.rules_person import (
    INSURED,
    after_the_end,
    doubly_insured,
    events_of,
    insured_spells,
    odd_ages,
    reused_numbers,
)
from zengshou.records.intake.rules_rows import row_findings
from zengshou.records.intake.rules_standing import (
    cancelled_but_owned,
    shares_above_one,
    stacked_statuses,
    stale_findings,
    two_households,
)
from zengshou.records.intake.text_rows import text_rows
from zengshou.records.intake.typed_rows import typed_rows

MARCH = month_index(2025, 3)
INCOMES = pl.Schema({"person": pl.Int64, "payer": pl.String, "month": pl.Int64, "fen": pl.Int64, "label": pl.String})
MONTHS = pl.Schema({"person": pl.Int64, "month": pl.Int64})


def built(*rows: tuple[str, ...], persons: list[int] | None = None, of: Channel | None = None) -> BuiltRows:
    feed = of or channel()
    frame = typed(*rows, of=feed).frame
    return build(frame, pl.Series(persons or [1] * frame.height, dtype=pl.Int64), feed, lambda texts: texts)


# ---- 1 agreement ----


@pytest.mark.parametrize(("day", "count"), [("2025-06-01", 0), ("2019-12-31", 1), ("2028-01-01", 1)])
def test_rule_1_the_agreement_holds_on_the_day_of_receipt(day: str, count: int) -> None:
    found = agreement_findings(channel(), rules(), date.fromisoformat(day))
    assert codes(found) == [(0, "E_AGREEMENT")] * count and blocks_file(found) == bool(count)


def test_rule_1_another_purpose_than_the_agreements_is_refused() -> None:
    day = date(2025, 6, 1)
    assert agreement_findings(channel(), rules(), day, "收入监测").is_empty()
    assert "用途是“催收”" in agreement_findings(channel(), rules(), day, "催收")["message"][0]


# ---- 3 schema (cells stand in test_typed_rows) ----


def test_rule_3_a_span_must_not_end_before_it_begins() -> None:
    good, bad = row(period_to="2025-04"), row(serial="S2", period_to="2025-02")
    assert codes(row_findings(typed(good, bad), channel(), rules(), MARCH)) == [(3, "E_SPAN")]


def test_rule_3_an_amount_without_its_month_is_not_lost_in_silence() -> None:
    facts = [{"item": "W.PAY", "amount": "amount", "month_from": "period_to"}]
    found = row_findings(typed(GOOD, row(serial="S2", period_to="2025-03")), channel(facts=facts), rules(), MARCH)
    assert codes(found) == [(2, "E_MISSING")]


def test_rule_3_a_key_that_the_ledger_cannot_hold_is_refused() -> None:
    assert codes(row_findings(typed(row(serial="x" * 101)), channel(), rules(), MARCH)) == [(2, "E_KEY_LONG")]


# ---- 5, 6, 7 numbers: cells stand in test_typed_rows ----


@pytest.mark.parametrize(
    ("first_years", "found"),
    [
        ({"441702": 1980}, []),
        ({"441702": 1981}, [(2, "W_ID_CODE_NEWER")]),
        ({"441700": 1980}, [(2, "W_ID_CODE_UNKNOWN")]),
        ({"210000": 1949}, []),  # of another prefecture the table tells nothing
    ],
)
def test_rule_6_an_area_code_in_force_at_birth_passes_and_a_newer_or_unknown_one_only_asks(
    first_years: dict[str, int], found: list[tuple[int, str]]
) -> None:
    feed = channel()
    text = text_rows(HEADERS, [GOOD])
    told = typed_rows(text, feed, map_columns(HEADERS, feed), rules(), TODAY, first_years)
    assert codes(told.findings) == found and not told.frame.is_empty() and set(told.findings["severity"]) <= {"C"}


# ---- 8 period ----


def test_rule_8_the_period_is_neither_later_than_the_batch_nor_too_old_without_backfill() -> None:
    rows = typed(
        GOOD, row(serial="S2", period="2025-04"), row(serial="S3", period="2022-02"), row(serial="S4", period="2022-03")
    )
    assert codes(row_findings(rows, channel(), rules(), MARCH)) == [(3, "E_PERIOD_FUTURE"), (4, "E_PERIOD_OLD")]
    assert codes(row_findings(rows, channel(), rules(), MARCH, is_backfill=True)) == [(3, "E_PERIOD_FUTURE")]


# ---- 9 natural key ----


def test_rule_9_a_key_stands_once_in_a_delivery_and_the_first_is_kept() -> None:
    found = duplicate_findings(typed(GOOD, row(serial="S2"), GOOD, GOOD), channel(), rules())
    assert codes(found) == [(4, "E_DUP_KEY"), (5, "E_DUP_KEY")] and "与第 2 行" in found["message"][0]
    assert duplicate_findings(typed(row(serial=""), row(serial="")), channel(), rules()).is_empty()


# ---- 10 reused number ----


def test_rule_10_a_number_known_under_another_name_goes_to_review_and_is_never_merged() -> None:
    frame = typed(GOOD, row(serial="S2")).frame
    assert reused_numbers(frame, pl.Series([False, False]), channel(), rules()).is_empty()
    found = reused_numbers(frame, pl.Series([False, True]), channel(), rules())
    assert codes(found) == [(3, "E_ID_REUSED")] and found["severity"].to_list() == ["B"]


# ---- 11 death ----


@pytest.mark.parametrize(("died", "count"), [("2025-02-20", 0), ("2025-01-28", 1), ("2025-06-01", 0)])
def test_rule_11_what_happens_more_than_31_days_after_a_death_is_asked_about(died: str, count: int) -> None:
    statuses = pl.DataFrame(
        {"person": [1, 2], "status": ["deceased"] * 2, "date_from": [date.fromisoformat(died), date(2000, 1, 1)]}
    )
    found = after_the_end(events_of(built(GOOD)), statuses, rules())
    assert codes(found) == [(2, "W_AFTER_DEATH")] * count and set(found["severity"]) <= {"C"}


# ---- 12 ages ----


@pytest.mark.parametrize(
    ("item", "birth", "count"),
    [("T.PEN.EMP", "1980-03-31", 0), ("T.PEN.EMP", "1980-04-01", 1), ("W.PAY", "2020-01-01", 0)],
)
def test_rule_12_a_pension_before_45_is_asked_about(item: str, birth: str, count: int) -> None:
    feed = channel(facts=[{"item": item, "amount": "amount", "month_from": "period"}])
    births = pl.DataFrame({"person": [1], "birth": [date.fromisoformat(birth)]})
    assert codes(odd_ages(built(GOOD, of=feed), births, rules())) == [(2, "W_AGE")] * count


def test_rule_12_children_as_employees_and_minors_as_owners_are_asked_about() -> None:
    insured = channel(statuses=[{"status": "insured_pension_employee", "date_from": "period"}])
    owners = channel(assets=[{"asset": "uscc", "kind": "business", "action": "acquire", "date": "period"}])
    births = pl.DataFrame({"person": [1], "birth": [date(2009, 6, 1)]})
    assert codes(odd_ages(built(GOOD, of=insured), births, rules())) == [(2, "W_AGE")]
    assert codes(odd_ages(built(GOOD, of=owners), births, rules())) == [(2, "W_AGE")]
    grown = pl.DataFrame({"person": [1], "birth": [date(1990, 6, 1)]})
    assert odd_ages(built(GOOD, of=owners), grown, rules()).is_empty()


# ---- 13 double insurance ----


def test_rule_13_two_employers_or_two_provinces_at_one_time_are_asked_about() -> None:
    feed = channel(
        statuses=[{"status": "insured_pension_employee", "date_from": "period", "date_to": "period", "place": "type"}]
    )
    frame = typed(GOOD, row(serial="S2", uscc="91211000MA0000000L"), row(serial="S3", period="2025-04"), of=feed).frame
    spells = insured_spells(frame, pl.Series([1, 1, 1]), feed)
    none = INSURED.to_frame()
    assert codes(doubly_insured(spells, none, rules())) == [(2, "W_DOUBLE_INSURED"), (3, "W_DOUBLE_INSURED")]
    assert doubly_insured(spells.filter(pl.col("row") != 3), none, rules()).is_empty()
    known = spells.filter(pl.col("row") == 2).with_columns(row=pl.lit(None, pl.Int64), place=pl.lit("21"))
    found = doubly_insured(spells.filter(pl.col("row") == 2), known, rules())
    assert codes(found) == [(2, "W_DOUBLE_INSURED")] and "两个省" in found["message"][0]


# ---- 14 bases ----


@pytest.mark.parametrize(("other", "count"), [(620_000, 0), (248_000, 0), (1_240_000, 0), (240_000, 1), (1_300_000, 1)])
def test_rule_14_wage_and_base_of_one_payer_and_month_lie_within_half_and_two_and_a_half(
    other: int, count: int
) -> None:
    known = pl.DataFrame([(1, GOOD[3], MARCH, other, "社保缴费基数")], schema=INCOMES, orient="row")
    found = bases_apart(built(GOOD).facts, known, "个税工资", rules())
    assert codes(found) == [(2, "W_BASES_APART")] * count


@pytest.mark.parametrize(
    ("side", "fen", "count"),
    [(LOWEST, 620_100, 0), (LOWEST, 620_101, 1), (HIGHEST, 619_900, 0), (HIGHEST, 619_899, 1)],
)
def test_rule_14_a_base_beyond_the_limits_of_its_month_by_more_than_a_yuan_is_asked_about(
    side: str, fen: int, count: int
) -> None:
    limits = pl.DataFrame([("pay", MARCH, side, fen, "6,200 元（某号文件）")], schema=LIMITS, orient="row")
    found = bases_beyond(built(GOOD).facts, limits, "缴费", rules())
    assert codes(found) == [(2, "W_BASE_BEYOND")] * count
    assert all(f"缴费的基数{side} 6,200 元（某号文件）" in words for words in found["message"])
    assert bases_beyond(built(GOOD).facts, limits.with_columns(month=MARCH - 1), "缴费", rules()).is_empty()


# ---- 15 high months: stand in test_rules_high ----


# ---- 16 negatives ----


def test_rule_16_a_negative_amount_says_what_it_takes_back() -> None:
    rows = typed(GOOD, row(serial="S2", amount="-5"), row(serial="S3", amount="-5", reversal="S1"))
    assert codes(row_findings(rows, channel(), rules(), MARCH)) == [(3, "E_NEGATIVE")]


# ---- 17 sales ----


def test_rule_17_income_from_a_sale_and_the_disposal_of_an_asset_vouch_for_one_another() -> None:
    months = {"month_from": "period"}
    sale = channel(facts=[{"item": "N.SALE", "amount": "amount", **months}])
    disposal = channel(
        facts=None, assets=[{"asset": "serial", "kind": "vehicle", "action": "dispose", "date": "period"}]
    )
    near = pl.DataFrame([(1, MARCH - 6)], schema=MONTHS, orient="row")
    far = pl.DataFrame([(1, MARCH - 7), (2, MARCH)], schema=MONTHS, orient="row")
    none = MONTHS.to_frame()
    assert unmatched_sales(built(GOOD, of=sale), none, near, rules()).is_empty()
    assert codes(unmatched_sales(built(GOOD, of=sale), none, far, rules())) == [(2, "W_TRANSFER_UNMATCHED")]
    assert unmatched_sales(built(GOOD, of=disposal), near, none, rules()).is_empty()
    assert codes(unmatched_sales(built(GOOD, of=disposal), far, none, rules())) == [(2, "W_TRANSFER_UNMATCHED")]


# ---- 18 shares ----


def test_rule_18_shares_of_one_certificate_do_not_exceed_the_whole() -> None:
    acquired = _assets("acquire", [(2, 1, 1, 3), (3, 2, 1, 3)])
    third = pl.DataFrame({"asset": ["C1"], "person": [3], "share_over": [1], "share_under": [3]})
    assert shares_above_one(acquired, third, rules()).is_empty()
    half = third.with_columns(share_under=2)
    assert codes(shares_above_one(acquired, half, rules())) == [(2, "W_SHARES"), (3, "W_SHARES")]
    sold = pl.concat([acquired, _assets("dispose", [(4, 3, 1, 2)])])
    assert shares_above_one(sold, half, rules()).is_empty()


def test_rule_18_what_is_struck_off_is_held_by_nobody() -> None:
    struck = _assets("cancel", [(2, 1, 1, 1)])
    alone, other = (pl.DataFrame({"asset": ["C1"], "person": [person]}) for person in (1, 2))
    assert cancelled_but_owned(struck, alone, rules()).is_empty()
    assert codes(cancelled_but_owned(struck, other, rules())) == [(2, "W_CANCELLED_OWNED")]
    sold = pl.concat([struck, _assets("dispose", [(3, 2, 1, 1)])])
    assert cancelled_but_owned(sold, other, rules()).is_empty()


def _assets(action: str, rows: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["row", "person", "share_over", "share_under"], orient="row")
    return frame.with_columns(asset=pl.lit("C1"), action=pl.lit(action), on_date=pl.lit(date(2025, 3, 1)))


# ---- 20 stacks and freshness ----


def test_rule_20_statuses_that_exclude_one_another_are_asked_about() -> None:
    feed = channel(statuses=[{"status": "dibao", "date_from": "period", "date_to": "period"}])
    mine = built(GOOD, of=feed).statuses
    known = mine.select("person", "date_from", "date_to", status=pl.lit("tekun"))
    assert codes(stacked_statuses(mine, known, rules())) == [(2, "W_BENEFITS_STACKED")]
    earlier = known.with_columns(date_from=date(2024, 1, 1), date_to=date(2025, 2, 28))
    assert stacked_statuses(mine, earlier, rules()).is_empty()
    assert stacked_statuses(mine, known.with_columns(person=pl.lit(2, pl.Int64)), rules()).is_empty()
    lasting = earlier.with_columns(date_to=pl.lit(None, pl.Date))
    assert codes(stacked_statuses(mine, lasting, rules())) == [(2, "W_BENEFITS_STACKED")]


def test_rule_20_a_person_in_two_households_of_one_kind_is_asked_about() -> None:
    feed = channel(members=[{"household": "reversal", "kind": "hukou", "relation": "type", "date_from": "period"}])
    mine = built(row(reversal="H1"), of=feed).members
    other = mine.drop("row", "relation").with_columns(household=pl.lit("hukou:H2"))
    assert codes(two_households(mine, other, rules())) == [(2, "W_TWO_HOUSEHOLDS")]
    assert two_households(mine, other.with_columns(kind=pl.lit("dibao")), rules()).is_empty()


@pytest.mark.parametrize(("last", "count"), [("2025-12-01", 0), ("2025-11-30", 1), (None, 1)])
def test_rule_20_a_feed_older_than_agreed_is_stale(last: str | None, count: int) -> None:
    day = date.fromisoformat(last) if last else None
    found = stale_findings(channel(), day, date(2026, 1, 15), rules())
    assert codes(found) == [(0, "W_STALE")] * count and not blocks_file(found)


@pytest.mark.parametrize(
    ("last", "words"), [("2025-11-30", "最近一次数据截至 2025-11-30，约定"), (None, "从未报送，约定")]
)
def test_rule_20_says_since_when_a_feed_is_silent_or_that_nothing_ever_came(last: str | None, words: str) -> None:
    day = date.fromisoformat(last) if last else None
    (told,) = stale_findings(channel(), day, date(2026, 1, 15), rules())["message"]
    assert words in told and "（" not in told.partition("，")[0].removeprefix(channel().label)
