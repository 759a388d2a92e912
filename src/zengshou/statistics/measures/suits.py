"""Suits' index: progressivity over people lined up by income and counted by income, not by head.

Source  Suits (1977), American Economic Review 67(4), 747-752. The influence is worked out below.
"""

from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result, Undefined


def suits(pre: Ranked, tax: Ranked) -> Result:
    """1 - 2 times the area under (share of income, share of tax): -1 regressive, 0 proportional, 1 progressive.

    Raises  Undefined when total income is not above zero, an income is negative, or the tax adds up to zero
    """
    income, taxes = pre.positive_total, tax.total
    if pre.lowest < 0:
        raise Undefined("含负收入，收入份额不再单调，Suits 指数无定义。")
    if taxes == 0:
        raise Undefined("税额合计为零，Suits 指数无定义。")
    paid_up_to = pre.middles((pre.w * tax.x)[pre.order])
    value = 2.0 * float(pre.w @ (tax.x * pre.middle_total)) / (taxes * income) - 1.0
    z = 2.0 / (taxes * income) * (tax.x * pre.middle_total + pre.x * (taxes - paid_up_to))
    z -= (value + 1.0) * (tax.x / taxes + pre.x / income)
    return Result(value, pre.domain, z, ("suits=ranked and weighted by income before",))
