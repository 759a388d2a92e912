"""Several figures that share their work, over each group of a table."""

import dataclasses
from collections.abc import Callable, Iterable, Sequence

from zengshou.concepts.estimate import Estimate
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import Grouping, parts_of
from zengshou.statistics.joint import figure
from zengshou.statistics.prepared import settled
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result
from zengshou.statistics.variance.domain import Domain


@dataclasses.dataclass(frozen=True, eq=False)
class Row:
    """One line of a table to be: what it is called and how it is found.

    domain  whose rows are counted, where that is not the whole part
    """

    heading: Heading
    measured: Callable[[], Result]
    domain: Domain | None = None


@dataclasses.dataclass(frozen=True, eq=False)
class Plan:
    """What a decomposition looks at.

    ruling   columns on which the policy on negative income is decided; rows they drop are dropped for all
    columns  columns that the rows are made of, the ruling ones among them or not
    needs    the incomes on which the ruling columns are defined
    """

    ruling: Sequence[Variable]
    columns: Sequence[Variable]
    needs: Needs = Needs.ANY


def figures_of_parts(
    plan: Plan,
    rows: Callable[[tuple[Ranked, ...]], Iterable[Row]],
    whole: Domain,
    by: Grouping | None,
    setting: Setting,
) -> tuple[Estimate, ...]:
    """The rows of each group of `by`, or of everyone; groups first."""
    figures: list[Estimate] = []
    for label, part in parts_of(whole, by):
        kept = settled(plan.ruling, part, plan.needs, setting.choices)
        named = setting if by is None else dataclasses.replace(setting, domain=label)
        ranked = tuple(column.within(kept) for column in plan.columns)
        ruling = tuple(column.within(kept) for column in plan.ruling)
        for row in rows(ranked):
            figures.append(figure(row.heading, row.measured, ruling, named, row.domain or kept))
    return tuple(figures)
