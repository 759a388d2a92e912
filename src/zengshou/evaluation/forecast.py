"""Where a target's published series leads by the deadline, and the pace it would need: an extrapolation, not a figure.

The trend itself is a callable that is passed in, because the library behind it takes seconds to load.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.evaluation.published_series import SourcedFigure
from zengshou.plan.model import Operator, PriceBasis, Target, TargetKind
from zengshou.plan.path import annual_growth, is_money
from zengshou.plan.reading import PathPoint, TargetReading

FEWEST = 5
TAILS = (2.5, 97.5)
METHOD = "推算：阻尼趋势（Holt，阻尼系数0.9），{scale}，依据{first}—{last}年{count}个公布数，95%预测区间"
Numbers = NDArray[np.float64]


class Scale(Enum):
    """On which scale errors add."""

    LOG = "log"
    LOGIT = "logit"
    PLAIN = "plain"

    @property
    def label(self) -> str:
        return {"log": "按对数", "logit": "按比值对数", "plain": "按原值"}[self.value]


@dataclass(frozen=True)
class Trend:
    """points (years,) and simulated paths (years, many), on the scale of the values given."""

    points: Numbers
    paths: Numbers


FitTrend = Callable[[Sequence[float], int], Trend]


@dataclass(frozen=True)
class Pace:
    """Change a year from the latest figure to the deadline, beside that of the years seen.

    needed, recent  a growth rate (0.05 is 5 %) where is_growth, else in `unit` a year; recent None with one figure
    is_met          the latest figure already meets the target
    """

    from_year: int
    to_year: int
    needed: float
    recent: float | None
    recent_from: int
    unit: str
    is_growth: bool
    is_met: bool


@dataclass(frozen=True)
class Forecast:
    """The deadline's value with its 95 % prediction interval; always named 推算.

    chance  share of simulated paths that meet the target in the deadline's year
    path    the latest figure, then year by year with the interval
    """

    year: int
    point: float
    low: float
    high: float
    chance: float
    path: tuple[PathPoint, ...]
    method: str


@dataclass(frozen=True)
class Outlook:
    """What can be said ahead of one target. Where there is no forecast, `reason` says why in Chinese."""

    target: Target
    pace: Pace | None = None
    forecast: Forecast | None = None
    reason: str = ""


def one_series(figures: Sequence[SourcedFigure]) -> tuple[PathPoint, ...]:
    """The latest figures that one convention made: printed and computed ones are never joined."""
    kept = [figure for figure in figures if figure.estimate.convention == figures[-1].estimate.convention]
    return tuple(PathPoint(figure.year, figure.value) for figure in kept)


def outlook(reading: TargetReading, series: Sequence[PathPoint], fit: FitTrend) -> Outlook:
    """Pace and forecast of one target.

    series  published figures of one series in the target's unit, oldest first
    fit     the trend: values on the additive scale and years ahead -> Trend
    """
    target, run = reading.target, _unbroken(series)
    reason = _closed(target, run)
    if reason:
        return Outlook(target, reason=reason)
    pace, reason = pace_needed(target, run), _unfit(target, run)
    if reason:
        return Outlook(target, pace, reason=reason)
    return Outlook(target, pace, _forecast(target, run, fit))


def _unbroken(series: Sequence[PathPoint]) -> tuple[PathPoint, ...]:
    """The latest years without a gap."""
    run: list[PathPoint] = []
    for point in reversed(series):
        if run and run[-1].year - point.year != 1:
            break
        run.append(point)
    return tuple(reversed(run))


def _closed(target: Target, run: Sequence[PathPoint]) -> str:
    """Why neither a pace nor a forecast can be told; "" where they can."""
    if target.kind not in (TargetKind.NUMERIC, TargetKind.IMPLIED):
        return f"{target.kind.label}目标没有可推算的目标值。"
    if target.deadline is None:
        return "方案未写明期限，不作推算。"
    if target.price_basis is PriceBasis.UNKNOWN:
        return "价格口径未定，不作推算。"
    if not run:
        return "没有公布数，不作推算。"
    if run[-1].year >= target.deadline:
        return f"{target.deadline}年期限的数已经公布，不需要推算。"
    if is_money(target) and min(target.value, *(point.value for point in run)) <= 0:
        return "金额不全为正数，不能按增速推算。"
    return ""


def _unfit(target: Target, run: Sequence[PathPoint]) -> str:
    """Why these figures carry no forecast; "" where they do."""
    values = [point.value for point in run]
    if len(run) < FEWEST:
        return f"连续公布的年度数只有{len(run)}个（{run[0].year}—{run[-1].year}年），至少{FEWEST}个才作推算。"
    if scale_of(target) is Scale.LOGIT and not 0 < min(target.value, *values) <= max(target.value, *values) < 100:
        return "比例或目标在0%至100%的端点或之外，趋势只会接近、不会到达端点，不作推算。"
    if min(values) == max(values):
        return "历年公布数没有变化，估计不出推算的误差。"
    return ""


def scale_of(target: Target) -> Scale:
    """Money on logs, shares in per cent on log odds, counts and indices as they are."""
    if is_money(target):
        return Scale.LOG
    return Scale.LOGIT if target.unit == "%" else Scale.PLAIN


def pace_needed(target: Target, run: Sequence[PathPoint]) -> Pace:
    """From the latest figure to the deadline: yearly growth of money, plain change a year of the rest."""
    first, last = run[max(0, len(run) - 1 - FEWEST)], run[-1]
    assert target.deadline is not None
    ahead, behind, is_growth = target.deadline - last.year, last.year - first.year, is_money(target)
    unit = "个百分点" if target.unit == "%" else target.unit
    needed = _change(last.value, target.value, ahead, is_growth)
    recent = _change(first.value, last.value, behind, is_growth) if behind else None
    is_met = bool(_meets(target, np.array([last.value]))[0])
    return Pace(last.year, target.deadline, needed, recent, first.year, unit, is_growth, is_met)


def _change(start: float, end: float, years: int, is_growth: bool) -> float:
    return annual_growth(end / start, years) if is_growth else (end - start) / years


def _meets(target: Target, values: Numbers) -> NDArray[np.bool_]:
    if target.is_falling or target.operator is Operator.AT_MOST:
        return values <= target.value
    return values > target.value if target.operator is Operator.GREATER else values >= target.value


def _forecast(target: Target, run: Sequence[PathPoint], fit: FitTrend) -> Forecast:
    assert target.deadline is not None
    scale, last = scale_of(target), run[-1]
    trend = fit([_inward(point.value, scale) for point in run], target.deadline - last.year)
    points, paths = _outward(trend.points, scale), _outward(trend.paths, scale)
    if scale is Scale.PLAIN:  # counts and indices do not fall below nothing
        points, paths = np.maximum(points, 0.0), np.maximum(paths, 0.0)
    lows, highs = np.percentile(paths, TAILS, axis=1)
    ahead = tuple(
        PathPoint(last.year + step, float(value), float(low), float(high))
        for step, (value, low, high) in enumerate(zip(points, lows, highs, strict=True), start=1)
    )
    end = ahead[-1]
    told = METHOD.format(scale=scale.label, first=run[0].year, last=last.year, count=len(run))
    chance = float(np.mean(_meets(target, paths[-1])))
    path = (PathPoint(last.year, last.value), *ahead)
    return Forecast(target.deadline, end.value, float(lows[-1]), float(highs[-1]), chance, path, told)


def _inward(value: float, scale: Scale) -> float:
    if scale is Scale.LOG:
        return math.log(value)
    return math.log(value / (100 - value)) if scale is Scale.LOGIT else value


def _outward(values: Numbers, scale: Scale) -> Numbers:
    if scale is Scale.LOG:
        return np.asarray(np.exp(values), dtype=np.float64)
    if scale is Scale.LOGIT:
        return np.asarray(100 / (1 + np.exp(-np.clip(values, -700.0, 700.0))), dtype=np.float64)
    return values
