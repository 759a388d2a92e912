"""Intervals with t quantiles, on the scale on which the figure behaves; never 1.96."""

from enum import Enum
from math import exp, isfinite, log, sqrt

from scipy.special import stdtrit

from zengshou.statistics.result import Inversion, Result


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


WIDEST = 300.0  # on the log scale: beyond, the limits say nothing and would overflow
Limits = tuple[float, float] | None


def limits(result: Result, se: float, df: int, transform: Transform, level: float) -> tuple[Limits, Transform]:
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
    if not isfinite(se):
        return None, transform
    value = result.value
    if transform is Transform.LOGIT and 0 < value < 1:
        centre, width = log(value / (1 - value)), t * se / (value * (1 - value))
        return (_expit(centre - width), _expit(centre + width)), transform
    if transform is Transform.LOG and value > 0:
        width = t * se / value
        return ((value * exp(-width), value * exp(width)) if width < WIDEST else None), transform
    return _wald(value, se, t), Transform.IDENTITY


def t_quantile(share: float, df: float) -> float:
    """The value below which `share` of Student's t with `df` degrees of freedom lies; `df` above 0."""
    return float(stdtrit(df, share))


def bound_for_none(n_psu: int, level: float) -> float:
    """The highest rate that `n_psu` independent draws, none of them a case, do not contradict (Clopper-Pearson)."""
    return float(1.0 - ((1.0 - level) / 2) ** (1.0 / n_psu))


def _wald(value: float, se: float, t: float) -> Limits:
    return (value - t * se, value + t * se) if isfinite(se) else None


def _expit(x: float) -> float:
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def _woodruff(result: Result, inversion: Inversion, t: float) -> Limits:
    """Source  Woodruff (1952), Journal of the American Statistical Association 47, 635-646."""
    reach = t * sqrt(result.domain.variance(inversion.influence))
    return inversion.at(inversion.share - reach), inversion.at(inversion.share + reach)
