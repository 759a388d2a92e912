"""The income groups of a printed table: means, shares, sizes, limits, and of what the groups are shares."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.statistics.choices import Provenance

Numbers = NDArray[np.float64]
FEWEST = 3  # two inner points are the least that a curve of one parameter can be judged by


class GroupsOf(Enum):
    """What a group is a share of. The five groups of the national tables are fifths of households."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"

    @property
    def label(self) -> str:
        return {"households": "户", "persons": "人"}[self.value]


@dataclass(frozen=True, eq=False)
class IncomeGroups:
    """Groups from the poorest to the richest, ordered by income per head.

    means           (k,) mean income per head of each group, rising
    shares          (k,) share of each group in what `of` says; they sum to 1
    of              households or persons
    published_mean  the printed mean of all persons, or None
    sizes           (k,) printed persons per household, or None
    limits          (k - 1,) printed incomes between the groups, or None where they are not known
    """

    means: Numbers
    shares: Numbers
    of: GroupsOf
    published_mean: float | None = None
    sizes: Numbers | None = None
    limits: Numbers | None = None
    about: Provenance = field(default_factory=Provenance)

    @property
    def k(self) -> int:
        return len(self.means)


def income_groups(
    means: Sequence[float],
    shares: Sequence[float] | None = None,
    *,
    of: GroupsOf = GroupsOf.HOUSEHOLDS,
    published_mean: float | None = None,
    sizes: Sequence[float] | None = None,
    limits: Sequence[float] | None = None,
    about: Provenance | None = None,
) -> IncomeGroups:
    """Groups as printed, checked; `shares` in any scale, None for equal shares.

    Raises  ProblemsFound with everything that is wrong: fewer than three groups, means that do not rise, columns of
            another length, values that are not above zero, limits that do not part the means
    """
    about = about or Provenance()
    held = np.asarray(means, dtype=np.float64)
    weight = np.ones(len(held)) if shares is None else np.asarray(shares, dtype=np.float64)
    size = None if sizes is None else np.asarray(sizes, dtype=np.float64)
    between = None if limits is None else np.asarray(limits, dtype=np.float64)
    where = " ".join(part for part in (about.area, about.period, "分组表") if part)
    faults = [
        *_faults_of_means(held, where),
        *_faults_of_column("比重", weight, len(held), where),
        *([] if size is None else _faults_of_column("户均人口", size, len(held), where)),
        *([] if between is None else _faults_of_limits(between, held, where)),
    ]
    if published_mean is not None and not 0 < published_mean < np.inf:
        faults.append(Problem(f"公布的人均值 {published_mean:g} 不是正数。", where, "核对人均值。"))
    if faults:
        raise ProblemsFound(faults)
    return IncomeGroups(held, weight / weight.sum(), of, published_mean, size, between, about)


def _faults_of_means(means: Numbers, where: str) -> list[Problem]:
    if len(means) < FEWEST:
        return [Problem(f"只有 {len(means)} 组。", where, f"至少要 {FEWEST} 组。")]
    if not np.all(np.isfinite(means)) or np.any(means <= 0):
        return [Problem("组均值中有空缺、零或负数。", where, "补齐各组均值。")]
    falls = np.flatnonzero(np.diff(means) <= 0)
    return [
        Problem(
            f"第{place + 2}组均值 {means[place + 1]:g} 不高于第{place + 1}组的 {means[place]:g}。",
            where,
            "各组应由低到高，核对顺序和数值。",
        )
        for place in falls
    ]


def _faults_of_column(name: str, column: Numbers, k: int, where: str) -> list[Problem]:
    if len(column) != k:
        return [Problem(f"{name}有 {len(column)} 个，组有 {k} 个。", where, "各组一个。")]
    if not np.all(np.isfinite(column)) or np.any(column <= 0):
        return [Problem(f"{name}中有空缺、零或负数。", where, "补齐各组的值。")]
    return []


def _faults_of_limits(limits: Numbers, means: Numbers, where: str) -> list[Problem]:
    if len(limits) != len(means) - 1:
        return [Problem(f"组限有 {len(limits)} 个，应为 {len(means) - 1} 个。", where, "两组之间一个。")]
    apart = (means[:-1] <= limits) & (limits <= means[1:])
    return [
        Problem(f"组限 {limits[place]:g} 不在相邻两组均值之间。", where, "核对组限。")
        for place in np.flatnonzero(~apart)
    ]
