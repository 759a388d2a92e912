"""The result lamp: what happened to residents, against what was promised, knowing the error of the figures."""

import math
from dataclasses import dataclass

from zengshou.plan.lamp_rules import LampRules, standard_rules
from zengshou.plan.model import Operator, Target, TargetKind
from zengshou.plan.path import annual_growth, is_money, required_at, required_path
from zengshou.plan.reading import Lamp, LampColour, PathPoint
from zengshou.plan.wording import amount_text, goal_text

UNDECIDABLE = "目标值落在本期估计的95%置信区间内（±{half}），本期数据不能判断是否达标"


@dataclass(frozen=True)
class Observation:
    """One figure on the way to a target.

    se        0 for a full count or a fixed official figure; None where the error is not known
    is_model  a simulated figure: it can show a colour, never close a promise
    """

    year: int
    value: float
    se: float | None
    is_model: bool = False


@dataclass(frozen=True)
class Start:
    """What the change is counted from: an observed figure, or the amount that the document states.

    year    None where the document states a stock without its date
    se      0 for a full count or a fixed official figure; None where the error is not known
    """

    value: float
    se: float | None
    year: int | None = None


@dataclass(frozen=True)
class Question:
    """What a lamp is asked.

    path       the required path; () where the target has none
    se_change  standard error of current - baseline with the covariance of overlapping samples, when it is known
    history    every observation held, for targets that must be kept
    """

    target: Target
    current: Observation
    baseline: Start | None = None
    path: tuple[PathPoint, ...] = ()
    se_change: float | None = None
    history: tuple[Observation, ...] = ()

    @property
    def is_due(self) -> bool:
        return self.target.deadline is not None and self.current.year >= self.target.deadline

    @property
    def sign(self) -> int:
        """-1 where less is better, so that every comparison below can speak of more."""
        return -1 if self.target.is_falling else 1


def grey(reason: str, rule: str, rules: LampRules, inputs: tuple[str, ...] = ()) -> Lamp:
    return Lamp(LampColour.GREY, reason, rule, inputs=inputs, rules_version=rules.version)


def result_lamp(question: Question, rules: LampRules | None = None) -> Lamp:
    """The lamp of one target, by its kind. A target with no figure at all is `grey(..., "no_data")` of the caller."""
    rules = rules or standard_rules()
    kind = question.target.kind
    if kind in (TargetKind.MILESTONE, TargetKind.RECURRING):
        return _done_or_not(question, rules)
    if question.current.se is None:
        return grey("本期数没有误差信息，不能判断是否达标。", "no_error", rules, _inputs(question))
    if kind is TargetKind.RELATIONAL:
        return _relation(question, rules)
    if question.baseline is None:
        return _direction_unknown(question, rules) if kind is TargetKind.DIRECTIONAL else _level(question, rules)
    if _se_of_change(question) is None:
        return grey("起点没有误差信息，不能判断变化。", "no_error", rules, _inputs(question))
    return _direction(question, rules) if kind is TargetKind.DIRECTIONAL else _change(question, rules)


def _inputs(question: Question, *more: str) -> tuple[str, ...]:
    unit, start, current = question.target.unit, question.baseline, question.current
    told = f"本期{current.year}年{amount_text(current.value, unit)}"
    if start is None:
        return (told, *more)
    year = "" if start.year is None else f"{start.year}年"
    return (f"起点{year}{amount_text(start.value, unit)}", told, *more)


def _lamp(question: Question, rules: LampRules, colour: LampColour, reason: str, rule: str, *inputs: str) -> Lamp:
    if question.current.is_model:
        reason = f"据模拟数：{reason}"
        if colour is LampColour.DONE:
            colour, reason = LampColour.GREEN, f"{reason}模拟数不能作为办结依据。"
    return Lamp(colour, reason, rule, inputs=_inputs(question, *inputs), rules_version=rules.version)


def _undecidable(question: Question, rules: LampRules, half: float) -> Lamp:
    unit = question.target.unit
    width = amount_text(half, "个百分点" if unit == "%" else unit)
    reason = "无法判定：" + UNDECIDABLE.format(half=width) + "。"
    inputs = _inputs(question, f"h={width}")
    return Lamp(LampColour.GREY, reason, "undecidable", True, inputs, rules.version)


def _se_of_change(question: Question) -> float | None:
    """SE of current - baseline; two independent errors are added in squares when the joint one is not known."""
    if question.se_change is not None:
        return question.se_change
    if question.baseline is None:
        return question.current.se
    if question.current.se is None or question.baseline.se is None:
        return None
    return math.hypot(question.current.se, question.baseline.se)


def _done_or_not(question: Question, rules: LampRules) -> Lamp:
    current, target = question.current, question.target
    if current.value >= target.value:
        is_closed = target.kind is TargetKind.MILESTONE
        colour = LampColour.DONE if is_closed else LampColour.GREEN
        return _lamp(question, rules, colour, f"{current.year}年已{'完成' if is_closed else '按期发布'}。", "done")
    if question.is_due or target.kind is TargetKind.RECURRING:
        return _lamp(question, rules, LampColour.RED, f"{current.year}年应完成而未完成。", "not_done")
    return grey(f"尚未完成，期限为{target.deadline}年。", "not_due", rules, _inputs(question))


def _relation(question: Question, rules: LampRules) -> Lamp:
    """One series against another: the figure is their difference in percentage points."""
    current, target = question.current, question.target
    lead = current.value - target.value
    half = rules.z * (current.se or 0.0)
    gap = f"{current.year}年相差{lead:+.1f}个百分点"
    if half > 0 and abs(lead) <= half:
        return _undecidable(question, rules, half)
    if lead > 0 or (lead == 0 and target.operator is not Operator.GREATER):
        return _lamp(question, rules, LampColour.GREEN, f"{gap}，符合要求。", "relation_holds")
    if lead >= rules.relation_yellow:
        return _lamp(question, rules, LampColour.YELLOW, f"{gap}，略低于要求。", "relation_near")
    return _lamp(question, rules, LampColour.RED, f"{gap}，不符合要求。", "relation_broken")


def _direction_unknown(question: Question, rules: LampRules) -> Lamp:
    reason = f"只有{question.current.year}年一个年份的数，不能判断变化方向。"
    return grey(reason, "no_baseline", rules, _inputs(question))


def _direction(question: Question, rules: LampRules) -> Lamp:
    current, target, baseline = question.current, question.target, question.baseline
    assert baseline is not None
    raw = current.value - baseline.value
    moved = raw * question.sign
    half = rules.z * (_se_of_change(question) or 0.0)
    if half > 0 and abs(moved) <= half:
        return _undecidable(question, rules, half)
    change = f"{baseline.year or '起点'}—{current.year}年变化{'+' if raw > 0 else ''}{amount_text(raw, target.unit)}"
    if moved > 0:
        colour = LampColour.DONE if question.is_due else LampColour.GREEN
        return _lamp(question, rules, colour, f"{change}，方向符合要求。", "right_way")
    if moved == 0:
        return _lamp(question, rules, LampColour.YELLOW, f"{change}，没有变化。", "no_change")
    return _lamp(question, rules, LampColour.RED, f"{change}，方向相反。", "wrong_way")


def _level(question: Question, rules: LampRules) -> Lamp:
    """No baseline: the level alone can say met or missed, never a pace."""
    current, target = question.current, question.target
    lead = (current.value - target.value) * question.sign
    half = rules.z * (current.se or 0.0)
    if half > 0 and abs(lead) <= half:
        return _undecidable(question, rules, half)
    if lead >= 0:
        return _met(question, rules)
    told = f"{current.year}年为{amount_text(current.value, target.unit)}，尚未{goal_text(target)}"
    if question.is_due:
        return _lamp(question, rules, rules.missed_without_baseline, f"{told}，期限已到。", "missed_without_baseline")
    why = "方案未写明期限" if target.deadline is None else "缺少起点"
    return grey(f"{told}；{why}，不能计算进度。", "no_baseline", rules, _inputs(question))


def _met(question: Question, rules: LampRules) -> Lamp:
    current, target = question.current, question.target
    told = f"{current.year}年为{amount_text(current.value, target.unit)}"
    if target.deadline is None:
        told += f"，已{goal_text(target)}；方案未写明期限。"
        return _lamp(question, rules, LampColour.GREEN, told, "met_undated")
    if not question.is_due:
        return _lamp(question, rules, LampColour.GREEN, f"{told}，不慢于要求的路径。", "ahead")
    lapses = [seen.year for seen in question.history if _has_lapsed(seen, question)]
    if target.hold and lapses:
        years = "、".join(f"{year}年" for year in lapses)
        return _lamp(question, rules, LampColour.YELLOW, f"{told}，但{years}未保持。", "not_held")
    return _lamp(question, rules, LampColour.DONE, f"{told}，已{goal_text(target)}。", "met")


def _has_lapsed(seen: Observation, question: Question) -> bool:
    target = question.target
    is_after = target.deadline is not None and target.deadline <= seen.year <= question.current.year
    return is_after and (seen.value - target.value) * question.sign < 0


def _change(question: Question, rules: LampRules) -> Lamp:
    """d against D: met, 无法判定, or a colour by the pace table."""
    current, baseline, target = question.current, question.baseline, question.target
    assert baseline is not None
    if baseline.year is not None and current.year <= baseline.year:
        return grey(f"{baseline.year}年起点之后还没有数。", "no_later_figure", rules, _inputs(question))
    start = None if baseline.year is None else PathPoint(baseline.year, baseline.value)
    on_path = required_at(question.path or required_path(target, start), current.year)
    if on_path is None and not question.is_due:
        return _level(question, rules)
    wanted = target.value if question.is_due or on_path is None else on_path
    change = (current.value - baseline.value) * question.sign
    required = (wanted - baseline.value) * question.sign
    half = rules.z * (_se_of_change(question) or 0.0)
    if half > 0 and abs(required - change) <= half:
        return _undecidable(question, rules, half)
    if change >= required:
        return _met(question, rules)
    return _by_pace(question, rules, wanted, _pace(question, wanted))


def _pace(question: Question, wanted: float) -> float:
    """Observed over required pace; growth rates for money, plain change for the rest. -1 where none was required."""
    current, baseline = question.current, question.baseline
    assert baseline is not None
    required = (wanted - baseline.value) * question.sign
    if required <= 0:
        return -1.0
    if is_money(question.target) and baseline.year is not None and min(current.value, baseline.value, wanted) > 0:
        years = max(current.year - baseline.year, 1)
        needed = annual_growth(wanted / baseline.value, years)
        return annual_growth(current.value / baseline.value, years) / needed
    return (current.value - baseline.value) * question.sign / required


def _by_pace(question: Question, rules: LampRules, wanted: float, pace: float) -> Lamp:
    unit = question.target.unit
    told = f"{question.current.year}年为{amount_text(question.current.value, unit)}，应为{amount_text(wanted, unit)}"
    told += "，期限已到而未达到" if question.is_due else ""
    inputs = (f"要求{amount_text(wanted, unit)}", f"进度比{pace:.2f}")
    if pace < 0:
        return _lamp(question, rules, LampColour.RED, f"{told}；方向相反。", "wrong_way", *inputs)
    colour, rule, judged = LampColour.RED, "pace_red", f"不足{rules.yellow_pace:.0%}"
    if pace >= rules.green_pace:
        colour = rules.missed_at_best if question.is_due else LampColour.GREEN
        rule, judged = "pace_green", f"达到{rules.green_pace:.0%}"
    elif pace >= rules.yellow_pace:
        colour, rule, judged = LampColour.YELLOW, "pace_yellow", f"不足{rules.green_pace:.0%}"
    return _lamp(question, rules, colour, f"{told}；进度为所需的{pace:.0%}，{judged}。", rule, *inputs)
