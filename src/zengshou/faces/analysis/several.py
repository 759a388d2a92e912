"""Figures of several columns or conditions: ratios of totals, rates, the urban-rural ratio."""

from collections.abc import Sequence
from typing import Unpack

from zengshou.concepts.problem import refuse
from zengshou.faces.analysis.asking import question
from zengshou.faces.analysis.conditions import columns_of, condition_of
from zengshou.faces.analysis.figures import Figures
from zengshou.faces.analysis.options import Options
from zengshou.services.statistics.analysis import rate_figures, ratio_figures, residence_ratio
from zengshou.services.statistics.analysis_parts import imputed_figures


def ratio(data: object, numerator: str, denominator: str, **options: Unpack[Options]) -> Figures:
    """两项合计之比. Total of one column over total of another: a source's share of income, an average tax rate."""
    asked = question(data, (numerator, denominator), options)
    found = ratio_figures(asked.asked, numerator, denominator, f"{numerator}与{denominator}之比", "ratio")
    return asked.answered(found, (numerator, denominator))


def rate(data: object, condition: object, label: str = "", **options: Unpack[Options]) -> Figures:
    """比重. Share of the people for whom a condition (`"收入 >= 100000"`) or a column of truths holds."""
    asked = question(data, columns_of(condition), options)
    flag = condition_of(condition, asked.asked.data.table, "condition")
    named = label or (condition if isinstance(condition, str) else "条件成立")
    found = rate_figures(asked.asked, flag.holds, flag.is_unknown, f"{named}的比重")
    return asked.answered(found, (named,))


def urban_rural_ratio(data: object, income: str, *, urban: object, **options: Unpack[Options]) -> Figures:
    """城乡居民收入比. Mean income of those for whom `urban` holds (`"城乡 = '城镇'"`) over that of the others."""
    asked = question(data, (income, *columns_of(urban)), options)
    flag = condition_of(urban, asked.asked.data.table, "urban")
    inside = asked.asked.where
    unknown = int((flag.is_unknown if inside is None else flag.is_unknown & inside).sum())
    if unknown:
        raise refuse(f"有 {unknown} 行看不出是城镇还是农村。", "urban", "请补全，或用 where 把这些行排除在外。")
    return asked.answered(residence_ratio(asked.asked, income, flag.holds), (income,))


def imputed(indicators: Sequence[str], data: object, columns: Sequence[str], **options: Unpack[Options]) -> Figures:
    """多重插补. Indicators over several completed columns of one income, combined by Rubin's rules.

    columns  one column an imputation, at least two
    """
    asked = question(data, tuple(columns), options)
    names = (indicators,) if isinstance(indicators, str) else tuple(indicators)
    return asked.answered(imputed_figures(asked.asked, names, columns), columns[:1])
