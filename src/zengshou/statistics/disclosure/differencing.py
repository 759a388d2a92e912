"""Differencing: two tables whose people differ by a few tell of those few."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.statistics.disclosure.classification import CellKey, Column, members
from zengshou.statistics.disclosure.composition import PERSONS, Composition
from zengshou.statistics.disclosure.union import Digests

Counts = NDArray[np.int64]


def refuse_near_populations(
    digests: Mapping[str, Digests], columns: Sequence[Column], earlier: Sequence[Composition], fewest: int
) -> None:
    """A table on nearly the same rows as an earlier one is refused: even where it hides cells tells who is missing.

    Nearly the same: a few people more or fewer, or a few whose weight, amount or category was changed. The same rows
    throughout are no difference.
    Raises  ProblemsFound naming each such release
    """
    problems = []
    for past in earlier:
        differ = [_apart(digests[name], old) for name, old in past.digests.items() if name in digests]
        differ += [_moved(digests[PERSONS], column, past) for column in columns]
        if any(0 < count < fewest for count in differ):
            found = f"与已发布或待发布的表 {past.release} 只相差不足 {fewest} 人，两表相减即可推出个人。"
            problems.append(Problem(found, past.release, "请用与该表完全相同的数据，或并入下一期发布。"))
    if problems:
        raise ProblemsFound(problems)


def _apart(now: Digests, old: Digests) -> int:
    """Rows of one that the other does not have, on the side that has more of them."""
    shared = len(np.intersect1d(now, old))
    return max(len(now), len(old)) - shared


def _moved(persons: Digests, column: Column, past: Composition) -> int:
    """People of both tables whose category of one column is another one now."""
    same = next((one for one in past.columns if one.name == column.name), None)
    if same is None:
        return 0
    _, here, there = np.intersect1d(persons, past.digests[PERSONS], return_indices=True)
    now = np.array(column.labels, dtype=object)[column.codes[here]]
    then = np.array(same.labels, dtype=object)[same.codes[there]]
    return int((now != then).sum())


def near_pairs(
    now: tuple[Digests, Sequence[Column], Sequence[CellKey]], past: Composition, fewest: int
) -> tuple[tuple[int, int, int], ...]:
    """(cell, earlier cell, people) where both are of nearly the same people: 1 to `fewest` - 1 belong to one alone."""
    digests, columns, keys = now
    old = past.digests[PERSONS]
    known = np.union1d(digests, old)
    mine = _standing(np.searchsorted(known, digests), columns, keys, len(known))
    theirs = _standing(np.searchsorted(known, old), past.columns, past.keys, len(known))
    shared = np.asarray((mine @ theirs.T).toarray(), dtype=np.int64)
    sizes = (np.asarray(mine.sum(axis=1)).ravel(), np.asarray(theirs.sum(axis=1)).ravel())
    apart = sizes[0][:, None].astype(np.int64) + sizes[1][None, :].astype(np.int64) - 2 * shared
    found = np.argwhere((apart > 0) & (apart < fewest))
    return tuple((int(i), int(j), int(apart[i, j])) for i, j in found)


def _standing(places: Counts, columns: Sequence[Column], keys: Sequence[CellKey], size: int) -> csr_array:
    """(cells, people) 1 where a person stands in a cell."""
    codes = {column.name: column.codes for column in columns}
    inside = [places[members(key, codes, len(places))] for key in keys]
    heads = np.repeat(np.arange(len(keys)), [len(rows) for rows in inside])
    entries = (np.ones(len(heads), dtype=np.int64), (heads, np.concatenate(inside)))
    return csr_array(entries, shape=(len(keys), size))
