"""Work of drawn persons: participation, form of work, industry, employer, skill, and the posts that groups ask for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import choose_top, draw_category
from zengshou.simulation.people_form import EMPLOYER, INDUSTRY, RESIDENCE, SEX, SKILL, WORK
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_posts import Pools, Posts, draw_posts
from zengshou.simulation.population_schooling import BACHELOR, HIGH, MIDDLE, RURAL, URBAN, Background
from zengshou.simulation.population_targets import PopulationTargets, by_age

EMPLOYEE, FLEXIBLE, SELF_EMPLOYED, FARMER = (
    WORK.code(name) for name in ("employee", "flexible", "self_employed", "farmer")
)
RETIRED, UNEMPLOYED, STUDENT, IDLE = (WORK.code(name) for name in ("retired", "unemployed", "student", "none"))
AGRICULTURE, PUBLIC = INDUSTRY.code("agriculture"), INDUSTRY.code("public")
NO_EMPLOYER, STATE, PRIVATE, PUBLIC_SECTOR, SELF = range(len(EMPLOYER.categories))
SEVERELY_DISABLED_WORK, ILL_WORK = 0.15, 0.4
FIRST_MANAGER_AGE = 28


@dataclass(frozen=True)
class Work(Posts):
    """Codes of persons (n,), with the posts they hold."""

    work: NDArray[np.int8]
    industry: NDArray[np.int8]
    employer_kind: NDArray[np.int8]
    skill_level: NDArray[np.int8]


def draw_work(
    structure: Structure,
    background: Background,
    retired: NDArray[np.bool_],
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> Work:
    """What each person does; those who draw an employee pension do not work."""
    work = _forms(structure, background, retired, targets, rng)
    industry = _industries(structure, background, work, targets, rng)
    employer = _employers(structure, work, industry, targets, rng)
    skill = _skills(background, work, industry, targets, rng)
    schooling, employee = background.schooling, work == EMPLOYEE
    pools = Pools(
        farmers=(work == FARMER) & (structure.age < 60) & (schooling >= MIDDLE),
        graduates=employee & (schooling >= BACHELOR),
        self_employed=work == SELF_EMPLOYED,
        company_staff=employee
        & np.isin(employer, (STATE, PRIVATE))
        & (schooling >= HIGH)
        & (structure.age >= FIRST_MANAGER_AGE),
        public_staff=employer == PUBLIC_SECTOR,
    )
    posts = draw_posts(pools, rng.random(structure.persons), targets.group_rates)
    return Work(**vars(posts), work=work, industry=industry, employer_kind=employer, skill_level=skill)


def _participates(
    structure: Structure, background: Background, targets: PopulationTargets, rng: np.random.Generator
) -> NDArray[np.bool_]:
    rate = np.zeros(structure.persons)
    for place_code, place in enumerate(RESIDENCE.categories):
        for sex_code, sex in enumerate(SEX.categories):
            here = (structure.person_residence == place_code) & (structure.sex == sex_code)
            rate[here] = by_age(targets.participation, structure.age[here], place, sex)
    rate *= np.where(background.is_severe, SEVERELY_DISABLED_WORK, 1.0)
    rate *= np.where(background.has_serious_illness, ILL_WORK, 1.0)
    return np.asarray(~background.is_student & (rng.random(structure.persons) < rate))


def _forms(
    structure: Structure,
    background: Background,
    retired: NDArray[np.bool_],
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> NDArray[np.int8]:
    """Form of work. Farmers are older and less schooled, employees younger and more; shares hold by residence."""
    active = _participates(structure, background, targets, rng) & ~retired
    work = np.select([retired, background.is_student], [RETIRED, STUDENT], IDLE).astype(np.int8)
    weight, noise = structure.person_weight, rng.standard_normal((4, structure.persons))
    # The young look for work most often; nobody past sixty counts as looking.
    jobless = noise[3] + 0.5 * (structure.age < 25) - 9.0 * (structure.age >= 60)
    prospects = 0.55 * background.schooling - 0.035 * structure.age + 0.3 * background.ability
    for code, place in ((URBAN, "urban"), (RURAL, "rural")):
        shares = targets.work_kinds.shares(place)
        left = active & (structure.person_residence == code)
        looking = choose_top(jobless, weight, targets.unemployment_rate.value * float(weight[left].sum()), left)
        work[looking] = UNEMPLOYED
        left &= ~looking
        total = float(weight[left].sum())
        tries = ((FARMER, noise[0] - prospects), (EMPLOYEE, noise[1] + prospects), (SELF_EMPLOYED, noise[2]))
        for kind, score in tries:
            chosen = choose_top(score, weight, shares[WORK.categories[kind]] * total, left)
            work[chosen] = kind
            left &= ~chosen
        work[left] = FLEXIBLE
    return work


def _industries(
    structure: Structure,
    background: Background,
    work: NDArray[np.int8],
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> NDArray[np.int8]:
    """Farmers farm; public employees are the better schooled; other employees by residence. Others: 0, unread."""
    names, luck = INDUSTRY.categories, rng.random(structure.persons)
    industry = draw_category(targets.flexible_industries.of(names), luck)
    weight, schooled = structure.person_weight, background.schooling + rng.standard_normal(structure.persons)
    for code, place in ((URBAN, "urban"), (RURAL, "rural")):
        shares = targets.industries.of(names, place)
        here = (work == EMPLOYEE) & (structure.person_residence == code)
        public = choose_top(schooled, weight, shares[PUBLIC] / shares.sum() * float(weight[here].sum()), here)
        rest = np.where(np.arange(len(names)) == PUBLIC, 0.0, shares)
        industry[here] = draw_category(rest, luck[here])
        industry[public] = PUBLIC
    working = np.isin(work, (EMPLOYEE, FLEXIBLE, SELF_EMPLOYED))
    return np.where(working, industry, AGRICULTURE).astype(np.int8)


def _employers(
    structure: Structure,
    work: NDArray[np.int8],
    industry: NDArray[np.int8],
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> NDArray[np.int8]:
    rate = targets.state_employer_rate.of(RESIDENCE.categories)[structure.person_residence]
    company = np.where(rng.random(structure.persons) < rate, STATE, PRIVATE)
    hired = np.where(industry == PUBLIC, PUBLIC_SECTOR, company)
    return np.select([work == EMPLOYEE, work == SELF_EMPLOYED], [hired, SELF], NO_EMPLOYER).astype(np.int8)


def _skills(
    background: Background,
    work: NDArray[np.int8],
    industry: NDArray[np.int8],
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> NDArray[np.int8]:
    """Skill levels of employees outside farming and public service, bachelors and above apart."""
    eligible = (work == EMPLOYEE) & (background.schooling < BACHELOR) & ~np.isin(industry, (AGRICULTURE, PUBLIC))
    drawn = draw_category(targets.skill_levels.of(SKILL.categories), rng.random(len(work)))
    return np.where(eligible, drawn, 0).astype(np.int8)
