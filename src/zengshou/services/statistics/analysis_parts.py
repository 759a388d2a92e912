"""What inequality, poverty and change are made of, asked for by an analyst: by source, by group, by tax, by move."""

from collections.abc import Mapping, Sequence

from zengshou.concepts.estimate import Estimate
from zengshou.services.statistics.analysis import (
    Analysed,
    Asked,
    Numbers,
    Over,
    masks_of,
    over_columns,
    refuse_undecided,
)
from zengshou.services.statistics.analysis_groups import Groups
from zengshou.statistics import mobility as moves
from zengshou.statistics.decomposition import by_group, by_source, growth, incidence, redistribution, shapley_by_source
from zengshou.statistics.imputation import imputed
from zengshou.statistics.measures.joint_ranks import QuantileClasses


def gini_by_source(asked: Asked, sources: Mapping[str, str], is_shapley: bool) -> Analysed:
    """The Gini of the sum of the sources, after Lerman and Yitzhaki, or by Shapley's rule. `sources` label -> column"""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        named = dict(zip(sources, columns, strict=True))
        rule = shapley_by_source.gini_shapley_by_source if is_shapley else by_source.gini_by_source
        return rule(named, over.design, by=over.by, domain=over.domain, choices=over.choices, about=over.about)

    return over_columns(asked, tuple(sources.values()), found)


def inequality_by_group(asked: Asked, income: str, groups: Groups, a: float) -> Analysed:
    """GE(a) within and between groups. Raises  ProblemsFound where incomes at or below zero ask for a choice"""
    values = asked.data.table.numbers(income)
    refuse_undecided(asked, [f"ge({a:g})"], income, values, asked.where)

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return by_group.generalised_entropy_by_group(
            columns[0],
            over.design,
            groups.grouping,
            a,
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (income,), found)


def poverty_by_group(asked: Asked, income: str, groups: Groups, order: int) -> Analysed:
    """FGT of each group, its part of all poverty and its relative risk."""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return by_group.poverty_by_group(
            order,
            columns[0],
            over.design,
            groups.grouping,
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (income,), found)


def growth_and_redistribution(asked: Asked, after: str, before: str, order: int) -> Analysed:
    """The change of FGT between two columns of the same rows, by growth and by redistribution."""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return growth.growth_and_redistribution(
            f"fgt{order}",
            columns[0],
            columns[1],
            over.design,
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (after, before), found)


def tax_effects(asked: Asked, before: str, tax: str, after: str) -> Analysed:
    """Average rate, Kakwani, Suits, Reynolds-Smolensky, reranking and their parts."""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return redistribution.progressivity(
            columns[0],
            columns[1],
            columns[2],
            over.design,
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (before, tax, after), found)


def transfer_effects(asked: Asked, before: str, benefit: str) -> Analysed:
    """The same for a benefit, signs turned so that above zero means progressive."""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return redistribution.progressivity_of_transfer(
            columns[0],
            columns[1],
            over.design,
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (before, benefit), found)


def incidence_figures(asked: Asked, income: str, amount: str, count: int) -> Analysed:
    """A tax or benefit over classes of equal size along the income before it."""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        return incidence.incidence_by_class(
            columns[0],
            columns[1],
            over.design,
            count=count,
            label=asked.data.table.labels.get(amount, amount),
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (income, amount), found)


def move_figures(asked: Asked, before: str, after: str, classes: int, is_matrix: bool) -> Analysed:
    """Mobility between two columns of the same people: the transition matrix, or the indices drawn from it."""

    def found(columns: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        measure = moves.transition_matrix if is_matrix else moves.mobility
        return measure(
            columns[0],
            columns[1],
            over.design,
            classes=QuantileClasses(classes),
            by=over.by,
            domain=over.domain,
            choices=over.choices,
            about=over.about,
        )

    return over_columns(asked, (before, after), found)


def labelled_sources(labels: Mapping[str, str], sources: Sequence[str]) -> dict[str, str]:
    """The label of each source, its column's name where it has none, to the column."""
    return {labels.get(name, name): name for name in sources}


def imputed_figures(asked: Asked, names: Sequence[str], columns: Sequence[str]) -> Analysed:
    """Each indicator over several completed columns of one income, combined by Rubin's rules."""
    for column in columns:
        refuse_undecided(asked, names, column, asked.data.table.numbers(column), asked.where)

    def found(values: tuple[Numbers, ...], over: Over) -> tuple[Estimate, ...]:
        labels = ("all",) if over.by is None else over.by.labels
        return tuple(
            imputed(name, values, over.design, domain=mask, domain_label=label, choices=over.choices, about=over.about)
            for label, mask in zip(labels, masks_of(over.by, over.domain), strict=True)
            for name in names
        )

    return over_columns(asked, tuple(columns), found)
