"""What each source of income adds to the Gini, and what its change did to an indicator, by Shapley's rule."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache, partial

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.figures_of_parts import Plan, Row, figures_of_parts
from zengshou.statistics.decomposition.shapley import Subset, shapley_values
from zengshou.statistics.decomposition.shares import share_of
from zengshou.statistics.decomposition.sources import few_enough, sources_of
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures.gini import absolute_concentration, gini
from zengshou.statistics.measures.levels import total
from zengshou.statistics.prepared import checked, domain_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Needs, indicator
from zengshou.statistics.result import Result, derived, quotient
from zengshou.statistics.variance.design import Design, design_of

IDENTITY = Transform.IDENTITY
SIGNED, INEQUALITY = Judged(is_signed=True), Judged(is_inequality=True)
Parts = Callable[[], tuple[Result, ...]]


class Absent(Enum):
    """What a source that has not come in yet is replaced by.

    MEAN  its mean for everyone: what is attributed is the inequality of the source
    ZERO  nothing: what is attributed is the source itself, its level included
    """

    MEAN = "mean"
    ZERO = "zero"


def gini_shapley_by_source(
    sources: Mapping[str, Numbers],
    sample: Sample | Design,
    *,
    absent: Absent = Absent.MEAN,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """What each source adds to the Gini of their sum, by Shapley's rule.

    Returns  `gini`, then for each source `gini_shapley(k)` and the share of the Gini that it is
    Errors   ProblemsFound: no source or more than eight, columns of unequal length, negatives floored at zero
    """
    design = design_of(sample)
    made = few_enough(sources_of(sources, design, choices))

    def rows(columns: tuple[Ranked, ...]) -> Iterator[Row]:
        income = columns[-1]

        @cache
        def parts() -> tuple[Result, ...]:
            checked(income, Needs.ANY, choices)
            return shapley_values(len(made.names), partial(_gini_of_some, columns[:-1], income, absent))

        whole = Row(
            Heading("gini", "基尼系数", "index", Transform.LOGIT, INEQUALITY),
            lambda: gini(checked(income, Needs.ANY, choices)),
        )
        yield whole
        for k, name in enumerate(made.names):
            own = Heading(f"gini_shapley({name})", f"{name}对基尼系数的贡献（沙普利）", "index", IDENTITY, SIGNED)
            share = Heading(
                f"gini_shapley_share({name})", f"{name}对基尼系数的贡献率（沙普利）", "share", IDENTITY, SIGNED
            )
            yield Row(own, partial(_part, parts, k))
            yield Row(share, partial(_share_of, parts, k, whole.measured))

    plan = Plan([made.income], [*made.columns, made.income])
    setting = Setting(choices, about, domain_label, (f"absent={absent.value}", *made.notes))
    return figures_of_parts(plan, rows, domain_of(design, domain), by, setting)


def _part(parts: Parts, k: int) -> Result:
    return parts()[k]


def _share_of(parts: Parts, k: int, whole: Callable[[], Result]) -> Result:
    return share_of(parts()[k], whole(), "基尼系数为零，贡献率无定义。")


def _gini_of_some(columns: tuple[Ranked, ...], income: Ranked, absent: Absent, inside: Subset) -> Result:
    """The Gini when the sources of a subset are in. Without any there is no inequality.

    With the others at their mean it is the absolute Gini of the sum of the subset over the mean of all income.
    Raises  Undefined when the total of all, or of the subset where the others are nothing, is not above zero
    """
    income.positive_total  # noqa: B018 - refuses an inequality of nothing
    if not inside:
        return Result(0.0, income.domain, np.zeros(income.domain.n))
    some = _sum_of([columns[k] for k in sorted(inside)])
    if absent is Absent.ZERO:
        return gini(some)
    return quotient(absolute_concentration(some, some), total(income))


def _sum_of(columns: list[Ranked]) -> Ranked:
    first = columns[0]
    values = np.sum([column.variable.values for column in columns], axis=0)
    return Variable(values, first.variable.design, first.variable.density).within(first.domain)


def change_by_source(
    name: str,
    after: Mapping[str, Numbers],
    before: Mapping[str, Numbers],
    sample: Sample | Design,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """What the change of each source did to an indicator of their sum: any indicator of the registry.

    after, before  the same sources in the same order, columns of the same rows
    Returns  `change_<name>`, then for each source `change_<name>_shapley(k)`; they sum to it
    Errors   ProblemsFound: sources that differ, more than eight, columns of unequal length, negatives floored at zero
    """
    asked, design = indicator(name), design_of(sample)
    if list(after) != list(before):
        found = f"前后两期的来源不同：{'、'.join(before)}；{'、'.join(after)}。"
        raise refuse(found, "sources", "请用相同的名称与次序给出两期来源。")
    new, old = (few_enough(sources_of(given, design, choices)) for given in (after, before))
    count = len(new.names)

    def rows(columns: tuple[Ranked, ...]) -> Iterator[Row]:
        def value_of(inside: Subset) -> Result:
            mixed = _sum_of([columns[k] if k in inside else columns[count + k] for k in range(count)])
            return asked.measure(checked(mixed, asked.needs, choices), choices)

        @cache
        def parts() -> tuple[Result, ...]:
            return shapley_values(count, value_of)

        def whole() -> Result:
            return derived(sum(part.value for part in parts()), *((1.0, part) for part in parts()))

        head = asked.heading
        yield Row(Heading(f"change_{head.name}", f"{head.label}的变化", head.unit, IDENTITY, SIGNED), whole)
        for k, source in enumerate(new.names):
            label = f"{source}的变化对{head.label}变化的贡献（沙普利）"
            heading = Heading(f"change_{head.name}_shapley({source})", label, head.unit, IDENTITY, SIGNED)
            yield Row(heading, partial(_part, parts, k))

    plan = Plan([new.income, old.income], [*new.columns, *old.columns], asked.needs)
    return figures_of_parts(plan, rows, domain_of(design, domain), by, Setting(choices, about, domain_label, new.notes))
