"""The design of a sample, checked and indexed once: which PSU a row lies in, which stratum a PSU lies in."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Lonely, Sample
from zengshou.statistics.variance.calibrated import Residuals, residuals_of
from zengshou.statistics.variance.codes import Column, Index, listed, nested_psu, parents_of, relabel
from zengshou.statistics.variance.finite import sampled_rates
from zengshou.statistics.variance.replication import Replication, replication_of
from zengshou.statistics.variance.stages import Stage, later_stages

__all__ = ["Column", "Design", "Index", "design_of", "nested_psu", "relabel"]


@dataclass(frozen=True, eq=False)
class Design:
    """A Sample with its codes turned into indices.

    psu_of_row      (n,) index of the PSU, or None where each row is its own PSU
    stratum_of_psu  (m,) index of the stratum
    strata          (k,) codes of the strata as given
    psu_counts      (k,) PSUs in the sample, the whole design
    sampled_rate    (k,) share of the stratum's PSUs in the sample; 0 where sampling is with replacement
    later           stages below the first that enter the error; none where the first was drawn with replacement
    """

    sample: Sample
    psu_of_row: Index | None
    stratum_of_psu: Index
    strata: Index
    psu_counts: Index
    sampled_rate: Column
    later: tuple[Stage, ...] = ()

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
    def lonely(self) -> NDArray[np.bool_]:
        """(k,) True for strata of one PSU that was not the only one there was."""
        return np.asarray((self.psu_counts == 1) & (self.sampled_rate < 1), dtype=np.bool_)

    @cached_property
    def residuals(self) -> Residuals | None:
        """The regression on the calibration's columns, prepared once; None where weights were not calibrated."""
        calibration = self.sample.calibration
        return None if calibration is None else residuals_of(calibration, self.n)

    @cached_property
    def replication(self) -> Replication | None:
        """The replicates in place of linearisation; None where there are none."""
        spec = self.sample.replicates
        if spec is None or self.sample.is_register:
            return None
        return replication_of(spec, self.stratum_of_psu, self.psu_counts, self.sampled_rate, self.sample)

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
        lonely = f"lonely={self.sample.lonely.value}"
        parts = [f"strata={len(self.strata)}", psus, f"fpc={_fpc_word(self.sample)}", lonely, self._variance_word]
        if self.sample.calibration is not None:
            parts.append(f"calibration={_columns(self.sample.calibration.auxiliary)} columns, residuals")
        said = "; ".join(parts)
        return f"{self.sample.description}; {said}" if self.sample.description else said

    @property
    def _variance_word(self) -> str:
        if self.replication is not None:
            return f"variance={self.replication.text}"
        if not self.later:
            return "variance=taylor, ultimate cluster"
        alone = sum(stage.alone for stage in self.later)
        missed = f", {alone} units above with a single one below add nothing" if alone else ""
        return f"variance=taylor, {1 + len(self.later)} stages{missed}"


def design_of(sample: Sample | Design) -> Design:
    """Index a sample; a Design is returned as it is.

    Raises  ProblemsFound: columns of unequal length, a PSU in two strata, lonely PSUs under `fail`, an impossible FPC,
            faulty calibration columns or replicate weights
    """
    if isinstance(sample, Design):
        return sample
    _check_lengths(sample)
    strata, stratum_of_row = _strata(sample)
    first = _first_stage(sample)
    if first is None:
        psu_of_row, stratum_of_psu = None, stratum_of_row
    else:
        psu_of_row = relabel(first)[1]
        stratum_of_psu = _stratum_of_psu(first, psu_of_row, stratum_of_row)
    counts = np.bincount(stratum_of_psu, minlength=len(strata)).astype(np.int64)
    rate = sampled_rates(sample.populations[0], stratum_of_row, counts, strata, "层")
    later = () if psu_of_row is None else later_stages(sample, psu_of_row, rate[stratum_of_psu])
    design = Design(sample, psu_of_row, stratum_of_psu, strata, counts, rate, later)
    if sample.lonely is Lonely.FAIL and sample.strata is not None and not sample.is_register:
        _refuse_lonely(strata[design.lonely])
    design.residuals, design.replication  # noqa: B018 - their faults are the sample's, and are named with it
    return design


def _first_stage(sample: Sample) -> Index | None:
    """Codes of the PSUs, each stratum's own where numbers begin anew in every stratum."""
    if not sample.stages:
        return None
    first = sample.stages[0]
    return nested_psu(sample.strata, first) if sample.is_nested and sample.strata is not None else first


def _check_lengths(sample: Sample) -> None:
    columns: dict[str, Index | Column | None] = {"strata": sample.strata, "household": sample.household}
    for kind, several in (("psu", sample.stages), ("fpc", sample.populations)):
        for number, column in enumerate(several, start=1):
            if column is not sample.household:
                columns[kind if number == 1 else f"{kind} 第{number}阶段"] = column
    problems = [
        Problem(f"{name} 有 {len(column)} 行，权数有 {sample.n} 行。", "抽样设计", "各列须来自同一批行。")
        for name, column in columns.items()
        if column is not None and len(column) != sample.n
    ]
    if len(sample.populations) > max(len(sample.stages), 1):
        found = f"fpc 有 {len(sample.populations)} 列，抽样只有 {max(len(sample.stages), 1)} 个阶段。"
        problems.append(Problem(found, "抽样设计 fpc", "每个阶段至多一列。"))
    if problems:
        raise ProblemsFound(problems)


def _strata(sample: Sample) -> tuple[Index, Index]:
    if sample.strata is None:
        return np.zeros(1, dtype=np.int64), np.zeros(sample.n, dtype=np.int64)
    return relabel(sample.strata)


def _stratum_of_psu(codes: Index, psu_of_row: Index, stratum_of_row: Index) -> Index:
    stratum, straddling = parents_of(psu_of_row, stratum_of_row)
    if straddling.size:
        raise refuse(
            f"初级抽样单元 {listed(np.unique(codes[straddling]))} 出现在两个以上的层中。",
            "抽样设计",
            "若各层自行编号，请声明编号在层内嵌套；否则请核对层与初级单元两列。",
        )
    return stratum


def _refuse_lonely(lonely: Index) -> None:
    if lonely.size:
        raise refuse(
            f"第 {listed(lonely)} 层只有一个初级抽样单元，无法估计层内方差。",
            "抽样设计",
            "请与相邻的层合并，或选择 lonely=adjust（对总平均取离差）、average（取他层平均）、certainty（视为必选）。",
        )


def _fpc_word(sample: Sample) -> str:
    """How finite populations are given, stage by stage, down to the last that has one."""
    given = [column for column in sample.populations if column is not None]
    if not given:
        return "none"
    words = ["none" if c is None else "fractions" if (c <= 1).all() else "counts" for c in sample.populations]
    return "/".join(words[: max(i for i, c in enumerate(sample.populations) if c is not None) + 1])


def _columns(auxiliary: Column) -> int:
    return 1 if auxiliary.ndim == 1 else int(auxiliary.shape[1])
