"""Figures of the register beside published and surveyed ones: by item, by county, by fifths of households, by feed."""

from collections.abc import Sequence
from dataclasses import replace

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import Badge, Cell, Table, change, of, text
from zengshou.faces.words import Words
from zengshou.services.statistics.register_comparison import ComparedItem, Difference, RegisterStatistics
from zengshou.services.statistics.register_figures import SOURCES, PlaceFigures

POPULATION = "population"
MARKS = "标记"  # the heading of the column of marks
SOURCE_COLOURS = (Colour.BLUE, Colour.ORANGE, Colour.PLUM, Colour.TEAL)


def figures(found: RegisterStatistics, words: Words) -> tuple[Figure, ...]:
    """Every figure of the page, in reading order."""
    return (
        items(found, words),
        counties(found, words),
        fifths(found, words),
        residents(found, words),
        feeds(found, words),
    )


def badges(found: RegisterStatistics) -> tuple[Badge, ...]:
    about = found.figures.about
    marks = [Badge.REGISTER]
    marks += [Badge.SYNTHETIC] if about.is_synthetic else []
    return (*marks, Badge.UNVERIFIED) if about.is_unverified else tuple(marks)


def source(found: RegisterStatistics, words: Words) -> str:
    about = found.figures.about
    told = words("{year} 年登记数据，{day} 提取，{view} 口径", year=about.year, day=about.made_at[:10], view=about.view)
    marked = marks(found, words)
    return f"{told} · {marked}" if marked else told


def marks(found: RegisterStatistics, words: Words) -> str:
    """What must go with every figure, into files too that carry no badge: synthetic, not verified, stale."""
    about = found.figures.about
    named = (
        (about.is_synthetic, "合成数据"),
        (about.is_unverified, "未核实，不得发布"),
        (any(feed.is_stale for feed in about.feeds), "已过时"),
    )
    return "; ".join(words(name) for is_so, name in named if is_so)


def _marked(table: Table, found: RegisterStatistics, words: Words) -> Table:
    """The table with the marks in a last column: a CSV has no other place for them."""
    marked = marks(found, words)
    if not marked:
        return table
    rows = tuple((*row, text(marked)) for row in table.rows)
    return replace(table, columns=(*table.columns, words(MARKS)), rows=rows)


def items(found: RegisterStatistics, words: Words) -> Figure:
    """The register beside what was published and surveyed."""
    rows = found.comparison.items
    shown = [each for each in rows if each.covered.item != POPULATION]
    labels = tuple(each.covered.label for each in shown)
    series = [
        _bars(words("登记"), [each.register.value for each in shown], Colour.BLUE),
        _bars(words("公布数"), [each.published.amount if each.published else None for each in shown], Colour.GREY),
    ]
    if any(each.survey is not None for each in shown):
        series.append(_surveyed(shown, words))
    title = words("登记与公布数、调查逐项对照")
    chart = Chart(
        Axis("", labels),
        Axis(words("元/人·年")),
        tuple(one for one in series if any(value is not None for value in one.values)),
        words("登记、公布数和调查的人均收入与各来源，逐项并列。"),
    )
    heads = (
        *(words("项目"), words("登记"), words("公布数"), words("登记减公布数"), words("相对差异")),
        *(words("调查"), words("变异系数"), words("登记减调查"), words("差异的区间"), words("覆盖说明")),
    )
    note = words("差异是产品，不是错误：它说明登记覆盖了什么、没有覆盖什么。{method}。", method=found.comparison.method)
    table = _marked(
        Table(title, heads, tuple(_item(each, words, found.figures.about.is_citywide) for each in rows)), found, words
    )
    return Figure("register-items", title, chart, table, note, source(found, words), badges(found))


def _item(each: ComparedItem, words: Words, is_citywide: bool) -> tuple[Cell, ...]:
    quantity = Quantity.WHOLE if each.covered.item == POPULATION else Quantity.YUAN
    none = words("没有公布") if is_citywide else words("不是全市，不并列")
    printed = text(none) if each.published is None else Cell(each.published.amount, quantity)
    surveyed = text("") if each.survey is None else of(each.survey, quantity)
    cv = None if each.survey is None else each.survey.cv
    return (
        text(each.covered.label),
        of(each.register, quantity),
        printed,
        *_difference(each.from_published, quantity),
        surveyed,
        text("") if cv is None else Cell(cv, Quantity.SHARE),
        _difference(each.from_survey, quantity)[0],
        _limits(each.from_survey, quantity),
        text(each.covered.coverage),
    )


def _difference(found: Difference | None, quantity: Quantity) -> tuple[Cell, Cell]:
    if found is None:
        return text(""), text("")
    return change(found.value, quantity), text("") if found.relative is None else change(found.relative, Quantity.SHARE)


def _limits(found: Difference | None, quantity: Quantity) -> Cell:
    return Cell((None, None) if found is None else (found.low, found.high), quantity)


def _surveyed(shown: Sequence[ComparedItem], words: Words) -> Series:
    kept = [each.survey for each in shown]
    return Series(
        words("调查"),
        tuple(None if one is None else one.value for one in kept),
        Colour.ORANGE,
        Mark.BAR,
        decimals=0,
        lows=tuple(None if one is None else one.ci_low for one in kept),
        highs=tuple(None if one is None else one.ci_high for one in kept),
    )


def _bars(name: str, values: Sequence[float | None], colour: Colour) -> Series:
    return Series(name, tuple(values), colour, Mark.BAR, decimals=0)


def counties(found: RegisterStatistics, words: Words) -> Figure:
    """Persons, households, level and sources by county, everyone first."""
    places = (found.figures.everyone, *found.figures.counties)
    title = words("分县（区）的登记收入")
    labels = tuple(_label(place, words) for place in places)
    sources = [
        Series(words(name), tuple(place.sources[at].value for place in places), SOURCE_COLOURS[at], Mark.BAR,
               stack="sources", decimals=0)
        for at, name in enumerate(SOURCES.values())
    ]  # fmt: skip
    chart = Chart(
        Axis("", labels),
        Axis(words("元/人·年")),
        tuple(one for one in sources if any(value is not None for value in one.values)),
        words("各县（区）登记人均收入按四个来源分列。"),
        is_horizontal=True,
        height=96 + 44 * len(places),
    )
    heads = (words("县（区）"), words("人数"), words("户数"), words("人均收入"), words("人均收入中位数"),
             *(words(name) for name in SOURCES.values()))  # fmt: skip
    rows = tuple(_place(place, label) for place, label in zip(places, labels, strict=True))
    note = words("人均收入为本人所得的平均；中位数按家庭人均收入。{gate}。", gate=found.figures.gate)
    table = _marked(Table(title, heads, rows), found, words)
    return Figure("register-counties", title, chart, table, note, source(found, words), badges(found))


def _label(place: PlaceFigures, words: Words) -> str:
    return words("全部登记人员") if place.label == "all" else place.label


def _place(place: PlaceFigures, label: str) -> tuple[Cell, ...]:
    counts = (of(place.persons, Quantity.WHOLE), of(place.households, Quantity.WHOLE))
    return (text(label), *counts, *(of(one, Quantity.YUAN) for one in (place.mean, place.median, *place.sources)))


def fifths(found: RegisterStatistics, words: Words) -> Figure:
    """Income per head of five groups with as many households each."""
    groups: tuple[Estimate, ...] = found.figures.fifths
    title = words("按户五等分的人均收入")
    labels = tuple(words(one.domain) for one in groups)
    chart = Chart(
        Axis("", labels),
        Axis(words("元/人·年")),
        (_bars(words("人均收入"), [one.value for one in groups], Colour.BLUE),),
        words("五组住户的登记人均收入，从低到高。"),
    )
    rows = tuple(
        (text(label), of(one, Quantity.YUAN), text("") if one.n is None else Cell(one.n, Quantity.WHOLE))
        for label, one in zip(labels, groups, strict=True)
    )
    note = words("住户按人均收入从低到高排序，分为户数相等的五组（国家统计局的分组方法）。")
    heads = (words("组"), words("人均收入"), words("人数"))
    table = _marked(Table(title, heads, rows), found, words)
    return Figure("register-fifths", title, chart, table, note, source(found, words), badges(found))


def residents(found: RegisterStatistics, words: Words) -> Figure:
    """Residents and non-residents for tax, apart."""
    title = words("居民个人与非居民个人")
    rows = tuple(
        (text(words(one.label)), of(one.persons, Quantity.WHOLE), of(one.mean, Quantity.YUAN))
        for one in found.figures.residents
    )
    heads = (words("纳税人类型"), words("人数"), words("人均收入"))
    table = _marked(Table(title, heads, rows), found, words)
    note = words("按扣缴申报的纳税人类型，取当年最后一段；人数过少的不公布。")
    return Figure("register-residents", title, None, table, note, source(found, words), badges(found))


def feeds(found: RegisterStatistics, words: Words) -> Figure:
    """How far every feed behind the figures had come."""
    title = words("各渠道的时效")
    rows = tuple(
        (
            text(feed.label),
            text(feed.covered_to or words("从未报送")),
            Cell(feed.months, Quantity.WHOLE),
            text(words("已过时") if feed.is_stale else words("在期限内")),
        )
        for feed in found.figures.about.feeds
    )
    heads = (words("渠道"), words("数据截至"), words("当年有几个月"), words("时效"))
    return Figure("register-feeds", title, None, Table(title, heads, rows), source=source(found, words))
