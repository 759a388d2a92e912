"""Inequality and poverty by group: within, between, and what each group adds. The parts sum exactly.

Source  Shorrocks (1980), Econometrica 48(3), 613-625, for the entropy; Foster, Greer and Thorbecke (1984),
        Econometrica 52(3), 761-766, for poverty
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.figures_of_parts import Plan, Row, figures_of_parts
from zengshou.statistics.decomposition.shares import share_of
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers, parts_of
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures.by_choice import line_names
from zengshou.statistics.measures.entropy import generalised_entropy, tangent
from zengshou.statistics.measures.levels import population, total
from zengshou.statistics.measures.lines import line_of
from zengshou.statistics.measures.poverty import fgt
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import indicator
from zengshou.statistics.result import Result, Undefined, derived, quotient
from zengshou.statistics.variance.design import Design, design_of

LOG, LOGIT = Transform.LOG, Transform.LOGIT
RATE, INEQUALITY = Judged(is_rate=True), Judged(is_inequality=True)
Groups = tuple[tuple[str, Ranked], ...]


def generalised_entropy_by_group(
    income: Numbers,
    sample: Sample | Design,
    groups: Grouping,
    a: float,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """GE(a) of all = within + between; within = sum over groups of s^a p^(1-a) GE_g.

    groups   a partition of the domain: every row of it has a group
    a        0 is the mean logarithmic deviation, 1 Theil
    Returns  `ge_total`, `ge_within`, `ge_between` and the shares of the last two, then for each group
             `ge_group(label)`, its contribution `ge_contribution(label)` and the share of the total that it is
    Errors   ProblemsFound when rows of the domain have no group, or the columns differ in length
    """
    design = design_of(sample)
    variable = variable_of(income, design, choices)
    whole = domain_of(design, domain)
    check_partition(groups, design, domain)
    needs = indicator(f"ge({a:g})").needs

    def rows(columns: tuple[Ranked, ...]) -> Iterator[Row]:
        yield from _Entropy(columns[0], groups, a, lambda ranked: checked(ranked, needs, choices)).rows()

    plan = Plan([variable], [variable], needs)
    return figures_of_parts(plan, rows, whole, by, Setting(choices, about, domain_label, _notes(groups)))


@dataclass(frozen=True, eq=False)
class _Entropy:
    """The decomposition of one domain; each part is worked out once, when first asked for."""

    ranked: Ranked
    groups: Grouping
    a: float
    check: Callable[[Ranked], Ranked]

    def rows(self) -> Iterator[Row]:
        ge = f"GE({self.a:g})"
        yield Row(Heading("ge_total", f"{ge}总体", "index", LOG, INEQUALITY), lambda: self.all)
        yield Row(Heading("ge_within", f"{ge}组内部分", "index", LOG, INEQUALITY), lambda: self.within)
        yield Row(Heading("ge_between", f"{ge}组间部分", "index", LOG, INEQUALITY), lambda: self.between)
        for name, label, part in (
            ("ge_within_share", "组内部分占比", lambda: self.within),
            ("ge_between_share", "组间部分占比", lambda: self.between),
        ):
            yield Row(Heading(name, f"{ge}{label}", "share", LOGIT), partial(self._share, part))
        for group, ranked in parts_by_group(self.ranked, self.groups):
            own = Heading(f"ge_group({group})", f"{group}的{ge}", "index", LOG, INEQUALITY)
            added = Heading(f"ge_contribution({group})", f"{group}对{ge}组内部分的贡献", "index", LOG)
            share = Heading(f"ge_contribution_share({group})", f"{group}组内不平等占总体{ge}的比重", "share", LOGIT)
            yield Row(own, partial(self._own, ranked), ranked.domain)
            yield Row(added, partial(self._added, ranked), ranked.domain)
            yield Row(share, partial(self._share, partial(self._added, ranked)), ranked.domain)

    @cached_property
    def all(self) -> Result:
        return generalised_entropy(self.check(self.ranked), self.a)

    @cached_property
    def within(self) -> Result:
        self.check(self.ranked)
        added = [self._added(ranked) for _, ranked in parts_by_group(self.ranked, self.groups) if ranked.domain.n]
        return derived(sum(part.value for part in added), *((1.0, part) for part in added))

    @cached_property
    def between(self) -> Result:
        """GE of the population in which everyone has the mean of the group.

        z is the tangent at the group mean: z(m_g) + z'(m_g)(x - m_g).
        """
        ranked = self.check(self.ranked)
        means = np.empty(ranked.domain.n)
        for _, rows in _rows_by_group(ranked, self.groups):
            means[rows] = float(ranked.w[rows] @ ranked.x[rows]) / float(ranked.w[rows].sum()) if rows.any() else 0.0
        if (means <= 0).any():
            raise Undefined("有的组均值不大于零，组间不平等无定义。")
        spread = Variable(ranked.domain.spread(means), ranked.variable.design, ranked.variable.density)
        smooth = spread.within(ranked.domain)
        found = generalised_entropy(smooth, self.a)
        z = found.z + tangent(smooth, self.a) * (ranked.x - means)
        return Result(found.value, ranked.domain, z, (*found.choices, "between=group means"))

    def _own(self, group: Ranked) -> Result:
        return generalised_entropy(self.check(group), self.a)

    def _added(self, group: Ranked) -> Result:
        """s^a p^(1-a) GE_g, with the shares s of income and p of people."""
        own, everyone = self._own(group), self.check(self.ranked)
        people = quotient(population(group), population(everyone))
        income = quotient(total(group), total(everyone))
        weight = income.value**self.a * people.value ** (1.0 - self.a)
        value = weight * own.value
        return derived(
            value, (weight, own), (value * self.a / income.value, income), (value * (1 - self.a) / people.value, people)
        )

    def _share(self, part: Callable[[], Result]) -> Result:
        return share_of(part(), self.all, "总体不平等为零，占比无定义。")


def poverty_by_group(
    order: int,
    income: Numbers,
    sample: Sample | Design,
    groups: Grouping,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """FGT(order) of all = sum over groups of their share of people times their own FGT. The line is common to all.

    Returns  `fgt_total`, then for each group `fgt_group(label)`, `population_share(label)`, its contribution
             `fgt_contribution(label)`, the share of all poverty that it is, and its relative risk `fgt_risk(label)`
    Errors   ProblemsFound when rows of the domain have no group, or the columns differ in length
    """
    design = design_of(sample)
    variable = variable_of(income, design, choices)
    check_partition(groups, design, domain)
    asked = indicator(f"fgt({order})")

    def measured(ranked: Ranked) -> Result:
        line = line_of(variable, choices.line, choices.quantile)
        found = fgt(checked(ranked, asked.needs, choices), order, line, choices.poverty_test)
        return found.naming(*line_names(choices.line))

    def rows(columns: tuple[Ranked, ...]) -> Iterator[Row]:
        yield from _poverty_rows(columns[0], groups, order, measured)

    setting = Setting(choices, about, domain_label, _notes(groups))
    return figures_of_parts(Plan([variable], [variable]), rows, domain_of(design, domain), by, setting)


def _poverty_rows(
    everyone: Ranked, groups: Grouping, order: int, measured: Callable[[Ranked], Result]
) -> Iterator[Row]:
    def people(group: Ranked) -> Result:
        return quotient(population(group), population(everyone))

    def added(group: Ranked) -> Result:
        size, own = people(group), measured(group)
        return derived(size.value * own.value, (own.value, size), (size.value, own))

    def over_all(part: Callable[[Ranked], Result], group: Ranked) -> Result:
        return share_of(part(group), measured(everyone), "总体贫困为零，占比无定义。")

    index = f"FGT({order})"
    yield Row(Heading("fgt_total", f"总体{index}", "share", LOGIT, RATE), partial(measured, everyone))
    for label, group in parts_by_group(everyone, groups):
        for heading, found in (
            (Heading(f"fgt_group({label})", f"{label}的{index}", "share", LOGIT, RATE), measured),
            (Heading(f"population_share({label})", f"{label}人口比重", "share", LOGIT, RATE), people),
            (Heading(f"fgt_contribution({label})", f"{label}对{index}的贡献", "share", LOGIT), added),
            (
                Heading(f"fgt_contribution_share({label})", f"{label}占{index}的比重", "share", LOGIT),
                partial(over_all, added),
            ),
            (Heading(f"fgt_risk({label})", f"{label}的相对贫困风险", "ratio", LOG), partial(over_all, measured)),
        ):
            yield Row(heading, partial(found, group), group.domain)


def parts_by_group(ranked: Ranked, groups: Grouping) -> Groups:
    """(label, the income within the group) of each group of one domain, in the order of the labels."""
    return tuple((label, ranked.variable.within(part)) for label, part in parts_of(ranked.domain, groups))


def _rows_by_group(ranked: Ranked, groups: Grouping) -> Iterator[tuple[str, Mask]]:
    """(label, rows of the domain that lie in the group) of each group."""
    codes = groups.codes if ranked.domain.rows is None else groups.codes[ranked.domain.rows]
    for code, label in enumerate(groups.labels):
        yield label, codes == code


def _notes(groups: Grouping) -> tuple[str, ...]:
    return (f"groups={len(groups.labels)} given groups",)


def check_partition(groups: Grouping, design: Design, domain: Mask | None) -> None:
    """Refuses a grouping that leaves rows of the domain out: the parts would not sum."""
    if len(groups.codes) != design.n:
        raise refuse(f"分组列有 {len(groups.codes)} 行，抽样设计有 {design.n} 行。", "groups", "各列须来自同一批行。")
    rows = domain_of(design, domain).rows
    codes = groups.codes if rows is None else groups.codes[rows]
    inside = (codes < 0) | (codes >= len(groups.labels))
    if inside.any():
        found = f"有 {int(np.count_nonzero(inside))} 行没有分组，各部分之和将不等于总体。"
        raise refuse(found, "groups", "请为这些行另设一组，或用 domain 将其排除。")
