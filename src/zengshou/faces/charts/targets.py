"""A target beside its figures: the path it should follow, what was observed, the lamp in words."""

from zengshou.concepts.estimate import Estimate
from zengshou.faces.amounts import Quantity, plain, quantity_of, with_unit
from zengshou.faces.charts.chart import Axis, Chart, Mark, Rule, Series
from zengshou.faces.charts.figure import Figure, safe_id
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import Badge, Cell, Table, badges_of, text
from zengshou.faces.words import Words
from zengshou.plan.model import Operator, Target, TargetKind
from zengshou.plan.reading import Lamp, LampColour, PathPoint, TargetReading
from zengshou.plan.wording import amount_text, deadline_text, goal_text

PROMISES = {
    Operator.REACH: "reach {amount}",
    Operator.AT_LEAST: "at least {amount}",
    Operator.AT_MOST: "at most {amount}",
    Operator.GREATER: "above {amount}",
    Operator.ALL: "all: {amount}",
    Operator.MULTIPLE: "{multiple} times {base}",
    Operator.INCREMENT: "{amount} in total",
    Operator.RISE: "rise",
    Operator.FALL: "fall",
}
LAMP_NAMES = {
    LampColour.DONE: "办结",
    LampColour.GREEN: "绿灯",
    LampColour.YELLOW: "黄灯",
    LampColour.RED: "红灯",
    LampColour.GREY: "灰灯",
}


def lamp_word(lamp: Lamp, words: Words) -> str:
    """The lamp as a word: colour, and 无法判定 where the survey cannot tell."""
    return words("灰灯·无法判定") if lamp.is_undecidable else words(LAMP_NAMES[lamp.colour])


def amount(value: float, unit: str, words: Words) -> str:
    """An amount as the plan writes it."""
    is_printed = words.is_chinese and quantity_of(unit) in (Quantity.PLAIN, Quantity.PERCENT, Quantity.COUNT)
    return amount_text(value, unit) if is_printed else with_unit(value, unit, words)


def promise(target: Target, words: Words) -> str:
    """The target as one phrase: by when, how much."""
    if words.is_chinese:
        return f"{deadline_text(target)}{goal_text(target)}"
    said = PROMISES[target.operator].format(
        amount=amount(target.value, target.unit, words),
        multiple=plain(target.value),
        base=target.base_year or "the base",
    )
    if target.kind in (TargetKind.MILESTONE, TargetKind.RECURRING, TargetKind.RELATIONAL):
        said = {"milestone": "done", "recurring": f"{plain(target.value)} times a year", "relational": "keep pace"}[
            target.kind.value
        ]
    when = f"by {target.deadline}: " if target.deadline else ""
    return f"{when}{said}{' and hold' if target.hold else ''}"


def path(reading: TargetReading, words: Words) -> Figure:
    """Required path (dashed), observed points with their intervals, and the line of the target."""
    target = reading.target
    series = tuple(one for one in (_required(reading.required, words), _observed(reading, words)) if one is not None)
    goal = reading.required[-1].value if reading.required else None
    rules = () if goal is None else (Rule(goal, words("目标 {amount}", amount=amount(goal, target.unit, words))),)
    suffix = "%" if quantity_of(target.unit) is Quantity.PERCENT else ""
    title = words(target.label)
    chart = (
        Chart(
            Axis(words("年份"), is_grouped=False),
            Axis("" if suffix else words(target.unit), suffix=suffix),
            series,
            rules=rules,
            height=300,
            alt=words("{label}：所需路径、观测值与目标线。{reason}", label=title, reason=reading.lamp.reason),
        )
        if len(reading.observed) > 1 or len(reading.required) > 1
        else None
    )
    badges = badges_of(reading.reading) if reading.reading else ()
    return Figure(
        f"target-{safe_id(target.id)}",
        title,
        chart,
        _path_table(reading, words),
        badges=badges,
        source=reading.source,
        note="".join((words("虚线为达到目标所需的路径；竖线为95%置信区间。"), *reading.warnings)),
    )


def _points(name: str, points: tuple[PathPoint, ...], colour: Colour, mark: Mark) -> Series | None:
    if not points:
        return None
    return Series(
        name,
        tuple(p.value for p in points),
        colour,
        mark,
        at=tuple(float(p.year) for p in points),
        decimals=2,
        lows=tuple(p.low for p in points),
        highs=tuple(p.high for p in points),
    )


def _required(points: tuple[PathPoint, ...], words: Words) -> Series | None:
    return _points(words("所需路径"), points, Colour.ORANGE, Mark.LINE)


def _observed(reading: TargetReading, words: Words) -> Series | None:
    kind = words(reading.reading.kind.label) if reading.reading else words("公布数")
    return _points(words("实际（{kind}）", kind=kind), reading.observed, Colour.BLUE, Mark.POINT)


def _path_table(reading: TargetReading, words: Words) -> Table:
    required = {point.year: point for point in reading.required}
    observed = {point.year: point for point in reading.observed}
    quantity = quantity_of(reading.target.unit)
    rows = []
    for year in sorted(required.keys() | observed.keys()):
        seen = observed.get(year)
        rows.append(
            (
                Cell(year, Quantity.YEAR),
                Cell(required[year].value if year in required else None, quantity),
                Cell(seen.value if seen else None, quantity),
                Cell((seen.low, seen.high) if seen else (None, None), quantity),
            )
        )
    heads = ("年份", "所需路径", "实际", "95%置信区间")
    caption = words("{label}（{unit}）", label=words(reading.target.label), unit=words(reading.target.unit))
    return Table(caption, tuple(words(head) for head in heads), tuple(rows))


def lamp_table(readings: tuple[TargetReading, ...], words: Words) -> Figure:
    """Every target in one table: promise, reading, lamp with its icon and its reason."""
    title = words("指标与目标一览")
    rows = tuple(
        (
            text(words(reading.target.label)),
            text(promise(reading.target, words)),
            *_reading_cells(reading.reading, words),
            text(f"{reading.lamp.colour.icon} {lamp_word(reading.lamp, words)}"),
            text(reading.lamp.reason),
            text(reading.source),
        )
        for reading in readings
    )
    heads = ("指标", "目标", "读数", "读数期间", "指标灯", "理由", "来源")
    badges = (Badge.SYNTHETIC,) if any(r.reading and r.reading.is_synthetic for r in readings) else ()
    return Figure(
        "lamps",
        title,
        None,
        Table(title, tuple(words(head) for head in heads), rows),
        badges=badges,
        note=words("灯的颜色同时用文字和图形写出；目标落在误差范围之内的，记为“无法判定”。"),
    )


def silent_table(readings: tuple[TargetReading, ...], words: Words) -> Figure:
    """Targets without any reading: what is promised and what is missing."""
    title = words("暂无读数的目标")
    rows = tuple(
        (
            text(words(reading.target.label)),
            text(promise(reading.target, words)),
            text(f"{reading.lamp.colour.icon} {lamp_word(reading.lamp, words)}"),
            text(reading.lamp.reason),
        )
        for reading in readings
    )
    heads = ("指标", "目标", "指标灯", "理由")
    return Figure("lamps-silent", title, None, Table(title, tuple(words(head) for head in heads), rows))


def _reading_cells(reading: Estimate | None, words: Words) -> tuple[Cell, Cell]:
    if reading is None:
        return text(words("暂无数据")), text("")
    if reading.value is None:
        return text(reading.reason), text(reading.period)
    return text(amount(reading.value, reading.unit, words), badges_of(reading)), text(reading.period)
