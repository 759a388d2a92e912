"""Which margin columns say something new: age and sex both add up to the population, so one column is one too many."""

from dataclasses import dataclass

import numpy as np

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.concepts.sample import Numbers
from zengshou.statistics.weights.margins import MARGINS, MarginColumns
from zengshou.statistics.weights.stacked import Stacked

SINGULAR = 1e-9  # of a column's own size: what is left of it beside the columns before it
PART = 1e-6  # coefficients below this are rounding


@dataclass(frozen=True, eq=False)
class Independent:
    """kept: columns that are solved for, in order; repeated: columns that follow from them."""

    kept: tuple[int, ...]
    repeated: tuple[int, ...]


def independent_columns(columns: MarginColumns, x: Stacked, weight: Numbers, tolerance: float) -> Independent:
    """Columns taken in their order, each kept unless those before it already give it.

    x  the columns once more, sorted into kinds; weight (m,)
    A repeated column is met by itself, provided its total is the one that follows from the others.
    Raises  ProblemsFound naming the margins whose totals contradict one another by more than `tolerance`
    """
    gram = x.gram(weight)
    size = np.sqrt(np.maximum(np.diag(gram), np.finfo(float).tiny))
    gram = gram / np.outer(size, size)
    kept: list[int] = []
    repeated: list[int] = []
    problems: list[Problem] = []
    for j in range(len(size)):
        mixture = np.linalg.solve(gram[np.ix_(kept, kept)], gram[kept, j]) if kept else np.zeros(0)
        if gram[j, j] - gram[j, kept] @ mixture > SINGULAR:
            kept.append(j)
            continue
        repeated.append(j)
        parts = mixture * size[j] / size[kept]
        problems += _contradiction(columns, j, kept, parts, tolerance)
    if problems:
        raise ProblemsFound(problems)
    return Independent(tuple(kept), tuple(repeated))


def _contradiction(columns: MarginColumns, j: int, kept: list[int], parts: Numbers, tolerance: float) -> list[Problem]:
    """The Problem of a column that follows from others while its total does not."""
    total, follows = columns.totals[j], float(parts @ columns.totals[kept])
    about = max(abs(total), float(np.abs(parts) @ np.abs(columns.totals[kept])))
    if abs(total - follows) <= tolerance * about:
        return []
    others = dict.fromkeys(columns.names[i].variable for i, part in zip(kept, parts, strict=True) if abs(part) > PART)
    found = f"“{columns.names[j]}”的总数 {total:,.10g} 与“{'”“'.join(others)}”的总数矛盾：由后者推出 {follows:,.10g}。"
    return [Problem(found, MARGINS, "这些边际在样本中互相决定，请核对总数。")]
