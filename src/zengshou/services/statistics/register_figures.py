"""Figures of the register: from a yearly extract, every person with weight 1, through the release gate.

They are exact for those whom the register covers, and say nothing of the others: beside them stand the published
figures and the survey (`register_comparison`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.services.release.release_gate import ALL, Gate, gate_in_words, hidden, publishable
from zengshou.statistics.choices import Provenance
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.facts import Contributors
from zengshou.statistics.disclosure.parts import hidden_parts
from zengshou.statistics.disclosure.rules import Rules, shipped_rules
from zengshou.statistics.indicators import Grouping, table
from zengshou.statistics.variance.design import Design, design_of
from zengshou.store.country import city as find_city
from zengshou.store.extract_file import Extract, ExtractAbout, read_extract

Numbers = NDArray[np.float64]
SOURCES = {"wage": "工资性收入", "business": "经营净收入", "property": "财产净收入", "transfer": "转移净收入"}
COLUMNS = ("household", "county", *SOURCES, "income", "income_per_head")
FIFTHS = ("低收入户", "中间偏下户", "中间收入户", "中间偏上户", "高收入户")
BY_FIFTHS = "quintile_unit=household_nbs（按户排序，户数五等分）"
PER_HEAD = "income=income_per_head（户人均）"
RECEIVED = "income=received（本人所得，家庭共有的按人平分）"
UNKNOWN = "县区不详"


@dataclass(frozen=True)
class PlaceFigures:
    """One county, or everyone. sources  means of wage, business, property, transfer, in this order"""

    label: str
    persons: Estimate
    households: Estimate
    mean: Estimate
    median: Estimate
    sources: tuple[Estimate, ...]


@dataclass(frozen=True)
class RegisterFigures:
    """Everything that is shown of an extract: `fifths` are the five groups of households, the lowest first."""

    about: ExtractAbout
    everyone: PlaceFigures
    counties: tuple[PlaceFigures, ...]
    fifths: tuple[Estimate, ...]
    gate: str


@dataclass(frozen=True, eq=False)
class _People:
    """The rows of an extract as arrays, and what figures of them say of themselves."""

    rows: pl.DataFrame
    county: Grouping
    fifth: Grouping
    household: NDArray[np.int64]
    design: Design
    about: Provenance

    def amount(self, name: str) -> Numbers:
        return self.rows[name].to_numpy().astype(np.float64)

    def contributors(self, name: str) -> Contributors:
        return Contributors(np.ones(self.rows.height), self.household, self.amount(name))


def register_figures(path: Path) -> RegisterFigures:
    """The figures of an extract file. Raises  ProblemsFound: no extract, or nobody in it"""
    return figures_of(read_extract(path, COLUMNS))


def figures_of(extract: Extract, rules: Rules | None = None) -> RegisterFigures:
    """The figures of an extract, through the release gate."""
    if extract.rows.is_empty():
        raise refuse("提取文件里没有人。", f"{extract.about.city} {extract.about.year} 年", "核对授权地区和年份。")
    asked = rules or shipped_rules()
    people = _people(extract)
    gate, without_sources = _gate(people, asked)
    found = RegisterFigures(
        about=extract.about,
        everyone=_place(people, ALL, None),
        counties=tuple(_place(people, label, label) for label in people.county.labels),
        fifths=_fifths(people),
        gate=gate_in_words(gate),
    )
    return publishable(_without_sources(found, without_sources), gate)


def _people(extract: Extract) -> _People:
    rows, about = extract.rows, extract.about
    names = {county.code: county.name_zh for county in find_city(about.city).counties}
    codes = rows["county"].fill_null("").to_list()
    labels = tuple(dict.fromkeys((*names.values(), *(names.get(code, code or UNKNOWN) for code in sorted(set(codes))))))
    present = {names.get(code, code or UNKNOWN) for code in codes}
    kept = tuple(label for label in labels if label in present)
    place = {label: index for index, label in enumerate(kept)}
    county = np.array([place[names.get(code, code or UNKNOWN)] for code in codes], dtype=np.int64)
    household = rows["household"].rank("dense").to_numpy().astype(np.int64) - 1
    status = Status.UNVERIFIED if about.is_unverified else Status.SOURCED
    sample = Sample(np.ones(rows.height), is_register=True, household=household)
    told = Provenance(
        unit="yuan per person per year",
        kind=FigureKind.REGISTER,
        area=about.city,
        period=str(about.year),
        vintage=f"登记提取 {about.made_at[:10]}，列表版本 {about.version}，{about.view} 口径",
        is_synthetic=about.is_synthetic,
        status=status,
    )
    return _People(rows, Grouping(county, kept), household_fifths(rows), household, design_of(sample), told)


def household_fifths(rows: pl.DataFrame) -> Grouping:
    """Each person's fifth: households in the order of their income per head, as many households in each fifth.

    rows  household, income_per_head; of equal incomes the order of the household's pseudonym decides
    """
    households = rows.group_by("household").agg(pl.col("income_per_head").first()).sort("income_per_head", "household")
    fifth = households.select("household", fifth=pl.int_range(pl.len()) * len(FIFTHS) // pl.len())
    codes = rows.select("household").join(fifth, on="household", how="left", maintain_order="left")["fifth"]
    return Grouping(codes.to_numpy().astype(np.int64), FIFTHS)


def _gate(people: _People, rules: Rules) -> tuple[Gate, frozenset[str]]:
    """(parts of which nothing is shown, parts of which no source is shown).

    Sources add up to the income, and counties to everyone: where one source may not be shown of a county, none is.
    """
    county = Column("county", people.county.codes, people.county.labels)
    hides_all, parts = hidden_parts(county, people.contributors("income"), rules)
    fifth = Column("fifth", people.fifth.codes, people.fifth.labels)
    of_fifths, groups = hidden_parts(fifth, people.contributors("income"), rules)
    sources: set[str] = set()
    for name in SOURCES:
        if people.amount(name).any():
            total, labels = hidden_parts(county, people.contributors(name), rules)
            sources |= labels | ({ALL, *people.county.labels} if total else set())
    everyone = frozenset({ALL}) if hides_all or of_fifths else frozenset()
    return Gate(rules, parts | groups | everyone), frozenset(sources)


def _place(people: _People, label: str, county: str | None) -> PlaceFigures:
    code = None if county is None else people.county.labels.index(county)
    inside = np.ones(people.rows.height, dtype=np.bool_) if code is None else people.county.codes == code
    persons, households = int(inside.sum()), int(np.unique(people.household[inside]).size)

    def of(name: str, indicator: str, convention: str) -> Estimate:
        by = Grouping(np.where(inside, 0, -1), (label,))
        found = table((indicator,), people.amount(name), people.design, by=by, about=people.about)[0]
        return replace(found, convention="; ".join(part for part in (found.convention, convention) if part))

    return PlaceFigures(
        label,
        _count(people, "persons", "persons", label, persons, persons),
        _count(people, "households", "households", label, households, persons),
        of("income", "mean", RECEIVED),
        of("income_per_head", "median", PER_HEAD),
        tuple(replace(of(name, "mean", RECEIVED), label=words) for name, words in SOURCES.items()),
    )


def _count(people: _People, indicator: str, unit: str, domain: str, value: int, n: int) -> Estimate:
    about = people.about
    return Estimate(
        indicator,
        float(value),
        n=n,
        unit=unit,
        domain=domain,
        area=about.area,
        period=about.period,
        vintage=about.vintage,
        kind=FigureKind.REGISTER,
        is_synthetic=about.is_synthetic,
    )


def _fifths(people: _People) -> tuple[Estimate, ...]:
    """Income per head of each fifth: the sum of its incomes over its persons."""
    found = table(("mean",), people.amount("income_per_head"), people.design, by=people.fifth, about=people.about)
    return tuple(replace(one, convention=f"{one.convention}; {BY_FIFTHS}".strip("; ")) for one in found)


def _without_sources(found: RegisterFigures, labels: frozenset[str]) -> RegisterFigures:
    def passed(place: PlaceFigures) -> PlaceFigures:
        if place.label not in labels:
            return place
        return replace(place, sources=tuple(hidden(one) for one in place.sources))

    return replace(found, everyone=passed(found.everyone), counties=tuple(passed(one) for one in found.counties))


def feed_words(about: ExtractAbout) -> Sequence[str]:
    """How fresh each feed behind the figures is; stale ones are marked wherever the figures go."""
    return tuple(feed.words for feed in about.feeds)


def by_item(place: PlaceFigures) -> Mapping[str, Estimate]:
    """The figures of a place by the items of the coverage list."""
    return {"population": place.persons, "income": place.mean} | dict(zip(SOURCES, place.sources, strict=True))
