"""The steps of a run plan. Each step computes one slot, for a block of arrays or for one case on floats.

A slot holds, in a block: an array, or a float that is the same for everyone; in a case: a list with one
number a person, or a single number for the household.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from zengshou.policy.arithmetic import Rounding, round_half_up
from zengshou.policy.rule import Rule
from zengshou.policy.schedule import Lookup, Schedule

Array = NDArray[np.generic]
Slot = int


@dataclass(frozen=True)
class SlotOf:
    """An argument that stands in a slot."""

    slot: Slot


Argument = SlotOf | float | Schedule | Lookup
Value = object  # array, float, list of floats, state of a scan
Env = list[Value]
Pair = tuple[Value, Value]  # the state and the column that a scan returns


@dataclass(frozen=True)
class Block:
    """Where the persons of a block belong: household_of (n,) rows of the block's households, members (h,)."""

    household_of: NDArray[np.int64]
    members: NDArray[np.float64]

    @property
    def households(self) -> int:
        return len(self.members)

    @property
    def persons(self) -> int:
        return len(self.household_of)


def _full(value: Value, size: int) -> NDArray[np.float64]:
    return value if isinstance(value, np.ndarray) else np.full(size, float(value))  # type: ignore[arg-type]


def _filled(arguments: Sequence[Argument], env: Env) -> list[Value]:
    return [env[argument.slot] if isinstance(argument, SlotOf) else argument for argument in arguments]


def _per_member(arguments: Sequence[Argument], env: Env, members: int) -> Iterable[tuple[Value, ...]]:
    """The arguments of each member in turn; what is the same for all is repeated."""
    columns = [
        value if isinstance(value, list) else [value] * members
        for value in (env[argument.slot] if isinstance(argument, SlotOf) else argument for argument in arguments)
    ]
    return zip(*columns, strict=True) if columns else [()] * members


@dataclass(frozen=True)
class RuleStep:
    """Call a rule on its arguments. is_person: in a case it is called once for each member."""

    out: Slot
    rule: Rule
    arguments: tuple[Argument, ...]
    is_person: bool

    def run_block(self, env: Env, block: Block) -> None:
        env[self.out] = _rounded(self.rule.function(*_filled(self.arguments, env)), self.rule.rounds)

    def run_case(self, env: Env, members: int) -> None:
        function, rounds = self.rule.function, self.rule.rounds
        if self.is_person:
            env[self.out] = [_rounded(function(*row), rounds) for row in _per_member(self.arguments, env, members)]
        else:
            env[self.out] = _rounded(function(*_filled(self.arguments, env)), rounds)


def _rounded(value: Value, rounds: Rounding | None) -> Value:
    return value if rounds is None else round_half_up(value, rounds)  # type: ignore[arg-type]


@dataclass(frozen=True)
class ScanStep:
    """One month of a twelve-month scan; `state` None: the state starts anew."""

    out: Slot
    state_out: Slot
    rule: Rule
    state: Slot | None
    arguments: tuple[Argument, ...]

    def run_block(self, env: Env, block: Block) -> None:
        state = self.rule.start if self.state is None else env[self.state]
        made = cast(Pair, self.rule.function(state, *_filled(self.arguments, env)))
        env[self.state_out] = made[0]
        env[self.out] = _rounded(made[1], self.rule.rounds)

    def run_case(self, env: Env, members: int) -> None:
        states = [self.rule.start] * members if self.state is None else cast(list[Value], env[self.state])
        rows = _per_member(self.arguments, env, members)
        made = [cast(Pair, self.rule.function(state, *row)) for state, row in zip(states, rows, strict=True)]
        env[self.state_out] = [state for state, _ in made]
        env[self.out] = [_rounded(value, self.rule.rounds) for _, value in made]


@dataclass(frozen=True)
class HouseholdSumStep:
    """Sum over the household's persons, in row order in both kinds of run, so that no bit differs."""

    out: Slot
    source: Slot
    among: Slot | None

    def run_block(self, env: Env, block: Block) -> None:
        values = _full(env[self.source], block.persons)
        if self.among is not None:
            values = np.where(_full(env[self.among], block.persons), values, 0.0)
        # bincount adds in row order, as the plain loop of a case does; reduceat would not.
        env[self.out] = np.bincount(block.household_of, weights=values, minlength=block.households)

    def run_case(self, env: Env, members: int) -> None:
        values, flags = _row_list(env[self.source], members), [True] * members
        if self.among is not None:
            flags = _row_list(env[self.among], members)  # type: ignore[assignment]
        total = 0.0
        for value, counts in zip(values, flags, strict=True):
            total += float(value) if counts else 0.0  # type: ignore[arg-type]
        env[self.out] = total


def _row_list(value: Value, members: int) -> list[Value]:
    return value if isinstance(value, list) else [value] * members


@dataclass(frozen=True)
class ToPersonStep:
    """The household's value on each of its persons, or an equal part of it."""

    out: Slot
    source: Slot
    is_equal_share: bool

    def run_block(self, env: Env, block: Block) -> None:
        value = env[self.source]
        if self.is_equal_share:
            value = _full(value, block.households) / block.members
        env[self.out] = value[block.household_of] if isinstance(value, np.ndarray) else value

    def run_case(self, env: Env, members: int) -> None:
        value = env[self.source]
        if self.is_equal_share:
            value = value / members  # type: ignore[operator]
        env[self.out] = [value] * members


@dataclass(frozen=True)
class SumStep:
    """Sum of slots in the order given, divided by `divisor` (1: a plain sum). Never pairwise: a case adds alike."""

    out: Slot
    sources: tuple[Slot, ...]
    divisor: float

    def run_block(self, env: Env, block: Block) -> None:
        first = env[self.sources[0]]
        if not isinstance(first, np.ndarray) and not any(isinstance(env[slot], np.ndarray) for slot in self.sources):
            env[self.out] = self._plain([float(env[slot]) for slot in self.sources])  # type: ignore[arg-type]
            return
        size = next(len(v) for v in (env[slot] for slot in self.sources) if isinstance(v, np.ndarray))
        total = np.array(_full(first, size), dtype=np.float64)
        for slot in self.sources[1:]:
            np.add(total, cast(NDArray[np.float64], env[slot]), out=total)
        if self.divisor != 1.0:
            np.divide(total, self.divisor, out=total)
        env[self.out] = total

    def run_case(self, env: Env, members: int) -> None:
        values = [env[slot] for slot in self.sources]
        if any(isinstance(value, list) for value in values):
            rows = zip(*(_row_list(value, members) for value in values), strict=True)
            env[self.out] = [self._plain(row) for row in rows]
        else:
            env[self.out] = self._plain(values)  # type: ignore[arg-type]

    def _plain(self, values: Sequence[float]) -> float:
        total = values[0] + 0.0
        for value in values[1:]:
            total = total + value
        return total / self.divisor if self.divisor != 1.0 else total


@dataclass(frozen=True)
class GatherStep:
    """A parameter's small table, gathered on the codes of a category column."""

    out: Slot
    source: Slot
    values: tuple[float, ...]

    def run_block(self, env: Env, block: Block) -> None:
        codes = env[self.source]
        table = np.asarray(self.values)
        env[self.out] = table[codes] if isinstance(codes, np.ndarray) else self.values[int(codes)]  # type: ignore[call-overload]

    def run_case(self, env: Env, members: int) -> None:
        codes = env[self.source]
        if isinstance(codes, list):
            env[self.out] = [self.values[int(code)] for code in codes]
        else:
            env[self.out] = self.values[int(codes)]  # type: ignore[call-overload]


@dataclass(frozen=True)
class ConstantStep:
    """A calendar number, the same for everyone."""

    out: Slot
    value: float

    def run_block(self, env: Env, block: Block) -> None:
        env[self.out] = self.value

    def run_case(self, env: Env, members: int) -> None:
        env[self.out] = self.value


@dataclass(frozen=True)
class MembersStep:
    """How many persons the household has."""

    out: Slot

    def run_block(self, env: Env, block: Block) -> None:
        env[self.out] = block.members

    def run_case(self, env: Env, members: int) -> None:
        env[self.out] = float(members)


Step = RuleStep | ScanStep | HouseholdSumStep | ToPersonStep | SumStep | GatherStep | ConstantStep | MembersStep
StepMaker = Callable[[Slot], Step]


def slots_of(arguments: Sequence[Argument]) -> tuple[Slot, ...]:
    """The slots among arguments."""
    return tuple(argument.slot for argument in arguments if isinstance(argument, SlotOf))


def read_by(step: Step) -> tuple[Slot, ...]:
    """The slots a step needs before it can run."""
    match step:
        case RuleStep():
            return slots_of(step.arguments)
        case ScanStep():
            return (*slots_of(step.arguments), *(() if step.state is None else (step.state,)))
        case HouseholdSumStep():
            return (step.source,) if step.among is None else (step.source, step.among)
        case SumStep():
            return step.sources
        case GatherStep() | ToPersonStep():
            return (step.source,)
        case ConstantStep() | MembersStep():
            return ()


def made_by(step: Step) -> tuple[Slot, ...]:
    """The slots a step fills."""
    return (step.out, step.state_out) if isinstance(step, ScanStep) else (step.out,)
