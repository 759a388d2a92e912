"""The general quadratic Lorenz curve (GQ): an ellipse or hyperbola through the points, fitted in closed form."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, log, sqrt

import numpy as np

from zengshou.statistics.grouped.groups import Numbers
from zengshou.statistics.result import Undefined


@dataclass(frozen=True)
class Quadratic:
    """L(p) = -(b p + e + sqrt(m p^2 + n p + e^2)) / 2 with e = -(a + b + c + 1), m = b^2 - 4a, n = 2be - 4c.

    Source  Villasenor and Arnold (1989), Journal of Econometrics 40, 327-338; Datt (1998)
    """

    a: float
    b: float
    c: float

    @property
    def e(self) -> float:
        return -(self.a + self.b + self.c + 1.0)

    @property
    def m(self) -> float:
        return self.b**2 - 4.0 * self.a

    @property
    def n(self) -> float:
        return 2.0 * self.b * self.e - 4.0 * self.c

    @property
    def parameters(self) -> Mapping[str, float]:
        return {"a": self.a, "b": self.b, "c": self.c}

    def _root(self, people: Numbers) -> Numbers:
        inside = self.m * people**2 + self.n * people + self.e**2
        return np.sqrt(np.maximum(inside, 0.0))

    def share(self, people: Numbers) -> Numbers:
        return np.asarray(-(self.b * people + self.e + self._root(people)) / 2.0)

    def slope(self, people: Numbers) -> Numbers:
        root = np.maximum(self._root(people), np.finfo(float).tiny)
        return np.asarray(-self.b / 2.0 - (2.0 * self.m * people + self.n) / (4.0 * root))

    def faults(self) -> tuple[str, ...]:
        """The conditions under which the curve starts at 0, rises, is convex and stays real."""
        found = []
        if self.e >= 0:
            found.append(f"e = {self.e:.3g} 应小于 0")
        if self.a + self.c < 1:
            found.append(f"a + c = {self.a + self.c:.3g} 应不小于 1")
        is_ellipse = self.m < 0
        is_hyperbola = self.e != 0 and 0 < self.m < self.n**2 / (4.0 * self.e**2) and self.n >= 0
        if not (is_ellipse or is_hyperbola):
            found.append(f"m = {self.m:.3g}、n = {self.n:.3g} 不满足凸性条件")
        return tuple(found)

    def gini(self) -> float:
        """The closed form; the arcsine is of an ellipse (m < 0), the logarithm of a hyperbola."""
        b, e, m, n = self.b, self.e, self.m, self.n
        square = n**2 - 4.0 * m * e**2
        start = e / 2.0 - n * (b + 2.0) / (4.0 * m)
        if m < 0:
            r = sqrt(square)
            angle = asin(min((2.0 * m + n) / r, 1.0)) - asin(min(n / r, 1.0))
            return start + square / (8.0 * m * sqrt(-m)) * angle
        root = sqrt(m)
        inside = (2.0 * m + n + 2.0 * root * (self.a + self.c - 1.0)) / (n - 2.0 * e * root)
        return start - square / (8.0 * m * root) * log(abs(inside))


def fit_quadratic(people: Numbers, money: Numbers) -> Quadratic:
    """Least squares of l(1 - l) on p^2 - l, l(p - 1) and p - l, without a constant.

    people, money  (j,) inner points, at least three
    Raises         Undefined: too few points, or points that do not part the three coefficients
    """
    if len(people) < 3:
        raise Undefined("GQ 需要至少三个内点（四组）。")
    design = np.column_stack([people**2 - money, money * (people - 1.0), people - money])
    found, _, rank, _ = np.linalg.lstsq(design, money * (1.0 - money), rcond=None)
    if rank < 3:
        raise Undefined("各点不足以分出 GQ 的三个系数。")
    a, b, c = (float(value) for value in found)
    return Quadratic(a, b, c)
