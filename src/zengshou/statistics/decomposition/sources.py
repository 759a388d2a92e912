"""The sources of an income: columns of the same rows whose sum, row by row, is the income that is ranked."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zengshou.concepts.problem import refuse
from zengshou.statistics.choices import Choices, Negatives
from zengshou.statistics.indicators import Numbers
from zengshou.statistics.prepared import variable_of
from zengshou.statistics.ranked import Variable
from zengshou.statistics.variance.design import Design

LARGEST_COUNT = 8  # sources in a Shapley decomposition: 2^8 incomes are built and sorted


@dataclass(frozen=True, eq=False)
class Sources:
    """The income and what it is made of, in the order given.

    names    of the sources
    columns  one a source
    income   their sum
    """

    names: tuple[str, ...]
    columns: tuple[Variable, ...]
    income: Variable

    @property
    def notes(self) -> tuple[str, ...]:
        """What the income is the sum of, for the convention."""
        return (f"sources={'+'.join(self.names)}",)


def sources_of(given: Mapping[str, Numbers], design: Design, choices: Choices) -> Sources:
    """The columns made ready; a missing value in one is a missing income.

    Raises  ProblemsFound: no source, columns of unequal length, or a policy that would break the sum
    """
    if not given:
        raise refuse("没有给出任何收入来源。", "sources", "请按来源名称给出各列，其和为总收入。")
    if choices.negatives is Negatives.FLOOR_AT_ZERO:
        found = "负收入逐列归零后，各来源之和不再等于总收入。"
        raise refuse(found, "negatives=floor_at_zero", "按来源分解请选用 keep、drop 或 refuse。")
    columns = tuple(variable_of(column, design, choices) for column in given.values())
    income = np.sum([column.values for column in columns], axis=0)
    return Sources(tuple(given), columns, variable_of(income, design, choices))


def few_enough(sources: Sources) -> Sources:
    """The same sources. Raises  ProblemsFound when their subsets would be too many."""
    if len(sources.names) > LARGEST_COUNT:
        found = f"共有 {len(sources.names)} 个来源，沙普利分解最多 {LARGEST_COUNT} 个。"
        raise refuse(found, "sources", "请先合并较小的来源。")
    return sources
