"""Replicates in place of linearisation: their weights, by PSU, and the factors with which their squares are summed."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.sample import Centre, Lonely, ReplicateKind, Replicates, Sample
from zengshou.statistics.variance.codes import Column, Index
from zengshou.statistics.variance.hadamard import hadamard, order_from
from zengshou.statistics.variance.multipliers import (
    Drawn,
    Multiplier,
    balanced_halves,
    bootstrap,
    jackknife,
    left_out_factors,
    paired_jackknife,
    successive,
)

KEPT = 4_000_000  # multipliers kept in memory, 32 MB; beyond, each is made again when it is asked for
MOST = 20_000  # replicates of a jackknife; beyond, the bootstrap says the same for less
PAIRED = (ReplicateKind.JK2, ReplicateKind.BRR, ReplicateKind.FAY)
WHERE = "抽样设计 replicates"


@dataclass(frozen=True, eq=False)
class Replication:
    """The replicates of a design.

    factors     (R,) of the squares
    multiplier  number of a replicate -> (m,) by PSU; None where weights came with the file
    """

    spec: Replicates
    factors: Column
    multiplier: Multiplier | None
    psus: int

    @property
    def count(self) -> int:
        return len(self.factors)

    @cached_property
    def _table(self) -> Column | None:
        """(R, m) multipliers, where they are few enough to keep."""
        if self.multiplier is None or self.count * self.psus > KEPT:
            return None
        return np.stack([self.multiplier(number) for number in range(self.count)])

    def by_psu(self, number: int) -> Column:
        """(m,) multipliers of one replicate."""
        if self._table is not None:
            return np.asarray(self._table[number], dtype=np.float64)
        assert self.multiplier is not None  # asked for only where weights are made by PSU
        return self.multiplier(number)

    def variance(self, values: Column, full: float) -> float:
        """Sum of factors times squares around the full sample's figure, or around the mean of the replicates.

        values  (R,) of the replicates; NaN where one has no value: it is left out, its factor shared by the others
        """
        known = np.isfinite(values)
        if not known.any():
            return float("nan")
        found, factors = values[known], self.factors[known] * (self.factors.sum() / self.factors[known].sum())
        centre = full if self.spec.centre is Centre.FULL else float(found.mean())
        return float(factors @ (found - centre) ** 2)

    def moved_totals(self, totals: Column) -> Column:
        """(R,) weighted totals in the replicates, from the totals (m,) by PSU."""
        if self._table is not None:
            return np.asarray(self._table @ totals, dtype=np.float64)
        return np.array([float(self.by_psu(number) @ totals) for number in range(self.count)])

    @property
    def text(self) -> str:
        kind = self.spec.kind.value + (f"({self.spec.rho:g})" if self.spec.kind is ReplicateKind.FAY else "")
        seed = f", seed={self.spec.seed}" if self.spec.kind is ReplicateKind.BOOTSTRAP and self.multiplier else ""
        source = "" if self.multiplier else ", weights given"
        return f"{kind}, replicates={self.count}{seed}{source}, centre={self.spec.centre.value}"


def replication_of(spec: Replicates, stratum_of_psu: Index, counts: Index, rate: Column, sample: Sample) -> Replication:
    """Replicates as asked for.

    Raises  ProblemsFound where the design does not fit the kind, or given weights are faulty
    """
    problems = [*_faults(spec, sample), *([] if spec.weights is not None else _misfits(spec, counts, rate, sample))]
    if problems:
        raise ProblemsFound(problems)
    drawn = Drawn(stratum_of_psu, counts, rate)
    if spec.weights is not None:
        return Replication(spec, _given_factors(spec), None, drawn.m)
    multiplier, factors = _made(spec, drawn)
    return Replication(spec, factors, multiplier, drawn.m)


def _made(spec: Replicates, drawn: Drawn) -> tuple[Multiplier, Column]:
    kind, strata = spec.kind, len(drawn.counts)
    if kind is ReplicateKind.BOOTSTRAP:
        freedom = spec.count - 1 if spec.centre is Centre.MEAN else spec.count
        return bootstrap(drawn, spec.seed), np.full(spec.count, 1.0 / freedom)
    if kind in (ReplicateKind.JK1, ReplicateKind.JKN):
        return jackknife(drawn), left_out_factors(drawn)
    if kind is ReplicateKind.JK2:
        return paired_jackknife(drawn), 1.0 - drawn.rate
    if kind is ReplicateKind.SDR:
        order = order_from(max(spec.count, 4))
        return successive(drawn, hadamard(order)), np.full(order, 4.0 / order)
    rho = spec.rho if kind is ReplicateKind.FAY else 0.0
    order = order_from(strata + 1)
    return balanced_halves(drawn, hadamard(order), rho), np.full(order, 1.0 / (order * (1.0 - rho) ** 2))


def _given_factors(spec: Replicates) -> Column:
    """Factors of the squares of weights that came with the file."""
    assert spec.weights is not None
    size = spec.weights.shape[1]
    if spec.factors is not None:
        return np.asarray(spec.factors, dtype=np.float64)
    rho = spec.rho if spec.kind is ReplicateKind.FAY else 0.0
    one = {
        ReplicateKind.BOOTSTRAP: 1.0 / (size - 1 if spec.centre is Centre.MEAN else size),
        ReplicateKind.JK1: (size - 1) / size,
        ReplicateKind.JK2: 1.0,
        ReplicateKind.SDR: 4.0 / size,
    }.get(spec.kind, 1.0 / (size * (1.0 - rho) ** 2))
    return np.full(size, one)


def _faults(spec: Replicates, sample: Sample) -> list[Problem]:
    """What is wrong whatever the design."""
    found: list[Problem] = []
    if spec.kind is ReplicateKind.BOOTSTRAP and spec.weights is None and spec.count < 2:
        found.append(Problem(f"自助法的次数为 {spec.count}。", WHERE, "至少 2 次，常用 500 次。"))
    if not 0 <= spec.rho < 1:
        found.append(Problem(f"Fay 系数 {spec.rho:g} 不在 0 与 1 之间。", WHERE, "常用 0.5。"))
    if spec.weights is None:
        if spec.factors is not None:
            found.append(Problem("给了复制系数而没有复制权数。", WHERE, "请同时给出复制权数，或去掉系数。"))
        return found
    weights = np.asarray(spec.weights)
    if weights.ndim != 2 or len(weights) != sample.n or weights.shape[1] < 2:
        found.append(Problem(f"复制权数须为 {sample.n} 行、至少两列。", WHERE, "每列是一套复制权数。"))
        return found
    bad = ~np.isfinite(weights).all(axis=1)
    if bad.any():
        found.append(Problem(f"复制权数有 {int(bad.sum())} 行缺失。", WHERE, "请补全。"))
    if spec.factors is not None and len(spec.factors) != weights.shape[1]:
        text = f"复制系数有 {len(spec.factors)} 个，复制权数有 {weights.shape[1]} 列。"
        found.append(Problem(text, WHERE, "每套复制权数一个系数。"))
    if spec.factors is None and spec.kind is ReplicateKind.JKN:
        found.append(Problem("分层刀切（JKn）的复制权数没有系数。", WHERE, "请给出每套权数的 (n_h - 1)/n_h。"))
    return found


def _misfits(spec: Replicates, counts: Index, rate: Column, sample: Sample) -> list[Problem]:
    """Where the design does not carry the kind of replicate."""
    found: list[Problem] = []
    kind, lonely = spec.kind, (counts == 1) & (rate < 1)
    if kind is ReplicateKind.JK1 and len(counts) > 1:
        found.append(Problem(f"JK1 只用于不分层的样本，这里有 {len(counts)} 层。", WHERE, "请改用 jkn。"))
    if kind in PAIRED and (counts != 2).any():
        text = f"{kind.value} 要求每层恰有两个初级抽样单元，有 {int((counts != 2).sum())} 层不是。"
        found.append(Problem(text, WHERE, "请改用 jkn 或 bootstrap，或先把层内单元配对。"))
    if kind in (ReplicateKind.BRR, ReplicateKind.FAY) and rate.any():
        found.append(Problem(f"{kind.value} 不能含有限总体修正。", WHERE, "请去掉 fpc，或改用 jkn、bootstrap。"))
    if lonely.any() and sample.lonely not in (Lonely.FAIL, Lonely.CERTAINTY) and kind not in PAIRED:
        text = f"有 {int(lonely.sum())} 层只有一个初级抽样单元，复制法不支持 lonely={sample.lonely.value}。"
        found.append(Problem(text, WHERE, "请合并层，或选择 certainty，或改用线性化。"))
    if kind in (ReplicateKind.JK1, ReplicateKind.JKN) and int(counts.sum()) > MOST:
        text = f"刀切法要 {int(counts.sum())} 套复制权数，超过 {MOST} 套。"
        found.append(Problem(text, WHERE, "请改用 bootstrap，例如 500 次。"))
    return found
