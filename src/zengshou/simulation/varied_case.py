"""One case with one amount varied: as a case at one value, as many households at once, one a value."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.people import Column, People
from zengshou.policy.case import Case, CaseInput, Given
from zengshou.policy.run_plan import InputForm

Numbers = NDArray[np.float64]
SOURCE = "一户案例的各种取值"


@dataclass(frozen=True)
class VariedCase:
    """A case in which one amount of one member runs over values.

    over       the varied column, a person's; given to every member
    member     number of the member in the case
    household  names of the columns that belong to the household
    """

    case: Case
    over: str
    member: int
    household: frozenset[str]

    def at(self, value: float) -> Case:
        """The case with the amount set in every month and, where earlier years are given, in those too."""
        return replace(self.case, columns={**self.case.columns, self.over: self._column(value)})

    def _column(self, value: float) -> CaseInput:
        """A steady state: whoever earns the amount earned it before, so bases that look back follow."""
        old = self.case.columns[self.over]

        def moved(row: tuple[Given, ...]) -> tuple[Given, ...]:
            return (*row[: self.member], value, *row[self.member + 1 :])

        return CaseInput(moved(old.now), {year: moved(row) for year, row in old.earlier.items()})

    @property
    def forms(self) -> Mapping[str, InputForm]:
        """How the columns come, the same at every value."""
        return self.at(0.0).forms

    def people(self, values: Numbers) -> People:
        """One household a value, in their order."""
        members, count = len(self.case.members), len(values)
        persons: dict[str, Column] = {}
        households: dict[str, Column] = {}
        for name, column in self.at(0.0).columns.items():
            table = households if name in self.household else persons
            for key, row in [(name, column.now), *((f"{name}@{year}", row) for year, row in column.earlier.items())]:
                table[key] = self._varied(row, values) if name == self.over else _repeated(row, count)
        offsets = np.arange(count + 1, dtype=np.int64) * members
        return People(persons, households, offsets, SOURCE, False)

    def _varied(self, row: tuple[Given, ...], values: Numbers) -> Column:
        spread = np.array(_repeated(row, len(values)))
        own = spread.reshape(len(values), len(row), *spread.shape[1:])[:, self.member]
        own[...] = values if own.ndim == 1 else values[:, None]
        return spread


def _repeated(row: tuple[Given, ...], count: int) -> Column:
    """The members' values for each household; one value for everyone is held once and computed as a plain number."""
    if any(isinstance(value, tuple) for value in row):
        months = np.array([value if isinstance(value, tuple) else (value,) * 12 for value in row], dtype=np.float64)
        return np.tile(months, (count, 1))
    if len(set(row)) == 1:
        return np.broadcast_to(np.array(row[0], dtype=np.float64), count * len(row))
    return np.tile(np.array(row, dtype=np.float64), count)
