import pytest

from zengshou.faces.amounts import Quantity, count, money, show, span, with_unit
from zengshou.faces.words import Language, Words

ZH, EN = Words(), Words(Language.EN)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (123_456_789.0, "1.23亿元"),
        (35_300_000.0, "3,530.00万元"),
        (812.4, "812元"),
        (-2.1e8, "−2.10亿元"),
        (0.0, "0元"),
    ],
)
def test_money_is_written_in_wan_and_yi(value: float, written: str) -> None:
    assert money(value, ZH) == written


def test_money_is_written_in_millions_in_english() -> None:
    assert money(35_300_000.0, EN) == "35.30 million yuan"


def test_people_are_counted_in_wan_from_ten_thousand_on() -> None:
    assert count(2_602_959, ZH) == "260.30万"
    assert count(9_999, ZH) == "9,999"
    assert count(2_602_959, EN) == "2,602,959"


def test_an_interval_below_zero_is_joined_by_a_word_and_not_by_a_dash() -> None:
    assert span((-0.0114, -0.0066), Quantity.POINTS, ZH) == "−1.14 至 −0.66个百分点"
    assert span((0.379, 0.395), Quantity.RATIO, ZH) == "0.379 – 0.395"


def test_a_figure_that_is_missing_is_a_dash() -> None:
    assert show(None, Quantity.YUAN, ZH) == show((None, 1.0), Quantity.YUAN, ZH) == "—"


def test_minus_zero_is_zero() -> None:
    assert show(-0.0001, Quantity.YUAN, ZH) == "0"


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (31_250.0, "yuan per person per year", "31,250元"),
        (0.061, "share", "6.1%"),
        (38.3, "%", "38.3%"),
        (17.5, "万人", "17.5万人"),
    ],
)
def test_a_figure_carries_its_unit(value: float, unit: str, written: str) -> None:
    assert with_unit(value, unit, ZH) == written
