"""The invented file of tests/reference/r/weights.R, drawn by the same generator."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

import numpy as np
from numpy.typing import NDArray

from zengshou.statistics.weights.margins import AmountMargin, CategoryMargin, Level, Margin

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False, repr=False)
class Drawn:
    """Persons of 90 households; region, sex and age are codes from 0."""

    household: Codes
    weight: Floats
    region: Codes
    sex: Codes
    age: Codes
    income: Floats
    has_answered: NDArray[np.bool_]

    def margins(self) -> tuple[Margin, ...]:
        """The totals of the R script."""
        return (*self.counts(), AmountMargin("income", self.income, 128e6))

    def counts(self, level: Level = Level.PERSON) -> tuple[Margin, ...]:
        return (
            CategoryMargin("sex", self.sex, ("1", "2"), (10500, 11500), level),
            CategoryMargin("age", self.age, ("1", "2", "3"), (7400, 7000, 7600), level),
        )


def uniforms(state: int = 2026) -> Iterator[float]:
    """Lehmer's generator with Park and Miller's factor."""
    while True:
        state = 16807 * state % 2147483647
        yield state / 2147483647


def drawn() -> Drawn:
    """The file, row by row as R draws it (whose `round` is half to even, as Python's)."""
    u = uniforms()
    rows = []
    for household in range(90):
        size, weight, region = 1 + floor(4 * next(u)), 50 + round(100 * next(u)), floor(2 * next(u))
        for _ in range(size):
            sex, age, income = floor(2 * next(u)), floor(3 * next(u)), 1000 + round(9000 * next(u))
            rows.append((household, weight, region, sex, age, income))
    table = np.array(rows, dtype=np.float64).T
    household, region, sex, age = (table[place].astype(np.int64) for place in (0, 2, 3, 4))
    has_answered = np.array([next(u) < 0.7 for _ in rows])
    return Drawn(household, table[1], region, sex, age, table[5], has_answered)
