"""A target's pace and forecast: in one sentence, and as a dashed line with its interval on the figure of the path."""

from dataclasses import replace

from zengshou.evaluation.forecast import Forecast, Outlook, Pace
from zengshou.faces.amounts import quantity_of
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import Cell
from zengshou.faces.charts.targets import amount
from zengshou.faces.words import Words


def outlook_text(seen: Outlook, words: Words) -> str:
    """Forecast, chance and pace; where nothing is forecast, why. The reason is in Chinese, as reasons of lamps are."""
    told = [] if seen.forecast is None else [_forecast_text(seen, seen.forecast, words)]
    told += [] if seen.pace is None else [_pace_text(seen.pace, words)]
    return (" " if not words.is_chinese else "").join([*told, *([seen.reason] if seen.reason else [])])


def _forecast_text(seen: Outlook, forecast: Forecast, words: Words) -> str:
    unit = seen.target.unit
    return words(
        "推算：按现有趋势，{year}年约{point}（95%预测区间{low}至{high}），到期达到目标的可能性约{chance}。",
        year=forecast.year,
        point=amount(forecast.point, unit, words),
        low=amount(forecast.low, unit, words),
        high=amount(forecast.high, unit, words),
        chance=f"{forecast.chance:.0%}",
    )


def _pace_text(pace: Pace, words: Words) -> str:
    if pace.is_met:
        return words("{year}年的数已达到目标值，期限在{deadline}年。", year=pace.from_year, deadline=pace.to_year)
    needed = words(
        "从{start}年到{end}年每年需{pace}",
        start=pace.from_year,
        end=pace.to_year,
        pace=_yearly(pace, pace.needed, words),
    )
    if pace.recent is None:
        return needed + ("。" if words.is_chinese else ".")
    recent = words(
        "；{start}—{end}年每年为{pace}。",
        start=pace.recent_from,
        end=pace.from_year,
        pace=_yearly(pace, pace.recent, words),
    )
    return needed + recent


def _yearly(pace: Pace, value: float, words: Words) -> str:
    if pace.is_growth:
        return words("增长{rate}", rate=f"{value:.2%}")
    sign = "+" if value > 0 else ""
    return sign + amount(value, pace.unit, words)


def with_outlook(figure: Figure, seen: Outlook | None, words: Words) -> Figure:
    """The figure of the path with the forecast drawn on and its years in the table; unchanged without a forecast."""
    if seen is None or seen.forecast is None:
        return figure
    forecast = seen.forecast
    chart = figure.chart or _empty(figure, seen, words)
    chart = replace(chart, series=(*chart.series, _dashed(forecast, words)))
    quantity = quantity_of(seen.target.unit)
    rows = {row[0].value: (*row, Cell(None, quantity), Cell((None, None), quantity)) for row in figure.table.rows}
    width = len(figure.table.columns)
    for point in forecast.path[1:]:
        kept = rows.get(point.year, (Cell(point.year, figure.table.rows[0][0].quantity), *_blanks(figure, width)))
        rows[point.year] = (*kept[:width], Cell(point.value, quantity), Cell((point.low, point.high), quantity))
    heads = (*figure.table.columns, words("推算"), words("95%预测区间"))
    ordered = tuple(row for _, row in sorted(rows.items(), key=lambda each: int(str(each[0]))))
    table = replace(figure.table, columns=heads, rows=ordered)
    note = figure.note + words("推算线为阻尼趋势，竖线为95%预测区间；推算不是统计数。") + forecast.method + "。"
    return replace(figure, chart=chart, table=table, note=note)


def _blanks(figure: Figure, width: int) -> tuple[Cell, ...]:
    like = figure.table.rows[0]
    return tuple(
        Cell((None, None) if isinstance(like[k].value, tuple) else None, like[k].quantity) for k in range(1, width)
    )


def _dashed(forecast: Forecast, words: Words) -> Series:
    return Series(
        words("推算（阻尼趋势）"),
        tuple(point.value for point in forecast.path),
        Colour.PLUM,
        Mark.LINE,
        at=tuple(float(point.year) for point in forecast.path),
        decimals=2,
        lows=tuple(point.low for point in forecast.path),
        highs=tuple(point.high for point in forecast.path),
    )


def _empty(figure: Figure, seen: Outlook, words: Words) -> Chart:
    return Chart(Axis(words("年份"), is_grouped=False), Axis(words(seen.target.unit)), (), alt=figure.title, height=300)
