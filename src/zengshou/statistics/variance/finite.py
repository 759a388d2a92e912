"""Finite populations: the share of the units of a stratum (or of a parent unit) that is in the sample."""

import numpy as np

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.statistics.variance.codes import Column, Index, listed

WHERE = "抽样设计 fpc"


def sampled_rates(given: Column | None, group_of_row: Index, counts: Index, codes: Index, level: str) -> Column:
    """(g,) share of the units of each group in the sample; 0 where sampling is with replacement.

    given         (n,) units in the population, or sampling fractions up to 1; None: with replacement
    group_of_row  (n,) index of the stratum, or of the unit of the stage above
    counts        (g,) units in the sample
    codes         (g,) codes of the groups as the file has them; `level` is what a group is called in messages
    Raises        ProblemsFound: missing or not above zero, uneven within a group, counts and fractions mixed,
                  fewer units in the population than in the sample
    """
    if given is None:
        return np.zeros(len(counts))
    column = np.asarray(given, dtype=np.float64)
    problems = _unreadable(column)
    if problems:
        raise ProblemsFound(problems)
    population = np.zeros(len(counts))
    population[group_of_row] = column
    uneven = np.unique(group_of_row[population[group_of_row] != column])
    if uneven.size:
        found = f"第 {listed(codes[uneven])} {level}内的总体单元数不一致。"
        problems.append(Problem(found, WHERE, "同一层（或同一上级单元）请填同一个数。"))
    is_fraction = population <= 1
    small = np.flatnonzero(~is_fraction & (population < counts))
    if small.size:
        found = f"第 {listed(codes[small])} {level}的总体单元数小于样本单元数。"
        problems.append(Problem(found, WHERE, "请填总体中的单元数，或不大于 1 的抽样比。"))
    if problems:
        raise ProblemsFound(problems)
    return np.where(is_fraction, population, counts / np.where(is_fraction, 1.0, population))


def _unreadable(column: Column) -> list[Problem]:
    bad = ~(np.isfinite(column) & (column > 0))
    if bad.any():
        found = f"总体单元数有 {int(bad.sum())} 行缺失或不大于零。"
        return [Problem(found, WHERE, "请填总体中的单元数，或不大于 1 的抽样比。")]
    if (column < 1).any() and (column > 1).any():
        return [Problem("总体单元数与抽样比混在一列中。", WHERE, "请全列填总体单元数，或全列填抽样比。")]
    return []
