"""The ledger's forms, from fields to values; what cannot be read is a Problem at its field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.plan.ledger.model import LedgerTask, Milestone, Period
from zengshou.plan.ledger.stages import Action
from zengshou.services.supervision.task_ledger import Draft, Particulars

QUARTERS_AHEAD = 6
KEPT = ("leader", "person", "telephone", "remark")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．％－", "0123456789.%-")


@dataclass(frozen=True)
class MilestoneRow:
    """One line of the form of milestones."""

    period: Period
    planned: str
    words: str


def milestone_rows(task: LedgerTask, today: date) -> tuple[MilestoneRow, ...]:
    """The quarters that the form offers: those held, then the coming ones."""
    periods = {each.period for each in task.milestones}
    period = Period.of(today)
    for _ in range(QUARTERS_AHEAD):
        periods.add(period)
        period = period.next
    rows = []
    for each in sorted(periods, key=lambda found: (found.year, found.quarter)):
        held = task.milestone(each)
        rows.append(MilestoneRow(each, f"{held.planned:g}" if held else "", held.words if held else ""))
    return tuple(rows)


def draft_periods(task: LedgerTask, today: date) -> tuple[Period, ...]:
    """The quarters for which a report may be filed: this one and the one before."""
    return latest_periods(today)


def latest_periods(today: date) -> tuple[Period, ...]:
    """This quarter and the one before."""
    now = Period.of(today)
    before = Period(now.year - 1, 4) if now.quarter == 1 else Period(now.year, now.quarter - 1)
    return (now, before)


def milestones_of(fields: Mapping[str, str]) -> tuple[Milestone, ...]:
    """Lines with a share; empty ones are none. Raises  ProblemsFound for shares that are no numbers."""
    found: list[Milestone] = []
    problems: list[Problem] = []
    for name, value in fields.items():
        kind, _, period = name.partition(".")
        words = fields.get(f"words.{period}", "").strip()
        if kind != "planned" or not (value.strip() or words):
            continue
        try:
            found.append(Milestone(period_of(period), _percent(value), words))
        except ProblemsFound as error:
            problems.extend(Problem(each.found, f"{period} 阶段目标", each.next) for each in error.problems)
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


def draft_of(fields: Mapping[str, str]) -> Draft:
    """Raises  ProblemsFound"""
    return Draft(
        period_of(fields.get("period", "")),
        _percent(fields.get("percent", "")),
        fields.get("progress", ""),
        fields.get("problem", ""),
        fields.get("next_step", ""),
    )


def particulars_of(fields: Mapping[str, str], task: LedgerTask) -> Particulars:
    """Who is in charge; the deadline stays as it is where the form does not ask for it."""
    deadline = task.deadline
    if "deadline" in fields:
        text = fields["deadline"].strip()
        try:
            deadline = date.fromisoformat(text) if text else None
        except ValueError:
            raise refuse(f"读不懂日期“{text}”。", "完成时限", "请写成 2026-12-31。") from None
    leader, person, telephone, remark = (fields.get(name, "").strip() for name in KEPT)
    return Particulars(leader, person, telephone, remark, deadline)


def act_from(what: str) -> Action:
    """The action of a button. Raises  ProblemsFound"""
    try:
        return Action(what)
    except ValueError:
        raise refuse("不认识的操作。", "表单", "请刷新页面。") from None


def period_of(text: str) -> Period:
    """A quarter as a form carries it, 2026Q3. Raises  ProblemsFound"""
    try:
        return Period.parse(text)
    except ValueError:
        raise refuse(f"读不懂季度“{text}”。", "季度", "请从列表中选择。") from None


def _percent(text: str) -> float:
    plain = text.translate(FULL_WIDTH).strip().removesuffix("%").strip()
    try:
        return float(plain)
    except ValueError:
        told = f"读到“{text.strip()}”" if text.strip() else "没有填写"
        raise refuse(f"完成比例应为0–100，{told}。", "完成比例", "请填0到100之间的数。") from None
