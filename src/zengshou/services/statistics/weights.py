"""Weigh a file: design weights, non-response, calibration to known totals, trimming; the file with its new columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import refuse
from zengshou.services.policy.margin_sheet import CROSS, margins_of, read_margins
from zengshou.services.statistics.weights_file import check_out, write_weighted
from zengshou.services.statistics.weights_sheets import sheets_of
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.weights.calibrate import Calibrated, CalibrationChoices, calibrate
from zengshou.statistics.weights.design_weight import weight_from_counts, weight_from_probabilities
from zengshou.statistics.weights.response import CellRule, ResponseAdjusted, adjust_for_response
from zengshou.store.table import Table
from zengshou.store.tables import read_table

DESIGN, ADJUSTED, RATIO, FINAL = "设计权数", "无回答调整权数", "g权数", "校准权数"
YES, NO = ("1", "是", "true", "yes"), ("0", "否", "false", "no")
ALL_CELLS = "全体"


@dataclass(frozen=True)
class WeightRequest:
    """What to weigh, from which columns, to which totals, into which file.

    design_weight, probabilities, population  exactly one of them: a column of weights; columns of inclusion
                  probabilities, one a stage; a column of population counts with its `strata`
    answered      column of 1 and 0 (是, 否); None: everyone answered
    cells         columns whose cells carry the non-response; none: one cell
    household     column of households: members then share one weight
    """

    path: Path
    margins: Path
    out: Path
    design_weight: str | None = None
    probabilities: tuple[str, ...] = ()
    population: str | None = None
    strata: str | None = None
    answered: str | None = None
    cells: tuple[str, ...] = ()
    cell_rule: CellRule = field(default_factory=CellRule)
    household: str | None = None
    choices: CalibrationChoices = field(default_factory=CalibrationChoices)


@dataclass(frozen=True, eq=False)
class Weighed:
    """The weights, how non-response was carried (None where everyone answered), and the files written."""

    calibrated: Calibrated
    response: ResponseAdjusted | None
    written: tuple[Path, ...]
    first_row: int


def weigh(request: WeightRequest) -> Weighed:
    """Read, weigh, write.

    Raises  ProblemsFound: what is wrong with the request, the files, the margins, or why no weights can meet them
    """
    _check(request)
    sheet = read_margins(request.margins)
    found = read_table(request.path)
    check_out(request.out, (request.path, request.margins), found.n)
    _check_columns(found, request, sheet.columns)
    design = _design(found, request)
    response = _response(found, design, request)
    start = design if response is None else response.weight
    household = None if request.household is None else _codes(found, request.household).codes
    margins = margins_of(sheet, found, start > 0)
    calibrated = calibrate(start, margins, request.choices, household)
    added = {DESIGN: design} | ({} if response is None else {ADJUSTED: _blank(start, start)})
    added |= {RATIO: _blank(calibrated.g, start), FINAL: _blank(calibrated.weight, start)}
    sheets = sheets_of(calibrated, response, found.first_row)
    return Weighed(calibrated, response, write_weighted(found, added, sheets, request.out), found.first_row)


def _blank(column: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those without weight have an empty cell."""
    return np.where(weight > 0, column, np.nan)


def _check(request: WeightRequest) -> None:
    given = [bool(request.design_weight), bool(request.probabilities), bool(request.population)]
    if sum(given) != 1:
        raise refuse(
            "设计权数的来源须给且只给一种。", "设计权数", "请给权数列、各阶段入样概率列，或总体数列（并给层）之一。"
        )
    if request.population and not request.strata:
        raise refuse("给了总体数却没有给层。", "设计权数", "请给出层的列名。")
    if request.cells and not request.answered:
        raise refuse("给了无回答调整格，却没有给出是否回答的列。", "无回答调整", "请给出取 1 和 0 的列。")


def _check_columns(found: Table, request: WeightRequest, of_margins: Sequence[str]) -> None:
    """Every column asked for is in the file; the missing ones are named at once, with the nearest names."""
    named = (request.design_weight, *request.probabilities, request.population, request.strata, request.answered)
    wanted = [name for name in (*named, *request.cells, request.household, *of_margins) if name]
    if set(wanted) - set(found.names):
        read_table(request.path, list(dict.fromkeys(wanted)))


def _design(found: Table, request: WeightRequest) -> NDArray[np.float64]:
    if request.design_weight:
        weight = found.numbers(request.design_weight)
        wrong = ~(weight >= 0)
        if wrong.any():
            place = found.place(request.design_weight)
            raise refuse(f"权数缺失或为负：{found.rows(wrong)}。", place, "请补全，或从文件中剔除这些行。")
        return weight
    if request.probabilities:
        return weight_from_probabilities([found.numbers(name) for name in request.probabilities])
    strata = _codes(found, request.strata or "")
    return weight_from_counts(strata.codes, found.numbers(request.population or ""), strata.labels)


def _codes(found: Table, name: str) -> Grouping:
    """A column as codes; every row must have one."""
    codes, labels = found.groups(name)
    if (codes < 0).any():
        raise refuse(f"有的行没有值：{found.rows(codes < 0)}。", found.place(name), "请补全这一列。")
    return Grouping(codes, labels)


def _response(found: Table, design: NDArray[np.float64], request: WeightRequest) -> ResponseAdjusted | None:
    if request.answered is None:
        return None
    answer = _codes(found, request.answered)
    words = [label.lower().removesuffix(".0") for label in answer.labels]
    strange = [label for label, word in zip(answer.labels, words, strict=True) if word not in (*YES, *NO)]
    if strange:
        place = found.place(request.answered)
        raise refuse(f"是否回答的列里有“{'”“'.join(strange[:5])}”。", place, "请只用 1 和 0，或 是 和 否。")
    has_answered = np.array([word in YES for word in words])[answer.codes]
    return adjust_for_response(design, has_answered, _cells(found, request.cells), request.cell_rule)


def _cells(found: Table, names: Sequence[str]) -> Grouping:
    """Cells of the columns together, those with rows, in the order of the columns' labels."""
    if not names:
        return Grouping(np.zeros(found.n, dtype=np.int64), (ALL_CELLS,))
    columns = [_codes(found, name) for name in names]
    cells, codes = np.unique(np.stack([column.codes for column in columns], axis=1), axis=0, return_inverse=True)
    labels = tuple(
        CROSS.join(column.labels[code] for column, code in zip(columns, cell, strict=True)) for cell in cells
    )
    return Grouping(codes.astype(np.int64), labels)
