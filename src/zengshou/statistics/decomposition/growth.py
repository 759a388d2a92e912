"""A change of poverty: how much because incomes grew on average, how much because they are shared otherwise.

Growth scales everyone's income to the new mean and leaves the shares; redistribution does the reverse. Shapley's rule
takes the mean of both orders, so that nothing is left over.
Source  Datt and Ravallion (1992), Journal of Development Economics 38(2), 275-295; Shorrocks (2013), Journal of
        Economic Inequality 11(1), 99-126
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.shapley import Subset, shapley_values
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers, parts_of
from zengshou.statistics.intervals import Transform
from zengshou.statistics.joint import figure, joint
from zengshou.statistics.measures.by_choice import AtTestedLine, line_names
from zengshou.statistics.measures.levels import mean
from zengshou.statistics.measures.lines import line_of
from zengshou.statistics.measures.poverty import fgt, watts
from zengshou.statistics.measures.sen import sen, sen_shorrocks_thon
from zengshou.statistics.prepared import checked, domain_of, settled, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import indicator
from zengshou.statistics.result import Result, Undefined, derived, quotient
from zengshou.statistics.variance.design import Design, design_of
from zengshou.statistics.variance.domain import Domain

SIGNED = Judged(is_signed=True)
# Measures that depend on incomes over the line alone: to scale incomes is to scale the line the other way.
POVERTY: dict[str, AtTestedLine] = {
    "fgt0": lambda ranked, line, test: fgt(ranked, 0, line, test),
    "fgt1": lambda ranked, line, test: fgt(ranked, 1, line, test),
    "fgt2": lambda ranked, line, test: fgt(ranked, 2, line, test),
    "watts": lambda ranked, line, _: watts(ranked, line),
    "sen": sen,
    "sst": sen_shorrocks_thon,
}


@dataclass(frozen=True, eq=False)
class _Periods:
    """Two distributions and the measure between them. The line is that of the first, held still."""

    after: Ranked
    before: Ranked
    measure: AtTestedLine
    choices: Choices

    @cached_property
    def line(self) -> Result | float:
        return line_of(self.before.variable, self.choices.line, self.choices.quantile)

    @cached_property
    def growth(self) -> Result:
        """Mean after over mean before. Raises  Undefined when one of them is not above zero."""
        if self.before.mean <= 0 or self.after.mean <= 0:
            raise Undefined("均值不大于零，无法区分增长与分配。")
        return quotient(mean(self.after), mean(self.before))

    def poverty(self, inside: Subset) -> Result:
        """With factor 0 in, the mean is the new one; with factor 1, the shares are.

        Incomes scaled by c against a line are the incomes themselves against the line over c.
        """
        has_grown, is_reshared = 0 in inside, 1 in inside
        incomes = self.after if is_reshared else self.before
        line = self.line
        if has_grown and not is_reshared:
            line = _over(line, self.growth)
        elif is_reshared and not has_grown:
            line = _times(line, self.growth)
        return self.measure(incomes, line, self.choices.poverty_test)

    @cached_property
    def parts(self) -> tuple[Result, ...]:
        names = line_names(self.choices.line)
        return tuple(part.naming(*names) for part in shapley_values(2, self.poverty))

    @property
    def change(self) -> Result:
        return derived(sum(part.value for part in self.parts), *((1.0, part) for part in self.parts))


def _over(line: Result | float, growth: Result) -> Result:
    if isinstance(line, Result):
        return quotient(line, growth)
    return derived(line / growth.value, (-line / growth.value**2, growth))


def _times(line: Result | float, growth: Result) -> Result:
    if isinstance(line, Result):
        return derived(line.value * growth.value, (growth.value, line), (line.value, growth))
    return derived(line * growth.value, (line, growth))


def growth_and_redistribution(
    name: str,
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
    """The change of a poverty measure between two columns of the same rows, by growth and by redistribution.

    name     one of `POVERTY`; a relative line is that of `before` and held still: one that moves with the median
             leaves no room for growth
    Returns  `change_<name>`, `change_<name>_growth`, `change_<name>_redistribution`, over each group
    Errors   ProblemsFound for another name, or columns of unequal length
    """
    design, needs = design_of(sample), indicator(_known(name)).needs
    columns = [variable_of(column, design, choices) for column in (after, before)]
    figures: list[Estimate] = []
    for label, part in parts_of(domain_of(design, domain), by):
        pair = joint(columns, part, needs, choices)
        setting = Setting(choices, about, domain_label if by is None else label, ("line_period=before",))
        figures.extend(_figures(name, (pair[0], pair[1]), setting, None))
    return tuple(figures)


def growth_and_redistribution_between(
    name: str,
    income: Numbers,
    sample: Sample | Design,
    after: Mask,
    before: Mask,
    *,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """The same between two domains of one column: two years in one file, or two counties; the line is common to both.

    A relative line without a domain of its own is that of the whole file: give it the mask of `before` to hold that.
    """
    design, needs = design_of(sample), indicator(_known(name)).needs
    variable = variable_of(income, design, choices)
    pair = [variable.within(settled([variable], domain_of(design, mask), needs, choices)) for mask in (after, before)]
    either = domain_of(design, after | before)
    return tuple(_figures(name, (pair[0], pair[1]), Setting(choices, about, domain_label), either))


def _known(name: str) -> str:
    if name not in POVERTY:
        found = f"“{name}”不能分解为增长与分配两部分：须是只取决于收入与线之比的指标，相对不平等的变化全部属于分配。"
        raise refuse(found, "name", f"可用的有 {'、'.join(POVERTY)}。")
    return name


def _figures(name: str, pair: tuple[Ranked, Ranked], setting: Setting, counted: Domain | None) -> Iterator[Estimate]:
    asked = indicator(name)
    periods = _Periods(pair[0], pair[1], POVERTY[name], setting.choices)

    def measured(find: Callable[[], Result]) -> Result:
        for ranked in pair:
            checked(ranked, asked.needs, setting.choices)
        return find()

    head = asked.heading
    for ending, label, find in (
        ("", "变化", lambda: periods.change),
        ("_growth", "变化中的增长部分", lambda: periods.parts[0]),
        ("_redistribution", "变化中的分配部分", lambda: periods.parts[1]),
    ):
        heading = Heading(f"change_{name}{ending}", f"{head.label}的{label}", head.unit, Transform.IDENTITY, SIGNED)
        yield figure(heading, partial(measured, find), pair, setting, counted)
