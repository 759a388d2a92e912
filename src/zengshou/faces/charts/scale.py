"""Round ticks for a value axis, and the range that holds every value, interval and rule of a chart."""

import math
from dataclasses import dataclass

from zengshou.faces.charts.chart import Axis, Chart, Mark


def text_width(text: str, size: float) -> float:
    """About how many pixels a text takes: a Chinese character a full square, a Latin one a little over half."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.56 for letter in text)


@dataclass(frozen=True)
class Scale:
    """Ends of an axis and the ticks between them, all round numbers."""

    low: float
    high: float
    ticks: tuple[float, ...]


def round_step(span: float, wanted: int) -> float:
    """The round step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into about `wanted` pieces."""
    raw = span / max(wanted, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(power * factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if power * factor >= raw * 0.999)


def scale(low: float, high: float, axis: Axis, wanted: int = 5) -> Scale:
    """Round ends around `low` and `high`; fixed ends of the axis are kept as they are."""
    low = axis.low if axis.low is not None else low
    high = axis.high if axis.high is not None else high
    if high <= low:
        low, high = low - (abs(low) * 0.1 or 1.0), high + (abs(high) * 0.1 or 1.0)
    step = round_step(high - low, wanted)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    bottom = axis.low if axis.low is not None else first * step
    top = axis.high if axis.high is not None else last * step
    ticks = tuple(round(i * step, 10) for i in range(first, last + 1) if bottom - 1e-9 <= i * step <= top + 1e-9)
    return Scale(bottom, top, ticks)


def stacked_ends(chart: Chart) -> list[float]:
    """The far ends of stacked bars: positive and negative parts grow apart from zero."""
    sums: dict[tuple[str, int, bool], float] = {}
    for series in (one for one in chart.series if one.mark is Mark.BAR and one.stack):
        for index, value in enumerate(series.values):
            if value is not None:
                key = (series.stack, index, value >= 0)
                sums[key] = sums.get(key, 0.0) + value
    return list(sums.values())


def value_scale(chart: Chart) -> Scale:
    """The axis of amounts; bars and areas start from zero, lines only where zero is near."""
    found = stacked_ends(chart) + [rule.value for rule in chart.rules if not rule.is_upright]
    for series in chart.series:
        if not series.stack:
            found += [value for value in series.values if value is not None]
        found += [end for _, low, high in series.intervals for end in (low, high)]
    if any(series.mark in (Mark.BAR, Mark.AREA) for series in chart.series):
        found.append(0.0)
    found = found or [0.0, 1.0]
    return scale(min(found), max(found), chart.values)


def place_scale(chart: Chart) -> Scale:
    """The axis of places, for series that stand on values rather than categories."""
    found = [place for series in chart.series for place in series.at]
    found += [rule.value for rule in chart.rules if rule.is_upright]
    if (
        not chart.places.is_grouped and found
    ):  # years: one step is at least one year, with half a year of air on both sides
        step = max(1, math.ceil((max(found) - min(found)) / 8))
        ticks = tuple(float(year) for year in range(int(min(found)), int(max(found)) + 1, step))
        return Scale(min(found) - 0.5, max(found) + 0.5, ticks)
    found = found or [0.0, 1.0]
    return scale(min(found), max(found), chart.places, wanted=6)


def tick_text(value: float, axis: Axis, step: float) -> str:
    """A tick as printed: as many decimals as the step needs, thousands separated except for years."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9)) if step > 0 else 0
    if decimals and abs(round(step, decimals) - step) > 1e-9:
        decimals += 1
    text = f"{value:,.{decimals}f}" if axis.is_grouped else f"{value:.0f}"
    return f"{text}{axis.suffix}"
