"""The Fay-Herriot model fitted: y_i = x_i'beta + v_i + e_i, var v = sigma^2 to be estimated, var e = D_i known.

Source  Fay and Herriot (1979), Journal of the American Statistical Association 74, 269-277; Rao and Molina (2015),
        Small Area Estimation, chapter 6
"""

from dataclasses import dataclass
from enum import Enum
from math import log, pi

import numpy as np
from scipy.optimize import brentq

from zengshou.concepts.sample import Numbers

STEPS = 60  # places at which the likelihood is looked at before it is climbed: it may have two tops
WIDEST = 10.0  # times the residual variance of a plain regression
NARROWEST = 1e-8
EXACT = 1e-14


class FitMethod(Enum):
    """REML allows for the estimation of beta; ML does not, and its sigma^2 is too small on average."""

    REML = "reml"
    ML = "ml"


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted model for m areas and p columns.

    beta           (p,) and beta_variance (p, p)
    between        sigma^2, the variance of areas around the regression; 0 where the likelihood is highest there
    between_error  asymptotic variance of sigma^2: 2 / sum (sigma^2 + D)^-2
    bias           of sigma^2 to the first order: 0 for REML, below 0 for ML
    likelihood     the (restricted) log-likelihood at its top
    """

    method: FitMethod
    beta: Numbers
    beta_variance: Numbers
    between: float
    between_error: float
    bias: float
    likelihood: float
    areas: int

    @property
    def df(self) -> int:
        return self.areas - len(self.beta)


def fit(y: Numbers, x: Numbers, variance: Numbers, method: FitMethod) -> Fit:
    """The model of highest likelihood over sigma^2 >= 0.

    y, variance  (m,), variance > 0; x (m, p) of full rank with p < m: `area_frame` sees to that
    """
    q, r = np.linalg.qr(x)
    between = _top(y, q, variance, method)
    at = _At.of(between, y, q, variance)
    inverse = np.linalg.inv(r)
    information = float((at.weight**2).sum())
    trace = _trace(at, q)
    return Fit(
        method,
        inverse @ at.beta,
        inverse @ at.spread @ inverse.T,
        between,
        2.0 / information,
        0.0 if method is FitMethod.REML else -trace / information,
        _likelihood(at, method, float(np.log(np.abs(np.diag(r))).sum())),
        len(y),
    )


@dataclass(frozen=True, eq=False)
class _At:
    """Everything at one sigma^2: weights 1/(sigma^2 + D), beta in the columns of q, its variance, residuals."""

    weight: Numbers
    beta: Numbers
    spread: Numbers
    residual: Numbers

    @classmethod
    def of(cls, between: float, y: Numbers, q: Numbers, variance: Numbers) -> "_At":
        weight = 1.0 / (between + variance)
        heavy = q * weight[:, None]
        spread = np.asarray(np.linalg.inv(heavy.T @ q), dtype=np.float64)
        beta = spread @ (heavy.T @ y)
        return cls(weight, beta, spread, y - q @ beta)


def _trace(at: _At, q: Numbers) -> float:
    """tr[(X'V^-1 X)^-1 X'V^-2 X], the same in the columns of q."""
    return float((at.spread * (q.T @ (q * (at.weight**2)[:, None]))).sum())


def _score(at: _At, q: Numbers, method: FitMethod) -> float:
    """Twice the derivative of the (restricted) log-likelihood in sigma^2."""
    lost = _trace(at, q) if method is FitMethod.REML else 0.0
    return float(((at.weight * at.residual) ** 2).sum() - at.weight.sum() + lost)


def _likelihood(at: _At, method: FitMethod, log_r: float) -> float:
    """`log_r` is the sum of ln |r_jj|, which turns the determinant in q into that in x."""
    plain = float(np.log(at.weight).sum() - at.weight @ at.residual**2 - len(at.weight) * log(2 * pi)) / 2
    if method is FitMethod.ML:
        return plain
    sign, size = np.linalg.slogdet(at.spread)
    return plain + float(sign * size) / 2 - log_r + len(at.beta) * log(2 * pi) / 2


def _top(y: Numbers, q: Numbers, variance: Numbers, method: FitMethod) -> float:
    """sigma^2 where the likelihood is highest: the best of a grid, then the zero of the score beside it."""
    residual = y - q @ (q.T @ y)
    widest = WIDEST * float(residual @ residual) / (len(y) - q.shape[1]) + float(variance.min()) * NARROWEST
    places = np.concatenate([[0.0], np.geomspace(NARROWEST, 1.0, STEPS) * widest])
    heights = [_likelihood(_At.of(place, y, q, variance), method, 0.0) for place in places]
    best = int(np.argmax(heights))

    def score(between: float) -> float:
        return _score(_At.of(between, y, q, variance), q, method)

    low, high = float(places[max(best - 1, 0)]), float(places[min(best + 1, len(places) - 1)])
    if score(low) <= 0 or score(high) >= 0:
        return float(places[best])
    return float(brentq(score, low, high, xtol=EXACT * high, rtol=EXACT))
