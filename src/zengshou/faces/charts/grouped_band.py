"""The Gini of printed income groups: the band of what is possible, each fit a mark in it, the official one apart."""

from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.published_cells import area_name
from zengshou.faces.charts.table import Badge, Cell, Table, text
from zengshou.faces.words import Words
from zengshou.services.statistics.accounts import AreaAccounts, GroupedYear
from zengshou.statistics.grouped.curve import Method
from zengshou.statistics.grouped.joining import one_line

COLOURS = {
    Method.GQ: Colour.BLUE,
    Method.BETA: Colour.ORANGE,
    Method.LOGNORMAL: Colour.TEAL,
    Method.GB2: Colour.PLUM,
}


def grouped_figures(area: AreaAccounts, words: Words) -> tuple[Figure, ...]:
    """The band of an area with its table, and the official Gini in a figure of its own."""
    rows = tuple(row for row in area.grouped if row.figures.bounds is not None)
    if not rows:
        return ()
    official = tuple(row for row in rows if row.official is not None)
    return (band(area, rows, words), *((official_gini(area, official, words),) if official else ()))


def band(area: AreaAccounts, rows: tuple[GroupedYear, ...], words: Words) -> Figure:
    """Bounds as upright bars, fits as marks. No line joins the years: the trend of such figures is not evidence."""
    title = words("{area}五等份分组推算的基尼系数：界限与拟合", area=area_name(area, words))
    methods = tuple(fit.method for fit in rows[0].figures.fits)
    series = tuple(_marks(method, index, rows, words) for index, method in enumerate(methods))
    chart = Chart(
        Axis(words("年份"), is_grouped=False),
        Axis(words("基尼系数")),
        series,
        words("各年分组推算的基尼系数：竖线为下限至上限，点为各种拟合；年与年之间不连线。"),
    )
    heads = (
        words("年份"),
        words("界限"),
        *(words(method.label) for method in methods),
        words("取用"),
        words("人口换算"),
        words("来源"),
    )
    table = Table(title, heads, tuple(_row(row, words) for row in rows))
    note = words(
        "分组为户的等份，先按倾斜假设换算成人口比重：p_i ∝ exp(-λ(i-1))，λ 由公布的人均值解出，随表列出。"
        "下限假定组内相等，上限取各组均值之间的极端分布、最高组不封顶。拟合值只在界限内有意义，年际变化只能作序次参考。"
    )
    return Figure(f"grouped-{area.level.value}", title, chart, table, note, badges=(Badge.GROUPED,))


def _marks(method: Method, index: int, rows: tuple[GroupedYear, ...], words: Words) -> Series:
    """Marks of one method, each followed by an empty place, so that no line joins two years.

    The first series carries the bounds; `one_line` refuses a series of more than one kind or convention.
    """
    estimates = [row.figures.ginis[index] for row in rows]
    one_line(estimates, method.label)
    values: list[float | None] = []
    places: list[float] = []
    lows: list[float | None] = []
    highs: list[float | None] = []
    for row, estimate in zip(rows, estimates, strict=True):
        bounds = row.figures.bounds
        is_bearer = index == 0 and bounds is not None
        values += [estimate.value, None]
        places += [float(row.year)] * 2
        lows += [bounds.lower if is_bearer and bounds else None, None]
        highs += [bounds.upper if is_bearer and bounds else None, None]
    name = words(method.label) if index else words("{method}（竖线为界限）", method=words(method.label))
    return Series(
        name, tuple(values), COLOURS[method], Mark.POINT, tuple(places), tuple(lows), tuple(highs), decimals=3
    )


def _row(row: GroupedYear, words: Words) -> tuple[Cell, ...]:
    figures = row.figures
    bounds, persons = figures.bounds, figures.persons
    limits = (None, None) if bounds is None else (bounds.lower, bounds.upper)
    tilt = "" if persons is None or persons.tilt is None else f" λ={persons.tilt:.4f}"
    marks = (Cell(gini.value, Quantity.FINE) if gini.value is not None else text(gini.reason) for gini in figures.ginis)
    return (
        text(str(row.year)),
        Cell(limits, Quantity.RATIO),
        *marks,
        text("" if figures.chosen is None else words(figures.chosen.label)),
        text("" if persons is None else words(persons.conversion.label) + tilt),
        text(figures.groups.about.vintage),
    )


def official_gini(area: AreaAccounts, rows: tuple[GroupedYear, ...], words: Words) -> Figure:
    """The printed Gini of the same years: from the survey's own records, another series."""
    title = words("{area}官方基尼系数（另一序列，不与上图相连）", area=area_name(area, words))
    estimates = tuple(row.official for row in rows if row.official is not None)
    one_line(estimates, title)
    table = Table(
        title,
        (words("年份"), words("基尼系数"), words("来源")),
        tuple(
            (text(estimate.period), Cell(estimate.value, Quantity.RATIO), text(estimate.vintage))
            for estimate in estimates
        ),
    )
    note = words("官方数由住户调查的逐户记录计算，五组均值不能复算；两者方法不同，不作比较，也不作本地目标。")
    return Figure(f"official-gini-{area.level.value}", title, None, table, note, badges=(Badge.EXTERNAL,))
