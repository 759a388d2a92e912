"""What figures are made of: the Gini by source, inequality and poverty by group, change by growth, taxes, mobility."""

from collections.abc import Sequence
from typing import Unpack

from zengshou.concepts.problem import refuse
from zengshou.faces.analysis.asking import question
from zengshou.faces.analysis.figures import Figures
from zengshou.faces.analysis.indicators import ORDERS, refuse_without_line
from zengshou.faces.analysis.options import Names, Options
from zengshou.services.statistics import analysis_parts
from zengshou.services.statistics.analysis_groups import Groups, groups_of
from zengshou.store.table import Table

RULES = ("lerman_yitzhaki", "shapley")
FEWEST_CLASSES, MOST_CLASSES = 2, 20


def gini_by_source(
    data: object, sources: Sequence[str], rule: str = "lerman_yitzhaki", **options: Unpack[Options]
) -> Figures:
    """基尼系数按收入来源分解. The income is the sum of the sources.

    rule  lerman_yitzhaki: share, own Gini, correlation, contribution and marginal effect of each source;
          shapley: contribution of each source when what is missing is replaced by its mean, over all orders
    """
    if rule not in RULES:
        raise refuse(f"没有“{rule}”这种分解。", "rule", f"可用的有 {'、'.join(RULES)}。")
    asked = question(data, tuple(sources), options)
    named = analysis_parts.labelled_sources(asked.asked.data.table.labels, sources)
    found = analysis_parts.gini_by_source(asked.asked, named, rule == "shapley")
    return asked.answered(found, tuple(sources))


def inequality_by_group(
    data: object, income: str, groups: Names, a: float = 1.0, **options: Unpack[Options]
) -> Figures:
    """不平等按群体分解. GE(a) of all people as what lies within the groups and between them; a=1 is Theil."""
    names = (groups,) if isinstance(groups, str) else tuple(groups)
    asked = question(data, (income, *names), options)
    held = _groups(asked.asked.data.table, names)
    return asked.answered(analysis_parts.inequality_by_group(asked.asked, income, held, a), (income,))


def poverty_by_group(data: object, income: str, groups: Names, g: int = 0, **options: Unpack[Options]) -> Figures:
    """贫困按群体分解. FGT of each group, its part of all poverty and its relative risk; `line` must be given."""
    refuse_without_line(options)
    names = (groups,) if isinstance(groups, str) else tuple(groups)
    asked = question(data, (income, *names), options)
    held = _groups(asked.asked.data.table, names)
    return asked.answered(analysis_parts.poverty_by_group(asked.asked, income, held, _order(g)), (income,))


def growth_and_redistribution(data: object, after: str, before: str, g: int = 0, **options: Unpack[Options]) -> Figures:
    """贫困变化的增长与分配分解. Two columns of the same rows; `line` must be given and is held still."""
    refuse_without_line(options)
    asked = question(data, (after, before), options)
    found = analysis_parts.growth_and_redistribution(asked.asked, after, before, _order(g))
    return asked.answered(found, (after, before))


def progressivity(data: object, before: str, tax: str, after: str, **options: Unpack[Options]) -> Figures:
    """累进性与再分配. Average rate, Kakwani, Suits, Reynolds-Smolensky, vertical effect, reranking, joint errors.

    before, tax, after  income before, tax paid (negative for a benefit), income after it
    """
    asked = question(data, (before, tax, after), options)
    return asked.answered(analysis_parts.tax_effects(asked.asked, before, tax, after), (before, tax, after))


def progressivity_of_transfer(data: object, before: str, benefit: str, **options: Unpack[Options]) -> Figures:
    """转移支付的累进性与再分配. As `progressivity` for a benefit; above zero means that it favours the poor."""
    asked = question(data, (before, benefit), options)
    return asked.answered(analysis_parts.transfer_effects(asked.asked, before, benefit), (before, benefit))


def incidence(data: object, income: str, amount: str, classes: int = 10, **options: Unpack[Options]) -> Figures:
    """各等份人口的税负或受益. Average rate and share of a tax or benefit over classes of equal size."""
    asked = question(data, (income, amount), options)
    found = analysis_parts.incidence_figures(asked.asked, income, amount, _classes(classes))
    return asked.answered(found, (income, amount))


def transition_matrix(data: object, before: str, after: str, classes: int = 5, **options: Unpack[Options]) -> Figures:
    """收入流动矩阵. Of those in class i before, the share in class j after; the same people in two columns."""
    asked = question(data, (before, after), options)
    found = analysis_parts.move_figures(asked.asked, before, after, _classes(classes), True)
    return asked.answered(found, (before, after))


def mobility(data: object, before: str, after: str, classes: int = 5, **options: Unpack[Options]) -> Figures:
    """收入流动指数. Shorrocks, immobility, moves up and down, mean stay, rank correlation, Fields and Ok."""
    asked = question(data, (before, after), options)
    found = analysis_parts.move_figures(asked.asked, before, after, _classes(classes), False)
    return asked.answered(found, (before, after))


def _groups(table: Table, names: Sequence[str]) -> Groups:
    held = groups_of(table, names)
    if held is None:
        raise refuse("没有给分组的列。", "groups", "例如 groups=“城乡”。")
    return held


def _order(g: int) -> int:
    if g not in ORDERS:
        raise refuse(f"没有 {g} 阶的贫困指数。", "g", "g 为 0（发生率）、1（深度）或 2（强度）。")
    return g


def _classes(count: int) -> int:
    if not FEWEST_CLASSES <= count <= MOST_CLASSES:
        raise refuse(f"组数 {count} 不在 2 与 20 之间。", "classes", "常用 5 或 10。")
    return count
