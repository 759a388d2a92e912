"""Points of the Lorenz curve of a grouped table, and the least and the most that the Gini can be behind them."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from zengshou.statistics.grouped.groups import IncomeGroups, Numbers
from zengshou.statistics.grouped.persons import PersonShares


class LimitsFrom(Enum):
    """Where the limits of each group are taken from.

    PRINTED     the printed limits
    NEIGHBOURS  not printed: from the mean of the group below (0 for the first) to that of the group above; valid, wider
    """

    PRINTED = "printed"
    NEIGHBOURS = "neighbour_means"


@dataclass(frozen=True, eq=False)
class LorenzPoints:
    """The printed points.

    people  (k + 1,) cumulative shares of persons, 0 to 1
    money   (k + 1,) cumulative shares of income, 0 to 1
    mean    mean income per head by these shares
    """

    people: Numbers
    money: Numbers
    mean: float

    @property
    def inner(self) -> tuple[Numbers, Numbers]:
        """The points between (0, 0) and (1, 1), which alone are fitted."""
        return self.people[1:-1], self.money[1:-1]


@dataclass(frozen=True)
class Bounds:
    """The Gini lies from `lower` (all equal within groups) to `upper` (as unequal within as the limits allow)."""

    lower: float
    upper: float
    limits: LimitsFrom

    def holds(self, gini: float) -> bool:
        return self.lower <= gini <= self.upper

    def __str__(self) -> str:
        return f"{self.lower:.3f}–{self.upper:.3f}"


def lorenz_points(groups: IncomeGroups, persons: PersonShares) -> LorenzPoints:
    """Cumulative shares of persons and of income."""
    mean = float(persons.shares @ groups.means)
    people = np.concatenate([[0.0], np.cumsum(persons.shares)])
    money = np.concatenate([[0.0], np.cumsum(persons.shares * groups.means) / mean])
    people[-1] = money[-1] = 1.0
    return LorenzPoints(people, money, mean)


def gini_of_points(points: LorenzPoints) -> float:
    """One minus twice the area under straight lines through the points: all equal within groups."""
    heights = points.money[1:] + points.money[:-1]
    return float(1.0 - np.diff(points.people) @ heights)


def gini_bounds(groups: IncomeGroups, persons: PersonShares) -> Bounds:
    """The band of the Gini; the top group is open.

    A group with limits [a, b] adds at most p^2 (m - a)(b - m) / (mean (b - a)): all its people at one limit or the
    other; an open top adds p^2 (m - a) / mean.
    Source  Gastwirth (1972), Review of Economics and Statistics 54(3), 306-316
    """
    points = lorenz_points(groups, persons)
    lower = gini_of_points(points)
    below, above = _limits(groups)
    share, mean = persons.shares, groups.means
    room = (mean - below)[:-1] * (above - mean[:-1]) / (above - below[:-1])
    spread = share[:-1] ** 2 @ room + share[-1] ** 2 * (mean[-1] - below[-1])
    limits = LimitsFrom.NEIGHBOURS if groups.limits is None else LimitsFrom.PRINTED
    return Bounds(lower, min(lower + float(spread) / points.mean, 1.0), limits)


def _limits(groups: IncomeGroups) -> tuple[Numbers, Numbers]:
    """((k,) lower limits, (k - 1,) upper limits of all but the open top)."""
    zero = np.zeros(1)
    if groups.limits is not None:
        return np.concatenate([zero, groups.limits]), groups.limits
    return np.concatenate([zero, groups.means[:-1]]), groups.means[1:]
