"""A parameter as an argument: its value on the day, gathered on a column where it is a table or differs by county."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.column import ColumnType, Entity, Period, Unit
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.run_plan import Node
from zengshou.policy.schedule import Table
from zengshou.policy.steps import Argument, GatherStep, Slot, SlotOf, Step, ToPersonStep

AREA_COLUMN = "area"


class Broken(Exception):
    """The column cannot be computed; its problems are already noted."""


@dataclass(frozen=True)
class MissingValue(Problem):
    """A parameter without a value on a day; those of several months are told as one."""

    name: str = ""
    day: str = ""


def told_once(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems, with one parameter's missing months as one sentence from the first day to the last."""
    days: dict[str, list[str]] = {}
    for problem in problems:
        if isinstance(problem, MissingValue):
            days.setdefault(problem.name, []).append(problem.day)
    told: dict[str, Problem] = {}
    for problem in problems:
        if isinstance(problem, MissingValue):
            first, last = min(days[problem.name]), max(days[problem.name])
            span = f"{first}至{last}" if first != last else first
            found = problem.found.replace(f"在{problem.day}没有取值", f"在{span}没有取值")
            told.setdefault(f"{problem.name}@", replace(problem, found=found))
        else:
            told[str(problem)] = problem
    return tuple(told.values())


class Builder(Protocol):
    """What a parameter needs of the plan builder."""

    def column(self, book: Lawbook, name: str, when: int | None) -> Slot: ...
    def step(self, key: tuple[object, ...], make: Callable[[Slot], Step], node: Node) -> Slot: ...
    def note(self, found: str, where: str = "", next: str = "") -> None: ...
    def add(self, problem: Problem) -> None: ...


def parameter_argument(
    builder: Builder, book: Lawbook, full_name: str, days: tuple[str, ...], entity: Entity | None
) -> tuple[Argument, Sequence[ParameterUse]]:
    """The value on the last of `days`, which must be the same on all of them."""
    try:
        counties = book.by_county(full_name, days[-1])
        found = list(counties[:1]) if counties else [book.parameter(full_name, day) for day in days]
    except ProblemsFound as error:
        for problem in error.problems:
            builder.add(MissingValue(problem.found, problem.where, problem.next, full_name, days[-1]))
        raise Broken from None
    use = found[-1]
    if found[0].value != use.value:
        builder.note(
            f"参数“{use.label}”（{full_name}）在{days[0][:4]}年内变化，而按年结算的规则需要全年一个值。",
            use.where,
            "请让新值自1月1日起，或改为按月规则。",
        )
        raise Broken
    if len({each.value for each in counties}) > 1:
        return _gather_counties(builder, book, entity, counties)
    if isinstance(use.value, Table):
        return _gather_table(builder, book, use.value, entity, use)
    return use.value, (use,)


def _gather_counties(
    builder: Builder, book: Lawbook, entity: Entity | None, uses: tuple[ParameterUse, ...]
) -> tuple[Argument, Sequence[ParameterUse]]:
    values = tuple(use.value for use in uses if isinstance(use.value, float))
    if len(values) < len(uses):
        builder.note(f"参数“{uses[0].label}”分县取值，暂只支持单个数字。", uses[0].where)
        raise Broken
    return _gather(builder, book, AREA_COLUMN, values, entity, uses)


def _gather_table(
    builder: Builder, book: Lawbook, table: Table, entity: Entity | None, use: ParameterUse
) -> tuple[Argument, Sequence[ParameterUse]]:
    column = book.inputs.get(table.by)
    entries = dict(table.entries)
    categories = column.categories if column is not None else ()
    absent = [category for category in categories if category not in entries and "default" not in entries]
    if absent:
        builder.note(f"参数“{use.label}”缺少类别：{'、'.join(absent)}。", use.where, "请补充，或写 default。")
        raise Broken
    values = tuple(entries[category] if category in entries else entries["default"] for category in categories)
    return _gather(builder, book, table.by, values, entity, (use,))


def _gather(
    builder: Builder,
    book: Lawbook,
    by: str,
    values: tuple[float, ...],
    entity: Entity | None,
    uses: tuple[ParameterUse, ...],
) -> tuple[Argument, Sequence[ParameterUse]]:
    column, use = book.inputs.get(by), uses[0]
    if column is None:
        builder.note(f"参数表按“{by}”分列，但没有这个输入列。", use.where, nearest(by, book.inputs))
        raise Broken
    if column.type.entity is Entity.PERSON and entity is Entity.HOUSEHOLD:
        builder.note(f"家庭规则不能读取按个人“{by}”分列的参数。", use.where)
        raise Broken
    source = builder.column(book, by, None)
    type_ = ColumnType(column.type.entity, Period.FIXED, Unit.YUAN)
    listed = tuple(("", each) for each in uses)
    node = Node(use.name, use.label, type_, None, "gather", (source,), parameters=listed)
    slot = builder.step(("gather", source, values), lambda out: GatherStep(out, source, values), node)
    if column.type.entity is Entity.HOUSEHOLD and entity is Entity.PERSON:
        gathered, of_persons = slot, replace(type_, entity=Entity.PERSON)
        spread = replace(node, type=of_persons, sources=(gathered,), edge_words="按所在家庭取值")
        slot = builder.step(("to_person", gathered, False), lambda out: ToPersonStep(out, gathered, False), spread)
    return SlotOf(slot), uses
