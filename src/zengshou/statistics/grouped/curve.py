"""What a fitted Lorenz curve must offer, and the figures that any of them gives: Gini, headcount, poverty gap."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
from scipy.integrate import quad
from scipy.optimize import brentq

from zengshou.statistics.grouped.groups import Numbers

EDGE = 1e-9  # slopes of some curves have no end at 0 and 1


class Method(Enum):
    """Which curve is drawn through the points."""

    GQ = "gq"
    BETA = "beta"
    LOGNORMAL = "lognormal"
    GB2 = "gb2"

    @property
    def label(self) -> str:
        return {"gq": "GQ", "beta": "Beta", "lognormal": "对数正态", "gb2": "GB2"}[self.value]


class LorenzCurve(Protocol):
    """A curve from (0, 0) to (1, 1).

    share   L(p): share of income of the poorest p
    slope   L'(p): income at p over the mean
    gini    by the curve's closed form where it has one
    faults  why it is no Lorenz curve, in words; () when it is one
    """

    @property
    def parameters(self) -> Mapping[str, float]: ...
    def share(self, people: Numbers) -> Numbers: ...
    def slope(self, people: Numbers) -> Numbers: ...
    def gini(self) -> float: ...
    def faults(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Poverty:
    """Share of persons below the line, and their mean shortfall over all persons as a share of the line."""

    headcount: float
    gap: float


def gini_by_quadrature(curve: LorenzCurve) -> float:
    """One minus twice the area under the curve: the check of every closed form."""
    area, _ = quad(lambda people: float(curve.share(np.array([people]))[0]), 0.0, 1.0, limit=200)
    return 1.0 - 2.0 * float(area)


def poverty_of(curve: LorenzCurve, line: float, mean: float) -> Poverty:
    """Headcount H solves L'(H) = line / mean; the gap is H - (mean / line) L(H).

    Source  Datt (1998), Computational tools for poverty measurement and analysis
    """
    relative = line / mean

    def excess(people: float) -> float:
        return float(curve.slope(np.array([people]))[0]) - relative

    if excess(EDGE) >= 0:
        return Poverty(0.0, 0.0)
    if excess(1.0 - EDGE) <= 0:
        return Poverty(1.0, max(1.0 - 1.0 / relative, 0.0))
    headcount = float(brentq(excess, EDGE, 1.0 - EDGE, xtol=1e-12))
    below = float(curve.share(np.array([headcount]))[0])
    return Poverty(headcount, min(max(headcount - below / relative, 0.0), headcount))


def squared_error(curve: LorenzCurve, people: Numbers, money: Numbers) -> float:
    """Sum of squares of what the curve misses the points by."""
    return float(np.sum((curve.share(people) - money) ** 2))
