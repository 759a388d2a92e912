"""Health, hukou and schooling of drawn persons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import choose_top, draw_category
from zengshou.simulation.people_form import HUKOU, RESIDENCE, SCHOOLING, SEX
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_targets import PopulationTargets, by_age

URBAN = RESIDENCE.code("urban")
RURAL = RESIDENCE.code("rural")
FEMALE = SEX.code("female")
NO_SCHOOL, PRIMARY, MIDDLE, HIGH, COLLEGE, BACHELOR, GRADUATE = range(len(SCHOOLING.categories))
COHORT = 0.045
FAMILY, OWN = 0.5, 0.8


@dataclass(frozen=True)
class Background:
    """Columns of persons (n,) that stand before work: codes, truths, grades.

    ability  (n,) the score behind schooling, reused for wages so that both go together within families
    """

    hukou: NDArray[np.int8]
    schooling: NDArray[np.int8]
    is_student: NDArray[np.bool_]
    ability: NDArray[np.float64]
    disability_grade: NDArray[np.int8]
    is_disability_mental: NDArray[np.bool_]
    has_serious_illness: NDArray[np.bool_]

    @property
    def is_severe(self) -> NDArray[np.bool_]:
        """Disability of grade 1 or 2."""
        return np.asarray((self.disability_grade >= 1) & (self.disability_grade <= 2))


def draw_background(structure: Structure, targets: PopulationTargets, rng: np.random.Generator) -> Background:
    """Hukou by household, health by age, schooling to the city's margin."""
    grade, mental = _disability(structure, targets, rng)
    ill = rng.random(structure.persons) < by_age(targets.serious_illness_rate, structure.age)
    ability = _ability(structure, rng)
    schooling, student = _pupils(structure, targets, ability, rng)
    schooling = _adults(structure, targets, ability, schooling)
    hukou = _hukou(structure, targets, rng)
    return Background(hukou, schooling, student & (grade != 1), ability, grade, mental, ill)


def _hukou(structure: Structure, targets: PopulationTargets, rng: np.random.Generator) -> NDArray[np.int8]:
    """One hukou a household; few rural residents hold an urban one, the rest of the margin falls on urban residents."""
    rural_rate = targets.rural_residents_urban_hukou_rate.value
    weight = structure.weight * structure.members
    score = rng.random(structure.households)
    quota = targets.hukou_urban_rate.value * weight.sum()
    rural = choose_top(score, weight, min(rural_rate * weight.sum(), quota), structure.residence == RURAL)
    urban = choose_top(score, weight, quota - float(weight[rural].sum()), structure.residence == URBAN)
    code = np.where(rural | urban, HUKOU.code("urban"), HUKOU.code("rural")).astype(np.int8)
    return code[structure.household]


def _disability(
    structure: Structure, targets: PopulationTargets, rng: np.random.Generator
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Certified grade (0 none, 1 the most severe) and whether it is intellectual or mental."""
    disabled = rng.random(structure.persons) < by_age(targets.disability_rate, structure.age)
    grades = targets.disability_grades.of(("1", "2", "3", "4"))
    grade = np.where(disabled, draw_category(grades, rng.random(structure.persons)) + 1, 0).astype(np.int8)
    mental = disabled & (rng.random(structure.persons) < targets.disability_grades.values["mental"])
    return grade, mental


def _ability(structure: Structure, rng: np.random.Generator) -> NDArray[np.float64]:
    """A standard score shared in part within the household."""
    family = rng.standard_normal(structure.households)[structure.household]
    own = rng.standard_normal(structure.persons)
    return np.asarray((FAMILY * family + OWN * own) / np.hypot(FAMILY, OWN))


def _pupils(
    structure: Structure, targets: PopulationTargets, ability: NDArray[np.float64], rng: np.random.Generator
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Schooling and enrolment up to the age of leaving school; -1 where schooling is still to be given."""
    ages, age = targets.school_ages.values, structure.age
    luck = rng.random(structure.persons)
    # Abler youths stay on: the rate is a threshold on the score's rank within the enrolled ages.
    staying = 1 / (1 + np.exp(-1.7 * ability)) * 0.6 + 0.4 * luck
    schooling = np.full(structure.persons, -1, dtype=np.int8)
    schooling[age < ages["primary"]] = NO_SCHOOL
    student = (age >= ages["primary"]) & (age < ages["high"])
    schooling[student] = np.where(age[student] < ages["middle"], PRIMARY, MIDDLE)
    steps = (("high", "tertiary", "high_rate", HIGH), ("tertiary", "graduate", "tertiary_rate", COLLEGE))
    for first, last, rate, level in (*steps, ("graduate", "leave", "graduate_rate", GRADUATE)):
        here = (age >= ages[first]) & (age < ages[last])
        enrolled = choose_top(staying, structure.person_weight, ages[rate] * structure.person_weight[here].sum(), here)
        schooling[enrolled] = level
        student |= enrolled
    split = targets.college_split.values
    to_bachelor = (schooling == COLLEGE) & (luck > split["college"])
    schooling[to_bachelor] = BACHELOR
    return schooling, student


def _adults(
    structure: Structure, targets: PopulationTargets, ability: NDArray[np.float64], schooling: NDArray[np.int8]
) -> NDArray[np.int8]:
    """Fill the rest from the top, so that each level meets its share of the whole population."""
    weight, age = structure.person_weight, structure.age.astype(np.float64)
    urban = structure.person_residence == URBAN
    older_women = (structure.sex == FEMALE) & (age > 50)
    # Schooling rose with every cohort, and more in towns; the ageing term is the score's, not the law's.
    score = ability - COHORT * np.maximum(age - 25, 0) + 0.55 * urban - 0.35 * older_women
    split = targets.college_split.shares()
    per_person = {name: number / 100_000 for name, number in targets.schooling.values.items()}
    higher = (GRADUATE, BACHELOR, COLLEGE)
    wanted = {level: per_person["college"] * split[SCHOOLING.categories[level]] for level in higher}
    wanted |= {HIGH: per_person["high"], MIDDLE: per_person["middle"], PRIMARY: per_person["primary"]}
    filled = schooling.copy()
    for level, share in wanted.items():
        quota = share * weight.sum() - weight[filled == level].sum()
        filled[choose_top(score, weight, float(quota), filled < 0)] = level
    filled[filled < 0] = NO_SCHOOL
    return filled
