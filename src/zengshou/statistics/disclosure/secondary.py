"""Complementary suppression: cells are hidden until what must stay unknown can move far enough under all that is shown.

For a target that is still too narrow one linear programme asks which shown cells would have to give way for two
possible truths to lie far enough apart, at the least cost; those are hidden. So each round protects its target
for good, and the rounds end.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, eye_array, vstack

from zengshou.statistics.disclosure.attack import SIZE, Attack, Known

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
MARGIN = 1.001  # protected a little beyond the width, against the solver's tolerance
MOVED = 1e-4  # of the width: a cell that gives way by less does not give way
NEAR = 1e-3  # of the width: keeps the weights of cells that do not give way finite
TOLERANCE = 1e-7  # of the width, by which the solver may fall short


class Unprotectable(Exception):
    """What is published already leaves the target too narrow, whatever is hidden now."""


@dataclass(frozen=True, eq=False)
class Target:
    """A sum that must stay unknown within a width. `viewpoint`: the cell whose only unit looks on and knows itself."""

    row: csr_array
    needed: float
    viewpoint: int | None = None


@dataclass(frozen=True, eq=False)
class System:
    """One quantity over the atoms: the cells of the table at hand, then what was published earlier.

    rows, low, high  (k, m), (k,), (k,) the cells at hand, and what a reader knows of each if it is shown
    truth            (k,) their true values
    cost             (k,) what hiding each costs the reader
    earlier          knowledge that is out already
    """

    rows: csr_array
    low: Numbers
    high: Numbers
    truth: Numbers
    cost: Numbers
    earlier: Known

    def known(self, shown: Mask) -> Known:
        """The attacker's knowledge with some cells shown."""
        return Known(
            csr_array(vstack([self.rows[np.flatnonzero(shown)], self.earlier.rows])),
            np.concatenate([self.low[shown], self.earlier.low]),
            np.concatenate([self.high[shown], self.earlier.high]),
            self.earlier.floor,
        )


@dataclass(frozen=True)
class Audit:
    """What an audit found. ratio: the least width over what it needs, as far as it was followed; 1 or more passes."""

    targets: int
    programmes: int
    ratio: float | None

    @property
    def is_passed(self) -> bool:
        return self.ratio is None or self.ratio >= 1 - TOLERANCE


def audit(system: System, shown: Mask, targets: Sequence[Target]) -> tuple[Audit, list[Target]]:
    """The audit of one state, and the targets that are too narrow, the narrowest first."""
    reach = max((target.needed for target in targets), default=1.0)
    known = system.known(shown)
    ratios: list[tuple[float, int]] = []
    solved = 0
    for own, numbers in _by_viewpoint(targets).items():
        attack = Attack(known if own is None else _knowing(known, system, own), reach)
        mine = [targets[number] for number in numbers]
        attack.explore(csr_array(vstack([one.row for one in mine])), np.array([one.needed for one in mine]))
        ratios += [(attack.width(targets[n].row, targets[n].needed) / targets[n].needed, n) for n in numbers]
        solved += attack.solved
    weak = [targets[number] for ratio, number in sorted(ratios) if ratio < 1 - TOLERANCE]
    return Audit(len(targets), solved, min((ratio for ratio, _ in ratios), default=None)), weak


def _by_viewpoint(targets: Sequence[Target]) -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    for number, target in enumerate(targets):
        found.setdefault(target.viewpoint, []).append(number)
    return found


def _knowing(known: Known, system: System, own: int) -> Known:
    """What the only unit of a cell knows: that cell too."""
    return known.also(system.rows[[own]], float(system.truth[own]), float(system.truth[own]))


def protect(system: System, shown: Mask, targets: Callable[[Mask], Sequence[Target]]) -> tuple[Mask, Audit]:
    """The cells that may be shown, and the audit of that state.

    Raises  Unprotectable: hiding every cell would not be enough
    """
    shown = shown.copy()
    while True:
        found, weak = audit(system, shown, targets(shown))
        if not weak:
            return shown, found
        has_given_way = False
        for target in weak:
            # What was hidden for an earlier target of this round may have freed this one.
            if has_given_way and audit(system, shown, [target])[0].is_passed:
                continue
            shown[_givers(system, shown, target)] = False
            has_given_way = True


def _givers(system: System, shown: Mask, target: Target) -> NDArray[np.int64]:
    """The shown cells that give way, at the least cost, for the target to move far enough."""
    places = np.flatnonzero(shown)
    weights = system.cost[places]
    moved = _slacks(system, places, target, weights)
    # Small slacks spread over many cells cost as little as one large one: the second round prefers few cells.
    again = _slacks(system, places, target, weights / (moved + NEAR))
    best = min((moved, again), key=lambda slack: (slack > MOVED).sum())
    found = places[best > MOVED]
    if not found.size:
        raise Unprotectable
    return np.asarray(found, dtype=np.int64)


def _slacks(system: System, places: NDArray[np.int64], target: Target, weights: Numbers) -> Numbers:
    """(shown,) how far each shown cell must give way, over the target's width.

    Two possible truths, one with the target low and one with it high, share the slack.
    """
    earlier = system.earlier
    if target.viewpoint is not None:
        earlier = _knowing(earlier, system, target.viewpoint)
    high = np.concatenate([system.high, earlier.high])
    scale = SIZE / max(float(np.max(np.abs(high), initial=0.0)), target.needed)
    rows, size, count = system.rows[places], system.rows.shape[1], len(places)
    slack = eye_array(count, format="csr")
    nothing = csr_array((earlier.rows.shape[0], size))
    blank = csr_array((count, size))
    constraints = [
        LinearConstraint(block_array([[rows, blank, -slack]]), -np.inf, system.high[places] * scale),
        LinearConstraint(block_array([[rows, blank, slack]]), system.low[places] * scale, np.inf),
        LinearConstraint(block_array([[blank, rows, -slack]]), -np.inf, system.high[places] * scale),
        LinearConstraint(block_array([[blank, rows, slack]]), system.low[places] * scale, np.inf),
        LinearConstraint(
            block_array([[target.row, -target.row, csr_array((1, count))]]), target.needed * MARGIN * scale, np.inf
        ),
    ]
    if earlier.rows.shape[0]:
        none = csr_array((earlier.rows.shape[0], count))
        limits = earlier.low * scale, earlier.high * scale
        constraints += [
            LinearConstraint(block_array([[earlier.rows, nothing, none]]), *limits),
            LinearConstraint(block_array([[nothing, earlier.rows, none]]), *limits),
        ]
    objective = np.concatenate([np.zeros(2 * size), weights])
    lowest = np.concatenate([np.full(2 * size, system.earlier.floor * scale), np.zeros(count)])
    answer = milp(objective, constraints=constraints, bounds=Bounds(lowest, np.inf))
    if answer.x is None:
        raise Unprotectable
    return np.asarray(answer.x[2 * size :], dtype=np.float64) / (target.needed * scale)
