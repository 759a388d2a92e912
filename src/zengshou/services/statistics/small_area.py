"""Small areas from a file: one row an area with its survey figure, its error and sample size, and covariates."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.statistics.small_area.area_frame import Covariates
from zengshou.statistics.small_area.benchmark import Benchmark
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.small_area import SmallAreas, small_area
from zengshou.store.table import Table
from zengshou.store.tables import read_table

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class SmallAreaRequest:
    """What to model, from which columns.

    estimate    direct estimates; an empty cell is an area without a survey figure
    se, n       standard errors and sample sizes; see `SmallAreaChoices.variances` for which are needed
    covariates  columns known for every area
    city, share the city's own figure and the column of shares (population) for benchmarking: both or neither
    unit        of the figures: yuan, share ...
    """

    path: Path
    area: str
    estimate: str
    covariates: tuple[str, ...]
    se: str | None = None
    n: str | None = None
    choices: SmallAreaChoices = field(default_factory=SmallAreaChoices)
    city: float | None = None
    share: str | None = None
    unit: str = "yuan"
    seed: int = 0


def estimate_areas(request: SmallAreaRequest) -> SmallAreas:
    """Read the file and model it.

    Raises  ProblemsFound: what is wrong with the request, the file, the areas or the covariates
    """
    if not request.se and not request.n:
        raise refuse("标准误列和样本量列至少要有一个。", "小区域估计", "请给出 --se 或 --n，最好都给。")
    if (request.city is None) != (request.share is None):
        raise refuse("总量控制须同时给出全市的数和份额列。", "总量控制", "请同时给出 --city 和 --share。")
    names = (request.area, request.estimate, request.se, request.n, request.share, *request.covariates)
    found = read_table(request.path, tuple(dict.fromkeys(name for name in names if name)))
    areas = _areas(found, request.area)
    columns = _numbers(found, [name for name in names[1:] if name])
    direct = _direct(areas, columns, request)
    values = np.stack([columns[name] for name in request.covariates], axis=1) if request.covariates else None
    covariates = Covariates(areas, request.covariates, np.zeros((len(areas), 0)) if values is None else values)
    benchmark = None
    if request.city is not None and request.share is not None:
        shares = dict(zip(areas, columns[request.share].tolist(), strict=True))
        benchmark = Benchmark(request.city, shares, "city direct estimate")
    return small_area(direct, covariates, request.choices, benchmark, np.random.default_rng(request.seed))


def _areas(found: Table, column: str) -> tuple[str, ...]:
    """The names of the areas, row by row; each must have one of its own."""
    codes, labels = found.groups(column)
    problems = []
    if (codes < 0).any():
        problems.append(Problem(f"地区名称缺失：{found.rows(codes < 0)}。", found.place(column), "请补全。"))
    counts = np.bincount(codes[codes >= 0], minlength=len(labels))
    twice = [labels[code] for code in np.flatnonzero(counts > 1)]
    if twice:
        problems.append(
            Problem(f"以下地区出现了两次：{'、'.join(twice[:8])}。", found.place(column), "每个地区只留一行。")
        )
    if problems:
        raise ProblemsFound(problems)
    return tuple(labels[code] for code in codes)


def _numbers(found: Table, names: Sequence[str]) -> dict[str, Numbers]:
    """The columns as numbers; every faulty one is told of at once."""
    problems: list[Problem] = []
    columns: dict[str, Numbers] = {}
    for name in dict.fromkeys(names):
        try:
            columns[name] = found.numbers(name)
        except ProblemsFound as wrong:
            problems.extend(wrong.problems)
    if problems:
        raise ProblemsFound(problems)
    return columns


def _direct(areas: tuple[str, ...], columns: dict[str, Numbers], request: SmallAreaRequest) -> list[Estimate]:
    """The survey's figures as Estimates; negative errors and sizes are refused by row."""
    se = columns[request.se] if request.se else np.full(len(areas), np.nan)
    n = columns[request.n] if request.n else np.full(len(areas), np.nan)
    problems = [
        Problem(
            f"以下地区的{what}为负：{'、'.join(areas[row] for row in np.flatnonzero(column < 0)[:8])}。", "小区域估计"
        )
        for what, column in (("标准误", se), ("样本量", n))
        if (column < 0).any()
    ]
    if problems:
        raise ProblemsFound(problems)
    return [
        Estimate(
            request.estimate,
            value=float(value),
            se=None if np.isnan(error) else float(error),
            n=None if np.isnan(size) else int(size),
            unit=request.unit,
            label=request.estimate,
            domain=area,
        )
        for area, value, error, size in zip(areas, columns[request.estimate], se, n, strict=True)
        if not np.isnan(value)
    ]


def small_area_json(found: SmallAreas) -> dict[str, object]:
    """The figures and the checks as other programs read them."""
    checks, table = found.checks, found.table
    return {
        "estimates": [
            estimate_json(figure)
            | {
                "direct": _number(table.direct[row]),
                "direct_se": _number(table.direct_se[row]),
                "smoothed_se": _number(table.smoothed_se[row]),
                "synthetic": _number(table.synthetic[row]),
                "shrinkage": float(table.shrinkage[row]),
                "bootstrap_se": None if table.bootstrap_se is None else float(table.bootstrap_se[row]),
            }
            for row, figure in enumerate(found.estimates)
        ],
        "model": {
            "between_variance": checks.between,
            "explained": checks.explained,
            "log_likelihood": checks.likelihood,
            "aic": checks.aic,
            "normality_p": checks.normality_p,
            "goodness_p": checks.goodness_p,
            "outlying": list(checks.outlying),
            "coefficients": [dict(vars(one)) for one in checks.coefficients],
        },
        "variance_function": {
            "text": found.variances.text,
            "lowest_ratio": found.variances.lowest_ratio,
            "highest_ratio": found.variances.highest_ratio,
        },
        "benchmark_factor": found.factor,
        "notes": list(found.notes),
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
