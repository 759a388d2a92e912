"""What taxes and transfers do to inequality: average rate, Kakwani, Suits, Reynolds-Smolensky, reranking, joint errors.

One number hides a rate that falls and then rises: put `incidence.incidence_by_class` beside it.
Source  Kakwani (1977), Economic Journal 87, 71-80; Reynolds and Smolensky (1977), Public Expenditures, Taxes and the
        Distribution of Income; Atkinson (1980) and Plotnick (1981) for reranking; Lambert (2001), The Distribution and
        Redistribution of Income, for transfers
"""

import dataclasses
from collections.abc import Callable

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers, parts_of
from zengshou.statistics.intervals import Transform
from zengshou.statistics.joint import figure, joint
from zengshou.statistics.measures.gini import concentration, gini
from zengshou.statistics.measures.levels import ratio
from zengshou.statistics.measures.suits import suits
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result, difference
from zengshou.statistics.variance.design import Design, design_of
from zengshou.statistics.variance.domain import Domain

SIGNED = Judged(is_signed=True)


def average_rate(pre: Ranked, tax: Ranked) -> Result:
    """Total tax over total income before it."""
    return ratio(tax, pre)


def kakwani(pre: Ranked, tax: Ranked) -> Result:
    """Concentration of the tax, ordered by income before it, less the Gini of that income. Above 0: progressive.

    For a transfer see `kakwani_of_transfer`, which is above 0 where it is progressive.
    """
    return difference(concentration(tax, pre), gini(pre))


def kakwani_of_transfer(pre: Ranked, benefit: Ranked) -> Result:
    """Gini of income before the benefit less the concentration of the benefit: Kakwani with the sign reversed.

    Above 0: progressive, the poor get more than their share of income. Above the Gini itself: they get more than
    their share of people, and the benefit is targeted.
    """
    return difference(gini(pre), concentration(benefit, pre)).naming("kakwani=gini(pre)-concentration(benefit)")


def redistribution(pre: Ranked, post: Ranked) -> Result:
    """Reynolds-Smolensky: Gini before less Gini after. Above 0: inequality fell."""
    return difference(gini(pre), gini(post))


def vertical_effect(pre: Ranked, post: Ranked) -> Result:
    """Gini before less concentration after, in the order of before: equals Kakwani * t / (1 - t)."""
    return difference(gini(pre), concentration(post, pre))


def reranking(pre: Ranked, post: Ranked) -> Result:
    """Atkinson-Plotnick: Gini after less concentration after, never below 0; redistribution = vertical - reranking."""
    return difference(gini(post), concentration(post, pre))


def progressivity(
    pre: Numbers,
    tax: Numbers,
    post: Numbers,
    sample: Sample | Design,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Average rate, Kakwani, Suits, Reynolds-Smolensky, vertical effect, reranking, and the indices they are made of.

    pre, tax, post  (n,) income before, tax paid (negative for a benefit), income after; post = pre - tax
    """
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for column in (pre, tax, post)]
    return _figures(EFFECTS, columns, domain_of(design, domain), by, Setting(choices, about, domain_label))


def progressivity_of_transfer(
    pre: Numbers,
    benefit: Numbers,
    sample: Sample | Design,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Average rate, progressivity and redistribution of a benefit, signs turned so that above 0 means progressive.

    pre, benefit  (n,) income before the benefit, and the benefit; the sum is the income after it
    """
    design = design_of(sample)
    post = np.asarray(pre, dtype=np.float64) + np.asarray(benefit, dtype=np.float64)
    columns = [variable_of(column, design, choices) for column in (pre, benefit, post)]
    return _figures(TRANSFER_EFFECTS, columns, domain_of(design, domain), by, Setting(choices, about, domain_label))


def _figures(
    effects: "tuple[tuple[Heading, Effect], ...]",
    columns: list[Variable],
    whole: Domain,
    by: Grouping | None,
    setting: Setting,
) -> tuple[Estimate, ...]:
    figures: list[Estimate] = []
    for label, part in parts_of(whole, by):
        three = joint(columns, part, Needs.ANY, setting.choices)
        named = setting if by is None else dataclasses.replace(setting, domain=label)
        figures += [
            figure(heading, _lazily(effect, three, setting.choices), three, named) for heading, effect in effects
        ]
    return tuple(figures)


def _lazily(function: "Effect", three: tuple[Ranked, ...], choices: Choices) -> Callable[[], Result]:
    def measured() -> Result:
        pre, tax, post = (checked(column, Needs.ANY, choices) for column in three)
        return function(pre, tax, post)

    return measured


def _signed(name: str, label: str) -> Heading:
    return Heading(name, label, "index", Transform.IDENTITY, SIGNED)


def _gini_heading(name: str, label: str) -> Heading:
    return Heading(name, label, "index", Transform.LOGIT, Judged(is_inequality=True))


AVERAGE_RATE = Heading("average_tax_rate", "平均税率", "share", Transform.LOGIT)
Effect = Callable[[Ranked, Ranked, Ranked], Result]
EFFECTS: tuple[tuple[Heading, Effect], ...] = (
    (AVERAGE_RATE, lambda pre, tax, _: average_rate(pre, tax)),
    (_signed("kakwani", "累进性（Kakwani指数）"), lambda pre, tax, _: kakwani(pre, tax)),
    (_signed("suits", "累进性（Suits指数）"), lambda pre, tax, _: suits(pre, tax)),
    (_signed("reynolds_smolensky", "再分配效应（基尼系数降幅）"), lambda pre, _, post: redistribution(pre, post)),
    (_signed("vertical_effect", "纵向公平效应"), lambda pre, _, post: vertical_effect(pre, post)),
    (_signed("reranking", "排序改变效应"), lambda pre, _, post: reranking(pre, post)),
    (_signed("tax_concentration", "税负集中系数"), lambda pre, tax, _: concentration(tax, pre)),
    (_gini_heading("gini_pre", "税前基尼系数"), lambda pre, _tax, _post: gini(pre)),
    (_gini_heading("gini_post", "税后基尼系数"), lambda _pre, _tax, post: gini(post)),
)
TRANSFER_EFFECTS: tuple[tuple[Heading, Effect], ...] = (
    (Heading("average_benefit_rate", "转移收入占转移前收入的比重", "share", Transform.LOGIT), EFFECTS[0][1]),
    (
        _signed("kakwani_transfer", "转移收入的累进性（Kakwani指数，正值为累进）"),
        lambda pre, got, _: kakwani_of_transfer(pre, got),
    ),
    (_signed("benefit_concentration", "转移收入集中系数"), lambda pre, got, _: concentration(got, pre)),
    (_signed("reynolds_smolensky", "再分配效应（基尼系数降幅）"), lambda pre, _, post: redistribution(pre, post)),
    (_signed("vertical_effect", "纵向公平效应"), lambda pre, _, post: vertical_effect(pre, post)),
    (_signed("reranking", "排序改变效应"), lambda pre, _, post: reranking(pre, post)),
    (_gini_heading("gini_pre", "转移前基尼系数"), lambda pre, _got, _post: gini(pre)),
    (_gini_heading("gini_post", "转移后基尼系数"), lambda _pre, _got, post: gini(post)),
)
