"""How each kind of edge becomes a step: the type it results in, and the slots it reads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from zengshou.concepts.period import month_index, month_of, year_of
from zengshou.policy.column import TIMELESS, ColumnType, Entity, Period, Unit
from zengshou.policy.edges import Crossing, Edge
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.run_plan import Node
from zengshou.policy.steps import HouseholdSumStep, Slot, Step, SumStep, ToPersonStep


class Builder(Protocol):
    """What a crossing needs of the plan builder."""

    def type_of(self, book: Lawbook, name: str) -> ColumnType: ...
    def column(self, book: Lawbook, name: str, when: int | None) -> Slot: ...
    def columns(self, book: Lawbook, name: str, whens: Sequence[int]) -> tuple[Slot, ...]: ...
    def step(self, key: tuple[object, ...], make: Callable[[Slot], Step], node: Node) -> Slot: ...
    def number(self, book: Lawbook, law: str, value: int | str, when: int | None) -> int: ...


Make = Callable[[Builder, Lawbook, str, Edge, int | None], Slot]


@dataclass(frozen=True)
class Crosser:
    """result: the type after crossing; make: the slot at `when`."""

    result: Callable[[ColumnType], ColumnType]
    make: Make


def cross(crossing: Crossing) -> Crosser:
    return CROSSERS[crossing]


def _node(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None, sources: tuple[Slot, ...]) -> Node:
    type_ = builder.type_of(book, name)
    return Node(name, book.label(name), type_, when, "edge", sources, edge_words=edge.crossing.value)


def _at(builder: Builder, book: Lawbook, edge: Edge, when: int | None) -> Slot:
    """The source at the same period; a source that does not change has none."""
    name = book.name_of(edge.source)
    return builder.column(book, name, None if builder.type_of(book, name).period in TIMELESS else when)


def _household_sum(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    source = _at(builder, book, edge, when)
    among: Slot | None = None
    if edge.among is not None:
        flag = book.name_of(edge.among)
        among = builder.column(book, flag, None if builder.type_of(book, flag).period in TIMELESS else when)
    node = _node(builder, book, name, edge, when, (source,) if among is None else (source, among))
    return builder.step(("household_sum", source, among), lambda out: HouseholdSumStep(out, source, among), node)


def _to_person(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    source, is_equal = _at(builder, book, edge, when), edge.share == "equal"
    node = _node(builder, book, name, edge, when, (source,))
    return builder.step(("to_person", source, is_equal), lambda out: ToPersonStep(out, source, is_equal), node)


def _added(
    builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None, sources: tuple[Slot, ...], divisor: float
) -> Slot:
    node = _node(builder, book, name, edge, when, tuple(dict.fromkeys(sources)))
    return builder.step(("sum", sources, divisor), lambda out: SumStep(out, sources, divisor), node)


def _year_sum(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    assert when is not None
    source = book.name_of(edge.source)
    months = builder.columns(book, source, range(month_index(when, 1), month_index(when, 13)))
    return _added(builder, book, name, edge, when, months, 1.0)


def _at_month(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    assert when is not None
    month = builder.number(book, book.law_of[name], edge.month, month_index(when, 1))
    return builder.column(book, book.name_of(edge.source), month_index(when, month))


def _each_month(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    assert when is not None
    source = builder.column(book, book.name_of(edge.source), year_of(when))
    return _added(builder, book, name, edge, when, (source,), 12.0 if edge.share == "even" else 1.0)


def _window_mean(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    assert when is not None
    length = builder.number(book, book.law_of[name], edge.months, when)
    last, source = when - edge.lag, book.name_of(edge.source)
    months = builder.columns(book, source, range(last - length + 1, last + 1))
    return _added(builder, book, name, edge, when, months, float(length))


def _last_year_mean(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    assert when is not None
    source, year = book.name_of(edge.source), year_of(when) - 1
    months = builder.columns(book, source, range(month_index(year, 1), month_index(year, 13)))
    return _added(builder, book, name, edge, when, months, 12.0)


def _hold(builder: Builder, book: Lawbook, name: str, edge: Edge, when: int | None) -> Slot:
    assert when is not None
    reset = builder.number(book, book.law_of[name], edge.month, when)
    back = (month_of(when) - reset) % 12
    return builder.column(book, book.name_of(edge.source), when - back)


def _summed(source: ColumnType) -> ColumnType:
    unit = Unit.COUNT if source.unit is Unit.FLAG else source.unit
    return ColumnType(Entity.HOUSEHOLD, source.period, unit)


def _on(period: Period) -> Callable[[ColumnType], ColumnType]:
    return lambda source: replace(source, period=period)


CROSSERS = {
    Crossing.HOUSEHOLD_SUM: Crosser(_summed, _household_sum),
    Crossing.TO_PERSON: Crosser(lambda source: replace(source, entity=Entity.PERSON), _to_person),
    Crossing.YEAR_SUM: Crosser(_on(Period.YEAR), _year_sum),
    Crossing.AT_MONTH: Crosser(_on(Period.YEAR), _at_month),
    Crossing.EACH_MONTH: Crosser(_on(Period.MONTH), _each_month),
    Crossing.WINDOW_MEAN: Crosser(_on(Period.MONTH), _window_mean),
    Crossing.LAST_YEAR_MEAN: Crosser(_on(Period.MONTH), _last_year_mean),
    Crossing.HOLD: Crosser(_on(Period.MONTH), _hold),
}
