"""Several tables on the same people as one: the atoms that every cell of every table is a sum of.

An atom is what a reader can conceive of: a crossing of all categories of all tables, whether anybody stands there or
not. Categories that nest by declaration, or that nest in the data from one table to another, are known to nest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from zengshou.concepts.problem import refuse
from zengshou.statistics.disclosure.classification import CellKey, Codes, Column, Dimension, members

MOST_ATOMS = 30_000
MOST_CROSSED = 3_000_000
MANY_PEOPLE = 100  # of a presence pattern; of fewer the reader is taken to know who they are
Digests = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Part:
    """One table: its rows by digest, their columns, its dimensions and cells."""

    entries: Digests
    columns: tuple[Column, ...]
    dimensions: tuple[Dimension, ...]
    keys: tuple[CellKey, ...]


@dataclass(frozen=True, eq=False)
class Union:
    """The atoms of several parts.

    cells   one (k, m) matrix of 0 and 1 a part: which atoms each cell is the sum of
    """

    size: int
    cells: tuple[csr_array, ...]


@dataclass(frozen=True, eq=False)
class _Axis:
    """A column as several parts share it: codes over all known rows, -1 where no part that has it holds the row."""

    name: str
    codes: Codes
    labels: tuple[str, ...]


def union(parts: Sequence[Part]) -> Union:
    """The joint atoms.

    Raises  ProblemsFound: more crossings than can be audited
    """
    known = np.unique(np.concatenate([part.entries for part in parts]))
    places = [np.searchsorted(known, part.entries) for part in parts]
    axes, uses = _axes(parts, places, len(known))
    presence, population = _presence(places, len(known))
    atoms, held = _atoms(axes, uses, parts, presence, population)
    found = []
    for index, part in enumerate(parts):
        codes = {name: _translated(axes[axis], column, atoms[:, axis]) for name, axis, column in uses[index]}
        inside = held[:, population[index]]
        rows = [members(key, codes, len(atoms)) & inside for key in part.keys]
        found.append(csr_array(np.array(rows, dtype=np.float64).reshape(len(rows), len(atoms))))
    return Union(len(atoms), tuple(found))


Use = tuple[str, int, Column]


def _axes(parts: Sequence[Part], places: Sequence[NDArray[np.int64]], size: int) -> tuple[list[_Axis], list[list[Use]]]:
    """Columns of one name whose categories agree for the rows that parts share are one axis."""
    axes: list[_Axis] = []
    uses: list[list[Use]] = []
    for part, place in zip(parts, places, strict=True):
        mine: list[Use] = []
        for column in part.columns:
            index = next((i for i, axis in enumerate(axes) if _agrees(axis, column, place)), len(axes))
            if index == len(axes):
                axes.append(_Axis(column.name, np.full(size, -1, dtype=np.int64), ()))
            axes[index] = _joined(axes[index], column, place)
            mine.append((column.name, index, column))
        uses.append(mine)
    return axes, uses


def _agrees(axis: _Axis, column: Column, place: NDArray[np.int64]) -> bool:
    if axis.name != column.name:
        return False
    held = axis.codes[place]
    is_shared = held >= 0
    mine = np.array([axis.labels.index(label) if label in axis.labels else -2 for label in column.labels])
    return bool((mine[column.codes[is_shared]] == held[is_shared]).all())


def _joined(axis: _Axis, column: Column, place: NDArray[np.int64]) -> _Axis:
    labels = (*axis.labels, *(label for label in column.labels if label not in axis.labels))
    codes = axis.codes.copy()
    codes[place] = np.array([labels.index(label) for label in column.labels], dtype=np.int64)[column.codes]
    return _Axis(axis.name, codes, labels)


def _translated(axis: _Axis, column: Column, codes: Codes) -> Codes:
    """The atoms' codes of an axis as a part's own column numbers them; -1 for categories it does not have."""
    own = {label: code for code, label in enumerate(column.labels)}
    table = np.array([*(own.get(label, -1) for label in axis.labels), -1], dtype=np.int64)
    return table[codes]


def _presence(places: Sequence[NDArray[np.int64]], size: int) -> tuple[NDArray[np.bool_], list[int]]:
    """((rows, populations) who belongs to each different set of rows, part -> its population)."""
    columns: list[NDArray[np.bool_]] = []
    population: list[int] = []
    for place in places:
        inside = np.zeros(size, dtype=np.bool_)
        inside[place] = True
        same = next((i for i, other in enumerate(columns) if np.array_equal(other, inside)), len(columns))
        if same == len(columns):
            columns.append(inside)
        population.append(same)
    return np.stack(columns, axis=1), population


def _atoms(
    axes: Sequence[_Axis],
    uses: Sequence[Sequence[Use]],
    parts: Sequence[Part],
    presence: NDArray[np.bool_],
    population: Sequence[int],
) -> tuple[Codes, NDArray[np.bool_]]:
    """((m, axes) codes, (m, populations) presence) of every atom."""
    nested = _nestings(axes, uses, parts)
    found, held = [], []
    patterns, which = np.unique(presence, axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        rows = np.flatnonzero(which.ravel() == number)
        seen = np.stack([axis.codes[rows] for axis in axes], axis=1) if axes else np.zeros((len(rows), 0), np.int64)
        if len(rows) >= MANY_PEOPLE or len(patterns) == 1:
            present = {axis for one, use in zip(population, uses, strict=True) if pattern[one] for _, axis, _ in use}
            combinations = _crossed(axes, sorted(present), nested)
        else:
            combinations = np.unique(seen, axis=0)
        found.append(combinations)
        held.append(np.tile(pattern, (len(combinations), 1)))
    atoms = np.concatenate(found)
    if len(atoms) > MOST_ATOMS:
        raise _too_many(len(atoms))
    return atoms, np.concatenate(held)


def _too_many(size: int) -> Exception:
    found = f"各表交叉出 {size:,} 个小格，超过可审查的 {MOST_ATOMS:,} 个。"
    return refuse(found, "分类", "请减少分类列，或先归并类别。")


def _crossed(axes: Sequence[_Axis], present: Sequence[int], nested: "dict[tuple[int, int], Codes]") -> Codes:
    """Every crossing of the axes present that the nestings allow."""
    crossed = np.full((1, len(axes)), -1, dtype=np.int64)
    done: list[int] = []
    for axis in present:
        size = len(axes[axis].labels)
        if len(crossed) * size > MOST_CROSSED:
            raise _too_many(len(crossed) * size)
        crossed = np.repeat(crossed, size, axis=0)
        crossed[:, axis] = np.tile(np.arange(size), len(crossed) // size)
        for other in done:
            for fine, coarse in ((axis, other), (other, axis)):
                image = nested.get((fine, coarse))
                if image is not None:
                    crossed = crossed[image[crossed[:, fine]] == crossed[:, coarse]]
        done.append(axis)
    return crossed


def _nestings(
    axes: Sequence[_Axis], uses: Sequence[Sequence[Use]], parts: Sequence[Part]
) -> "dict[tuple[int, int], Codes]":
    """(fine, coarse) -> image of each fine category, where a reader knows that one axis nests in another.

    Columns crossed in one table are known not to nest there, even if nobody stands in some crossing.
    """
    crossed: set[frozenset[int]] = set()
    for use, part in zip(uses, parts, strict=True):
        axis_of = {name: axis for name, axis, _ in use}
        for place, one in enumerate(part.dimensions):
            for other in part.dimensions[place + 1 :]:
                crossed |= {frozenset((axis_of[a], axis_of[b])) for a in one.columns for b in other.columns}
    found: dict[tuple[int, int], Codes] = {}
    for fine in range(len(axes)):
        for coarse in range(len(axes)):
            if fine != coarse and frozenset((fine, coarse)) not in crossed:
                image = _image(axes[fine], axes[coarse])
                if image is not None:
                    found[fine, coarse] = image
    return found


def _image(fine: _Axis, coarse: _Axis) -> Codes | None:
    """The one coarse category of each fine one; None where a fine one lies in several."""
    both = (fine.codes >= 0) & (coarse.codes >= 0)
    pairs = np.unique(np.stack([fine.codes[both], coarse.codes[both]], axis=1), axis=0)
    image = np.full(len(fine.labels), -1, dtype=np.int64)
    if len(np.unique(pairs[:, 0])) < len(pairs):
        return None
    image[pairs[:, 0]] = pairs[:, 1]
    return None if (image < 0).any() else image
