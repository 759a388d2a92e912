"""Codes of strata and sampling units turned into indices, and units of one stage told apart from those of another."""

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int64]
Column = NDArray[np.float64]

SHOWN = 8  # codes named in one message


def relabel(codes: Index) -> tuple[Index, Index]:
    """(labels, index) such that codes = labels[index]; labels rise."""
    if codes.size == 0:
        return codes, codes
    low, high = int(codes.min()), int(codes.max())
    span = high - low + 1
    if span > 4 * codes.size + 1024:
        labels, index = np.unique(codes, return_inverse=True)
        return labels, index.astype(np.int64)
    shifted = codes - low
    present = np.zeros(span, dtype=bool)
    present[shifted] = True
    if present.all():
        return np.arange(low, high + 1), shifted
    return np.flatnonzero(present) + low, (np.cumsum(present) - 1)[shifted]


def nested_psu(strata: Index, psu: Index) -> Index:
    """PSU codes made unique for files in which each stratum numbers its own PSUs from one."""
    codes = relabel(psu)[1]
    return relabel(strata)[1] * (int(codes.max(initial=0)) + 1) + codes


def parents_of(unit_of_row: Index, parent_of_row: Index) -> tuple[Index, Index]:
    """((u,) parent of each unit, rows whose unit lies in a second parent as well)."""
    parent = np.zeros(int(unit_of_row.max(initial=-1)) + 1, dtype=np.int64)
    parent[unit_of_row] = parent_of_row
    return parent, np.flatnonzero(parent[unit_of_row] != parent_of_row)


def listed(codes: Index) -> str:
    """The first few codes in words."""
    more = f" 等 {codes.size} 个" if codes.size > SHOWN else ""
    return "、".join(str(code) for code in codes[:SHOWN]) + more
