"""Households of the drawn city: which candidates, where, in which community, with which weight."""

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import calibrate, rake_table
from zengshou.simulation.people_form import RELATION, RESIDENCE
from zengshou.simulation.population_targets import PopulationTargets
from zengshou.simulation.population_templates import Pool, age_sex_table, household_pool, size_shares

COMMUNITY_SIZE = 40
RESIDENCES = len(RESIDENCE.categories)
LARGEST_CELL = 5
CHILD = RELATION.code("child")


@dataclass(frozen=True)
class Structure:
    """Who lives with whom, where. Person arrays (n,), household arrays (h,), rows sorted by household.

    household  (n,) index of each person's household
    age        (n,) whole years at the reference month
    residence  (h,) codes; area (h,) county codes; stratum = area x residence; psu numbered over the whole city
    """

    offsets: NDArray[np.int64]
    household: NDArray[np.int64]
    age: NDArray[np.int16]
    birth_month: NDArray[np.int32]
    sex: NDArray[np.int8]
    relation: NDArray[np.int8]
    residence: NDArray[np.int8]
    area: NDArray[np.int16]
    stratum: NDArray[np.int32]
    psu: NDArray[np.int32]
    weight: NDArray[np.float64]

    @property
    def persons(self) -> int:
        return len(self.age)

    @property
    def households(self) -> int:
        return len(self.residence)

    @property
    def members(self) -> NDArray[np.int64]:
        return np.diff(self.offsets)

    @property
    def person_weight(self) -> NDArray[np.float64]:
        return self.weight[self.household]

    @property
    def person_residence(self) -> NDArray[np.int8]:
        return self.residence[self.household]

    def household_sum(self, column: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sum a person column (n,) over each household (h,)."""
        sums = np.bincount(self.household, weights=column.astype(np.float64), minlength=self.households)
        return np.asarray(sums, dtype=np.float64)

    def household_top(self, column: NDArray[np.float64]) -> NDArray[np.float64]:
        """The largest value of a person column (n,) in each household (h,)."""
        return np.asarray(np.maximum.reduceat(column, self.offsets[:-1]))


def stratum_rates(targets: PopulationTargets) -> NDArray[np.float64]:
    """Share of the population in each county and residence, (counties, 2): urban first."""
    counties = targets.county_rates.shares()
    size = np.array(list(counties.values()))
    urban = targets.county_urban_rates.of(tuple(counties))
    rate = targets.urban_rate.value
    return rake_table(np.column_stack([size * urban, size * (1 - urban)]), size, np.array([rate, 1 - rate]))


def draw_structure(targets: PopulationTargets, persons: int, rng: np.random.Generator) -> Structure:
    """About `persons` people in households that meet the city's margins."""
    pool = household_pool(targets, rng)
    rates = stratum_rates(targets)
    counts = np.maximum(np.round(persons * rates.ravel() / pool.mean_size), 2).astype(np.int64)
    counts[rates.ravel() <= 0] = 0
    chosen = np.concatenate([_systematic(pool, int(count), rng) for count in counts])
    stratum = np.repeat(np.arange(len(counts)), counts)
    offsets = np.concatenate([[0], np.cumsum(pool.size[chosen])])
    household = np.repeat(np.arange(len(chosen)), pool.size[chosen])
    place = np.arange(offsets[-1]) - offsets[household]
    template = chosen[household]
    age = pool.age[template, place]
    months = age.astype(np.int32) * 12 + rng.integers(0, 12, len(age), dtype=np.int32)
    structure = Structure(
        offsets=offsets.astype(np.int64),
        household=household,
        age=age,
        birth_month=(targets.reference_month - months).astype(np.int32),
        sex=pool.sex[template, place],
        relation=pool.relation[template, place],
        residence=(stratum % RESIDENCES).astype(np.int8),
        area=(stratum // RESIDENCES).astype(np.int16),
        stratum=stratum.astype(np.int32),
        psu=_communities(counts),
        weight=np.ones(len(chosen)),
    )
    return _weighted(structure, targets, rates)


def _systematic(pool: Pool, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Candidates in proportion to their share, evenly along the pool (sorted by size), then shuffled."""
    ends = np.cumsum(pool.share)
    picks = np.searchsorted(ends, (np.arange(count) + rng.random()) / max(count, 1) * ends[-1], side="right")
    return np.asarray(rng.permutation(np.minimum(picks, len(ends) - 1)))


def _communities(counts: NDArray[np.int64]) -> NDArray[np.int32]:
    """PSU of each household: some 40 neighbours, never fewer than two PSUs in a stratum."""
    pieces, first = [], 0
    for count in counts[counts > 0]:
        number = max(2, round(int(count) / COMMUNITY_SIZE))
        pieces.append(first + np.arange(count) * number // count)
        first += number
    return np.concatenate(pieces).astype(np.int32)


def _weighted(structure: Structure, targets: PopulationTargets, rates: NDArray[np.float64]) -> Structure:
    """Weights that meet the population by stratum, by age and sex, and the number of households by size."""
    population = targets.population.value
    members = structure.members.astype(np.float64)
    drawn = np.bincount(structure.stratum, weights=members, minlength=rates.size)
    base = (population * rates.ravel() / np.maximum(drawn, 1))[structure.stratum]
    table = age_sex_table(targets, fine=False)
    width = table.share.size
    flat = structure.household * width + table.cell(structure.age, structure.sex)
    by_age = np.bincount(flat, minlength=structure.households * width).reshape(-1, width)
    capped = np.minimum(structure.members, LARGEST_CELL)
    by_size = capped[:, None] == np.arange(1, LARGEST_CELL + 1)[None, :]
    by_stratum = (structure.stratum[:, None] == np.arange(rates.size)[None, :]) * members[:, None]
    sizes = size_shares(targets)
    households = population / float(sizes @ np.arange(1, len(sizes) + 1))
    cells = np.append(sizes[: LARGEST_CELL - 1], sizes[LARGEST_CELL - 1 :].sum())
    weight = calibrate(
        base,
        np.hstack([by_age, by_size, by_stratum]).astype(np.float64),
        np.concatenate([table.share.ravel(), cells * households / population, rates.ravel()]) * population,
        furthest=2.0,
    )
    return dataclasses.replace(structure, weight=weight)
