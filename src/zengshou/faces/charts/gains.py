"""Figures of a reform's effects on people: gain by tenth, gainers and losers by group, indicators before and after."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity, one, quantity_of, signed, span
from zengshou.faces.charts.chart import Axis, Chart, Mark, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.indicators import people_in_words
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import STATUS_BADGES, Badge, Cell, Table, change, interval, of, text
from zengshou.faces.words import Words
from zengshou.services.answers import HouseholdAnswer
from zengshou.simulation.outcome import Compared, GainRow, Manifest, SimulationResult

# What a reader asks first of a reform: poverty and inequality; a run without them shows what it has.
TELLING = ("fgt0", "gini")

TITLES = {
    "decile": "十等分组的人均增收",
    "group": "重点群体的受益与受损",
    "residence": "城镇与农村的人均增收",
    "all": "全体居民的人均增收",
}


def provenance(manifest: Manifest, words: Words) -> str:
    """The line under each figure of a run."""
    people = people_in_words(manifest.people, manifest.persons, manifest.households, manifest.is_synthetic, words)
    return words(
        "{people}；法规库 {lawbook}；版本 {version}", people=people, lawbook=manifest.lawbook, version=manifest.version
    )


def marks(manifest: Manifest) -> tuple[Badge, ...]:
    """Badges of every figure of a run: model, synthetic people, unverified parameters."""
    found = [Badge.MODEL]
    if manifest.is_synthetic:
        found.append(Badge.SYNTHETIC)
    if manifest.unverified:
        found.append(Badge.UNVERIFIED)
    return tuple(found)


def rows_by(result: SimulationResult, by: str) -> tuple[GainRow, ...]:
    return tuple(row for row in result.gainers if row.by == by)


def decile_gains(result: SimulationResult, words: Words) -> Figure:
    """Mean change of disposable income in each tenth, with its interval."""
    rows = rows_by(result, "decile")
    changes = tuple(row.mean_change for row in rows)
    series = Series(
        words("人均增收"),
        tuple(e.value for e in changes),
        Colour.BLUE,
        Mark.BAR,
        decimals=0,
        lows=tuple(e.ci_low for e in changes),
        highs=tuple(e.ci_high for e in changes),
    )
    chart = Chart(
        Axis(words("按改革前人均可支配收入从低到高"), tuple(str(i) for i in range(1, len(rows) + 1))),
        Axis(words("元/人·年")),
        (series,),
        alt=words("从最低到最高十个收入组的人均可支配收入变动，竖线为95%置信区间。"),
    )
    title = words(TITLES["decile"])
    return Figure(
        "decile-gains",
        title,
        chart,
        gain_table(rows, words, title),
        note=words("竖线为95%置信区间。"),
        source=provenance(result.manifest, words),
        badges=marks(result.manifest),
    )


def group_gains(result: SimulationResult, words: Words) -> Figure:
    """Shares of gainers (right) and losers (left) in each group."""
    rows = (*rows_by(result, "all"), *rows_by(result, "residence"), *rows_by(result, "group"))
    win = Series(
        words("受益人口"), tuple(_percent(row.gain_rate) for row in rows), Colour.TEAL, Mark.BAR, stack="people"
    )
    lose = Series(
        words("受损人口（向左）"),
        tuple(_negative(_percent(row.lose_rate)) for row in rows),
        Colour.VERMILION,
        Mark.BAR,
        stack="people",
    )
    chart = Chart(
        Axis("", tuple(words(row.label) for row in rows)),
        Axis(words("占本群体人口的比重"), suffix="%"),
        (win, lose),
        is_horizontal=True,
        alt=words("各群体中收入增加（向右）和减少（向左）的人口比重。"),
        height=96 + 32 * len(rows),
    )
    title = words(TITLES["group"])
    return Figure(
        "group-gains",
        title,
        chart,
        gain_table(rows, words, title),
        source=provenance(result.manifest, words),
        badges=marks(result.manifest),
        note=words("一人可同属几个群体；向左为收入减少的人口。"),
    )


def _percent(rate: Estimate) -> float | None:
    return None if rate.value is None else rate.value * 100


def _negative(value: float | None) -> float | None:
    return None if value is None else -value if value else 0.0


def gain_table(rows: tuple[GainRow, ...], words: Words, caption: str) -> Table:
    """Population, mean before, mean change with interval, gainers and losers."""
    heads = ("组别", "人口", "改革前人均（元）", "人均增收（元）", "95%置信区间", "受益人口", "受损人口", "n")
    made = tuple(
        (
            text(words(row.label)),
            Cell(row.population, Quantity.COUNT),
            of(row.baseline_mean, Quantity.YUAN),
            of(row.mean_change, Quantity.YUAN_FEN, is_signed=True),
            interval(row.mean_change, Quantity.YUAN_FEN),
            of(row.gain_rate, Quantity.SHARE),
            of(row.lose_rate, Quantity.SHARE),
            Cell(row.mean_change.n, Quantity.WHOLE),
        )
        for row in rows
    )
    return Table(caption, tuple(words(head) for head in heads), made)


def compared_table(result: SimulationResult, words: Words) -> Figure:
    """Indicators before and after; the interval is that of the difference on the same people."""
    title = words("主要指标的前后对比")
    heads = ("指标", "改革前", "改革后", "变动", "变动的95%置信区间", "状态")
    rows = tuple(_compared_row(one_row, words) for one_row in result.compared)
    return Figure(
        "compared",
        title,
        None,
        Table(title, tuple(words(head) for head in heads), rows),
        source=provenance(result.manifest, words),
        badges=marks(result.manifest),
        note=words("前后用同一批人，变动的误差小于两次单独估计之差的误差。"),
    )


def reforms_side_by_side(results: tuple[SimulationResult, ...], bills: tuple[float, ...], words: Words) -> Figure:
    """Several reforms on the same people, one a row: the bill, who gains and loses, poverty and inequality."""
    title = words("各项改革并列")
    kept = [row.indicator for row in results[0].compared if row.indicator in TELLING]
    labels = tuple(words("{label}变动", label=words(_compared(results[0], name).label)) for name in kept)
    heads = ("改革方案", "净支出变动", "受益人口", "受损人口", "人均增收（元）")
    rows = tuple(_reform_row(result, bill, kept, words) for result, bill in zip(results, bills, strict=True))
    table = Table(title, (*(words(head) for head in heads), *labels), rows)
    note = words("净支出变动为财政和基金一年多付的待遇与少收的缴费、税款之和；各项改革分别测算，不能相加。")
    return Figure(
        "side-by-side", title, None, table, note, provenance(results[0].manifest, words), marks(results[0].manifest)
    )


def _compared(result: SimulationResult, indicator: str) -> Compared:
    return next(row for row in result.compared if row.indicator == indicator)


def _reform_row(result: SimulationResult, bill: float, kept: list[str], words: Words) -> tuple[Cell, ...]:
    everyone = next(iter(rows_by(result, "all")), None)
    moved = (_compared(result, name).change for name in kept)
    return (
        text(result.title),
        change(bill, Quantity.MONEY),
        of(everyone.gain_rate if everyone else None, Quantity.SHARE),
        of(everyone.lose_rate if everyone else None, Quantity.SHARE),
        of(everyone.mean_change if everyone else None, Quantity.YUAN_FEN, is_signed=True),
        *(of(moved_by, change_quantity(moved_by), is_signed=True) for moved_by in moved),
    )


def change_quantity(estimate: Estimate) -> Quantity:
    """A difference of shares is written in percentage points, one of indices with one more decimal."""
    quantity = quantity_of(estimate.unit)
    return {Quantity.SHARE: Quantity.POINTS, Quantity.RATIO: Quantity.FINE}.get(quantity, quantity)


def _compared_row(row: Compared, words: Words) -> tuple[Cell, ...]:
    quantity = change_quantity(row.change if row.change.unit else row.baseline)
    status = STATUS_BADGES[row.change.status]
    return (
        text(words(row.label)),
        of(row.baseline),
        of(row.reform),
        of(row.change, quantity, is_signed=True),
        interval(row.change, quantity),
        text(words(status.value), (status,)),
    )


def change_phrase(estimate: Estimate, words: Words) -> str:
    """A difference with sign and interval in one phrase; its reason where there is none."""
    if estimate.value is None:
        return estimate.reason
    quantity = change_quantity(estimate)
    value = signed(one(estimate.value, quantity, words), estimate.value)
    if estimate.ci_low is None or estimate.ci_high is None:
        return value
    limits = span((estimate.ci_low, estimate.ci_high), quantity, words)
    return words("{value}（95%置信区间 {limits}）", value=value, limits=limits)


def household_table(answer: HouseholdAnswer, words: Words) -> Figure:
    """One household before and after, line by line."""
    title = words("一户人家的前后对比")
    rows = tuple(
        (
            text(words(line.label)),
            Cell(line.baseline, Quantity.YUAN_FEN),
            Cell(line.reform, Quantity.YUAN_FEN),
            change(line.reform - line.baseline, Quantity.YUAN_FEN),
            text(line.law),
        )
        for line in answer.lines
    )
    heads = ("项目（元/年）", "改革前", "改革后", "变动", "依据")
    members = words.listing(answer.members)
    return Figure(
        "household",
        title,
        None,
        Table(f"{title}：{answer.title}", tuple(words(head) for head in heads), rows),
        note=members,
    )
