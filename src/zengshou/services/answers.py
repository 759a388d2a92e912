"""What services hand to faces beyond the nouns of the rooms below: a distribution, reforms, levers, one household."""

from dataclasses import dataclass
from enum import Enum

from zengshou.concepts.citation import Citation, Status
from zengshou.concepts.estimate import Estimate
from zengshou.services.statistics.key_groups import GroupRow
from zengshou.services.statistics.middle_income import MiddleIncome


class Residence(Enum):
    """Whose figure it is: everyone, the urban or the rural population."""

    ALL = "all"
    URBAN = "urban"
    RURAL = "rural"

    @property
    def label(self) -> str:
        return {"all": "全体居民", "urban": "城镇居民", "rural": "农村居民"}[self.value]


@dataclass(frozen=True)
class Curve:
    """Points of one line: (x, y) pairs, x rising."""

    residence: Residence
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class SourceMix:
    """The four sources of disposable income per head and year: they add up to `total`."""

    residence: Residence
    wage: Estimate
    business: Estimate
    property: Estimate
    transfer: Estimate
    total: Estimate


@dataclass(frozen=True)
class FitRow:
    """One margin the synthetic city was drawn to meet: what was wanted, what was reached.

    gap  (reached - wanted) / wanted as a share; None where `wanted` is zero
    """

    label: str
    unit: str
    wanted: float
    reached: float
    gap: float | None
    source: str = ""


@dataclass(frozen=True)
class Distribution:
    """Disposable income per head and year in one city and year.

    density      shares of people by income: x in yuan (middle of the bin), y as the share of people in the bin
    lorenz       x cumulative share of people, y cumulative share of income, both from 0 to 1
    deciles      ten means, poorest first
    indicators   means, ratios and inequality indices with their errors
    groups       key groups; a person may be in several, so they do not add up
    middle       share of people under every definition of middle income
    gate         how the release rules were applied, in words
    """

    city: str
    year: int
    people: str
    is_synthetic: bool
    persons: int
    households: int
    vintage: str
    density: tuple[Curve, ...]
    bin_width: float
    lorenz: tuple[Curve, ...]
    deciles: tuple[Estimate, ...]
    sources: tuple[SourceMix, ...]
    indicators: tuple[Estimate, ...]
    fit: tuple[FitRow, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    middle: MiddleIncome | None = None
    gate: str = ""


@dataclass(frozen=True)
class ReformChoice:
    """A reform that ships with the city: its key, its title, what it changes, and its YAML text."""

    key: str
    title: str
    summary: str
    yaml: str
    task: str = ""


@dataclass(frozen=True)
class Lever:
    """A parameter a reader may move: its value in force and where that value comes from.

    key         full name with the cell of a table in brackets, e.g. `dibao.standard_monthly[urban]`
    low, high   the range the parameter declares; a value outside is refused
    """

    key: str
    label: str
    law: str
    unit: str
    value: float
    low: float
    high: float
    since: str
    source: Citation
    status: Status
    note: str = ""


@dataclass(frozen=True)
class HouseholdLine:
    """One amount of the sample household, yuan per year, under the law in force and under the reform."""

    label: str
    baseline: float
    reform: float
    law: str = ""


@dataclass(frozen=True)
class HouseholdAnswer:
    """One household before and after: who lives in it, and its amounts; the last is disposable income."""

    title: str
    members: tuple[str, ...]
    lines: tuple[HouseholdLine, ...]
