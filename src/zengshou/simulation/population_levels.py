"""Levels of income: scale drawn incomes until the four sources by residence and the fifths of households are met."""

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import rake_table
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_income import Incomes
from zengshou.simulation.population_parts import Public
from zengshou.simulation.population_targets import PopulationTargets

Numbers = NDArray[np.float64]
PLACES = ("urban", "rural")
SOURCES = ("wage", "business", "property", "transfer")
MIDDLES = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
ROUNDS = 16
FIFTHS_PACE = 0.8


def source_means(targets: PopulationTargets) -> Numbers:
    """Yuan per person of each source (2, 4), urban and rural; raked to the whole where that is known."""
    means = targets.income_mean.of(PLACES)
    seed = np.array([list(targets.income_sources.shares(place).values()) for place in PLACES]) * means[:, None]
    if targets.income_sources_all is None:
        return seed
    urban = targets.urban_rate.value
    people = np.array([urban, 1 - urban])
    wanted = targets.income_sources_all.of(SOURCES)
    total = float(means @ people)
    raked = rake_table(seed * people[:, None], means * people, wanted / wanted.sum() * total)
    return np.asarray(raked / people[:, None])


def fit_incomes(structure: Structure, incomes: Incomes, public: Public, targets: PopulationTargets) -> Incomes:
    """The same incomes at the city's levels.

    Each round moves every household along a smooth curve over its rank (fifths), then scales each source by
    residence (means); the last step is the means, so these hold to the fen and the fifths nearly.
    `public` is that of the incomes as drawn; its dues on wages follow the wages.
    """
    means = source_means(targets)
    columns = (incomes.wage_yearly, incomes.business_yearly, incomes.property_income_yearly)
    raw = np.array([structure.household_sum(column) for column in (*columns, incomes.private_transfer_yearly)])
    household = np.ones(structure.households)
    for _ in range(ROUNDS):
        scale = _scale_to_means(structure, raw * household, household, public, means)[structure.residence]
        dues = public.fixed_dues + public.wage_dues * household * scale[:, 0]
        total = household * np.einsum("hs,sh->h", scale, raw) + public.pensions - dues
        household = household * _towards_fifths(structure, total, targets) ** FIFTHS_PACE
    scale = _scale_to_means(structure, raw * household, household, public, means)[structure.residence]
    factor = (scale * household[:, None])[structure.household]
    return incomes.scaled(factor[:, 0], factor[:, 1], factor[:, 2], factor[:, 3])


def _scale_to_means(structure: Structure, raw: Numbers, household: Numbers, public: Public, means: Numbers) -> Numbers:
    """Factor of each source by residence (2, 4); private transfers take up what pensions and dues leave."""
    scale = np.ones((len(PLACES), len(SOURCES)))
    for place in range(len(PLACES)):
        weight = np.where(structure.residence == place, structure.weight, 0.0)
        people = float(weight @ structure.members)
        sums = raw @ weight
        if people <= 0:
            continue
        wanted = means[place] * people
        scale[place, :3] = np.divide(wanted[:3], sums[:3], out=np.zeros(3), where=sums[:3] > 0)
        on_wages = scale[place, 0] * float(weight @ (public.wage_dues * household))
        left = wanted[3] - float(weight @ (public.pensions - public.fixed_dues)) + on_wages
        scale[place, 3] = max(left, 0.0) / sums[3] if sums[3] > 0 else 0.0
    return scale


def fifth_means(per_head: Numbers, weight: Numbers, members: Numbers) -> Numbers:
    """Mean income per head in the five equal groups of households ordered by income per head (5,)."""
    order = np.argsort(per_head, kind="stable")
    filled = np.cumsum(weight[order])
    group = np.minimum(((filled - weight[order] / 2) / filled[-1] * 5).astype(np.int64), 4)
    people = np.bincount(group, weights=(weight * members)[order], minlength=5)
    money = np.bincount(group, weights=(weight * members * per_head)[order], minlength=5)
    return np.divide(money, people, out=np.zeros(5), where=people > 0)


def _towards_fifths(structure: Structure, total: Numbers, targets: PopulationTargets) -> Numbers:
    """Factor (h,) that brings the five means nearer to the target's shape, smooth over the household's rank."""
    members = structure.members.astype(np.float64)
    per_head = total / members
    got = fifth_means(per_head, structure.weight, members)
    wanted = targets.income_fifths.of(("1", "2", "3", "4", "5"))
    ratio = np.clip((wanted / wanted.sum()) / np.maximum(got / got.sum(), 1e-6), 0.4, 2.5)
    order = np.argsort(per_head, kind="stable")
    rank = np.empty(structure.households)
    filled = np.cumsum(structure.weight[order])
    rank[order] = (filled - structure.weight[order] / 2) / filled[-1]
    return np.asarray(np.exp(np.interp(rank, MIDDLES, np.log(ratio))))
