"""What the gate keeps to itself of a release: who stands in which cell, by keyed digest, and what a reader knows.

It never enters a released table. From it every later release is judged together with this one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.statistics.disclosure.classification import CellKey, Column, Dimension, cell_keys, dimension
from zengshou.statistics.disclosure.union import Digests, Part

Numbers = NDArray[np.float64]
Mask = NDArray[np.bool_]
PERSONS, POPULATION = "persons", "population"


@dataclass(frozen=True, eq=False)
class Quantity:
    """One additive quantity over the k cells of a table.

    name       persons | population | amount:<column>
    low, high  (k,) what a reader who knows the rounding concludes from a shown cell
    needed     (k,) how wide the attacker's interval must stay where a cell is hidden
    truth      (k,) what was rounded; kept at the gate only while it judges, empty in what is stored
    floor      the lowest value of an atom
    """

    name: str
    low: Numbers
    high: Numbers
    needed: Numbers
    truth: Numbers
    floor: float = 0.0


@dataclass(frozen=True, eq=False)
class Composition:
    """One table as the gate remembers it.

    release   its identity
    subject   area and period: only tables of one subject are linked
    by        the hierarchies of columns that are crossed
    digests   quantity -> (n,) keyed digests: of the person, of person and weight, of person and amount
    shown     (k,) the cells that were published
    """

    release: str
    subject: str
    by: tuple[tuple[str, ...], ...]
    columns: tuple[Column, ...]
    digests: Mapping[str, Digests]
    shown: Mask
    quantities: tuple[Quantity, ...]

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return dimensions_of(self.by, self.columns)

    @property
    def keys(self) -> tuple[CellKey, ...]:
        return cell_keys(self.dimensions)

    def quantity(self, name: str) -> Quantity | None:
        return next((one for one in self.quantities if one.name == name), None)

    def part(self, quantity: str) -> Part:
        """The table as one of several in a joint audit of a quantity."""
        return Part(self.digests[quantity], self.columns, self.dimensions, self.keys)


def dimensions_of(by: tuple[tuple[str, ...], ...], columns: tuple[Column, ...]) -> tuple[Dimension, ...]:
    """The dimensions of the columns that `by` names."""
    named = {column.name: column for column in columns}
    return tuple(dimension([named[name] for name in hierarchy]) for hierarchy in by)
