"""Figures of the income distribution: density, Lorenz curve, tenths, four sources, indicators, fit."""

import numpy as np

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity
from zengshou.faces.charts import groups, middle_income
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.indicators import (
    estimate_table,
    fit_table,
    indicator_table,
    marks,
    provenance,
    shared_badges,
)
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import Cell, Table, interval, of, text
from zengshou.faces.words import Words
from zengshou.services.answers import Curve, Distribution, Residence, SourceMix

RESIDENCE_COLOURS = {Residence.ALL: Colour.BLUE, Residence.URBAN: Colour.TEAL, Residence.RURAL: Colour.ORANGE}
TABLE_ROWS = 10


def figures(found: Distribution, words: Words) -> tuple[Figure, ...]:
    """Every figure of the page, in reading order; what has no data is left out."""
    made = [indicator_table(found, words)]
    if found.density:
        made.append(density(found, words))
    if found.deciles:
        made.append(decile_means(found, words))
    if found.lorenz:
        made.append(lorenz(found, words))
    if found.sources:
        made.append(sources(found, words))
    made += [*middle_income.band(found, words), *groups.figures(found, words), *middle_income.by_group(found, words)]
    if found.fit:
        made.append(fit_table(found, words))
    return tuple(made)


def _thousands(words: Words) -> tuple[float, str]:
    """The step of an income axis: 万元 for Chinese readers, thousand yuan for English ones."""
    return (1e4, "万元") if words.is_chinese else (1e3, "thousand yuan")


def density(found: Distribution, words: Words) -> Figure:
    """How many people stand at each income, town and country apart."""
    size, unit = _thousands(words)
    series = tuple(
        Series(
            words(curve.residence.label),
            tuple(share * 100 for _, share in curve.points),
            RESIDENCE_COLOURS[curve.residence],
            Mark.AREA,
            at=tuple(income / size for income, _ in curve.points),
            decimals=2,
        )
        for curve in found.density
    )
    title = words("{year}年人均可支配收入的分布", year=found.year)
    bin_text = f"{found.bin_width:,.0f}"
    chart = Chart(
        Axis(words("人均可支配收入（{unit}/年）", unit=unit)),
        Axis(words("人口比重（每 {bin} 元一档）", bin=bin_text), low=0.0, suffix="%"),
        series,
        alt=words("按人均可支配收入分档的人口比重，城镇与农村分列。"),
    )
    return Figure(
        "density",
        title,
        chart,
        _density_table(found, words, title),
        source=provenance(found, words),
        badges=marks(found),
        note=words("每条曲线下的面积为该类居民的全部人口；右端最高收入的人口并入最后一档。"),
    )


def _density_table(found: Distribution, words: Words, caption: str) -> Table:
    """The curve in about ten rows: neighbouring bins are added."""
    step = max(1, -(-max(len(curve.points) for curve in found.density) // TABLE_ROWS))
    half = found.bin_width / 2
    longest = max(found.density, key=lambda curve: len(curve.points)).points
    rows = []
    for first in range(0, len(longest), step):
        last = min(first + step, len(longest)) - 1
        span = Cell((longest[first][0] - half, longest[last][0] + half), Quantity.YUAN)
        shares = (sum(share for _, share in curve.points[first : last + 1]) for curve in found.density)
        rows.append((span, *(Cell(share, Quantity.SHARE) for share in shares)))
    heads = (words("收入档（元/年）"), *(words(curve.residence.label) for curve in found.density))
    return Table(caption, heads, tuple(rows))


def lorenz(found: Distribution, words: Words) -> Figure:
    """Cumulative income against cumulative people, with the line of equality."""
    equal = Series(words("完全平均线"), (0.0, 100.0), Colour.GREY, Mark.LINE, at=(0.0, 100.0))
    curves = tuple(_lorenz_line(curve, words) for curve in found.lorenz)
    chart = Chart(
        Axis(words("人口累计比重（从低收入到高收入）"), low=0.0, high=100.0, suffix="%"),
        Axis(words("收入累计比重"), low=0.0, high=100.0, suffix="%"),
        (*curves, equal),
        alt=words("洛伦兹曲线：曲线离完全平均线越远，收入差距越大。"),
        height=460,
    )
    shares = tuple(step / 10 for step in range(1, 11))
    rows = tuple(
        (Cell(share, Quantity.SHARE), *(Cell(_income_share(curve, share), Quantity.SHARE) for curve in found.lorenz))
        for share in shares
    )
    title = words("洛伦兹曲线")
    table = Table(
        title, (words("最低收入人口累计比重"), *(words(curve.residence.label) for curve in found.lorenz)), rows
    )
    return Figure(
        "lorenz",
        title,
        chart,
        table,
        source=provenance(found, words),
        badges=marks(found),
        note=words("例：表中 50% 一行是收入较低的一半人口所得收入占全部收入的比重。"),
    )


def _lorenz_line(curve: Curve, words: Words) -> Series:
    return Series(
        words(curve.residence.label),
        tuple(y * 100 for _, y in curve.points),
        RESIDENCE_COLOURS[curve.residence],
        Mark.LINE,
        at=tuple(x * 100 for x, _ in curve.points),
    )


def _income_share(curve: Curve, people: float) -> float:
    return float(np.interp(people, [x for x, _ in curve.points], [y for _, y in curve.points]))


def decile_means(found: Distribution, words: Words) -> Figure:
    """Mean income of each tenth of the population, with its interval."""
    series = Series(
        words("平均可支配收入"),
        tuple(e.value for e in found.deciles),
        Colour.BLUE,
        Mark.BAR,
        decimals=0,
        lows=tuple(e.ci_low for e in found.deciles),
        highs=tuple(e.ci_high for e in found.deciles),
    )
    title = words("十等分组的平均可支配收入")
    chart = Chart(
        Axis(words("按人均可支配收入从低到高"), _numbered(len(found.deciles))),
        Axis(words("元/人·年"), low=0.0),
        (series,),
        alt=words("从最低到最高十个收入组的平均可支配收入，竖线为95%置信区间。"),
    )
    return Figure(
        "deciles",
        title,
        chart,
        estimate_table(title, found.deciles, words, words("收入组")),
        source=provenance(found, words),
        note=words("竖线为95%置信区间。"),
        badges=(*marks(found), *shared_badges(found.deciles)),
    )


def _numbered(count: int) -> tuple[str, ...]:
    """Tenths are numbered under their bars; the table carries their names."""
    return tuple(str(number) for number in range(1, count + 1))


def sources(found: Distribution, words: Words) -> Figure:
    """The four sources of income stacked, one bar for each population."""
    parts = (
        (words("工资性收入"), Colour.BLUE),
        (words("经营净收入"), Colour.ORANGE),
        (words("财产净收入"), Colour.PLUM),
        (words("转移净收入"), Colour.TEAL),
    )
    columns = [(mix.wage, mix.business, mix.property, mix.transfer) for mix in found.sources]
    series = tuple(
        Series(
            name,
            tuple(parts_of[i].value for parts_of in columns),
            colour,
            Mark.BAR,
            stack="sources",
            decimals=0,
            has_labels=True,
        )
        for i, (name, colour) in enumerate(parts)
    )
    title = words("可支配收入的四个来源")
    chart = Chart(
        Axis("", tuple(words(mix.residence.label) for mix in found.sources)),
        Axis(words("元/人·年"), low=0.0),
        series,
        is_horizontal=True,
        alt=words("工资性、经营、财产、转移四项收入的人均数额，自左向右依次排列。"),
        height=120 + 60 * len(found.sources),
    )
    return Figure(
        "sources",
        title,
        chart,
        _source_table(found.sources, words, title),
        source=provenance(found, words),
        badges=marks(found),
        note=words("各段自左向右依图例次序；四项合计为人均可支配收入。"),
    )


def _source_table(mixes: tuple[SourceMix, ...], words: Words, caption: str) -> Table:
    rows = []
    for mix in mixes:
        for name, part in (
            ("工资性收入", mix.wage),
            ("经营净收入", mix.business),
            ("财产净收入", mix.property),
            ("转移净收入", mix.transfer),
            ("可支配收入", mix.total),
        ):
            rows.append(
                (
                    text(words(mix.residence.label)),
                    text(words(name)),
                    of(part, Quantity.YUAN),
                    interval(part, Quantity.YUAN),
                    Cell(_share(part, mix.total), Quantity.SHARE),
                )
            )
    return Table(
        caption, (words("居民"), words("来源"), words("元/人·年"), words("95%置信区间"), words("比重")), tuple(rows)
    )


def _share(part: Estimate, total: Estimate) -> float | None:
    return None if part.value is None or not total.value else part.value / total.value
