"""What a simulation answers: budget by fund and level, gainers and losers, figures before and after, and a manifest."""

from dataclasses import dataclass

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate


@dataclass(frozen=True)
class BudgetLine:
    """One flow of one fund at one level of government, yuan per year.

    item        which benefit, tax or contribution
    payer       government (a benefit), household (own contribution or tax) or employer
    level       all (the whole flow) | central | province | city | county (who bears it or receives it)
    baseline, reform  totals; benefits positive, levies negative, as seen by residents
    change      reform - baseline, with the sampling error `se` and its interval
    """

    fund: str
    item: str
    payer: str
    level: str
    period: str
    baseline: float
    reform: float
    change: float
    se: float | None
    ci_low: float | None
    ci_high: float | None
    status: Status = Status.SOURCED
    rests_on: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Fund and item, which together name the flow."""
        return f"{self.fund}：{self.item}"


@dataclass(frozen=True)
class GainRow:
    """Change of disposable income per person and year in one decile, group or place.

    by          decile | group | residence | all
    population  weighted people; None where the release gate hides the row
    """

    by: str
    label: str
    population: float | None
    baseline_mean: Estimate
    mean_change: Estimate
    gain_rate: Estimate
    lose_rate: Estimate


@dataclass(frozen=True)
class Compared:
    """One indicator before and after; `change` has the error of the difference (same people, joint influence)."""

    indicator: str
    label: str
    baseline: Estimate
    reform: Estimate
    change: Estimate


@dataclass(frozen=True)
class GroupFigures:
    """One key group: how large it is, who cannot be told, and its indicators before and after.

    share, unknown  shares of all people: in the group for certain; cannot be told from the data
    untold          labels of the columns that would tell
    """

    name: str
    label: str
    share: Estimate
    unknown: Estimate
    untold: tuple[str, ...]
    compared: tuple[Compared, ...]


@dataclass(frozen=True)
class Manifest:
    """Everything needed to repeat the run and to judge it."""

    city: str
    area: str
    year: int
    people: str
    is_synthetic: bool
    persons: int
    households: int
    seed: int | None
    lawbook: str
    reform: str
    reform_title: str
    assumptions: tuple[str, ...]
    filled: tuple[str, ...]
    unverified: tuple[str, ...]
    version: str
    seconds: float


@dataclass(frozen=True)
class SimulationResult:
    """The answer of `simulate`. `differences` are the parameter changes in words.

    groups  key groups overlap: their figures do not add up to the total
    """

    title: str
    differences: tuple[str, ...]
    budget: tuple[BudgetLine, ...]
    gainers: tuple[GainRow, ...]
    compared: tuple[Compared, ...]
    manifest: Manifest
    groups: tuple[GroupFigures, ...] = ()
