"""Retirement of drawn persons: legal age, and who already draws an employee pension."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import choose_top
from zengshou.simulation.people_form import RETIREMENT
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_schooling import COLLEGE, FEMALE, URBAN, Background
from zengshou.simulation.population_targets import PopulationTargets


@dataclass(frozen=True)
class Retirement:
    """Columns of persons (n,). `retires_at` is the legal age in whole years."""

    retirement_group: NDArray[np.int8]
    retires_at: NDArray[np.int64]
    is_retired_employee: NDArray[np.bool_]


def draw_retirement(
    structure: Structure, background: Background, targets: PopulationTargets, rng: np.random.Generator
) -> Retirement:
    """Among those past the legal age, the likeliest former employees, to the number that draws a pension."""
    group = _groups(structure, background, targets, rng)
    retires_at = targets.retirement_ages.of(RETIREMENT.categories).astype(np.int64)[group]
    weight = structure.person_weight
    insured = targets.employee_insured_rate.value * float(weight.sum())
    urban = structure.person_residence == URBAN
    score = 2.4 * urban + 0.6 * background.schooling + 0.04 * (structure.age - retires_at)
    score = score + rng.standard_normal(structure.persons)
    quota = insured * targets.employee_retired_rate.value
    retired = choose_top(score, weight, quota, structure.age >= retires_at)
    return Retirement(group, retires_at, retired)


def _groups(
    structure: Structure, background: Background, targets: PopulationTargets, rng: np.random.Generator
) -> NDArray[np.int8]:
    """Men, and women who retire later (office posts) or earlier (workers)."""
    rates = targets.female_55_rate.values
    rate = np.where(background.schooling >= COLLEGE, rates["college"], rates["below"])
    later = rng.random(structure.persons) < rate
    women = np.where(later, RETIREMENT.code("female_55"), RETIREMENT.code("female_50"))
    return np.where(structure.sex == FEMALE, women, RETIREMENT.code("male")).astype(np.int8)
