"""Smoothed sampling variances: what a few PSUs say of their own variance is itself mostly chance.

Source  Wolter (2007), Introduction to Variance Estimation, chapter 7
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Numbers

PLACE = "方差函数"
FEWEST_FOR_A_LINE = 5


class VarianceForm(Enum):
    """The generalised variance function, on the scale of the model.

    POOLED      D_i = c / n_i, with c the unit variance pooled over areas by degrees of freedom
    LOG_LINEAR  ln D_i = a + b ln n_i, then raised so that the sum over areas is that of the raw variances
    RATE        for shares of people: deff p(1 - p) / n_i with one p, the mean over areas, and one design effect,
                pooled by degrees of freedom; a rate that happens to be 0 then has an error like its neighbours
    KNOWN       the variances as given: only where they are smooth already
    """

    POOLED = "pooled"
    LOG_LINEAR = "log_linear"
    RATE = "rate"
    KNOWN = "known"


@dataclass(frozen=True, eq=False)
class RawVariances:
    """What the survey says of each area (m,), on the scale of the model; `variance` NaN or 0 where it says nothing.

    size  rows or PSUs; df  degrees of freedom of the raw variance: its weight in the pooling
    """

    areas: tuple[str, ...]
    variance: Numbers
    size: Numbers
    df: Numbers


@dataclass(frozen=True, eq=False)
class SmoothedVariances:
    """variance (m,) for the model; the function in words; how far the raw ones lay from it, smallest and largest."""

    variance: Numbers
    text: str
    lowest_ratio: float
    highest_ratio: float
    unused: int


def smoothed(raw: RawVariances, form: VarianceForm) -> SmoothedVariances:
    """One variance an area from the function fitted to all of them.

    Raises  ProblemsFound: variances that are missing, zero or negative under KNOWN; sizes that are not positive;
            no raw variance at all; too few areas, or all of one size, for LOG_LINEAR
    """
    if form is VarianceForm.KNOWN:
        return _known(raw)
    usable = _usable(raw)
    fitted = _pooled(raw, usable) if form is VarianceForm.POOLED else _log_linear(raw, usable)
    return _compared(raw, usable, *fitted)


def smoothed_rates(raw: RawVariances, rates: Numbers) -> tuple[SmoothedVariances, float]:
    """RATE: (variances of the rates themselves, the mean rate p). `rates` (m,); `raw` on the same scale.

    Raises  ProblemsFound as `smoothed`; rates outside 0 to 1; a mean rate of 0 or 1
    """
    outside = ~((rates >= 0) & (rates <= 1))
    if outside.any():
        raise refuse(f"以下地区的比率不在 0 与 1 之间：{_listed(raw, outside)}。", PLACE, "方差函数 rate 只用于比率。")
    usable = _usable(raw) & (rates > 0) & (rates < 1)
    mean = float(raw.size @ rates / raw.size.sum())
    if not usable.any() or not 0 < mean < 1:
        raise refuse("各地区的比率都是 0 或 1，无从推算方差。", PLACE, "请合并地区，或换一个指标。")
    size, df, own = raw.size[usable], raw.df[usable], rates[usable]
    effect = float((df * size * raw.variance[usable] / (own * (1 - own))).sum() / df.sum())
    text = f"rate D={effect:.4g} p(1-p)/n, p={mean:.4g}"
    return _compared(raw, usable, effect * mean * (1 - mean) / raw.size, text), mean


def _usable(raw: RawVariances) -> NDArray[np.bool_]:
    """(m,) areas whose raw variance says something; every area needs a sample size."""
    wrong = ~(raw.size > 0)
    if wrong.any():
        raise refuse(f"以下地区的样本量缺失或不大于零：{_listed(raw, wrong)}。", PLACE, "平滑方差需要样本量。")
    usable = np.isfinite(raw.variance) & (raw.variance > 0) & (raw.df > 0)
    if not usable.any():
        raise refuse("没有一个地区有可用的抽样方差。", PLACE, "请给出标准误，或改用 arcsine 尺度并给出样本量。")
    return np.asarray(usable)


def _compared(raw: RawVariances, usable: NDArray[np.bool_], fitted: Numbers, text: str) -> SmoothedVariances:
    ratio = raw.variance[usable] / fitted[usable]
    return SmoothedVariances(fitted, text, float(ratio.min()), float(ratio.max()), int((~usable).sum()))


def _known(raw: RawVariances) -> SmoothedVariances:
    wrong = ~(np.isfinite(raw.variance) & (raw.variance > 0))
    if wrong.any():
        raise refuse(
            f"以下地区的抽样方差缺失或为零：{_listed(raw, wrong)}。",
            PLACE,
            "请改用 pooled 平滑，或去掉这些地区的直接估计。",
        )
    return SmoothedVariances(raw.variance, "known (as given)", 1.0, 1.0, 0)


def _pooled(raw: RawVariances, usable: NDArray[np.bool_]) -> tuple[Numbers, str]:
    size, df = raw.size[usable], raw.df[usable]
    unit = float((df * size * raw.variance[usable]).sum() / df.sum())
    return unit / raw.size, f"pooled D={unit:.6g}/n"


def _log_linear(raw: RawVariances, usable: NDArray[np.bool_]) -> tuple[Numbers, str]:
    size, variance = np.log(raw.size[usable]), raw.variance[usable]
    problems = []
    if len(size) < FEWEST_FOR_A_LINE:
        problems.append(
            Problem(f"只有 {len(size)} 个地区有抽样方差，不足以拟合 log_linear。", PLACE, "请改用 pooled。")
        )
    elif np.ptp(size) <= 0:
        problems.append(Problem("各地区样本量相同，无法拟合 log_linear。", PLACE, "请改用 pooled。"))
    if problems:
        raise ProblemsFound(problems)
    weight = raw.df[usable]
    centre = float(weight @ size / weight.sum())
    slope = float((weight * (size - centre)) @ np.log(variance) / (weight @ (size - centre) ** 2))
    level = float(weight @ np.log(variance) / weight.sum())
    line = np.exp(level + slope * (np.log(raw.size) - centre))
    # The mean of logarithms lies below the logarithm of the mean: without this the variances would come out too small.
    lift = float(variance.sum() / line[usable].sum())
    return lift * line, f"log_linear ln D={level - slope * centre + np.log(lift):.4g}{slope:+.4g} ln n"


def _listed(raw: RawVariances, mask: NDArray[np.bool_]) -> str:
    names = [area for area, is_in in zip(raw.areas, mask, strict=True) if is_in]
    return "、".join(names[:8]) + (f" 等 {len(names)} 个" if len(names) > 8 else "")
