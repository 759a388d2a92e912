"""Doubling targets: nominal and real readings, and grey until a person sets the price basis."""

from dataclasses import replace

from zengshou.plan.doubling import Multiples, growth_text, multiple_lamp
from zengshou.plan.lamp import Observation
from zengshou.plan.model import Operator, PriceBasis, Target, TargetKind
from zengshou.plan.reading import LampColour

DOUBLE = Target(
    "YJ-34-T1",
    "YJ-34",
    "县域生产总值比2010年翻一番",
    TargetKind.NUMERIC,
    "county_gdp",
    Operator.MULTIPLE,
    2,
    "倍",
    2020,
    base_year=2010,
    price_basis=PriceBasis.UNKNOWN,
)
SEEN = Multiples(Observation(2020, 2.1, 0.0), Observation(2020, 1.7, 0.0))


def test_an_unknown_price_basis_is_grey_and_shows_both_readings_and_the_yearly_growth() -> None:
    lamp = multiple_lamp(DOUBLE, SEEN)
    assert lamp.colour is LampColour.GREY and lamp.rule == "price_basis_unknown" and not lamp.is_undecidable
    assert "价格口径未定" in lamp.reason and "年均增长7.18%" in lamp.reason
    assert "按名义：2020年为2.1倍（办结）" in lamp.reason
    assert "按实际：2020年为1.7倍（黄）" in lamp.reason


def test_nominal_and_real_set_by_hand_give_their_own_lamps() -> None:
    nominal = multiple_lamp(replace(DOUBLE, price_basis=PriceBasis.NOMINAL), SEEN)
    real = multiple_lamp(replace(DOUBLE, price_basis=PriceBasis.REAL), SEEN)
    assert nominal.colour is LampColour.DONE and "名义" in nominal.reason
    assert real.colour is LampColour.YELLOW and "实际" in real.reason
    assert "7.18%" in nominal.reason and "7.18%" in real.reason


def test_the_pace_of_money_is_a_ratio_of_growth_rates_not_of_amounts() -> None:
    nominal = replace(DOUBLE, price_basis=PriceBasis.NOMINAL)
    half_of_the_rate = (1 + (2**0.1 - 1) / 2) ** 10
    lamp = multiple_lamp(nominal, Multiples(Observation(2020, half_of_the_rate, 0.0)))
    assert lamp.colour is LampColour.RED and "进度为所需的50%" in lamp.reason


def test_a_missing_base_or_price_index_is_named() -> None:
    lamp = multiple_lamp(DOUBLE, Multiples(missing="缺2010年基数"))
    assert lamp.reason.count("缺2010年基数") == 2
    real = multiple_lamp(replace(DOUBLE, price_basis=PriceBasis.REAL), Multiples(SEEN.nominal))
    assert real.colour is LampColour.GREY and "价格指数" in real.reason


def test_a_multiple_inside_its_interval_is_undecidable() -> None:
    nominal = replace(DOUBLE, price_basis=PriceBasis.NOMINAL)
    assert multiple_lamp(nominal, Multiples(Observation(2020, 1.98, 0.02))).is_undecidable


def test_twofold_doubling_has_its_own_growth() -> None:
    assert growth_text(replace(DOUBLE, value=4)) == "2010—2020年翻两番需年均增长14.87%"
