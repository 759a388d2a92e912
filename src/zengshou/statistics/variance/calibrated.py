"""Calibrated weights: the error is that of what the auxiliary columns leave unexplained.

e = z - X B with B = (sum d q X X')^-1 sum d q X z; the design then works on w e = g d e.
The same for linear, raking and bounded calibration, and for post-stratification with one column a cell.
Source  Deville and Sarndal (1992), Journal of the American Statistical Association 87, 376-382
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.sample import Calibration
from zengshou.statistics.variance.codes import Column

Matrix = NDArray[np.float64]
RANK = 1e-12  # relative: eigenvalues below are those of columns that repeat others, as two full margins do


@dataclass(frozen=True, eq=False)
class Residuals:
    """The regression on the auxiliary columns, prepared once for a design.

    auxiliary  (n, k)
    pull       (n,) d q
    inverse    (k, k) of sum d q X X'
    """

    auxiliary: Matrix
    pull: Column
    inverse: Matrix

    def of(self, influence: Column) -> Column:
        """(n,) what is left of the influence of the whole sample."""
        slopes = self.inverse @ (self.auxiliary.T @ (self.pull * influence))
        return influence - self.auxiliary @ slopes


def residuals_of(calibration: Calibration, n: int) -> Residuals:
    """Raises  ProblemsFound: columns of another length, missing values, negative design weights"""
    auxiliary = np.asarray(calibration.auxiliary, dtype=np.float64)
    auxiliary = auxiliary.reshape(-1, 1) if auxiliary.ndim == 1 else auxiliary
    scale = np.ones(n) if calibration.scale is None else np.asarray(calibration.scale, dtype=np.float64)
    design_weight = np.asarray(calibration.design_weight, dtype=np.float64)
    _check(auxiliary, design_weight, scale, n)
    pull = design_weight * scale
    return Residuals(auxiliary, pull, inverse_of(auxiliary, pull))


def inverse_of(auxiliary: Matrix, pull: Column) -> Matrix:
    """(k, k) inverse of sum pull X X'; columns that repeat others share their slope."""
    crossed = auxiliary.T @ (auxiliary * pull[:, None])
    size = np.sqrt(np.maximum(np.diag(crossed), 0.0))
    unit = np.divide(1.0, size, out=np.zeros_like(size), where=size > 0)
    values, vectors = np.linalg.eigh(crossed * np.outer(unit, unit))
    kept = values > RANK * max(float(values.max(initial=0.0)), 0.0)
    scaled = vectors[:, kept] / values[kept]
    return np.asarray((scaled @ vectors[:, kept].T) * np.outer(unit, unit), dtype=np.float64)


def _check(auxiliary: Matrix, design_weight: Column, scale: Column, n: int) -> None:
    problems = []
    for name, column in (("辅助变量", auxiliary), ("设计权数", design_weight), ("距离函数的 q", scale)):
        if len(column) != n:
            problems.append(Problem(f"{name}有 {len(column)} 行，权数有 {n} 行。", "校准", "各列须来自同一批行。"))
        elif not np.isfinite(column).all():
            bad = ~np.isfinite(column).reshape(n, -1).all(axis=1)
            problems.append(Problem(f"{name}有 {int(bad.sum())} 行缺失。", "校准", "请补全，或另设一类“不详”。"))
    if len(design_weight) == n and (design_weight < 0).any():
        problems.append(Problem(f"设计权数有 {int((design_weight < 0).sum())} 行为负。", "校准", "请核对。"))
    if problems:
        raise ProblemsFound(problems)
