"""Definitions of middle income: limits worked by hand, price years, and a reason where a number is missing."""

from dataclasses import replace

import pytest

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import ProblemsFound
from zengshou.simulation.middle_income import Yearly, draw, read_definitions
from zengshou.statistics.choices import Amount, ShareOf
from zengshou.store.middle_income import middle_income_definitions

HELD = middle_income_definitions()
BY_ID = {definition.id: definition for definition in HELD.definitions}
FROM_2018_TO_2025 = 1.029 * 1.025 * 1.009 * 1.02 * 1.002 * 1.002 * 1.0
FROM_2021_TO_2025 = 1.02 * 1.002 * 1.002 * 1.0


def limits(name: str, year: int = 2025) -> tuple[float, float]:
    band = draw(BY_ID[name], HELD, year).band
    assert band is not None and isinstance(band.lower, Amount) and isinstance(band.upper, Amount)
    return band.lower.value, band.upper.value


def test_the_file_has_every_family_of_definitions_and_says_that_none_is_official() -> None:
    assert set(BY_ID) == {
        "nbs_family",
        "median_67_200",
        "median_75_200",
        "dollars_10_50",
        "dollars_10_100",
        "food_median",
        "monthly_2000_5000",
    }
    assert "没有唯一的官方标准" in HELD.statement
    assert all(definition.source and definition.label and definition.short for definition in HELD.definitions)


def test_a_family_of_three_is_divided_by_three_and_moved_from_2018_prices() -> None:
    assert limits("nbs_family", 2018) == pytest.approx((100_000 / 3, 500_000 / 3))
    assert limits("nbs_family") == pytest.approx((100_000 / 3 * FROM_2018_TO_2025, 500_000 / 3 * FROM_2018_TO_2025))


def test_dollars_a_day_take_the_parity_of_their_year_and_chinese_prices_since() -> None:
    one = 365 * 3.99 * FROM_2021_TO_2025
    assert limits("dollars_10_50") == pytest.approx((10 * one, 50 * one))
    assert limits("dollars_10_100") == pytest.approx((10 * one, 100 * one))


def test_an_earlier_year_has_lower_limits() -> None:
    assert limits("dollars_10_50", 2019)[0] == pytest.approx(10 * 365 * 3.99 / (1.025 * 1.009))


def test_yuan_a_month_are_the_same_in_every_year() -> None:
    assert limits("monthly_2000_5000", 2020) == limits("monthly_2000_5000", 2031) == (24_000, 60_000)


def test_shares_of_the_median_stay_relative_so_that_its_error_comes_along() -> None:
    band = draw(BY_ID["median_75_200"], HELD, 2031).band
    assert band is not None and isinstance(band.lower, ShareOf) and isinstance(band.upper, ShareOf)
    assert (band.lower.share, band.upper.share) == (0.75, 2.0)


def test_food_spending_is_not_guessed_and_a_published_figure_draws_the_band() -> None:
    drawn = draw(BY_ID["food_median"], HELD, 2025)
    assert drawn.band is None and "城镇居民人均食品烟酒支出" in drawn.reason
    held = replace(HELD, food={2025: Yearly(2025, 10_000.0, "示例", Status.SOURCED)})
    band = draw(BY_ID["food_median"], held, 2025).band
    assert band is not None and isinstance(band.lower, Amount) and band.lower.value == 30_000


def test_a_year_without_a_price_index_has_no_band_and_says_which_year() -> None:
    drawn = draw(BY_ID["nbs_family"], HELD, 2026)
    assert drawn.band is None and "2026年居民消费价格指数" in drawn.reason


def test_what_a_band_rests_on_travels_with_it() -> None:
    drawn = draw(BY_ID["dollars_10_50"], HELD, 2025)
    assert drawn.status is Status.UNVERIFIED
    assert set(drawn.rests_on) == {"middle_income.dollars_10_50", "middle_income.ppp", "middle_income.price_index"}


def test_faults_of_the_file_come_all_at_once() -> None:
    good = {"id": "a", "label": "a", "short": "a", "lower": {"median": 0.5}, "upper": {"median": 2}, "source": "s"}
    document = {
        "statement": "",
        "definitions": [
            {**good, "status": "certain"},
            {**good, "status": "unverified", "lower": {"median": -1}},
            {**good, "status": "unverified", "upper": {"euro": 3}},
            {"id": "b"},
        ],
        "price_index": {"values": [{"year": 2020}]},
        "ppp": {"values": []},
    }
    with pytest.raises(ProblemsFound) as wrong:
        read_definitions(document, "x.yaml")
    words = str(wrong.value)
    for expected in ("certain", "-1", "界限应只写一项", "缺少“label”", "statement", "urban_food", "year、value"):
        assert expected in words


def test_a_name_used_twice_is_refused() -> None:
    row = {"id": "a", "label": "a", "short": "a", "lower": {"median": 1}, "upper": {"median": 2}, "source": "s"}
    numbers = {"values": []}
    document = {"statement": "s", "price_index": numbers, "ppp": numbers, "urban_food": numbers}
    with pytest.raises(ProblemsFound, match="口径“a”重复"):
        read_definitions({**document, "definitions": [{**row, "status": "unverified"}] * 2}, "x.yaml")
