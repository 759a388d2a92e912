"""Before and after: figures of the distribution, gainers and losers by decile, group and residence, with errors."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.people import People
from zengshou.concepts.sample import Sample
from zengshou.policy.run import Columns
from zengshou.simulation.concept import IncomeConcept
from zengshou.simulation.key_groups import Membership
from zengshou.simulation.outcome import Compared, GainRow
from zengshou.simulation.sampling import person_sample, weighted_parts
from zengshou.statistics.choices import Amount, Choices, Provenance
from zengshou.statistics.comparisons import changes, rate, urban_rural_ratio
from zengshou.statistics.decomposition.reform_effects import progressivity_change, urban_rural_ratio_change
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.variance.design import Design, design_of

Numbers = NDArray[np.float64]
INDICATORS = ("mean", "median", "gini", "s80_s20", "fgt0", "fgt1", "fgt2")
PROGRESSIVITY = ("average_tax_rate", "kakwani", "reynolds_smolensky", "reranking")
DECILES = 10


@dataclass(frozen=True)
class Measured:
    """Per-head columns on persons, before and after, and what every figure rests on."""

    people: People
    sample: Sample
    concept: IncomeConcept
    columns: Columns
    about: Provenance
    groups: tuple[Membership, ...] = ()

    def per_head(self, book: str, name: str) -> Numbers:
        """A household column on its persons."""
        return np.asarray(self.people.to_persons(self.columns[book, name]), dtype=np.float64)

    @property
    def before(self) -> Numbers:
        return self.per_head("baseline", self.concept.income.name)

    @property
    def after(self) -> Numbers:
        return self.per_head("reform", self.concept.income.name)


def measured(
    people: People,
    columns: Columns,
    concept: IncomeConcept,
    area: str,
    year: int,
    rests: tuple[str, ...],
    worst: Status,
    groups: tuple[Membership, ...] = (),
) -> Measured:
    """Everything the comparisons share; figures are of kind model."""
    about = Provenance(
        unit="yuan per person per year",
        kind=FigureKind.MODEL,
        area=area,
        period=str(year),
        is_synthetic=people.is_synthetic,
        status=worst,
        rests_on=rests,
    )
    return Measured(people, person_sample(people), concept, columns, about, groups)


def compared_figures(data: Measured) -> tuple[Compared, ...]:
    """Level, inequality, poverty and progressivity before and after; the change's error is joint."""
    design = design_of(data.sample)
    before, after = data.before, data.after
    choices = held_line(data, design)
    first = table(INDICATORS, before, design, choices=choices, about=data.about)
    second = table(INDICATORS, after, design, choices=choices, about=data.about)
    moved = changes(INDICATORS, after, before, design, choices=choices, about=data.about)
    found = [
        Compared(name, old.label, old, new, move)
        for name, old, new, move in zip(INDICATORS, first, second, moved, strict=True)
    ]
    return (*found, _urban_rural(data), *_progressive(data))


def held_line(data: Measured, design: Design) -> Choices:
    """The poverty line where the baseline put it: a reform should not lift people out by moving the line."""
    median = estimate("median", data.before, design).value or 0.0
    return Choices(line=Amount(max(round(data.concept.line_share * median, 2), 0.01)))


def _urban_rural(data: Measured) -> Compared:
    residence = np.asarray(data.people.to_persons(data.people.households["residence"]))
    is_urban = residence == data.concept.urban
    old, new = (
        urban_rural_ratio(income, data.sample, is_urban, about=data.about) for income in (data.before, data.after)
    )
    moved = urban_rural_ratio_change(data.after, data.before, data.sample, is_urban, about=data.about)
    return Compared(old.indicator, old.label, old, new, moved)


def _progressive(data: Measured) -> list[Compared]:
    taxes = [data.per_head(book, data.concept.tax.name) for book in ("baseline", "reform")]
    incomes = [data.before, data.after]
    (old, new), moved = progressivity_change(
        [(income + tax, tax, income) for income, tax in zip(incomes, taxes, strict=True)],
        data.sample,
        about=data.about,
    )
    return [
        Compared(first.indicator, first.label, first, second, move)
        for first, second, move in zip(old, new, moved, strict=True)
        if first.indicator in PROGRESSIVITY
    ]


def gain_rows(data: Measured) -> tuple[GainRow, ...]:
    """Change of income per head for everyone, by residence, by decile of the baseline and by group."""
    deciles = weighted_parts(data.before, np.asarray(data.sample.weight), DECILES)
    residence = np.asarray(data.people.to_persons(data.people.households["residence"]), dtype=np.int64)
    is_rural = (residence != data.concept.urban).astype(np.int64)
    everyone = np.zeros(len(deciles), dtype=np.int64)
    rows = [
        *_rows(data, "all", Grouping(everyone, ("全体",))),
        *_rows(data, "residence", Grouping(is_rural, ("城镇", "农村"))),
        *_rows(data, "decile", Grouping(deciles, tuple(f"第{i + 1}组" for i in range(DECILES)))),
    ]
    for group in data.groups:
        rows += _rows(data, "group", group.grouping)
    return tuple(rows)


def _rows(data: Measured, by: str, groups: Grouping) -> list[GainRow]:
    before, after, limit = data.before, data.after, data.concept.gain_threshold
    design = design_of(data.sample)
    moved = after - before
    levels = table(("mean",), before, design, by=groups, about=data.about)
    gains = changes(("mean",), after, before, design, by=groups, about=data.about)
    winners = rate(moved > limit, design, name="gain_rate", label="受益人口比重", by=groups, about=data.about)
    losers = rate(moved < -limit, design, name="lose_rate", label="受损人口比重", by=groups, about=data.about)
    weights = np.asarray(data.sample.weight)
    sizes = [float(weights[groups.codes == code].sum()) for code in range(len(groups.labels))]
    return [
        GainRow(by, label, *row)
        for label, row in zip(groups.labels, zip(sizes, levels, gains, winners, losers, strict=True), strict=True)
    ]


def source_means(data: Measured, book: str, names: Sequence[str]) -> dict[str, Estimate]:
    """Mean per person of each income source."""
    return {name: estimate("mean", data.columns[book, name], data.sample, about=data.about) for name in names}
