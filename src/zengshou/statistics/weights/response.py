"""Non-response (无回答): within a cell, those who answered take on the weight of those who did not."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.sample import Numbers
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.weights.design_weight import weight_fault

PLACE = "无回答调整"


class MergeTo(Enum):
    """Which cell takes in one that is too small.

    NEXT     the next in the order of the cells, the previous for the last: for cells along a scale (age, size)
    NEAREST  the one with the nearest response rate: adds the least variance, for cells without an order
    FORBID   none: a cell that is too small is a Problem
    """

    NEXT = "next"
    NEAREST = "nearest_rate"
    FORBID = "forbid"


@dataclass(frozen=True)
class CellRule:
    """When a cell is too small: fewer respondents than `least`, or a factor (1 / response rate) above `largest`."""

    least: int = 20
    largest: float = 3.0
    to: MergeTo = MergeTo.NEXT

    @property
    def text(self) -> str:
        return f"cells: respondents>={self.least}, factor<={self.largest:g}, else merged to {self.to.value}"


@dataclass(frozen=True)
class ResponseCell:
    """A cell as it was used: the labels it holds, rows drawn, rows that answered, and the factor of their weights."""

    labels: tuple[str, ...]
    drawn: int
    answered: int
    factor: float

    @property
    def response_rate(self) -> float:
        """Weighted."""
        return 1.0 / self.factor

    @property
    def is_merged(self) -> bool:
        return len(self.labels) > 1


@dataclass(frozen=True, eq=False)
class ResponseAdjusted:
    """weight (n,): zero for those who did not answer; every cell keeps its weighted total."""

    weight: Numbers
    cells: tuple[ResponseCell, ...]
    notes: tuple[str, ...]
    convention: str


@dataclass
class _Cell:
    """A cell while cells are merged: weight drawn and answered, rows drawn and answered."""

    members: list[int]
    weight: float
    answered_weight: float
    drawn: int
    answered: int

    @property
    def factor(self) -> float:
        return self.weight / self.answered_weight

    def take_in(self, other: "_Cell") -> None:
        self.members += other.members
        self.weight += other.weight
        self.answered_weight += other.answered_weight
        self.drawn += other.drawn
        self.answered += other.answered


def adjust_for_response(
    weight: Numbers, has_answered: NDArray[np.bool_], cells: Grouping, rule: CellRule | None = None
) -> ResponseAdjusted:
    """Multiply the weights of respondents by (weight drawn) / (weight answered) of their cell.

    weight        (n,) design weights of everyone drawn
    has_answered  (n,) True for respondents
    cells         a partition of all n rows
    Raises        ProblemsFound: faulty weights, rows without a cell, a cell where nobody answered (named), and under
                  FORBID each cell that is too small
    """
    rule = rule or CellRule()
    _check(weight, has_answered, cells)
    found = _found_cells(weight, has_answered, cells)
    notes = _merge(found, cells.labels, rule)
    factor_of = np.zeros(len(cells.labels))
    for cell in found:
        factor_of[cell.members] = cell.factor
    adjusted = np.where(has_answered, weight * factor_of[cells.codes], 0.0)
    used = tuple(
        ResponseCell(tuple(cells.labels[member] for member in cell.members), cell.drawn, cell.answered, cell.factor)
        for cell in found
    )
    return ResponseAdjusted(adjusted, used, notes, rule.text)


def _check(weight: Numbers, has_answered: NDArray[np.bool_], cells: Grouping) -> None:
    if not len(weight) == len(has_answered) == len(cells.codes):
        raise refuse("权数、回答与否、调整格三列的行数不同。", PLACE, "各列须来自同一批行。")
    problems = []
    if fault := weight_fault(weight):
        problems.append(Problem(fault, PLACE, "请核对权数列。"))
    outside = int(np.count_nonzero(cells.codes < 0))
    if outside:
        problems.append(Problem(f"有 {outside} 行不属于任何调整格。", PLACE, "分格的变量须对回答者和无回答者都已知。"))
    if problems:
        raise ProblemsFound(problems)


def _found_cells(weight: Numbers, has_answered: NDArray[np.bool_], cells: Grouping) -> list[_Cell]:
    """One cell a label with rows, in the order of the labels. Raises  ProblemsFound naming those without respondents"""
    size = len(cells.labels)
    drawn = np.bincount(cells.codes, minlength=size)
    answered = np.bincount(cells.codes, has_answered, minlength=size)
    whole = np.bincount(cells.codes, weight, minlength=size)
    part = np.bincount(cells.codes, weight * has_answered, minlength=size)
    silent = [label for label, n, w in zip(cells.labels, drawn, part, strict=True) if n and not w > 0]
    if silent:
        raise refuse(
            f"以下调整格没有回答者（或其权数为零）：{'、'.join(silent)}。",
            PLACE,
            "请把这些格与相近的格合并后再调整：没有回答者的格无从推算。",
        )
    return [
        _Cell([int(i)], float(whole[i]), float(part[i]), int(drawn[i]), int(answered[i])) for i in np.flatnonzero(drawn)
    ]


def _merge(found: list[_Cell], labels: tuple[str, ...], rule: CellRule) -> tuple[str, ...]:
    """Merge until no cell is too small, the smallest first; what was done, in words."""
    notes = []
    while small := [cell for cell in found if _is_small(cell, rule)]:
        cell = min(small, key=lambda one: (one.answered, one.members[0]))
        name = "+".join(labels[member] for member in cell.members)
        said = f"调整格“{name}”回答者 {cell.answered} 个、调整系数 {cell.factor:.3g}"
        if rule.to is MergeTo.FORBID:
            raise ProblemsFound([_too_small(one, labels, rule) for one in small])
        if len(found) == 1:
            notes.append(f"{said}，已无其他格可以合并。")
            break
        other = _neighbour(found, cell, rule)
        notes.append(f"{said}，并入“{'+'.join(labels[member] for member in other.members)}”。")
        other.take_in(cell)
        other.members.sort()
        found.remove(cell)
    return tuple(notes)


def _is_small(cell: _Cell, rule: CellRule) -> bool:
    return cell.answered < rule.least or cell.factor > rule.largest


def _too_small(cell: _Cell, labels: tuple[str, ...], rule: CellRule) -> Problem:
    name = "+".join(labels[member] for member in cell.members)
    found = f"调整格“{name}”回答者 {cell.answered} 个、调整系数 {cell.factor:.3g}，过小（{rule.text}）。"
    return Problem(found, PLACE, "请自行合并，或选择合并规则 next、nearest_rate。")


def _neighbour(found: list[_Cell], cell: _Cell, rule: CellRule) -> _Cell:
    if rule.to is MergeTo.NEAREST:
        others = [other for other in found if other is not cell]
        return min(others, key=lambda other: (abs(1 / other.factor - 1 / cell.factor), other.members[0]))
    place = next(index for index, other in enumerate(found) if other is cell)
    return found[place + 1] if place + 1 < len(found) else found[place - 1]
