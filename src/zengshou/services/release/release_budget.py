"""Public flows as they may be shown: those that reach a few people stand together in one line, so that sums hold."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.citation import worst
from zengshou.concepts.problem import refuse
from zengshou.policy.column import Entity
from zengshou.services.release.release_gate import ALL, Gate, few_receive
from zengshou.simulation.budget import PublicFlow
from zengshou.simulation.compare import Measured
from zengshou.simulation.outcome import BudgetLine
from zengshou.simulation.sampling import household_sample
from zengshou.statistics.choices import Provenance
from zengshou.statistics.comparisons import change

Numbers = NDArray[np.float64]
FUNDS = "多项基金"
MOST_NAMED = 4


def shown_budget(
    lines: tuple[BudgetLine, ...], data: Measured, flows: Sequence[PublicFlow], gate: Gate
) -> tuple[tuple[BudgetLine, ...], tuple[str, ...]]:
    """(lines that may be shown, what is said of those that were put together).

    Raises  ProblemsFound: the whole reform moves but a few people, so that its cost would tell of them
    """
    if ALL in gate.moves:
        raise refuse(
            f"这项改革涉及的人过少（不足 {gate.rules.minimum_contributors} 人，或集中在少数几户），结果不公布。",
            "发布规则",
            "请换一项改革，或用人数更多的人口。",
        )
    shown = list(lines)
    said: list[str] = []
    for payer in dict.fromkeys(flow.flow.payer for flow in flows):
        together = _together([flow for flow in flows if flow.flow.payer == payer], data, gate)
        if together:
            names = {_name(flow) for flow in together}
            shown = [line for line in shown if line.name not in names]
            shown += _one_line(together, [line for line in lines if line.name in names], data)
            said.append(f"以下项目涉及的人过少，合并列示：{'、'.join(sorted(names))}")
    return tuple(shown), tuple(said)


def _name(flow: PublicFlow) -> str:
    return f"{flow.flow.fund}：{flow.label}"


def _together(flows: Sequence[PublicFlow], data: Measured, gate: Gate) -> list[PublicFlow]:
    """The flows that reach a few people, with the smallest other that makes them enough, or as many as it takes."""
    few = [flow for flow in flows if _tells_of_few([flow], data, gate)]
    others = sorted((flow for flow in flows if flow not in few), key=lambda flow: _size(flow, data))
    if not few or not _tells_of_few(few, data, gate):
        return few
    partner = next((flow for flow in others if not _tells_of_few([*few, flow], data, gate)), None)
    return [*few, *others] if partner is None else [*few, partner]


def _size(flow: PublicFlow, data: Measured) -> tuple[bool, float]:
    """Flows that reach somebody come first, the smallest before the largest."""
    total = float(data.people.household_weight @ np.abs(_on_households([flow], data, "baseline")))
    return total == 0, total


def _tells_of_few(flows: Sequence[PublicFlow], data: Measured, gate: Gate) -> bool:
    """Whether what is paid before, after or more goes to some, but to a few households or persons."""
    before, after = (_on_households(flows, data, book) for book in ("baseline", "reform"))
    households = np.arange(data.people.household_count, dtype=np.int64)
    columns = (before, after, after - before)
    return any(few_receive(column, households, data.people.household_weight, gate.rules) for column in columns)


def _on_households(flows: Sequence[PublicFlow], data: Measured, book: str) -> Numbers:
    """(h,) what the flows pay to each household."""
    total = np.zeros(data.people.household_count)
    for flow in flows:
        column = np.asarray(data.columns[book, flow.column], dtype=np.float64) * flow.flow.sign
        total += np.add.reduceat(column, data.people.offsets[:-1]) if flow.entity is Entity.PERSON else column
    return total


def _one_line(flows: Sequence[PublicFlow], lines: Sequence[BudgetLine], data: Measured) -> list[BudgetLine]:
    """One line a level of government; the whole has its joint error, a level's part has none of its own."""
    before, after = (_on_households(flows, data, book) for book in ("baseline", "reform"))
    moved = change("total", after, before, household_sample(data.people), about=Provenance(unit="yuan per year"))
    items = [flow.label for flow in flows]
    named = "、".join(items[:MOST_NAMED]) + (f"等{len(items)}项" if len(items) > MOST_NAMED else "")
    funds = sorted({flow.flow.fund for flow in flows})
    has_levels = all(any(line.level != ALL for line in lines if line.name == _name(flow)) for flow in flows)
    found = []
    for level in dict.fromkeys(line.level for line in lines):
        if level != ALL and not has_levels:
            continue  # one of the flows is not shared out by level: parts of the others would not add up
        mine = [line for line in lines if line.level == level]
        line = replace(
            mine[0],
            fund=funds[0] if len(funds) == 1 else FUNDS,
            item=f"{named}（合并列示）",
            baseline=sum(one.baseline for one in mine),
            reform=sum(one.reform for one in mine),
            change=sum(one.change for one in mine),
            se=moved.se if level == ALL else None,
            ci_low=moved.ci_low if level == ALL else None,
            ci_high=moved.ci_high if level == ALL else None,
            status=worst([one.status for one in mine]),
            rests_on=tuple(sorted({name for one in mine for name in one.rests_on})),
        )
        found.append(line)
    return found
