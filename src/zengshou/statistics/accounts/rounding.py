"""What a printed figure may have been before it was rounded: a range, and the arithmetic of ranges."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.concepts.published import UNIT_SCALE, PublishedFigure

# A printed figure has at least these decimals: 5 % stands for 5.0 %. More are taken as they come.
FEWEST_DECIMALS = {"%": 1, "倍": 2}


@dataclass(frozen=True)
class Range:
    """Every value from `low` to `high`, both above zero where ranges are multiplied or divided."""

    low: float
    high: float

    def plus(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.high + other.high)

    def times(self, other: "Range") -> "Range":
        return Range(self.low * other.low, self.high * other.high)

    def over(self, other: "Range") -> "Range":
        return Range(self.low / other.high, self.high / other.low)

    def meets(self, other: "Range") -> bool:
        """True when one value could lie in both."""
        slack = 1e-9 * max(abs(self.low), abs(self.high), 1.0)
        return self.low <= other.high + slack and other.low <= self.high + slack


def half_step(value: float, unit: str) -> float:
    """Half of the last printed digit, in the printed unit."""
    decimals = max(len(f"{value:.6f}".rstrip("0").partition(".")[2]), FEWEST_DECIMALS.get(unit, 0))
    return 0.5 * 10.0**-decimals


def before_rounding(figure: PublishedFigure) -> Range:
    """The range of a figure, in base units."""
    half, scale = half_step(figure.value, figure.unit), UNIT_SCALE.get(figure.unit, 1.0)
    return Range((figure.value - half) * scale, (figure.value + half) * scale)


def factor(figure: PublishedFigure) -> Range:
    """The range of 1 + rate of a figure printed in per cent."""
    half = half_step(figure.value, figure.unit)
    return Range(1 + (figure.value - half) / 100, 1 + (figure.value + half) / 100)


def total(ranges: Sequence[Range]) -> Range:
    """The sum of ranges."""
    found = Range(0.0, 0.0)
    for each in ranges:
        found = found.plus(each)
    return found
