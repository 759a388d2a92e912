"""Distances between the weights before and after calibration, as Deville and Särndal (1992) have them.

Each is known by F, the ratio g = w/d as a function of u = q x'lambda; its slope; and its integral, which makes the
dual problem a convex function to be minimised.
Source  Deville and Särndal (1992), Journal of the American Statistical Association 87, 376-382
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy.special import expit

from zengshou.concepts.sample import Numbers


class Method(Enum):
    """How far a weight may move, and at what price.

    LINEAR  F = 1 + u: the regression estimator (GREG); weights may be negative unless bounded
    RAKING  F = exp(u): raking ratio, weights stay positive; bounds cut it off
    LOGIT   F runs smoothly from L to U; bounds are required
    """

    LINEAR = "linear"
    RAKING = "raking"
    LOGIT = "logit"


@dataclass(frozen=True, eq=False)
class Distance:
    """One distance for m rows, each with its own bounds of g.

    low, high  (m,) L and U; -inf and inf where there are none. LOGIT needs L < 1 < U
    """

    method: Method
    low: Numbers
    high: Numbers

    @property
    def is_straight(self) -> bool:
        """True for LINEAR without bounds: one Newton step is then exact, however long."""
        return self.method is Method.LINEAR and not (np.isfinite(self.low).any() or np.isfinite(self.high).any())

    def ratio(self, u: Numbers) -> Numbers:
        """(m,) g = F(u)."""
        if self.method is Method.LOGIT:
            return np.asarray(self.low + (self.high - self.low) * expit(self._steepness * u + self._offset))
        return self._free(self._held(u))

    def slope(self, u: Numbers) -> Numbers:
        """(m,) dF/du; zero where a bound holds."""
        if self.method is Method.LOGIT:
            place = expit(self._steepness * u + self._offset)
            return np.asarray((self.high - self.low) * self._steepness * place * (1.0 - place))
        held = self._held(u)
        free = np.ones_like(u) if self.method is Method.LINEAR else self._free(held)
        return np.where(held == u, free, 0.0)

    def integral(self, u: Numbers) -> Numbers:
        """(m,) the integral of F, up to a constant."""
        if self.method is Method.LOGIT:
            bent = np.logaddexp(0.0, self._steepness * u + self._offset) / self._steepness
            return np.asarray(self.low * u + (self.high - self.low) * bent)
        held = self._held(u)
        # Beyond a bound F is constant, so that its integral goes on in a straight line.
        inside = held + held * held / 2 if self.method is Method.LINEAR else self._free(held)
        return np.asarray(inside + self._free(held) * (u - held))

    @property
    def _steepness(self) -> Numbers:
        return np.asarray((self.high - self.low) / ((1.0 - self.low) * (self.high - 1.0)))

    @property
    def _offset(self) -> Numbers:
        return np.asarray(np.log((1.0 - self.low) / (self.high - 1.0)))

    def _free(self, u: Numbers) -> Numbers:
        """F without bounds; too long a trial step overflows to inf, and is halved."""
        if self.method is Method.LINEAR:
            return np.asarray(1.0 + u)
        with np.errstate(over="ignore"):
            return np.asarray(np.exp(u))

    def _held(self, u: Numbers) -> Numbers:
        """u kept where F stays within the bounds."""
        if self.method is Method.LINEAR:
            return np.clip(u, self.low - 1.0, self.high - 1.0)
        with np.errstate(divide="ignore"):
            return np.clip(u, np.log(np.maximum(self.low, 0.0)), np.log(self.high))
