"""首页: what a person must know of the office in half a minute, and what waits for them."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from zengshou.concepts.account import Account
from zengshou.plan.ledger.model import LedgerTask, Period
from zengshou.plan.ledger.stages import DONE, RUNNING, Party, Stage
from zengshou.plan.reading import LampColour
from zengshou.services.supervision.bulletin import LATE, LateItem, late_item
from zengshou.services.supervision.duties import Duty, duties_of
from zengshou.services.supervision.ledger_rights import office_filter
from zengshou.services.supervision.process_lamps import KIND, local_day
from zengshou.services.supervision.report_drafts import ReportDrafts, ReportDue, two_quarters
from zengshou.services.supervision.result_lamps import ResultLamps, SettledReading
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import Event
from zengshou.store.database.lamps import LampRecord, latest_lamps
from zengshou.store.database.ledger import tasks_reported
from zengshou.store.database.recent_events import recent_events
from zengshou.store.database.slips import IssuedSlip, slips_of
from zengshou.store.supervision_files import supervision_rules

CHANGES, HEADLINES = 8, 5
WEEK = timedelta(days=7)
Lamps = Mapping[str, LampRecord]


@dataclass(frozen=True)
class BodyLamps:
    """One lead body: how many of its tasks show which lamp. counts  colours without any are left out"""

    office: str
    total: int
    counts: tuple[tuple[LampColour, int], ...]

    def count(self, colour: LampColour) -> int:
        return dict(self.counts).get(colour, 0)


@dataclass(frozen=True)
class DueThisWeek:
    """What falls due within seven days: reports, answers to slips, whole tasks."""

    reports: tuple[ReportDue, ...]
    slips: tuple[IssuedSlip, ...]
    tasks: tuple[LedgerTask, ...]


@dataclass(frozen=True)
class ChangeLine:
    """Something that was done to a task."""

    code: str
    title: str
    event: Event


@dataclass(frozen=True)
class Cockpit:
    """The page of one person on one day.

    process      colour -> tasks, in the order of the colours;  unrecorded  tasks without any lamp
    late         yellow and red tasks, red first
    next_report  the next day on which reports are due
    headlines    the goals of the whole plan, then other targets, at most five
    """

    on: date
    total: int
    process: tuple[tuple[LampColour, int], ...]
    unrecorded: int
    bodies: tuple[BodyLamps, ...]
    late: tuple[LateItem, ...]
    due: DueThisWeek
    next_report: date
    result: tuple[tuple[LampColour, int], ...]
    headlines: tuple[SettledReading, ...]
    changes: tuple[ChangeLine, ...]
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class CockpitDesk:
    """`now` gives a moment with its zone."""

    database: Database
    now: Callable[[], datetime]

    def of(self, who: Account) -> Cockpit:
        """Everything of the city, for a reporter that of their own office. Raises  Forbidden for administrators"""
        office, today = office_filter(who), local_day(self.now())
        drafts = ReportDrafts(self.database, self.now)
        with self.database.reading() as session:
            held = tasks_reported(session, who.city, office, *two_quarters(today))
            tasks = tuple(task for task in held if task.stage is not Stage.REVOKED)
            lamps = latest_lamps(session, who.city, KIND)
            slips = slips_of(session, who.city, office)
            reports = drafts.due_among(session, who.city, office, tasks)
            changes = tuple(ChangeLine(*each) for each in recent_events(session, who.city, office, CHANGES))
        readings = ResultLamps(self.database, self.now).readings(who)
        own = {task.id: lamps[task.id] for task in tasks if task.id in lamps}
        return Cockpit(
            today,
            len(tasks),
            ordered(Counter(each.lamp.colour for each in own.values())),
            len(tasks) - len(own),
            by_body(tasks, own, office),
            late_items(tasks, own, slips, today),
            _due(tasks, slips, reports, today),
            next_report_day(who.city, today),
            ordered(Counter(each.reading.lamp.colour for each in readings)),
            headlines(readings),
            changes,
            duties_of(who, tasks, reports, slips, readings, today),
        )


def ordered(counts: Mapping[LampColour, int]) -> tuple[tuple[LampColour, int], ...]:
    """Counts in the order of the colours; colours without any are left out."""
    return tuple((colour, counts[colour]) for colour in LampColour if counts.get(colour))


def by_body(tasks: Sequence[LedgerTask], lamps: Lamps, office: str = "") -> tuple[BodyLamps, ...]:
    """Lead bodies with their lamps, those with most red and yellow first.

    office  only this one; a reporter sees no other body's lamps
    """
    counts: dict[str, Counter[LampColour]] = {}
    totals: Counter[str] = Counter()
    for task in tasks:
        for lead in task.offices(Party.LEAD):
            if office and lead != office:
                continue
            totals[lead] += 1
            held = counts.setdefault(lead, Counter())
            if task.id in lamps:
                held[lamps[task.id].lamp.colour] += 1
    found = [BodyLamps(id, totals[id], ordered(held)) for id, held in counts.items()]
    return tuple(
        sorted(found, key=lambda each: (-each.count(LampColour.RED), -each.count(LampColour.YELLOW), -each.total))
    )


def late_items(
    tasks: Sequence[LedgerTask], lamps: Lamps, slips: Sequence[IssuedSlip], today: date
) -> tuple[LateItem, ...]:
    """Yellow and red tasks that are not done, red ones first, each with its unanswered slips."""
    found = [
        late_item(task, lamps[task.id], slips, today)
        for task in tasks
        if task.id in lamps and lamps[task.id].lamp.colour in LATE and task.stage not in DONE
    ]
    return tuple(sorted(found, key=lambda each: each.record.lamp.colour is not LampColour.RED))


def headlines(readings: Sequence[SettledReading]) -> tuple[SettledReading, ...]:
    """At most five targets: goals of the whole plan first, those with a figure before those without."""
    return tuple(sorted(readings, key=lambda each: (bool(each.target.task), each.reading.reading is None)))[:HEADLINES]


def next_report_day(city: str, today: date) -> date:
    """The next day on which the reports of a quarter are due, today included."""
    rules, period = supervision_rules(city), Period.of(today)
    return rules.report_due(period) if today <= rules.report_due(period) else rules.report_due(period.next)


def _due(
    tasks: Sequence[LedgerTask], slips: Sequence[IssuedSlip], reports: Sequence[ReportDue], today: date
) -> DueThisWeek:
    def is_near(day: date | None) -> bool:
        return day is not None and today <= day <= today + WEEK

    running = (task for task in tasks if task.stage in RUNNING)
    return DueThisWeek(
        tuple(each for each in reports if is_near(each.due)),
        tuple(each for each in slips if each.is_open and is_near(each.slip.due)),
        tuple(task for task in running if is_near(task.deadline)),
    )
