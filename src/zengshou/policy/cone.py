"""The affected cone: what one lawbook computes beyond another in a joint plan, run alone on columns kept from before.

Slots are numbered in the order of the books, so the part that a reform does not move is the same in every joint plan
that begins with the same book; it is computed once and each further reform runs only its own steps.
"""

import itertools
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.people import People
from zengshou.policy.run import (
    BLOCK_ROWS,
    Columns,
    Cut,
    OutputKey,
    block_cuts,
    checked_sources,
    collected,
    empty_column,
    filled_env,
)
from zengshou.policy.run_plan import InputSlot, RunPlan
from zengshou.policy.steps import Env, Slot, Step, Value, made_by, read_by


@dataclass(frozen=True)
class Cone:
    """steps     what one book computes beyond the other, in order
    upstream  all other steps of the plan
    reads     slots that the cone, or an output of its book, takes from upstream
    """

    book: str
    steps: tuple[Step, ...]
    upstream: tuple[Step, ...]
    reads: tuple[Slot, ...]


@dataclass(frozen=True)
class Held:
    """Columns of upstream slots, block by block, and what they were computed from."""

    upstream: tuple[Step, ...]
    inputs: tuple[InputSlot, ...]
    cuts: tuple[Cut, ...]
    values: tuple[Mapping[Slot, Value], ...]

    def serves(self, plan: RunPlan, cone: Cone) -> bool:
        """Whether these columns are the ones that the cone of another plan reads."""
        is_same = self.upstream == cone.upstream and self.inputs == plan.inputs
        return is_same and set(cone.reads) <= set(self.values[0])


def cone_of(plan: RunPlan, book: str, beyond: str) -> Cone:
    """The steps behind `book` that `beyond` does not share."""
    known = plan.ancestors([slot for output in plan.outputs if output.book == beyond for slot in output.slots])
    asked = [slot for output in plan.outputs if output.book == book for slot in output.slots]
    own = plan.ancestors(asked) - known
    steps = tuple(step for step in plan.steps if step.out in own)
    made = {slot for step in steps for slot in made_by(step)}
    wanted = dict.fromkeys([*(slot for step in steps for slot in read_by(step)), *asked])
    return Cone(
        book,
        steps,
        tuple(step for step in plan.steps if step.out not in own),
        tuple(slot for slot in wanted if slot not in made),
    )


def hold(plan: RunPlan, cone: Cone, people: People, threads: int | None = None) -> Held:
    """Run everything but the cone once, and keep what the cone reads.

    Raises  ProblemsFound: a column that is missing, of the wrong length, or holds NaN
    """
    sources = checked_sources(plan, people)
    cuts = tuple(Cut(people, *pair) for pair in itertools.pairwise(block_cuts(people.offsets, BLOCK_ROWS)))

    def kept(cut: Cut) -> Mapping[Slot, Value]:
        env, block = filled_env(plan, sources, cut), cut.block
        for step in cone.upstream:
            step.run_block(env, block)
        return {slot: env[slot] for slot in cone.reads}

    with ThreadPoolExecutor(max_workers=threads) as pool:
        return Held(cone.upstream, plan.inputs, cuts, tuple(pool.map(kept, cuts)))


def run_cone(plan: RunPlan, cone: Cone, held: Held, people: People, threads: int | None = None) -> Columns:
    """(book, name) -> column for every output of the cone's book, as a run of the whole plan gives them, to the bit."""
    outputs = [output for output in plan.outputs if output.book == cone.book]
    store: dict[OutputKey, NDArray[np.float64]] = {
        (output.book, output.name): empty_column(output, people) for output in outputs
    }

    def run(pair: tuple[Cut, Mapping[Slot, Value]]) -> None:
        cut, known = pair
        env: Env = [known.get(slot) for slot in range(plan.slot_count)]
        block = cut.block
        for step in cone.steps:
            step.run_block(env, block)
        for output in outputs:
            part = collected(output, env, block)
            store[output.book, output.name][..., cut.rows_of(output.type.entity)] = part

    with ThreadPoolExecutor(max_workers=threads) as pool:
        list(pool.map(run, zip(held.cuts, held.values, strict=True)))
    return store
