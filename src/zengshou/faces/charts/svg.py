"""Draws a figure as inline SVG on the server: what stands on the page without JavaScript, in print and in downloads.

Presentation attributes only (no style attributes), so that a strict content security policy lets it through.
"""

from dataclasses import dataclass
from html import escape

from zengshou.faces.charts.chart import Chart, Mark, Rule, Series
from zengshou.faces.charts.palette import AXIS, FONT, GRID, TEXT, Colour
from zengshou.faces.charts.scale import Scale, place_scale, text_width, tick_text, value_scale

WIDTH = 640
SIZE = 13


@dataclass(frozen=True)
class Frame:
    """The plot area in pixels and the two scales; `point` turns (place, value) into pixels however the chart lies."""

    chart: Chart
    left: float
    right: float
    top: float
    bottom: float
    places: Scale | None
    values: Scale

    def along(self, place: float) -> float:
        """0 to 1 along the axis of places."""
        if self.places is None:
            return (place + 0.5) / max(len(self.chart.places.categories), 1)
        return (place - self.places.low) / (self.places.high - self.places.low)

    def point(self, place: float, value: float) -> tuple[float, float]:
        share = (value - self.values.low) / (self.values.high - self.values.low)
        if self.chart.is_horizontal:
            return self.left + share * (self.right - self.left), self.top + self.along(place) * (self.bottom - self.top)
        return self.left + self.along(place) * (self.right - self.left), self.bottom - share * (self.bottom - self.top)

    @property
    def band(self) -> float:
        """Pixels of one category."""
        length = self.bottom - self.top if self.chart.is_horizontal else self.right - self.left
        return length / max(len(self.chart.places.categories), 1)


def draw(chart: Chart) -> str:
    """The figure as one svg element with its description."""
    frame = _frame(chart)
    body = [_axes(frame), *(_rule(frame, rule) for rule in chart.rules)]
    bars = [series for series in chart.series if series.mark is Mark.BAR]
    body.append(_bars(frame, bars))
    body += [_line(frame, series) for series in chart.series if series.mark is not Mark.BAR]
    body += [_whiskers(frame, series, bars) for series in chart.series]
    body.append(_legend(chart))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {chart.height}" '
        f'width="{WIDTH}" height="{chart.height}" '
        f'role="img" aria-label="{escape(chart.alt)}" font-family="{escape(FONT)}" font-size="{SIZE}" fill="{TEXT}">'
        + "".join(body)
        + "</svg>"
    )


def _frame(chart: Chart) -> Frame:
    values = value_scale(chart)
    places = None if chart.places.categories else place_scale(chart)
    if chart.is_horizontal:
        left = 14 + max((min(text_width(name, SIZE), 190) for name in chart.places.categories), default=40)
    else:
        step = values.ticks[1] - values.ticks[0] if len(values.ticks) > 1 else 1.0
        left = 14 + max((text_width(tick_text(tick, chart.values, step), SIZE) for tick in values.ticks), default=30)
    top = 24 + (22 * _legend_rows(chart)) + (0 if chart.is_horizontal else 8)
    bottom_title = chart.values.title if chart.is_horizontal else chart.places.title
    return Frame(chart, left, WIDTH - 24, top, chart.height - (46 if bottom_title else 26), places, values)


def _text(x: float, y: float, text: str, anchor: str = "middle", fill: str = TEXT) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}">{escape(text)}</text>'


def _segment(
    start: tuple[float, float], end: tuple[float, float], stroke: str, width: float = 1, dash: tuple[int, ...] = ()
) -> str:
    dashes = f' stroke-dasharray="{" ".join(map(str, dash))}"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" stroke="{stroke}" '
        f'stroke-width="{width}"{dashes}/>'
    )


def _axes(frame: Frame) -> str:
    chart, drawn = frame.chart, []
    step = frame.values.ticks[1] - frame.values.ticks[0] if len(frame.values.ticks) > 1 else 1.0
    for tick in frame.values.ticks:
        x, y = frame.point(0, tick)
        name = tick_text(tick, chart.values, step)
        stroke = AXIS if tick == 0 else GRID
        if chart.is_horizontal:
            drawn += [_segment((x, frame.top), (x, frame.bottom), stroke), _text(x, frame.bottom + 18, name)]
        else:
            drawn += [_segment((frame.left, y), (frame.right, y), stroke), _text(frame.left - 6, y + 4, name, "end")]
    drawn += _place_names(frame)
    below, above = (
        (chart.values.title, chart.places.title) if chart.is_horizontal else (chart.places.title, chart.values.title)
    )
    drawn.append(_text((frame.left + frame.right) / 2, chart.height - 6, below))
    drawn.append(_text(4, frame.top - 10, above, "start"))
    return "".join(drawn)


def _place_names(frame: Frame) -> list[str]:
    chart = frame.chart
    if frame.places is None:
        if chart.is_horizontal:
            return [
                _text(frame.left - 8, frame.point(i, 0)[1] + 4, name, "end")
                for i, name in enumerate(chart.places.categories)
            ]
        return [
            _text(frame.left + (i + 0.5) * frame.band, frame.bottom + 18, name)
            for i, name in enumerate(chart.places.categories)
        ]
    ticks = frame.places.ticks
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    drawn = [
        _text(frame.point(tick, frame.values.low)[0], frame.bottom + 18, tick_text(tick, chart.places, step))
        for tick in ticks
    ]
    return [*drawn, _segment((frame.left, frame.bottom), (frame.right, frame.bottom), AXIS)]


def _bars(frame: Frame, bars: list[Series]) -> str:
    lanes = list(dict.fromkeys(series.stack or series.name for series in bars))
    grown: dict[tuple[str, int, bool], float] = {}
    drawn = []
    for series in bars:
        for index, value in enumerate(series.values):
            if value is None:
                continue
            lane = series.stack or series.name
            key = (lane, index, value >= 0)
            start = grown.get(key, 0.0) if series.stack else 0.0
            grown[key] = start + value
            drawn.append(_bar(frame, series, index, (start, start + value), (lanes.index(lane), len(lanes))))
    return "".join(drawn)


def _lane(frame: Frame, lane: tuple[int, int]) -> tuple[float, float]:
    """(offset from the middle of the category, width) of one lane of bars."""
    width = min(frame.band * 0.68 / lane[1], 44.0)
    return (lane[0] - (lane[1] - 1) / 2) * width, width


def _bar(frame: Frame, series: Series, index: int, ends: tuple[float, float], lane: tuple[int, int]) -> str:
    offset, width = _lane(frame, lane)
    (x1, y1), (x2, y2) = frame.point(index, ends[0]), frame.point(index, ends[1])
    if frame.chart.is_horizontal:
        x, y, wide, high = min(x1, x2), y1 + offset - width / 2, abs(x2 - x1), width
    else:
        x, y, wide, high = x1 + offset - width / 2, min(y1, y2), width, abs(y2 - y1)
    box = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{series.colour.value}" '
        'stroke="#fff" stroke-width="1"/>'
    )
    label = f"{ends[1] - ends[0]:,.{series.decimals}f}"
    if series.has_labels and series.stack and wide > text_width(label, SIZE) + 4 and high > SIZE:
        return box + _text(x + wide / 2, y + high / 2 + 4.5, label, fill=series.colour.label)
    return box


def _path(frame: Frame, series: Series) -> list[list[tuple[float, float]]]:
    """Runs of points; a missing value breaks the line."""
    runs: list[list[tuple[float, float]]] = [[]]
    for index, value in enumerate(series.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(frame.point(series.place(index), value))
    return [run for run in runs if run]


def _line(frame: Frame, series: Series) -> str:
    drawn = []
    dash = f' stroke-dasharray="{" ".join(map(str, series.colour.dash))}"' if series.colour.dash else ""
    for run in _path(frame, series):
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
        if series.mark is Mark.AREA:
            floor = frame.point(0, max(0.0, frame.values.low))[1]
            drawn.append(
                f'<polygon points="{run[0][0]:.1f},{floor:.1f} {points} {run[-1][0]:.1f},{floor:.1f}" '
                f'fill="{series.colour.value}" fill-opacity="0.1"/>'
            )
        drawn.append(
            f'<polyline points="{points}" fill="none" stroke="{series.colour.value}" stroke-width="2.4"{dash}/>'
        )
        if series.mark is Mark.POINT:
            drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{series.colour.value}"/>' for x, y in run]
    return "".join(drawn)


def _whiskers(frame: Frame, series: Series, bars: list[Series]) -> str:
    lanes = list(dict.fromkeys(one.stack or one.name for one in bars))
    lane = (lanes.index(series.stack or series.name), len(lanes)) if series in bars else (0, 1)
    offset = _lane(frame, lane)[0] if series in bars else 0.0
    stroke = Colour.INK.value if series in bars else series.colour.value
    drawn = []
    for place, low, high in series.intervals:
        (x1, y1), (x2, y2) = frame.point(place, low), frame.point(place, high)
        if frame.chart.is_horizontal:
            y = y1 + offset
            drawn += [
                _segment((x1, y), (x2, y), stroke, 1.6),
                *(_segment((x, y - 4), (x, y + 4), stroke, 1.6) for x in (x1, x2)),
            ]
        else:
            x = x1 + offset
            drawn += [
                _segment((x, y1), (x, y2), stroke, 1.6),
                *(_segment((x - 4, y), (x + 4, y), stroke, 1.6) for y in (y1, y2)),
            ]
    return "".join(drawn)


def _rule(frame: Frame, rule: Rule) -> str:
    ink = Colour.VERMILION.value
    if rule.is_upright != frame.chart.is_horizontal:
        x = frame.point(rule.value, 0)[0] if rule.is_upright else frame.point(0, rule.value)[0]
        return _segment((x, frame.top), (x, frame.bottom), ink, 1.5, (5, 4)) + _text(
            x + 4, frame.top + 10, rule.label, "start", ink
        )
    y = frame.point(0, rule.value)[1]
    return _segment((frame.left, y), (frame.right, y), ink, 1.5, (5, 4)) + _text(
        frame.right, y - 5, rule.label, "end", ink
    )


def _legend_places(chart: Chart) -> list[tuple[Series, float, int]]:
    """(series, x, row) of each entry, wrapped at the width of the figure."""
    places, x, row = [], 4.0, 0
    for series in chart.series if len(chart.series) > 1 else ():
        width = 36 + text_width(series.name, SIZE) + 16
        if x + width > WIDTH and x > 4:
            x, row = 4.0, row + 1
        places.append((series, x, row))
        x += width
    return places


def _legend_rows(chart: Chart) -> int:
    places = _legend_places(chart)
    return places[-1][2] + 1 if places else 0


def _legend(chart: Chart) -> str:
    drawn = []
    for series, x, row in _legend_places(chart):
        y = 12 + 22 * row
        if series.mark is Mark.BAR:
            drawn.append(f'<rect x="{x:.1f}" y="{y - 7}" width="22" height="13" fill="{series.colour.value}"/>')
        else:
            drawn.append(_segment((x, y), (x + 26, y), series.colour.value, 2.4, series.colour.dash))
            drawn.append(
                f'<circle cx="{x + 13:.1f}" cy="{y}" r="4" fill="{series.colour.value}"/>'
                if series.mark is Mark.POINT
                else ""
            )
        drawn.append(_text(x + 32, y + 4.5, series.name, "start"))
    return "".join(drawn)
