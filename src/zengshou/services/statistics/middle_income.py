"""中等收入: the share of people under every definition side by side, with errors, by residence and by group."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.citation import Status, worst
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Lonely
from zengshou.services.release.exchange import NOT_RELEASED
from zengshou.services.statistics.estimate_json import estimate_json
from zengshou.services.statistics.measured_columns import ColumnNames, read_columns
from zengshou.simulation.compare import Measured
from zengshou.simulation.middle_income import PREFIX, Definitions, Drawn, draw
from zengshou.statistics.choices import Amount, Mask, Provenance, ShareOf
from zengshou.statistics.income_bands import band_rate
from zengshou.statistics.indicators import Grouping, estimate
from zengshou.statistics.measures.income_band import Limit
from zengshou.statistics.variance.design import Design, design_of
from zengshou.store.middle_income import middle_income_definitions
from zengshou.store.tables import read_table

Numbers = NDArray[np.float64]
Json = dict[str, object]
RESIDENCE_LABELS = ("城镇居民", "农村居民")
CALIBER = "人均可支配收入"


@dataclass(frozen=True)
class MiddleShare:
    """One definition: its band in yuan per head and year, and the share of people inside it.

    basis   prices in words, with places for `base` (price_year) and `year`
    status  of the definition and the numbers it is drawn with, whatever the people rest on

    total, residence, groups  Estimates; without a value, and with the reason, where the band cannot be drawn
    """

    id: str
    label: str
    short: str
    basis: str
    price_year: int | None
    source: str
    status: Status
    note: str
    low: float | None
    high: float | None
    total: Estimate
    residence: tuple[Estimate, ...] = ()
    groups: tuple[Estimate, ...] = ()


@dataclass(frozen=True)
class MiddleIncome:
    """Every definition of the middle for one population and year.

    statement  that there is no single official standard: stands beside every figure
    """

    statement: str
    caliber: str
    year: int
    people: str
    is_synthetic: bool
    shares: tuple[MiddleShare, ...]

    @property
    def span(self) -> tuple[float, float] | None:
        """The lowest and the highest share of all definitions; None where none has a value."""
        values = [share.total.value for share in self.shares if share.total.value is not None]
        return (min(values), max(values)) if values else None


@dataclass(frozen=True)
class MiddleRequest:
    """A file of persons to measure, its columns, and the year whose prices its incomes are in."""

    path: Path
    income: str
    year: int
    weight: str | None = None
    strata: str | None = None
    psu: str | None = None
    by: str | None = None
    lonely: Lonely = Lonely.FAIL


def middle_income_of(data: Measured, year: int) -> MiddleIncome:
    """Shares among a run's people under the law in force, by residence and by key group, at prices of `year`."""
    people = data.people
    residence = np.asarray(people.to_persons(people.households["residence"]), dtype=np.int64)
    places = Grouping((residence != data.concept.urban).astype(np.int64), RESIDENCE_LABELS)
    groups = tuple(group.grouping for group in data.groups)
    held = middle_income_definitions()
    measure = _Measure(data.before, design_of(data.sample), data.about, None, year, held)
    shares = tuple(measure.share(drawn, places, groups) for drawn in measure.drawn)
    return MiddleIncome(held.statement, CALIBER, year, people.source, people.is_synthetic, shares)


def middle_income_of_file(request: MiddleRequest) -> MiddleIncome:
    """Shares in a file of persons; `by` gives the groups.

    Rows without income are left out as a domain.
    Raises  ProblemsFound: unreadable columns or a faulty design
    """
    asked = ColumnNames(request.income, request.weight, request.strata, request.psu, request.by)
    found = read_table(request.path, asked.wanted)
    columns = read_columns(found, asked, request.lonely, False)
    known = np.isfinite(columns.income)
    if not known.any():
        raise refuse("收入列全部缺失。", found.place(request.income), "请检查列名和缺失标记。")
    about = Provenance(unit="yuan per person per year", period=str(request.year))
    held = middle_income_definitions()
    domain = None if known.all() else known
    measure = _Measure(columns.income, design_of(columns.sample), about, domain, request.year, held)
    groups = () if columns.groups is None else (columns.groups,)
    shares = tuple(measure.share(drawn, None, groups) for drawn in measure.drawn)
    caliber = f"文件中的“{request.income}”列，按人均每年的元数读取"
    return MiddleIncome(held.statement, caliber, request.year, request.path.name, False, shares)


@dataclass(frozen=True, eq=False)
class _Measure:
    """One column of income, ready for every definition."""

    income: Numbers
    design: Design
    about: Provenance
    domain: Mask | None
    year: int
    held: Definitions

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        return tuple(draw(definition, self.held, self.year) for definition in self.held.definitions)

    def share(self, drawn: Drawn, places: Grouping | None, groups: Sequence[Grouping]) -> MiddleShare:
        """The share of everyone, then of each group."""
        definition = drawn.definition
        residence = () if places is None else self.rates(drawn, places)
        return MiddleShare(
            definition.id,
            definition.label,
            definition.short,
            drawn.basis,
            definition.price_year,
            definition.source,
            drawn.status,
            definition.note,
            *self.limits(drawn),
            self.rates(drawn, None)[0],
            residence,
            tuple(figure for grouping in groups for figure in self.rates(drawn, grouping)),
        )

    def rates(self, drawn: Drawn, by: Grouping | None) -> tuple[Estimate, ...]:
        labels = ("all",) if by is None else by.labels
        if drawn.band is None:
            return tuple(self.undrawn(drawn, label) for label in labels)
        rests = tuple(sorted({*self.about.rests_on, *drawn.rests_on}))
        about = dataclasses.replace(self.about, rests_on=rests, status=worst([self.about.status, drawn.status]))
        base = drawn.definition.price_year or "current"
        notes = (f"price_base={base}", f"prices={self.year}", "income=per head and year")
        return band_rate(drawn.band, self.income, self.design, by=by, domain=self.domain, notes=notes, about=about)

    def undrawn(self, drawn: Drawn, label: str) -> Estimate:
        """The figure that has no value, for want of a published number."""
        about = self.about
        return Estimate(
            f"{PREFIX}.{drawn.definition.id}",
            None,
            unit="share",
            label=drawn.definition.label,
            domain=label,
            area=about.area,
            period=about.period,
            kind=about.kind,
            is_synthetic=about.is_synthetic,
            status=drawn.status,
            reason=drawn.reason,
        )

    def limits(self, drawn: Drawn) -> tuple[float | None, float | None]:
        """The band's ends in yuan for everyone."""
        if drawn.band is None:
            return None, None
        return self.height(drawn.band.lower), self.height(drawn.band.upper)

    def height(self, limit: Limit | None) -> float | None:
        if isinstance(limit, Amount):
            return limit.value
        if not isinstance(limit, ShareOf):
            return None
        median = estimate("median", self.income, self.design, domain=self.domain).value
        return None if median is None else limit.share * median


def basis_text(share: MiddleShare, year: int) -> str:
    """The prices of a definition in words."""
    return share.basis.format(base=share.price_year, year=year)


def middle_json(found: MiddleIncome) -> Json:
    """The answer as other programs read it."""
    return {
        "statement": found.statement,
        "caliber": found.caliber,
        "year": found.year,
        "people": found.people,
        "is_synthetic": found.is_synthetic,
        "release": NOT_RELEASED,
        "definitions": [_share_json(share, found.year) for share in found.shares],
    }


def _share_json(share: MiddleShare, year: int) -> Json:
    head: Json = {
        "id": share.id,
        "label": share.label,
        "basis": basis_text(share, year),
        "price_year": share.price_year,
        "source": share.source,
        "status": share.status.value,
        "note": share.note,
        "low": share.low,
        "high": share.high,
    }
    figures = (share.total, *share.residence, *share.groups)
    return head | {"estimates": [estimate_json(figure) for figure in figures]}
