"""A city's published income figures, its province's and the nation's: checked, measured, set side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from zengshou.concepts.city import City
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import Problem
from zengshou.concepts.published import PublishedFigure
from zengshou.statistics.accounts.abroad import AbroadRow, abroad_rows
from zengshou.statistics.accounts.check import Check, Held, Verdict, held_in
from zengshou.statistics.accounts.external import as_printed
from zengshou.statistics.accounts.groups_in import fifths_of, years_with_fifths
from zengshou.statistics.accounts.identities import MEAN, NOMINAL, REAL, identity_checks
from zengshou.statistics.accounts.names import Residence
from zengshou.statistics.accounts.ranking import settled
from zengshou.statistics.accounts.real_growth import GrowthRow, growth_rows, lead_over_product
from zengshou.statistics.accounts.reconciliation import Reconciliation, printed_gaps, reconcile
from zengshou.statistics.accounts.shares import flow_of_funds_share, survey_share
from zengshou.statistics.accounts.traps import GINI, Trap, traps_of
from zengshou.statistics.accounts.urban_share import JoinedByUrbanisation, implied_share, joined_by_urbanisation
from zengshou.statistics.grouped.estimates import GroupedFigures, grouped
from zengshou.store.country import COUNTRY, published
from zengshou.store.country import city as find_city


class AreaLevel(Enum):
    """Whose figures."""

    CITY = "city"
    PROVINCE = "province"
    NATION = "nation"

    @property
    def label(self) -> str:
        return {"city": "本市", "province": "全省", "nation": "全国"}[self.value]


@dataclass(frozen=True)
class ShareYear:
    """The income share of the product in one year, under both concepts."""

    year: int
    survey: Estimate
    flow_of_funds: Estimate


@dataclass(frozen=True)
class UrbanYear:
    """The implied urban share of one year, and what the urbanisation rate would make of the mean."""

    year: int
    implied: Estimate
    joined: JoinedByUrbanisation


@dataclass(frozen=True)
class GroupedYear:
    """The five groups of one year; `official` is the printed Gini, another series, or None."""

    year: int
    figures: GroupedFigures
    official: Estimate | None


@dataclass(frozen=True)
class AreaAccounts:
    """Everything of one area; what is not held is empty with its reason."""

    level: AreaLevel
    area: str
    name: str
    checks: tuple[Check, ...]
    traps: tuple[Trap, ...]
    shares: tuple[ShareYear, ...]
    growth: tuple[GrowthRow, ...]
    leads: tuple[Estimate, ...]
    urban: tuple[UrbanYear, ...]
    grouped: tuple[GroupedYear, ...]
    abroad: tuple[AbroadRow, ...]
    reconciliation: Reconciliation | None


@dataclass(frozen=True)
class CityAccounts:
    """The city first, then its province, then the nation. `conflicts` are figures on which sources disagree."""

    city: City
    areas: tuple[AreaAccounts, ...]
    conflicts: tuple[Problem, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        return tuple(check for area in self.areas for check in area.checks)

    def count(self, verdict: Verdict) -> int:
        return sum(check.verdict is verdict for check in self.checks)


@cache
def city_accounts(city: str, country: str = COUNTRY) -> CityAccounts:
    """The accounts of a city, by folder name, Chinese name or area code. Kept: the figures are of the package."""
    place = find_city(city, country)
    held = settled(published(city, country))
    checks = identity_checks(held.figures)
    areas = (
        (AreaLevel.CITY, place.area, place.name_zh),
        (AreaLevel.PROVINCE, place.province_area, place.province),
        (AreaLevel.NATION, place.area.partition(".")[0], AreaLevel.NATION.label),
    )
    made = tuple(_area(level, area, name, held.figures, checks, held.problems) for level, area, name in areas)
    return CityAccounts(place, made, held.problems)


def _area(
    level: AreaLevel,
    area: str,
    name: str,
    figures: Sequence[PublishedFigure],
    checks: Sequence[Check],
    conflicts: Sequence[Problem],
) -> AreaAccounts:
    held = held_in(area, figures)
    products, incomes = _years(held, "gdp"), _years(held, MEAN)
    grown = {year for residence in Residence for rate in (NOMINAL, REAL) for year in _years(held, residence.of(rate))}
    compared = _years(held, "gdp_growth_real")
    urban = [year for year in incomes if implied_share(held, area, year).value is not None]
    return AreaAccounts(
        level,
        area,
        name,
        tuple(check for check in checks if check.area == area),
        traps_of(area, figures, checks, conflicts),
        tuple(ShareYear(y, survey_share(held, area, y), flow_of_funds_share(held, area, y)) for y in products),
        growth_rows(held, area, sorted(grown)),
        tuple(lead_over_product(held, area, year) for year in compared),
        tuple(UrbanYear(y, implied_share(held, area, y), joined_by_urbanisation(held, area, y)) for y in urban),
        tuple(_grouped(held, area, year) for year in years_with_fifths(held)),
        abroad_rows(held, area, products),
        _reconciled(held, area, incomes or products),
    )


def _years(held: Held, indicator: str) -> list[int]:
    return sorted((year for name, year in held if name == indicator), reverse=True)


def _grouped(held: Held, area: str, year: int) -> GroupedYear:
    official = held.get((GINI, year))
    figures = grouped(fifths_of(held, area, year))
    return GroupedYear(year, figures, None if official is None else as_printed(official))


def _reconciled(held: Held, area: str, years: Sequence[int]) -> Reconciliation | None:
    """The latest year in which the survey's total can be given, else the latest there is."""
    tables = [reconcile(held, area, year, printed_gaps(held, year)) for year in years]
    full = [table for table in tables if table.survey.value is not None]
    return next(iter(full or tables), None)
