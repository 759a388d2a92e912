"""Incomes of drawn persons before scaling: relative wages, business, farm, property, private transfers."""

import dataclasses
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.people_form import EMPLOYER, INDUSTRY, SCHOOLING, SKILL
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_schooling import FEMALE, RURAL, Background
from zengshou.simulation.population_targets import PopulationTargets
from zengshou.simulation.population_templates import HEAD
from zengshou.simulation.population_work import EMPLOYEE, FARMER, FLEXIBLE, RETIRED, SELF_EMPLOYED, Work

Numbers = NDArray[np.float64]
FIRST_WORK_AGE = 18
ELDER = 60
EARNING = (EMPLOYEE, FLEXIBLE, SELF_EMPLOYED, FARMER, RETIRED)


@dataclass(frozen=True)
class Incomes:
    """Yuan of persons (n,). Wages as the household survey counts them: before own tax and contributions."""

    wage_monthly: Numbers
    bonus_yearly: Numbers
    labour_service_yearly: Numbers
    business_income_yearly: Numbers
    farm_income_yearly: Numbers
    property_income_yearly: Numbers
    private_transfer_yearly: Numbers

    @property
    def wage_yearly(self) -> Numbers:
        """Wages, bonus and pay for services: the survey's wage income."""
        return 12 * self.wage_monthly + self.bonus_yearly + self.labour_service_yearly

    @property
    def business_yearly(self) -> Numbers:
        return self.business_income_yearly + self.farm_income_yearly

    def scaled(self, wage: Numbers, business: Numbers, property_: Numbers, transfer: Numbers) -> "Incomes":
        """Each source times a factor per person (n,), in whole fen."""
        factors = {
            "wage_monthly": wage,
            "bonus_yearly": wage,
            "labour_service_yearly": wage,
            "business_income_yearly": business,
            "farm_income_yearly": business,
            "property_income_yearly": property_,
            "private_transfer_yearly": transfer,
        }
        return dataclasses.replace(
            self, **{name: np.round(getattr(self, name) * factor, 2) for name, factor in factors.items()}
        )


def draw_incomes(
    structure: Structure, background: Background, work: Work, targets: PopulationTargets, rng: np.random.Generator
) -> Incomes:
    """Relative incomes with spread between persons, households and communities; levels come from the fit."""
    luck = _luck(structure, targets, rng)
    wage = np.exp(_wage_score(structure, background, work, targets) + luck)
    employee, flexible = work.work == EMPLOYEE, work.work == FLEXIBLE
    effects = targets.wage_effects.values
    months = targets.bonus_months.of(EMPLOYER.categories)[work.employer_kind]
    bonus = np.where(employee, wage * months * (0.5 + rng.random(structure.persons)), 0.0)
    side = employee & (rng.random(structure.persons) < targets.side_income_rate.value)
    service = np.where(flexible, 12 * wage * np.exp(effects["other.flexible"]), np.where(side, 1.5 * wage, 0.0))
    noise = rng.standard_normal((2, structure.persons))
    business = np.exp(0.5 * background.ability + 0.6 * luck + effects["spread.business"] * noise[0])
    farm = np.exp(0.4 * luck + effects["spread.farm"] * noise[1]) * np.where(work.farmer_standing > 0, 2.0, 1.0)
    return Incomes(
        wage_monthly=np.where(employee, wage, 0.0),
        bonus_yearly=bonus,
        labour_service_yearly=service,
        business_income_yearly=np.where(work.work == SELF_EMPLOYED, 22 * business, 0.0),
        farm_income_yearly=np.where(work.work == FARMER, 5 * farm, 0.0),
        property_income_yearly=_property(structure, background, targets, rng),
        private_transfer_yearly=_transfers(structure, work, targets, rng),
    )


def _luck(structure: Structure, targets: PopulationTargets, rng: np.random.Generator) -> Numbers:
    """Log deviations shared by a community, by a household, and a person's own."""
    spread = targets.wage_effects.values
    community = spread["spread.community"] * rng.standard_normal(int(structure.psu.max()) + 1)
    household = community[structure.psu] + spread["spread.household"] * rng.standard_normal(structure.households)
    own = spread["spread.person"] * rng.standard_normal(structure.persons)
    return np.asarray(household[structure.household] + own)


def _wage_score(structure: Structure, background: Background, work: Work, targets: PopulationTargets) -> Numbers:
    """Log wage from schooling, skill, employer, industry, experience, sex, place and post."""
    effects = targets.wage_effects
    other = effects.under("other")
    experience = np.clip(structure.age - FIRST_WORK_AGE, 0, 40).astype(np.float64)
    score = (
        effects.of(SCHOOLING.categories, "schooling")[background.schooling]
        + effects.of(SKILL.categories, "skill")[work.skill_level]
        + effects.of(EMPLOYER.categories, "employer")[work.employer_kind]
        + effects.of(INDUSTRY.categories, "industry")[work.industry]
        + other["experience"] * experience
        + other["experience_square"] * experience**2
        + other["female"] * (structure.sex == FEMALE)
        + other["rural"] * (structure.person_residence == RURAL)
        + other["manager"] * (work.enterprise_post > 0)
    )
    return np.asarray(score)


def _property(
    structure: Structure, background: Background, targets: PopulationTargets, rng: np.random.Generator
) -> Numbers:
    """Property income of a household, held by its head; richer in able families."""
    rate = targets.property_income_rate.of(("urban", "rural"))[structure.residence]
    has_some = rng.random(structure.households) < rate
    spread = targets.wage_effects.values["spread.property"]
    head = structure.relation == HEAD
    size = np.exp(0.4 * background.ability[head] + spread * rng.standard_normal(structure.households))
    return _held_by_head(structure, np.where(has_some, size * structure.members**0.5, 0.0))


def _transfers(structure: Structure, work: Work, targets: PopulationTargets, rng: np.random.Generator) -> Numbers:
    """Money from relatives and the like, held by the head; most for households where nobody earns, then for the old."""
    elders = structure.household_sum(structure.age >= ELDER) / structure.members
    no_earner = structure.household_sum(np.isin(work.work, EARNING)) == 0
    spread = targets.wage_effects.values["spread.transfer"]
    need = 0.35 + elders + 2.0 * no_earner
    size = need * structure.members * np.exp(spread * rng.standard_normal(structure.households))
    return _held_by_head(structure, np.where(no_earner | (rng.random(structure.households) < 0.6), size, 0.0))


def _held_by_head(structure: Structure, amount: Numbers) -> Numbers:
    held = np.zeros(structure.persons)
    held[structure.offsets[:-1]] = amount
    return held
