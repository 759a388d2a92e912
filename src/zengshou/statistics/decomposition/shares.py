"""A part over the whole, where there is a whole."""

from zengshou.statistics.ranked import ROUNDING
from zengshou.statistics.result import Result, Undefined, quotient


def share_of(part: Result, whole: Result, reason: str) -> Result:
    """part / whole, both indices free of units.

    Raises  Undefined with `reason` when the whole is zero but for rounding: equal incomes sum to an inequality of 1e-17
    """
    if abs(whole.value) <= ROUNDING:
        raise Undefined(reason)
    return quotient(part, whole, reason)
