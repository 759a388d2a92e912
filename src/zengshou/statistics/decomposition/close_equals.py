"""Redistribution as vertical, horizontal and reranking effects, people of close income before tax taken as equals.

With a smoothed income after tax, in which all of one class bear the average rate of the class:
  vertical   V = G before - C smoothed                    what the schedule of average rates does
  horizontal H = C after, sorted by class and then by income after, less C smoothed: unequal treatment within classes
  reranking  R = G after - the same C after               classes that overlap after tax
and G before - G after = V - H - R exactly. H may be negative where rates rise within a class: choose it narrower.
Source  Aronson, Johnson and Lambert (1994), Economic Journal 104, 262-270, for exact equals; the inequality that a
        class of close equals had before tax is charged to V here, not to H
"""

from collections.abc import Callable, Iterator
from functools import cache, partial

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Choices, Mask, Provenance
from zengshou.statistics.decomposition.figures_of_parts import Plan, Row, figures_of_parts
from zengshou.statistics.estimation import Heading, Setting
from zengshou.statistics.indicators import DEFAULT, PLAIN, Grouping, Numbers
from zengshou.statistics.intervals import Transform
from zengshou.statistics.measures.gini import absolute_concentration, concentration, gini
from zengshou.statistics.measures.levels import total
from zengshou.statistics.prepared import checked, domain_of, variable_of
from zengshou.statistics.publication import Judged
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Result, Undefined, derived, difference, quotient
from zengshou.statistics.variance.design import Column, Design, Index, design_of

SIGNED = Judged(is_signed=True)


def vertical_horizontal_reranking(
    pre: Numbers,
    post: Numbers,
    sample: Sample | Design,
    width: float,
    *,
    by: Grouping | None = None,
    domain: Mask | None = None,
    domain_label: str = "all",
    choices: Choices = DEFAULT,
    about: Provenance = PLAIN,
) -> tuple[Estimate, ...]:
    """`close_equals_total`, `close_equals_vertical`, `close_equals_horizontal` and `close_equals_reranking`.

    pre, post  (n,) income before and after tax; before, none may be negative
    width      of a class of close equals, in the unit of the income; classes begin at zero
    Errors     ProblemsFound: a width not above zero, columns of unequal length
    """
    if not width > 0:
        raise refuse(f"近似同等收入组的组距 {width:g} 不大于零。", "width", "请给出正的金额，例如收入均值的百分之二。")
    design = design_of(sample)
    columns = [variable_of(column, design, choices) for column in (pre, post)]

    def rows(pair: tuple[Ranked, ...]) -> Iterator[Row]:
        @cache
        def parts() -> "_Parts":
            before, after = (checked(column, Needs.ANY, choices) for column in pair)
            return _parts(before, after, width)

        def found(pick: Callable[["_Parts"], Result]) -> Result:
            return pick(parts()).naming(f"close_equals=width {width:g}")

        for name, label, pick in (
            ("total", "再分配效应（基尼系数降幅）", lambda own: difference(own[0], own[1])),
            ("vertical", "纵向公平效应（近似同等收入组）", lambda own: difference(own[0], own[2])),
            ("horizontal", "横向不公平效应（近似同等收入组）", lambda own: difference(own[3], own[2])),
            ("reranking", "排序改变效应（近似同等收入组）", lambda own: difference(own[1], own[3])),
        ):
            heading = Heading(f"close_equals_{name}", label, "index", Transform.IDENTITY, SIGNED)
            yield Row(heading, partial(found, pick))

    setting = Setting(choices, about, domain_label)
    return figures_of_parts(Plan(columns, columns), rows, domain_of(design, domain), by, setting)


_Parts = tuple[Result, Result, Result, Result]


def _parts(pre: Ranked, post: Ranked, width: float) -> _Parts:
    """(G before, G after, C smoothed, C after by class and then by income after).

    Raises  Undefined when an income before tax is negative
    """
    if pre.lowest < 0:
        raise Undefined("税前收入有负值，无法划分近似同等收入组。")
    classes = np.unique(np.floor(pre.x / width), return_inverse=True)[1].astype(np.int64)
    place = np.unique(post.x, return_inverse=True)[1]
    order = _column(pre, classes + place / (place.max() + 1.0))
    return gini(pre), gini(post), _smoothed(pre, post, classes), concentration(post, order)


def _smoothed(pre: Ranked, post: Ranked, classes: Index) -> Result:
    """Concentration of the smoothed income after tax; the average rates of the classes move with every row.

    A class without any income before tax is smoothed to its mean after tax.
    """
    earned = _sums(classes, pre.w * pre.x)[classes]
    basis = np.where(earned > 0, pre.x, 1.0)
    weight = _sums(classes, pre.w * basis)[classes]
    kept = _sums(classes, pre.w * post.x)[classes] / weight
    smooth = _column(pre, kept * basis)
    own = absolute_concentration(smooth, pre)
    pull = _sums(classes, pre.w * basis * (2.0 * pre.middle_weight / pre.weight_sum - 1.0))[classes]
    moved = Result(0.0, pre.domain, pull * (post.x - kept * basis) / weight)
    return quotient(derived(own.value, (1.0, own), (1.0, moved)), total(post), "税后收入合计为零，集中系数无定义。")


def _sums(classes: Index, amounts: Column) -> Column:
    return np.bincount(classes, amounts).astype(np.float64, copy=False)


def _column(like: Ranked, values: Column) -> Ranked:
    """A column worked out on one domain, on that domain."""
    variable = Variable(like.domain.spread(values), like.variable.design, like.variable.density)
    return variable.within(like.domain)
