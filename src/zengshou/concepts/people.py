"""People: two columnar tables, persons and households, sorted by household, with an offset array."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.generic]


@dataclass(frozen=True)
class People:
    """Persons in their households.

    persons     name -> (n,) array, rows sorted by household; category columns hold whole-number codes
    households  name -> (h,) array; `weight`, `stratum` and `psu` are the survey design when there is one
    offsets     (h + 1,) int64: household i owns the person rows offsets[i]:offsets[i + 1]
    source      what these people are, in words, for every page on which their figures stand
    is_synthetic  True prints 合成数据 wherever a figure shows
    """

    persons: Mapping[str, Column]
    households: Mapping[str, Column]
    offsets: NDArray[np.int64]
    source: str
    is_synthetic: bool

    @property
    def person_count(self) -> int:
        return int(self.offsets[-1])

    @property
    def household_count(self) -> int:
        return len(self.offsets) - 1

    @property
    def members(self) -> NDArray[np.int64]:
        """(h,) persons in each household."""
        return np.diff(self.offsets)

    def to_persons(self, column: Column) -> Column:
        """Repeat a household column (h,) on each of its persons (n,)."""
        return np.repeat(column, self.members)

    @property
    def household_weight(self) -> NDArray[np.float64]:
        """(h,) weights; a register without a `weight` column weighs 1."""
        weight = self.households.get("weight")
        return np.ones(self.household_count) if weight is None else np.asarray(weight, dtype=np.float64)

    @property
    def person_weight(self) -> NDArray[np.float64]:
        return np.asarray(self.to_persons(self.household_weight), dtype=np.float64)
