"""A figure before its error: its value and the influence of every row. Results combine; one variance serves all."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import numpy as np

from zengshou.statistics.variance.design import Column
from zengshou.statistics.variance.domain import Domain
from zengshou.statistics.variance.replication import Replication


class Undefined(Exception):
    """The figure has no value here; the message says why, in words for the reader of the table."""

    @property
    def reason(self) -> str:
        return str(self)


@dataclass(frozen=True, eq=False)
class Inversion:
    """What Woodruff's interval of a quantile needs.

    share      the share of the domain's weight below the quantile
    influence  (n_domain,) of that share at the estimated quantile
    at         the quantile of any other share, by the same convention
    """

    share: float
    influence: Column
    at: Callable[[float], float]


@dataclass(frozen=True, eq=False)
class Result:
    """A value with its linearisation.

    domain   the rows that `z` is held for; all others have influence zero
    z        (n_domain,) influence: the error of `value` is that of the weighted total of z
    choices  conventions used, each as name=value
    """

    value: float
    domain: Domain
    z: Column
    choices: tuple[str, ...] = ()
    inversion: Inversion | None = None

    def influence(self) -> Column:
        """(n,) influence of each row of the whole sample, for any further contrast."""
        return self.domain.spread(self.z)

    def variance(self) -> float:
        return self.domain.variance(self.z)

    def deff(self, se: float | None = None) -> float | None:
        """Variance over that of as many rows drawn one by one with replacement; None where either cannot be read.

        se  the error of the figure where it is known already
        """
        simple = self.domain.simple_random(self.z)
        effect = (self.variance() if se is None else se * se) / simple if simple > 0 else float("nan")
        return effect if isfinite(effect) else None

    def naming(self, *choices: str) -> "Result":
        """The same result with further conventions named."""
        return Result(self.value, self.domain, self.z, merged(self.choices, choices), self.inversion)


@dataclass(frozen=True, eq=False)
class Replayed:
    """A figure worked out again in every replicate.

    values  (R,); NaN where the figure is undefined in a replicate
    errors  (R,) its linearised standard error in each, where they were asked for
    """

    values: Column
    replication: Replication
    errors: Column | None = None

    def variance(self, full: float) -> float:
        return self.replication.variance(self.values, full)

    @property
    def missing(self) -> int:
        """Replicates in which the figure is undefined."""
        return int(np.count_nonzero(~np.isfinite(self.values)))


@dataclass(frozen=True, eq=False)
class Evidence:
    """What replicates say of a figure: `own` those of the sample's design, for the error; `draws` for the interval."""

    own: Replayed | None = None
    draws: Replayed | None = None


def merged(*groups: tuple[str, ...]) -> tuple[str, ...]:
    """Names of conventions, each once, in the order met."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def derived(value: float, *parts: tuple[float, Result]) -> Result:
    """A function of results: its value, and the partial derivative of it by each part.

    Parts over different domains meet over the whole sample.
    """
    first = parts[0][1].domain
    choices = merged(*(part.choices for _, part in parts))
    if all(part.domain is first for _, part in parts):
        z = np.zeros(first.n)
        for slope, part in parts:
            z += slope * part.z
        return Result(value, first, z, choices)
    whole = next((part.domain for _, part in parts if part.domain.rows is None), Domain(first.design, None))
    z = np.zeros(whole.n)
    for slope, part in parts:
        if part.domain.rows is None:
            z += slope * part.z
        else:
            z[part.domain.rows] += slope * part.z
    return Result(value, whole, z, choices)


def difference(left: Result, right: Result) -> Result:
    return derived(left.value - right.value, (1.0, left), (-1.0, right))


def divided(numerator: float, denominator: float) -> float:
    """numerator / denominator. Raises  Undefined when the denominator is zero"""
    if denominator == 0:
        raise Undefined("分母为零，比值无定义。")
    return numerator / denominator


def quotient(numerator: Result, denominator: Result, reason: str = "分母为零，比值无定义。") -> Result:
    """numerator / denominator. Raises  Undefined with `reason` when the denominator is zero."""
    if denominator.value == 0:
        raise Undefined(reason)
    value = numerator.value / denominator.value
    return derived(value, (1.0 / denominator.value, numerator), (-value / denominator.value, denominator))


def scaled(result: Result, factor: float) -> Result:
    """factor * result, with its inversion where there is one."""
    inversion = result.inversion
    if inversion is not None:
        at = inversion.at
        inversion = Inversion(inversion.share, inversion.influence, lambda share: factor * at(share))
    return Result(factor * result.value, result.domain, factor * result.z, result.choices, inversion)
