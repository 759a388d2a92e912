"""What one reform of a plan's task costs and gives, and which tasks give the poorer half most for a yuan.

All reforms run in one plan beside the law in force; of each only three columns are kept: income per head, and the
public flows to persons and to households. Errors are joint: gain and cost come from the same people.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.people import People
from zengshou.policy.column import Entity
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import Columns, forms_of, run_plan
from zengshou.policy.run_plan import RunPlan
from zengshou.simulation.budget import PublicFlow
from zengshou.simulation.compare import Measured
from zengshou.simulation.sampling import weighted_parts
from zengshou.statistics.choices import Provenance
from zengshou.statistics.comparisons import change, ratio
from zengshou.statistics.decomposition.reform_effects import ratio_difference
from zengshou.statistics.variance.design import Design, design_of

Numbers = NDArray[np.float64]
LAW = "baseline"
BEFORE, AFTER = "before", "after"
BLOCK_ROWS = 16_384  # many books at once: smaller blocks keep their columns few
NO_MONEY = 1.0  # yuan a year for the whole city; below, nothing moved


class Standing(Enum):
    """How a task stands in the ranking."""

    FREE = "free"  # the poorer half gains and no public money is spent
    RANKED = "ranked"
    SAVING = "saving"  # money is saved and the poorer half gains nothing
    UNMOVED = "unmoved"  # neither income nor money moves

    @property
    def label(self) -> str:
        return {
            "free": "不增加公共支出",
            "ranked": "按每元增收排序",
            "saving": "减少支出，不增收",
            "unmoved": "没有变动",
        }[self.value]


@dataclass(frozen=True)
class LeverEffect:
    """One task's reform, yuan a year for the whole city.

    cost          what budgets and funds pay more
    gain          disposable income everyone gains
    poorer_gain   what the poorer half of the people gains, by income under the law in force
    poorer_share  the poorer half's part of the gain; no value where nobody gains
    per_yuan      income gained by the poorer half for a yuan spent; no value where nothing is spent
    """

    standing: Standing
    cost: Estimate
    gain: Estimate
    poorer_gain: Estimate
    poorer_share: Estimate
    per_yuan: Estimate


@dataclass(frozen=True)
class LeverChange:
    """What one reform moves for each person, yuan a year: (n,) income per head, (n,) public flows."""

    income: Numbers
    flows: Numbers


@dataclass(frozen=True)
class _Kept:
    """Of each task the changes of (h,) income per head, (n,) flows to persons and (h,) flows to households.

    Without any flow to persons, or to households, that column has no rows.
    """

    income: Mapping[str, Numbers]
    persons: Mapping[str, Numbers]
    households: Mapping[str, Numbers]


@dataclass(frozen=True)
class _Summary:
    """Keeps of each block only the three columns of each task."""

    keys: tuple[str, ...]
    income: str
    flows: tuple[PublicFlow, ...]

    def part(self, columns: Columns) -> object:
        moved = {key: self._income(columns, key) for key in self.keys}
        sums = {entity: {key: self._flows(columns, key, entity) for key in self.keys} for entity in Entity}
        return _Kept(moved, sums[Entity.PERSON], sums[Entity.HOUSEHOLD])

    def merge(self, before: object, after: object) -> object:
        assert isinstance(before, _Kept) and isinstance(after, _Kept)
        pairs = ((getattr(before, name), getattr(after, name)) for name in ("income", "persons", "households"))
        return _Kept(*({key: np.concatenate([one[key], two[key]]) for key in self.keys} for one, two in pairs))

    def _income(self, columns: Columns, key: str) -> Numbers:
        return _of(columns, key, AFTER, self.income) - _of(columns, key, BEFORE, self.income)

    def _flows(self, columns: Columns, key: str, entity: Entity) -> Numbers:
        total = np.zeros(0)
        for flow in self.flows:
            if flow.entity is entity:
                moved = _of(columns, key, AFTER, flow.column) - _of(columns, key, BEFORE, flow.column)
                total = moved * flow.flow.sign + (total if total.size else 0.0)
        return total


def _book(key: str, side: str) -> str:
    return f"{key}:{side}"


def _of(columns: Columns, key: str, side: str, name: str) -> Numbers:
    """A column of one side of a task; one that the law in force shares was not asked for twice."""
    found = columns.get((_book(key, side), name))
    return columns[LAW, name] if found is None else found


def lever_changes(
    law: Lawbook,
    tasks: Mapping[str, tuple[Lawbook, Lawbook]],
    year: int,
    people: People,
    income: str,
    flows: Sequence[PublicFlow],
    threads: int | None = None,
) -> dict[str, LeverChange]:
    """task -> what its reform moves for each person.

    tasks   key -> (what its reform is compared with, what the reform makes of the law)
    Raises  ProblemsFound: what one of the lawbooks cannot compute
    """
    books = {LAW: law}
    for key, (before, after) in tasks.items():
        books |= {_book(key, BEFORE): before, _book(key, AFTER): after}
    names = list(dict.fromkeys([income, *(flow.column for flow in flows)]))
    plan = _without_doubles(make_run_plan(books, year, names, forms_of(people)))
    summary = _Summary(tuple(tasks), income, tuple(flows))
    run = run_plan(plan, people, keep=(), summaries=(summary,), threads=threads, block_rows=BLOCK_ROWS)
    kept = run.summaries[0]
    assert isinstance(kept, _Kept)
    return {key: _on_persons(people, kept, key) for key in tasks}


def _without_doubles(plan: RunPlan) -> RunPlan:
    """The plan that gives each column once: outputs whose slots are the law's own are left out."""
    own = {output.name: output.slots for output in plan.outputs if output.book == LAW}
    outputs = (output for output in plan.outputs if output.book == LAW or output.slots != own[output.name])
    return replace(plan, outputs=tuple(outputs))


def _on_persons(people: People, kept: _Kept, key: str) -> LeverChange:
    flows = np.zeros(people.person_count)
    if kept.persons[key].size:
        flows += kept.persons[key]
    if kept.households[key].size:
        flows += np.asarray(people.to_persons(kept.households[key] / people.members), dtype=np.float64)
    return LeverChange(np.asarray(people.to_persons(kept.income[key]), dtype=np.float64), flows)


def poorer_half(data: Measured) -> NDArray[np.bool_]:
    """(n,) who belongs to the poorer half of the people by income per head under the law in force."""
    return np.asarray(weighted_parts(data.before, np.asarray(data.sample.weight), 2) == 0, dtype=np.bool_)


def lever_effect(data: Measured, moved: LeverChange, is_poorer: NDArray[np.bool_]) -> LeverEffect:
    """The figures of one task."""
    design, income, flows = design_of(data.sample), moved.income, moved.flows
    zero = np.zeros(len(income))
    about = replace(data.about, unit="yuan per year")
    cost = _total("cost", "每年净支出的增加", flows, zero, design, about)
    gain = _total("gain", "居民收入的增加", income, zero, design, about)
    poorer = income * is_poorer
    poorer_gain = _total("poorer_gain", "收入较低一半居民收入的增加", poorer, zero, design, about)
    standing = _standing(cost.value or 0.0, poorer_gain.value or 0.0, gain.value or 0.0)
    share = ratio(poorer, income, design, name="poorer_share", label="收入较低一半所得比重", about=about)[0]
    if (gain.value or 0.0) <= NO_MONEY:
        share = _without(share, "居民收入没有增加，比重无定义。")
    each = ratio(poorer, flows, design, name="poorer_gain_per_yuan", label="每元支出使收入较低一半增收", about=about)[0]
    if standing is not Standing.RANKED:
        each = _without(each, "公共支出没有增加，比值无定义。")
    return LeverEffect(standing, cost, gain, poorer_gain, share, each)


def _total(name: str, label: str, after: Numbers, before: Numbers, design: Design, about: Provenance) -> Estimate:
    return replace(change("total", after, before, design, about=about), indicator=name, label=label)


def _without(figure: Estimate, reason: str) -> Estimate:
    return replace(figure, value=None, se=None, ci_low=None, ci_high=None, flags=(), reason=reason)


def _standing(cost: float, poorer: float, gain: float) -> Standing:
    if max(abs(cost), abs(poorer), abs(gain)) <= NO_MONEY:
        return Standing.UNMOVED
    if cost > NO_MONEY:
        return Standing.RANKED
    return Standing.FREE if poorer > NO_MONEY else Standing.SAVING


def ranked(effects: Mapping[str, LeverEffect]) -> tuple[str, ...]:
    """Keys from best to worst: gains that cost nothing, then by gain for a yuan; the rest after them.

    Ties, to nine decimals of the ratio or to the yuan, are settled by the key: the order of the tasks changes nothing.
    """
    order = (Standing.FREE, Standing.RANKED, Standing.SAVING, Standing.UNMOVED)

    def place(key: str) -> tuple[int, float, tuple[str | int, ...]]:
        effect = effects[key]
        is_ratio = effect.standing is Standing.RANKED
        merit = round(effect.per_yuan.value or 0.0, 9) if is_ratio else round(effect.poorer_gain.value or 0.0)
        counted = re.split(r"(\d+)", key)  # text and numbers by turns, so that task 2 stands before task 10
        return order.index(effect.standing), -merit, tuple(int(part) if part.isdigit() else part for part in counted)

    return tuple(sorted(effects, key=place))


def lead(first: LeverChange, second: LeverChange, data: Measured, is_poorer: NDArray[np.bool_]) -> Estimate:
    """By how much the first task gives more for a yuan than the second, with the joint error."""
    one, two = ((moved.income * is_poorer, moved.flows) for moved in (first, second))
    return ratio_difference(one, two, data.sample, name="lead", label="每元增收领先下一位", about=data.about)
