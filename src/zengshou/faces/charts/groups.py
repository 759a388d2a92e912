"""Figures by key group: size and level, own sources of income, and what a reform moves. Groups overlap."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.gains import change_quantity, marks
from zengshou.faces.charts.gains import provenance as provenance_of_run
from zengshou.faces.charts.indicators import marks as marks_of_people
from zengshou.faces.charts.indicators import provenance, shared_badges
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import Cell, Table, interval, of, text
from zengshou.faces.words import Words
from zengshou.services.answers import Distribution
from zengshou.services.statistics.key_groups import GroupRow
from zengshou.simulation.group_tables import LEVELS
from zengshou.simulation.outcome import GroupFigures, SimulationResult

SOURCES = ("工资性收入", "经营净收入", "财产净收入", "转移净收入")
COLOURS = (Colour.BLUE, Colour.ORANGE, Colour.PLUM, Colour.TEAL)
FEW, CAUTION, REFUSED, SMALL = "few_cases", "caution", "not_published", "small_sample_interval"


def overlap_note(words: Words) -> str:
    """Said under everything by group."""
    return words("一人可同属几个群体，各群体不能相加，也不等于全体。")


def warnings(estimates: tuple[Estimate, ...], words: Words) -> str:
    """How far the figures of one row may be trusted; empty where nothing is wrong."""
    said = {
        FEW: words("样本不足30"),
        REFUSED: words("误差过大，不宜发布"),
        CAUTION: words("误差较大，慎用"),
        SMALL: words("小样本，区间偏窄"),
    }
    flags = {flag for estimate in estimates for flag in estimate.flags}
    return words.listing(tuple(text for flag, text in said.items() if flag in flags))


def unknown_note(rows: tuple[GroupRow, ...] | tuple[GroupFigures, ...], words: Words) -> str:
    """Which columns are missing where somebody cannot be told."""
    untold = [
        words("{group}：人口数据没有{columns}", group=words(row.label), columns=words.listing(row.untold))
        for row in rows
        if row.untold
    ]
    if not untold:
        return ""
    return words("无法判定的比重不当作“否”。{missing}。", missing="；".join(untold))


def figures(found: Distribution, words: Words) -> tuple[Figure, ...]:
    """The section of key groups; nothing where the year has no classification."""
    return (levels(found, words), sources(found, words)) if found.groups else ()


def levels(found: Distribution, words: Words) -> Figure:
    """Size, income per head, inequality and poverty of each group, everyone first."""
    everyone = _everyone(found)
    shown = [(words("全体居民"), everyone[0]), *((words(row.label), row.levels[0]) for row in found.groups)]
    series = Series(
        words("人均可支配收入"),
        tuple(mean.value for _, mean in shown),
        Colour.BLUE,
        Mark.BAR,
        decimals=0,
        lows=tuple(mean.ci_low for _, mean in shown),
        highs=tuple(mean.ci_high for _, mean in shown),
    )
    chart = Chart(
        Axis("", tuple(label for label, _ in shown)),
        Axis(words("元/人·年"), low=0.0),
        (series,),
        words("全体居民和各重点群体的人均可支配收入，横线段为95%置信区间。"),
        is_horizontal=True,
        height=96 + 40 * len(shown),
    )
    title = words("重点群体的人均可支配收入")
    return Figure(
        "group-levels",
        title,
        chart,
        _level_table(everyone, found.groups, words, title),
        " ".join(part for part in (overlap_note(words), unknown_note(found.groups, words)) if part),
        provenance(found, words),
        (*marks_of_people(found), *shared_badges(tuple(mean for _, mean in shown))),
    )


def _everyone(found: Distribution) -> tuple[Estimate, ...]:
    """The same four figures for all people."""
    held = {estimate.indicator: estimate for estimate in found.indicators}
    return tuple(held[name] for name in LEVELS)


def _level_table(everyone: tuple[Estimate, ...], rows: tuple[GroupRow, ...], words: Words, caption: str) -> Table:
    heads = ("群体", "占全体人口", "无法判定", "人均可支配收入", "95%置信区间", "中位数", "基尼系数", "相对贫困发生率")
    made = [
        (text(words("全体居民")), text(""), text(""), *_level_cells(everyone, words)),
        *((text(words(row.label)), of(row.share), of(row.unknown), *_level_cells(row.levels, words)) for row in rows),
    ]
    return Table(caption, (*(words(head) for head in heads), "n", words("提示")), tuple(made))


def _level_cells(figures: tuple[Estimate, ...], words: Words) -> tuple[Cell, ...]:
    mean, median, gini, poor = figures
    return (
        of(mean, Quantity.YUAN),
        interval(mean, Quantity.YUAN),
        of(median, Quantity.YUAN),
        of(gini),
        of(poor),
        Cell(mean.n, Quantity.WHOLE),
        text(warnings(figures, words)),
    )


def sources(found: Distribution, words: Words) -> Figure:
    """What the members of each group themselves earn and receive, by source."""
    names = tuple(words(name) for name in SOURCES)
    series = tuple(
        Series(
            name, tuple(row.sources[at].value for row in found.groups), colour, Mark.BAR, stack="sources", decimals=0
        )
        for at, (name, colour) in enumerate(zip(names, COLOURS, strict=True))
    )
    title = words("重点群体本人的收入来源")
    chart = Chart(
        Axis("", tuple(words(row.label) for row in found.groups)),
        Axis(words("元/人·年")),
        series,
        is_horizontal=True,
        alt=words("各重点群体成员本人的工资性、经营、财产、转移四项收入。"),
        height=110 + 40 * len(found.groups),
    )
    rows = tuple(
        (
            text(words(row.label)),
            text(name),
            of(part, Quantity.YUAN),
            interval(part, Quantity.YUAN),
            Cell(part.n, Quantity.WHOLE),
        )
        for row in found.groups
        for name, part in zip(names, row.sources, strict=True)
    )
    heads = (words("群体"), words("来源"), words("元/人·年"), words("95%置信区间"), "n")
    note = words("本人取得的收入，不在家庭成员间平均；转移净收入已扣除本人缴纳的税和社会保险费，可为负。")
    return Figure(
        "group-sources",
        title,
        chart,
        Table(title, heads, rows),
        f"{note} {overlap_note(words)}",
        provenance(found, words),
        (*marks_of_people(found), *shared_badges(tuple(row.sources[0] for row in found.groups))),
    )


def compared(result: SimulationResult, words: Words) -> tuple[Figure, ...]:
    """Indicators of each group before and after a reform; nothing for a run without groups."""
    if not result.groups:
        return ()
    title = words("重点群体主要指标的前后对比")
    heads = ("群体", "指标", "改革前", "改革后", "变动", "变动的95%置信区间")
    rows = tuple(
        (
            text(words(group.label)),
            text(words(row.label)),
            of(row.baseline),
            of(row.reform),
            of(row.change, change_quantity(row.change if row.change.unit else row.baseline), is_signed=True),
            interval(row.change, change_quantity(row.change if row.change.unit else row.baseline)),
            Cell(row.change.n, Quantity.WHOLE),
            text(warnings((row.baseline, row.reform), words)),
        )
        for group in result.groups
        for row in group.compared
    )
    return (
        Figure(
            "group-compared",
            title,
            None,
            Table(title, (*(words(head) for head in heads), "n", words("提示")), rows),
            " ".join(
                part
                for part in (
                    words("群体按改革前的情形认定，前后是同一批人；贫困线固定在改革前。"),
                    overlap_note(words),
                    unknown_note(result.groups, words),
                )
                if part
            ),
            provenance_of_run(result.manifest, words),
            marks(result.manifest),
        ),
    )
