"""The generalised beta of the second kind (GB2), fitted by maximum likelihood on the grouped multinomial."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log

import numpy as np
from scipy.optimize import minimize
from scipy.special import betainc, betaincinv, betaln

from zengshou.statistics.grouped.bounds import LorenzPoints
from zengshou.statistics.grouped.curve import gini_by_quadrature
from zengshou.statistics.grouped.groups import Numbers
from zengshou.statistics.result import Undefined

Shape = tuple[float, float, float]
STARTS: tuple[Shape, ...] = ((2.0, 1.0, 1.35), (1.5, 2.0, 2.0), (3.0, 0.7, 0.9))
SMALLEST, LARGEST = 0.05, 1e4  # beyond these a shape has reached one of the limits of the family
NO_MEAN = 1.0 + 1e-6  # the mean exists only for a q > 1


@dataclass(frozen=True)
class GB2:
    """Shapes a, p, q; the scale follows from the mean. L(u) = I(p + 1/a, q - 1/a; I^-1(p, q; u)).

    Source  McDonald (1984), Econometrica 52(3), 647-663
    """

    a: float
    p: float
    q: float

    @property
    def parameters(self) -> Mapping[str, float]:
        return {"a": self.a, "p": self.p, "q": self.q}

    @property
    def scale_over_mean(self) -> float:
        """b / mean = B(p, q) / B(p + 1/a, q - 1/a)."""
        return float(np.exp(betaln(self.p, self.q) - betaln(self.p + 1 / self.a, self.q - 1 / self.a)))

    def share(self, people: Numbers) -> Numbers:
        return np.asarray(betainc(self.p + 1 / self.a, self.q - 1 / self.a, betaincinv(self.p, self.q, people)))

    def slope(self, people: Numbers) -> Numbers:
        """The quantile over the mean."""
        z = betaincinv(self.p, self.q, people)
        return np.asarray(self.scale_over_mean * (z / np.maximum(1.0 - z, np.finfo(float).tiny)) ** (1 / self.a))

    def below(self, relative: Numbers) -> tuple[Numbers, Numbers]:
        """Shares of persons and of income below incomes given as multiples of the mean."""
        power = (relative / self.scale_over_mean) ** self.a
        z = power / (1.0 + power)
        return betainc(self.p, self.q, z), betainc(self.p + 1 / self.a, self.q - 1 / self.a, z)

    def faults(self) -> tuple[str, ...]:
        """A GB2 with a mean is a distribution, so its curve is a Lorenz curve."""
        return () if self.a * self.q > 1 else ("均值不存在（a×q 不大于 1）",)

    @property
    def is_limit(self) -> bool:
        """True when a shape stands at its end: the data ask for a member of the family with fewer shapes."""
        return any(shape >= 0.99 * LARGEST or shape <= 1.01 * SMALLEST for shape in (self.a, self.p, self.q))

    def gini(self) -> float:
        return gini_by_quadrature(self)


def fit_gb2(points: LorenzPoints, limits: Numbers | None = None) -> GB2:
    """The shapes that make the printed groups most likely.

    The group means enter as moments: the shares of income of the groups are a multinomial with cells L(P_i) - L(P_i-1).
    Where limits are printed, the shares of persons and of income between them are two multinomials; without them the
    model's own quantiles are the limits, so the shares of persons fit exactly and only income speaks.

    limits   (k - 1,) printed incomes between the groups, or None
    Raises   Undefined: fewer than four inner points for three shapes
    """
    if len(points.people) < 6:
        raise Undefined("GB2 有三个形状参数，需要至少五组。")
    persons, income = np.diff(points.people), np.diff(points.money)
    relative = None if limits is None else limits / points.mean

    def misfit(logs: Numbers) -> float:
        """Minus the log likelihood per unit of weight, less its least possible value."""
        curve = GB2(exp(logs[0]), exp(logs[1]), exp(logs[2]))
        if curve.a * curve.q <= NO_MEAN:
            return 1e6
        if relative is None:
            return _lost(income, curve.share(points.people[1:-1]))
        people, money = curve.below(relative)
        return _lost(persons, people) + _lost(income, money)

    ends = [(log(SMALLEST), log(LARGEST))] * 3
    options = {"xatol": 1e-8, "fatol": 1e-15, "maxiter": 3000, "maxfev": 3000}
    tries = [minimize(misfit, np.log(start), method="Nelder-Mead", bounds=ends, options=options) for start in STARTS]
    best = min(tries, key=lambda found: float(found.fun))
    a, p, q = (exp(value) for value in best.x)
    return GB2(a, p, q)


def _lost(observed: Numbers, inner: Numbers) -> float:
    """Kullback-Leibler distance of the model's cells from the observed shares; very large where a cell is empty."""
    cells = np.diff(np.concatenate([[0.0], inner, [1.0]]))
    if not np.all(np.isfinite(cells)) or np.any(cells <= 0):
        return 1e6
    return float(observed @ np.log(observed / cells))
