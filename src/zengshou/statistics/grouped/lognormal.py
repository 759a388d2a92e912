"""The Lorenz curve of a lognormal distribution: one number, sigma."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import ndtr, ndtri

from zengshou.statistics.grouped.groups import Numbers

MOST_UNEQUAL = 6.0  # sigma; its Gini is 0.99998


@dataclass(frozen=True)
class Lognormal:
    """L(p) = Phi(Phi^-1(p) - sigma)."""

    sigma: float

    @property
    def parameters(self) -> Mapping[str, float]:
        return {"sigma": self.sigma}

    def share(self, people: Numbers) -> Numbers:
        return np.asarray(ndtr(ndtri(people) - self.sigma))

    def slope(self, people: Numbers) -> Numbers:
        return np.asarray(np.exp(self.sigma * ndtri(people) - self.sigma**2 / 2.0))

    def faults(self) -> tuple[str, ...]:
        """Any sigma gives a Lorenz curve."""
        return ()

    def gini(self) -> float:
        return float(2.0 * ndtr(self.sigma / np.sqrt(2.0)) - 1.0)


def fit_lognormal(people: Numbers, money: Numbers) -> Lognormal:
    """The sigma with the least squares of L(p) - l over the inner points."""
    quantiles = ndtri(people)

    def missed(sigma: float) -> float:
        return float(np.sum((ndtr(quantiles - sigma) - money) ** 2))

    found = minimize_scalar(missed, bounds=(1e-6, MOST_UNEQUAL), method="bounded", options={"xatol": 1e-12})
    return Lognormal(float(found.x))
