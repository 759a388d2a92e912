"""Figures of a goal seek: the answer with its error, what the names stood for, and the way to it."""

from zengshou.faces.amounts import Quantity, plain, unit_name
from zengshou.faces.charts.chart import Axis, Chart, Mark, Rule, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.gains import marks, provenance
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import Cell, Table, change, text
from zengshou.faces.words import Words
from zengshou.services.simulation.seek_answer import SeekAnswer


def figures(found: SeekAnswer, words: Words) -> tuple[Figure, ...]:
    """The answer, the names and, where values were tried, the way to it."""
    tried = (search(found, words),) if found.evaluations else ()
    return (solution(found, words), names(found, words), *tried)


def solution(found: SeekAnswer, words: Words) -> Figure:
    """Parameter before and after, the figure wanted and reached, each with its error where it has one."""
    keyed, manifest = found.parameter, found.simulation.manifest
    unit = unit_name(keyed.use.unit, words)
    error = None if found.figure is None else found.figure.se
    rows = (
        (text(words("参数的现行值")), Cell(keyed.value, Quantity.PLAIN), text(""), text(unit)),
        (text(words("求得的值")), Cell(found.value, Quantity.PLAIN), Cell(found.se, Quantity.PLAIN), text(unit)),
        (text(words("变动")), change(found.value - keyed.value, Quantity.PLAIN), text(""), text(unit)),
        (text(words("目标值")), Cell(found.wanted, Quantity.PLAIN), text(""), text(words("目标式右边"))),
        (
            text(words("达到的值")),
            Cell(found.reached, Quantity.PLAIN),
            Cell(error, Quantity.PLAIN),
            text(words("目标式左边")),
        ),
    )
    title = words("倒推结果")
    heads = tuple(words(head) for head in ("项目", "数值", "标准误", "单位"))
    notes = [words("参数的标准误由指标的抽样误差沿各次试算的连线折算；直接由公式求得的没有误差。")]
    if not found.is_met:
        notes.append(words("合成人口逐户计算，指标成台阶变动，没有更接近目标的取值。"))
    source = provenance(manifest, words)
    return Figure("solution", title, None, Table(title, heads, rows), "".join(notes), source, marks(manifest))


def names(found: SeekAnswer, words: Words) -> Figure:
    """What each name of the target stands for, and where its number comes from."""
    rows = tuple(
        (
            text(named.name),
            text(words(named.label)),
            text(words("随参数变动")) if named.value is None else Cell(named.value, Quantity.PLAIN),
            text(named.unit),
            text(words(named.source)),
        )
        for named in found.names
    )
    title = words("目标式中的名称")
    heads = tuple(words(head) for head in ("名称", "含义", "取值", "单位", "来源"))
    return Figure("names", title, None, Table(title, heads, rows))


def search(found: SeekAnswer, words: Words) -> Figure:
    """Every value that was tried and the figure there, with the target as a line."""
    keyed, manifest = found.parameter, found.simulation.manifest
    probes = found.evaluations
    size = 1e8 if max(abs(probe.value) for probe in probes) >= 1e8 else 1.0
    series = Series(
        words("目标式左边"),
        tuple(probe.value / size for probe in probes),
        Colour.BLUE,
        Mark.POINT,
        at=tuple(probe.at for probe in probes),
        decimals=4,
        lows=tuple(None for _ in probes),
        highs=tuple(None for _ in probes),
    )
    title = words("试算过程")
    unit = words("（亿）") if size > 1 else ""
    chart = Chart(
        Axis(words("{label}（{unit}）", label=words(keyed.label), unit=unit_name(keyed.use.unit, words))),
        Axis(words("目标式左边") + unit),
        (series,),
        words("各次试算的参数值与目标式左边的值，横线为目标。"),
        (Rule(found.wanted / size, words("目标 {amount}", amount=plain(found.wanted / size))),),
    )
    rows = tuple((Cell(probe.at, Quantity.PLAIN), Cell(probe.value, Quantity.PLAIN)) for probe in probes)
    heads = (words("参数值"), words("目标式左边"))
    note = words("共试算 {count} 次，每次只重算受影响的部分。", count=found.measured)
    return Figure("search", title, chart, Table(title, heads, rows), note, provenance(manifest, words), marks(manifest))
