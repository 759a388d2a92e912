"""Every target of a plan beside its figures: a published or a simulated reading, the required path and the lamp."""

import dataclasses
from collections.abc import Mapping, Sequence

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.published import PublishedFigure
from zengshou.evaluation.multiples import read_multiple
from zengshou.evaluation.published_series import (
    SECONDARY,
    Held,
    SourcedFigure,
    held_figures,
    missing_words,
    published_series,
)
from zengshou.plan.lamp import Observation, Question, Start, grey, result_lamp
from zengshou.plan.lamp_rules import LampRules, standard_rules
from zengshou.plan.model import Operator, Plan, Target, TargetKind
from zengshou.plan.path import required_path, stated_start
from zengshou.plan.reading import Lamp, LampColour, PathPoint, TargetReading
from zengshou.plan.testable import untestable_warning

NO_FIGURE = "没有可用的数"
UNSTATED_ERROR = "公布数未附抽样误差，按0处理"
STATED_START = "方案所列起点"


def read_targets(
    plan: Plan,
    published: Sequence[PublishedFigure],
    simulated: Mapping[str, Estimate],
    on_year: int | None = None,
    rules: LampRules | None = None,
) -> tuple[TargetReading, ...]:
    """One reading a target, in the plan's order.

    published  figures of any area; those of the plan's own area are used
    simulated  indicator name -> Estimate; used only where nothing is published, alone, and named as what it is
    on_year    read as of the end of this year; None takes all that is held
    Returns    readings whose Estimates say published (external, no error) or model (synthetic kept)
    """
    held = held_figures(plan.area, published, on_year)
    chosen = rules or standard_rules()
    return tuple(_read(target, plan, held, simulated, on_year, chosen) for target in plan.targets)


def _read(
    target: Target,
    plan: Plan,
    held: Held,
    simulated: Mapping[str, Estimate],
    on_year: int | None,
    rules: LampRules,
) -> TargetReading:
    if target.operator is Operator.MULTIPLE:
        return read_multiple(target, held, simulated.get(target.indicator), rules)
    series = published_series(target, held)
    if series:
        return _from_published(target, series, rules)
    estimate = simulated.get(target.indicator)
    if estimate is not None and estimate.value is not None and estimate.period[:4].isdigit():
        return _from_simulated(target, in_unit_of(target, estimate), rules)
    year = on_year if target.deadline is None else min(target.deadline, on_year or target.deadline)
    reason = f"{NO_FIGURE}：{_nothing(target, plan, held, year)}。"
    path = required_path(target)
    return TargetReading(target, None, _stated(target), path, (), grey(reason, "no_data", rules), NO_FIGURE)


def _nothing(target: Target, plan: Plan, held: Held, year: int | None) -> str:
    """What is wanting, and for milestones who must report."""
    if target.kind not in (TargetKind.MILESTONE, TargetKind.RECURRING):
        return missing_words(target, held, year)
    leads = next(("、".join(task.lead) for task in plan.tasks if task.id == target.task), "")
    return f"尚无办理情况，由{leads}报告" if leads else "尚无办理情况报告"


def in_unit_of(target: Target, estimate: Estimate) -> Estimate:
    """An Estimate that is a share from 0 to 1, in per cent where the target speaks of per cent."""
    if target.unit != "%" or estimate.unit not in ("share", "rate"):
        return estimate
    value, se, low, high = (
        None if part is None else part * 100
        for part in (estimate.value, estimate.se, estimate.ci_low, estimate.ci_high)
    )
    return dataclasses.replace(estimate, value=value, se=se, ci_low=low, ci_high=high, unit="%")


def _current(target: Target, series: Sequence[SourcedFigure]) -> SourcedFigure:
    """The deadline's figure, else the first after it, else the latest before. A target to be kept: the latest."""
    if target.deadline is None or target.hold:
        return series[-1]
    reached = [figure for figure in series if figure.year >= target.deadline]
    return reached[0] if reached else series[-1]


def _start(target: Target, series: Sequence[SourcedFigure], current: SourcedFigure) -> SourcedFigure | None:
    """The observed figure that the change is counted from: the start year's, else the earliest since then."""
    earliest = target.start_year or 0
    before = [figure for figure in series if earliest <= figure.year < current.year]
    if not before or (stated_start(target) is not None and before[0].year != target.start_year):
        return None
    return before[0]


def _stated(target: Target) -> Estimate | None:
    """The start that the document states, as an Estimate; a stock without its date has no period."""
    start = stated_start(target)
    if start is None and target.start_value is None:
        return None
    value = start.value if start is not None else target.start_value
    year = start.year if start is not None else target.start_year
    period = "" if year is None else str(year)
    return Estimate(
        target.indicator, value, unit=target.unit, label=STATED_START, period=period, kind=FigureKind.EXTERNAL
    )


def _start_of(estimate: Estimate | None) -> Start | None:
    if estimate is None or estimate.value is None:
        return None
    return Start(estimate.value, 0.0, int(estimate.period) if estimate.period else None)


def _point(start: Start | None) -> PathPoint | None:
    return None if start is None or start.year is None else PathPoint(start.year, start.value)


def _from_published(target: Target, series: tuple[SourcedFigure, ...], rules: LampRules) -> TargetReading:
    current = _current(target, series)
    observed_start = _start(target, series, current)
    baseline = observed_start.estimate if observed_start is not None else _stated(target)
    start = _start_of(baseline)
    path = required_path(target, _point(start))
    history = tuple(Observation(figure.year, figure.value, 0.0) for figure in series)
    now = Observation(current.year, current.value, 0.0)
    lamp = result_lamp(Question(target, now, start, path, history=history), rules)
    lamp = dataclasses.replace(lamp, inputs=(*lamp.inputs, UNSTATED_ERROR), vintage=current.estimate.vintage)
    observed = tuple(PathPoint(figure.year, figure.value) for figure in series)
    warnings = ("所用公布数为二手引用，待核。",) if SECONDARY in current.estimate.flags else ()
    return TargetReading(target, current.estimate, baseline, path, observed, lamp, current.source, warnings)


def _from_simulated(target: Target, estimate: Estimate, rules: LampRules) -> TargetReading:
    """A figure of our own stands alone: its start is the document's, never a published figure."""
    assert estimate.value is not None
    year, baseline = int(estimate.period[:4]), _stated(target)
    start = _start_of(baseline)
    path = required_path(target, _point(start))
    is_full_count = estimate.kind in (FigureKind.REGISTER, FigureKind.EXTERNAL)
    se = 0.0 if is_full_count and estimate.se is None else estimate.se
    now = Observation(year, estimate.value, se, is_model=estimate.kind is FigureKind.MODEL)
    lamp = result_lamp(Question(target, now, start, path), rules)
    lamp = _only_shown(dataclasses.replace(lamp, vintage=estimate.vintage), estimate)
    observed = (PathPoint(year, estimate.value, estimate.ci_low, estimate.ci_high),)
    warning = ""
    if start is not None and estimate.se is not None:
        warning = untestable_warning(target, start.value, estimate.se, estimate.n, rules)
    warnings = (warning,) if warning else ()
    return TargetReading(target, estimate, baseline, path, observed, lamp, simulated_source(estimate), warnings)


def _only_shown(lamp: Lamp, estimate: Estimate) -> Lamp:
    """Invented people, or a value that nobody set, cannot judge a real promise: the lamp is grey and says so."""
    if estimate.is_synthetic:
        ground = "读数来自合成人口，不能判定真实目标"
    elif estimate.status is Status.SCENARIO:
        ground = "读数依据情景值，不能判定现行目标"
    else:
        return lamp
    reason = f"无法判定：{ground}。仅作演示：{lamp.reason}"
    return dataclasses.replace(lamp, colour=LampColour.GREY, reason=reason, rule="only_shown", is_undecidable=True)


def simulated_source(estimate: Estimate) -> str:
    """模拟数（合成数据）, or the kind of figure it is."""
    return f"{estimate.kind.label}数" + ("（合成数据）" if estimate.is_synthetic else "")
