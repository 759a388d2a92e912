"""What a reform costs: every public flow, by fund and level of government, with the sampling error of the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.citation import Status, worst
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.people import People
from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.column import Entity
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.rule import Flow
from zengshou.policy.run import Columns
from zengshou.policy.run_plan import RunPlan
from zengshou.policy.schedule import Table
from zengshou.simulation.outcome import BudgetLine
from zengshou.simulation.sampling import household_sample, person_sample
from zengshou.statistics.choices import Provenance
from zengshou.statistics.comparisons import change

Numbers = NDArray[np.float64]
SHARES = "level_shares"
WHOLE = "all"


@dataclass(frozen=True)
class PublicFlow:
    """One yearly column that enters or leaves a fund."""

    column: str
    label: str
    law: str
    entity: Entity
    flow: Flow


def public_flows(book: Lawbook, year: int) -> tuple[PublicFlow, ...]:
    """Every rule in force that declares a flow, in the order of the laws."""
    found = []
    for name in sorted(book.rules):
        rule = book.version(name, f"{year}-12-31")
        if rule is not None and rule.flow is not None and rule.type.entity is not None:
            found.append(PublicFlow(name, rule.label, book.law_of[name], rule.type.entity, rule.flow))
    return tuple(found)


def budget(
    plan: RunPlan, columns: Columns, people: People, books: Mapping[str, Lawbook], flows: Sequence[PublicFlow]
) -> tuple[BudgetLine, ...]:
    """One line a fund, payer and level: totals before and after in yuan a year, benefits positive, levies negative."""
    samples = {Entity.PERSON: person_sample(people), Entity.HOUSEHOLD: household_sample(people)}
    lines: list[BudgetLine] = []
    for flow in flows:
        before, after = (columns[label, flow.column] * flow.flow.sign for label in ("baseline", "reform"))
        weight = samples[flow.entity].weight
        slots = [*plan.output(flow.column, "baseline").slots, *plan.output(flow.column, "reform").slots]
        names, status = plan.rests_on(slots)
        moved = change("total", after, before, samples[flow.entity], about=Provenance(unit="yuan per year"))
        totals = float(weight @ before), float(weight @ after)
        lines += _by_level(flow, totals, moved, books["reform"], plan.year, names, status)
    return tuple(lines)


def _by_level(
    flow: PublicFlow,
    totals: tuple[float, float],
    moved: Estimate,
    book: Lawbook,
    year: int,
    names: tuple[str, ...],
    status: Status,
) -> list[BudgetLine]:
    shares, share_name, share_status = _level_shares(book, flow, year)
    lines = [_line(flow, WHOLE, 1.0, totals, moved, year, names, status)]
    for level, share in shares:
        rests = tuple(sorted({*names, *((share_name,) if share_status is not Status.SOURCED else ())}))
        lines.append(_line(flow, level, share, totals, moved, year, rests, worst([status, share_status])))
    return lines


def _line(
    flow: PublicFlow,
    level: str,
    share: float,
    totals: tuple[float, float],
    moved: Estimate,
    year: int,
    names: tuple[str, ...],
    status: Status,
) -> BudgetLine:
    before, after = totals[0] * share, totals[1] * share
    se, low, high = (None if value is None else value * share for value in (moved.se, moved.ci_low, moved.ci_high))
    head = (flow.flow.fund, flow.label, flow.flow.payer, level, str(year))
    return BudgetLine(*head, before, after, after - before, se, low, high, status, names)


def _level_shares(book: Lawbook, flow: PublicFlow, year: int) -> tuple[tuple[tuple[str, float], ...], str, Status]:
    """How levels of government share the flow; nothing where the law's folder declares no shares."""
    name = f"{flow.law}.{SHARES}"
    if name not in book.parameters or not flow.flow.is_shared:
        return (), name, Status.SOURCED
    try:
        use = book.parameter(name, f"{year}-12-31")
    except ProblemsFound:
        return (), name, Status.REQUIRED
    if not isinstance(use.value, Table):
        return (), name, Status.SOURCED
    return use.value.entries, name, use.status
