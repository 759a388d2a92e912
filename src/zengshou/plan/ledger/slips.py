"""Slips of supervision (督办单): which colour is due next, by the city's mode; nothing goes out by itself."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from zengshou.plan.ledger.working_days import Calendar
from zengshou.plan.reading import Lamp, LampColour


class SlipColour(Enum):
    """The colours in rising order of gravity."""

    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def label(self) -> str:
        return {"blue": "蓝", "yellow": "黄", "orange": "橙", "red": "红"}[self.value]


class SlipMode(Enum):
    """How the colour is chosen.

    SEQUENTIAL  the first slip is blue; the next colour only when the one before was not answered in time
    BY_CAUSE    blue near a deadline, yellow behind schedule or of poor quality, red overdue
    """

    SEQUENTIAL = "sequential"
    BY_CAUSE = "by_cause"


@dataclass(frozen=True)
class SlipRules:
    """mode; the colours of the sequence; working days in which each colour is to be answered."""

    mode: SlipMode
    sequence: tuple[SlipColour, ...]
    days_to_answer: dict[SlipColour, int]


@dataclass(frozen=True)
class Slip:
    """A slip as issued. `answered` is None while there is no answer."""

    colour: SlipColour
    issued: date
    due: date
    answered: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Not answered, or answered after the day it was due."""
        return (self.answered or today) > self.due


@dataclass(frozen=True)
class SlipProposal:
    """What a person may confirm: colour, cause in words, and the day by which to answer."""

    colour: SlipColour
    cause: str
    due: date


CHASED = (LampColour.BLUE, LampColour.YELLOW, LampColour.RED)
COLOUR_OF_CAUSE = {
    LampColour.BLUE: SlipColour.BLUE,
    LampColour.YELLOW: SlipColour.YELLOW,
    LampColour.RED: SlipColour.RED,
}


def proposed(
    lamp: Lamp, former: tuple[Slip, ...], today: date, rules: SlipRules, calendar: Calendar
) -> SlipProposal | None:
    """The slip that a task's process lamp calls for; None where it calls for none, or one is still being answered.

    former  slips of the task, the oldest first
    """
    if lamp.colour not in CHASED:
        return None
    latest = former[-1] if former else None
    if latest is not None and latest.answered is None and not latest.is_overdue(today):
        return None
    colour = _sequential(latest, today, rules) if rules.mode is SlipMode.SEQUENTIAL else COLOUR_OF_CAUSE[lamp.colour]
    cause = lamp.reason
    if latest is not None and latest.answered is None:
        cause = f"{latest.issued:%Y-%m-%d}{latest.colour.label}单逾期未回复；{cause}"
    return SlipProposal(colour, cause, calendar.after(today, rules.days_to_answer[colour]))


def _sequential(latest: Slip | None, today: date, rules: SlipRules) -> SlipColour:
    """The first colour, or the one after the slip that was not answered in time; the last colour stays the last."""
    if latest is None or not latest.is_overdue(today):
        return rules.sequence[0]
    later = [colour for colour in rules.sequence if _gravity(colour) > _gravity(latest.colour)]
    return later[0] if later else rules.sequence[-1]


def _gravity(colour: SlipColour) -> int:
    return list(SlipColour).index(colour)
