"""Figures of two or three columns or domains: changes, contrasts, ratios, rates. Errors are joint."""

from collections.abc import Sequence
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers, parts_of
from zengshou.statistics.intervals import Transform
from zengshou.statistics.joint import by_part, figure, joint
from zengshou.statistics.measures.levels import mean
from zengshou.statistics.measures.levels import ratio as ratio_of_totals
from zengshou.statistics.measures.quantiles import median_ratio as ratio_of_medians
from zengshou.statistics.prepared import checked, domain_of, settled, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Indicator, Needs, indicator
from zengshou.statistics.result import Result, difference, divided, quotient
from zengshou.statistics.variance.design import Design, design_of
from zengshou.statistics.variance.domain import Domain
from zengshou.statistics.variance.replay import Replay

SIGNED = Judged(is_signed=True)
RATE = Judged(is_rate=True)


class Contrast(Enum):
    """How two domains are set against each other."""

    DIFFERENCE = "difference"
    RATIO = "ratio"


def change(
    name: str,
    after: Numbers,
    before: Numbers,
    sample: Sample | Design,
    *,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """The indicator of `after` less that of `before`, two columns of the same rows, with the error of the difference.

    Named `change_<name>`. A relative line is estimated in each column; give an `Amount` to hold it still.
    """
    return changes(
        [name], after, before, sample, domain=domain, domain_label=domain_label, choices=choices, about=about
    )[0]


def changes(
    names: Sequence[str],
    after: Numbers,
    before: Numbers,
    sample: Sample | Design,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """`change` of many indicators over each group; groups first, then `names`."""
    asked = [indicator(name) for name in names]
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for column in (after, before)]
    figures: list[Estimate] = []
    for label, part in parts_of(domain_of(design, domain), by):
        setting = Setting(choices, about, domain_label if by is None else label)
        pairs: dict[Needs, tuple[Ranked, ...]] = {}
        for one in asked:
            if one.needs not in pairs:
                pairs[one.needs] = joint(columns, part, one.needs, choices)
            figures.append(_change(one, pairs[one.needs], setting))
    return tuple(figures)


def _change(asked: Indicator, pair: tuple[Ranked, ...], setting: Setting) -> Estimate:
    head = asked.heading
    heading = Heading(f"change_{head.name}", f"{head.label}的变化", head.unit, Transform.IDENTITY, SIGNED)

    def measured() -> Result:
        after, before = (checked(column, asked.needs, setting.choices) for column in pair)
        return difference(asked.measure(after, setting.choices), asked.measure(before, setting.choices))

    def again(replay: Replay) -> float:
        after, before = (replay.value(asked, column, setting.choices) for column in pair)
        return after - before

    return figure(heading, measured, pair, setting, again=again)


def contrast(
    name: str,
    income: Numbers,
    sample: Sample | Design,
    left: Mask,
    right: Mask,
    *,
    how: Contrast = Contrast.DIFFERENCE,
    heading: Heading | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """The indicator in `left` less, or over, the same in `right`: two domains of one sample, joint error.

    Named `<name>_difference` or `<name>_ratio` unless a heading is given.
    """
    asked, design = indicator(name), design_of(sample)
    variable = variable_of(income, design, choices)
    pair = tuple(
        variable.within(settled([variable], domain_of(design, mask), asked.needs, choices)) for mask in (left, right)
    )
    setting = Setting(choices, about, domain_label)

    def measured() -> Result:
        first, second = (asked.measure(checked(part, asked.needs, choices), choices) for part in pair)
        return difference(first, second) if how is Contrast.DIFFERENCE else quotient(first, second)

    def again(replay: Replay) -> float:
        first, second = (replay.value(asked, part, choices) for part in pair)
        return first - second if how is Contrast.DIFFERENCE else divided(first, second)

    over = _union(design, left, right)
    return figure(heading or _contrast_heading(asked, how), measured, pair, setting, over, again)


def _contrast_heading(asked: Indicator, how: Contrast) -> Heading:
    head = asked.heading
    if how is Contrast.RATIO:
        return Heading(f"{head.name}_ratio", f"{head.label}之比", "ratio", Transform.LOG)
    return Heading(f"{head.name}_difference", f"{head.label}之差", head.unit, Transform.IDENTITY, SIGNED)


def urban_rural_ratio(
    income: Numbers,
    sample: Sample | Design,
    is_urban: Mask,
    *,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """Mean income of the urban over that of the rural population (城乡收入比)."""
    inside = np.ones(len(is_urban), dtype=bool) if domain is None else domain
    heading = Heading("urban_rural_ratio", "城乡居民收入比", "ratio", Transform.LOG)
    return contrast(
        "mean",
        income,
        sample,
        is_urban & inside,
        ~is_urban & inside,
        how=Contrast.RATIO,
        heading=heading,
        domain_label=domain_label,
        choices=choices,
        about=about,
    )


def median_ratio(
    income: Numbers,
    sample: Sample | Design,
    group: Mask,
    others: Mask,
    *,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """Median of one group over the median of another, such as those of 65 and over against the younger."""
    design = design_of(sample)
    variable = variable_of(income, design, choices)
    pair = tuple(variable.within(domain_of(design, mask)) for mask in (group, others))
    heading = Heading("median_ratio", "两组中位数之比", "ratio", Transform.LOG)

    def measured() -> Result:
        first, second = (checked(part, Needs.ANY, choices) for part in pair)
        return ratio_of_medians(first, second, choices.quantile)

    def again(replay: Replay) -> float:
        first, second = (replay.twin(part) for part in pair)
        return ratio_of_medians(first, second, choices.quantile).value

    setting = Setting(choices, about, domain_label)
    return figure(heading, measured, pair, setting, _union(design, group, others), again)


def ratio(
    numerator: Numbers,
    denominator: Numbers,
    sample: Sample | Design,
    *,
    name: str = "ratio",
    label: str = "合计之比",
    unit: str = "ratio",
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Total of one column over total of another in each group; a source's share of income, or an average tax rate."""
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for column in (numerator, denominator)]
    heading = Heading(name, label, unit, Transform.LOGIT if unit == "share" else Transform.LOG)

    def measured(pair: tuple[Ranked, ...]) -> Result:
        first, second = (checked(column, Needs.ANY, choices) for column in pair)
        return ratio_of_totals(first, second)

    setting = Setting(choices, about, domain_label)
    return by_part(heading, measured, columns, domain_of(design, domain), by, setting)


def rate(
    flag: NDArray[np.bool_],
    sample: Sample | Design,
    *,
    name: str = "rate",
    label: str = "比重",
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Share of people for whom a flag is true, in each group: gainers, insured, people in a band of income."""
    design = design_of(sample)
    column = variable_of(np.asarray(flag, dtype=np.float64), design, choices)
    heading = Heading(name, label, "share", Transform.LOGIT, RATE)
    setting = Setting(choices, about, domain_label)

    def measured(pair: tuple[Ranked, ...]) -> Result:
        return mean(checked(pair[0], Needs.ANY, choices))

    return by_part(heading, measured, [column], domain_of(design, domain), by, setting)


def _union(design: Design, left: Mask, right: Mask) -> Domain:
    return domain_of(design, np.asarray(left, dtype=bool) | np.asarray(right, dtype=bool))
