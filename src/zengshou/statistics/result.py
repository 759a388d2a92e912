"""A figure before its error: its value and the influence of every row. Results combine; one variance serves all."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from zengshou.statistics.variance.design import Column
from zengshou.statistics.variance.domain import Domain


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

    def naming(self, *choices: str) -> "Result":
        """The same result with further conventions named."""
        return Result(self.value, self.domain, self.z, merged(self.choices, choices), self.inversion)


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
