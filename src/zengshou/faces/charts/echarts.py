"""Writes a drawing as an ECharts option: plain JSON, no functions, so that it may travel as data under a strict CSP."""

import json
from collections.abc import Sequence
from typing import TypeAlias

from zengshou.faces.charts.chart import Axis, Chart, Mark, Rule, Series
from zengshou.faces.charts.palette import AXIS, FONT, GRID, TEXT, Colour
from zengshou.faces.charts.scale import Scale, place_scale, text_width, value_scale

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | int | bool | None"

NARROW = 480  # pixels; below it the drawing is arranged for a phone
PHONE_WIDTH = 300
SHORTEST_LABELLED = 0.075  # a bar shorter than this share of the axis has no room for its number

SMALL: dict[str, Json] = {"color": TEXT, "fontSize": 12}


def option(chart: Chart) -> dict[str, Json]:
    """The whole option. No animation (print), a spoken description (aria), tooltips drawn on the canvas (CSP)."""
    places, values = _place_axis(chart), _value_axis(chart)
    names = [_legend_name(series) for series in chart.series]
    drawn: dict[str, Json] = {
        "animation": False,
        "aria": {"enabled": True, "label": {"description": chart.alt}},
        "textStyle": {"fontFamily": FONT, "color": TEXT},
        "legend": {
            "show": len(names) > 1,
            "data": names,
            "top": 0,
            "left": 0,
            "itemWidth": 26,
            "itemGap": 16,
            "textStyle": SMALL,
            "selectedMode": False,
        },
        "grid": {
            "left": 12,
            "right": 28,
            "top": 62 if len(names) > 1 else 34,
            "bottom": 30 if _bottom(chart).title else 10,
            "containLabel": True,
        },
        "tooltip": {
            "trigger": "axis",
            "renderMode": "richText",
            "confine": True,
            "axisPointer": {"type": "line"},
            "textStyle": {"fontSize": 12, "color": TEXT},
        },
        "xAxis": values if chart.is_horizontal else places,
        "yAxis": places if chart.is_horizontal else values,
        "series": [_series(series, chart) for series in chart.series] + _rules(chart),
    }
    return {"baseOption": drawn, "media": [{"query": {"maxWidth": NARROW}, "option": _on_phones(chart)}]}


def _legend_name(series: Series) -> Json:
    """A line is shown as a line, without the dot that it does not carry."""
    is_dotted = series.mark in (Mark.BAR, Mark.POINT)
    return {"name": series.name} if is_dotted else {"name": series.name, "itemStyle": {"opacity": 0}}


def _on_phones(chart: Chart) -> dict[str, Json]:
    """Room for a legend of several rows, narrower names of categories, no numbers in the bars."""
    rows, x = 1, 0.0
    for series in chart.series:
        width = 42 + text_width(series.name, 12)
        rows, x = (rows + 1, width) if x + width > PHONE_WIDTH and x else (rows, x + width)
    change: dict[str, Json] = {"series": [{"label": {"show": False}} for _ in chart.series]}
    if len(chart.series) > 1:
        change["grid"] = {"top": 40 + 22 * rows}
    if chart.is_horizontal:
        change["yAxis"] = {"axisLabel": {"width": 84, "fontSize": 11, "lineHeight": 13}}
    return change


def as_json(chart: Chart) -> str:
    """The option as text that may stand inside a script element of type application/json."""
    text = json.dumps(option(chart), ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _bottom(chart: Chart) -> Axis:
    return chart.values if chart.is_horizontal else chart.places


def _named(axis: Axis, is_bottom: bool) -> dict[str, Json]:
    if is_bottom:
        return {"name": axis.title, "nameLocation": "middle", "nameGap": 30, "nameTextStyle": SMALL}
    return {
        "name": axis.title,
        "nameLocation": "end",
        "nameGap": 12,
        "nameTextStyle": {"color": TEXT, "fontSize": 12, "align": "left"},
    }


def _place_axis(chart: Chart) -> dict[str, Json]:
    axis = chart.places
    line: dict[str, Json] = {
        "axisLine": {"lineStyle": {"color": AXIS}, "onZero": chart.is_horizontal},
        "axisTick": {"show": False},
    }
    if not axis.is_grouped:
        return _year_axis(axis, place_scale(chart), line)
    if axis.categories:
        label: dict[str, Json] = {**SMALL, "interval": 0, "hideOverlap": not chart.is_horizontal}
        if chart.is_horizontal:
            label |= {"width": 150, "overflow": "break", "lineHeight": 15}
        return {
            "type": "category",
            "data": list(axis.categories),
            "inverse": chart.is_horizontal,
            "axisLabel": label,
            **_named(axis, not chart.is_horizontal),
            **line,
            "axisLine": {"lineStyle": {"color": AXIS}, "onZero": False},
        }
    return {
        **_value_type(axis, place_scale(chart)),
        **_named(axis, not chart.is_horizontal),
        **line,
        "splitLine": {"show": False},
    }


def _value_axis(chart: Chart) -> dict[str, Json]:
    return {
        **_value_type(chart.values, value_scale(chart)),
        **_named(chart.values, chart.is_horizontal),
        "splitLine": {"lineStyle": {"color": GRID}},
        "axisLine": {"show": False},
    }


def _value_type(axis: Axis, ends: Scale) -> dict[str, Json]:
    label: dict[str, Json] = (
        {**SMALL, "formatter": "{value}" + axis.suffix} if axis.suffix else {**SMALL, "hideOverlap": True}
    )
    kind: dict[str, Json] = {"type": "value", "min": ends.low, "max": ends.high, "axisLabel": label}
    if len(ends.ticks) > 1:
        kind["interval"] = round(ends.ticks[1] - ends.ticks[0], 10)
    return kind


def _year_axis(axis: Axis, ends: Scale, line: dict[str, Json]) -> dict[str, Json]:
    """Years are names, so that no thousands separator gets into them."""
    years: list[Json] = [str(year) for year in range(round(ends.low + 0.5), round(ends.high - 0.5) + 1)]
    return {
        "type": "category",
        "data": years,
        "axisLabel": {**SMALL, "hideOverlap": True},
        **_named(axis, True),
        **line,
    }


def _place(place: float, axis: Axis) -> Json:
    """A place on the axis: a year by its name, anything else by its number."""
    return place if axis.is_grouped else f"{place:.0f}"


def _datum(series: Series, index: int, axis: Axis, length: float) -> Json:
    """One value: alone in its category, or with its place; a labelled one carries its text with separators."""
    value = series.values[index]
    if value is None:
        return None
    rounded = round(value, series.decimals + 2)
    if series.at:
        return [_place(series.place(index), axis), rounded]
    if not series.has_labels:
        return rounded
    label: dict[str, Json] = {"formatter": f"{value:,.{series.decimals}f}"}
    if series.stack and abs(value) < SHORTEST_LABELLED * length:
        label["show"] = False
    return {"value": rounded, "label": label}


def _series(series: Series, chart: Chart) -> Json:
    ends = value_scale(chart)
    data: list[Json] = [
        _datum(series, index, chart.places, ends.high - ends.low) for index in range(len(series.values))
    ]
    drawn: dict[str, Json] = {"name": series.name, "data": data, "itemStyle": {"color": series.colour.value}}
    drawn |= _bar(series, chart) if series.mark is Mark.BAR else _line(series)
    if series.intervals:
        drawn["markLine"] = _whiskers(series, chart)
    return drawn


def _bar(series: Series, chart: Chart) -> dict[str, Json]:
    side = "inside" if series.stack else ("right" if chart.is_horizontal else "top")
    drawn: dict[str, Json] = {"type": "bar", "barMaxWidth": 38, "barCategoryGap": "35%"}
    if series.stack:
        drawn |= {
            "stack": series.stack,
            "itemStyle": {"color": series.colour.value, "borderColor": "#fff", "borderWidth": 1},
        }
    if series.has_labels:
        drawn["label"] = {
            "show": True,
            "position": side,
            "fontSize": 12,
            "color": series.colour.label if series.stack else TEXT,
        }
        drawn["labelLayout"] = {"hideOverlap": True}
    return drawn


def _line(series: Series) -> dict[str, Json]:
    dashes: list[Json] = list(series.colour.dash)
    drawn: dict[str, Json] = {
        "type": "line",
        "symbol": "circle" if series.mark is Mark.POINT else "none",
        "symbolSize": 9,
        "z": 3,
        "lineStyle": {"color": series.colour.value, "width": 2.4, "type": dashes or "solid"},
    }
    if series.mark is Mark.AREA:
        drawn["areaStyle"] = {"color": series.colour.value, "opacity": 0.10}
    return drawn


def _whiskers(series: Series, chart: Chart) -> Json:
    """Error bars as marked lines from the lower to the upper limit: they need no drawing function."""
    lines: list[Json] = []
    for number, low, high in series.intervals:
        place = _place(number, chart.places)
        ends: Sequence[Json] = [[low, place], [high, place]] if chart.is_horizontal else [[place, low], [place, high]]
        lines.append([{"coord": end} for end in ends])
    ink = Colour.INK.value if series.mark is Mark.BAR else series.colour.value
    return {
        "silent": True,
        "animation": False,
        "symbol": ["rect", "rect"],
        "symbolSize": [9, 1.6],
        "label": {"show": False},
        "lineStyle": {"color": ink, "width": 1.6, "type": "solid"},
        "data": lines,
    }


def _rule_line(rule: Rule, chart: Chart) -> Json:
    is_x = rule.is_upright != chart.is_horizontal
    return {
        "xAxis" if is_x else "yAxis": rule.value,
        "label": {"formatter": rule.label, "position": "insideEndTop", "color": Colour.VERMILION.value, "fontSize": 12},
    }


def _rules(chart: Chart) -> list[Json]:
    if not chart.rules:
        return []
    return [
        {
            "type": "line",
            "data": [],
            "silent": True,
            "markLine": {
                "silent": True,
                "symbol": "none",
                "animation": False,
                "data": [_rule_line(rule, chart) for rule in chart.rules],
                "lineStyle": {"color": Colour.VERMILION.value, "type": [5, 4], "width": 1.5},
            },
        }
    ]
