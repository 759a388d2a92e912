"""The stages below the first, which enter the error only where the stage above was drawn from a finite population.

V = V1 + sum over PSUs of f1 V2(within the PSU), and so on downwards, with f the share of units drawn.
Source  Sarndal, Swensson, Wretman (1992), Model Assisted Survey Sampling, 4.3 and 4.4
"""

from dataclasses import dataclass

import numpy as np

from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.variance.codes import Column, Index, listed, parents_of, relabel
from zengshou.statistics.variance.finite import sampled_rates


@dataclass(frozen=True, eq=False)
class Stage:
    """Units drawn within the units of the stage above.

    unit_of_row     (n,) index of the unit
    parent_of_unit  (u,) index of the unit above
    counts          (g,) units drawn within each unit above
    sampled_rate    (g,) share of its units that was drawn; 0 for with replacement
    carried         (g,) product of the shares drawn at all stages above
    """

    unit_of_row: Index
    parent_of_unit: Index
    counts: Index
    sampled_rate: Column
    carried: Column

    @property
    def alone(self) -> int:
        """Units above in which a single unit of several was drawn: what they would add cannot be estimated."""
        return int(np.count_nonzero((self.counts == 1) & (self.sampled_rate < 1) & (self.carried > 0)))

    def variance(self, weighted: Column) -> float:
        """What this stage adds; `weighted` is (n,) weight times influence over the whole sample."""
        totals = np.bincount(self.unit_of_row, weighted, minlength=len(self.parent_of_unit))
        size = len(self.counts)
        means = np.bincount(self.parent_of_unit, totals, minlength=size) / self.counts
        squares = np.bincount(self.parent_of_unit, (totals - means[self.parent_of_unit]) ** 2, minlength=size)
        several = self.counts > 1
        factor = np.divide(self.counts, self.counts - 1, out=np.zeros(size), where=several)
        return float((self.carried * (1.0 - self.sampled_rate) * factor) @ squares)


def later_stages(sample: Sample, psu_of_row: Index, rate_of_psu: Column) -> tuple[Stage, ...]:
    """The stages below the first, as far down as finite populations reach.

    psu_of_row   (n,) index of the first-stage unit; rate_of_psu  (m,) share drawn in its stratum
    Raises       ProblemsFound: a unit in two units above, an impossible population
    """
    found: list[Stage] = []
    parent_of_row, carried = psu_of_row, rate_of_psu
    for number, (codes, population) in enumerate(zip(sample.stages[1:], sample.populations[1:], strict=True), start=2):
        if not (carried > 0).any():
            break
        unit_of_row, parent_of_unit = _units(codes, parent_of_row, sample.is_nested, number)
        counts = np.bincount(parent_of_unit, minlength=len(carried)).astype(np.int64)
        names = np.arange(1, len(counts) + 1)
        rate = sampled_rates(population, parent_of_row, counts, names, f"个第{number - 1}阶段单元")
        found.append(Stage(unit_of_row, parent_of_unit, counts, rate, carried))
        parent_of_row, carried = unit_of_row, (carried * rate)[parent_of_unit]
    return tuple(found)


def _units(codes: Index, parent_of_row: Index, is_nested: bool, number: int) -> tuple[Index, Index]:
    """(unit of each row, parent of each unit), a unit being a code within its parent."""
    labels, index = relabel(codes)
    if is_nested:
        index = relabel(parent_of_row * len(labels) + index)[1]
    parent, straddling = parents_of(index, parent_of_row)
    if straddling.size:
        raise refuse(
            f"第{number}阶段单元 {listed(np.unique(codes[straddling]))} 出现在两个以上的上级单元中。",
            "抽样设计",
            "若各上级单元自行编号，请声明编号嵌套；否则请核对各阶段的列。",
        )
    return index, parent
