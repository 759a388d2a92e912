"""The bill of a reform: by fund and by the level of government that bears it."""

from zengshou.faces.amounts import Quantity, Step, money_step
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.gains import marks, provenance
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import STATUS_BADGES, Badge, Cell, Table, change, text
from zengshou.faces.words import Words
from zengshou.simulation.outcome import BudgetLine, SimulationResult

WHOLE = "all"  # the flow of a fund as a whole; other levels say how it is shared out
SMALLEST_SHOWN = 0.002  # of the largest change: flows that a reform hardly moves are left out of the drawing
LEVELS = {
    WHOLE: ("未分级", Colour.BLUE),
    "central": ("中央", Colour.BLUE),
    "province": ("省级", Colour.SKY),
    "city": ("市级", Colour.TEAL),
    "county": ("县级", Colour.GOLD),
    "fund": ("基金", Colour.PLUM),
    "employer": ("用人单位", Colour.GREY),
    "household": ("住户", Colour.ORANGE),
}


def level_name(level: str, words: Words) -> str:
    """A level as the table writes it."""
    if level == WHOLE:
        return words("合计")
    return words(LEVELS[level][0]) if level in LEVELS else words(level)


def whole_lines(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """Each flow once: its whole where it is given, otherwise its levels."""
    whole = {line.name for line in lines if line.level == WHOLE}
    return tuple(line for line in lines if line.level == WHOLE or line.name not in whole)


def shared_lines(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """Each flow once: by level where it is shared out, otherwise as a whole."""
    shared = {line.name for line in lines if line.level != WHOLE}
    return tuple(line for line in lines if line.level != WHOLE or line.name not in shared)


def moved_lines(lines: tuple[BudgetLine, ...]) -> tuple[BudgetLine, ...]:
    """Lines of the flows that a reform moves; the table keeps them all."""
    whole = whole_lines(lines)
    least = max((abs(line.change) for line in whole), default=0.0) * SMALLEST_SHOWN
    moved = {line.name for line in whole if abs(line.change) > least}
    return tuple(line for line in lines if line.name in moved)


def by_fund(result: SimulationResult, words: Words) -> Figure:
    """Change of each fund's yearly total as residents see it (benefits positive), stacked by who bears it."""
    lines = shared_lines(moved_lines(result.budget))
    step = money_step(max((abs(line.change) for line in whole_lines(result.budget)), default=1.0), words)
    title = words("财政与基金的年度变动")
    return Figure(
        "budget",
        title,
        _chart(lines, step, words) if lines else None,
        budget_table(moved_lines(result.budget), step, words, title),
        source=provenance(result.manifest, words),
        badges=marks(result.manifest),
        note=words(
            "从居民角度记：待遇为正，缴费和税为负。置信区间为抽样误差，不含模型误差。没有变动的项目见下载的表格。"
        ),
        whole=budget_table(result.budget, step, words, title),
    )


def _chart(lines: tuple[BudgetLine, ...], step: Step, words: Words) -> Chart:
    funds = tuple(dict.fromkeys(line.name for line in lines))
    found = {line.level for line in lines}
    levels = (*(level for level in LEVELS if level in found), *sorted(found - LEVELS.keys()))
    series = tuple(
        Series(
            words(LEVELS[level][0]) if level in LEVELS else words(level),
            tuple(_total(lines, fund, level, step.size) for fund in funds),
            LEVELS.get(level, ("", Colour.INK))[1],
            Mark.BAR,
            stack="levels",
            decimals=2,
            has_labels=True,
        )
        for level in levels
    )
    return Chart(
        Axis("", short_names(funds, words)),
        Axis(words("年变动额（{unit}）", unit=step.unit)),
        series,
        is_horizontal=True,
        alt=words("各基金的年度变动额，按承担层级堆叠；正值为居民多得，负值为居民多缴或少得。"),
        height=112 + 50 * len(funds),
    )


def short_names(funds: tuple[str, ...], words: Words) -> tuple[str, ...]:
    """`fund：flow（全年）` as the flow alone, where that still tells the flows apart."""
    short = tuple(fund.partition("：")[2].removesuffix("（全年）") or fund for fund in funds)
    return tuple(words(name) for name in (short if len(set(short)) == len(funds) else funds))


def _total(lines: tuple[BudgetLine, ...], fund: str, level: str, size: float) -> float | None:
    found = [line.change / size for line in lines if line.name == fund and line.level == level]
    return sum(found) if found else None


def budget_table(lines: tuple[BudgetLine, ...], step: Step, words: Words, caption: str) -> Table:
    """One row a fund and level; yearly amounts in the step that the caption names."""
    heads = ("基金", "承担层级", "改革前", "改革后", "变动", "变动的95%置信区间", "状态")
    rows = tuple(_row(line, step, words) for line in lines)
    year = lines[0].period if lines else ""
    titled = words("{title}（{year}年，单位：{unit}）", title=caption, year=year, unit=step.unit)
    return Table(titled, tuple(words(head) for head in heads), rows)


def _row(line: BudgetLine, step: Step, words: Words) -> tuple[Cell, ...]:
    status: Badge = STATUS_BADGES[line.status]
    limits = tuple(None if end is None else end / step.size for end in (line.ci_low, line.ci_high))
    amounts = (line.baseline / step.size, line.reform / step.size)
    return (
        text(words(line.name)),
        text(level_name(line.level, words)),
        *(Cell(amount, Quantity.YUAN_FEN) for amount in amounts),
        change(line.change / step.size, Quantity.YUAN_FEN),
        Cell((limits[0], limits[1]), Quantity.YUAN_FEN),
        text(words(status.value), (status,)),
    )
