"""What taxes and transfers do to inequality: average rate, Kakwani, Reynolds-Smolensky, reranking, joint errors."""

from collections.abc import Callable

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.joint import figure, joint
from zengshou.statistics.measures.gini import concentration, gini
from zengshou.statistics.measures.levels import ratio
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result, difference
from zengshou.statistics.variance.design import Design, design_of

SIGNED = Judged(is_signed=True)


def average_rate(pre: Ranked, tax: Ranked) -> Result:
    """Total tax over total income before it."""
    return ratio(tax, pre)


def kakwani(pre: Ranked, tax: Ranked) -> Result:
    """Concentration of the tax, ordered by income before it, less the Gini of that income. Above 0: progressive.

    For a transfer give the benefit with its sign reversed, as a negative tax.
    """
    return difference(concentration(tax, pre), gini(pre))


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
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """Average rate, Kakwani, Reynolds-Smolensky, vertical effect, reranking, and the indices they are made of.

    pre, tax, post  (n,) income before, tax paid (negative for a benefit), income after; post = pre - tax
    """
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for column in (pre, tax, post)]
    three = joint(columns, domain_of(design, domain), Needs.ANY, choices)
    setting = Setting(choices, about, domain_label)
    return tuple(figure(heading, _lazily(function, three, choices), three, setting) for heading, function in EFFECTS)


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
    (_signed("reynolds_smolensky", "再分配效应（基尼系数降幅）"), lambda pre, _, post: redistribution(pre, post)),
    (_signed("vertical_effect", "纵向公平效应"), lambda pre, _, post: vertical_effect(pre, post)),
    (_signed("reranking", "排序改变效应"), lambda pre, _, post: reranking(pre, post)),
    (_signed("tax_concentration", "税负集中系数"), lambda pre, tax, _: concentration(tax, pre)),
    (_gini_heading("gini_pre", "税前基尼系数"), lambda pre, _tax, _post: gini(pre)),
    (_gini_heading("gini_post", "税后基尼系数"), lambda _pre, _tax, post: gini(post)),
)
