"""Household income by source, as the household survey counts it, approximately, from the columns of people.

Wages stand before own tax and contributions, which the survey subtracts under net transfers. So
transfer = pensions + private transfers - own contributions to insurance and housing fund. Left out, because only the
law can compute them: income tax, the floors of contribution bases, assistance. They are small and of both signs.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.people import Column
from zengshou.simulation.population_targets import PopulationTargets

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Parts:
    """The four sources of households (h,), yuan per year; `estate` is net property income."""

    wage: Numbers
    business: Numbers
    estate: Numbers
    transfer: Numbers

    @property
    def total(self) -> Numbers:
        return self.wage + self.business + self.estate + self.transfer


@dataclass(frozen=True)
class Public:
    """Public flows of households (h,), yuan per year: pensions received, dues of a fixed amount, dues on wages."""

    pensions: Numbers
    fixed_dues: Numbers
    wage_dues: Numbers

    @property
    def net(self) -> Numbers:
        return self.pensions - self.fixed_dues - self.wage_dues


def household_parts(persons: Mapping[str, Column], offsets: NDArray[np.int64], targets: PopulationTargets) -> Parts:
    """The four sources; a column that is absent counts as zero."""
    table = _Persons(persons, offsets)
    wage = 12 * table("wage_monthly") + table("bonus_yearly") + table("labour_service_yearly")
    public = public_parts(persons, offsets, targets)
    return Parts(
        wage=table.sum(wage),
        business=table.sum(table("business_income_yearly") + table("farm_income_yearly")),
        estate=table.sum(table("property_income_yearly")),
        transfer=table.sum(table("private_transfer_yearly")) + public.net,
    )


def public_parts(persons: Mapping[str, Column], offsets: NDArray[np.int64], targets: PopulationTargets) -> Public:
    """Pensions and dues; the residents' basic pension at its usual amount, flexible workers on the usual base."""
    table = _Persons(persons, offsets)
    age = (targets.reference_month - table("birth_month")) // 12
    pension_age = targets.contribution_history.values["resident_pension_age"]
    basic = (table("is_resident_pension_insured") > 0) & (age >= pension_age)
    rates = targets.own_contribution_rates.values
    flexible = 12 * rates["flexible_share_of_average_wage"] * targets.average_wage.value
    on_wage = rates["employee"] * (table("is_employee_insured") > 0) + table("housing_fund_rate")
    pension = table("employee_pension_last_year_monthly") + basic * targets.resident_pension_monthly.value
    return Public(
        pensions=table.sum(12 * pension),
        fixed_dues=table.sum(table("is_flexible_insured") * flexible + table("resident_pension_tier_yearly")),
        wage_dues=table.sum(12 * table("wage_monthly") * on_wage),
    )


@dataclass(frozen=True)
class _Persons:
    columns: Mapping[str, Column]
    offsets: NDArray[np.int64]

    def __call__(self, name: str) -> Numbers:
        column = self.columns.get(name)
        return np.zeros(int(self.offsets[-1])) if column is None else np.asarray(column, dtype=np.float64)

    def sum(self, column: Numbers) -> Numbers:
        household = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        sums = np.bincount(household, weights=column, minlength=len(self.offsets) - 1)
        return np.asarray(sums, dtype=np.float64)
