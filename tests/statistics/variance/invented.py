"""The invented file of tests/reference/r/variance.R, made by the same generator: s <- (s * 16807) mod 2147483647."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.sample import Calibration, Replicates, Sample

Column = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Invented:
    """Three strata of four PSUs of three households of two persons: 72 rows."""

    income: Column
    weight: Column
    strata: NDArray[np.int64]
    psu: NDArray[np.int64]
    household: NDArray[np.int64]
    group: NDArray[np.str_]
    is_urban: Column
    psus_there: Column
    households_there: Column

    def rows(self, mask: NDArray[np.bool_]) -> "Invented":
        return Invented(*(getattr(self, name)[mask] for name in self.__dataclass_fields__))

    @property
    def one_stage(self) -> Sample:
        return Sample(self.weight, self.strata, self.psu)

    def replicated(self, replicates: Replicates) -> Sample:
        return Sample(self.weight, self.strata, self.psu, replicates=replicates)

    @property
    def groups(self) -> Column:
        """Columns of the calibration on group: intercept, b, c."""
        return np.column_stack([np.ones(len(self.income)), self.group == "b", self.group == "c"]).astype(float)

    def calibrated(self, auxiliary: Column, totals: Column) -> Sample:
        """Linear calibration by the textbook: w = d (1 + X B) with B = (sum d X X')^-1 (totals - sum d X)."""
        slopes = np.linalg.solve(auxiliary.T @ (auxiliary * self.weight[:, None]), totals - auxiliary.T @ self.weight)
        weight = self.weight * (1 + auxiliary @ slopes)
        return Sample(weight, self.strata, self.psu, calibration=Calibration(self.weight, auxiliary))


def invented() -> Invented:
    state = 20250101

    def draw() -> float:
        nonlocal state
        state = state * 16807 % 2147483647
        return state / 2147483647

    rows = []
    for h in (1, 2, 3):
        for p in (1, 2, 3, 4):
            for k in (1, 2, 3):
                for _ in (1, 2):
                    x = 10 + 100 * draw() ** 2 + 5 * h + 3 * p
                    w = 5 + 10 * draw()
                    g = "a" if draw() < 0.4 else "b" if draw() < 0.5 else "c"
                    there = (12.0, 20.0, 9.0)[h - 1]
                    rows.append((x, w, h, 10 * h + p, 1000 * h + 10 * p + k, g, float(draw() < 0.5), there, 5.0 + p))
    x, w, h, p, k, g, u, n1, n2 = (np.array(column) for column in zip(*rows, strict=True))
    return Invented(x, w, h, p, k, g, u, n1, n2)
