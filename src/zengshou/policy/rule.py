"""Rules: plain functions from columns and parameters to a column, with dates and the article they follow."""

import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import get_args, get_type_hints

from zengshou.policy.arithmetic import Rounding
from zengshou.policy.column import ColumnType, Entity, Period, Unit

ALWAYS, NEVER = "0001-01-01", "9999-12-31"


@dataclass(frozen=True)
class Flow:
    """A public flow: which fund it enters or leaves, and who is on the other side.

    payer      government (a benefit), household (own contribution or tax) or employer
    sign       +1 a benefit to residents, -1 a levy on them
    is_shared  levels of government share it, by the `level_shares` of its law where there are any
    """

    fund: str
    payer: str
    sign: int
    is_shared: bool = True


@dataclass(frozen=True)
class Read:
    """A parameter read at one month of the year, for yearly rules that mix two tables."""

    parameter: str
    month: int


@dataclass(frozen=True)
class Argument:
    """One argument of a rule: period and unit None for a parameter's schedule or look-up."""

    name: str
    period: Period | None
    unit: Unit | None


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule and its declaration. Calling it calls the plain function.

    since, until  first and last day on which this version is in force, both inclusive
    reads         argument name -> parameter of another law (`law.name`) or `Read`
    """

    function: Callable[..., object]
    name: str
    type: ColumnType
    arguments: tuple[Argument, ...]
    since: str
    until: str
    law: str
    label: str
    rounds: Rounding | None
    reads: Mapping[str, "str | Read"] = field(default_factory=dict)
    flow: Flow | None = None
    start: object = None  # the starting state of a twelve-month scan; None for an ordinary rule
    is_scan: bool = False

    def __call__(self, *values: object, **named: object) -> object:
        return self.function(*values, **named)

    @property
    def module(self) -> str:
        return self.function.__module__

    @property
    def identity(self) -> tuple[str, str]:
        """Module and function name: which version this is."""
        return self.function.__module__, self.function.__name__

    @property
    def about(self) -> str:
        return inspect.getdoc(self.function) or ""

    def in_force(self, day: str) -> bool:
        return self.since <= day <= self.until

    def __reduce__(self) -> tuple[Callable[[str, str], "Rule"], tuple[str, str]]:
        # The decorator put this object where the function stood, so it is found again by its address.
        return _find_rule, self.identity


def _find_rule(module: str, function: str) -> Rule:
    found = getattr(importlib.import_module(module), function)
    assert isinstance(found, Rule)
    return found


def annotation_parts(hint: object) -> tuple[Period | None, Unit | None]:
    """Period and unit of a hint such as `Monthly[Yuan]`; both None for a bare class."""
    marks = get_args(hint)[1:]
    period = next((mark for mark in marks if isinstance(mark, Period)), None)
    unit = next((mark for mark in marks if isinstance(mark, Unit)), None)
    return period, unit


def _declared(
    function: Callable[..., object], entity: Entity, skip: int, take_second: bool
) -> tuple[ColumnType, tuple[Argument, ...]]:
    hints = get_type_hints(function, include_extras=True)
    result = hints.pop("return")
    if take_second:
        result = get_args(result)[1]
    period, unit = annotation_parts(result)
    if period is None or unit is None:
        raise TypeError(f"{function.__qualname__}: the result needs a period and a unit, e.g. Monthly[Yuan]")
    names = list(inspect.signature(function).parameters)[skip:]
    arguments = tuple(Argument(name, *annotation_parts(hints[name])) for name in names)
    return ColumnType(entity, period, unit), arguments


def rule(
    *,
    entity: Entity,
    law: str,
    since: str = ALWAYS,
    until: str | None = None,
    label: str = "",
    name: str | None = None,
    rounds: Rounding | None = None,
    reads: Mapping[str, str | Read] | None = None,
    flow: Flow | None = None,
) -> Callable[[Callable[..., object]], Rule]:
    """Declare a plain function as a rule of one entity; its argument names are its edges."""

    def declare(function: Callable[..., object]) -> Rule:
        type_, arguments = _declared(function, entity, 0, False)
        public = name or function.__name__
        return Rule(
            function, public, type_, arguments, since, until or NEVER, law, label or public, rounds, reads or {}, flow
        )

    return declare


def scan_year(
    *,
    entity: Entity,
    start: object,
    law: str,
    since: str = ALWAYS,
    until: str | None = None,
    label: str = "",
    name: str | None = None,
    rounds: Rounding | None = None,
    reads: Mapping[str, str | Read] | None = None,
) -> Callable[[Callable[..., object]], Rule]:
    """Declare a monthly step with twelve-month state, January first: (state, ...) -> (state, column)."""

    def declare(function: Callable[..., object]) -> Rule:
        type_, arguments = _declared(function, entity, 1, True)
        public = name or function.__name__
        return Rule(
            function,
            public,
            type_,
            arguments,
            since,
            until or NEVER,
            law,
            label or public,
            rounds,
            reads or {},
            None,
            start,
            True,
        )

    return declare
