"""Any table by key group, and those that every report shows. Groups overlap: their rows do not add up to the total."""

from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.simulation.compare import Measured, held_line
from zengshou.simulation.key_groups import Membership
from zengshou.simulation.outcome import Compared, GroupFigures
from zengshou.statistics.choices import Choices, Provenance, ShareOf
from zengshou.statistics.comparisons import changes, rate
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.variance.design import Design, design_of

LEVELS = ("mean", "median", "gini", "arpr")
INDICATORS = ("mean", "median", "gini", "fgt0", "fgt1")
IN_GROUP, CANNOT_TELL = "group_rate", "group_unknown_rate"


def by_key_group(
    groups: Sequence[Membership], make: Callable[[Grouping], Sequence[Estimate]]
) -> tuple[tuple[Estimate, ...], ...]:
    """One row a group of whatever `make` computes over a grouping: means, shares, changes, rates.

    Each group is a domain of its own in the whole design, so that nothing of the sample is thrown away.
    """
    return tuple(tuple(make(group.grouping)) for group in groups)


def sizes(group: Membership, design: Design, about: Provenance) -> tuple[Estimate, Estimate]:
    """Share of all people in the group, and share of those who cannot be told."""
    known = rate(group.is_in, design, name=IN_GROUP, label="占全体人口比重", domain_label=group.label, about=about)
    unknown = rate(
        group.is_unknown, design, name=CANNOT_TELL, label="无法判定的比重", domain_label=group.label, about=about
    )
    return known[0], unknown[0]


def levels_of(data: Measured, group: Membership, design: Design) -> tuple[Estimate, ...]:
    """Mean, median, Gini and relative poverty in one group; the line is that of everyone."""
    choices = Choices(line=ShareOf(data.concept.line_share))
    return table(LEVELS, data.before, design, by=group.grouping, choices=choices, about=data.about)


def sources_of(data: Measured, group: Membership, design: Design) -> tuple[Estimate, ...]:
    """Means of the income sources of the members themselves, in the order of the concept.

    They are a person's own: income per head, by contrast, is shared in the household.
    """
    columns = (np.asarray(data.columns["baseline", source.name], dtype=np.float64) for source in data.concept.sources)
    return tuple(
        estimate("mean", column, design, domain=group.is_in, domain_label=group.label, about=data.about)
        for column in columns
    )


def group_figures(data: Measured) -> tuple[GroupFigures, ...]:
    """Every group before and after a reform; members are those of the law in force, so that groups hold still."""
    design = design_of(data.sample)
    choices = held_line(data, design)
    before, after = data.before, data.after

    def compared(grouping: Grouping) -> tuple[Estimate, ...]:
        old, new = (
            table(INDICATORS, income, design, by=grouping, choices=choices, about=data.about)
            for income in (before, after)
        )
        moved = changes(INDICATORS, after, before, design, by=grouping, choices=choices, about=data.about)
        return tuple(chain(*zip(old, new, moved, strict=True)))

    rows = by_key_group(data.groups, compared)
    return tuple(
        _figures(group, row, sizes(group, design, data.about)) for group, row in zip(data.groups, rows, strict=True)
    )


def _figures(group: Membership, row: tuple[Estimate, ...], size: tuple[Estimate, Estimate]) -> GroupFigures:
    triples = zip(INDICATORS, row[::3], row[1::3], row[2::3], strict=True)
    compared = tuple(Compared(name, old.label, old, new, moved) for name, old, new, moved in triples)
    return GroupFigures(group.name, group.label, *size, group.untold, compared)
