"""Who pays, tenth by tenth: average rate and share paid. One index hides a rate that falls and then rises."""

from collections.abc import Iterator
from functools import partial

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.figures_of_parts import Plan, Row, figures_of_parts
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures.border import amount_of_poorest
from zengshou.statistics.measures.levels import total
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result, difference, quotient
from zengshou.statistics.variance.design import Design, design_of

LOGIT = Transform.LOGIT
SIGNED = Judged(is_signed=True)


def incidence_by_class(
    income: Numbers,
    amount: Numbers,
    sample: Sample | Design,
    *,
    count: int = 10,
    label: str = "税额",
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """A tax or a benefit over `count` classes of equal size along the income before it; the borders are estimated.

    label    what the amount is, for readers
    Returns  for each class i: `average_rate(i)` the amount over the income, `share_paid(i)` of all of the amount, and
             `share_of_income(i)`; the shares sum to one, those at a border being counted in part
    Errors   ProblemsFound when the columns differ in length
    """
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for column in (income, amount)]

    def rows(pair: tuple[Ranked, ...]) -> Iterator[Row]:
        for i in range(1, count + 1):
            paid, earned = (
                partial(_in_class, pair[1], pair[0], i, count),
                partial(_in_class, pair[0], pair[0], i, count),
            )
            paid_of_all, earned_of_all = partial(_of_all, paid, pair[1]), partial(_of_all, earned, pair[0])
            name = f"第{i}个{count}等份人口"
            for heading, found in (
                (
                    Heading(f"average_rate({i})", f"{name}的{label}占收入比重", "share", LOGIT, SIGNED),
                    partial(_rate, paid, earned),
                ),
                (Heading(f"share_paid({i})", f"{name}占全部{label}的比重", "share", LOGIT, SIGNED), paid_of_all),
                (Heading(f"share_of_income({i})", f"{name}占全部收入的比重", "share", LOGIT), earned_of_all),
            ):
                yield Row(heading, partial(_checked, pair, choices, found))

    plan = Plan(columns[:1], columns)
    notes = (f"classes={count} quantile classes of the income before",)
    return figures_of_parts(plan, rows, domain_of(design, domain), by, Setting(choices, about, domain_label, notes))


def _in_class(amount: Ranked, rank: Ranked, i: int, count: int) -> Result:
    """Total of a column in the i-th of `count` equal classes along the ranking income."""
    return difference(amount_of_poorest(amount, rank, i / count), amount_of_poorest(amount, rank, (i - 1) / count))


def _rate(paid: partial[Result], earned: partial[Result]) -> Result:
    return quotient(paid(), earned(), "该等份没有收入，平均税率无定义。")


def _of_all(part: partial[Result], amount: Ranked) -> Result:
    return quotient(part(), total(amount), "合计为零，占比无定义。")


def _checked(pair: tuple[Ranked, ...], choices: Choices, found: partial[Result]) -> Result:
    checked(pair[0], Needs.ANY, choices)
    checked(pair[1], Needs.ANY, DEFAULT)  # a negative tax of one person is no ground for refusing
    return found()
