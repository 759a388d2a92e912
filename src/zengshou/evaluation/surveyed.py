"""A target read from estimates of one survey, each with its standard error: the lamp knows what it cannot see."""

import dataclasses
from collections.abc import Sequence

from zengshou.concepts.estimate import Estimate
from zengshou.plan.lamp import Observation, Question, Start, result_lamp
from zengshou.plan.lamp_rules import LampRules, standard_rules
from zengshou.plan.model import Target
from zengshou.plan.path import required_path, stated_start
from zengshou.plan.reading import PathPoint, TargetReading
from zengshou.plan.testable import untestable_warning


def read_surveyed(target: Target, series: Sequence[Estimate], rules: LampRules | None = None) -> TargetReading:
    """The reading of one target.

    series  one Estimate a year, of one survey, with period YYYY, value and se; years may be missing
    The change is counted from the survey's own figure of the start year (else its earliest since), and from the
    amount that the document states only where the survey has none: two kinds of figures are joined nowhere else.
    Errors of two years are taken as independent; for overlapping samples that is rather too much error than too little.
    """
    chosen = rules or standard_rules()
    ordered = sorted(series, key=lambda each: each.period)
    current = _current(target, ordered)
    first = _first(target, ordered, current)
    start = _stated(target) if first is None else Start(_value(first), first.se, int(first.period))
    path = required_path(target, None if start is None or start.year is None else PathPoint(start.year, start.value))
    seen = tuple(Observation(int(each.period), _value(each), each.se) for each in ordered)
    now = Observation(int(current.period), _value(current), current.se)
    lamp = result_lamp(Question(target, now, start, path, history=seen), chosen)
    lamp = dataclasses.replace(lamp, vintage=current.vintage)
    observed = tuple(PathPoint(int(each.period), _value(each), each.ci_low, each.ci_high) for each in ordered)
    warning = ""
    if start is not None and current.se is not None:
        warning = untestable_warning(target, start.value, current.se, current.n, chosen)
    source = f"{current.kind.label}数：{current.vintage}"
    return TargetReading(target, current, first, path, observed, lamp, source, (warning,) if warning else ())


def _value(estimate: Estimate) -> float:
    assert estimate.value is not None
    return estimate.value


def _current(target: Target, ordered: Sequence[Estimate]) -> Estimate:
    """The deadline's figure, else the first after it, else the latest. A target to be kept: the latest."""
    if target.deadline is None or target.hold:
        return ordered[-1]
    return next((each for each in ordered if int(each.period) >= (target.deadline or 0)), ordered[-1])


def _first(target: Target, ordered: Sequence[Estimate], current: Estimate) -> Estimate | None:
    earliest = target.start_year or 0
    return next((each for each in ordered if earliest <= int(each.period) < int(current.period)), None)


def _stated(target: Target) -> Start | None:
    """What the document states, without error; a stock may have no date."""
    start = stated_start(target)
    if start is not None:
        return Start(start.value, 0.0, start.year)
    return None if target.start_value is None else Start(target.start_value, 0.0, target.start_year)
