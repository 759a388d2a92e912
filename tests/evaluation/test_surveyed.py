"""Targets read from a survey's estimates: the lamp knows the error of both years."""

import pytest

from zengshou.concepts.estimate import Estimate
from zengshou.evaluation.surveyed import read_surveyed
from zengshou.plan.model import Operator, Target, TargetKind
from zengshou.plan.reading import LampColour


def target(value: float = 38.3, **more: object) -> Target:
    """38.3 % by 2020, from 37.9 % in 2018, as the plan of Yangjiang states it."""
    fields = {"deadline": 2020, "start_year": 2018, "start_value": 37.9, **more}
    return Target("t", "", "占比", TargetKind.NUMERIC, "share", Operator.REACH, value, "%", **fields)  # type: ignore[arg-type]


def seen(year: int, value: float, se: float, n: int | None = None) -> Estimate:
    return Estimate(
        "share", value, se, value - 1.96 * se, value + 1.96 * se, n, unit="%", period=str(year), vintage="调查"
    )


def test_a_change_of_four_tenths_with_an_error_of_fifteen_hundredths_cannot_be_judged() -> None:
    reading = read_surveyed(target(), [seen(2018, 37.9, 0.15), seen(2020, 38.3, 0.15)])
    # h = 1.96 * sqrt(0.15^2 + 0.15^2) = 0.416 > 0.4
    assert reading.lamp.colour is LampColour.GREY and reading.lamp.is_undecidable
    assert (
        reading.lamp.reason
        == "无法判定：目标值落在本期估计的95%置信区间内（±0.42个百分点），本期数据不能判断是否达标。"
    )


@pytest.mark.parametrize(("value", "colour"), [(38.0, LampColour.RED), (38.4, LampColour.DONE)])
def test_with_an_error_of_one_hundredth_the_same_series_has_a_colour(value: float, colour: LampColour) -> None:
    reading = read_surveyed(target(), [seen(2018, 37.9, 0.01), seen(2020, value, 0.01)])
    assert reading.lamp.colour is colour


def test_the_surveys_own_start_goes_before_the_amount_that_the_document_states() -> None:
    own = read_surveyed(target(), [seen(2020, 39.0, 0.01), seen(2018, 37.0, 0.01)])
    assert own.baseline is not None and own.baseline.value == 37.0 and own.required[0].value == 37.0
    alone = read_surveyed(target(), [seen(2020, 39.0, 0.01)])
    assert alone.baseline is None and alone.required[0].value == 37.9


def test_a_promise_smaller_than_the_error_is_told_with_the_sample_it_would_take() -> None:
    reading = read_surveyed(target(), [seen(2020, 38.3, 0.3, n=1_000)])
    assert "无法用现有样本量检验" in reading.warnings[0] and "至少需要" in reading.warnings[0]


def test_a_target_to_be_kept_is_read_from_the_latest_year() -> None:
    kept = read_surveyed(target(hold=True), [seen(2020, 39.0, 0.01), seen(2021, 38.0, 0.01), seen(2022, 39.0, 0.01)])
    assert kept.reading is not None and kept.reading.period == "2022"
    assert kept.lamp.colour is LampColour.YELLOW and "2021年未保持" in kept.lamp.reason
