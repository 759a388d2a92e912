"""Running a plan over people: blocks on household boundaries, taken by threads, merged in block order.

Memory is threads x live columns x block, flat in the number of people; kept outputs come on top.
"""

import itertools
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.money import total_fen
from zengshou.concepts.people import People
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.column import Entity, Unit
from zengshou.policy.run_plan import InputForm, InputSlot, Output, RunPlan
from zengshou.policy.steps import Block, Env

BLOCK_ROWS = 65_536
OutputKey = tuple[str, str]
Columns = Mapping[OutputKey, NDArray[np.float64]]
Progress = Callable[[float, str], None]
P = TypeVar("P")


class Summary(Protocol[P]):
    """What is kept of a block when its columns are not: a part that merges with the parts before it."""

    def part(self, columns: Columns) -> P: ...
    def merge(self, before: P, after: P) -> P: ...


@dataclass(frozen=True)
class FenTotal:
    """The unweighted total of one yearly output in whole fen: the same for any block size."""

    book: str
    name: str

    def part(self, columns: Columns) -> int:
        return total_fen(columns[self.book, self.name])

    def merge(self, before: int, after: int) -> int:
        return before + after


@dataclass(frozen=True)
class RunResult:
    """columns  (book, name) -> (n,) or (h,), monthly outputs (12, n); only what was kept
    summaries   merged parts, in the order asked
    """

    columns: Columns
    summaries: tuple[object, ...]


def forms_of(people: People) -> dict[str, InputForm]:
    """How each column of people comes: (n, 12) arrays are by month; `wage_monthly@2024` is an earlier year's."""
    years: dict[str, list[int]] = {}
    by_month: dict[str, bool] = {}
    for name, column in [*people.persons.items(), *people.households.items()]:
        plain, _, year = name.partition("@")
        by_month[plain] = by_month.get(plain, False) or np.ndim(column) == 2
        if year:
            years.setdefault(plain, []).append(int(year))
    return {name: InputForm(is_month, tuple(sorted(years.get(name, [])))) for name, is_month in by_month.items()}


def run_plan(
    plan: RunPlan,
    people: People,
    *,
    keep: Sequence[str] | None = None,
    summaries: Sequence[Summary[object]] = (),
    threads: int | None = None,
    block_rows: int = BLOCK_ROWS,
    progress: Progress | None = None,
) -> RunResult:
    """Compute the plan's outputs for everyone.

    keep     names of outputs to return as columns (None: all of them)
    Raises   ProblemsFound: a column that is missing, of the wrong length, or holds NaN
    """
    sources = checked_sources(plan, people)
    kept = [output for output in plan.outputs if keep is None or output.name in keep]
    store = {(output.book, output.name): empty_column(output, people) for output in kept}
    cuts = block_cuts(people.offsets, block_rows)
    parts: list[list[object]] = []
    blocks = list(itertools.pairwise(cuts))
    with ThreadPoolExecutor(max_workers=threads or os.cpu_count() or 1) as pool:
        waiting = [pool.submit(_run_block, plan, people, sources, store, summaries, a, b) for a, b in blocks]
        for done, future in enumerate(waiting, start=1):
            parts.append(future.result())
            if progress is not None:
                progress(done / len(blocks), f"第{done}/{len(blocks)}块")
    return RunResult(store, _merged(summaries, parts))


def _merged(summaries: Sequence[Summary[object]], parts: list[list[object]]) -> tuple[object, ...]:
    merged: list[object] = []
    for index, summary in enumerate(summaries):
        total = parts[0][index]
        for part in parts[1:]:
            total = summary.merge(total, part[index])
        merged.append(total)
    return tuple(merged)


def block_cuts(offsets: NDArray[np.int64], rows: int) -> list[int]:
    """Household numbers at which to cut, so that each block has at most `rows` persons or one household."""
    households = len(offsets) - 1
    cuts = [0]
    while cuts[-1] < households:
        limit = offsets[cuts[-1]] + rows
        following = int(np.searchsorted(offsets, limit, side="right")) - 1
        cuts.append(min(max(following, cuts[-1] + 1), households))
    return cuts


def empty_column(output: Output, people: People) -> NDArray[np.float64]:
    """Room for an output of everyone."""
    size = people.household_count if output.type.entity is Entity.HOUSEHOLD else people.person_count
    return np.empty((12, size) if len(output.slots) == 12 else size)


def _run_block(
    plan: RunPlan,
    people: People,
    sources: Sequence[NDArray[np.generic]],
    store: Columns,
    summaries: Sequence[Summary[object]],
    first: int,
    last: int,
) -> list[object]:
    cut = Cut(people, first, last)
    env, block = filled_env(plan, sources, cut), cut.block
    for step, dead in zip(plan.steps, plan.frees, strict=True):
        step.run_block(env, block)
        for slot in dead:
            env[slot] = None
    columns = {(output.book, output.name): collected(output, env, block) for output in plan.outputs}
    for output in plan.outputs:
        key = output.book, output.name
        if key in store:
            store[key][..., cut.rows_of(output.type.entity)] = columns[key]
    return [summary.part(columns) for summary in summaries]


@dataclass(frozen=True)
class Cut:
    """The people of one block: households `first` to `last`, the last one not included."""

    people: People
    first: int
    last: int

    @property
    def block(self) -> Block:
        members = np.diff(self.people.offsets[self.first : self.last + 1])
        return Block(np.repeat(np.arange(self.last - self.first), members), members.astype(np.float64))

    def rows_of(self, entity: Entity | None) -> slice:
        """Where the block's rows stand in a column of households or of persons."""
        if entity is Entity.HOUSEHOLD:
            return slice(self.first, self.last)
        return slice(int(self.people.offsets[self.first]), int(self.people.offsets[self.last]))


def filled_env(plan: RunPlan, sources: Sequence[NDArray[np.generic]], cut: Cut) -> Env:
    """The slots with the block's inputs filled in; `sources` as `checked_sources` found them."""
    env: Env = [None] * plan.slot_count
    for declared, column in zip(plan.inputs, sources, strict=True):
        env[declared.slot] = _typed(column[cut.rows_of(declared.type.entity)], declared)
    return env


def collected(output: Output, env: Env, block: Block) -> NDArray[np.float64]:
    """An asked column of one block: its rows, twelve times for a monthly output."""
    size = block.households if output.type.entity is Entity.HOUSEHOLD else block.persons
    rows = [np.broadcast_to(np.asarray(env[slot], dtype=np.float64), size) for slot in output.slots]
    # Adding zero turns -0.0 into 0.0, the one sign in which an array and a float may differ.
    return (np.stack(rows) if len(rows) == 12 else rows[0]) + 0.0


def _typed(part: NDArray[np.generic], declared: InputSlot) -> NDArray[np.generic] | float | int | bool:
    if part.strides == (0,) and part.size:
        # One value for everyone, broadcast: a plain number, so that no rule fills an array with it.
        value = part.flat[0]
        if declared.type.unit is Unit.FLAG:
            return bool(value)
        return int(value) if declared.type.unit is Unit.CATEGORY else float(value)
    if declared.type.unit is Unit.FLAG:
        return part.astype(np.bool_, copy=False)
    if declared.type.unit is Unit.CATEGORY:
        return part.astype(np.int64, copy=False)
    return np.ascontiguousarray(part, dtype=np.float64)


def checked_sources(plan: RunPlan, people: People) -> list[NDArray[np.generic]]:
    """The column of every input of the plan; raises with all that are missing, too short or empty in places."""
    problems: list[Problem] = []
    found: list[NDArray[np.generic]] = []
    for declared in plan.inputs:
        is_household = declared.type.entity is Entity.HOUSEHOLD
        table = people.households if is_household else people.persons
        name = declared.name if declared.year is None else f"{declared.name}@{declared.year}"
        column = table.get(name)
        size = people.household_count if is_household else people.person_count
        if column is None:
            problems.append(Problem(f"{'家庭' if is_household else '人员'}表没有“{name}”列。", people.source))
            continue
        if len(column) != size:
            problems.append(Problem(f"“{name}”有{len(column)}行，应有{size}行。", people.source))
            continue
        chosen = column[:, declared.month] if np.ndim(column) == 2 and declared.month is not None else column
        if np.issubdtype(chosen.dtype, np.floating) and np.isnan(chosen).any():
            row = int(np.flatnonzero(np.isnan(chosen))[0]) + 1
            problems.append(Problem(f"“{name}”第{row}行是空值。", people.source, "请补填，或先在映射中给出处理办法。"))
            continue
        found.append(chosen)
    if problems:
        raise ProblemsFound(problems)
    return found
