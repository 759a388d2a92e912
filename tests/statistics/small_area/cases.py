"""Areas that the small-area tests share: the fourteen of tests/reference/r/small_area.R, and a drawn city."""

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.statistics.small_area.area_frame import Covariates
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.variance_function import VarianceForm

Floats = NDArray[np.float64]

Y = np.array([34.9, 25.1, 33.2, 26.8, 39.0, 29.4, 27.5, 41.6, 22.1, 36.3, 30.6, 32.2, 24.9, 37.4])
D = np.array([4.0, 2.5, 6.3, 3.1, 5.2, 1.9, 2.2, 4.4, 3.8, 2.0, 7.5, 3.3, 2.7, 5.9])
U = np.array([0.52, 0.44, 0.61, 0.30, 0.78, 0.41, 0.55, 0.66, 0.35, 0.57, 0.49, 0.69, 0.38, 0.60])
S = np.array([3.0, 5, 2, 6, 1, 4, 3, 2, 5, 3, 4, 1, 5, 4])
X = np.column_stack([np.ones(14), U, S])
NAMES = tuple(f"县{number:02d}" for number in range(1, 15))
AS_GIVEN = SmallAreaChoices(variances=VarianceForm.KNOWN)


def direct(values: Floats = Y, variances: Floats = D, sizes: Floats | None = None) -> list[Estimate]:
    """One Estimate an area."""
    count = np.full(len(values), 60.0) if sizes is None else sizes
    return [
        Estimate("mean", float(value), float(np.sqrt(variance)), n=int(n), df=float(n - 1), unit="yuan", domain=area)
        for area, value, variance, n in zip(NAMES, values, variances, count, strict=False)
    ]


def covariates(*more: tuple[str, float, float]) -> Covariates:
    """U and S of the fourteen, and of further areas without a survey figure."""
    areas = (*NAMES, *(name for name, _, _ in more))
    values = np.vstack([np.column_stack([U, S]), *([u, s] for _, u, s in more)])
    return Covariates(areas, ("u", "s"), values)
