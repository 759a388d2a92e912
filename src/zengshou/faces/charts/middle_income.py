"""The share of people in the middle under every definition: a band, not a number."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity, one
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.indicators import marks, provenance
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import STATUS_BADGES, Cell, Table, interval, of, text
from zengshou.faces.words import Words
from zengshou.services.answers import Distribution
from zengshou.services.statistics.middle_income import MiddleIncome, MiddleShare


def band(found: Distribution, words: Words) -> tuple[Figure, ...]:
    """The band of all definitions; nothing where there are none."""
    return () if found.middle is None else (band_figure(found, found.middle, words),)


def by_group(found: Distribution, words: Words) -> tuple[Figure, ...]:
    """The same within each key group."""
    return (group_figure(found, found.middle, words),) if found.middle is not None and found.groups else ()


def band_figure(found: Distribution, middle: MiddleIncome, words: Words) -> Figure:
    """Every definition with its interval, side by side; the sentence that none of them is official."""
    shown = tuple(share for share in middle.shares if share.total.value is not None)
    series = Series(
        words("中等收入人口比重"),
        tuple(_percent(share.total.value) for share in shown),
        Colour.TEAL,
        Mark.BAR,
        lows=tuple(_percent(share.total.ci_low) for share in shown),
        highs=tuple(_percent(share.total.ci_high) for share in shown),
    )
    chart = Chart(
        Axis("", tuple(words(share.short) for share in shown)),
        Axis(words("占全体人口的比重"), low=0.0, suffix="%"),
        (series,),
        words("按各种口径计算的中等收入人口比重，横线段为95%置信区间。"),
        is_horizontal=True,
        height=96 + 40 * max(len(shown), 1),
    )
    title = words("{year}年中等收入人口比重（各种口径）", year=middle.year)
    return Figure(
        "middle-income",
        title,
        chart,
        _band_table(middle, words, title),
        f"{words(middle.statement)} {span_sentence(middle, words)}".strip(),
        provenance(found, words),
        marks(found),
    )


def span_sentence(middle: MiddleIncome, words: Words) -> str:
    """From the lowest to the highest share of all definitions."""
    if middle.span is None:
        return ""
    low, high = (one(value, Quantity.SHARE, words) for value in middle.span)
    return words("这批人口按各口径计算，比重从 {low} 到 {high}。", low=low, high=high)


def _band_table(middle: MiddleIncome, words: Words, caption: str) -> Table:
    heads = ("口径", "界限（元/人·年）", "全体", "95%置信区间", "城镇", "农村", "价格", "来源", "状态", "n")
    return Table(
        caption, tuple(words(head) for head in heads), tuple(_row(share, middle.year, words) for share in middle.shares)
    )


def _row(share: MiddleShare, year: int, words: Words) -> tuple[Cell, ...]:
    badge = STATUS_BADGES[share.status]
    urban, rural = share.residence if len(share.residence) == 2 else (None, None)
    limits = text("") if share.low is None else Cell((share.low, share.high), Quantity.YUAN)
    return (
        text(words(share.label)),
        limits,
        of(share.total),
        interval(share.total),
        of(urban) if share.total.value is not None else text(""),
        of(rural) if share.total.value is not None else text(""),
        text(words(share.basis, base=share.price_year or year, year=year)),
        text(share.source),
        text(words(badge.value), (badge,)),
        Cell(share.total.n, Quantity.WHOLE),
    )


def group_figure(found: Distribution, middle: MiddleIncome, words: Words) -> Figure:
    """Shares in the middle within each key group, a column a definition."""
    shown = tuple(share for share in middle.shares if share.total.value is not None)
    title = words("重点群体中的中等收入人口比重")
    rows = tuple(
        (
            text(words(row.label)),
            *(_with_interval(_of_group(share, row.label), words) for share in shown),
            Cell(row.levels[0].n, Quantity.WHOLE),
        )
        for row in found.groups
    )
    heads = (words("群体"), *(words(share.short) for share in shown), "n")
    note = words("括号内为95%置信区间。一人可同属几个群体，各群体不能相加。")
    return Figure(
        "group-middle-income", title, None, Table(title, heads, rows), note, provenance(found, words), marks(found)
    )


def _of_group(share: MiddleShare, label: str) -> Estimate | None:
    return next((estimate for estimate in share.groups if estimate.domain == label), None)


def _with_interval(estimate: Estimate | None, words: Words) -> Cell:
    """A share and its interval in one cell: seven definitions leave no room for two columns each."""
    if estimate is None or estimate.value is None:
        return of(estimate)
    value = one(estimate.value, Quantity.SHARE, words)
    if estimate.ci_low is None or estimate.ci_high is None:
        return text(value)
    low, high = (one(limit, Quantity.SHARE, words) for limit in (estimate.ci_low, estimate.ci_high))
    return text(f"{value} ({low}–{high})")


def _percent(value: float | None) -> float | None:
    return None if value is None else value * 100
