"""Margin columns held twice over: what many units share, once for each kind of unit; what is their own, unit by unit.

A million people with eight margins of categories are a few thousand kinds: sums over the million run through a count
by kind, and only amounts (incomes, pensions) are touched one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.sample import Codes, Numbers

WORTH_IT = 0.5  # units are sorted into kinds only if at most this share of them is left
BLOCK = 16_384  # kinds squared at a time, so that the scaled copy stays in the cache


@dataclass(frozen=True, eq=False)
class Stacked:
    """x (m, k) as kinds and own columns.

    kinds   (c, k1) the shared columns of each kind
    kind    (m,) the kind of each unit, or None where each unit is its own
    own     (m, k2) the columns that differ from unit to unit
    places  (k,) where each of the k1 + k2 columns stands in x
    """

    kinds: Numbers
    kind: Codes | None
    own: Numbers
    places: Codes

    @property
    def width(self) -> int:
        return len(self.places)

    def only(self, columns: Sequence[int]) -> "Stacked":
        """Some of the columns of x, in rising order; the kinds stay."""
        kept = np.isin(self.places, columns)
        shared = self.kinds.shape[1]
        places = np.searchsorted(np.asarray(columns), self.places[kept])
        kinds = np.ascontiguousarray(self.kinds[:, kept[:shared]])
        return Stacked(kinds, self.kind, self.own[:, kept[shared:]], places)

    def combined(self, factors: Numbers) -> Numbers:
        """(m,) x @ factors."""
        ordered = factors[self.places]
        shared = self.kinds @ ordered[: self.kinds.shape[1]]
        whole = shared if self.kind is None else shared[self.kind]
        for column, factor in zip(self.own.T, ordered[self.kinds.shape[1] :], strict=True):
            whole = whole + factor * column
        return np.asarray(whole)

    def sums(self, weight: Numbers) -> Numbers:
        """(k,) x' weight."""
        found = np.empty(self.width)
        found[self.places] = np.concatenate([self._by_kind(weight) @ self.kinds, self.own.T @ weight])
        return found

    def gram(self, weight: Numbers) -> Numbers:
        """(k, k) x' diag(weight) x for weights that are not negative."""
        shared = self.kinds.shape[1]
        found = np.empty((self.width, self.width))
        ordered = np.empty_like(found)
        ordered[:shared, :shared] = _squared(self.kinds, self._by_kind(weight))
        for i, column in enumerate(self.own.T):
            drawn = weight * column
            ordered[shared + i, :shared] = ordered[:shared, shared + i] = self._by_kind(drawn) @ self.kinds
            ordered[shared + i, shared:] = self.own.T @ drawn
        found[np.ix_(self.places, self.places)] = ordered
        return found

    def dense(self) -> Numbers:
        """(m, k) x itself."""
        shared = self.kinds if self.kind is None else self.kinds[self.kind]
        found = np.empty((len(shared), self.width))
        found[:, self.places] = np.hstack([shared, self.own])
        return found

    def _by_kind(self, weight: Numbers) -> Numbers:
        if self.kind is None:
            return weight
        return np.asarray(np.bincount(self.kind, weight, minlength=len(self.kinds)), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Distinct:
    """first (c,) one row of each kind; kind (n,) which kind a row is of."""

    first: Codes
    kind: Codes


def stacked(x: Numbers, is_shared: NDArray[np.bool_]) -> Stacked:
    """x (m, k) sorted into kinds by all its columns, or by those under `is_shared`, or not at all if few are alike."""
    for chosen in (np.ones(x.shape[1], dtype=bool), is_shared):
        alike = distinct_rows(x[:, chosen]) if chosen.any() else None
        if alike is not None:
            places = np.concatenate([np.flatnonzero(chosen), np.flatnonzero(~chosen)])
            kinds = np.ascontiguousarray(x[alike.first][:, chosen])
            return Stacked(kinds, alike.kind, np.asfortranarray(x[:, ~chosen]), places)
    return Stacked(x, None, np.zeros((len(x), 0)), np.arange(x.shape[1]))


def distinct_rows(x: Numbers) -> Distinct | None:
    """The kinds of rows of x (n, k), or None where too few rows are alike.

    Rows are compared by one number, a sum with factors sin 1, sin 2 ... (no whole multiples of which cancel), and then
    checked in full: a coincidence of two sums gives None, never a wrong merge.
    """
    key = x @ np.sin(np.arange(1.0, x.shape[1] + 1.0))
    _, first, kind = np.unique(key, return_index=True, return_inverse=True)
    if len(first) > WORTH_IT * len(x):
        return None
    is_alike = all(np.array_equal(x[:, j], x[first, j][kind]) for j in range(x.shape[1]))
    return Distinct(first.astype(np.int64), kind.astype(np.int64)) if is_alike else None


def _squared(x: Numbers, weight: Numbers) -> Numbers:
    """x' diag(weight) x, a block of rows at a time."""
    gram = np.zeros((x.shape[1], x.shape[1]))
    root = np.sqrt(weight)
    for start in range(0, len(x), BLOCK):
        part = x[start : start + BLOCK] * root[start : start + BLOCK, None]
        gram += part.T @ part
    return gram
