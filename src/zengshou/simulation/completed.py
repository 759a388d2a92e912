"""People made complete for a lawbook: columns they do not bring are filled openly, and the manifest repeats each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from zengshou.concepts.people import Column, People
from zengshou.policy.column import Entity
from zengshou.policy.lawbook import Lawbook
from zengshou.simulation.take_up import claims


@dataclass(frozen=True)
class TakeUp:
    """A household flag column that says who claims, and the rate at which it is drawn where people do not bring it."""

    column: str
    rate: float
    note: str


def completed(people: People, book: Lawbook, take_up: Sequence[TakeUp], seed: int) -> tuple[People, tuple[str, ...]]:
    """The people with every input whose absence has a plain meaning, and one sentence for each filling."""
    persons, households = dict(people.persons), dict(people.households)
    said: list[str] = []
    for drawn in take_up:
        if drawn.column not in households and "household_id" in households:
            ids = np.asarray(households["household_id"], dtype=np.int64)
            households[drawn.column] = claims(ids, drawn.column, seed, drawn.rate)
            said.append(f"“{book.label(drawn.column)}”按申领率{drawn.rate:.0%}抽取（{drawn.note}）")
    filled: list[str] = []
    for name, column in book.inputs.items():
        table, size = (
            (persons, people.person_count)
            if column.type.entity is Entity.PERSON
            else (households, people.household_count)
        )
        if name not in table and column.if_absent is not None:
            table[name] = _constant(column.if_absent, size)
            filled.append(column.label)
    if filled:
        said.append(f"人口数据没有下列各项，按“无”计算：{'、'.join(filled)}")
    return replace(people, persons=persons, households=households), tuple(said)


def _constant(value: float, size: int) -> Column:
    """One value for everyone, held once: the run sees its zero stride and computes with a plain number."""
    return np.broadcast_to(np.float64(value), size)
