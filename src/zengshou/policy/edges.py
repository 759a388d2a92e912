"""Inputs, and the edges between entities and periods. Nothing converts by itself: each crossing is one of these."""

import sys
from dataclasses import dataclass
from enum import Enum

from zengshou.policy.column import ColumnType, Entity, Period, Unit
from zengshou.policy.rule import Rule, annotation_parts
from zengshou.policy.traced import CategoryCode


@dataclass(frozen=True, eq=False)
class InputColumn:
    """A column that people bring with them.

    if_absent   what a case door fills in, openly, when the case leaves it out; None: always required
    categories  names of the codes of a category column
    question    how a resident is asked for it; empty: by its label
    page        which page of questions it stands on
    choices     the categories in a resident's words, in their order
    least, most the ends of what an answer may be; None: from 0 up without end (a category, a truth, a month: by itself)
    """

    type: ColumnType
    label: str
    if_absent: float | None = None
    categories: tuple[str, ...] = ()
    note: str = ""
    module: str = ""
    question: str = ""
    page: str = ""
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None

    def code(self, category: str) -> int:
        """The whole-number code of a category; an unknown name is an error of the law's author."""
        at = self.categories.index(category)
        return CategoryCode(at, self.words[at])

    @property
    def words(self) -> tuple[str, ...]:
        """The categories as a reader sees them."""
        return self.choices or self.categories


def _declaring_module() -> str:
    """The module whose top level called the declaring function (found as `namedtuple` finds it)."""
    return str(sys._getframe(2).f_globals["__name__"])


def input_column(
    *,
    entity: Entity,
    period: object,
    unit: object,
    label: str,
    if_absent: float | bool | str | None = None,
    categories: tuple[str, ...] = (),
    note: str = "",
    question: str = "",
    page: str = "",
    choices: tuple[str, ...] = (),
    least: float | None = None,
    most: float | None = None,
) -> InputColumn:
    """Declare an input, e.g. `wage_monthly = input_column(entity=Person, period=Monthly, unit=Yuan, ...)`."""
    found_period, _ = annotation_parts(period)
    _, found_unit = annotation_parts(unit)
    assert found_period is not None and found_unit is not None
    absent = categories.index(if_absent) if isinstance(if_absent, str) else if_absent
    return InputColumn(
        ColumnType(entity, found_period, found_unit),
        label,
        None if absent is None else float(absent),
        categories,
        note,
        _declaring_module(),
        question,
        page,
        choices,
        least,
        most,
    )


class Crossing(Enum):
    """The kinds of edge."""

    HOUSEHOLD_SUM = "家庭合计"
    TO_PERSON = "分到个人"
    YEAR_SUM = "全年合计"
    AT_MONTH = "取某月"
    EACH_MONTH = "分到各月"
    WINDOW_MEAN = "回看均值"
    LAST_YEAR_MEAN = "上年月均"
    HOLD = "自重设月起保持"


@dataclass(frozen=True, eq=False)
class Edge:
    """One crossing from a column to another entity or period.

    source   the column it starts from
    among    HOUSEHOLD_SUM: a flag column that says who counts
    share    TO_PERSON `equal`: divided by members; EACH_MONTH `even`: divided by twelve
    months   WINDOW_MEAN: length, a number or a parameter's name
    lag      WINDOW_MEAN: the window ends this many months before
    month    AT_MONTH or HOLD: calendar month, for HOLD also a parameter's name
    """

    crossing: Crossing
    source: "Column"
    among: "Column | None" = None
    share: str = ""
    months: int | str = 12
    lag: int = 1
    month: int | str = 12
    label: str = ""
    module: str = ""


Column = Rule | InputColumn | Edge | str


def household_sum(column: Column, among: Column | None = None, label: str = "") -> Edge:
    """Sum over the persons of a household, or over those for whom `among` holds; of a flag: how many."""
    return Edge(Crossing.HOUSEHOLD_SUM, column, among=among, label=label, module=_declaring_module())


def to_person(column: Column, share: str | None = None, label: str = "") -> Edge:
    """The household's value for each person, or with share="equal" an equal part of it."""
    return Edge(Crossing.TO_PERSON, column, share=share or "", label=label, module=_declaring_module())


def year_sum(column: Column, label: str = "") -> Edge:
    """Sum of the twelve months."""
    return Edge(Crossing.YEAR_SUM, column, label=label, module=_declaring_module())


def at_month(column: Column, month: int = 12, label: str = "") -> Edge:
    """A monthly column's value in one calendar month, as the year's value."""
    return Edge(Crossing.AT_MONTH, column, month=month, label=label, module=_declaring_module())


def each_month(column: Column, share: str | None = None, label: str = "") -> Edge:
    """A yearly value in every month, or with share="even" a twelfth of it."""
    return Edge(Crossing.EACH_MONTH, column, share=share or "", label=label, module=_declaring_module())


def window_mean(column: Column, months: int | str, lag: int = 1, label: str = "") -> Edge:
    """Mean over a legal look-back window that ends `lag` months before the month."""
    return Edge(Crossing.WINDOW_MEAN, column, months=months, lag=lag, label=label, module=_declaring_module())


def last_year_mean(column: Column, label: str = "") -> Edge:
    """Monthly mean over the calendar year before the month's year."""
    return Edge(Crossing.LAST_YEAR_MEAN, column, label=label, module=_declaring_module())


def hold(column: Column, reset: int | str, label: str = "") -> Edge:
    """The value at the latest reset month, kept until the next."""
    return Edge(Crossing.HOLD, column, month=reset, label=label, module=_declaring_module())


def is_timeless(period: Period) -> bool:
    return period in (Period.FIXED, Period.ON_DATE)


def is_number(unit: Unit) -> bool:
    return unit in (Unit.YUAN, Unit.COUNT, Unit.RATE)
