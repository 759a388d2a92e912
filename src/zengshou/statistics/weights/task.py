"""One calibration to be solved: its equations from any starting weights, on the distinct rows, or why it cannot be."""

from dataclasses import dataclass, replace

import numpy as np

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.concepts.sample import Codes, Numbers
from zengshou.statistics.weights.conflict import conflict_of, conflict_problem
from zengshou.statistics.weights.distance import Distance, Method
from zengshou.statistics.weights.margins import MARGINS, ColumnName
from zengshou.statistics.weights.newton import Equations, Solved, solve
from zengshou.statistics.weights.stacked import Stacked


@dataclass(frozen=True, eq=False)
class Box:
    """Bounds of g for each unit (m,)."""

    low: Numbers
    high: Numbers

    @classmethod
    def even(cls, low: float, high: float, count: int) -> "Box":
        """The same bounds for everyone."""
        return cls(np.full(count, low), np.full(count, high))

    def relative_to(self, g: Numbers) -> "Box":
        """The bounds seen from weights that are already g times the design weights."""
        return Box(self.low / g, self.high / g)


@dataclass(frozen=True, eq=False)
class Found:
    """g (m,) relative to the design weights; Newton steps and rounds of trimming that it took."""

    g: Numbers
    iterations: int
    rounds: int = 0


@dataclass(frozen=True, eq=False)
class Task:
    """One calibration of m units to k margins.

    x              the margin columns, linearly independent, with totals (k,) and names (k,)
    weight, scale  (m,) design weights and q
    tolerance      of the largest relative gap; most_steps of Newton's method
    bounds         the bounds in words, for the Problem that names a conflict; empty where there are none
    """

    x: Stacked
    totals: Numbers
    names: tuple[ColumnName, ...]
    weight: Numbers
    scale: Numbers
    method: Method
    box: Box
    tolerance: float
    most_steps: int
    bounds: str = ""

    @property
    def start(self) -> Numbers:
        """(m,) g of the design weights themselves."""
        return np.ones(len(self.weight))

    def solved(self, start: Numbers) -> Found:
        """Calibrate weights that are `start` times the design weights; g stays within the bounds all the same.

        Raises  ProblemsFound naming the margins in conflict, or saying how far Newton's method came
        """
        equations, kind = self._equations(start, self.box)
        answer = solve(equations, self.tolerance, self.most_steps)
        if not answer.is_met:
            raise self._why_not(answer)
        return Found(start * (answer.g if kind is None else answer.g[kind]), answer.iterations)

    def bounded(self, box: Box, bounds: str) -> "Task":
        """The same task within other bounds; `bounds` names them."""
        return replace(self, box=box, bounds=bounds)

    def _equations(self, start: Numbers, box: Box) -> tuple[Equations, Codes | None]:
        """The equations from weights `start` times the design weights; units of one kind as one, where that is exact.

        (equations, kind of each unit), or (equations, None) where each unit is its own row.
        """
        weight, seen = self.weight * start, box.relative_to(start)
        size = np.abs(self.totals)
        if not size.all():
            # A total of zero has no size of its own: the weighted spread of its column stands in.
            spread = np.sqrt(np.diag(self.x.gram(weight)) * weight.sum())
            size = np.where(size > 0, size, spread)
        kind, kinds = self.x.kind, self.x.kinds
        is_even = all((column == column[0]).all() for column in (self.scale, seen.low, seen.high))
        if kind is None or self.x.own.shape[1] or not is_even:
            held = Distance(self.method, seen.low, seen.high)
            return Equations(self.x, weight, self.scale, self.totals, size, held), None
        count = len(kinds)
        joint = np.bincount(kind, weight, minlength=count).astype(np.float64)
        held = Distance(self.method, seen.low[:count], seen.high[:count])
        alone = Stacked(kinds, None, np.zeros((count, 0)), self.x.places)
        return Equations(alone, joint, self.scale[:count], self.totals, size, held), kind

    def _why_not(self, answer: Solved) -> ProblemsFound:
        """The Problem of equations that were not solved: the margins in conflict, or how far it came."""
        if self.method is not Method.LINEAR or self.bounds:
            least = 0.0 if self.method is not Method.LINEAR else -np.inf
            equations, _ = self._equations(self.start, Box(np.maximum(self.box.low, least), self.box.high))
            conflict = conflict_of(equations, [f"{name.level.label}{name.variable}" for name in self.names])
            if conflict is not None:
                return ProblemsFound(conflict_problem(conflict, equations, self.names, self.bounds or "权数须为正"))
        return refuse(
            f"牛顿法 {answer.iterations} 步后边际的最大相对误差仍为 {answer.worst_error:.2g}，也未能证明边际互相矛盾。",
            MARGINS,
            "请合并样本很少的类别，放宽界限，或换一种方法。",
        )
