"""Benchmarking (总量控制): the areas are multiplied so that together they give the city's own survey figure."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Numbers

PLACE = "总量控制"


@dataclass(frozen=True, eq=False)
class Benchmark:
    """The city's figure, and each area's share of what it is a mean of (people, for a mean per head).

    shares  area -> size, in any unit: only their proportions matter. Every area has one.
    label   where the city's figure comes from, in words
    """

    city: float
    shares: Mapping[str, float]
    label: str = "city direct"


@dataclass(frozen=True, eq=False)
class Benchmarked:
    """values (k,) whose share-weighted mean is the city's figure; their MSE, the shift counted as bias; the factor."""

    values: Numbers
    mse: Numbers
    factor: float


def shares_of(benchmark: Benchmark, areas: tuple[str, ...]) -> Numbers:
    """(k,) shares that sum to 1. Raises  ProblemsFound naming areas without a share, or with a negative one"""
    problems = []
    if not np.isfinite(benchmark.city):
        problems.append(Problem("全市的数缺失或不是有限数。", PLACE, "请给出全市的直接估计。"))
    absent = [area for area in areas if area not in benchmark.shares]
    if absent:
        problems.append(Problem(f"以下地区没有份额：{'、'.join(absent[:8])}。", PLACE, "总量控制须有每个地区的人口。"))
    numbers = np.array([benchmark.shares.get(area, 0.0) for area in areas], dtype=np.float64)
    if not (np.isfinite(numbers).all() and (numbers >= 0).all() and numbers.sum() > 0):
        problems.append(Problem("份额缺失、为负或合计为零。", PLACE, "请核对各地区的人口。"))
    if problems:
        raise ProblemsFound(problems)
    return np.asarray(numbers / numbers.sum())


def benchmarked(values: Numbers, mse: Numbers, shares: Numbers, city: float) -> Benchmarked:
    """Ratio benchmarking: one factor for all. The squared shift is added to each MSE, as if all of it were error.

    Source  Rao and Molina (2015), Small Area Estimation, section 6.4.6
    """
    mean = float(shares @ values)
    if not mean * city > 0:
        raise refuse(f"各地区合计 {mean:g} 与全市的数 {city:g} 不同号，不能按比例控制。", PLACE, "请核对全市的数。")
    factor = city / mean
    moved = values * factor
    return Benchmarked(moved, mse + (moved - values) ** 2, factor)
