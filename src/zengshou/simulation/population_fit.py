"""The fit table: what each target asked, what the drawn people reached, and the gap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.people import Column, People
from zengshou.simulation.people_form import HOUSING, HUKOU, RESIDENCE, SCHOOLING, SEX, WORK
from zengshou.simulation.population_claims import assistance_line
from zengshou.simulation.population_levels import SOURCES, fifth_means, source_means
from zengshou.simulation.population_parts import household_parts
from zengshou.simulation.population_targets import PopulationTargets, ShapeFrom, Target, TargetStatus, band
from zengshou.simulation.population_templates import size_shares

Numbers = NDArray[np.float64]
PLACES = {"urban": "城镇", "rural": "农村"}
SOURCE_LABELS = {"wage": "工资性收入", "business": "经营净收入", "property": "财产净收入", "transfer": "转移净收入"}
FIFTHS = ("低收入组", "中间偏下组", "中间组", "中间偏上组", "高收入组")
WORKING = tuple(WORK.code(name) for name in ("employee", "flexible", "self_employed", "farmer"))
LARGEST_CELL = 5


@dataclass(frozen=True)
class FitRow:
    """One target and how far it was met.

    gap, relative  reached - target, and that over the target (None where the target is 0)
    shape, status  whose figure it is, and whether it was read in a publication or is an assumption
    is_check       True: the drawing did not aim at it
    """

    key: str
    label: str
    unit: str
    year: int
    target: float
    reached: float
    shape: ShapeFrom
    status: TargetStatus
    source: str
    note: str = ""
    is_check: bool = False

    @property
    def gap(self) -> float:
        return self.reached - self.target

    @property
    def relative(self) -> float | None:
        return self.gap / self.target if self.target else None

    @property
    def shape_from(self) -> str:
        """In words: 本市（已核实）, 全国（待核实）, 假定."""
        if self.shape is ShapeFrom.ASSUMPTION:
            return self.shape.label
        return f"{self.shape.label}（{self.status.label}）"


def fit_table(people: People, targets: PopulationTargets) -> tuple[FitRow, ...]:
    """Every margin that can be read from `people`; rows whose columns are absent (a city's own file) are left out."""
    table = _Table(people, targets)
    parts = (_person_rows, _household_rows, _work_rows, _insurance_rows, _income_rows, _fifth_rows, _spending_rows)
    return tuple(row for rows in parts for row in rows(table))


@dataclass(frozen=True)
class _Table:
    people: People
    targets: PopulationTargets

    def has(self, *names: str) -> bool:
        return all(name in self.people.persons or name in self.people.households for name in names)

    def person(self, name: str) -> Column:
        return self.people.persons[name]

    def household(self, name: str) -> Column:
        return self.people.households[name]

    @property
    def weight(self) -> Numbers:
        return self.people.person_weight

    @property
    def household_people(self) -> Numbers:
        """Persons that each household stands for (h,)."""
        return self.people.household_weight * self.people.members

    def share(self, truth: NDArray[np.bool_], among: NDArray[np.bool_] | None = None) -> float:
        """Weighted share of persons (n,)."""
        weight = self.weight if among is None else self.weight * among
        total = float(weight.sum())
        return float(weight @ truth) / total if total else 0.0

    def household_share(self, truth: NDArray[np.bool_], among: NDArray[np.bool_] | None = None) -> float:
        """Share of persons living in such households (h,)."""
        weight = self.household_people if among is None else self.household_people * among
        total = float(weight.sum())
        return float(weight @ truth) / total if total else 0.0

    def mean(self, amount: Numbers, among: NDArray[np.bool_]) -> float:
        """Household amounts (h,) per person."""
        people = float(self.household_people @ among)
        return float((self.people.household_weight * amount) @ among) / people if people else 0.0


TRUST = (TargetStatus.SOURCED, TargetStatus.UNVERIFIED, TargetStatus.ASSUMPTION)


def _row(
    target: Target,
    reached: float,
    wanted: float,
    *,
    name: str = "",
    what: str = "",
    check: bool = False,
    levels: tuple[Target | None, ...] = (),
) -> FitRow:
    """`levels`: other targets that the wanted number also rests on; the row is trusted no further than any of them."""
    weakest = max([target.status, *(level.status for level in levels if level)], key=TRUST.index)
    key = f"{target.key}.{name}" if name else target.key
    label = f"{target.label}：{what}" if what else target.label
    return FitRow(
        key=key,
        label=label,
        unit=target.unit,
        year=target.year,
        target=wanted,
        reached=reached,
        shape=target.shape_from,
        status=weakest,
        source=target.source,
        note=target.note,
        is_check=check,
    )


def _person_rows(table: _Table) -> Iterator[FitRow]:
    targets = table.targets
    yield _row(targets.population, float(table.weight.sum()), targets.population.value)
    yield _row(targets.male_rate, table.share(table.person("sex") == SEX.code("male")), targets.male_rate.value)
    age = (targets.reference_month - table.person("birth_month").astype(np.int64)) // 12
    total = sum(targets.age_groups.values.values())
    for name, wanted in targets.age_groups.values.items():
        reached = table.share(band(name).holds(age.astype(np.int16))) * total
        yield _row(targets.age_groups, reached, wanted, name=name, what=f"{name}岁")
    if table.has("hukou"):
        urban = table.share(table.person("hukou") == HUKOU.code("urban"))
        yield _row(targets.hukou_urban_rate, urban, targets.hukou_urban_rate.value)
    if table.has("schooling"):
        yield from _schooling_rows(table)


def _schooling_rows(table: _Table) -> Iterator[FitRow]:
    schooling = table.person("schooling").astype(np.int64)
    for name, wanted in table.targets.schooling.values.items():
        code = SCHOOLING.code(name)
        # The census counts every kind of higher education together.
        truth = schooling >= code if name == "college" else schooling == code
        label = "大学（专科及以上）" if name == "college" else SCHOOLING.category_labels[code]
        yield _row(table.targets.schooling, table.share(truth) * 100_000, wanted, name=name, what=label)


def _household_rows(table: _Table) -> Iterator[FitRow]:
    targets, members, weight = table.targets, table.people.members, table.people.household_weight
    urban = table.household("residence") == RESIDENCE.code("urban")
    yield _row(targets.urban_rate, table.household_share(urban), targets.urban_rate.value)
    if table.has("area"):
        for code, (name, wanted) in enumerate(targets.county_rates.shares().items()):
            reached = table.household_share(table.household("area") == code)
            yield _row(targets.county_rates, reached, wanted, name=name, what=name)
    mean = float(weight @ members) / float(weight.sum())
    yield _row(targets.household_size_mean, mean, targets.household_size_mean.value)
    shares = size_shares(targets)
    wanted_cells = [*shares[: LARGEST_CELL - 1], shares[LARGEST_CELL - 1 :].sum()]
    for size, wanted in enumerate(wanted_cells, start=1):
        reached = float(weight @ (np.minimum(members, LARGEST_CELL) == size)) / float(weight.sum())
        what = f"{size}人户{'及以上' if size == LARGEST_CELL else ''}的比例"
        levels = (targets.household_size_mean,)
        yield _row(targets.household_size_shape, reached, float(wanted), name=str(size), what=what, levels=levels)
    if table.has("housing"):
        for place, words in PLACES.items():
            here = table.household("residence") == RESIDENCE.code(place)
            for name, wanted in targets.housing.shares(place).items():
                is_it = table.household("housing") == HOUSING.code(name)
                reached = float(weight @ (is_it & here)) / max(float(weight @ here), 1e-9)
                what = f"{words}{HOUSING.category_labels[HOUSING.code(name)]}"
                yield _row(targets.housing, reached, wanted, name=f"{place}.{name}", what=what)


def _work_rows(table: _Table) -> Iterator[FitRow]:
    if not table.has("work"):
        return
    targets, work = table.targets, table.person("work")
    places = table.people.to_persons(table.household("residence"))
    working = np.isin(work, WORKING)
    for place, words in PLACES.items():
        here = working & (places == RESIDENCE.code(place))
        for name, wanted in targets.work_kinds.shares(place).items():
            reached = table.share(work == WORK.code(name), here)
            what = f"{words}{WORK.category_labels[WORK.code(name)]}"
            yield _row(targets.work_kinds, reached, wanted, name=f"{place}.{name}", what=what)
    looking = work == WORK.code("unemployed")
    urban = (working | looking) & (places == RESIDENCE.code("urban"))
    yield _row(targets.unemployment_rate, table.share(looking, urban), targets.unemployment_rate.value)


def _insurance_rows(table: _Table) -> Iterator[FitRow]:
    targets = table.targets
    schemes = ("is_employee_insured", "is_flexible_insured", "is_retired_employee", "is_resident_pension_insured")
    if not table.has(*schemes):
        return
    employee, flexible, retired, resident = (table.person(name).astype(np.bool_) for name in schemes)
    insured = employee | flexible | retired
    yield _row(targets.employee_insured_rate, table.share(insured), targets.employee_insured_rate.value)
    yield _row(targets.employee_retired_rate, table.share(retired, insured), targets.employee_retired_rate.value)
    yield _row(targets.resident_insured_rate, table.share(resident), targets.resident_insured_rate.value)
    pension = table.person("employee_pension_last_year_monthly").astype(np.float64)
    total = float(table.weight @ retired)
    mean = float(table.weight @ (pension * retired)) / total if total else 0.0
    yield _row(targets.pension_mean, mean, targets.pension_mean.value)


def _income_rows(table: _Table) -> Iterator[FitRow]:
    targets = table.targets
    if not table.has("wage_monthly"):
        return
    parts = household_parts(table.people.persons, table.people.offsets, targets)
    amounts: Mapping[str, Numbers] = {
        "wage": parts.wage,
        "business": parts.business,
        "property": parts.estate,
        "transfer": parts.transfer,
    }
    everyone = np.ones(table.people.household_count, dtype=np.bool_)
    means = source_means(targets)
    for code, (place, words) in enumerate(PLACES.items()):
        here = table.household("residence") == code
        reached = table.mean(parts.total, here)
        yield _row(targets.income_mean, reached, targets.income_mean.values[place], name=place, what=words)
        for column, name in enumerate(SOURCES):
            got, what = table.mean(amounts[name], here), f"{words}{SOURCE_LABELS[name]}（元/人·年）"
            wanted, levels = float(means[code, column]), (targets.income_mean, targets.income_sources_all)
            yield _row(targets.income_sources, got, wanted, name=f"{place}.{name}", what=what, levels=levels)
    total = table.mean(parts.total, everyone)
    if targets.income_mean_all is not None:
        yield _row(targets.income_mean_all, total, targets.income_mean_all.value, check=True)
    if targets.income_sources_all is not None:
        for name, share in targets.income_sources_all.shares().items():
            got, what = table.mean(amounts[name], everyone) / total, f"{SOURCE_LABELS[name]}比重"
            yield _row(targets.income_sources_all, got, share, name=name, what=what)


def _fifth_rows(table: _Table) -> Iterator[FitRow]:
    """Each fifth's mean over the sum of the five means: the shape without the level."""
    if not table.has("wage_monthly"):
        return
    members = table.people.members.astype(np.float64)
    total = household_parts(table.people.persons, table.people.offsets, table.targets).total
    got = fifth_means(total / members, table.people.household_weight, members)
    for index, (name, wanted) in enumerate(table.targets.income_fifths.shares().items()):
        what = f"{FIFTHS[index]}人均收入占五组合计的比重"
        yield _row(table.targets.income_fifths, float(got[index] / got.sum()), wanted, name=name, what=what)


def _spending_rows(table: _Table) -> Iterator[FitRow]:
    targets = table.targets
    if table.has("consumption_yearly"):
        spent = table.household("consumption_yearly").astype(np.float64)
        for place, words in PLACES.items():
            reached = table.mean(spent, table.household("residence") == RESIDENCE.code(place))
            wanted = targets.consumption_mean.values[place]
            yield _row(targets.consumption_mean, reached, wanted, name=place, what=words)
    if table.has("meets_property_test", "wage_monthly"):
        total = household_parts(table.people.persons, table.people.offsets, targets).total
        line = assistance_line(targets)[table.household("residence").astype(np.int64)]
        poor = (total / table.people.members < line) & table.household("meets_property_test").astype(np.bool_)
        yield _row(targets.assistance_rate, table.household_share(poor), targets.assistance_rate.value, check=True)
