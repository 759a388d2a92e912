"""How a period's process lamp may change: it sticks. Red stays on record; made good it is yellow, never green."""

from dataclasses import replace
from datetime import date

from zengshou.plan.ledger.model import LedgerTask, Period, Report, ReportState
from zengshou.plan.ledger.process_lamp import ProcessFacts, caught_up, process_lamp
from zengshou.plan.ledger.process_rules import ProcessRules
from zengshou.plan.ledger.stages import DONE, Stage
from zengshou.plan.ledger.working_days import Calendar
from zengshou.plan.reading import Lamp, LampColour

SENT = (ReportState.FILED, ReportState.ACCEPTED)


def facts_of(
    task: LedgerTask,
    period: Period,
    due: date,
    today: date,
    assigned: date | None,
    former: tuple[LampColour, ...],
    filed: date | None,
) -> ProcessFacts:
    """What the ledger knows of a task in a period.

    due       day of the period's report; it binds only a body to which the task was given by then
    assigned  day on which the task was last given out; None before
    filed     day on which the period's report was first filed and not taken back
    """
    is_bound = task.stage is not Stage.REGISTERED and assigned is not None and assigned <= due
    sent = [each for each in task.reports_of(period) if each.state in SENT]
    reached = sent[-1].percent if sent else task.percent if task.reports else None
    is_counted = bool(sent) or today > due  # a quarter's goal binds once its report is in, or should have been
    goals = [each for each in task.milestones if _is_reached(each.period, period, is_counted)]
    return ProcessFacts(
        task.stage,
        today,
        task.deadline,
        max((each.planned for each in goals), default=None),
        reached,
        due if is_bound else None,
        filed,
        sum(each.state is ReportState.RETURNED for each in task.reports_of(period)),
        former,
    )


def _is_reached(goal: Period, period: Period, is_counted: bool) -> bool:
    """Whether a goal's quarter lies before this one, or is this one and counts already."""
    order = (goal.year, goal.quarter), (period.year, period.quarter)
    return order[0] < order[1] or (is_counted and order[0] == order[1])


def first_filed(task: LedgerTask, period: Period) -> Report | None:
    """The period's first report that was not taken back."""
    return next((each for each in task.reports_of(period) if each.state is not ReportState.WITHDRAWN), None)


def has_sent(task: LedgerTask, period: Period) -> bool:
    """Whether a report of the period lies with the supervision office, not sent back."""
    return any(each.state in SENT for each in task.reports_of(period))


def closing(due: date, rules: ProcessRules, calendar: Calendar) -> date:
    """The day after which a period's lamp changes no more, but for being made good."""
    return calendar.after(due, int(rules.red_days_late))


def next_record(
    latest: Lamp | None, facts: ProcessFacts, is_in: bool, closes: date, rules: ProcessRules, calendar: Calendar
) -> Lamp | None:
    """The lamp to add to a period's records; None where they stand as they are.

    is_in   a report of the period lies with the supervision office
    A record made under other rules is left untouched: changed rules apply from the next period.
    """
    if latest is None:
        return process_lamp(replace(facts, today=min(facts.today, closes)), rules, calendar)
    if latest.colour is LampColour.RED:
        return caught_up(latest, facts.today) if is_made_good(facts, is_in, rules, calendar) else None
    if facts.today > closes or latest.rules_version != rules.version:
        return None
    found = process_lamp(facts, rules, calendar)
    may_replace = found.colour is LampColour.RED if latest.rule == "caught_up" else found.colour is not latest.colour
    return found if may_replace else None


def is_made_good(facts: ProcessFacts, is_in: bool, rules: ProcessRules, calendar: Calendar) -> bool:
    """The report is in, or the work is done, and but for having been late nothing would be red."""
    if facts.stage in DONE:
        return True
    if facts.stage is Stage.REVOKED:
        return False  # what was red stays so: a task that is called off was not made good
    if facts.report_due is not None and not is_in:
        return False
    in_time = replace(facts, report_due=None, filed=None, returned=0, former=())
    return process_lamp(in_time, rules, calendar).colour is not LampColour.RED
