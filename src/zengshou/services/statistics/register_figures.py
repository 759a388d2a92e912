"""Figures of the register: from a yearly extract, every person with weight 1, through the release gate.

They have no sampling error for those whom the register covers, and say nothing of the others: beside them stand the
published figures and the survey (`register_comparison`). Nothing exact leaves: people are told to base 5, money to
three digits, and an extract that differs from one shown before by a few people is not shown at all (`register_gate`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.citation import Status
from zengshou.concepts.estimate import Estimate, FigureKind
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.services.release.release_gate import ALL, FLAG, Gate, gate_in_words, hidden, publishable
from zengshou.services.statistics.register_gate import Asked, Passed, RegisterRows, passed
from zengshou.services.statistics.register_left_out import ToldLeftOut, told_left_out
from zengshou.statistics.choices import Provenance
from zengshou.statistics.disclosure.classification import Column
from zengshou.statistics.disclosure.released import ReleasedCell
from zengshou.statistics.disclosure.rounding import rounded_counts
from zengshou.statistics.disclosure.rules import Rules, shipped_rules
from zengshou.statistics.indicators import Grouping, table
from zengshou.statistics.variance.design import Design, design_of
from zengshou.store.country import city as find_city
from zengshou.store.extract_file import Extract, ExtractAbout, read_extract
from zengshou.store.shown_extracts import ShownExtracts

Numbers = NDArray[np.float64]
SOURCES = {"wage": "工资性收入", "business": "经营净收入", "property": "财产净收入", "transfer": "转移净收入"}
COLUMNS = ("person", "household", "county", "is_resident", *SOURCES, "income", "income_per_head")
FIFTHS = ("低收入户", "中间偏下户", "中间收入户", "中间偏上户", "高收入户")
RESIDENTS = ("居民个人", "非居民个人")
BY_FIFTHS = "quintile_unit=household_nbs（按户排序，户数五等分）"
BY_RESIDENCE = "residence=last_spell（当年最后一段的纳税人类型）"
PER_HEAD = "income=income_per_head（户人均）"
RECEIVED = "income=received（本人所得，家庭共有的按人平分）"
ROUNDED = "rounding=people_base_{base}+money_{digits}_digits"
UNKNOWN = "县区不详"
TOGETHER = "合并列示：{names}"
COUNTY, FIFTH, RESIDENT = "county", "fifth", "resident"
STALE = "stale"
NONE_HELD = "登记里没有这一来源的记录"
UNVERIFIED_WORDS = "所据尚未核实（{what}），只可计算，不得发布"


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
class GroupFigures:
    """Residents or non-residents for tax: their number and the mean of their incomes."""

    label: str
    persons: Estimate
    mean: Estimate


@dataclass(frozen=True)
class RegisterFigures:
    """Everything that is shown of an extract.

    fifths     the five groups of households, the lowest first;  residents  residents for tax, non-residents apart
    coverage   who is counted and by what conventions;  left_out  what is in no sum
    """

    about: ExtractAbout
    everyone: PlaceFigures
    counties: tuple[PlaceFigures, ...]
    fifths: tuple[Estimate, ...]
    residents: tuple[GroupFigures, ...]
    gate: str
    coverage: tuple[str, ...]
    left_out: tuple[ToldLeftOut, ...]

    @property
    def counted(self) -> tuple[str, ...]:
        """Who is counted, and what is left out of every sum, in words."""
        return (*self.coverage, *(one.words for one in self.left_out))


@dataclass(frozen=True, eq=False)
class _People:
    """The rows of an extract as arrays, and what figures of them say of themselves."""

    rows: pl.DataFrame
    county: Grouping
    fifth: Grouping
    resident: Grouping
    household: NDArray[np.int64]
    design: Design
    about: Provenance
    extract: ExtractAbout
    rules: Rules

    def amount(self, name: str) -> Numbers:
        return self.rows[name].to_numpy().astype(np.float64)


def register_figures(path: Path) -> RegisterFigures:
    """The figures of an extract file, recorded beside it as shown.

    Raises  ProblemsFound: no extract, nobody in it, or people that differ from those of an earlier one by a few
    """
    return figures_of(read_extract(path, COLUMNS), ShownExtracts(path.parent))


def figures_of(extract: Extract, record: ShownExtracts, rules: Rules | None = None) -> RegisterFigures:
    """The figures of an extract, through the release gate; `record` knows what was shown before, and then this too."""
    if extract.rows.is_empty():
        raise refuse("提取文件里没有人。", f"{extract.about.city} {extract.about.year} 年", "核对授权地区和年份。")
    asked = rules or shipped_rules()
    people = _people(extract, asked)
    found = passed(_rows(people), tuple(_tables(people)), asked, record)
    parts = {label for label in people.county.labels if found.cell("income", label).is_hidden}
    is_whole_hidden = any(found.cell(name, "").is_hidden for name in ("income", FIFTH))
    gate = Gate(asked, frozenset(parts | ({ALL} if is_whole_hidden else set())))
    figures = RegisterFigures(
        about=replace(extract.about, left_out=()),  # exact there; told in `left_out`
        everyone=_place(people, found, ALL, None),
        counties=tuple(_place(people, found, label, label) for label in people.county.labels),
        fifths=_fifths(people, found),
        residents=_residents(people, found),
        gate=_gate_words(gate, extract.about),
        coverage=extract.about.conventions,
        left_out=tuple(told_left_out(one, asked) for one in extract.about.left_out),
    )
    return publishable(figures, gate)


def _gate_words(gate: Gate, about: ExtractAbout) -> str:
    rules = gate.rules
    rounded = f"人数取到 {rules.count_base} 的倍数，金额取 {rules.money_digits} 位有效数字"
    unverified = UNVERIFIED_WORDS.format(what="、".join(about.unverified)) if about.is_unverified else ""
    return "；".join(words for words in (gate_in_words(gate), rounded, unverified) if words)


def _people(extract: Extract, rules: Rules) -> _People:
    rows, about = extract.rows, extract.about
    household = rows["household"].rank("dense").to_numpy().astype(np.int64) - 1
    status = Status.UNVERIFIED if about.is_unverified else Status.SOURCED
    sample = Sample(np.ones(rows.height), is_register=True, household=household)
    told = Provenance(
        unit="yuan per person per year",
        kind=FigureKind.REGISTER,
        area=about.city if about.is_citywide else "、".join(about.areas),
        period=str(about.year),
        vintage=f"登记提取 {about.made_at[:10]}，列表版本 {about.version}，{about.view} 口径",
        is_synthetic=about.is_synthetic,
        status=status,
    )
    resident = Grouping(np.where(rows["is_resident"].to_numpy(), 0, 1).astype(np.int64), RESIDENTS)
    return _People(
        rows,
        _counties(rows, about, rules.minimum_contributors),
        household_fifths(rows),
        resident,
        household,
        design_of(sample),
        told,
        about,
        rules,
    )


def _counties(rows: pl.DataFrame, about: ExtractAbout, fewest: int) -> Grouping:
    """Each person's county by the city's order; counties of too few people are one part under all their names."""
    names = {county.code: county.name_zh for county in find_city(about.city).counties}
    told = pl.Series([names.get(code, code or UNKNOWN) for code in rows["county"].fill_null("").to_list()])
    codes = dict(zip(told.to_list(), rows["county"].fill_null("").to_list(), strict=True))
    order = dict.fromkeys((*names.values(), *sorted(codes, key=lambda label: codes[label])))
    counts = dict(told.value_counts().iter_rows())
    few = _too_small({label: counts[label] for label in order if label in counts}, fewest)
    name = TOGETHER.format(names="、".join(label for label in order if label in few))
    labels = [label for label in order if label in counts and label not in few] + ([name] if few else [])
    place = {label: index for index, label in enumerate(labels)} | dict.fromkeys(few, len(labels) - 1)
    return Grouping(np.array([place[label] for label in told.to_list()], dtype=np.int64), tuple(labels))


def _too_small(counts: Mapping[str, int], fewest: int) -> frozenset[str]:
    """The parts to be put together: those of too few people, and the next larger ones until they are enough.

    A few shown as hidden beside the rest would have to hide the same few in every later extract.
    """
    ordered = sorted(counts, key=lambda label: counts[label])
    few = [label for label in ordered if counts[label] < fewest]
    while few and sum(counts[label] for label in few) < fewest and len(few) < len(ordered):
        few.append(ordered[len(few)])
    return frozenset(few if len(few) > 1 else ())


def household_fifths(rows: pl.DataFrame) -> Grouping:
    """Each person's fifth: households in the order of their income per head, as many households in each fifth.

    rows  household, income_per_head; of equal incomes the order of the household's pseudonym decides
    """
    households = rows.group_by("household").agg(pl.col("income_per_head").first()).sort("income_per_head", "household")
    fifth = households.select("household", fifth=pl.int_range(pl.len()) * len(FIFTHS) // pl.len())
    codes = rows.select("household").join(fifth, on="household", how="left", maintain_order="left")["fifth"]
    return Grouping(codes.to_numpy().astype(np.int64), FIFTHS)


def _tables(people: _People) -> Iterator[Asked]:
    """Everything that is asked of the gate; of a source only where anybody has any of it."""
    yield Asked("income", COUNTY, "income", "mean", "income")
    yield Asked("income_per_head", COUNTY, "income_per_head", "median", "income_per_head")
    for name in SOURCES:
        if people.amount(name).any():
            yield Asked(name, COUNTY, name, "mean", name)
    yield Asked(FIFTH, FIFTH, "income_per_head", "mean", FIFTH)
    if _resident_sizes(people).min() >= people.rules.minimum_contributors:
        yield Asked(RESIDENT, RESIDENT, "income", "mean", "income")


def _resident_sizes(people: _People) -> NDArray[np.int64]:
    return np.bincount(people.resident.codes, minlength=len(RESIDENTS))


def _rows(people: _People) -> RegisterRows:
    about = people.extract
    groups = {COUNTY: people.county, FIFTH: people.fifth, RESIDENT: people.resident}
    return RegisterRows(
        about.city,
        str(about.year),
        f"{about.made_at[:16]} 的提取",
        people.rows["person"].cast(pl.String).to_list(),
        people.household,
        {name: people.amount(name) for name in ("income", "income_per_head", *SOURCES)},
        {name: Column(name, by.codes, by.labels) for name, by in groups.items()},
        about.is_synthetic,
    )


def _place(people: _People, found: Passed, label: str, county: str | None) -> PlaceFigures:
    code = None if county is None else people.county.labels.index(county)
    inside = np.ones(people.rows.height, dtype=np.bool_) if code is None else people.county.codes == code
    cell = found.cell("income", county or "")
    by = Grouping(np.where(inside, 0, -1), (label,))
    households = int(np.unique(people.household[inside]).size)
    sources = tuple(
        replace(_source(people, found, name, by, county or ""), label=words) for name, words in SOURCES.items()
    )
    has_hidden = any(FLAG in one.flags for one in sources)  # sources add up to the income: one hidden hides all
    return PlaceFigures(
        label,
        _count(people, "persons", label, int(inside.sum()), cell),
        _count(people, "households", label, households, cell),
        _told(people, _mean(people, "income", "mean", by, RECEIVED), cell),
        _told(
            people,
            _mean(people, "income_per_head", "median", by, PER_HEAD),
            found.cell("income_per_head", county or ""),
        ),
        tuple(hidden(one) for one in sources) if has_hidden else sources,
    )


def _mean(people: _People, name: str, indicator: str, by: Grouping, convention: str) -> Estimate:
    found = table((indicator,), people.amount(name), people.design, by=by, about=people.about)[0]
    return replace(found, convention="; ".join(part for part in (found.convention, convention) if part))


def _source(people: _People, found: Passed, name: str, by: Grouping, label: str) -> Estimate:
    figure = _mean(people, name, "mean", by, RECEIVED)
    if name not in found.tables:
        return replace(_marked(people, figure), value=None, n=None, reason=NONE_HELD)
    return _told(people, figure, found.cell(name, label))


def _told(people: _People, figure: Estimate, cell: ReleasedCell) -> Estimate:
    """The figure as its cell came through the gate: rounded, or nothing; never what was worked out."""
    marked = _marked(people, figure)
    if cell.is_hidden or cell.values[1] is None or not cell.values[0]:
        return hidden(marked)
    return replace(marked, value=cell.values[1], n=int(cell.values[0]))


def _count(people: _People, indicator: str, domain: str, value: int, cell: ReleasedCell) -> Estimate:
    about = people.about
    rounded = float(rounded_counts(np.array([float(value)]), people.rules.count_base)[0])
    figure = Estimate(
        indicator,
        rounded,
        n=None if cell.is_hidden else int(cell.values[0] or 0),
        unit=indicator,
        domain=domain,
        area=about.area,
        period=about.period,
        vintage=about.vintage,
        kind=FigureKind.REGISTER,
        is_synthetic=about.is_synthetic,
        status=about.status,
    )
    marked = _marked(people, figure)
    return hidden(marked) if cell.is_hidden else marked


def _marked(people: _People, figure: Estimate) -> Estimate:
    """With what every figure of the extract carries: its rounding, what it rests on, and that a feed is too old."""
    rules, about = people.rules, people.extract
    rounding = ROUNDED.format(base=rules.count_base, digits=rules.money_digits)
    is_stale = any(feed.is_stale for feed in about.feeds)
    return replace(
        figure,
        convention="; ".join(part for part in (figure.convention, f"population={about.population}", rounding) if part),
        flags=(*figure.flags, STALE) if is_stale else figure.flags,
        rests_on=about.unverified,
    )


def _fifths(people: _People, found: Passed) -> tuple[Estimate, ...]:
    """Income per head of each fifth: the sum of its incomes over its persons."""
    means = table(("mean",), people.amount("income_per_head"), people.design, by=people.fifth, about=people.about)
    named = [replace(one, convention=f"{one.convention}; {BY_FIFTHS}".strip("; ")) for one in means]
    return tuple(_told(people, one, found.cell(FIFTH, one.domain)) for one in named)


def _residents(people: _People, found: Passed) -> tuple[GroupFigures, ...]:
    """Residents and non-residents for tax. Everybody of one kind is everybody; of too few neither kind is told."""
    groups = []
    is_alone = not _resident_sizes(people).all()
    for code, label in enumerate(RESIDENTS):
        inside = people.resident.codes == code
        if not inside.any():
            continue
        cell = found.cell("income", "") if is_alone else found.cell(RESIDENT, label)
        mean = _mean(
            people, "income", "mean", Grouping(np.where(inside, 0, -1), (label,)), f"{RECEIVED}; {BY_RESIDENCE}"
        )
        groups.append(
            GroupFigures(label, _count(people, "persons", label, int(inside.sum()), cell), _told(people, mean, cell))
        )
    return tuple(groups)


def feed_words(about: ExtractAbout) -> Sequence[str]:
    """How fresh each feed behind the figures is; stale ones are marked wherever the figures go."""
    return tuple(feed.words for feed in about.feeds)


def by_item(place: PlaceFigures) -> Mapping[str, Estimate]:
    """The figures of a place by the items of the coverage list."""
    return {"population": place.persons, "income": place.mean} | dict(zip(SOURCES, place.sources, strict=True))
