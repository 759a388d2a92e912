"""A household of which some answers are still open, through the same plan: every value within its limits.

A truth that comes out settled is settled whatever the open answers are within what they may be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from zengshou.concepts.citation import Citation, Status
from zengshou.concepts.period import month_index
from zengshou.policy.case import Given
from zengshou.policy.column import Entity, Unit
from zengshou.policy.edges import InputColumn
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.parameter import DatedValue, ParameterUse, look_up
from zengshou.policy.reason import Measure
from zengshou.policy.rule import ALWAYS
from zengshou.policy.run_plan import InputSlot, Node, RunPlan
from zengshou.policy.schedule import Lookup, OpenValue, Schedule
from zengshou.policy.span import Maybe, Span, flag_reason, span_of, truth_of
from zengshou.policy.steps import (
    Argument,
    Env,
    GatherStep,
    HouseholdSumStep,
    RuleStep,
    ScanStep,
    Slot,
    SlotOf,
    Step,
    SumStep,
)

MOST = {Unit.YUAN: 1e12, Unit.COUNT: 1e6, Unit.RATE: 1e3}
ANY_AMOUNT = 1e12  # where a law's number declares no range
FIRST_MONTH, LAST_MONTH = month_index(1890, 1), month_index(2200, 12)
Known = Span | Maybe


@dataclass(frozen=True)
class OpenCase:
    """members  their names
    answers    column -> one value a member (a household column: one entry); None where the answer is open;
               an earlier year's values stand under `column@year`
    """

    members: tuple[str, ...]
    answers: Mapping[str, tuple[Given | None, ...]]

    def values(self, name: str, is_person: bool) -> tuple[Given | None, ...]:
        size = len(self.members) if is_person else 1
        return self.answers.get(name, (None,) * size)


def limits(name: str, column: InputColumn) -> tuple[float, float]:
    """The least and the most that an answer may be."""
    unit = column.type.unit
    if unit is Unit.FLAG:
        return 0.0, 1.0
    if unit is Unit.CATEGORY:
        return 0.0, float(max(len(column.categories) - 1, 0))
    low, high = column.least, column.most
    if name.endswith("_month"):
        # A month that may be left out is written 0.
        first = 0.0 if column.if_absent is not None else float(FIRST_MONTH)
        return (first if low is None else low), (float(LAST_MONTH) if high is None else high)
    return (0.0 if low is None else low), (MOST[unit] if high is None else high)


@dataclass(frozen=True)
class Enclosure:
    """A plan on an open case: what stands in each computed slot, by member or once for the household."""

    plan: RunPlan
    members: int
    env: Env

    def value(self, slot: Slot, member: int) -> Known:
        found = self.env[slot]
        value = found[member] if isinstance(found, list) else found
        assert isinstance(value, Span | Maybe)
        return value

    def is_known(self, slot: Slot) -> bool:
        """Whether the slot's value is settled for everyone."""
        found = self.env[slot]
        return all(_is_known(value) for value in (found if isinstance(found, list) else [found]))

    def open_inputs(self, slots: Sequence[Slot]) -> tuple[str, ...]:
        """Names of the inputs on which the slots still depend, in the order of the plan; () when all are settled."""
        seen: set[Slot] = set()
        waiting = [slot for slot in slots if not self.is_known(slot)]
        while waiting:
            slot = waiting.pop()
            if slot not in seen:
                seen.add(slot)
                waiting += [source for source in self.plan.nodes[slot].sources if not self.is_known(source)]
        names = [declared.name for declared in self.plan.inputs if declared.slot in seen]
        return tuple(dict.fromkeys(names))


def with_open_values(book: Lawbook, day: str) -> Lawbook:
    """The lawbook with every number that has no value on the day as open: within its range, or from 0 up.

    A schedule and a look-up stay missing: nothing encloses them.
    """
    opened = []
    for placed in book.parameters.values():
        first, found = placed[0], look_up(placed, day)
        ends = next(((p.low, p.high) for p in placed if p.low is not None and p.high is not None), (0.0, ANY_AMOUNT))
        if isinstance(found, str) and first.kind in ("scalar", "table"):
            value = DatedValue(ALWAYS, None, OpenValue(*ends), Citation(""), Status.REQUIRED)
            opened.append(replace(first, values=(value,)))
    return book.with_parameters(opened)


def enclose(plan: RunPlan, case: OpenCase, slots: Sequence[Slot], inputs: Mapping[str, InputColumn]) -> Enclosure:
    """Run what the slots rest on.

    inputs  the lawbook's input columns: their limits and the words of their categories
    """
    members = len(case.members)
    env: Env = [None] * plan.slot_count
    for declared in plan.inputs:
        is_person = declared.type.entity is Entity.PERSON
        name = declared.name if declared.year is None else f"{declared.name}@{declared.year}"
        rows = [_given(declared, value, inputs) for value in case.values(name, is_person)]
        env[declared.slot] = rows if is_person else rows[0]
    needed = plan.ancestors(slots)
    for step in plan.steps:
        if step.out in needed:
            _take(step, env, members, plan.nodes[step.out])
    return Enclosure(plan, members, env)


def _given(declared: InputSlot, value: Given | None, inputs: Mapping[str, InputColumn]) -> Known:
    # A computed column may be given too; it then has no declaration of its own and is never open.
    column = inputs.get(declared.name)
    label = column.label if column is not None else declared.name
    if value is None:
        assert column is not None
        low, high = limits(declared.name, column)
    else:
        low = high = float(value[declared.month or 0] if isinstance(value, tuple) else value)
    if declared.type.unit is Unit.FLAG:
        return _flag(low != 0, high != 0, label)
    names = column.words if column is not None else ()
    is_category = declared.type.unit is Unit.CATEGORY
    return Span(
        low, high, label, measure=_measure(declared.name, declared.type.unit), names=names if is_category else ()
    )


def _measure(name: str, unit: Unit) -> Measure:
    if unit is Unit.YUAN:
        return Measure.MONEY
    return Measure.MOMENT if name.endswith("_month") and unit is Unit.COUNT else Measure.NUMBER


def _flag(must: bool, can: bool, label: str) -> Maybe:
    return Maybe(must, can, label, (flag_reason(label, must),) if must == can else ())


def _is_known(value: object) -> bool:
    return value.is_known if isinstance(value, Span | Maybe) else True


def _take(step: Step, env: Env, members: int, node: Node) -> None:
    """One step; afterwards its slot holds Spans and Maybes under the node's own name."""
    is_money = _is_money(node)
    if isinstance(step, HouseholdSumStep):
        env[step.out] = _household_sum(step, env, members)
    elif isinstance(step, GatherStep):
        codes = env[step.source]
        rows = [_gathered(step.values, code) for code in (codes if isinstance(codes, list) else [codes])]
        env[step.out] = rows if isinstance(codes, list) else rows[0]
    elif isinstance(step, SumStep) and node.type.unit is Unit.FLAG:
        env[step.out] = env[step.sources[0]]
    else:
        _with_words(step, node).run_case(env, members)
    found = env[step.out]
    env[step.out] = (
        [_named(value, node, is_money) for value in found] if isinstance(found, list) else _named(found, node, is_money)
    )


def _with_words(step: Step, node: Node) -> Step:
    """The step with its parameters as Spans under their labels."""
    if not isinstance(step, RuleStep | ScanStep):
        return step
    uses = dict(node.parameters)
    spoken = tuple(
        _spoken(argument, uses.get(name)) for argument, name in zip(step.arguments, node.argument_names, strict=True)
    )
    return replace(step, arguments=spoken)


def _spoken(argument: Argument, use: ParameterUse | None) -> Argument:
    if isinstance(argument, SlotOf | Schedule | Lookup) or use is None:
        return argument
    low, high = (argument.low, argument.high) if isinstance(argument, OpenValue) else (argument, argument)
    # A step hands its arguments on as they are, so a Span may stand where a plan holds a float.
    measure = Measure.MONEY if use.unit.startswith("yuan") else Measure.NUMBER
    return Span(low, high, use.label, measure=measure)  # type: ignore[return-value]


def _is_money(node: Node) -> bool:
    if node.kind == "gather":
        return node.parameters[0][1].unit.startswith("yuan")
    return node.type.unit is Unit.YUAN


def _named(value: object, node: Node, is_money: bool) -> Known:
    if node.kind == "calendar" and node.name == "this_month":
        return Span(span_of(value).low, span_of(value).high, node.label, measure=Measure.MOMENT)
    if node.type.unit is Unit.CATEGORY:
        code = span_of(value)
        return Span(code.low, code.high, node.label, names=code.names)
    if node.type.unit is not Unit.FLAG:
        return span_of(value).called(node.label, is_money)
    truth = truth_of(value)
    own = _flag(truth.must, truth.can, node.label)
    return replace(truth, text=node.label, reasons=truth.reasons or own.reasons)


def _gathered(values: tuple[float, ...], code: object) -> Span:
    at = span_of(code)
    found = values[int(at.low) : int(at.high) + 1]
    return Span(min(found), max(found), at.text)


def _household_sum(step: HouseholdSumStep, env: Env, members: int) -> Span:
    total = Span(0.0, 0.0, "")
    for row in range(members):
        value, counts = span_of(_row(env[step.source], row)), Maybe(True, True, "")
        if step.among is not None:
            counts = truth_of(_row(env[step.among], row))
        low = value.low if counts.must else min(0.0, value.low) if counts.can else 0.0
        high = value.high if counts.must else max(0.0, value.high) if counts.can else 0.0
        total = Span(total.low + low, total.high + high, "")
    return total


def _row(value: object, row: int) -> object:
    return value[row] if isinstance(value, list) else value
