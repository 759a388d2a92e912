"""The run plan: the compiled, immutable, picklable order of work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zengshou.concepts.citation import Status, worst
from zengshou.concepts.period import MonthIndex
from zengshou.policy.column import ColumnType
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.rule import Rule
from zengshou.policy.steps import Slot, Step


@dataclass(frozen=True)
class InputForm:
    """How an input column comes.

    is_by_month  True: twelve values a year; False: one value that holds in every month
    years        earlier years for which own values are given, e.g. (2024,)
    """

    is_by_month: bool = False
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class InputSlot:
    """Where an input's values go. month: 0 to 11 of `year`, None for one value; year None: the simulated year."""

    slot: Slot
    name: str
    type: ColumnType
    year: int | None
    month: int | None


@dataclass(frozen=True)
class Node:
    """What stands in a slot: for explanation and provenance.

    when     month index, year, or None for what does not change
    sources  slots it was computed from
    kind     input | rule | edge | gather | calendar
    """

    name: str
    label: str
    type: ColumnType
    when: int | None
    kind: str
    sources: tuple[Slot, ...] = ()
    rule: Rule | None = None
    argument_names: tuple[str, ...] = ()
    parameters: tuple[tuple[str, ParameterUse], ...] = ()
    edge_words: str = ""


@dataclass(frozen=True)
class Output:
    """One asked column of one lawbook: its slots, twelve for a monthly column, otherwise one."""

    book: str
    name: str
    label: str
    type: ColumnType
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class RunPlan:
    """Steps in order, with the slots that die after each.

    year         the simulated calendar year
    history      what months before it are taken to be, in words
    """

    year: int
    steps: tuple[Step, ...]
    frees: tuple[tuple[Slot, ...], ...]
    slot_count: int
    inputs: tuple[InputSlot, ...]
    nodes: Mapping[Slot, Node]
    outputs: tuple[Output, ...]
    assumptions: tuple[str, ...]
    months: tuple[MonthIndex, ...]

    def output(self, name: str, book: str = "law") -> Output:
        return next(output for output in self.outputs if output.name == name and output.book == book)

    def ancestors(self, slots: Sequence[Slot]) -> frozenset[Slot]:
        """The slots themselves and all they rest on."""
        seen: set[Slot] = set()
        waiting = list(slots)
        while waiting:
            slot = waiting.pop()
            if slot not in seen:
                seen.add(slot)
                waiting += self.nodes[slot].sources
        return frozenset(seen)

    def uses(self, slots: Sequence[Slot]) -> tuple[ParameterUse, ...]:
        """Every parameter value the slots rest on, once each, by name and date."""
        found = {
            (use.name, use.since, use.area): use
            for slot in self.ancestors(slots)
            for _, use in self.nodes[slot].parameters
        }
        return tuple(found[key] for key in sorted(found))

    def rests_on(self, slots: Sequence[Slot]) -> tuple[tuple[str, ...], Status]:
        """Names of parameters that are not `sourced`, and the worst status."""
        open_uses = [use for use in self.uses(slots) if use.status is not Status.SOURCED]
        names = tuple(sorted({use.name for use in open_uses}))
        return names, worst([use.status for use in open_uses])
