"""Measure a file: the distribution of one income column, by group, with the error that the design gives."""

import dataclasses
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Centre, Lonely
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.services.statistics.measured_columns import ColumnNames, read_columns
from zengshou.services.statistics.measured_design import parse_replicates
from zengshou.statistics.choices import (
    Amount,
    Choices,
    GiniForm,
    IntervalForm,
    Line,
    LineBasis,
    Negatives,
    PovertyTest,
    Provenance,
    QuantileForm,
    ShareOf,
)
from zengshou.statistics.indicators import table
from zengshou.statistics.registry import indicator
from zengshou.statistics.variance.design import design_of
from zengshou.store.tables import read_table

__all__ = ["DEFAULT_INDICATORS", "MeasureRequest", "estimate_json", "measure", "parse_line"]

DEFAULT_INDICATORS = (
    "mean",
    "median",
    "gini",
    "s80_s20",
    "palma",
    "p90_p10",
    "share_bottom_40",
    "share_top_10",
    "arpr",
)
WITH_A_LINE = ("fgt0", "fgt1", "fgt2")


@dataclass(frozen=True)
class MeasureRequest:
    """What to measure, in which columns of which file, and by which conventions.

    by          groups; figures are given for everyone ("all") and for each group
    indicators  names such as gini, p90, ge(0.5); none: a short table of the usual ones
    line        poverty line: an amount (10000) or a share (0.6*median, 50%mean) of the whole file; empty: 0.6*median
    negatives   KEEP computes and says so; where an indicator is undefined it has no value, and the reason
    is_nested   True where each stratum numbers its own PSUs
    psu, fpc    one column a stage, commas between them
    household   column of the household: the last stage, so that its members are not taken for independent draws
    replicates  `bootstrap:500:7`, `jkn`, `fay:0.3` in place of linearisation; empty: linearised
    replicate_weights  columns of weights that came with the file, such as `w1-w80`
    """

    path: Path
    income: str
    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    by: str | None = None
    indicators: tuple[str, ...] = ()
    line: str = ""
    negatives: Negatives = Negatives.KEEP
    gini: GiniForm = GiniForm.LORENZ
    quantile: QuantileForm = QuantileForm.INVERSE_CDF
    test: PovertyTest | None = None
    lonely: Lonely = Lonely.FAIL
    is_nested: bool = False
    level: float = 0.95
    about: Provenance = field(default_factory=Provenance)
    fpc: str | None = None
    household: str | None = None
    replicates: str = ""
    replicate_weights: str | None = None
    centre: Centre = Centre.FULL
    intervals: IntervalForm = IntervalForm.AUTO


def measure(request: MeasureRequest) -> tuple[Estimate, ...]:
    """Every indicator for everyone, then for each group.

    Rows without income are left out as a domain: the design keeps them, and the figures say so.
    Raises  ProblemsFound with everything wrong with the request, then with the file or the design
    """
    choices, names = _choices(request), _indicators(request)
    replicates = parse_replicates(request.replicates, request.centre)
    asked = _columns(request)
    found = read_table(request.path, asked.wanted)
    columns = read_columns(found, asked, request.lonely, request.is_nested, replicates)
    is_known = np.isfinite(columns.income)
    if not is_known.any():
        raise refuse("收入列全部缺失。", found.place(request.income), "请检查列名和缺失标记。")
    design = design_of(columns.sample)
    domain = None if is_known.all() else is_known
    groups = (None,) if columns.groups is None else (None, columns.groups)
    figures = [
        figure
        for by in groups
        for figure in table(names, columns.income, design, by=by, domain=domain, choices=choices, about=request.about)
    ]
    return tuple(_annotated(figure, columns.notes, () if domain is None else ("missing_income",)) for figure in figures)


def _columns(request: MeasureRequest) -> ColumnNames:
    return ColumnNames(
        request.income,
        request.weight,
        request.strata,
        request.psu,
        request.by,
        request.fpc,
        request.household,
        request.replicate_weights,
    )


def parse_line(text: str) -> Line:
    """A poverty line from text: `10000`, `0.6*median`, `60%median`, `50% mean`; empty is 0.6*median.

    Raises  ProblemsFound for anything else
    """
    plain = text.strip().lower()
    if not plain:
        return ShareOf(0.6)
    share = re.fullmatch(r"(\d*\.?\d+)\s*(\*|%\*?)\s*(?:of\s+)?(median|mean|中位数|均值)", plain)
    if share and float(share[1]) > 0:
        size = float(share[1]) / (100 if share[2].startswith("%") else 1)
        return ShareOf(size, LineBasis.MEDIAN if share[3] in ("median", "中位数") else LineBasis.MEAN)
    if re.fullmatch(r"\d*\.?\d+", plain) and float(plain) > 0:
        return Amount(float(plain))
    raise refuse(f"无法识别的贫困线“{text}”。", "line", "请写成金额（10000）或比例（0.6*median、50%mean）。")


def _choices(request: MeasureRequest) -> Choices:
    if not 0.5 <= request.level < 1:
        raise refuse(f"置信水平 {request.level:g} 不在 0.5 与 1 之间。", "level", "常用 0.95。")
    return Choices(
        gini=request.gini,
        quantile=request.quantile,
        negatives=request.negatives,
        line=parse_line(request.line),
        test=request.test,
        level=request.level,
        intervals=request.intervals,
    )


def _indicators(request: MeasureRequest) -> tuple[str, ...]:
    """The names asked for, every unknown one named at once."""
    problems: list[Problem] = []
    for name in request.indicators:
        try:
            indicator(name)
        except ProblemsFound as wrong:
            problems.extend(wrong.problems)
    if problems:
        raise ProblemsFound(problems)
    return request.indicators or DEFAULT_INDICATORS + (WITH_A_LINE if request.line else ())


def _annotated(figure: Estimate, notes: tuple[str, ...], flags: tuple[str, ...]) -> Estimate:
    """The figure with what is to be said of the file's columns."""
    convention = "; ".join((figure.convention, *notes))
    return dataclasses.replace(figure, convention=convention, flags=figure.flags + flags)
