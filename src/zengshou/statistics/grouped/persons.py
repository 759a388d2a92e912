"""From shares of households to shares of persons: by printed sizes, else by the tilt; the residual stays visible."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from scipy.optimize import brentq

from zengshou.statistics.grouped.groups import GroupsOf, IncomeGroups, Numbers
from zengshou.statistics.result import Undefined

FIFTHS = 5
STEEPEST = 20.0  # exp(-20) of a group is as good as no group: a mean that asks for more lies at the lowest group
NO_WAY = "分组为户的等份，而表中既没有户均人口，也没有公布的人均值，不能换算成人口比重。"
OUTSIDE = "公布的人均值不在最低组与最高组均值之间，不能换算成人口比重。"


class Conversion(Enum):
    """How shares of persons are found.

    PERSONS        the groups are of persons already
    PRINTED_SIZES  household share times printed persons per household
    TILT           p_i proportional to exp(-lambda (i - 1)) for fifths, lambda solved so that the mean is the published
                   one; groups of other sizes by their place among the households, counted in fifths
    AS_PRINTED     shares of households taken for shares of persons: for comparison only, never chosen by itself
    """

    PERSONS = "persons"
    PRINTED_SIZES = "printed_sizes"
    TILT = "tilt"
    AS_PRINTED = "as_printed"

    @property
    def label(self) -> str:
        return {
            "persons": "分组即人口等份",
            "printed_sizes": "按公布的户均人口换算",
            "tilt": "按倾斜假设换算",
            "as_printed": "户的等份直接当作人口等份",
        }[self.value]


@dataclass(frozen=True, eq=False)
class PersonShares:
    """Shares of persons and how they were found.

    shares    (k,) they sum to 1
    tilt      lambda of the tilt, the one number of that assumption; None for the other conversions
    residual  mean by these shares less the published mean, yuan; None where no mean is published
    """

    shares: Numbers
    conversion: Conversion
    tilt: float | None
    residual: float | None

    def __str__(self) -> str:
        solved = "" if self.tilt is None else f" λ={self.tilt:.4f}"
        left = "" if self.residual is None else f"，与公布人均值相差 {round(self.residual):+,} 元"
        return f"{self.conversion.label}{solved}{left}"


def person_shares(groups: IncomeGroups, conversion: Conversion | None = None) -> PersonShares:
    """Shares of persons of each group; None takes the best conversion that the table allows.

    Raises  Undefined: the table gives no way, or not the one asked for
    """
    way = conversion or _best(groups)
    shares, tilt = groups.shares, None
    if way is Conversion.PRINTED_SIZES:
        if groups.sizes is None:
            raise Undefined("表中没有户均人口。")
        shares = groups.shares * groups.sizes
        shares = shares / shares.sum()
    elif way is Conversion.TILT:
        shares, tilt = _tilted(groups)
    mean = float(shares @ groups.means)
    residual = None if groups.published_mean is None else mean - groups.published_mean
    return PersonShares(shares, way, tilt, residual)


def _best(groups: IncomeGroups) -> Conversion:
    if groups.of is GroupsOf.PERSONS:
        return Conversion.PERSONS
    if groups.sizes is not None:
        return Conversion.PRINTED_SIZES
    if groups.published_mean is not None:
        return Conversion.TILT
    raise Undefined(NO_WAY)


def _tilted(groups: IncomeGroups) -> tuple[Numbers, float]:
    mean = groups.published_mean
    if mean is None:
        raise Undefined(NO_WAY)
    if not groups.means[0] < mean < groups.means[-1]:
        raise Undefined(OUTSIDE)
    # the middle of each group among the households, counted in fifths: 0 to 4 for fifths, so that lambda means the
    # same for a table of 10/10/20/20/20/10/10
    middle = np.cumsum(groups.shares) - groups.shares / 2
    place = FIFTHS * middle - 0.5

    def shares(slope: float) -> Numbers:
        # the largest exponent is taken out first, so that a steep tilt cannot overflow
        exponent = -slope * place
        weight = groups.shares * np.exp(exponent - exponent.max())
        return np.asarray(weight / weight.sum(), dtype=np.float64)

    def gap(slope: float) -> float:
        return float(shares(slope) @ groups.means) - mean

    if gap(-STEEPEST) <= 0 or gap(STEEPEST) >= 0:
        raise Undefined(OUTSIDE)
    slope = float(brentq(gap, -STEEPEST, STEEPEST, xtol=1e-14))
    return shares(slope), slope


def simple_average_ratio(groups: IncomeGroups) -> float | None:
    """Average of the group means by printed shares over the published mean: above 1 where groups are of households."""
    if groups.published_mean is None:
        return None
    return float(groups.shares @ groups.means) / groups.published_mean
