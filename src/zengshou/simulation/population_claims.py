"""What drawn households own, spend and claim: housing, land, consumption, property test, tax deductions."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.simulation.calibration import choose_top, draw_category, even_draws
from zengshou.simulation.people_form import HOUSING, RESIDENCE
from zengshou.simulation.population_households import Structure
from zengshou.simulation.population_schooling import Background
from zengshou.simulation.population_targets import PopulationTargets, by_age
from zengshou.simulation.population_templates import CHILD, HEAD, SPOUSE
from zengshou.simulation.population_work import FARMER, STUDENT, Work

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
OWN, RENT = HOUSING.code("own"), HOUSING.code("rent")
ADULT, CAPABLE_UNTIL = 16, 59
MORTGAGE_AGES = (25, 50)
EDUCATED_UNTIL = 25
SPENDING_POWER = 0.62


@dataclass(frozen=True)
class Assets:
    """Household columns (h,); `is_poor`: little property, income per head under a multiple of the assistance line."""

    land_mu: Numbers
    housing: NDArray[np.int8]
    consumption_yearly: Numbers
    meets_property_test: Truths
    is_poor: Truths


@dataclass(frozen=True)
class Claims:
    """Deductions claimed by persons (n,): every child once in its household, housing once a household."""

    child_education_claimed: Numbers
    infant_care_claimed: Numbers
    elder_support_rate: Numbers
    has_mortgage_deduction: Truths
    has_rent_deduction: Truths


def draw_assets(
    structure: Structure, work: Work, total: Numbers, targets: PopulationTargets, rng: np.random.Generator
) -> Assets:
    """`total` is the household's approximate disposable income (h,), yuan per year."""
    housing = np.zeros(structure.households, dtype=np.int8)
    for code, place in enumerate(RESIDENCE.categories):
        here = structure.residence == code
        shares = targets.housing.of(HOUSING.categories, place)
        housing[here] = draw_category(shares, even_draws(int(here.sum()), rng))
    farmers = structure.household_sum(work.work == FARMER)
    land = farmers * targets.land_mu_per_farmer.value * np.exp(0.5 * rng.standard_normal(structure.households) - 0.125)
    per_head = total / structure.members
    consumption = _consumption(structure, per_head, targets, rng)
    line = assistance_line(targets)[structure.residence]
    passes = _property_test(structure, per_head, line, targets, rng)
    return Assets(
        land_mu=np.round(land, 2),
        housing=housing,
        consumption_yearly=consumption,
        meets_property_test=passes,
        is_poor=passes & (per_head < targets.group_rates.values["poor_line"] * line),
    )


def assistance_line(targets: PopulationTargets) -> Numbers:
    """Yuan per head and year that marks the poor here (urban, rural): a reference, not the standard in force."""
    share = targets.assistance_line_of_consumption.of(RESIDENCE.categories)
    return np.asarray(share * targets.consumption_mean.of(RESIDENCE.categories))


def _consumption(
    structure: Structure, per_head: Numbers, targets: PopulationTargets, rng: np.random.Generator
) -> Numbers:
    """Spending rises less than income; the mean by residence is the target's."""
    floor = np.maximum(per_head, 0.05 * float(per_head.mean()))
    spent = floor**SPENDING_POWER * structure.members * np.exp(0.2 * rng.standard_normal(structure.households))
    means = targets.consumption_mean.of(RESIDENCE.categories)
    for place, mean in enumerate(means):
        weight = np.where(structure.residence == place, structure.weight, 0.0)
        money = float(weight @ spent)
        if money > 0:
            scale = mean * float(weight @ structure.members) / money
            spent = np.where(structure.residence == place, spent * scale, spent)
    return np.round(spent, 2)


def _property_test(
    structure: Structure, per_head: Numbers, line: Numbers, targets: PopulationTargets, rng: np.random.Generator
) -> Truths:
    """Who owns little enough for assistance.

    Under the line as many persons pass as the known recipients; above it the chance falls with the rank of income.
    """
    weight = structure.weight * structure.members
    score = rng.random(structure.households)
    quota = targets.assistance_rate.value * float(weight.sum())
    under = choose_top(score, weight, quota, per_head < line)
    order = np.argsort(per_head, kind="stable")
    rank = np.empty(structure.households)
    rank[order] = np.arange(structure.households) / structure.households
    rates = targets.property_test_rate.values
    chance = rates["lowest"] + (rates["highest"] - rates["lowest"]) * rank
    return np.where(per_head < line, under, score < chance)


def draw_claims(
    structure: Structure,
    background: Background,
    wage_yearly: Numbers,
    housing: NDArray[np.int8],
    targets: PopulationTargets,
    rng: np.random.Generator,
) -> Claims:
    """Deductions go to the household's best-paid adult, who gains most from them."""
    earner = _best_paid(structure, wage_yearly)
    ages = targets.child_claims.values
    infant = structure.age < ages["infant_below"]
    learns = (structure.age < ADULT) | (background.is_student & (structure.age < EDUCATED_UNTIL))
    pupil = (structure.age >= ages["education_from"]) & learns & (structure.relation != HEAD)
    tenure, luck = housing[structure.household], rng.random(structure.households)[structure.household]
    rates = targets.housing_deductions.values
    buying = (structure.age >= MORTGAGE_AGES[0]) & (structure.age < MORTGAGE_AGES[1]) & (tenure == OWN)
    return Claims(
        child_education_claimed=np.where(earner, structure.household_sum(pupil)[structure.household], 0.0),
        infant_care_claimed=np.where(earner, structure.household_sum(infant)[structure.household], 0.0),
        elder_support_rate=_elder_support(structure, targets, rng),
        has_mortgage_deduction=earner & buying & (luck < rates["mortgage"]),
        has_rent_deduction=earner & (tenure == RENT) & (luck < rates["rent"]),
    )


def _best_paid(structure: Structure, wage_yearly: Numbers) -> Truths:
    """One person a household: the highest wage among head, spouse and grown children; the head where none earns."""
    able = np.isin(structure.relation, (HEAD, SPOUSE, CHILD)) & (structure.age >= ADULT)
    first = structure.relation == HEAD
    # A tiny bonus for the head breaks ties, also where nobody has a wage.
    score = np.where(able, wage_yearly + 1e-3 * first, -1.0)
    best = structure.household_top(score)[structure.household] == score
    earliest = np.full(structure.households, structure.persons, dtype=np.int64)
    rows = np.flatnonzero(best)
    np.minimum.at(earliest, structure.household[rows], rows)
    chosen = np.zeros(structure.persons, dtype=np.bool_)
    chosen[earliest[earliest < structure.persons]] = True
    return chosen


def _elder_support(structure: Structure, targets: PopulationTargets, rng: np.random.Generator) -> Numbers:
    """Share of the deduction for parents over sixty: all for an only child, part of it among siblings."""
    table = targets.elder_support
    luck, only = rng.random(structure.persons), rng.random(structure.persons)
    has_parent = luck < by_age(table, structure.age, "parent_60")
    share = np.where(only < table.values["only_child"], 1.0, table.values["sibling_share"])
    return np.where(has_parent, share, 0.0)


def poor_and_able(structure: Structure, background: Background, work: Work, is_poor: Truths) -> Truths:
    """Working age, able to work, not in school, in a poor household."""
    age = (structure.age >= ADULT) & (structure.age <= CAPABLE_UNTIL)
    able = ~background.is_severe & ~background.has_serious_illness & (work.work != STUDENT)
    return np.asarray(is_poor[structure.household] & age & able)
