"""Intervals with t quantiles, on the scale on which the figure behaves; never 1.96."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from math import exp, isfinite, log, sqrt

import numpy as np
from scipy.special import ndtri, stdtrit

from zengshou.statistics.result import Inversion, Result
from zengshou.statistics.variance.codes import Column


class Transform(Enum):
    """The scale of an interval.

    LOGIT     shares, rates, Gini: stays between 0 and 1
    LOG       ratios and means of positive amounts: stays above 0
    WOODRUFF  quantiles: the interval of the share below, turned back into incomes
    IDENTITY  differences and whatever may have either sign
    """

    LOGIT = "logit"
    LOG = "log"
    WOODRUFF = "woodruff"
    IDENTITY = "identity"


ROUNDING = 1e-6  # an error this much below the figure's own is none: every stratum drew one PSU over and over
WIDEST = 300.0  # on the log scale: beyond, the limits say nothing and would overflow
Limits = tuple[float, float] | None


@dataclass(frozen=True)
class Scale:
    """A scale at one value: there, the slope at it, and back."""

    transform: Transform
    at: float
    slope: float
    back: Callable[[float], float]


@dataclass(frozen=True)
class Tails:
    """How far the weighted influence of the PSUs is from normal.

    skewness  third moment of the figure over the cube of its standard error
    df        degrees of freedom of its variance by its kurtosis (Satterthwaite), at most those of the design
    """

    skewness: float
    df: float


def limits(result: Result, se: float, df: float, transform: Transform, level: float) -> tuple[Limits, Transform]:
    """(low, high) and the scale in fact used: a value outside the range of its scale falls back on IDENTITY.

    None where there are no degrees of freedom or no error could be read.
    """
    if df <= 0:
        return None, transform
    t = t_quantile(0.5 + level / 2, df)
    if transform is Transform.WOODRUFF:
        if result.inversion is not None:
            return _woodruff(result, result.inversion, t), transform
        transform = Transform.LOG  # a share of a mean: not a quantile after all
    scale = scale_of(result.value, transform)
    return spread(scale, se, -t, t), scale.transform


def skewed_limits(
    value: float, se: float, tails: Tails, transform: Transform, level: float
) -> tuple[Limits, Transform]:
    """Limits for small samples of skewed figures: the tails set the degrees of freedom, and the skewness moves both.

    On its scale a figure needs about half of the shift (2 t^2 + 1)/6 of its skewness that an untransformed one needs;
    docs/coverage.md has what this covers.
    Source  Hall (1992), Journal of the Royal Statistical Society B 54, 221-228; Satterthwaite (1946), Biometrics 2, 110
    """
    scale = scale_of(value, transform)
    t = t_quantile(0.5 + level / 2, tails.df)
    part = 1.0 if scale.transform is Transform.IDENTITY else 0.5
    shift = max(-t, min(t, part * tails.skewness * (2.0 * t * t + 1.0) / 6.0))
    return spread(scale, se, -t + shift, t + shift), scale.transform


def studentised_limits(value: float, se: float, draws: Column, errors: Column, df: float, level: float) -> Limits:
    """Bootstrap-t: quantiles of (draw - value)/error of the draw, widened by t over the normal quantile.

    draws, errors  (B,); None where fewer than half of the draws have both
    Source  Hall (1988), Annals of Statistics 16, 927-953
    """
    usable = np.isfinite(draws) & np.isfinite(errors) & (errors > ROUNDING * se)
    if not isfinite(se) or df <= 0 or 2 * int(usable.sum()) < len(draws):
        return None
    pivots = (draws[usable] - value) / errors[usable]
    low, high = np.quantile(pivots, ((1.0 - level) / 2, (1.0 + level) / 2))
    wider = t_quantile(0.5 + level / 2, df) / float(ndtri(0.5 + level / 2))
    return float(value - high * wider * se), float(value - low * wider * se)


def percentile_limits(draws: Column, level: float) -> Limits:
    """Quantiles of bootstrap replicates; None where fewer than half of them have a value."""
    known = draws[np.isfinite(draws)]
    if 2 * known.size < len(draws):
        return None
    low, high = np.quantile(known, ((1.0 - level) / 2, (1.0 + level) / 2))
    return float(low), float(high)


def scale_of(value: float, transform: Transform) -> Scale:
    """The scale at a value; IDENTITY where the value is outside the range of the scale asked for."""
    if transform is Transform.LOGIT and 0 < value < 1:
        return Scale(transform, log(value / (1 - value)), 1 / (value * (1 - value)), _expit)
    if transform in (Transform.LOG, Transform.WOODRUFF) and value > 0:
        return Scale(Transform.LOG, log(value), 1 / value, exp)
    return Scale(Transform.IDENTITY, value, 1.0, float)


def spread(scale: Scale, se: float, low: float, high: float) -> Limits:
    """Limits so many standard errors below and above, on the scale."""
    if not isfinite(se):
        return None
    reach = se * scale.slope
    if scale.transform is Transform.LOG and max(-low, high) * reach >= WIDEST:
        return None
    return scale.back(scale.at + low * reach), scale.back(scale.at + high * reach)


def t_quantile(share: float, df: float) -> float:
    """The value below which `share` of Student's t with `df` degrees of freedom lies; `df` above 0."""
    return float(stdtrit(df, share))


def bound_for_none(n_psu: int, level: float) -> float:
    """The highest rate that `n_psu` independent draws, none of them a case, do not contradict (Clopper-Pearson)."""
    return float(1.0 - ((1.0 - level) / 2) ** (1.0 / n_psu))


def _expit(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def _woodruff(result: Result, inversion: Inversion, t: float) -> Limits:
    """Source  Woodruff (1952), Journal of the American Statistical Association 47, 635-646."""
    reach = t * sqrt(max(result.domain.variance(inversion.influence), 0.0))
    return inversion.at(inversion.share - reach), inversion.at(inversion.share + reach)
