"""Polarisation between groups that are given: town and country, regions, trades."""

from collections.abc import Iterator
from functools import partial

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.by_group import check_partition, parts_by_group
from zengshou.statistics.decomposition.figures_of_parts import Plan, Row, figures_of_parts
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures.polarisation import Identification, polarisation_of_groups
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result
from zengshou.statistics.variance.design import Design, design_of

SIGNED = Judged(is_signed=True)


def polarisation_by_group(
    income: Numbers,
    sample: Sample | Design,
    groups: Grouping,
    *,
    how: Identification | None = None,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Esteban-Gradin-Ray over a partition of the domain: `egr_groups`, one for each group of `by`.

    how     alpha and beta; None is alpha 1.3 and beta 1
    Errors  ProblemsFound when rows of the domain have no group, or the columns differ in length
    """
    design = design_of(sample)
    variable = variable_of(income, design, choices)
    check_partition(groups, design, domain)
    asked = how or Identification()
    heading = Heading("egr_groups", "埃斯特班—格拉丁—雷极化指数（给定分组）", "index", Transform.IDENTITY, SIGNED)

    def measured(ranked: Ranked) -> Result:
        whole = checked(ranked, Needs.ANY, choices)
        return polarisation_of_groups(whole, [part for _, part in parts_by_group(whole, groups)], asked)

    def rows(columns: tuple[Ranked, ...]) -> Iterator[Row]:
        yield Row(heading, partial(measured, columns[0]))

    setting = Setting(choices, about, domain_label)
    return figures_of_parts(Plan([variable], [variable]), rows, domain_of(design, domain), by, setting)
