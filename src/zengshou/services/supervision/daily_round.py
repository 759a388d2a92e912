"""The office's daily round: lamps are recorded when they are due, whether or not anyone pressed a button.

A second round on the same day adds nothing: what is recorded is never changed, and nothing is added without a cause.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.process_rules import ProcessRules
from zengshou.plan.ledger.working_days import Calendar
from zengshou.plan.reading import LampColour
from zengshou.services.supervision.process_lamps import ProcessLamps, local_day
from zengshou.services.supervision.report_drafts import two_quarters
from zengshou.services.supervision.result_lamps import ResultLamps
from zengshou.store.database.connection import Database
from zengshou.store.database.ledger_tables import StoredTask
from zengshou.store.supervision_files import process_rules, supervision_rules, working_calendar

TIMER = "(timer)"


@dataclass(frozen=True)
class Round:
    """What one round did in one city and quarter. process  lamps added by colour;  result  lamps added"""

    city: str
    period: Period
    process: dict[LampColour, int]
    result: int

    @property
    def added(self) -> int:
        return sum(self.process.values()) + self.result


def daily_round(database: Database, now: Callable[[], datetime]) -> tuple[Round, ...]:
    """Every city of the ledger: the quarter before this one, and this one from the day on which reports are called for.

    Process lamps open some working days before the report is due, as the rule of the blue lamp says; result lamps are
    recorded once, from the day of the report on.
    """
    today = local_day(now())
    with database.reading() as session:
        cities = tuple(session.scalars(select(StoredTask.city).distinct().order_by(StoredTask.city)))
    found = []
    for city in cities:
        rules, calendar, supervision = process_rules(city), working_calendar(), supervision_rules(city)
        for period in two_quarters(today):
            due = supervision.report_due(period)
            if not is_open(due, today, rules, calendar):
                continue
            run = ProcessLamps(database, now).record_for(city, TIMER, period)
            result = ResultLamps(database, now).record_for(city, TIMER, period) if today >= due else 0
            found.append(Round(city, period, dict(run.added), result))
    return tuple(found)


def is_open(due: date, today: date, rules: ProcessRules, calendar: Calendar) -> bool:
    """Whether the report's day has come so near that the lamp may speak of it."""
    return today >= due or calendar.late_by(today, due) <= rules.blue_days_to_report
