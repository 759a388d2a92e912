"""Lines of income: what one item of one holder and month comes to in a view, with what it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from zengshou.concepts.citation import Status, worst
from zengshou.concepts.employment_cost import half_up
from zengshou.concepts.income_item import IncomePart, ItemClass, ItemTree, is_below
from zengshou.concepts.income_view import View, ViewOp, ViewRow
from zengshou.concepts.period import MonthIndex
from zengshou.records.income.evidence import EvidenceOrders
from zengshou.records.income.fact import Fact, FactKey
from zengshou.records.income.month_amounts import MonthAmount


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """One item of one holder in one month.

    is_shared    the holder is the household of the person
    part         part of disposable income, None for what is never income
    stated_fen   what the adopted sources state, before the view
    counted_fen  what the view makes of it: below zero for what is deducted
    row          the rule that was applied
    rank         rank of the evidence, 1 for the best; of the weakest source where several were added up
    facts        what the amount comes from; for a line worked out by a parameter, the facts of its base
    """

    person: int
    is_shared: bool
    item: str
    part: IncomePart | None
    month: MonthIndex
    stated_fen: int
    counted_fen: int
    row: ViewRow
    rank: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Figure:
    """A sum of lines, with everything it rests on."""

    lines: tuple[IncomeLine, ...]

    @property
    def fen(self) -> int:
        return sum(line.counted_fen for line in self.lines)

    @cached_property
    def keys(self) -> tuple[FactKey, ...]:
        """The lineage: every fact that was counted or deliberately left out, each once, in order."""
        return tuple(dict.fromkeys(fact.key for line in self.lines for fact in line.facts))

    @property
    def rows(self) -> tuple[ViewRow, ...]:
        """The rules that were applied, each once."""
        return tuple({line.row.pattern: line.row for line in self.lines}.values())

    @property
    def status(self) -> Status:
        """How far the rules may be trusted: that of the least trusted row that met an amount."""
        return worst([line.row.status for line in self.lines if line.stated_fen or line.counted_fen])

    @property
    def rank(self) -> int:
        """Rank of the weakest evidence, 0 where there is none."""
        return max((line.rank for line in self.lines), default=0)

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(sorted({fact.channel for line in self.lines for fact in line.facts}))


def lines_of(amounts: Iterable[MonthAmount], view: View, tree: ItemTree, orders: EvidenceOrders) -> list[IncomeLine]:
    """Adopted amounts through a view: one line for each holder, item and month, then those worked out by a parameter.

    Raises  ProblemsFound for an item that the tree or the view does not know, naming it
    """
    alike: dict[tuple[int, bool, str, MonthIndex], list[MonthAmount]] = {}
    for amount in amounts:
        alike.setdefault((amount.person, amount.is_shared, amount.item, amount.month), []).append(amount)
    rules: dict[str, tuple[ViewRow, IncomePart | None]] = {}
    lines: list[IncomeLine] = []
    for (person, is_shared, item, month), group in alike.items():
        if item not in rules:
            rules[item] = (view.rule(tree.find(item).code), part_of(item))
        row, part = rules[item]
        stated = sum(amount.fen for amount in group)
        facts = tuple(fact for amount in group for fact in amount.facts) if len(group) > 1 else group[0].facts
        rank = max(orders.of(item).rank(amount.channel) for amount in group)
        lines.append(IncomeLine(person, is_shared, item, part, month, stated, counted(stated, row), row, rank, facts))
    for row in view.norms:
        lines.extend(_norm_lines(lines, view, row))
    return lines


def counted(stated_fen: int, row: ViewRow) -> int:
    """What a row makes of an amount: its share, half up to the fen, at most its cap; below zero for a deduction."""
    sign = row.op.sign
    if not sign:
        return 0
    amount = stated_fen if row.share == 1 else half_up(stated_fen * row.share.numerator, row.share.denominator)
    return sign * (amount if row.cap_monthly_fen is None else min(amount, row.cap_monthly_fen))


def part_of(item: str) -> IncomePart | None:
    """The part of disposable income that an item's class belongs to."""
    return ItemClass(item.partition(".")[0]).part


def _norm_lines(lines: list[IncomeLine], view: View, row: ViewRow) -> Iterator[IncomeLine]:
    """The cost of employment of each person and month with wages that count."""
    cost = view.employment_cost(row)
    bases: dict[tuple[int, MonthIndex], list[IncomeLine]] = {}
    for line in lines:
        if not line.is_shared and line.row.op is ViewOp.INCLUDE and is_below(line.item, row.base):
            bases.setdefault((line.person, line.month), []).append(line)
    for (person, month), base in bases.items():
        wage = sum(line.counted_fen for line in base)
        facts = tuple(fact for line in base for fact in line.facts)
        rank = max(line.rank for line in base)
        fen = -cost.monthly_fen(wage)
        yield IncomeLine(person, False, row.pattern, part_of(row.pattern), month, 0, fen, row, rank, facts)
