"""Limits of contribution bases by month, from the law of a city: published ones, by the average wage, or none."""

import pytest

from zengshou.concepts.citation import Citation, Status
from zengshou.concepts.period import month_index
from zengshou.policy.lawbook import Lawbook, make_lawbook
from zengshou.policy.parameter import DatedValue, Parameter
from zengshou.records.intake.rules_income import BASE_RULE, HIGHEST, LOWEST
from zengshou.services.records.whole import base_limits as room
from zengshou.services.records.whole.base_limits import base_limits
from zengshou.store.channels import register_rules

RULE = register_rules()[BASE_RULE]
YEAR_2025 = (month_index(2025, 1), month_index(2025, 12))


def by_month(city: str, channel: str, side: str) -> dict[int, tuple[int, str]]:
    found = base_limits(city, RULE, YEAR_2025).limits.filter(channel=channel, side=side)
    return {month % 12 + 1: (fen, said) for month, fen, said in found.select("month", "fen", "said").rows()}


def test_liaoning_has_one_floor_and_one_ceiling_for_all_of_2025_read_in_their_document() -> None:
    """辽人社〔2025〕17号: 4,359 and 21,792 yuan a month."""
    said = "元（辽人社〔2025〕17号）"
    assert set(by_month("liaoyang", "social_insurance", LOWEST).values()) == {(435_900, f"4,359 {said}")}
    assert set(by_month("liaoyang", "social_insurance", HIGHEST).values()) == {(2_179_200, f"21,792 {said}")}


def test_guangdong_changes_the_floor_in_july() -> None:
    """粤人社发〔2024〕33号: 4,492 yuan to June; 粤人社发〔2025〕32号: 4,775 yuan from July."""
    floors = by_month("yangjiang", "social_insurance", LOWEST)
    assert {month: fen for month, (fen, _) in floors.items()} == {
        month: 449_200 if month < 7 else 477_500 for month in range(1, 13)
    }


def test_the_values_of_an_invented_city_say_that_nobody_compared_them_with_a_document() -> None:
    assert all(said.endswith("，未核实）") for _, said in by_month("example", "housing_fund", HIGHEST).values())


def test_months_without_a_value_are_named() -> None:
    found = base_limits("liaoyang", RULE, (month_index(2024, 11), month_index(2025, 2)))
    assert found.limits.filter(channel="social_insurance")["month"].unique().sort().to_list() == [24300, 24301]
    assert any("养老保险缴费基数下限" in words and "2024-11 至 2024-12 间 2 个月" in words for words in found.missing)


def test_a_register_of_no_city_has_no_limits_and_says_so() -> None:
    found = base_limits("", RULE, YEAR_2025)
    assert found.limits.is_empty() and "哪个城市" in found.missing[0]


def test_where_no_limit_is_published_the_average_wage_of_the_year_before_stands_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """90,000 yuan a year are 7,500 a month: 60 percent are 4,500, 300 percent 22,500."""
    value = DatedValue("2025-01-01", None, 90_000.0, Citation("某市统计公报"), Status.SOURCED)
    wage = Parameter("iit_payments", "average_wage_last_year", "cn.x", "上年平均工资", "yuan", "number", (value,))
    book: Lawbook = make_lawbook("cn.x", (), (wage,))
    monkeypatch.setattr(room, "lawbook_of_city", lambda city: book)
    limits = base_limits("x", RULE, YEAR_2025).limits.filter(month=YEAR_2025[0])
    assert limits.select("channel", "side", "fen").rows() == [
        ("social_insurance", LOWEST, 450_000),
        ("social_insurance", HIGHEST, 2_250_000),
    ]
    assert limits["said"][0] == "4,500 元（某市统计公报，按上年平均工资的 60% 折算，未核实）"
