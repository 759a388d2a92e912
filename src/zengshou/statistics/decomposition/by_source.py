"""The Gini by source of income, after Lerman and Yitzhaki: G = sum over sources of S G R, with marginal effects.

Source  Lerman and Yitzhaki (1985), Review of Economics and Statistics 67(1), 151-156
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.figures_of_parts import Plan, Row, figures_of_parts
from zengshou.statistics.decomposition.shares import share_of
from zengshou.statistics.decomposition.sources import sources_of
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures.gini import absolute_concentration, concentration, gini
from zengshou.statistics.measures.levels import total
from zengshou.statistics.prepared import checked, domain_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result, Undefined, difference, quotient
from zengshou.statistics.variance.design import Design, design_of

IDENTITY, LOGIT = Transform.IDENTITY, Transform.LOGIT
SIGNED, INEQUALITY = Judged(is_signed=True), Judged(is_inequality=True)


def gini_by_source(
    sources: Mapping[str, Numbers],
    sample: Sample | Design,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """What each source adds to the Gini of their sum, and what one per cent more of it would do.

    sources  name of each source and its column (n,); the income is their sum. Negative amounts are allowed: G_k and R_k
             of that source are then undefined and say so, C_k and the contribution are not
    Returns  `gini`, then for each source k `source_share(k)` S, `source_gini(k)` G, `source_correlation(k)` R,
             `source_concentration(k)` C = G R, `gini_contribution(k)` S C, `gini_contribution_share(k)` S C / G and
             `gini_marginal_effect(k)` S C / G - S: the change of G in per cent when the source grows by one per cent
    Errors   ProblemsFound: no source, columns of unequal length, negatives floored at zero
    """
    design = design_of(sample)
    made = sources_of(sources, design, choices)

    def rows(columns: tuple[Ranked, ...]) -> Iterator[Row]:
        income = columns[-1]
        yield Row(
            Heading("gini", "基尼系数", "index", Transform.LOGIT, INEQUALITY),
            lambda: gini(checked(income, Needs.ANY, choices)),
        )
        for name, column in zip(made.names, columns[:-1], strict=True):
            one = _Source(name, column, income, choices)
            yield from (Row(heading, partial(_checked, one, measure)) for heading, measure in one.figures())

    plan = Plan([made.income], [*made.columns, made.income])
    return figures_of_parts(
        plan, rows, domain_of(design, domain), by, Setting(choices, about, domain_label, made.notes)
    )


@dataclass(frozen=True, eq=False)
class _Source:
    """One source beside the income it is part of, on one domain."""

    name: str
    amount: Ranked
    income: Ranked
    choices: Choices

    def figures(self) -> tuple[tuple[Heading, Callable[[], Result]], ...]:
        name, label = self.name, self.name
        return (
            (Heading(f"source_share({name})", f"{label}占总收入的比重", "share", LOGIT), self.share),
            (Heading(f"source_gini({name})", f"{label}自身的基尼系数", "index", LOGIT, INEQUALITY), self.own_gini),
            (
                Heading(f"source_correlation({name})", f"{label}与总收入的基尼相关系数", "index", IDENTITY, SIGNED),
                self.correlation,
            ),
            (
                Heading(f"source_concentration({name})", f"{label}的集中系数", "index", IDENTITY, SIGNED),
                self.concentration,
            ),
            (
                Heading(f"gini_contribution({name})", f"{label}对基尼系数的贡献", "index", IDENTITY, SIGNED),
                self.contribution,
            ),
            (
                Heading(f"gini_contribution_share({name})", f"{label}对基尼系数的贡献率", "share", IDENTITY, SIGNED),
                self.contribution_share,
            ),
            (
                Heading(
                    f"gini_marginal_effect({name})", f"{label}增长1%时基尼系数变化的百分比", "percent", IDENTITY, SIGNED
                ),
                self.marginal_effect,
            ),
        )

    def share(self) -> Result:
        self.income.positive_total  # noqa: B018 - refuses a share of nothing
        return quotient(total(self.amount), total(self.income))

    def own_gini(self) -> Result:
        """Raises  Undefined where the source has negative amounts: its Gini has no bound."""
        negative = self.amount.x < 0
        if negative.any():
            share = 100 * self.amount.share_of_weight(negative)
            found = f"该来源有 {int(negative.sum())} 行为负（占权数 {share:.3g}%）"
            raise Undefined(f"{found}，自身基尼系数与相关系数无定义，请看集中系数。")
        return gini(self.amount)

    def concentration(self) -> Result:
        return concentration(self.amount, self.income)

    def correlation(self) -> Result:
        return share_of(self.concentration(), self.own_gini(), "该来源在人群中完全均等，相关系数无定义。")

    def contribution(self) -> Result:
        self.income.positive_total  # noqa: B018 - refuses a share of nothing
        return quotient(absolute_concentration(self.amount, self.income), total(self.income))

    def contribution_share(self) -> Result:
        return share_of(self.contribution(), gini(self.income), "基尼系数为零，贡献率无定义。")

    def marginal_effect(self) -> Result:
        return difference(self.contribution_share(), self.share())


def _checked(source: _Source, measure: Callable[[], Result]) -> Result:
    """The figure, once income and source have been looked at."""
    checked(source.income, Needs.ANY, source.choices)
    checked(source.amount, Needs.ANY, DEFAULT)  # a negative amount of one source is no ground for refusing
    return measure()
