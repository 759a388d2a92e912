"""Polarisation: how far a population falls apart into poles. Wolfson, and Esteban-Gradin-Ray between groups.

Source  Wolfson (1994), American Economic Review 84(2), 353-358; Esteban, Gradin and Ray (2007), Journal of Economic
        Inequality 5(1), 1-19
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zengshou.concepts.problem import refuse
from zengshou.statistics.choices import QuantileForm
from zengshou.statistics.measures.gini import gini
from zengshou.statistics.measures.levels import mean, population, total
from zengshou.statistics.measures.lorenz import ordinate, share_between
from zengshou.statistics.measures.quantiles import quantile
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result, Undefined, derived, quotient, scaled
from zengshou.statistics.variance.design import Column


def wolfson(ranked: Ranked, form: QuantileForm) -> Result:
    """2 (mean/median)(1 - G - 2 L(0.5)): 0 when all are equal, 1 when half have nothing and half share equally.

    Raises  Undefined when total income or the median is not above zero
    """
    ranked.positive_total  # noqa: B018 - refuses before anything is divided
    middle = quantile(ranked, 0.5, form)
    if not middle.value > 0:
        raise Undefined("中位数不大于零，沃尔夫森指数无定义。")
    centre = quotient(mean(ranked), middle)
    inequality, half = gini(ranked), ordinate(ranked, 0.5)
    spread = 1.0 - inequality.value - 2.0 * half.value
    slope = 2.0 * centre.value
    found = derived(slope * spread, (2.0 * spread, centre), (-slope, inequality), (-2.0 * slope, half))
    return found.naming("wolfson=2(mean/median)(1-G-2L(0.5))")


@dataclass(frozen=True)
class Identification:
    """The two parameters of Esteban-Gradin-Ray.

    alpha  sensitivity to polarisation, from 1 to 1.6: how much people identify with their group
    beta   weight of the inequality inside the groups, which blurs identification; at least 0
    """

    alpha: float = 1.3
    beta: float = 1.0

    def __post_init__(self) -> None:
        """Raises  ProblemsFound outside the range that the axioms leave."""
        if not 1.0 <= self.alpha <= 1.6:
            found = f"埃斯特班—格拉丁—雷指数的 α 须在 1 与 1.6 之间，读到 {self.alpha:g}。"
            raise refuse(found, "alpha", "常用 1、1.3 或 1.6。")
        if self.beta < 0:
            raise refuse(f"埃斯特班—格拉丁—雷指数的 β 不得为负，读到 {self.beta:g}。", "beta", "常用 1。")

    def __str__(self) -> str:
        return f"alpha={self.alpha:g}, beta={self.beta:g}"


def polarisation_of_quantile_groups(ranked: Ranked, count: int, how: Identification) -> Result:
    """Esteban-Gradin-Ray over `count` groups of equal size along the income; their borders are estimated.

    Raises  Undefined: fewer than two groups, or total income not above zero
    """
    if count < 2:
        raise Undefined(f"极化指数至少需要两组，读到 {count} 组。")
    edges = [i / count for i in range(count + 1)]
    shares = [share_between(ranked, low, high) for low, high in itertools.pairwise(edges)]
    relative = [scaled(share, count) for share in shares]
    sizes = [Result(1.0 / count, ranked.domain, np.zeros(ranked.domain.n)) for _ in shares]
    return _polarisation(ranked, sizes, relative, how).naming(f"egr_groups={count} quantile groups")


def polarisation_of_groups(whole: Ranked, groups: Sequence[Ranked], how: Identification) -> Result:
    """Esteban-Gradin-Ray over groups that partition the domain.

    Raises  Undefined: fewer than two groups with people, or total income not above zero
    """
    whole.positive_total  # noqa: B018 - refuses before anything is divided
    peopled = [group for group in groups if group.domain.n > 0]
    if len(peopled) < 2:
        raise Undefined("有样本的组少于两个，极化指数无定义。")
    sizes = [quotient(population(group), population(whole)) for group in peopled]
    amounts = [quotient(total(group), total(whole)) for group in peopled]
    relative = [quotient(amount, size) for amount, size in zip(amounts, sizes, strict=True)]
    return _polarisation(whole, sizes, relative, how).naming(f"egr_groups={len(peopled)} given groups")


def _polarisation(whole: Ranked, sizes: list[Result], relative: list[Result], how: Identification) -> Result:
    """ER(alpha) - beta (G - G of the group means), with the means relative to the mean of all.

    ER = sum over i, j of p_i^(1 + alpha) p_j |m_i - m_j|
    """
    p, m = (np.array([part.value for part in parts]) for parts in (sizes, relative))
    between, by_p, by_m = _between(p, m, 0.0)
    poles, poles_by_p, poles_by_m = _between(p, m, how.alpha)
    inequality = gini(whole)
    value = poles - how.beta * (inequality.value - 0.5 * between)
    slopes_p, slopes_m = poles_by_p + 0.5 * how.beta * by_p, poles_by_m + 0.5 * how.beta * by_m
    parts = [(-how.beta, inequality)]
    parts += [(float(slope), part) for slope, part in zip(slopes_p, sizes, strict=True)]
    parts += [(float(slope), part) for slope, part in zip(slopes_m, relative, strict=True)]
    return derived(value, *parts).naming(f"egr_parameters={how}")


def _between(p: Column, m: Column, alpha: float) -> tuple[float, Column, Column]:
    """sum p_i^(1+alpha) p_j |m_i - m_j| and its derivatives by p and by m."""
    gaps = np.abs(m[:, None] - m[None, :])
    signs = np.sign(m[:, None] - m[None, :])
    felt = p ** (1.0 + alpha)
    by_p = (1.0 + alpha) * p**alpha * (gaps @ p) + gaps @ felt
    by_m = felt * (signs @ p) + p * (signs @ felt)
    return float(felt @ gaps @ p), by_p, by_m
