"""The Beta Lorenz curve of Kakwani: L(p) = p - theta p^gamma (1 - p)^delta."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import beta as beta_function

from zengshou.statistics.grouped.groups import Numbers
from zengshou.statistics.result import Undefined

GRID = np.linspace(0.001, 0.999, 999)
SLACK = 1e-9


@dataclass(frozen=True)
class Beta:
    """Source  Kakwani (1980), Econometrica 48(2), 437-446."""

    theta: float
    gamma: float
    delta: float

    @property
    def parameters(self) -> Mapping[str, float]:
        return {"theta": self.theta, "gamma": self.gamma, "delta": self.delta}

    def share(self, people: Numbers) -> Numbers:
        rest = np.clip(1.0 - people, 0.0, 1.0)
        return np.asarray(people - self.theta * people**self.gamma * rest**self.delta)

    def slope(self, people: Numbers) -> Numbers:
        lost = self.theta * people**self.gamma * (1.0 - people) ** self.delta
        return np.asarray(1.0 - lost * (self.gamma / people - self.delta / (1.0 - people)))

    def _bend(self, people: Numbers) -> Numbers:
        """The second derivative."""
        g, d, rest = self.gamma, self.delta, 1.0 - people
        lost = self.theta * people**g * rest**d
        bracket = g * (1.0 - g) / people**2 + 2.0 * g * d / (people * rest) + d * (1.0 - d) / rest**2
        return np.asarray(lost * bracket)

    def faults(self) -> tuple[str, ...]:
        """Convexity, a rising curve and shares between 0 and p, looked at on a grid of a thousandth."""
        found = []
        if np.any(self._bend(GRID) < -SLACK):
            found.append("曲线不凸")
        if np.any(self.slope(GRID) < -SLACK):
            found.append("曲线在低端下降")
        if np.any(self.share(GRID) < -SLACK):
            found.append("曲线低端为负")
        return tuple(found)

    def gini(self) -> float:
        return 2.0 * self.theta * float(beta_function(self.gamma + 1.0, self.delta + 1.0))


def fit_beta(people: Numbers, money: Numbers) -> Beta:
    """Least squares of ln(p - l) on 1, ln p and ln(1 - p).

    people, money  (j,) inner points, at least three
    Raises         Undefined: too few points, or a point on or above the diagonal
    """
    if len(people) < 3:
        raise Undefined("Beta 需要至少三个内点（四组）。")
    if np.any(people <= money):
        raise Undefined("有的点不在对角线以下，Beta 无定义。")
    design = np.column_stack([np.ones(len(people)), np.log(people), np.log(1.0 - people)])
    found, _, _, _ = np.linalg.lstsq(design, np.log(people - money), rcond=None)
    return Beta(float(np.exp(found[0])), float(found[1]), float(found[2]))
