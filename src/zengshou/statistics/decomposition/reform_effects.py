"""How a reform moves progressivity and the urban-rural ratio, and how two reforms compare, with joint errors."""

from collections.abc import Callable, Sequence

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.redistribution import EFFECTS, Effect, progressivity
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.joint import figure, joint
from zengshou.statistics.measures.levels import mean
from zengshou.statistics.measures.levels import ratio as ratio_of_totals
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result, difference, quotient
from zengshou.statistics.variance.design import Design, design_of

SIGNED = Judged(is_signed=True)
Triple = tuple[Numbers, Numbers, Numbers]


def progressivity_change(
    states: Sequence[Triple], sample: Sample | Design, *, choices: Choices = DEFAULT, about: Provenance = PLAIN
) -> tuple[tuple[tuple[Estimate, ...], tuple[Estimate, ...]], tuple[Estimate, ...]]:
    """Progressivity before and after, and the change of each figure with its joint error.

    states   two triples (income before tax, tax, income after tax), each (n,): the law in force, then the reform
    Returns  ((figures before, figures after), changes), all in the order of `progressivity`
    """
    design = design_of(sample)
    old, new = (progressivity(*state, design, choices=choices, about=about) for state in states)
    columns = [variable_of(column, design, choices) for state in states for column in state]
    ranked = joint(columns, domain_of(design, None), Needs.ANY, choices)
    setting = Setting(choices, about)
    moved = []
    for heading, effect in EFFECTS:
        name, label = f"change_{heading.name}", f"{heading.label}的变化"
        of_change = Heading(name, label, heading.unit, Transform.IDENTITY, SIGNED)
        moved.append(figure(of_change, _moved(effect, ranked, choices), ranked, setting))
    return (old, new), tuple(moved)


def _moved(effect: Effect, ranked: tuple[Ranked, ...], choices: Choices) -> Callable[[], Result]:
    def measured() -> Result:
        parts = [checked(column, Needs.ANY, choices) for column in ranked]
        return difference(effect(*parts[3:6]), effect(*parts[0:3]))

    return measured


def urban_rural_ratio_change(
    after: Numbers,
    before: Numbers,
    sample: Sample | Design,
    is_urban: Mask,
    *,
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """Ratio of urban to rural mean income after, less the same before."""
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for column in (after, before)]
    parts = [joint(columns, domain_of(design, mask), Needs.ANY, choices) for mask in (is_urban, ~is_urban)]
    heading = Heading("change_urban_rural_ratio", "城乡居民收入比的变化", "ratio", Transform.IDENTITY, SIGNED)

    def measured() -> Result:
        (urban_after, urban_before), (rural_after, rural_before) = parts
        return difference(
            quotient(mean(urban_after), mean(rural_after)), quotient(mean(urban_before), mean(rural_before))
        )

    return figure(heading, measured, (*parts[0], *parts[1]), Setting(choices, about), domain_of(design, None))


def ratio_difference(
    first: tuple[Numbers, Numbers],
    second: tuple[Numbers, Numbers],
    sample: Sample | Design,
    *,
    name: str = "ratio_difference",
    label: str = "两个比值之差",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> Estimate:
    """A ratio of totals less another on the same people, with the joint error: which of two reforms does more a yuan.

    first, second  (numerator, denominator), each (n,)
    """
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for pair in (first, second) for column in pair]
    ranked = joint(columns, domain_of(design, None), Needs.ANY, choices)

    def measured() -> Result:
        a, b, c, d = (checked(column, Needs.ANY, choices) for column in ranked)
        return difference(ratio_of_totals(a, b), ratio_of_totals(c, d))

    heading = Heading(name, label, "ratio", Transform.IDENTITY, SIGNED)
    return figure(heading, measured, ranked, Setting(choices, about))
