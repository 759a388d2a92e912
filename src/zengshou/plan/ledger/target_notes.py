"""What people settled about a target: its price basis and the survey estimates entered for it, with who and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.plan.model import PriceBasis

Z95 = 1.959963984540054


class TargetAction(Enum):
    """What may be done; each takes back the one before it of its own sort."""

    SET_BASIS = "set_price_basis"
    UNDO_BASIS = "undo_price_basis"
    ENTER_ESTIMATE = "enter_estimate"
    WITHDRAW_ESTIMATE = "withdraw_estimate"

    @property
    def label(self) -> str:
        return {
            "set_price_basis": "核定价格口径",
            "undo_price_basis": "撤销价格口径",
            "enter_estimate": "登记调查估计值",
            "withdraw_estimate": "撤回调查估计值",
        }[self.value]


@dataclass(frozen=True)
class BasisChoice:
    """A price basis that a person set, with the note and the source that it rests on."""

    basis: PriceBasis
    note: str
    source: str
    by: str
    at: datetime


@dataclass(frozen=True)
class EnteredEstimate:
    """A survey's figure of one year. number  of its event;  value, se in the target's unit;  n  rows behind it"""

    number: int
    year: int
    value: float
    se: float
    n: int | None
    source: str
    by: str
    at: datetime

    def estimate(self, indicator: str, unit: str, area: str) -> Estimate:
        """The figure with its 95 % interval."""
        half = Z95 * self.se
        return Estimate(
            indicator,
            self.value,
            self.se,
            self.value - half,
            self.value + half,
            self.n,
            unit=unit,
            convention="se=as entered; ci=normal 95%",
            area=area,
            period=str(self.year),
            vintage=self.source,
            kind=FigureKind.SURVEY,
        )


@dataclass(frozen=True)
class TargetNotes:
    """Everything that holds now. choices  those set and not undone, the last one counts"""

    choices: tuple[BasisChoice, ...] = ()
    estimates: tuple[EnteredEstimate, ...] = ()

    @property
    def basis(self) -> BasisChoice | None:
        return self.choices[-1] if self.choices else None

    def of_year(self, year: int) -> EnteredEstimate | None:
        return next((each for each in self.estimates if each.year == year), None)


@dataclass(frozen=True)
class Told:
    """One thing that was done to a target; `number` rises."""

    number: int
    action: TargetAction
    by: str
    at: datetime
    detail: Mapping[str, object]


def notes_of(told: Iterable[Told]) -> TargetNotes:
    """The state after all that was done, the oldest first. A year's second figure takes the first one's place."""
    notes = TargetNotes()
    for each in told:
        if each.action is TargetAction.SET_BASIS:
            notes = replace(notes, choices=(*notes.choices, _choice(each)))
        elif each.action is TargetAction.UNDO_BASIS:
            notes = replace(notes, choices=notes.choices[:-1])
        elif each.action is TargetAction.ENTER_ESTIMATE:
            entered = _entered(each)
            others = tuple(held for held in notes.estimates if held.year != entered.year)
            notes = replace(notes, estimates=(*others, entered))
        else:
            gone = each.detail["number"]
            notes = replace(notes, estimates=tuple(held for held in notes.estimates if held.number != gone))
    return notes


def _choice(told: Told) -> BasisChoice:
    detail = told.detail
    return BasisChoice(PriceBasis(detail["basis"]), str(detail["note"]), str(detail["source"]), told.by, told.at)


def _entered(told: Told) -> EnteredEstimate:
    detail = told.detail
    n = detail["n"]
    value, se = (float(str(detail[name])) for name in ("value", "se"))
    return EnteredEstimate(
        told.number,
        int(str(detail["year"])),
        value,
        se,
        n if isinstance(n, int) else None,
        str(detail["source"]),
        told.by,
        told.at,
    )
