"""Contribution history of drawn persons: years paid and deemed, index, account, pensions in payment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.people_form import EMPLOYER
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_insurance import Insurance
from zengshou.simulation.population_retirement import Retirement
from zengshou.simulation.population_schooling import BACHELOR, COLLEGE, GRADUATE, HIGH, Background
from zengshou.simulation.population_targets import PopulationTargets
from zengshou.simulation.population_work import Work

FEWEST_YEARS = 15.0
FIRST_JOB, FIRST_JOB_BELOW_HIGH = {HIGH: 19, COLLEGE: 21, BACHELOR: 22, GRADUATE: 25}, 18
RETIRED_HAVE_DEEMED = 0.9
DEEMED_DENSITY = 0.9


@dataclass(frozen=True)
class Service:
    """Years under the employee scheme (n,): paid since accounts began, and deemed before. 0 for the uninsured."""

    contribution_years: NDArray[np.float64]
    deemed_years: NDArray[np.float64]


@dataclass(frozen=True)
class Pensions:
    """Pension in payment (n,) in yuan per month, 0 for those without, and the index that it rests on."""

    monthly: NDArray[np.float64]
    index: NDArray[np.float64]


@dataclass(frozen=True)
class Accounts:
    average_index: NDArray[np.float64]
    account_balance: NDArray[np.float64]


def draw_service(
    structure: Structure,
    background: Background,
    work: Work,
    retirement: Retirement,
    insurance: Insurance,
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> Service:
    """Years consistent with age, schooling and employer."""
    past, retired = targets.contribution_history.values, retirement.is_retired_employee
    insured = insurance.is_employee_insured | insurance.is_flexible_insured | retired
    first_age = np.full(structure.persons, FIRST_JOB_BELOW_HIGH)
    for level, age in FIRST_JOB.items():
        first_age[background.schooling == level] = age
    until = np.where(retired, retirement.retires_at, structure.age)
    worked = np.maximum(until - first_age, 0).astype(np.float64)
    since_start = np.clip(targets.reference_year + 1 - (structure.age - until) - past["account_start_year"], 0, None)
    density = _density(work, retired, targets) + 0.12 * rng.standard_normal(structure.persons)
    paid = _whole_months(np.minimum(worked, since_start) * np.clip(density, 0.15, 1.0))
    has_deemed = rng.random(structure.persons) < np.where(retired, RETIRED_HAVE_DEEMED, past["deemed_rate"])
    before = _whole_months(np.maximum(worked - since_start, 0) * DEEMED_DENSITY)
    deemed = np.where(insured & has_deemed, before, 0.0)
    # A pension needs fifteen years: those short of them paid the rest at once when they retired.
    short = retired & (paid + deemed < FEWEST_YEARS)
    paid = np.where(short, FEWEST_YEARS - deemed, paid)
    return Service(np.where(insured, paid, 0.0), deemed)


def draw_pensions(
    structure: Structure, retirement: Retirement, service: Service, targets: PopulationTargets, rng: np.random.Generator
) -> Pensions:
    """Pensions in payment rise with years and index; their level is the target's mean."""
    past, retired = targets.contribution_history.values, retirement.is_retired_employee
    index = np.exp(-0.12 + 0.30 * rng.standard_normal(structure.persons))
    index = np.where(retired, np.clip(index, past["index_floor"], past["index_cap"]), 0.0)
    years = service.contribution_years + service.deemed_years
    raw = np.where(retired, (1 + index) / 2 * years * np.exp(0.15 * rng.standard_normal(structure.persons)), 0.0)
    weight = structure.person_weight[retired]
    mean = float(weight @ raw[retired]) / max(float(weight.sum()), 1e-9)
    level = targets.pension_mean.value / mean if mean > 0 else 0.0
    return Pensions(np.round(raw * level, 2), index)


def accounts(
    insurance: Insurance,
    service: Service,
    pensions: Pensions,
    wage_yearly: NDArray[np.float64],
    targets: PopulationTargets,
) -> Accounts:
    """Index and balance from own wages; the account of a pensioner is already turned into the pension in payment."""
    past, average = targets.contribution_history.values, targets.average_wage.value
    paying = insurance.is_employee_insured | insurance.is_flexible_insured
    own = np.clip(wage_yearly / 12 / average, past["index_floor"], past["index_cap"])
    index = np.asarray(np.round(np.where(paying, own, pensions.index), 4), dtype=np.float64)
    # Past contributions at past wages, credited to today: a geometric sum over the years paid.
    ratio = (1 + past["credit"]) / (1 + past["wage_growth"])
    rolled = (1 - ratio**service.contribution_years) / (1 - ratio)
    balance = past["account_rate"] * 12 * average * index * rolled
    return Accounts(index, np.where(paying, np.round(balance, 2), 0.0))


def _density(work: Work, retired: NDArray[np.bool_], targets: PopulationTargets) -> NDArray[np.float64]:
    """Share of working years in which contributions were paid, by kind of employer."""
    history = targets.contribution_history
    by_kind = history.of(EMPLOYER.categories, "density", absent=history.values["density.flexible"])
    return np.where(retired, history.values["density.state"], by_kind[work.employer_kind])


def _whole_months(years: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.floor(years * 12) / 12)
