"""What must stay unknown while certain cells are shown: hidden cells, their sums, differences to earlier tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from zengshou.statistics.disclosure.composition import Mask, Numbers
from zengshou.statistics.disclosure.facts import CellFacts
from zengshou.statistics.disclosure.secondary import Target

Line = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, eq=False)
class Cells:
    """The table at hand: rows of atoms, its sums, facts, the width each cell needs, the rule of few people."""

    rows: csr_array
    lines: tuple[Line, ...]
    facts: tuple[CellFacts, ...]
    needed: Numbers
    fewest: int


def targets(
    cells: Cells, fixed: Sequence[Target], pairs: Sequence[tuple[int, csr_array, float]], shown: Mask
) -> list[Target]:
    """Every target of one state; cells in which nobody can stand are none."""
    hidden = [int(at) for at in np.flatnonzero(~shown) if cells.rows[[int(at)]].nnz]
    own = [Target(cells.rows[[at]], float(cells.needed[at])) for at in hidden]
    apart = [Target(csr_array(cells.rows[[at]] - row), needed) for at, row, needed in pairs if shown[at]]
    return [*own, *_remainders(cells, shown), *_viewpoints(cells, shown), *fixed, *apart]


def _remainders(cells: Cells, shown: Mask) -> Iterator[Target]:
    """What a shown total leaves for its hidden parts together, where these are too few people even together."""
    for parent, children in cells.lines:
        hidden = [child for child in children if not shown[child]]
        people = sum(cells.facts[child].contributors for child in hidden)
        if shown[parent] and len(hidden) > 1 and people < cells.fewest:
            row = csr_array(cells.rows[hidden].sum(axis=0).reshape(1, -1))
            if row.nnz:
                yield Target(row, float(max(cells.needed[hidden])))


def _viewpoints(cells: Cells, shown: Mask) -> Iterator[Target]:
    """A household alone in a hidden cell knows that cell, and so more than others of the cells hidden beside it."""
    told: set[tuple[int, int]] = set()
    for _, children in cells.lines:
        hidden = [child for child in children if not shown[child]]
        for own in hidden:
            if cells.facts[own].units != 1:
                continue
            for other in hidden:
                if other != own and (own, other) not in told and cells.rows[[other]].nnz:
                    told.add((own, other))
                    yield Target(cells.rows[[other]], float(cells.needed[other]), viewpoint=own)
