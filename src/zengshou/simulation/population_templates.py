"""A pool of candidate households, weighted so that ages, sexes and household sizes meet the city's margins."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import calibrate, rake_table, tilt_to_mean
from zengshou.simulation.people_form import RELATION, SEX
from zengshou.simulation.population_targets import OLDEST, PopulationTargets, Target, band, by_age

POOL_SIZE = 24_000
LARGEST = 10
MANY_CHILDREN = 0.25
YOUNG_FAMILY = 4
YOUNGEST_HEAD = 18
FEMALE = SEX.code("female")
HEAD, SPOUSE, CHILD, PARENT, OTHER = (RELATION.code(name) for name in RELATION.categories)

Ages = NDArray[np.int16]
Codes = NDArray[np.int8]


@dataclass(frozen=True)
class Pool:
    """Candidate households; person tables are (m, 10), empty places hold relation -1.

    size    (m,) members
    share   (m,) share of all households, sums to 1
    """

    size: NDArray[np.int64]
    age: Ages
    sex: Codes
    relation: Codes
    share: NDArray[np.float64]

    @property
    def mean_size(self) -> float:
        return float(self.share @ self.size)


@dataclass(frozen=True)
class AgeSexTable:
    """Share of the population by age cell and sex, (cells, 2); male first. `edges` are the first ages of the cells."""

    edges: NDArray[np.int64]
    share: NDArray[np.float64]

    def cell(self, age: Ages, sex: Codes) -> NDArray[np.int64]:
        """Flat cell number of each person."""
        return (np.searchsorted(self.edges, age, side="right") - 1) * 2 + sex


def single_years(targets: PopulationTargets) -> NDArray[np.float64]:
    """Share of the population at each age 0..99: the city's large groups, spread inside by the finer shape."""
    shape = np.zeros(OLDEST + 1)
    for name, number in targets.age_shape.values.items():
        piece = band(name)
        shape[piece.low : piece.high + 1] = number / (piece.high - piece.low + 1)
    ages = np.zeros_like(shape)
    for name, share in targets.age_groups.shares().items():
        group = slice(band(name).low, band(name).high + 1)
        ages[group] = share * shape[group] / shape[group].sum()
    return ages


def age_sex_table(targets: PopulationTargets, fine: bool) -> AgeSexTable:
    """Margins by age and sex; `fine` uses the five-year shape as well as the city's large groups."""
    tables: tuple[Target, ...] = (targets.age_groups, targets.age_shape) if fine else (targets.age_groups,)
    edges = np.array(sorted({band(name).low for table in tables for name in table.values}))
    ages = single_years(targets)
    male = by_age(targets.male_rate_by_age, np.arange(OLDEST + 1, dtype=np.int16))
    by_cell = np.add.reduceat(ages, edges)
    males = np.add.reduceat(ages * male, edges)
    seed = np.column_stack([males, by_cell - males])
    rate = targets.male_rate.value
    return AgeSexTable(edges, rake_table(seed, by_cell, np.array([rate, 1 - rate])))


def size_shares(targets: PopulationTargets) -> NDArray[np.float64]:
    """Share of households with 1 to 10 members, tilted to the mean size."""
    counts = targets.household_size_shape.of(tuple(str(size) for size in range(1, LARGEST + 1)))
    return tilt_to_mean(counts, np.arange(1.0, LARGEST + 1), targets.household_size_mean.value)


def household_pool(targets: PopulationTargets, rng: np.random.Generator) -> Pool:
    """Draw candidates and weigh them to the margins of size, age and sex."""
    shares = size_shares(targets)
    drawn = np.maximum(shares, 0.01)
    drawn = drawn / drawn.sum()
    size = np.sort(rng.choice(np.arange(1, LARGEST + 1), POOL_SIZE, p=drawn))
    age, sex, relation = _fill(size, targets, rng)
    table = age_sex_table(targets, fine=True)
    present = relation >= 0
    cells = table.cell(np.maximum(age, 0), np.maximum(sex, 0))
    rows = np.broadcast_to(np.arange(POOL_SIZE)[:, None], cells.shape)[present]
    width = table.share.size
    counts = np.bincount(rows * width + cells[present], minlength=POOL_SIZE * width).reshape(POOL_SIZE, width)
    sizes = (size[:, None] == np.arange(1, LARGEST + 1)[None, :]).astype(np.float64)
    persons = float(shares @ np.arange(1, LARGEST + 1))
    share = calibrate(
        shares[size - 1] / drawn[size - 1] / POOL_SIZE,
        np.hstack([counts.astype(np.float64), sizes]),
        np.concatenate([table.share.ravel() * persons, shares]),
    )
    return Pool(size.astype(np.int64), age, sex, relation, share / share.sum())


def _fill(size: NDArray[np.int64], targets: PopulationTargets, rng: np.random.Generator) -> tuple[Ages, Codes, Codes]:
    """Relations, ages and sexes of each candidate's places: head, spouse, children, parents, others."""
    count = len(size)
    rates = targets.household_structure.values
    adults = single_years(targets)
    adults[:YOUNGEST_HEAD] = 0
    head_age = rng.choice(OLDEST + 1, count, p=adults / adults.sum())
    spouse = (size >= 2) & (head_age >= 22) & (rng.random(count) < rates["spouse"])
    rest = size - 1 - spouse
    likes_parents = (rng.random(count) < rates["parent"]) & (head_age < 68)
    parents = np.where(likes_parents, np.minimum(rest, 1 + (rng.random(count) < 0.45)), 0)
    rest = rest - parents
    others = np.where(head_age < 22, rest, np.minimum(rest, rng.random(count) < rates["other"]))
    extended = (rng.random(count) < rates["extended"]) & (head_age >= 46) & (rest - others >= 2)
    at_most = np.where(extended, 1 + (rng.random(count) < 0.15), 2 + (rng.random(count) < MANY_CHILDREN))
    children = np.minimum(at_most, rest - others)
    place = np.arange(LARGEST)[None, :]
    ends = np.cumsum(np.column_stack([np.ones(count, np.int64), spouse, children, parents]), axis=1)
    relation = np.where(place < size[:, None], (place[..., None] >= ends[:, None, :]).sum(axis=2), -1).astype(np.int8)
    head_sex = np.where(rng.random(count) < rates["female_head"], FEMALE, 1 - FEMALE)
    age = _ages(relation, head_age, head_sex, children, extended, rng)
    return age, _sexes(relation, head_sex, place - ends[:, 2:3], rng), relation


def _ages(
    relation: Codes,
    head_age: NDArray[np.int64],
    head_sex: NDArray[np.int64],
    children: NDArray[np.int64],
    extended: NDArray[np.bool_],
    rng: np.random.Generator,
) -> Ages:
    """Ages by relation: children 20 to 40 years below the head, parents 20 to 36 above, others near or below."""
    shape = relation.shape
    head = head_age[:, None].astype(np.float64)
    widest = np.minimum(head, 42.0) - 20.0
    child = head - 20.0 - np.maximum(widest, 0.0) * rng.beta(1.6, 2.2, shape)
    # In a family of three generations the first child is grown and the others are its spouse and children.
    grown = np.where(extended[:, None], np.maximum(child, 24.0), child)
    first_grown = np.where(children > 0, grown[np.arange(len(head_age)), np.argmax(relation == CHILD, axis=1)], 0.0)
    turn = np.arange(shape[1])[None, :] - np.argmax(relation == OTHER, axis=1)[:, None]
    in_law = first_grown[:, None] + rng.normal(0, 2.5, shape)
    grandchild = first_grown[:, None] - 21.0 - 12.0 * rng.random(shape)
    family = np.where(turn == 0, np.maximum(in_law, 20.0), np.maximum(grandchild, 9.0 * rng.random(shape)))
    relative = np.clip(head + rng.normal(0, 9, shape), 1, 85)
    is_family = extended[:, None] & (turn < YOUNG_FAMILY)
    # Bounded, so that no mother is younger than fifteen at a birth.
    spouse = head + np.clip(np.where(head_sex[:, None] == FEMALE, 2.0, -2.0) + rng.normal(0, 2.6, shape), -5, 5)
    parent = head + 20.0 + 16.0 * rng.random(shape)
    choices = [head + 0 * child, np.maximum(spouse, 20.0), grown, parent, np.where(is_family, family, relative)]
    age = np.select([relation == code for code in (HEAD, SPOUSE, CHILD, PARENT, OTHER)], choices, 0.0)
    return np.asarray(np.clip(np.floor(age), 0, OLDEST), dtype=np.int16)


def _sexes(
    relation: Codes, head_sex: NDArray[np.int64], parent_place: NDArray[np.int64], rng: np.random.Generator
) -> Codes:
    """Spouses of the other sex; of two parents one father and one mother; anyone else at random."""
    either = (rng.random(relation.shape) < 0.5).astype(np.int8)
    first_parent = (rng.random(len(head_sex)) < 0.62).astype(np.int8)[:, None]
    parent = np.where(parent_place % 2 == 0, first_parent, 1 - first_parent)
    head = head_sex[:, None].astype(np.int8) + 0 * either
    sex = np.select([relation == code for code in (HEAD, SPOUSE, PARENT)], [head, 1 - head, parent], either)
    return np.where(relation >= 0, sex, -1).astype(np.int8)
