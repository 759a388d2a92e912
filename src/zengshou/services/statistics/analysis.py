"""Figures asked for by an analyst: indicators by group, ratios, rates, and any measure of several columns.

Rows without income are left out as a domain, so that the design keeps them; how many there were is said in each figure.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.services.statistics.analysis_groups import Groups
from zengshou.services.statistics.survey_columns import Surveyed
from zengshou.statistics import comparisons, indicators
from zengshou.statistics.choices import Choices, Mask, Negatives, Provenance
from zengshou.statistics.registry import Needs, indicator
from zengshou.statistics.result import Undefined
from zengshou.statistics.variance.design import Design

Numbers = NDArray[np.float64]
NO_INFLUENCE = "这一类结果由多列合成，不提供逐行的影响值。"


@dataclass(frozen=True, eq=False)
class Asked:
    """One question about a table.

    where      (n,) True for the rows the figures are about; None for all
    notes      what is to be said of the columns, each as name=value
    negatives  None: nobody chose, so that a figure which depends on the choice is refused
    """

    data: Surveyed
    choices: Choices
    about: Provenance
    groups: Groups | None = None
    where: Mask | None = None
    notes: tuple[str, ...] = ()
    negatives: Negatives | None = None


@dataclass(frozen=True, eq=False)
class Trace:
    """How a figure was measured, so that it can be set against another with the joint error."""

    asked: Asked
    name: str
    column: str
    income: Numbers
    domain: Mask | None

    def influence(self) -> Numbers:
        """(n,) influence of every row of the table; zero outside the figure's domain.

        Raises  ProblemsFound where the figure has no value
        """
        try:
            found = indicators.result(
                self.name, self.income, self.asked.data.design, domain=self.domain, choices=self.asked.choices
            )
        except Undefined as ground:
            raise refuse(f"这个数没有值：{ground.reason}", self.name, "请换一个域或指标。") from None
        return found.influence()


@dataclass(frozen=True, eq=False)
class Analysed:
    """Estimates in order, each with its trace where there is one."""

    estimates: tuple[Estimate, ...]
    traces: tuple[Trace | None, ...] = field(default=())


def measured(asked: Asked, names: Sequence[str], column: str) -> Analysed:
    """Every indicator for everyone, then for each group.

    Raises  ProblemsFound: unknown indicators, cells that are no numbers, a column without any value, or incomes at or
    below zero where an indicator depends on what is done with them and nobody chose
    """
    _refuse_unknown(names)
    income = asked.data.table.numbers(column)
    domain, notes, flags = _known(asked, (column,), income)
    refuse_undecided(asked, names, column, income, domain)
    figures: list[Estimate] = []
    traces: list[Trace | None] = []
    design, choices, about = asked.data.design, asked.choices, asked.about
    for grouping in _parts(asked.groups):
        found = indicators.table(names, income, design, by=grouping, domain=domain, choices=choices, about=about)
        figures += [_annotated(figure, notes, flags) for figure in found]
        masks = masks_of(grouping, domain)
        traces += [Trace(asked, name, column, income, mask) for mask in masks for name in names]
    return Analysed(tuple(figures), tuple(traces))


@dataclass(frozen=True, eq=False)
class Over:
    """What a measure of several columns is given besides the columns: everything that statistics asks for by name."""

    design: Design
    by: indicators.Grouping | None
    domain: Mask | None
    choices: Choices
    about: Provenance


Several = Callable[[tuple[Numbers, ...], Over], tuple[Estimate, ...]]


def over_columns(asked: Asked, names: Sequence[str], measure: Several) -> Analysed:
    """A measure of several columns, for everyone, then for each group; rows without one of them are left out.

    Raises  ProblemsFound: cells that are no numbers, a column without any value
    """
    columns = tuple(asked.data.table.numbers(name) for name in names)
    domain, notes, flags = _known(asked, names, *columns)
    figures: list[Estimate] = []
    for grouping in _parts(asked.groups):
        found = measure(columns, Over(asked.data.design, grouping, domain, asked.choices, asked.about))
        figures += [_annotated(figure, notes, flags) for figure in found]
    return Analysed(tuple(figures), (None,) * len(figures))


def ratio_figures(asked: Asked, above: str, below: str, label: str, unit: str) -> Analysed:
    """Total of one column over total of another. Errors  as `over_columns`"""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return comparisons.ratio(
            columns[0],
            columns[1],
            over.design,
            label=label,
            unit=unit,
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (above, below), found)


def rate_figures(asked: Asked, flag: Mask, is_unknown: Mask, label: str) -> Analysed:
    """Share of people for whom a condition holds, among those of whom it is known."""
    unknown = int(is_unknown.sum())
    notes = (*asked.notes, f"missing_condition={unknown} rows left out as a domain") if unknown else asked.notes
    domain = asked.where if not unknown else ~is_unknown if asked.where is None else asked.where & ~is_unknown

    def found(_: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return comparisons.rate(
            flag,
            over.design,
            label=label,
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(dataclasses.replace(asked, where=domain, notes=notes), (), found)


def residence_ratio(asked: Asked, column: str, is_urban: Mask) -> Analysed:
    """Urban over rural mean income."""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        labels = ("all",) if over.by is None else over.by.labels
        return tuple(
            comparisons.urban_rural_ratio(
                columns[0],
                over.design,
                is_urban,
                domain=mask,
                domain_label=label,
                choices=over.choices,
                about=over.about,
            )
            for label, mask in zip(labels, masks_of(over.by, over.domain), strict=True)
        )

    return over_columns(asked, (column,), found)


def _parts(groups: Groups | None) -> tuple[indicators.Grouping | None, ...]:
    """Everyone, then the groups."""
    return (None,) if groups is None else (None, groups.grouping)


def masks_of(grouping: indicators.Grouping | None, domain: Mask | None) -> list[Mask | None]:
    """The rows of each group within a domain; the domain itself where there are no groups."""
    if grouping is None:
        return [domain]
    every = [grouping.codes == group for group in range(len(grouping.labels))]
    return [mask if domain is None else mask & domain for mask in every]


def _known(
    asked: Asked, names: Sequence[str], *columns: Numbers
) -> tuple[Mask | None, tuple[str, ...], tuple[str, ...]]:
    """(rows where every column has a value and the condition holds, notes, flags)."""
    table = asked.data.table
    known = np.ones(table.n, dtype=bool)
    for column in columns:
        known &= np.isfinite(column)
    for name, column in zip(names, columns, strict=True):
        if not np.isfinite(column).any():
            raise refuse("这一列全部缺失。", table.place(name), "请检查列名和缺失标记。")
    missing = int((~known).sum())
    notes = (*asked.notes, f"missing_income={missing} rows left out as a domain") if missing else asked.notes
    flags = ("missing_income",) if missing else ()
    if asked.where is not None:
        return asked.where & known, notes, flags
    return (known if missing else None), notes, flags


def _annotated(figure: Estimate, notes: tuple[str, ...], flags: tuple[str, ...]) -> Estimate:
    """The figure with what is to be said of the columns."""
    convention = "; ".join(part for part in (figure.convention, *notes) if part)
    return dataclasses.replace(figure, convention=convention, flags=(*figure.flags, *flags))


def _refuse_unknown(names: Sequence[str]) -> None:
    """Every unknown indicator named at once."""
    problems: list[Problem] = []
    for name in names:
        try:
            indicator(name)
        except ProblemsFound as wrong:
            problems.extend(wrong.problems)
    if problems:
        raise ProblemsFound(problems)


def refuse_undecided(asked: Asked, names: Sequence[str], column: str, income: Numbers, domain: Mask | None) -> None:
    """What is done with incomes at or below zero is a choice that no figure may make in silence."""
    if asked.negatives is not None:
        return
    weight = asked.data.sample.weight
    inside = (np.isfinite(income) if domain is None else domain) & (weight > 0)
    problems = []
    for one in (indicator(name) for name in names):
        is_strict = one.needs is Needs.POSITIVE
        is_moved = one.needs is not Needs.ANY or one.heading.judged.is_inequality
        odd = inside & ((income <= 0) if is_strict else (income < 0))
        if is_moved and odd.any():
            share = 100 * float(weight[odd].sum() / weight[inside].sum())
            what = "零或负收入" if is_strict else "负收入"
            problems.append(
                Problem(
                    f"{one.heading.label}（{one.name}）取决于怎样处理{what}（{int(odd.sum())} 行，占 {share:.3g}%）。",
                    asked.data.table.place(column),
                    "请写明 negatives=“keep”（照算；无定义的不给数并说明）、“floor_at_zero”、“drop” 或 “refuse”。",
                )
            )
    if problems:
        raise ProblemsFound(problems)
