"""Why no weights within the bounds meet the margins: a certificate by linear programming, and the margins it names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from zengshou.concepts.problem import Problem
from zengshou.concepts.sample import Codes, Numbers
from zengshou.statistics.weights.margins import MARGINS, ColumnName
from zengshou.statistics.weights.newton import Equations

MOST_ROWS = 20_000  # beyond, neighbours are joined for the programme and its certificate checked on all rows
GAP = 1e-7  # relative; less passes as rounding of the programme
ROUNDING = 1e-9
EDGE = 1e-6  # g is kept this far inside its bounds: a logit reaches them only at infinity
SHOWN = 8


@dataclass(frozen=True, eq=False)
class Conflict:
    """columns (c,) those in conflict; reachable (c,) the nearest totals that weights within the bounds can meet."""

    columns: Codes
    reachable: Numbers


@dataclass(frozen=True, eq=False)
class _Box:
    """What each row brings per unit of g (m, k), measured by size; its bounds of g (m,); the totals (k,)."""

    x: Numbers
    low: Numbers
    high: Numbers
    totals: Numbers

    def only(self, columns: Codes) -> "_Box":
        return _Box(self.x.take(columns, axis=1), self.low, self.high, self.totals[columns])

    def most(self, factors: Numbers) -> float:
        """The largest factors @ sums that any g within the bounds gives."""
        pull = self.x @ factors
        # A weight without upper bound would turn the rounding of a pull of zero into infinity.
        is_rounding = np.abs(pull) <= ROUNDING * (np.abs(self.x) @ np.abs(factors))
        pull = np.where(is_rounding, 0.0, pull)
        with np.errstate(invalid="ignore"):
            parts = np.where(pull > 0, pull * self.high, np.where(pull < 0, pull * self.low, 0.0))
        return float(parts.sum())


@dataclass(frozen=True, eq=False)
class _Gap:
    """The smallest sum of relative gaps: by how much each total is missed, and the multipliers that prove it (k,)."""

    gaps: Numbers
    duals: Numbers


def conflict_of(equations: Equations, variables: Sequence[str]) -> Conflict | None:
    """The margins that cannot hold together, or None where no proof of it is found.

    variables  (k,) which variable a column belongs to
    A margin that cannot be met even alone is looked for first; else variables are left out of the conflict for as
    long as it stays one, so that what is named is not more than needed.
    """
    full = _box(equations)
    alone = _met_alone(full)
    if alone is not None:
        columns, gaps = alone
        return Conflict(columns, equations.totals[columns] + gaps * equations.size[columns])
    box, columns = _joined(full), np.arange(len(variables))
    found = _proved(full, box, columns)
    if found is None:
        return None
    for variable in dict.fromkeys(variables):
        columns, found = _supporting(columns, found)
        rest = columns[[variables[j] != variable for j in columns]]
        smaller = _proved(full, box, rest) if 0 < rest.size < columns.size else None
        if smaller is not None:
            columns, found = rest, smaller
    columns, found = _supporting(columns, found)
    return Conflict(columns, equations.totals[columns] + found.gaps * equations.size[columns])


def conflict_problem(conflict: Conflict, equations: Equations, names: Sequence[ColumnName], bounds: str) -> Problem:
    """The conflict in words: the margins, and how near to them the weights can come."""
    named = "、".join(f"“{names[j]}”" for j in conflict.columns[:SHOWN])
    more = f"等 {len(conflict.columns)} 项" if len(conflict.columns) > SHOWN else ""
    nearest = "；".join(
        f"“{names[j]}”要求 {equations.totals[j]:,.10g}，最近只能到 {reachable:,.10g}"
        for j, reachable in zip(conflict.columns[:SHOWN], conflict.reachable[:SHOWN], strict=True)
        if abs(reachable - equations.totals[j]) > GAP * equations.size[j]
    )
    return Problem(
        f"{bounds}，没有权数能同时满足这些边际：{named}{more}。{nearest}。",
        MARGINS,
        "请放宽界限，合并样本很少的类别，或核对这些总数。",
    )


def _box(equations: Equations) -> _Box:
    """Each row's g a little inside its bounds."""
    low, high = equations.distance.low, equations.distance.high
    room = np.where(np.isfinite(high - low), high - low, 1.0) * EDGE
    held = equations.weight > 0
    x = (equations.weight[:, None] * equations.x.dense() / equations.size)[held]
    return _Box(x, (low + room)[held], (high - room)[held], equations.totals / equations.size)


def _met_alone(box: _Box) -> tuple[Codes, Numbers] | None:
    """(columns, gaps) of the margins out of reach even if no other had to hold."""
    unit = np.eye(len(box.totals))
    highest = np.array([box.most(unit[j]) for j in range(len(unit))])
    lowest = np.array([-box.most(-unit[j]) for j in range(len(unit))])
    gaps = np.minimum(highest - box.totals, 0.0) + np.maximum(lowest - box.totals, 0.0)
    columns = np.flatnonzero(np.abs(gaps) > GAP)
    return (columns, gaps[columns]) if columns.size else None


def _joined(box: _Box) -> _Box:
    """The rows of the programme: all of them, or neighbours in the margins joined where there are too many."""
    if len(box.x) <= MOST_ROWS:
        return box
    order = np.lexsort(box.x[:, ::-1].T)
    starts = np.linspace(0, len(order), MOST_ROWS, endpoint=False).astype(np.int64)
    return _Box(
        np.add.reduceat(box.x[order], starts, axis=0),
        np.maximum.reduceat(box.low[order], starts),
        np.minimum.reduceat(box.high[order], starts),
        box.totals,
    )


def _supporting(columns: Codes, found: _Gap) -> tuple[Codes, _Gap]:
    """The columns that the proof rests on."""
    held = np.abs(found.duals) > GAP
    return columns[held], _Gap(found.gaps[held], found.duals[held])


def _proved(full: _Box, joined: _Box, columns: Codes) -> _Gap | None:
    """The least gap of these columns if it is more than zero for all rows (Farkas), else None."""
    box = joined.only(columns)
    m, k = box.x.shape
    answer = linprog(
        np.concatenate([np.zeros(m), np.ones(2 * k)]),
        A_eq=np.hstack([box.x.T, -np.eye(k), np.eye(k)]),
        b_eq=box.totals,
        bounds=np.concatenate([np.column_stack([box.low, box.high]), np.tile([0.0, np.inf], (2 * k, 1))]),
        method="highs",
    )
    if answer.status != 0 or answer.fun <= GAP:
        return None
    duals = np.asarray(answer.eqlin.marginals)
    if full.only(columns).most(duals) >= float(duals @ full.totals[columns]) - GAP / 10:
        return None
    return _Gap(np.asarray(answer.x[m : m + k] - answer.x[m + k :]), duals)
