"""Writes a drawing as a native office chart: the office draws it with its own fonts, and a clerk may edit it.

The numbers stand on a worksheet and, as a cache, in the chart itself, for viewers that do not calculate.
"""

from typing import TypeAlias

from openpyxl.chart import BarChart, ScatterChart
from openpyxl.chart.axis import NumericAxis, TextAxis
from openpyxl.chart.data_source import AxDataSource, NumDataSource, StrRef
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import Marker
from openpyxl.chart.series import Series as BarSeries
from openpyxl.chart.series import SeriesLabel, XYSeries
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun

from zengshou.faces.charts.block import Block
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.palette import AXIS, GRID, TEXT, Colour
from zengshou.faces.charts.scale import Scale, place_scale, value_scale

DASHES = {
    Colour.ORANGE: "dash",
    Colour.TEAL: "sysDot",
    Colour.PLUM: "dashDot",
    Colour.GREY: "dash",
    Colour.VERMILION: "sysDash",
}
LOWEST = 4.0  # cm; a chart of a single bar still needs room for its axis
POINT = 12700  # English Metric Units of one point
OfficeChart: TypeAlias = BarChart | ScatterChart


def office_chart(chart: Chart, block: Block) -> OfficeChart:
    """The native chart of a drawing; its numbers are written through `block`."""
    made: OfficeChart = _bars(chart, block) if chart.places.categories else _lines(chart, block)
    made.height, made.width = max(6.6 * chart.height / 340, LOWEST), 15.4
    made.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    if len(made.series) < 2:
        made.legend = None
    else:
        made.legend.position = "t"
        made.legend.txPr = _text_style()
    return made


def _letters(ink: str = TEXT) -> CharacterProperties:
    return CharacterProperties(
        sz=900, b=False, solidFill=ink[1:], latin=Font(typeface="Times New Roman"), ea=Font(typeface="宋体")
    )


def _text_style(ink: str = TEXT) -> RichText:
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(ink)), endParaRPr=_letters(ink))])


def _title(words: str) -> Title | None:
    if not words:
        return None
    run = RegularTextRun(rPr=_letters(), t=words)
    rich = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters()), r=[run])])
    return Title(tx=Text(rich=rich), overlay=False)


def _style(axis: NumericAxis | TextAxis, described: Axis, ends: Scale | None, has_grid: bool) -> None:
    """Ends, unit, letters and grid of one axis."""
    axis.delete = False
    axis.txPr = _text_style()
    axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=AXIS[1:], w=POINT * 3 // 4))
    axis.tickLblPos = "low"
    axis.majorTickMark = "none"
    axis.title = _title(described.title)
    if not has_grid:
        axis.majorGridlines = None
    else:
        axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=GRID[1:], w=POINT // 2))
    if ends is not None:
        axis.scaling.min, axis.scaling.max = ends.low, ends.high
        axis.majorUnit = ends.ticks[1] - ends.ticks[0] if len(ends.ticks) > 1 else None
        axis.number_format = _tick_format(described, ends)


def _tick_format(axis: Axis, ends: Scale) -> str:
    if not axis.is_grouped:
        return "0"
    step = ends.ticks[1] - ends.ticks[0] if len(ends.ticks) > 1 else 1.0
    decimals = next((digits for digits in range(4) if abs(round(step, digits) - step) < 1e-9), 4)
    return "#,##0" + ("." + "0" * decimals if decimals else "") + (f'"{axis.suffix}"' if axis.suffix else "")


def _bars(chart: Chart, block: Block) -> BarChart:
    made = BarChart()
    made.type = "bar" if chart.is_horizontal else "col"
    is_stacked = any(series.stack for series in chart.series)
    made.grouping, made.overlap, made.gapWidth = ("stacked", 100, 55) if is_stacked else ("clustered", 0, 55)
    names = block.names("", chart.places.categories)
    made.series = [_bar_series(series, index, names, block) for index, series in enumerate(chart.series)]
    _style(made.x_axis, chart.places, None, has_grid=False)
    _style(made.y_axis, chart.values, value_scale(chart), has_grid=True)
    if chart.is_horizontal:  # the first category on top, as it is read, and the scale still below
        made.x_axis.scaling.orientation = "maxMin"
        made.y_axis.crosses = "max"
        made.y_axis.tickLblPos = "nextTo"
    return made


def _bar_series(series: Series, index: int, names: AxDataSource, block: Block) -> BarSeries:
    head, numbers = block.numbers(series.name, series.values)
    made = BarSeries(
        idx=index,
        order=index,
        tx=SeriesLabel(strRef=StrRef(f=head, strCache=block.strings((series.name,)))),
        cat=names,
        val=numbers,
    )
    made.invertIfNegative = False
    made.spPr = GraphicalProperties(
        solidFill=series.colour.value[1:], ln=LineProperties(solidFill="FFFFFF", w=POINT // 2)
    )
    if series.has_labels:
        made.dLbls = DataLabelList(
            showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
        )
        made.dLbls.numFmt = "#,##0" + ("." + "0" * series.decimals if series.decimals else "")
        made.dLbls.txPr = _text_style(series.colour.label)
    made.errBars = _error_bars(series, block, "")
    return made


def _error_bars(series: Series, block: Block, direction: str) -> ErrorBars | None:
    """Custom bars: how far each limit lies from the value."""
    if not series.intervals:
        return None
    triples = tuple(zip(series.values, series.lows, series.highs, strict=True))
    below = tuple(0.0 if value is None or low is None else max(value - low, 0.0) for value, low, _ in triples)
    above = tuple(0.0 if value is None or high is None else max(high - value, 0.0) for value, _, high in triples)
    ink = Colour.INK if series.mark is Mark.BAR else series.colour
    bars = ErrorBars(
        errBarType="both",
        errValType="cust",
        noEndCap=False,
        minus=block.numbers(f"{series.name} −", below)[1],
        plus=block.numbers(f"{series.name} +", above)[1],
    )
    bars.spPr = GraphicalProperties(ln=LineProperties(solidFill=ink.value[1:], w=POINT))
    bars.errDir = direction or None
    return bars


def _lines(chart: Chart, block: Block) -> ScatterChart:
    made = ScatterChart()
    made.style = None
    made.scatterStyle = "lineMarker"
    places, values = place_scale(chart), value_scale(chart)
    made.series = [_line_series(series, index, block) for index, series in enumerate(chart.series)]
    for rule in chart.rules:
        ends = (
            ((rule.value, rule.value), (values.low, values.high))
            if rule.is_upright
            else ((places.low, places.high), (rule.value, rule.value))
        )
        drawn = Series(rule.label, ends[1], Colour.VERMILION, Mark.LINE, at=ends[0])
        made.series.append(_line_series(drawn, len(made.series), block))
    _style(made.x_axis, chart.places, places, has_grid=False)
    _style(made.y_axis, chart.values, values, has_grid=True)
    if not chart.places.is_grouped:
        made.x_axis.scaling.min, made.x_axis.scaling.max = places.ticks[0] - 1, places.ticks[-1] + 1
    return made


def _line_series(series: Series, index: int, block: Block) -> XYSeries:
    _, along = block.numbers(f"{series.name} x", series.at)
    head, up = block.numbers(series.name, series.values)
    made = XYSeries(
        idx=index,
        order=index,
        tx=SeriesLabel(strRef=StrRef(f=head, strCache=block.strings((series.name,)))),
        xVal=AxDataSource(numRef=along.numRef),
        yVal=NumDataSource(numRef=up.numRef),
    )
    line = LineProperties(solidFill=series.colour.value[1:], w=POINT * 2, prstDash=DASHES.get(series.colour))
    made.spPr = GraphicalProperties(ln=line)
    made.marker = Marker(symbol="circle", size=7) if series.mark is Mark.POINT else Marker(symbol="none")
    if series.mark is Mark.POINT:
        made.marker.spPr = GraphicalProperties(solidFill=series.colour.value[1:])
    made.smooth = False
    made.errBars = _error_bars(series, block, "y")
    return made
