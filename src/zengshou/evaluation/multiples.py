"""Targets that ask for a multiple of a base year (翻番), read at current and at base-year prices."""

import dataclasses
from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.evaluation.published_series import SECONDARY, Held, SourcedFigure, price_ratio, published_series
from zengshou.plan.doubling import Multiples, multiple_lamp
from zengshou.plan.lamp import Observation
from zengshou.plan.lamp_rules import LampRules
from zengshou.plan.model import PriceBasis, Target
from zengshou.plan.path import required_path
from zengshou.plan.reading import PathPoint, TargetReading


def read_multiple(target: Target, held: Held, simulated: Estimate | None, rules: LampRules) -> TargetReading:
    """The reading of one doubling target, in multiples of its base year.

    simulated  used only where nothing is published and only if it is already a multiple (unit 倍): a level of our own
               over a published base would join two kinds of figures
    """
    series = published_series(target, held)
    path = required_path(target)
    if not series and simulated is not None and simulated.unit == target.unit and simulated.value is not None:
        return _from_simulated(target, simulated, path, rules)
    base = _base(target, series)
    later = [figure for figure in series if target.base_year is None or figure.year > target.base_year]
    current = _current(target, later)
    seen = _multiples(target, held, base, current)
    lamp = multiple_lamp(target, seen, rules)
    if base is None or current is None or seen.nominal is None:
        level = None if current is None else current.estimate
        source = "没有可用的数" if current is None else f"{current.source}（水平值，缺基年数）"
        return TargetReading(target, level, None, path, (), lamp, source, _warnings(current))
    reading = seen.real if target.price_basis is PriceBasis.REAL else seen.nominal
    words = f"{target.price_basis.label}：{current.year}年÷{target.base_year}年"
    estimate = dataclasses.replace(
        current.estimate, value=None if reading is None else reading.value, unit=target.unit, convention=words
    )
    baseline = Estimate(
        target.indicator, base, unit=current.estimate.unit, period=str(target.base_year), kind=FigureKind.EXTERNAL
    )
    observed = _observed(target, held, base, later)
    lamp = dataclasses.replace(lamp, vintage=current.estimate.vintage)
    return TargetReading(target, estimate, baseline, path, observed, lamp, current.source, _warnings(current))


def _warnings(current: SourcedFigure | None) -> tuple[str, ...]:
    is_secondary = current is not None and SECONDARY in current.estimate.flags
    return ("所用公布数为二手引用，待核。",) if is_secondary else ()


def _base(target: Target, series: Sequence[SourcedFigure]) -> float | None:
    if target.base_value is not None:
        return target.base_value
    return next((figure.value for figure in series if figure.year == target.base_year), None)


def _current(target: Target, later: Sequence[SourcedFigure]) -> SourcedFigure | None:
    """The deadline's figure; else the first after it, else the latest before."""
    reached = [figure for figure in later if target.deadline is not None and figure.year >= target.deadline]
    return reached[0] if reached else later[-1] if later else None


def _multiples(target: Target, held: Held, base: float | None, current: SourcedFigure | None) -> Multiples:
    if base is None or current is None or target.base_year is None:
        lacks = [f"{target.base_year}年基数"] if base is None else []
        return Multiples(missing="缺" + "、".join(lacks + (["本期数"] if current is None else [])))
    nominal = Observation(current.year, current.value / base, 0.0)
    prices = price_ratio(held, target.base_year, current.year)
    if prices is None:
        return Multiples(nominal, None, "", f"缺{target.base_year + 1}—{current.year}年逐年居民消费价格涨幅")
    return Multiples(nominal, Observation(current.year, nominal.value / prices, 0.0))


def _observed(target: Target, held: Held, base: float, later: Sequence[SourcedFigure]) -> tuple[PathPoint, ...]:
    """Multiples year by year; at base-year prices only where every price change is printed."""
    assert target.base_year is not None
    points = [PathPoint(target.base_year, 1.0)]
    for figure in later:
        is_real = target.price_basis is PriceBasis.REAL
        prices = price_ratio(held, target.base_year, figure.year) if is_real else 1.0
        if prices is not None:
            points.append(PathPoint(figure.year, figure.value / base / prices))
    return tuple(points)


def _from_simulated(target: Target, estimate: Estimate, path: tuple[PathPoint, ...], rules: LampRules) -> TargetReading:
    """A multiple of our own. The target's price basis says at which prices it is counted."""
    assert estimate.value is not None
    year = int(estimate.period[:4]) if estimate.period[:4].isdigit() else target.deadline or 0
    seen = Observation(year, estimate.value, estimate.se, is_model=estimate.kind is FigureKind.MODEL)
    is_real = target.price_basis is PriceBasis.REAL
    lamp = multiple_lamp(target, Multiples(None, seen) if is_real else Multiples(seen), rules)
    source = f"{estimate.kind.label}数" + ("（合成数据）" if estimate.is_synthetic else "")
    observed = (PathPoint(year, estimate.value, estimate.ci_low, estimate.ci_high),)
    return TargetReading(target, estimate, None, path, observed, lamp, source)
