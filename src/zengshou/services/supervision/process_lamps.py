"""The process lamps of a quarter, computed from the ledger and stored for good."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from zengshou.concepts.account import Account, Role
from zengshou.concepts.citation import Status
from zengshou.concepts.problem import forbid, refuse
from zengshou.plan.ledger.lamp_history import closing, facts_of, first_filed, has_sent, next_record
from zengshou.plan.ledger.model import LedgerTask, Period
from zengshou.plan.ledger.process_rules import ProcessRules
from zengshou.plan.ledger.supervision_rules import SupervisionRules
from zengshou.plan.ledger.working_days import Calendar
from zengshou.plan.reading import Lamp, LampColour
from zengshou.services.supervision.ledger_rights import office_filter
from zengshou.store.database.connection import Database
from zengshou.store.database.event_log import add_event, last_moments, wait_in_line
from zengshou.store.database.lamps import LampRecord, add_lamp, lamps_about, lamps_of, latest_lamps, shown
from zengshou.store.database.ledger import task_heads, tasks_of
from zengshou.store.supervision_files import process_rules, supervision_rules, working_calendar

KIND = "process"
BEIJING = timezone(timedelta(hours=8))


def local_day(moment: datetime) -> date:
    """The day of a moment by the office's clock."""
    return moment.astimezone(BEIJING).date()


@dataclass(frozen=True)
class LampRun:
    """What one computation did. `note` is empty, or says what a reader must know of the calendar."""

    period: Period
    added: Mapping[LampColour, int]
    kept: int
    note: str = ""


@dataclass(frozen=True)
class ProcessLamps:
    """`rules` and `supervision` are the city's own where none are given."""

    database: Database
    now: Callable[[], datetime]
    rules: ProcessRules | None = None
    supervision: SupervisionRules | None = None

    def record(self, by: Account, period: Period) -> LampRun:
        """Add the records that the ledger's facts call for to one quarter; what is recorded is never changed.

        Raises  ProblemsFound: not a supervisor, or a quarter that has not begun
        """
        if by.role is not Role.SUPERVISOR:
            raise forbid(f"{by.role.label}不能记录进度灯。", "请由督查人员办理。")
        return self.record_for(by.city, by.id, period, tells_always=True)

    def record_for(self, city: str, actor: str, period: Period, tells_always: bool = False) -> LampRun:
        """The same for the timer, which has no account.

        actor         account id, or a name in brackets for the system itself
        tells_always  an event is kept even where nothing was added: a person pressed a button
        Raises        ProblemsFound for a quarter that has not begun
        """
        now = self.now()
        today = local_day(now)
        if (period.year, period.quarter) > (Period.of(today).year, Period.of(today).quarter):
            raise refuse(f"{period.label}还没有开始。", "季度", "请选择本季度或以前的季度。")
        rules, calendar = self.rules or process_rules(city), working_calendar()
        supervision = self.supervision or supervision_rules(city)
        due = supervision.report_due(period)
        added: Counter[LampColour] = Counter()
        touched: set[str] = set()
        with self.database.writing() as session:
            wait_in_line(session)
            tasks = tasks_of(session, city)
            assigned = last_moments(session, "task", "assign", [task.id for task in tasks])
            held = lamps_of(session, city, KIND)
            for task in tasks:
                day = local_day(assigned[task.id]) if task.id in assigned else None
                records = held.get(task.id, ())
                for lamp in self._records(task, period, due, today, day, records, rules, calendar):
                    number = sum(each.period == period for each in records) + 1
                    add_lamp(session, city, KIND, task.id, period, number, lamp, now)
                    records = (*records, LampRecord(period, number, lamp, now))
                    added[lamp.colour] += 1
                    touched.add(task.id)
            told = {"period": str(period), "added": {colour.value: count for colour, count in sorted_counts(added)}}
            if added or tells_always:
                add_event(session, now, actor, "process_lamps", "lamps", city, told)
        return LampRun(period, dict(added), len(tasks) - len(touched), calendar_note(calendar, due, today))

    def of_city(self, who: Account) -> Mapping[str, tuple[LampRecord, ...]]:
        """Task id -> records, for the tasks that a person may see."""
        office = office_filter(who)
        with self.database.reading() as session:
            records = lamps_of(session, who.city, KIND)
            mine = {task.id for task in task_heads(session, who.city, office)} if office else records.keys()
        return {id: each for id, each in records.items() if id in mine}

    def latest(self, who: Account) -> Mapping[str, LampRecord]:
        """Task id -> the record that shows. Those of other bodies' tasks are among them: ask only for one's own."""
        office_filter(who)
        with self.database.reading() as session:
            return latest_lamps(session, who.city, KIND)

    def of_task(self, who: Account, task: LedgerTask) -> tuple[LampRecord, ...]:
        """The records of a task that the person may see."""
        office_filter(who)
        with self.database.reading() as session:
            return lamps_about(session, who.city, KIND, task.id)

    def _records(
        self,
        task: LedgerTask,
        period: Period,
        due: date,
        today: date,
        assigned: date | None,
        records: tuple[LampRecord, ...],
        rules: ProcessRules,
        calendar: Calendar,
    ) -> tuple[Lamp, ...]:
        """The records to add now; two where a quarter was missed and made good before anyone looked."""
        before = [each for each in shown(records) if str(each.period) < str(period)]
        report = first_filed(task, period)
        filed = local_day(report.filed_at) if report is not None else None
        former = tuple(each.lamp.colour for each in before)
        facts = facts_of(task, period, due, today, assigned, former, filed)
        closes, is_in = closing(due, rules, calendar), has_sent(task, period)
        latest = next((each.lamp for each in reversed(records) if each.period == period), None)
        found: list[Lamp] = []
        lamp = next_record(latest, facts, is_in, closes, rules, calendar)
        if lamp is not None:
            found.append(lamp)
            if latest is None and lamp.colour is LampColour.RED:
                second = next_record(lamp, facts, is_in, closes, rules, calendar)
                found += [second] if second is not None else []
        return tuple(found)


def calendar_note(calendar: Calendar, first: date, last: date) -> str:
    """What a reader must know of the working days between two days: years not held, years not verified."""
    told = []
    for year in range(min(first, last).year, max(first, last).year + 1):
        held = calendar.years.get(year)
        if held is None:
            told.append(f"{year}年的放假安排未登记，工作日只按周末推算。")
        elif held.status is not Status.SOURCED:
            told.append(f"{year}年的放假安排{held.status.label}。")
    return "".join(told)


def sorted_counts(counts: Mapping[LampColour, int]) -> tuple[tuple[LampColour, int], ...]:
    """Counts in the order of the colours; colours without any are left out."""
    return tuple((colour, counts[colour]) for colour in LampColour if counts.get(colour))
