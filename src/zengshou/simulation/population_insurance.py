"""Pension insurance of drawn persons: who is in which scheme, and the residents' accounts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import choose_top, draw_category
from zengshou.simulation.people_form import EMPLOYER
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_retirement import Retirement
from zengshou.simulation.population_schooling import URBAN, Background
from zengshou.simulation.population_targets import PopulationTargets
from zengshou.simulation.population_work import EMPLOYEE, FLEXIBLE, SELF_EMPLOYED, STUDENT, Work

ADULT = 16
# How much likelier cover is, by kind of employer: none, state, private, public sector, self.
COVER_BY_EMPLOYER = (0.0, 3.2, 1.0, 4.0, 0.2)


@dataclass(frozen=True)
class Insurance:
    """Columns of persons (n,): truths, years, yuan."""

    is_employee_insured: NDArray[np.bool_]
    is_flexible_insured: NDArray[np.bool_]
    is_resident_pension_insured: NDArray[np.bool_]
    resident_pension_tier_yearly: NDArray[np.float64]
    resident_pension_years: NDArray[np.float64]
    resident_account_balance: NDArray[np.float64]
    housing_fund_rate: NDArray[np.float64]


def draw_insurance(
    structure: Structure,
    background: Background,
    retirement: Retirement,
    work: Work,
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> Insurance:
    """Cover: those who pay into the employee scheme, then the residents' scheme, each to its margin."""
    paying = _paying(structure, background, retirement, work, targets, rng)
    resident = _resident_scheme(structure, work, paying | retirement.is_retired_employee, targets, rng)
    tier, years, balance = _resident_accounts(structure, resident, targets, rng)
    fund, kinds = targets.housing_fund, EMPLOYER.categories
    insured = paying & (work.work == EMPLOYEE)
    covered = insured & (rng.random(structure.persons) < fund.of(kinds, "covered")[work.employer_kind])
    return Insurance(
        is_employee_insured=insured,
        is_flexible_insured=paying & (work.work != EMPLOYEE),
        is_resident_pension_insured=resident,
        resident_pension_tier_yearly=tier,
        resident_pension_years=years,
        resident_account_balance=balance,
        housing_fund_rate=np.where(covered, fund.of(kinds, "rate")[work.employer_kind], 0.0),
    )


def _paying(
    structure: Structure,
    background: Background,
    retirement: Retirement,
    work: Work,
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Those who pay into the employee scheme, the most secure posts first."""
    weight = structure.person_weight
    retired = float(weight[retirement.is_retired_employee].sum())
    quota = targets.employee_insured_rate.value * float(weight.sum()) - retired
    kinds = np.array(COVER_BY_EMPLOYER)[work.employer_kind]
    place = 0.7 * (structure.person_residence == URBAN) - 0.6 * (work.work == FLEXIBLE)
    schooled = 0.25 * background.schooling + 0.4 * background.ability
    score = kinds + place + schooled + 0.8 * rng.standard_normal(structure.persons)
    working = np.isin(work.work, (EMPLOYEE, FLEXIBLE, SELF_EMPLOYED)) & (structure.age >= ADULT)
    return choose_top(score, weight, quota, working & (structure.age < retirement.retires_at))


def _resident_scheme(
    structure: Structure,
    work: Work,
    elsewhere: NDArray[np.bool_],
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> NDArray[np.bool_]:
    """Adults out of school and in no other scheme; the older and the rural first."""
    may = ~elsewhere & (structure.age >= ADULT) & (work.work != STUDENT)
    score = structure.age / 14.0 + 0.8 * (structure.person_residence != URBAN) + rng.standard_normal(structure.persons)
    quota = targets.resident_insured_rate.value * float(structure.person_weight.sum())
    return choose_top(score, structure.person_weight, quota, may)


def _resident_accounts(
    structure: Structure, insured: NDArray[np.bool_], targets: PopulationTargets, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Yearly tier, years paid and balance of the residents' scheme; accounts of pensioners are partly drawn down."""
    past, credit = targets.contribution_history.values, targets.resident_account_credit.values
    tiers = np.array([float(name) for name in targets.resident_tiers.values])
    shares = np.array(list(targets.resident_tiers.values.values()))
    tier = np.where(insured, tiers[draw_category(shares, rng.random(structure.persons))], 0.0)
    pension_age = past["resident_pension_age"]
    possible = targets.reference_year - past["resident_start_year"]
    worked = np.clip(np.minimum(structure.age, pension_age) - ADULT, 0, None)
    since_pension = np.maximum(structure.age - pension_age, 0)
    open_years = np.clip(possible - since_pension, 0, worked)
    dense = past["resident_density"] + (1 - past["resident_density"]) * rng.random(structure.persons)
    years = np.where(insured, np.floor(open_years * dense), 0.0)
    saved = (tier + credit["subsidy"] * (tier > 0)) * years * (1 + credit["credit"] * years / 2)
    drawn_down = np.clip(1 - since_pension * 12 / credit["payment_months"], 0, 1)
    paying = structure.age < pension_age
    return np.where(paying, tier, 0.0), years, np.round(saved * drawn_down, 2)
