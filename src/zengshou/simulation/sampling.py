"""People as a sample: the design of persons and of households, from the columns that carry it."""

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.people import People
from zengshou.concepts.sample import Lonely, Sample

Numbers = NDArray[np.float64]


def household_sample(people: People) -> Sample:
    """Design of the households; without `stratum` and `psu` every household is drawn by itself."""
    return Sample(people.household_weight, _codes(people, "stratum"), _codes(people, "psu"), lonely=Lonely.ADJUST)


def person_sample(people: People) -> Sample:
    """Design of the persons: stratum and PSU of their household, and the household as the last stage."""
    strata, psu = _codes(people, "stratum"), _codes(people, "psu")
    return Sample(
        people.person_weight,
        None if strata is None else _spread(people, strata),
        None if psu is None else _spread(people, psu),
        lonely=Lonely.ADJUST,
        household=_spread(people, np.arange(people.household_count)),
    )


def _codes(people: People, name: str) -> NDArray[np.int64] | None:
    column = people.households.get(name)
    return None if column is None else np.asarray(column, dtype=np.int64)


def _spread(people: People, column: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(people.to_persons(column), dtype=np.int64)


def weighted_parts(values: Numbers, weights: Numbers, parts: int) -> NDArray[np.int64]:
    """(n,) part of each row when people are ordered by `values` and cut into equal weights: 0 is the lowest.

    Rows of one value fall into the same part or straddle a cut in row order.
    """
    order = np.argsort(values, kind="stable")
    cumulated = np.cumsum(weights[order])
    middle = cumulated - weights[order] / 2
    codes = np.empty(len(values), dtype=np.int64)
    codes[order] = np.minimum((middle / cumulated[-1] * parts).astype(np.int64), parts - 1)
    return codes
