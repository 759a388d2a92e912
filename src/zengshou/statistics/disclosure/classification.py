"""The cells of a table: every crossing of the nodes of its dimensions, each a hierarchy under a total."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import refuse

Codes = NDArray[np.int64]
Mask = NDArray[np.bool_]
TOTAL = "合计"


@dataclass(frozen=True, eq=False)
class Column:
    """One classifying column of the n rows.

    codes   (n,) index into `labels`; every row has one (a missing category is a category, named as such)
    """

    name: str
    codes: Codes
    labels: tuple[str, ...]

    def at(self, rows: Mask) -> "Column":
        """The same column of some rows."""
        return Column(self.name, self.codes[rows], self.labels)


@dataclass(frozen=True)
class Node:
    """One category of a dimension: conditions column -> code, none for the total; `labels` from coarse to fine."""

    conditions: tuple[tuple[str, int], ...]
    labels: tuple[str, ...]

    @property
    def label(self) -> str:
        return "／".join(self.labels) if self.labels else TOTAL


@dataclass(frozen=True)
class Dimension:
    """A hierarchy of columns, the coarsest first, and its nodes, the total first."""

    columns: tuple[str, ...]
    nodes: tuple[Node, ...]

    @property
    def name(self) -> str:
        return ">".join(self.columns)


@dataclass(frozen=True)
class CellKey:
    """A cell: one node of each dimension."""

    nodes: tuple[Node, ...]

    @property
    def conditions(self) -> tuple[tuple[str, int], ...]:
        return tuple(pair for node in self.nodes for pair in node.conditions)

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(node.label for node in self.nodes)

    @property
    def depth(self) -> int:
        """How many columns it fixes: 0 for the grand total."""
        return len(self.conditions)


def dimension(columns: Sequence[Column]) -> Dimension:
    """The hierarchy of columns that nest, the coarsest first (city > county > township).

    Raises  ProblemsFound: a fine category that lies in two coarse ones
    """
    names = tuple(column.name for column in columns)
    nodes = [Node((), ())]
    for size in range(1, len(columns) + 1):
        paths = np.unique(np.stack([column.codes for column in columns[:size]], axis=1), axis=0)
        if size > 1:
            _refuse_torn(paths, columns[size - 1], columns[size - 2])
        for path in paths.tolist():
            labels = tuple(column.labels[code] for column, code in zip(columns, path, strict=False))
            nodes.append(Node(tuple(zip(names, path, strict=False)), labels))
    return Dimension(names, tuple(nodes))


def _refuse_torn(paths: NDArray[np.int64], fine: Column, coarse: Column) -> None:
    codes, counts = np.unique(paths[:, -1], return_counts=True)
    torn = [fine.labels[code] for code in codes[counts > 1]]
    if torn:
        found = f"“{fine.name}”的{'、'.join(torn[:5])}同时属于“{coarse.name}”的几个类别。"
        raise refuse(found, f"{coarse.name}>{fine.name}", "层级须逐级相含；同名的请先加上所属地名。")


def cell_keys(dimensions: Sequence[Dimension]) -> tuple[CellKey, ...]:
    """Every crossing of nodes, the grand total first."""
    return tuple(CellKey(nodes) for nodes in product(*(one.nodes for one in dimensions)))


def lines(keys: Sequence[CellKey]) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """(parent, children) of every sum: a cell is the sum of those that fix one more column of one dimension."""
    place = {key.nodes: index for index, key in enumerate(keys)}
    children: dict[tuple[int, int], list[int]] = {}
    for index, key in enumerate(keys):
        for axis, node in enumerate(key.nodes):
            if node.conditions:
                above = Node(node.conditions[:-1], node.labels[:-1])
                parent = place[(*key.nodes[:axis], above, *key.nodes[axis + 1 :])]
                children.setdefault((parent, axis), []).append(index)
    return tuple((parent, tuple(found)) for (parent, _), found in children.items())


def members(key: CellKey, codes: dict[str, Codes], size: int) -> Mask:
    """(size,) which rows, or which atoms, meet every condition of a cell."""
    inside = np.ones(size, dtype=np.bool_)
    for name, code in key.conditions:
        inside &= codes[name] == code
    return inside
