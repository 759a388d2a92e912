"""Numbers of figures as an analyst reads them: more digits than a public page, the same everywhere in this face."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import EMPTY, Quantity, grouped, quantity_of

WHOLE_FROM = 1_000.0
POINTS = "个百分点"


def is_difference(estimate: Estimate) -> bool:
    """Whether a figure is one figure less another: shares then differ by percentage points."""
    return estimate.indicator.startswith("change_") or estimate.indicator.endswith("_difference")


def number_text(value: float | None, estimate: Estimate) -> str:
    """A value in the unit of its figure: shares in per cent, indices with four decimals, large amounts without any."""
    if value is None:
        return EMPTY
    quantity = quantity_of(estimate.unit)
    if quantity is Quantity.SHARE:
        return f"{grouped(100 * value, 2)}{POINTS if is_difference(estimate) else '%'}"
    if quantity is Quantity.RATIO:
        return grouped(value, 4)
    return grouped(value, 0 if abs(value) >= WHOLE_FROM else 2 if abs(value) >= 1 else 4)


def error_text(estimate: Estimate) -> str:
    """A standard error with about as many digits as its figure."""
    is_amount = quantity_of(estimate.unit) not in (Quantity.SHARE, Quantity.RATIO)
    if estimate.se is not None and is_amount and abs(estimate.value or 0.0) >= WHOLE_FROM:
        return grouped(estimate.se, 0 if estimate.se >= 10 else 1)
    return number_text(estimate.se, estimate)


def interval_text(estimate: Estimate) -> str:
    if estimate.ci_low is None or estimate.ci_high is None:
        return EMPTY
    low, high = number_text(estimate.ci_low, estimate), number_text(estimate.ci_high, estimate)
    return f"{low.removesuffix(POINTS)} 至 {high}"


def count_text(count: int | None) -> str:
    return EMPTY if count is None else f"{count:,}"
