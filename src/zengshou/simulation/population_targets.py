"""What a drawn population must meet: each target with its value, year, source and how far it may be trusted."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray


class ShapeFrom(Enum):
    """Whose figure gives the target its shape."""

    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"
    ASSUMPTION = "assumption"

    @property
    def label(self) -> str:
        return {"city": "本市", "province": "全省", "nation": "全国", "assumption": "假定"}[self.value]


class TargetStatus(Enum):
    """How far a target may be trusted. An assumption is never printed as a published figure."""

    SOURCED = "sourced"
    UNVERIFIED = "unverified"
    ASSUMPTION = "assumption"

    @property
    def label(self) -> str:
        return {"sourced": "已核实", "unverified": "待核实", "assumption": "假定"}[self.value]


@dataclass(frozen=True)
class Target:
    """One margin or one assumption.

    values  name -> number; a single number has the name "", a nested table has dotted names (`urban.wage`)
    """

    key: str
    label: str
    unit: str
    year: int
    source: str
    shape_from: ShapeFrom
    status: TargetStatus
    values: Mapping[str, float]
    note: str = ""

    @property
    def value(self) -> float:
        """The number of a target that is a single number."""
        return self.values[""]

    def under(self, *names: str) -> Mapping[str, float]:
        """The part of a nested table below `names`: `participation.under("urban", "male")`."""
        head = ".".join(names) + "."
        return {name[len(head) :]: number for name, number in self.values.items() if name.startswith(head)}

    def shares(self, *names: str) -> Mapping[str, float]:
        """The same part, scaled to sum to 1."""
        part = self.under(*names) if names else self.values
        total = sum(part.values())
        return {name: number / total for name, number in part.items()}

    def of(self, names: tuple[str, ...], *below: str, absent: float = 0.0) -> NDArray[np.float64]:
        """Numbers in the order of `names` (the codes of a category); what the table leaves out is `absent`."""
        part = self.under(*below) if below else self.values
        return np.array([part.get(name, absent) for name in names])


@dataclass(frozen=True)
class Band:
    """An age band, both ends included: `0-14`, or open `65+`."""

    name: str
    low: int
    high: int

    def holds(self, age: NDArray[np.int16]) -> NDArray[np.bool_]:
        return np.asarray((age >= self.low) & (age <= self.high))


OLDEST = 99


def band(name: str) -> Band:
    """Read `0-14` or `65+`; the caller has checked the form."""
    if name.endswith("+"):
        return Band(name, int(name[:-1]), OLDEST)
    low, high = name.split("-")
    return Band(name, int(low), int(high))


def by_age(target: Target, age: NDArray[np.int16], *below: str) -> NDArray[np.float64]:
    """The number of each person's age band, 0 outside every band."""
    table = np.zeros(OLDEST + 1)
    for name, number in (target.under(*below) if below else target.values).items():
        piece = band(name)
        table[piece.low : piece.high + 1] = number
    return table[np.clip(age, 0, OLDEST)]


@dataclass(frozen=True)
class PopulationTargets:
    """Every margin and assumption that `synthesize` reads; field names are the keys of the YAML.

    Shares may be given as any numbers in proportion; the optional two are margins that only some cities publish.
    """

    city: str
    reference_year: int
    population: Target
    urban_rate: Target
    county_rates: Target
    county_urban_rates: Target
    male_rate: Target
    male_rate_by_age: Target
    age_groups: Target
    age_shape: Target
    household_size_mean: Target
    household_size_shape: Target
    household_structure: Target
    hukou_urban_rate: Target
    rural_residents_urban_hukou_rate: Target
    schooling: Target
    college_split: Target
    school_ages: Target
    participation: Target
    unemployment_rate: Target
    work_kinds: Target
    industries: Target
    flexible_industries: Target
    state_employer_rate: Target
    skill_levels: Target
    group_rates: Target
    income_mean: Target
    income_sources: Target
    income_fifths: Target
    wage_effects: Target
    bonus_months: Target
    side_income_rate: Target
    property_income_rate: Target
    own_contribution_rates: Target
    consumption_mean: Target
    employee_insured_rate: Target
    employee_retired_rate: Target
    resident_insured_rate: Target
    retirement_ages: Target
    female_55_rate: Target
    pension_mean: Target
    average_wage: Target
    contribution_history: Target
    resident_pension_monthly: Target
    resident_tiers: Target
    resident_account_credit: Target
    housing_fund: Target
    disability_rate: Target
    disability_grades: Target
    serious_illness_rate: Target
    elder_support: Target
    child_claims: Target
    housing: Target
    housing_deductions: Target
    land_mu_per_farmer: Target
    assistance_rate: Target
    assistance_line_of_consumption: Target
    property_test_rate: Target
    income_mean_all: Target | None = None
    income_sources_all: Target | None = None

    @property
    def counties(self) -> tuple[str, ...]:
        """County names in the order of their codes."""
        return tuple(self.county_rates.values)

    @property
    def reference_month(self) -> int:
        """December of the reference year, as a month index: ages are those of that month."""
        return self.reference_year * 12 + 11

    def all(self) -> tuple[Target, ...]:
        """Every target present, in the order of the fields."""
        values = (getattr(self, field.name) for field in dataclasses.fields(self))
        return tuple(value for value in values if isinstance(value, Target))
