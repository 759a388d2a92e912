"""Figures of a register: values alone, since nobody asks for an error. One sort of plain numbers a domain."""

import dataclasses

import numpy as np

from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Line, LineBasis, Mask, ShareOf
from zengshou.statistics.prepared import checked
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Indicator
from zengshou.statistics.result import Result, Undefined
from zengshou.statistics.variance.design import design_of
from zengshou.statistics.variance.domain import Domain
from zengshou.statistics.variance.light import Light, Sorted
from zengshou.statistics.variance.values import value_of

FEW = 1_000  # rows from which the names of the conventions are read
NO_ROWS = np.zeros(0, dtype=np.int64)


class Exact:
    """The values of one table over a register. Domains and lines are sorted once, whatever is asked of them."""

    def __init__(self, choices: Choices) -> None:
        self._choices = choices
        self._sums: dict[Ranked, Light] = {}
        self._heights: dict[tuple[Variable, Line], float] = {}

    def result(self, asked: Indicator, ranked: Ranked) -> Result:
        """The indicator with an influence of nothing; measured in full where there is no shorter way.

        Raises  Undefined
        """
        ranked = checked(ranked, asked.needs, self._choices)
        short, named = value_of(asked.name, self._choices), self._named(asked, ranked)
        if short is None or named is None:
            return asked.measure(ranked, self._choices)
        value = short(self._sums_of(ranked), self._choices, lambda line: self._height(ranked.variable, line))
        return Result(value, ranked.domain, np.broadcast_to(0.0, ranked.domain.n), named)

    def _sums_of(self, ranked: Ranked) -> Light:
        if ranked not in self._sums:
            self._sums[ranked] = sums_of(ranked)
        return self._sums[ranked]

    def _height(self, variable: Variable, line: Line) -> float:
        """The amount of a line; a relative one over its own domain."""
        if not isinstance(line, ShareOf):
            return line.value
        if (variable, line) not in self._heights:
            everyone = _reference(variable, line.domain)
            centre = everyone.mean if line.of is LineBasis.MEAN else _median(everyone)
            if not centre * line.share > 0:
                raise Undefined("相对线不大于零，无法使用。")
            self._heights[variable, line] = centre * line.share
        return self._heights[variable, line]

    def _named(self, asked: Indicator, ranked: Ranked) -> tuple[str, ...] | None:
        """The conventions that the full measure names, read from a few rows; None where those rows do not say."""
        rows = np.arange(ranked.domain.n) if ranked.domain.rows is None else ranked.domain.rows
        some = rows[:FEW]
        sample = Sample(ranked.domain.weight[: len(some)], is_register=True)  # the design of all rows fits not these
        variable = Variable(ranked.x[: len(some)], design_of(sample), ranked.variable.density)
        line, rich_line = (_cut(each, some) for each in (self._choices.line, self._choices.rich_line))
        choices = dataclasses.replace(self._choices, line=line, rich_line=rich_line)
        try:
            return asked.measure(checked(variable.whole, asked.needs, choices), choices).choices
        except Undefined:
            return None


def sums_of(ranked: Ranked) -> Light:
    """The income as its sums see it. Where all weigh the same, plain numbers are sorted: several times faster."""
    if _is_even(ranked):
        x, weight = np.sort(ranked.x), ranked.w
    else:
        x, weight = ranked.sorted_x, ranked.sorted_w
    return Light(Sorted(NO_ROWS, x, weight, NO_ROWS, 0), None, weight)


def _is_even(ranked: Ranked) -> bool:
    return bool(ranked.w.size) and float(ranked.w.min()) == float(ranked.w.max())


def _median(ranked: Ranked) -> float:
    """The smallest income whose cumulative weight reaches a half; without sorting the others where all weigh alike."""
    if not _is_even(ranked):
        return sums_of(ranked).quantile(0.5)
    place = (ranked.domain.n + 1) // 2 - 1
    return float(np.partition(ranked.x, place)[place])


def _reference(variable: Variable, mask: Mask | None) -> Ranked:
    """The observed rows of a line's own domain. Raises  Undefined where there is none."""
    if mask is None:
        return variable.whole
    found = variable.within(Domain(variable.design, np.flatnonzero(np.isfinite(variable.values) & mask)))
    if found.domain.n == 0:
        raise Undefined("相对线的参照人群中没有样本。")
    return found


def _cut(line: Line, rows: np.ndarray) -> Line:
    """The line of a few rows: its name is that of the whole line."""
    if not isinstance(line, ShareOf) or line.domain is None:
        return line
    return dataclasses.replace(line, domain=np.ones(len(rows), dtype=bool))
