"""The attacker: what can be concluded of a sum of atoms from everything that is published, by linear programming."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, vstack

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
SIZE = 1e5  # what the largest known number is scaled to: the solver's tolerance is absolute
FEW = 3  # targets that are quicker asked one by one
CAP = 20.0  # times the largest number: the attacker of the audit knows so much of every atom, a real one less


@dataclass(frozen=True, eq=False)
class Known:
    """What the attacker holds of one quantity.

    rows       (p, m) sums of atoms
    low, high  (p,) between which each sum lies
    floor      the lowest value of an atom: 0 for people and for incomes without losses
    """

    rows: csr_array
    low: Numbers
    high: Numbers
    floor: float = 0.0

    def also(self, row: csr_array, low: float, high: float) -> "Known":
        """The knowledge of one who knows one sum more."""
        return Known(
            csr_array(vstack([self.rows, row])), np.append(self.low, low), np.append(self.high, high), self.floor
        )


@dataclass(eq=False)
class Attack:
    """Linear programmes over one state of knowledge; every solution found is kept, for each is a possible truth.

    reach  the widest width that will be asked for
    """

    known: Known
    reach: float
    points: list[Numbers] = field(default_factory=list)
    solved: int = 0

    @property
    def scale(self) -> float:
        return SIZE / float(np.max(np.abs(self.known.high), initial=self.reach))

    def explore(self, rows: csr_array, wanted: Numbers) -> None:
        """Possible truths in which many targets stand high and others low at once, until few are left to ask singly.

        Each target goes up or down by one binary digit of its place after the other, so that no two always move alike.
        """
        scaled = rows.multiply(1.0 / wanted[:, None]).tocsr()
        for digit in range(max(len(wanted) - 1, 1).bit_length() + 1):
            seen = np.array([scaled @ point for point in self.points])
            narrow = np.flatnonzero(np.ptp(seen, axis=0) < 1) if len(self.points) else np.arange(len(wanted))
            if narrow.size < FEW:
                return
            signs = np.where((narrow >> digit) & 1, -1.0, 1.0)
            objective = np.asarray(signs @ scaled[narrow]).ravel()
            self._push(objective)
            self._push(-objective)

    def width(self, target: csr_array, wanted: float) -> float:
        """How far the target may move: exact where that is less than `wanted`, else a width of at least `wanted`."""
        row = target.toarray().ravel()
        seen = self._seen(row)
        if seen >= wanted:
            return seen
        for sign in (1.0, -1.0):
            self._push(sign * row)
        return self._seen(row)

    def interval(self, target: csr_array) -> tuple[float, float]:
        """The lowest and the highest value of the target."""
        row = target.toarray().ravel()
        ends = [float(row @ self._push(sign * row)) for sign in (1.0, -1.0)]
        return ends[0], ends[1]

    def _seen(self, row: Numbers) -> float:
        if not self.points:
            return 0.0
        values = np.array([row @ point for point in self.points])
        return float(values.max() - values.min())

    def _push(self, objective: Numbers) -> Numbers:
        """A possible truth with the lowest value of an objective."""
        known, scale = self.known, self.scale
        rows = LinearConstraint(known.rows, known.low * scale, known.high * scale) if known.rows.shape[0] else ()
        answer = milp(objective, constraints=rows, bounds=Bounds(known.floor * scale, CAP * SIZE))
        self.solved += 1
        if answer.x is None:
            raise ArithmeticError(f"audit programme not solved: {answer.message}")
        point = np.asarray(answer.x, dtype=np.float64) / scale
        self.points.append(point)
        return point
