"""The process lamp (进度灯): what the responsible body did, by dates and shares; and its history, which sticks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zengshou.plan.ledger.process_rules import ProcessRules
from zengshou.plan.ledger.stages import DONE, NOT_STARTED, Stage
from zengshou.plan.ledger.working_days import Calendar
from zengshou.plan.reading import Lamp, LampColour


@dataclass(frozen=True)
class ProcessFacts:
    """What is known of one task in one reporting period.

    deadline      the day by which it is promised; None where the plan names none
    planned       share of the work due by the end of the period, 0 to 100; None where no stage goal was set
    reached       share reported, 0 to 100; None before the first report
    report_due    day on which the period's report is due; None in a period without one
    filed         day on which it was filed; None while it is not
    returned      how often the period's report was sent back
    former        process lamps of the periods before, the oldest first
    """

    stage: Stage
    today: date
    deadline: date | None = None
    planned: float | None = None
    reached: float | None = None
    report_due: date | None = None
    filed: date | None = None
    returned: int = 0
    former: tuple[LampColour, ...] = ()

    @property
    def behind(self) -> float:
        """Percentage points behind plan; 0 where nothing was planned."""
        return 0.0 if self.planned is None else max(self.planned - (self.reached or 0.0), 0.0)


def process_lamp(facts: ProcessFacts, rules: ProcessRules, calendar: Calendar) -> Lamp:
    """The lamp of one task in one period; the gravest finding decides and all of them are named."""
    if facts.stage in DONE:
        return _lamp(LampColour.DONE, f"任务已{facts.stage.label}。", "done", facts, rules)
    if facts.stage is Stage.SUSPENDED:
        return _lamp(LampColour.GREY, "任务经批准中止。", "suspended", facts, rules)
    if facts.stage is Stage.REVOKED:
        return _lamp(LampColour.GREY, "任务已撤销。", "revoked", facts, rules)
    late = _days_late(facts, calendar)
    red = _red(facts, rules, late)
    if red:
        return _lamp(LampColour.RED, "；".join(red.values()) + "。", next(iter(red)), facts, rules)
    yellow = _yellow(facts, rules, late)
    if yellow and _yellows_before(facts) + 1 >= rules.red_yellow_in_a_row:
        told = "；".join(yellow.values())
        return _lamp(LampColour.RED, f"{told}；连续{_yellows_before(facts) + 1}期为黄。", "yellow_again", facts, rules)
    if yellow:
        return _lamp(LampColour.YELLOW, "；".join(yellow.values()) + "。", next(iter(yellow)), facts, rules)
    if facts.stage in NOT_STARTED:
        return _lamp(LampColour.GREY, f"任务处于“{facts.stage.label}”，尚未开始办理。", "not_started", facts, rules)
    blue = _blue(facts, rules, calendar)
    if blue:
        return _lamp(LampColour.BLUE, "；".join(blue.values()) + "。", next(iter(blue)), facts, rules)
    return _lamp(LampColour.GREEN, "按序时进度推进。", "on_schedule", facts, rules)


def caught_up(missed: Lamp, on: date) -> Lamp:
    """The second record of a period that was red and was made good later: yellow, never green; the first one stays."""
    reason = f"原为红灯（{missed.reason.rstrip('。')}），{on.year}年{on.month}月{on.day}日补报，记黄灯。"
    return Lamp(LampColour.YELLOW, reason, "caught_up", inputs=missed.inputs, rules_version=missed.rules_version)


def _days_late(facts: ProcessFacts, calendar: Calendar) -> int:
    if facts.report_due is None:
        return 0
    return calendar.late_by(facts.report_due, facts.filed or facts.today)


def _red(facts: ProcessFacts, rules: ProcessRules, late: int) -> Mapping[str, str]:
    """Rule -> finding, the gravest first."""
    found: dict[str, str] = {}
    if facts.deadline is not None and facts.today > facts.deadline:
        found["past_deadline"] = f"完成时限{facts.deadline:%Y-%m-%d}已过"
    if facts.behind >= rules.red_points_behind:
        found["far_behind"] = _behind_words(facts)
    if late >= rules.red_days_late:
        found["report_very_late"] = _late_words(facts, late)
    return found


def _yellow(facts: ProcessFacts, rules: ProcessRules, late: int) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if facts.behind >= rules.yellow_points_behind:
        found["behind"] = _behind_words(facts)
    if late >= rules.yellow_days_late:
        found["report_late"] = _late_words(facts, late)
    if facts.returned >= rules.yellow_times_returned:
        found["returned"] = f"本期反馈被退回{facts.returned}次"
    return found


def _blue(facts: ProcessFacts, rules: ProcessRules, calendar: Calendar) -> Mapping[str, str]:
    found: dict[str, str] = {}
    if facts.deadline is not None:
        left = (facts.deadline - facts.today).days
        if left <= rules.blue_days_to_deadline:
            found["near_deadline"] = f"距完成时限还有{left}天"
    if facts.report_due is not None and facts.filed is None and facts.today <= facts.report_due:
        left = calendar.late_by(facts.today, facts.report_due)
        if left <= rules.blue_days_to_report:
            found["report_due"] = f"距报送日还有{left}个工作日，尚未报送"
    return found


def _behind_words(facts: ProcessFacts) -> str:
    return f"应完成{facts.planned:g}%，报告{facts.reached or 0:g}%，落后{facts.behind:g}个百分点"


def _late_words(facts: ProcessFacts, late: int) -> str:
    assert facts.report_due is not None
    state = "报送晚" if facts.filed is not None else "未报送，已晚"
    return f"应于{facts.report_due:%Y-%m-%d}报送，{state}{late}个工作日"


def _yellows_before(facts: ProcessFacts) -> int:
    """How many of the latest periods in a row were yellow."""
    count = 0
    for colour in reversed(facts.former):
        if colour is not LampColour.YELLOW:
            break
        count += 1
    return count


def _lamp(colour: LampColour, reason: str, rule: str, facts: ProcessFacts, rules: ProcessRules) -> Lamp:
    inputs = [f"状态{facts.stage.label}"]
    if facts.planned is not None:
        inputs.append(f"序时进度{facts.planned:g}%")
    if facts.reached is not None:
        inputs.append(f"报告进度{facts.reached:g}%")
    if facts.deadline is not None:
        inputs.append(f"时限{facts.deadline:%Y-%m-%d}")
    return Lamp(colour, reason, rule, inputs=tuple(inputs), rules_version=rules.version)
