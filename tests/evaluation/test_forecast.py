"""The forecast to a deadline: pace by hand, refusals in words, an interval that covers."""

import json
import subprocess
import sys

import numpy as np
import pytest

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.evaluation.damped_trend import damped_trend
from zengshou.evaluation.forecast import Outlook, Scale, Trend, one_series, outlook, scale_of
from zengshou.evaluation.published_series import SourcedFigure
from zengshou.plan.lamp import grey
from zengshou.plan.lamp_rules import standard_rules
from zengshou.plan.model import Operator, PriceBasis, Target, TargetKind
from zengshou.plan.reading import PathPoint, TargetReading

MONEY = Target(
    "T",
    "",
    "人均收入",
    TargetKind.NUMERIC,
    "income",
    Operator.REACH,
    14641.0,
    "元",
    2022,
    price_basis=PriceBasis.NOMINAL,
)
SHARE = Target("S", "", "比重", TargetKind.NUMERIC, "share", Operator.REACH, 45.0, "%", 2024)


def told(target: Target, first: int, values: list[float]) -> Outlook:
    reading = TargetReading(target, None, None, (), (), grey("", "no_data", standard_rules()), "")
    return outlook(reading, [PathPoint(first + k, value) for k, value in enumerate(values)], damped_trend)


def test_money_needs_the_growth_that_compounds_to_the_target() -> None:
    seen = told(MONEY, 2016, [8000.0, 8400.0, 8820.0, 9261.0, 12100.0])
    assert seen.pace is not None and seen.pace.is_growth
    assert seen.pace.needed == pytest.approx(0.10)  # 12,100 × 1.1² = 14,641
    assert seen.pace.recent == pytest.approx((12100 / 8000) ** 0.25 - 1)


def test_a_share_needs_points_a_year() -> None:
    seen = told(SHARE, 2017, [40.0, 40.5, 41.0, 41.5, 42.0])
    assert seen.pace is not None and (seen.pace.needed, seen.pace.recent) == (1.0, 0.5)  # 3 points, 3 years
    assert seen.pace.unit == "个百分点" and not seen.pace.is_growth


def test_the_pace_is_told_where_figures_are_too_few_to_forecast() -> None:
    seen = told(SHARE, 2018, [40.0, 40.5, 41.0, 41.5])
    assert seen.forecast is None and seen.pace is not None and "只有4个（2018—2021年），至少5个" in seen.reason


def test_a_missing_year_starts_the_series_anew() -> None:
    reading = TargetReading(SHARE, None, None, (), (), grey("", "no_data", standard_rules()), "")
    points = [PathPoint(year, 30.0 + year % 7) for year in (2010, 2011, 2012, 2013, 2014, 2016, 2017)]
    assert "只有2个（2016—2017年）" in outlook(reading, points, damped_trend).reason


@pytest.mark.parametrize(
    ("changed", "values", "words"),
    [
        ({"deadline": None}, [40.0, 41.0], "未写明期限"),
        ({"deadline": 2018}, [40.0, 41.0], "已经公布"),
        ({"kind": TargetKind.DIRECTIONAL}, [40.0, 41.0], "没有可推算的目标值"),
        ({"kind": TargetKind.MILESTONE}, [], "没有可推算的目标值"),
        ({"price_basis": PriceBasis.UNKNOWN}, [40.0], "价格口径未定"),
        ({"price_basis": PriceBasis.REAL}, [40.0, 0.0], "不全为正数"),
        ({}, [], "没有公布数"),
        ({"value": 100.0}, [95.0, 96.0, 97.0, 98.0, 99.0], "端点"),
        ({}, [40.0] * 5, "没有变化"),
    ],
)
def test_what_cannot_be_carried_on_is_refused_in_words(
    changed: dict[str, object], values: list[float], words: str
) -> None:
    seen = told(Target(**{**vars(SHARE), **changed}), 2017, values)  # type: ignore[arg-type]
    assert seen.forecast is None and words in seen.reason


def test_a_steady_rise_is_carried_on_with_a_fading_trend() -> None:
    """Log steps of 0.1, then 0.1 × (0.9 + 0.81 + …): the trend of the last year fades by the damping."""
    values = list(np.cumsum([0.0] + [0.1 * 0.9**k for k in range(1, 8)]))
    trend = damped_trend(values, 2)
    assert trend.points[0] - values[-1] == pytest.approx(0.1 * 0.9**8, rel=0.35)
    assert trend.points[1] - trend.points[0] == pytest.approx(0.9 * (trend.points[0] - values[-1]), rel=1e-6)


def test_the_forecast_names_itself_an_extrapolation_and_holds_its_point() -> None:
    seen = told(SHARE, 2016, [40.0, 40.9, 41.3, 42.4, 43.0, 43.8]).forecast
    assert seen is not None and seen.method.startswith("推算") and "2016—2021年6个" in seen.method
    assert seen.year == 2024 and seen.low < seen.point < seen.high < 100 and 0 < seen.chance < 1
    assert [point.year for point in seen.path] == [2021, 2022, 2023, 2024] and seen.path[0].value == 43.8


def test_less_is_better_where_the_target_falls() -> None:
    def sure(values: object, years: int) -> Trend:
        return Trend(np.full(years, 30.0), np.tile([20.0, 30.0, 40.0, 60.0], (years, 1)))

    target = Target("F", "", "人数", TargetKind.NUMERIC, "n", Operator.AT_MOST, 35.0, "人", 2023, is_falling=True)
    reading = TargetReading(target, None, None, (), (), grey("", "no_data", standard_rules()), "")
    seen = outlook(reading, [PathPoint(2016 + k, 90.0 - 10 * k) for k in range(5)], sure).forecast
    assert seen is not None and seen.chance == 0.5


def test_the_interval_covers_simulated_series() -> None:
    """Random walks with drift: of 60 series the 95 % interval three years ahead holds at least 54."""
    draw, held = np.random.default_rng(7), 0
    for _ in range(60):
        walk = np.cumsum(0.05 + draw.normal(size=11) * 0.02)
        low, high = np.percentile(damped_trend(list(walk[:8]), 3).paths[-1], (2.5, 97.5))
        held += bool(low <= walk[-1] <= high)
    assert held >= 54


def test_scales_follow_the_unit() -> None:
    assert scale_of(MONEY) is Scale.LOG and scale_of(SHARE) is Scale.LOGIT
    assert scale_of(Target(**{**vars(SHARE), "unit": "人"})) is Scale.PLAIN


def test_printed_and_computed_figures_are_not_joined() -> None:
    figures = [
        SourcedFigure(year, Estimate("x", 1.0, period=str(year), convention=words, kind=FigureKind.EXTERNAL), "")
        for year, words in ((2018, "公布值"), (2019, "甲÷乙"), (2020, "公布值"))
    ]
    assert [point.year for point in one_series(figures)] == [2018, 2020] and one_series(()) == ()


def test_statsmodels_loads_only_for_a_forecast() -> None:
    code = (
        "import sys, json; from zengshou.faces.cli.main import main; "
        "from zengshou.faces.web.app import create_app; print(json.dumps('statsmodels' in sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(found.stdout) is False
