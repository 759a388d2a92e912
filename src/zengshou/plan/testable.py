"""Can this target be tested at all: a promise smaller than the survey's error never lights a lamp."""

import math

from zengshou.plan.lamp_rules import LampRules, standard_rules
from zengshou.plan.model import Target
from zengshou.plan.wording import amount_text


def untestable_warning(
    target: Target, start: float, se_change: float, n: int | None = None, rules: LampRules | None = None
) -> str:
    """A warning in Chinese when h >= |D| already holds as the target is entered; "" when it can be tested.

    start      the value that the promised change is counted from
    se_change  standard error of the change, as the present design gives it
    n          households (or rows) behind that error: the size needed grows with (h / D) squared
    """
    half = (rules or standard_rules()).z * se_change
    change = abs(target.value - start)
    if half <= 0 or half < change:
        return ""
    unit = "个百分点" if target.unit == "%" else target.unit
    told = f"此目标无法用现有样本量检验：要求变化{amount_text(change, unit)}，误差±{amount_text(half, unit)}。"
    if n is None or change == 0:
        return told
    needed = math.floor(n * (half / change) ** 2) + 1
    return f"{told}现有样本{n:,}，至少需要{needed:,}。"
