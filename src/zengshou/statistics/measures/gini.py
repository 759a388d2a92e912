"""Gini and concentration index. Influence after Osier (2009), Survey Research Methods 3(3), 167-195."""

from zengshou.statistics.choices import GiniForm
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result, Undefined
from zengshou.statistics.variance.design import Column


def gini(ranked: Ranked, form: GiniForm = GiniForm.LORENZ) -> Result:
    """Gini coefficient of the income, in the form named.

    0 when all are equal; below 1 where no income is negative, without bound otherwise.
    Raises  Undefined when total income is not above zero
    """
    total = ranked.positive_total
    named = (f"gini={form.value}",)
    if form is GiniForm.CONVEY:
        value, z = _convey(ranked, total)
        return Result(value, ranked.domain, z, named)
    value, z = _concentration(ranked, ranked.x, ranked.middle_total, total)
    if form is GiniForm.KISH:
        value, z = _small_sample(ranked, value, z)
    return Result(value, ranked.domain, z, named)


def concentration(amount: Ranked, rank: Ranked) -> Result:
    """Concentration index of `amount` over people ordered by `rank`, both on one domain.

    The Gini of x is the concentration of x ordered by x. Negative totals (sign-reversed benefits) are allowed.
    Raises  Undefined when the amounts add up to zero
    """
    if amount.total == 0:
        raise Undefined("合计为零，集中系数无定义。")
    sorted_amount = rank.sorted_w * amount.x[rank.order]
    value, z = _concentration(rank, amount.x, rank.middles(sorted_amount), amount.total)
    return Result(value, rank.domain, z, ("concentration=lorenz",))


def absolute_concentration(amount: Ranked, rank: Ranked) -> Result:
    """Concentration index times the total of `amount`, in its own unit: no division, so amounts of any sign will do.

    Over the total of the ranking income it is what the amount adds to that income's Gini.
    """
    everyone, middle = rank.weight_sum, rank.middle_weight
    doubled = 2.0 * float(rank.w @ (amount.x * middle)) / everyone
    up_to = rank.middles(rank.sorted_w * amount.x[rank.order])
    z = 2.0 / everyone * (amount.x * middle + amount.total - up_to) - doubled / everyone - amount.x
    return Result(doubled - amount.total, rank.domain, z, ("concentration=lorenz",))


def _concentration(rank: Ranked, y: Column, middle_y: Column, total: float) -> tuple[float, Column]:
    """2 sum w y C/(N Y) - 1 and its influence, with C and K at the middle of each block of ties."""
    everyone, middle = rank.weight_sum, rank.middle_weight
    value = 2.0 * float(rank.w @ (y * middle)) / (everyone * total) - 1.0
    z = 2.0 / (everyone * total) * (y * middle + (total - middle_y)) - (value + 1.0) * (y / total + 1.0 / everyone)
    return value, z


def _small_sample(ranked: Ranked, lorenz: float, z: Column) -> tuple[float, Column]:
    """G / (1 - s) with s = sum w^2/(sum w)^2; the correction itself moves with each weight."""
    everyone = ranked.weight_sum
    concentration_of_weight = float(ranked.w @ ranked.w) / everyone**2
    if concentration_of_weight >= 1:
        raise Undefined("只有一行，无法作小样本修正。")
    kept = 1.0 - concentration_of_weight
    moved = 2.0 * (ranked.w / everyone**2 - concentration_of_weight / everyone)
    return lorenz / kept, z / kept + lorenz / kept**2 * moved


def _convey(ranked: Ranked, total: float) -> tuple[float, Column]:
    """(2 sum w x C - Y)/(N Y) - 1, C up to and including the row; for comparison with R convey only."""
    everyone, x, w = ranked.weight_sum, ranked.x, ranked.w
    up_to, total_up_to = ranked.middle_weight + 0.5 * w, ranked.middle_total + 0.5 * w * x
    area = 2.0 * float(w @ (x * up_to)) - total
    z = (2.0 * (total - total_up_to + w * x + up_to * x) - x) / (everyone * total)
    z -= area * (x / (total**2 * everyone) + 1.0 / (total * everyone**2))
    return area / (everyone * total) - 1.0, z
