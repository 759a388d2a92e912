"""Figures of what is left of more: net income and marginal rate over one amount, cliffs, traps."""

from zengshou.faces.amounts import Quantity, plain
from zengshou.faces.charts.chart import Axis, Chart, Mark, Rule, Series
from zengshou.faces.charts.figure import Figure
from zengshou.faces.charts.palette import Colour
from zengshou.faces.charts.table import STATUS_BADGES, Badge, Cell, Table, text
from zengshou.faces.words import Words
from zengshou.policy.turns import Turn
from zengshou.services.policy.marginal import MarginalAnswer
from zengshou.simulation.marginal import TRAP_RATE, Cliff, Trap

TABLE_ROWS = 30
MOST_DRAWN = 600
MOST_RULES = 5
LOWEST, HIGHEST = -50.0, 150.0  # per cent: beyond, a rate is drawn at the edge
TURNS_TOLD = 2


def figures(answer: MarginalAnswer, words: Words) -> tuple[Figure, ...]:
    """Everything the page shows, in reading order."""
    return (
        net_income(answer, words),
        marginal_rate(answer, words),
        cliff_table(answer, words),
        trap_table(answer, words),
    )


def _badges(answer: MarginalAnswer) -> tuple[Badge, ...]:
    return (Badge.MODEL, *((STATUS_BADGES[answer.status],) if answer.rests_on else ()))


def _axis(answer: MarginalAnswer, words: Words) -> Axis:
    asked = answer.range
    return Axis(words("{label}（{unit}）", label=words(asked.label), unit=words(asked.unit)))


def _drawn(count: int) -> list[int]:
    """Numbers of the points that are drawn: all, or evenly many of them with the last."""
    every = max(1, -(-count // MOST_DRAWN))
    return sorted({*range(0, count, every), count - 1})


def _rules(answer: MarginalAnswer) -> tuple[Rule, ...]:
    """An upright line at each of the largest cliffs; one at the edge of the drawing would only hide the axis."""
    inside = (cliff for cliff in answer.view.cliffs if cliff.at > answer.range.low)
    largest = sorted(inside, key=lambda cliff: -cliff.size)[:MOST_RULES]
    return tuple(Rule(cliff.at, plain(cliff.at), is_upright=True) for cliff in largest)


def net_income(answer: MarginalAnswer, words: Words) -> Figure:
    """Net income of the household at each amount."""
    view, asked = answer.view, answer.range
    places = _drawn(len(view.amounts))
    line = Series(
        words(answer.income),
        tuple(float(view.net[i]) for i in places),
        Colour.BLUE,
        Mark.LINE,
        at=tuple(float(view.amounts[i]) for i in places),
        decimals=0,
    )
    title = words(
        "{member}的{label}与{income}", member=answer.member, label=words(asked.label), income=words(answer.income)
    )
    alt = words(
        "横轴为{label}，纵轴为{income}；竖线处多挣反而少得。", label=words(asked.label), income=words(answer.income)
    )
    chart = Chart(
        _axis(answer, words),
        Axis(words("{income}（元/年）", income=words(answer.income))),
        (line,),
        alt,
        _rules(answer),
    )
    every = max(1, -(-len(view.amounts) // TABLE_ROWS))
    return Figure(
        "net-income",
        title,
        chart,
        _amount_table(answer, words, title, every),
        note=words("竖线为多挣反而少得的地方；其他收入和家庭情况不变，按全年都挣这个数计算。"),
        badges=_badges(answer),
        whole=_amount_table(answer, words, title, 1),
    )


def _amount_table(answer: MarginalAnswer, words: Words, caption: str, every: int) -> Table:
    """Amount, net income, and the rate since the row before."""
    view, asked = answer.view, answer.range
    rows = []
    for index in range(0, len(view.amounts), every):
        before = max(index - every, 0)
        paid = float(view.amounts[index] - view.amounts[before]) * answer.periods
        rate = None if index == 0 else 1 - float(view.net[index] - view.net[before]) / paid
        amounts = (Cell(float(view.amounts[index]), Quantity.YUAN), Cell(float(view.net[index]), Quantity.YUAN_FEN))
        rows.append((*amounts, Cell(rate, Quantity.SHARE)))
    heads = (
        words("{label}（{unit}）", label=words(asked.label), unit=words(asked.unit)),
        words("{income}（元/年）", income=words(answer.income)),
        words("边际税率（比上一行）"),
    )
    return Table(caption, heads, tuple(rows))


def marginal_rate(answer: MarginalAnswer, words: Words) -> Figure:
    """Which share of each further yuan does not arrive."""
    view, asked = answer.view, answer.range
    places = [i for i in _drawn(len(view.amounts)) if i < len(view.rates)]
    line = Series(
        words("边际税率"),
        tuple(min(max(float(view.rates[i]) * 100, LOWEST), HIGHEST) for i in places),
        Colour.VERMILION,
        Mark.LINE,
        at=tuple(float(view.amounts[i] + view.amounts[i + 1]) / 2 for i in places),
    )
    title = words("每多挣一元，少得多少")
    alt = words("横轴为{label}，纵轴为边际税率；高于100%处多挣反而少得。", label=words(asked.label))
    rules = (Rule(100.0, "100%"),)
    chart = Chart(
        _axis(answer, words), Axis(words("边际税率"), low=LOWEST, high=HIGHEST, suffix="%"), (line,), alt, rules
    )
    every = max(1, -(-len(view.amounts) // TABLE_ROWS))
    note = words("边际税率为多挣部分中没有到手的比例，含税、社会保险缴费和待遇的减少；超出图幅的画在边上。")
    return Figure(
        "marginal-rate", title, chart, _amount_table(answer, words, title, every), note=note, badges=_badges(answer)
    )


def cliff_table(answer: MarginalAnswer, words: Words) -> Figure:
    """Where more is less, by how much, from where it is made good, and the rule that makes it."""
    heads = ("从（元）", "到（元）", "一年少得（元）", "到多少元才补回", "造成它的规则", "改变了的条件", "依据")
    rows = tuple(_cliff_row(cliff, words) for cliff in answer.view.cliffs)
    title = words("断崖：多挣反而少得的地方")
    note = words("逐元核对；同一规则在相近各元上的下降并为一处。")
    return Figure(
        "cliffs", title, None, Table(title, tuple(words(head) for head in heads), rows), note, badges=_badges(answer)
    )


def _cliff_row(cliff: Cliff, words: Words) -> tuple[Cell, ...]:
    back = text(words("范围内未补回")) if cliff.regained is None else Cell(cliff.regained, Quantity.YUAN)
    return (
        Cell(cliff.at, Quantity.YUAN),
        Cell(cliff.lands, Quantity.YUAN),
        Cell(cliff.size, Quantity.YUAN_FEN),
        back,
        *_turn_cells(cliff.turns, words),
    )


def _turn_cells(turns: tuple[Turn, ...], words: Words) -> tuple[Cell, Cell, Cell]:
    """The rule where the place begins, what turned there, and its article."""
    if not turns:
        return text("—"), text("—"), text("—")
    first = turns[0]
    who = f"（{first.member}）" if first.member else ""
    tests = [test for turn in turns[:TURNS_TOLD] for test in turn.tests]
    jump = words("由 {before} 变为 {after}", before=plain(first.before), after=plain(first.after))
    return text(f"{words(first.label)}{who}"), text("；".join(dict.fromkeys(tests)) or jump), text(first.law)


def trap_table(answer: MarginalAnswer, words: Words) -> Figure:
    """Stretches in which hardly anything of more is left, and the rule with which they end."""
    heads = ("从（元）", "到（元）", "平均边际税率", "在此终止的规则", "改变了的条件", "依据")
    rows = tuple(_trap_row(trap, words) for trap in answer.view.traps)
    title = words("多挣几乎不留的区间")
    note = words("边际税率不低于{rate}的区间，例如低保逐元抵扣。", rate=f"{TRAP_RATE:.0%}")
    return Figure(
        "traps", title, None, Table(title, tuple(words(head) for head in heads), rows), note, badges=_badges(answer)
    )


def _trap_row(trap: Trap, words: Words) -> tuple[Cell, ...]:
    ends = Cell(trap.low, Quantity.YUAN), Cell(trap.high, Quantity.YUAN)
    return (*ends, Cell(trap.rate, Quantity.SHARE), *_turn_cells(trap.turns, words))
