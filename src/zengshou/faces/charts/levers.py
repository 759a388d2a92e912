"""Figures of the ranking of a plan's tasks: gain of the poorer half for a yuan, cost and gain, tasks without lever."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.chart import Axis, Chart, Mark, Rule, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.indicators import people_in_words
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import STATUS_BADGES, Badge, Cell, Table, interval, of, text
from zengshou.faces.words import Words
from zengshou.services.plan.lever_ranking import LeverRanking, LeverRow
from zengshou.simulation.lever_effects import Standing


def figures(found: LeverRanking, words: Words) -> tuple[Figure, ...]:
    """Everything the page shows, in reading order; what has no rows is left out."""
    still = tuple(row for row in found.rows if row.effect and row.effect.standing is Standing.UNMOVED)
    silent = tuple(row for row in found.rows if row.effect is None)
    return (
        ranking(found, words),
        amounts(found, words),
        *((unmoved(still, words),) if still else ()),
        *((without_lever(silent, words),) if silent else ()),
    )


def provenance(found: LeverRanking, words: Words) -> str:
    people = people_in_words(found.people, found.persons, found.households, found.is_synthetic, words)
    return words(
        "{people}；法规库 {lawbook}；版本 {version}", people=people, lawbook=found.lawbook, version=found.version
    )


def _badges(found: LeverRanking) -> tuple[Badge, ...]:
    marks = [Badge.MODEL, *([Badge.SYNTHETIC] if found.is_synthetic else [])]
    return (*marks, *((STATUS_BADGES[found.status],) if found.rests_on else ()))


def _effects(found: LeverRanking) -> tuple[LeverRow, ...]:
    """The tasks that move something, best first."""
    return tuple(row for row in found.rows if row.effect and row.effect.standing is not Standing.UNMOVED)


def ranking(found: LeverRanking, words: Words) -> Figure:
    """Gain of the poorer half for a yuan of public money, with its interval; best first."""
    rows = tuple(row for row in _effects(found) if row.effect and row.effect.standing is Standing.RANKED)
    each = tuple(row.effect.per_yuan for row in rows if row.effect)
    series = Series(
        words("每元支出使收入较低一半增收"),
        tuple(figure.value for figure in each),
        Colour.TEAL,
        Mark.BAR,
        decimals=2,
        lows=tuple(figure.ci_low for figure in each),
        highs=tuple(figure.ci_high for figure in each),
        has_labels=True,
    )
    title = words("每花一元公共支出，收入较低的一半居民增收多少")
    chart = Chart(
        Axis("", tuple(f"{row.entry.task} {row.entry.title}" for row in rows)),
        Axis(words("元/元"), low=0.0),
        (series,),
        words("各项任务的单位改革每花一元公共支出，收入较低的一半居民增加的收入，从高到低；横线为95%置信区间。"),
        (Rule(1.0, words("1 元")),),
        is_horizontal=True,
        height=96 + 46 * len(rows),
    )
    heads = ("位次", "任务", "单位改革", "每元增收", "95%置信区间", "领先下一位", "领先的95%置信区间")
    table = Table(title, tuple(words(head) for head in heads), tuple(_rank_row(row, words) for row in _effects(found)))
    note = words("分子分母取自同一批人，误差为联合误差；领先的区间含零时，两项的先后不能判定。静态测算，不含行为反应。")
    return Figure("ranking", title, chart if rows else None, table, note, provenance(found, words), _badges(found))


def _rank_row(row: LeverRow, words: Words) -> tuple[Cell, ...]:
    effect = row.effect
    assert effect is not None
    is_ranked = effect.standing is Standing.RANKED
    return (
        Cell(row.rank, Quantity.WHOLE),
        text(f"{row.entry.task} {row.entry.title}"),
        text(row.reform_in_words),
        of(effect.per_yuan, Quantity.RATIO) if is_ranked else text(words(effect.standing.label)),
        interval(effect.per_yuan, Quantity.RATIO),
        of(row.lead, Quantity.RATIO, is_signed=True),
        interval(row.lead, Quantity.RATIO),
    )


def amounts(found: LeverRanking, words: Words) -> Figure:
    """Cost, gain of everyone and of the poorer half, yuan a year, with standard errors."""
    heads = (
        "任务",
        "年净支出增加",
        "标准误",
        "居民增收合计",
        "标准误",
        "收入较低一半增收",
        "标准误",
        "较低一半所得比重",
    )
    rows = []
    for row in _effects(found):
        assert row.effect is not None
        parts = (row.effect.cost, row.effect.gain, row.effect.poorer_gain)
        cells = tuple(cell for figure in parts for cell in _money(figure))
        rows.append((text(f"{row.entry.task} {row.entry.title}"), *cells, of(row.effect.poorer_share, Quantity.SHARE)))
    title = words("成本与增收")
    note = words("收入较低的一半按现行政策下的人均可支配收入划分；单位改革的大小由对照表设定，金额不宜跨任务相加。")
    table = Table(title, tuple(words(head) for head in heads), tuple(rows))
    return Figure("lever-amounts", title, None, table, note, provenance(found, words), _badges(found))


def _money(figure: Estimate) -> tuple[Cell, Cell]:
    return of(figure, Quantity.MONEY, is_signed=True), Cell(figure.se, Quantity.MONEY)


def unmoved(rows: tuple[LeverRow, ...], words: Words) -> Figure:
    """Tasks whose reform finds nobody among these people."""
    title = words("单位改革在这批人口上没有变动的任务")
    heads = tuple(words(head) for head in ("编号", "任务", "单位改革", "说明"))
    made = tuple(
        (text(row.entry.task), text(row.entry.title), text(row.reform_in_words), text(row.entry.note)) for row in rows
    )
    note = words(
        "规则可以计算，但这批人口没有所需的信息（如补贴申领、班别），或没有符合条件的人；带上本市自己的数据才能排序。"
    )
    return Figure("unmoved", title, None, Table(title, heads, made), note)


def without_lever(rows: tuple[LeverRow, ...], words: Words) -> Figure:
    """Tasks that no rule moves, or whose reform cannot be computed, each with the reason."""
    title = words("没有可计算杠杆的任务")
    heads = tuple(words(head) for head in ("编号", "任务", "理由"))
    made = tuple((text(row.entry.task), text(row.entry.title), text(row.reason)) for row in rows)
    return Figure("without-lever", title, None, Table(title, heads, made), words("这些任务只作文字跟踪。"))
