"""Survey figures and covariates brought together by area, and everything that stands in the way named at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.sample import Numbers

PLACE = "小区域估计"
COLLINEAR = 1e-10
SHOWN = 8


@dataclass(frozen=True, eq=False)
class Covariates:
    """What is known of every area: areas (k,), names (p,), values (k, p)."""

    areas: tuple[str, ...]
    names: tuple[str, ...]
    values: Numbers


@dataclass(frozen=True, eq=False)
class AreaFrame:
    """The areas in the order of the covariates, those with a survey figure and those without.

    estimates  (k,) the direct estimate, or None where the survey has none
    x          (k, p + 1) with a leading column of ones
    names      (p + 1,) of its columns
    notes      areas without a usable survey figure, in words
    """

    areas: tuple[str, ...]
    estimates: tuple[Estimate | None, ...]
    x: Numbers
    names: tuple[str, ...]
    notes: tuple[str, ...]

    def column(self, of: str) -> Numbers:
        """(k,) a number of each direct estimate (`value`, `se`, `n`, `df`), NaN where there is none."""
        numbers = [None if one is None else getattr(one, of) for one in self.estimates]
        return np.array([np.nan if number is None else float(number) for number in numbers])


def area_frame(direct: Sequence[Estimate], covariates: Covariates) -> AreaFrame:
    """Join by area name (`Estimate.domain`).

    Raises  ProblemsFound: an area twice, figures of several indicators or units, covariates missing, not finite or
            collinear, a figure without covariates, no more areas than columns
    """
    problems = [*_direct_faults(direct), *_covariate_faults(covariates)]
    known = set(covariates.areas)
    lost = [one.domain for one in direct if one.domain not in known]
    if lost:
        problems.append(Problem(f"以下地区有调查估计却没有协变量：{_listed(lost)}。", PLACE, "请核对地区名称的写法。"))
    if problems:
        raise ProblemsFound(problems)
    by_area = {one.domain: one for one in direct}
    found = [by_area.get(area) for area in covariates.areas]
    usable = tuple(None if one is None or one.value is None else one for one in found)
    x = np.column_stack([np.ones(len(covariates.areas)), covariates.values])
    names = ("(常数)", *covariates.names)
    _check_rank(x, names, np.array([one is not None for one in usable]))
    return AreaFrame(covariates.areas, usable, x, names, tuple(_notes(covariates.areas, found)))


def _direct_faults(direct: Sequence[Estimate]) -> list[Problem]:
    problems = []
    if not direct:
        problems.append(Problem("没有给出任何地区的调查估计。", PLACE, "请给出各地区的直接估计。"))
    twice = [area for area, count in Counter(one.domain for one in direct).items() if count > 1]
    if twice:
        problems.append(Problem(f"以下地区的调查估计出现了两次：{_listed(twice)}。", PLACE, "每个地区只留一行。"))
    for what, kinds in (("指标", {one.indicator for one in direct}), ("单位", {one.unit for one in direct})):
        if len(kinds) > 1:
            problems.append(
                Problem(f"调查估计的{what}不一致：{_listed(sorted(kinds))}。", PLACE, "一次只估计一个指标。")
            )
    return problems


def _covariate_faults(covariates: Covariates) -> list[Problem]:
    problems = []
    twice = [area for area, count in Counter(covariates.areas).items() if count > 1]
    if twice:
        problems.append(Problem(f"以下地区的协变量出现了两次：{_listed(twice)}。", PLACE, "每个地区只留一行。"))
    if covariates.values.shape != (len(covariates.areas), len(covariates.names)):
        problems.append(Problem("协变量表的行列数与地区、名称不符。", PLACE, "请核对协变量表。"))
        return problems
    for name, column in zip(covariates.names, covariates.values.T, strict=True):
        missing = [area for area, number in zip(covariates.areas, column, strict=True) if not np.isfinite(number)]
        if missing:
            problems.append(
                Problem(
                    f"协变量“{name}”在以下地区缺失或不是有限数：{_listed(missing)}。", PLACE, "请补全，或去掉这个变量。"
                )
            )
    return problems


def _check_rank(x: Numbers, names: tuple[str, ...], is_seen: NDArray[np.bool_]) -> None:
    """The columns must tell the areas with figures apart."""
    held = x[is_seen]
    m, p = held.shape
    if m <= p:
        found = f"只有 {m} 个地区有调查估计，而模型有 {p} 个系数（含常数）。"
        raise ProblemsFound(Problem(found, PLACE, "地区数须多于系数个数，请减少协变量。"))
    kept: list[int] = []
    wrong = []
    scaled = held / np.maximum(np.abs(held).max(axis=0), np.finfo(float).tiny)
    for j in range(p):
        rest = scaled[:, j]
        if kept:
            rest = rest - scaled[:, kept] @ np.linalg.lstsq(scaled[:, kept], rest, rcond=None)[0]
        if rest @ rest > COLLINEAR * max(float(scaled[:, j] @ scaled[:, j]), COLLINEAR):
            kept.append(j)
        else:
            wrong.append(names[j])
    if wrong:
        found = f"协变量“{'”“'.join(wrong)}”是常数，或可由前面的变量推出。"
        raise ProblemsFound(Problem(found, PLACE, "请去掉多余的变量。"))


def _notes(areas: tuple[str, ...], found: Sequence[Estimate | None]) -> list[str]:
    absent = [area for area, one in zip(areas, found, strict=True) if one is None]
    empty = [one for one in found if one is not None and one.value is None]
    notes = []
    if absent:
        notes.append(f"以下地区没有调查样本，只按回归推算：{_listed(absent)}。")
    if empty:
        said = _listed([f"{one.domain}（{one.reason or '没有数值'}）" for one in empty])
        notes.append(f"以下地区的调查估计没有数值，只按回归推算：{said}。")
    return notes


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:SHOWN]) + (f" 等 {len(names)} 个" if len(names) > SHOWN else "")
