"""Figures of a run that a target may name: poverty, inequality, income, cost. Each is one function of the run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.policy.column import Entity
from zengshou.simulation.budget import PublicFlow
from zengshou.simulation.compare import Measured, held_line
from zengshou.statistics.comparisons import change, urban_rural_ratio
from zengshou.statistics.indicators import estimate
from zengshou.statistics.variance.design import Design, design_of

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class RunFigures:
    """A run of a law and a reform, and the public flows whose change is its cost."""

    data: Measured
    flows: tuple[PublicFlow, ...]

    @cached_property
    def design(self) -> Design:
        return design_of(self.data.sample)

    def indicator(self, name: str) -> Estimate:
        """An indicator of income under the reform, by the poverty line of the law in force."""
        choices = held_line(self.data, self.design)
        return estimate(name, self.data.after, self.design, choices=choices, about=self.data.about)

    @property
    def poor_people(self) -> Estimate:
        """How many people are poor: the rate times the people; both limits alike."""
        rate, people = self.indicator("fgt0"), float(self.data.sample.weight.sum())
        ends = [None if end is None else end * people for end in (rate.value, rate.se, rate.ci_low, rate.ci_high)]
        value, se, low, high = ends
        return replace(rate, value=value, se=se, ci_low=low, ci_high=high, unit="persons")

    @property
    def ratio(self) -> Estimate:
        """Mean income of town over country."""
        residence = np.asarray(self.data.people.to_persons(self.data.people.households["residence"]))
        is_urban = residence == self.data.concept.urban
        return urban_rural_ratio(self.data.after, self.data.sample, is_urban, about=self.data.about)

    @property
    def cost(self) -> Estimate:
        """What budgets and funds pay more in a year: all public flows, benefits up and levies down."""
        before, after = (self._on_persons(book) for book in ("baseline", "reform"))
        about = replace(self.data.about, unit="yuan per year")
        return change("total", after, before, self.design, about=about)

    def _on_persons(self, book: str) -> Numbers:
        """(n,) public flows to each person, a household's in equal parts."""
        return on_persons(self.data, self.flows, book)


def on_persons(data: Measured, flows: Sequence[PublicFlow], book: str) -> Numbers:
    """(n,) all public flows on persons, yuan a year as residents see them; a household's in equal parts."""
    total = np.zeros(data.people.person_count)
    households = np.zeros(data.people.household_count)
    for flow in flows:
        column = data.columns[book, flow.column] * flow.flow.sign
        if flow.entity is Entity.PERSON:
            total += column
        else:
            households += column
    return total + np.asarray(data.people.to_persons(households / data.people.members), dtype=np.float64)


@dataclass(frozen=True)
class NamedFigure:
    """A name that targets may use. `also` are other names of the same."""

    name: str
    label: str
    unit: str
    measure: Callable[[RunFigures], Estimate]
    also: tuple[str, ...] = ()


def _indicator(name: str, of: str, label: str, unit: str, *also: str) -> NamedFigure:
    return NamedFigure(name, label, unit, lambda run: run.indicator(of), also)


NAMED: tuple[NamedFigure, ...] = (
    _indicator("poverty_rate", "fgt0", "贫困发生率", "share", "fgt0", "贫困发生率"),
    NamedFigure("poverty_headcount", "贫困人口", "persons", lambda run: run.poor_people, ("poverty_count", "贫困人口")),
    _indicator("poverty_gap", "fgt1", "贫困深度", "share", "fgt1", "贫困深度"),
    _indicator("poverty_severity", "fgt2", "贫困强度", "share", "fgt2", "贫困强度"),
    _indicator("gini", "gini", "基尼系数", "index", "基尼系数"),
    _indicator("s80_s20", "s80_s20", "最高20%与最低20%人口收入之比", "ratio"),
    _indicator("mean_income", "mean", "人均可支配收入", "yuan per person per year", "人均可支配收入"),
    _indicator("median_income", "median", "人均可支配收入中位数", "yuan per person per year"),
    _indicator("share_bottom_50", "share_bottom_50", "收入较低一半人口的收入份额", "share"),
    NamedFigure("urban_rural_ratio", "城乡居民收入比", "ratio", lambda run: run.ratio, ("城乡居民收入比",)),
    NamedFigure("cost", "财政和基金每年净支出的增加", "yuan per year", lambda run: run.cost, ("成本", "净支出增加")),
)
BY_NAME = {name: figure for figure in NAMED for name in (figure.name, *figure.also)}
