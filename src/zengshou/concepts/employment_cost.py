"""Necessary cost of employment (必要就业成本): what a wage is lessened by where need is assessed."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from zengshou.concepts.problem import refuse


class CostMethod(StrEnum):
    """Of what the cost is a share. Cities differ: a tenth of the wage in one, three tenths of the line in another."""

    SHARE_OF_WAGE = "share_of_wage"
    SHARE_OF_LINE = "share_of_line"
    SHARE_OF_MINIMUM_WAGE = "share_of_minimum_wage"
    FIXED = "fixed"

    @property
    def label(self) -> str:
        return {
            "share_of_wage": "工资的一定比例",
            "share_of_line": "低保标准的一定比例",
            "share_of_minimum_wage": "最低工资的一定比例",
            "fixed": "每月定额",
        }[self.value]


@dataclass(frozen=True, slots=True)
class EmploymentCost:
    """The cost of one earner in one month with a wage.

    rate          share of the wage or of `base_monthly_fen`; 1 for a fixed amount
    base_monthly_fen   the line, the minimum wage or the amount itself, in fen a month; None for a share of the wage
    cap_monthly_fen    the most that is deducted in a month; None for no cap
    Raises        ProblemsFound: a rate outside 0 to 1, or a base that the method lacks or does not want
    """

    method: CostMethod
    rate: Fraction
    base_monthly_fen: int | None = None
    cap_monthly_fen: int | None = None

    def __post_init__(self) -> None:
        where = "必要就业成本参数"
        if not 0 <= self.rate <= 1:
            raise refuse(f"比例 {float(self.rate)} 不在 0 到 1 之间。", where, "改成 0 到 1 之间的数。")
        if (self.base_monthly_fen is None) is not (self.method is CostMethod.SHARE_OF_WAGE):
            found = f"方法“{self.method.label}”与是否给出每月基数不相符。"
            raise refuse(found, where, "按工资比例的不给基数；其余方法给出低保标准、最低工资或定额（分/月）。")

    def monthly_fen(self, wage_fen: int) -> int:
        """Cost of one month with a wage of `wage_fen`, half up to the fen: never below zero, never above the wage."""
        if wage_fen <= 0:
            return 0
        base = wage_fen if self.base_monthly_fen is None else self.base_monthly_fen
        cost = half_up(base * self.rate.numerator, self.rate.denominator)
        limit = wage_fen if self.cap_monthly_fen is None else min(wage_fen, self.cap_monthly_fen)
        return min(cost, limit)


def half_up(over: int, under: int) -> int:
    """over / under rounded to a whole number, halves up, in whole numbers throughout. `under` is above 0."""
    return (2 * over + under) // (2 * under)
