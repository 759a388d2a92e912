"""An attacker of our own: it reads released tables alone and shares no code with the gate.

It knows the rules by heart (rounding to 5, three significant digits), that a total is the sum of its parts, and that
every count and amount is not negative. Unknowns are the crossings of all categories of all tables.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import linprog

from zengshou.statistics.disclosure.released import ReleasedTable

TOTAL = "合计"


@dataclass(frozen=True)
class Loot:
    """What the attacker reads off several tables: unknowns, published rows with their limits, hidden rows."""

    published: np.ndarray
    low: np.ndarray
    high: np.ndarray
    hidden: np.ndarray


def read(tables: list[ReleasedTable], measure: str, base: int, digits: int) -> Loot:
    """Every dimension is one column here; a column of the same name is the same column in each table."""
    labels: dict[str, list[str]] = {}
    for table in tables:
        for place, name in enumerate(table.dimensions):
            found = {cell.labels[place] for cell in table.cells} - {TOTAL}
            labels[name] = sorted(set(labels.get(name, [])) | found)
    names = sorted(labels)
    atoms = list(product(*(labels[name] for name in names)))
    rows, low, high, hidden = [], [], [], []
    for table in tables:
        at = [one.name for one in table.measures].index(measure)
        for cell in table.cells:
            wanted = dict(zip(table.dimensions, cell.labels, strict=True))
            row = np.array(
                [all(wanted.get(n, TOTAL) in (TOTAL, v) for n, v in zip(names, atom, strict=True)) for atom in atoms]
            )
            if cell.is_hidden:
                hidden.append(row)
            else:
                ends = limits(float(cell.values[at]), measure, base, digits)
                rows.append(row)
                low.append(ends[0])
                high.append(ends[1])
    stack = lambda found: np.array(found, dtype=float).reshape(len(found), len(atoms))  # noqa: E731
    return Loot(stack(rows), np.array(low), np.array(high), stack(hidden))


def limits(value: float, measure: str, base: int, digits: int) -> tuple[float, float]:
    if measure == "persons":
        return max(value - base // 2, 0), value + base // 2 if base > 1 else value
    half = 0.5 * 10 ** (np.floor(np.log10(value)) - digits + 1) if value else 0.5
    return value - half, value + half


def widths(loot: Loot) -> list[tuple[float, float]]:
    """(lowest, highest) of every hidden row, by two linear programmes each."""
    scale = max(float(loot.high.max(initial=1.0)), 1.0) / 1e4
    above = np.concatenate([loot.published, -loot.published])
    ends = np.concatenate([loot.high, -loot.low]) / scale
    found = []
    for row in loot.hidden:
        pair = []
        for sign in (1, -1):
            answer = linprog(sign * row, A_ub=above, b_ub=ends, bounds=(0, 1e6), method="highs")
            assert answer.status == 0, answer.message
            pair.append(float(row @ answer.x) * scale)
        found.append((pair[0], pair[1]))
    return found
