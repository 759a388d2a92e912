"""One figure against another, with the joint error: two columns of the same rows, or two groups of one sample."""

import dataclasses

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.services.statistics.analysis import NO_INFLUENCE, Trace
from zengshou.services.statistics.analysis_waves import Units, changed_between
from zengshou.services.statistics.figure_differences import differences, in_words
from zengshou.statistics import comparisons
from zengshou.statistics.choices import Mask

SAME = ("gini", "quantile", "density", "zenga", "negatives", "shares", "poor", "line", "weight")


def changed(
    after: Trace | None, before: Trace | None, figures: tuple[Estimate, Estimate], units: Units | None = None
) -> Estimate:
    """The first figure less the second.

    units   how the sampling units of two tables are related; of one table they are one list
    Raises  ProblemsFound: figures without a trace, of different indicators or conventions, or of two tables of which
            nobody said how their units are related
    """
    left, right = _comparable(after, before, figures)
    if not left.asked.data.holds_the_rows_of(right.asked.data):
        if units is None:
            raise refuse(
                "两个数来自不同的数据或不同的抽样设计，须写明抽样单元的关系。",
                "change",
                "同一套编号（轮换样本）写 units=“shared”，各自独立抽取写 units=“separate”；同一批住户请放在一张表里。",
            )
        return _said(changed_between(left, right, units, figures[0].domain), left, f"units={units.value}")
    data, choices, about = left.asked.data, left.asked.choices, left.asked.about
    if left.column == right.column:
        return _contrast(left, right, comparisons.Contrast.DIFFERENCE, figures)
    if figures[0].domain != figures[1].domain or not _same_condition(left.asked.where, right.asked.where):
        raise refuse("两个数的列不同，域也不同。", "change", "请让两次使用同一个 where 和分组，再比较两列。")
    inside = _both_known(left, right)
    found = comparisons.change(
        left.name,
        left.income,
        right.income,
        data.design,
        domain=inside,
        domain_label=figures[0].domain,
        choices=choices,
        about=about,
    )
    return _said(found, left, f"change={left.column} less {right.column}")


def divided(above: Trace | None, below: Trace | None, figures: tuple[Estimate, Estimate]) -> Estimate:
    """The first figure over the second: two groups of one sample. Errors  as `changed`"""
    left, right = _comparable(above, below, figures)
    if not left.asked.data.holds_the_rows_of(right.asked.data):
        raise refuse("两个数来自不同的数据，不能求比。", "contrast", "请把两个群体放在一张表里，用 by 或 where 区分。")
    if left.column != right.column:
        raise refuse("两列之比请用 ratio。", "contrast", "contrast 比较同一列的两个群体。")
    return _contrast(left, right, comparisons.Contrast.RATIO, figures)


def _contrast(left: Trace, right: Trace, how: comparisons.Contrast, figures: tuple[Estimate, Estimate]) -> Estimate:
    n = left.asked.data.table.n
    first, second = (np.ones(n, dtype=bool) if trace.domain is None else trace.domain for trace in (left, right))
    sign = "−" if how is comparisons.Contrast.DIFFERENCE else "÷"
    names = [("全体" if figure.domain == "all" else figure.domain) for figure in figures]
    found = comparisons.contrast(
        left.name,
        left.income,
        left.asked.data.design,
        first,
        second,
        how=how,
        domain_label=f"{names[0]} {sign} {names[1]}",
        choices=left.asked.choices,
        about=left.asked.about,
    )
    return _said(found, left, "")


def _said(figure: Estimate, trace: Trace, more: str) -> Estimate:
    notes = [part for part in (figure.convention, *trace.asked.notes, more) if part]
    return dataclasses.replace(figure, convention="; ".join(notes))


def _comparable(left: Trace | None, right: Trace | None, figures: tuple[Estimate, Estimate]) -> tuple[Trace, Trace]:
    if left is None or right is None:
        raise refuse(NO_INFLUENCE, "change", "请比较单列的指标。")
    if left.name != right.name:
        raise refuse(f"一个是 {left.name}，一个是 {right.name}。", "change", "请比较同一个指标。")
    different = [one for one in differences(*figures) if one.name in SAME]
    if different:
        said = "；".join(in_words(one) for one in different)
        raise refuse(f"两个数的口径不同：{said}。", "change", "请用同一口径各算一次再比较。")
    return left, right


def _same_condition(left: Mask | None, right: Mask | None) -> bool:
    return left is right or (left is not None and right is not None and bool(np.array_equal(left, right)))


def _both_known(left: Trace, right: Trace) -> Mask | None:
    if left.domain is None:
        return right.domain
    return left.domain if right.domain is None else left.domain & right.domain
