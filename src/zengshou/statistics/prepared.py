"""Before an indicator is computed: the policy on negative income, and the refusal of what cannot be computed."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.problem import refuse
from zengshou.statistics.choices import Choices, Negatives
from zengshou.statistics.ranked import Ranked, Variable
from zengshou.statistics.registry import Needs
from zengshou.statistics.result import Undefined
from zengshou.statistics.variance.design import Design
from zengshou.statistics.variance.domain import Domain, rows_of


def variable_of(values: NDArray[np.generic], design: Design, choices: Choices) -> Variable:
    """A column ready for every domain; negatives are raised to zero where the choices say so.

    Raises  ProblemsFound when the column and the design differ in length
    """
    if len(values) != design.n:
        raise refuse(f"收入列有 {len(values)} 行，抽样设计有 {design.n} 行。", "收入列", "各列须来自同一批行。")
    column = np.asarray(values, dtype=np.float64)
    if choices.negatives is Negatives.FLOOR_AT_ZERO:
        column = np.maximum(column, 0.0)
    return Variable(column, design, choices.density)


def domain_of(design: Design, mask: NDArray[np.bool_] | None) -> Domain:
    """The rows under a mask, or all. Raises  ProblemsFound when the mask has another length."""
    if mask is not None and len(mask) != design.n:
        raise refuse(f"域有 {len(mask)} 行，抽样设计有 {design.n} 行。", "domain", "请给出与样本等长的真假列。")
    return Domain(design, rows_of(design, None if mask is None else np.asarray(mask, dtype=bool)))


def settled(variables: Sequence[Variable], domain: Domain, needs: Needs, choices: Choices) -> Domain:
    """The domain less the rows that `drop` leaves out; the PSUs of the design all stay."""
    if choices.negatives is not Negatives.DROP:
        return domain
    inside = np.ones(domain.n, dtype=bool)
    for variable in variables:
        x = domain.take(variable.values)
        inside &= ~(x <= 0 if needs is Needs.POSITIVE else x < 0)
    if inside.all():
        return domain
    rows = np.arange(domain.design.n) if domain.rows is None else domain.rows
    return Domain(domain.design, rows[inside])


def checked(ranked: Ranked, needs: Needs, choices: Choices) -> Ranked:
    """The same income, once every ground for refusing it has been looked at. Raises  Undefined with the ground."""
    fault = ranked.variable.design.weight_fault
    if fault:
        raise Undefined(fault)
    if ranked.domain.n == 0:
        raise Undefined("该域没有样本。")
    if ranked.unknown:
        raise Undefined(f"收入有 {ranked.unknown} 行缺失或不是有限数，请先作为域排除。")
    if choices.negatives is Negatives.REFUSE and ranked.lowest < 0:
        raise Undefined(f"含负收入（{_share(ranked, ranked.x < 0)}），按约定拒绝计算。")
    if needs is Needs.POSITIVE and ranked.lowest <= 0:
        raise Undefined(f"该指标在零或负收入处无定义（{_share(ranked, ranked.x <= 0)}）。")
    if needs is Needs.NOT_NEGATIVE and ranked.lowest < 0:
        raise Undefined(f"该指标在负收入处无定义（{_share(ranked, ranked.x < 0)}）。")
    return ranked


def remarks(ranked: Ranked, choices: Choices) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(conventions, flags) on negative income: the policy by name, and a flag where negatives were kept."""
    notes = (f"negatives={choices.negatives.value}",)
    is_kept = choices.negatives is Negatives.KEEP and ranked.domain.n > 0 and not ranked.unknown and ranked.lowest < 0
    return notes, ("negative_income",) if is_kept else ()


def _share(ranked: Ranked, mask: NDArray[np.bool_]) -> str:
    return f"{int(mask.sum())} 行，占权数 {100 * ranked.share_of_weight(mask):.3g}%"
