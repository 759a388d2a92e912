"""The design of a sample, checked and indexed once: which PSU a row lies in, which stratum a PSU lies in."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Lonely, Sample

Index = NDArray[np.int64]
Column = NDArray[np.float64]

SHOWN = 8  # codes named in one message


@dataclass(frozen=True, eq=False)
class Design:
    """A Sample with its codes turned into indices.

    psu_of_row      (n,) index of the PSU, or None where each row is its own PSU
    stratum_of_psu  (m,) index of the stratum
    strata          (k,) codes of the strata as given
    psu_counts      (k,) PSUs in the sample, the whole design
    sampled_rate    (k,) share of the stratum's PSUs in the sample; 0 where sampling is with replacement
    """

    sample: Sample
    psu_of_row: Index | None
    stratum_of_psu: Index
    strata: Index
    psu_counts: Index
    sampled_rate: Column

    @property
    def n(self) -> int:
        return self.sample.n

    @property
    def weight(self) -> Column:
        return self.sample.weight

    @cached_property
    def is_in_psu_order(self) -> bool:
        """True where rows of one PSU stand together in rising order, so that runs replace a table of counts."""
        return self.psu_of_row is not None and bool(np.all(self.psu_of_row[1:] >= self.psu_of_row[:-1]))

    @cached_property
    def weight_fault(self) -> str:
        """Why these weights cannot be used, in words; empty where they can."""
        bad = ~np.isfinite(self.weight)
        if bad.any():
            return f"权数有 {int(bad.sum())} 行缺失或不是有限数。"
        if (self.weight < 0).any():
            return f"权数有 {int((self.weight < 0).sum())} 行为负。"
        return "" if self.weight.sum() > 0 else "权数合计为零。"

    @property
    def text(self) -> str:
        """The design in one line, for the Estimate."""
        if self.sample.is_register:
            return "register"
        psus = f"psu={len(self.stratum_of_psu)}" + (" (rows)" if self.psu_of_row is None else "")
        fpc = "none" if self.sample.fpc is None else "counts"
        lonely = f"; lonely={self.sample.lonely.value}"
        said = f"strata={len(self.strata)}; {psus}; fpc={fpc}{lonely}; variance=taylor, ultimate cluster"
        return f"{self.sample.description}; {said}" if self.sample.description else said


def design_of(sample: Sample | Design) -> Design:
    """Index a sample; a Design is returned as it is.

    Raises  ProblemsFound: columns of unequal length, a PSU in two strata, lonely PSUs under `fail`, an impossible FPC
    """
    if isinstance(sample, Design):
        return sample
    _check_lengths(sample)
    strata, stratum_of_row = _strata(sample)
    psu_of_row = None if sample.psu is None else relabel(sample.psu)[1]
    stratum_of_psu = stratum_of_row if psu_of_row is None else _stratum_of_psu(sample, psu_of_row, stratum_of_row)
    counts = np.bincount(stratum_of_psu, minlength=len(strata)).astype(np.int64)
    if sample.lonely is Lonely.FAIL and sample.strata is not None and not sample.is_register:
        _refuse_lonely(strata, counts)
    rate = _sampled_rate(sample, strata, stratum_of_row, counts)
    return Design(sample, psu_of_row, stratum_of_psu, strata, counts, rate)


def relabel(codes: Index) -> tuple[Index, Index]:
    """(labels, index) such that codes = labels[index]; labels rise."""
    if codes.size == 0:
        return codes, codes
    low, high = int(codes.min()), int(codes.max())
    span = high - low + 1
    if span > 4 * codes.size + 1024:
        labels, index = np.unique(codes, return_inverse=True)
        return labels, index.astype(np.int64)
    shifted = codes - low
    present = np.zeros(span, dtype=bool)
    present[shifted] = True
    if present.all():
        return np.arange(low, high + 1), shifted
    return np.flatnonzero(present) + low, (np.cumsum(present) - 1)[shifted]


def nested_psu(strata: Index, psu: Index) -> Index:
    """PSU codes made unique for files in which each stratum numbers its own PSUs from one."""
    codes = relabel(psu)[1]
    return relabel(strata)[1] * (int(codes.max(initial=0)) + 1) + codes


def _check_lengths(sample: Sample) -> None:
    columns = {"strata": sample.strata, "psu": sample.psu, "fpc": sample.fpc}
    problems = [
        Problem(f"{name} 有 {len(column)} 行，权数有 {sample.n} 行。", "抽样设计", "各列须来自同一批行。")
        for name, column in columns.items()
        if column is not None and len(column) != sample.n
    ]
    if problems:
        raise ProblemsFound(problems)


def _strata(sample: Sample) -> tuple[Index, Index]:
    if sample.strata is None:
        return np.zeros(1, dtype=np.int64), np.zeros(sample.n, dtype=np.int64)
    return relabel(sample.strata)


def _stratum_of_psu(sample: Sample, psu_of_row: Index, stratum_of_row: Index) -> Index:
    stratum = np.zeros(int(psu_of_row.max(initial=-1)) + 1, dtype=np.int64)
    stratum[psu_of_row] = stratum_of_row
    straddling = stratum[psu_of_row] != stratum_of_row
    if straddling.any() and sample.psu is not None:
        raise refuse(
            f"初级抽样单元 {_listed(np.unique(sample.psu[straddling]))} 出现在两个以上的层中。",
            "抽样设计",
            "若各层自行编号，请声明编号在层内嵌套；否则请核对层与初级单元两列。",
        )
    return stratum


def _refuse_lonely(strata: Index, counts: Index) -> None:
    lonely = strata[counts == 1]
    if lonely.size:
        raise refuse(
            f"第 {_listed(lonely)} 层只有一个初级抽样单元，无法估计层内方差。",
            "抽样设计",
            "请与相邻的层合并，或选择 lonely=adjust（对总平均取离差）、average（取他层平均）、certainty（视为必选）。",
        )


def _sampled_rate(sample: Sample, strata: Index, stratum_of_row: Index, counts: Index) -> Column:
    """f_h = PSUs in the sample / PSUs in the population."""
    if sample.fpc is None:
        return np.zeros(len(strata))
    population = np.zeros(len(strata))
    population[stratum_of_row] = sample.fpc
    problems = []
    uneven = np.unique(stratum_of_row[population[stratum_of_row] != sample.fpc])
    if uneven.size:
        found = f"第 {_listed(strata[uneven])} 层内的总体单元数不一致。"
        problems.append(Problem(found, "抽样设计 fpc", "同一层请填同一个数。"))
    small = np.flatnonzero(~(population >= counts))
    if small.size:
        found = f"第 {_listed(strata[small])} 层的总体单元数小于样本单元数。"
        problems.append(Problem(found, "抽样设计 fpc", "请填总体中的初级单元数。"))
    if problems:
        raise ProblemsFound(problems)
    return np.divide(counts, population, out=np.zeros(len(strata)), where=population > 0)


def _listed(codes: Index) -> str:
    more = f" 等 {codes.size} 个" if codes.size > SHOWN else ""
    return "、".join(str(code) for code in codes[:SHOWN]) + more
