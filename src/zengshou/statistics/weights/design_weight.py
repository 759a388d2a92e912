"""Design weights (设计权数): one over the probability of being drawn, or units represented per unit drawn."""

from collections.abc import Sequence

import numpy as np

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Codes, Numbers


def weight_from_probabilities(stages: Sequence[Numbers]) -> Numbers:
    """d = 1 / (pi_1 pi_2 ...), with pi_s (n,) the probability of stage s given the stages before it.

    Raises  ProblemsFound: no stage, unequal lengths, a probability that is missing or outside (0, 1]
    """
    if not stages:
        raise refuse("没有给出任何阶段的入样概率。", "设计权数", "每个抽样阶段给一列。")
    problems = [
        Problem(f"第 {number} 阶段的入样概率有 {count} 行缺失或不在 (0, 1] 内。", "设计权数", "请核对概率列。")
        for number, stage in enumerate(stages, start=1)
        if (count := int(np.count_nonzero(~((stage > 0) & (stage <= 1)))))
    ]
    if len({len(stage) for stage in stages}) > 1:
        problems.append(Problem("各阶段概率列的行数不同。", "设计权数", "各列须来自同一批行。"))
    if problems:
        raise ProblemsFound(problems)
    return np.asarray(1.0 / np.prod(np.stack(stages), axis=0), dtype=np.float64)


def weight_from_counts(strata: Codes, population: Numbers, labels: Sequence[str]) -> Numbers:
    """d = N_h / n_h: units in the population over rows in the sample, by stratum.

    strata      (n,) index into `labels`, not negative
    population  (n,) N_h repeated on each row of the stratum
    Raises      ProblemsFound: a missing stratum, counts that differ within a stratum or are below its rows
    """
    if len(strata) != len(population):
        raise refuse("层列和总体数列的行数不同。", "设计权数", "各列须来自同一批行。")
    if (strata < 0).any():
        raise refuse(f"有 {int((strata < 0).sum())} 行没有层。", "设计权数", "每一行都须有层。")
    drawn = np.bincount(strata, minlength=len(labels))
    held = np.zeros(len(labels))
    held[strata] = population
    uneven = [int(stratum) for stratum in np.unique(strata[~(held[strata] == population)])]
    small = [int(stratum) for stratum in np.flatnonzero((drawn > 0) & ~(held >= drawn))]
    problems = [
        Problem(f"层“{labels[stratum]}”内的总体数缺失或不一致。", "设计权数", "同一层请填同一个数。")
        for stratum in uneven
    ]
    problems += [
        Problem(
            f"层“{labels[stratum]}”的总体数 {held[stratum]:g} 小于样本数 {drawn[stratum]}。",
            "设计权数",
            "请核对总体数。",
        )
        for stratum in small
        if stratum not in uneven
    ]
    if problems:
        raise ProblemsFound(problems)
    return np.asarray(held / np.maximum(drawn, 1), dtype=np.float64)[strata]


def weight_fault(weight: Numbers) -> str:
    """Why these weights cannot start a calibration, in words; empty where they can."""
    bad = int(np.count_nonzero(~np.isfinite(weight)))
    if bad:
        return f"设计权数有 {bad} 行缺失或不是有限数。"
    if (weight < 0).any():
        return f"设计权数有 {int((weight < 0).sum())} 行为负。"
    return "" if weight.sum() > 0 else "设计权数合计为零。"
