"""A replicate calibrated again: its weights moved as little as may be until they meet the totals of the sample's."""

from dataclasses import dataclass

import numpy as np

from zengshou.concepts.sample import Calibration
from zengshou.statistics.variance.calibrated import Matrix, inverse_of
from zengshou.statistics.variance.codes import Column

SAME = 1e-8  # relative: weights this close were calibrated linearly


@dataclass(frozen=True, eq=False)
class Recalibrated:
    """Linear calibration of each replicate to the totals that the final weights meet.

    start      (n,) weights to start from: the design weights where those led linearly to the final ones, else the final
    totals     (k,) of the auxiliary columns
    is_linear  True where the design weights were the start
    """

    start: Column
    auxiliary: Matrix
    scale: Column
    totals: Column
    is_linear: bool

    def weights(self, factor: Column) -> Column:
        """(n,) weights of the replicate whose rows are multiplied by `factor` (n,)."""
        weight = self.start * factor
        pull = weight * self.scale
        missing = self.totals - self.auxiliary.T @ weight
        return np.asarray(weight + pull * (self.auxiliary @ (inverse_of(self.auxiliary, pull) @ missing)))


def recalibrated_of(final: Column, calibration: Calibration) -> Recalibrated:
    """Source  Deville and Sarndal (1992): all distances of calibration lead to the same error in large samples."""
    auxiliary = np.asarray(calibration.auxiliary, dtype=np.float64)
    auxiliary = auxiliary.reshape(-1, 1) if auxiliary.ndim == 1 else auxiliary
    scale = np.ones(len(final)) if calibration.scale is None else np.asarray(calibration.scale, dtype=np.float64)
    design_weight = np.asarray(calibration.design_weight, dtype=np.float64)
    linear = Recalibrated(design_weight, auxiliary, scale, auxiliary.T @ final, True)
    moved = linear.weights(np.ones(len(final)))
    if np.abs(moved - final).max(initial=0.0) <= SAME * float(final.max(initial=0.0)):
        return linear
    return Recalibrated(final, auxiliary, scale, linear.totals, False)
