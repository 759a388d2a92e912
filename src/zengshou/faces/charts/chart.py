"""A drawing as data: axes, series, rules. No library's words in it, so that every writer draws the same figure."""

from dataclasses import dataclass
from enum import Enum

from zengshou.faces.charts.palette import Colour


class Mark(Enum):
    """How a series is drawn."""

    BAR = "bar"
    LINE = "line"
    AREA = "area"
    POINT = "point"  # joined by a line, each point with its interval


@dataclass(frozen=True)
class Axis:
    """One axis: names of categories, or a value axis when there are none.

    title     what is measured, with its unit
    low, high fixed ends of a value axis; None lets the values decide
    suffix    printed after each tick, e.g. %
    is_grouped  False for years: 2018, not 2,018
    """

    title: str = ""
    categories: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    suffix: str = ""
    is_grouped: bool = True


@dataclass(frozen=True)
class Series:
    """One series of values.

    values     one per category, or one per place in `at`; None where there is no figure
    at         places on a value axis (empty: the categories in order)
    lows, highs  ends of the interval of each value, drawn as error bars
    stack      series that share a name stand on each other
    decimals   digits of a value in labels
    has_labels prints each value on its bar
    """

    name: str
    values: tuple[float | None, ...]
    colour: Colour
    mark: Mark
    at: tuple[float, ...] = ()
    lows: tuple[float | None, ...] = ()
    highs: tuple[float | None, ...] = ()
    stack: str = ""
    decimals: int = 1
    has_labels: bool = False

    def place(self, index: int) -> float:
        """Where the value stands along the axis: its place, or the number of its category."""
        return self.at[index] if self.at else float(index)

    @property
    def intervals(self) -> tuple[tuple[float, float, float], ...]:
        """(place, low, high) of every value that has an interval of some width."""
        limits = enumerate(zip(self.lows, self.highs, strict=True))
        return tuple(
            (self.place(index), low, high)
            for index, (low, high) in limits
            if low is not None and high is not None and high > low
        )


@dataclass(frozen=True)
class Rule:
    """A straight line at a value: upright on the axis of places, level on the axis of values."""

    value: float
    label: str
    is_upright: bool = False


@dataclass(frozen=True)
class Chart:
    """A drawing. `places` is the axis of categories or places, `values` the axis of amounts.

    alt  the figure in one sentence, for those who do not see it
    """

    places: Axis
    values: Axis
    series: tuple[Series, ...]
    alt: str
    rules: tuple[Rule, ...] = ()
    is_horizontal: bool = False
    height: int = 340
