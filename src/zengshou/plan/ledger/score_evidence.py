"""Which points the ledger's facts call for: proposals with evidence, to be confirmed by a person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zengshou.plan.ledger.model import LedgerTask, Period, ReportState
from zengshou.plan.ledger.scoring import ScoreRules
from zengshou.plan.ledger.stages import NOT_STARTED, Party, Stage


@dataclass(frozen=True)
class ProposedLine:
    """Points that a rule would take from an office; `evidence` says why in words."""

    office: str
    rule: str
    points: float
    evidence: str


@dataclass(frozen=True)
class DueReport:
    """A quarter of the year with the day by which its report was due."""

    period: Period
    due: date


EMPTY_BELOW = 10  # characters of progress; shorter reports are proposed as empty, a person decides


def proposed_lines(
    tasks: Iterable[LedgerTask],
    assigned: dict[str, date],
    quarters: Sequence[DueReport],
    today: date,
    rules: ScoreRules,
) -> tuple[ProposedLine, ...]:
    """Lines for every lead office, in the order of the plan; rules that the file does not have propose nothing.

    assigned   task id -> day on which it was given out; tasks that never were are not judged
    quarters   those of the year; only those whose day has passed are judged
    """
    found = [
        ProposedLine(office, rule, points, f"{task.code} {task.title}：{evidence}")
        for task in tasks
        if task.id in assigned and task.stage not in (Stage.REGISTERED, Stage.SUSPENDED, Stage.REVOKED)
        for rule, evidence in _findings(task, assigned[task.id], quarters, today)
        for points in _points(rules, rule)
        for office in task.offices(Party.LEAD)
    ]
    return tuple(dict.fromkeys(found))


def _points(rules: ScoreRules, id: str) -> tuple[float, ...]:
    """The milder end where a person may choose."""
    rule = rules.rule(id)
    if rule is None:
        return ()
    return (rule.points if rule.least is None else rule.least,)


def _findings(
    task: LedgerTask, assigned: date, quarters: Sequence[DueReport], today: date
) -> Iterator[tuple[str, str]]:
    """Rule and evidence in words."""
    past = [each for each in quarters if assigned <= each.due < today]
    if not past:
        return
    if task.stage in (Stage.ASSIGNED, Stage.SIGNED):
        yield "no_plan", f"{assigned}交办，至今处于“{task.stage.label}”，未制定实施方案"
    if not task.milestones:
        yield "no_stage_goals", "未分解阶段目标"
    for each in past:
        reports = [report for report in task.reports_of(each.period) if report.state is not ReportState.WITHDRAWN]
        if not reports and task.stage not in NOT_STARTED:
            yield "missing_report", f"{each.period.label}进展应于{each.due}前报送，未报送"
        for report in reports[-1:]:
            if len(report.progress.strip()) < EMPTY_BELOW:
                yield "empty_report", f"{each.period.label}进展只写“{report.progress.strip()}”"
