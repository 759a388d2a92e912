"""Real growth of income: official rates of all, urban and rural residents, their prices, and the product."""

from collections.abc import Mapping

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.published_cells import area_name, shown, sources
from zengshou.faces.charts.table import Badge, Cell, Table, text
from zengshou.faces.words import Words
from zengshou.services.statistics.accounts import AreaAccounts, CityAccounts
from zengshou.statistics.accounts.names import Residence
from zengshou.statistics.accounts.real_growth import GrowthRow
from zengshou.statistics.grouped.joining import one_line

OFFICIAL = (Badge.EXTERNAL,)
COLOURS = {Residence.ALL: Colour.BLUE, Residence.URBAN: Colour.ORANGE, Residence.RURAL: Colour.TEAL}
FEWEST_YEARS = 3  # two points are no course


def real_growth(found: CityAccounts, words: Words) -> Figure:
    """Nominal and real growth, each residence by its own prices; drawn for the nearest area with a course of years."""
    title = words("收入的名义与实际增速")
    rows = tuple(_growth_row(area, row, words) for area in found.areas for row in area.growth)
    heads = (
        "地区与年份",
        "范围",
        "名义增速",
        "实际增速（公布）",
        "自身价格涨幅",
        "实际增速（计算）",
        "隐含价格涨幅",
        "来源",
    )
    note = words(
        "城镇用城市价格、农村用农村价格、全体用全国（全省、全市）价格；没有公布自身价格的，不用别的价格代替。"
        "隐含价格涨幅由公布的名义与实际增速反推，误差约±0.1个百分点。"
    )
    drawn = next((area for area in found.areas if _has_course(area)), None)
    chart = None if drawn is None else _course(drawn, words)
    return Figure("real-growth", title, chart, Table(title, tuple(map(words, heads)), rows), note, badges=OFFICIAL)


def _printed(area: AreaAccounts, residence: Residence) -> dict[int, Estimate]:
    return {row.year: row.real for row in area.growth if row.residence is residence and row.real.value is not None}


def _has_course(area: AreaAccounts) -> bool:
    """True where all, urban and rural residents can be compared over some years."""
    return all(len(_printed(area, residence)) >= FEWEST_YEARS for residence in Residence)


def _course(area: AreaAccounts, words: Words) -> Chart:
    """Printed real growth by year, one line a residence."""
    series = tuple(_line(_printed(area, residence), residence, words) for residence in Residence)
    name = area_name(area, words)
    return Chart(
        Axis(words("年份"), is_grouped=False),
        Axis(words("{area}居民收入实际增速", area=name), suffix="%"),
        series,
        words("{area}公布的居民收入实际增速，分全体、城镇、农村。", area=name),
    )


def _line(printed: Mapping[int, Estimate], residence: Residence, words: Words) -> Series:
    """A year that was not printed breaks the line: nothing is interpolated into a published series."""
    one_line(tuple(printed.values()), residence.label)
    years = range(min(printed), max(printed) + 1)
    values = tuple(printed[year].value if year in printed else None for year in years)
    return Series(words(residence.label), values, COLOURS[residence], Mark.POINT, tuple(map(float, years)))


def _growth_row(area: AreaAccounts, row: GrowthRow, words: Words) -> tuple[Cell, ...]:
    return (
        text(f"{area_name(area, words)} {row.year}"),
        text(words(row.residence.label)),
        shown(row.nominal, words),
        shown(row.real, words),
        shown(row.own_prices, words),
        shown(row.deflated, words),
        shown(row.implied, words),
        text(sources((row.nominal.vintage, row.real.vintage, row.own_prices.vintage))),
    )


def lead(found: CityAccounts, words: Words) -> Figure:
    """Income against the product."""
    title = words("居民收入与经济增长")
    rows = tuple(
        (
            text(f"{area_name(area, words)} {estimate.period}"),
            shown(estimate, words, Quantity.PLAIN, is_signed=True),
            text(estimate.vintage),
        )
        for area in found.areas
        for estimate in area.leads
    )
    heads = (words("地区与年份"), words("居民收入实际增速－地区生产总值实际增速（百分点）"), words("来源"))
    return Figure("income-and-gdp", title, None, Table(title, heads, rows), badges=OFFICIAL)
