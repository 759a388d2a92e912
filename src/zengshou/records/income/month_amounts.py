"""Facts spread over their months: what each source states of each item, month by month, to the fen."""

from collections.abc import Iterable
from typing import NamedTuple

from zengshou.concepts.period import MonthIndex
from zengshou.records.income.fact import Fact, Level


class MonthAmount(NamedTuple):
    """What one channel states of one item of one holder and month, with the facts it comes from.

    is_shared  the holder is the household of the person
    """

    person: int
    is_shared: bool
    item: str
    channel: str
    payer: str
    month: MonthIndex
    fen: int
    facts: tuple[Fact, ...]


def spread(fen: int, months: int) -> list[int]:
    """An amount over equal months by largest remainder: the odd fen go to the earliest. The sum is the amount.

    An amount below zero is spread as its opposite, so that a reversal takes back month by month what was given.
    """
    each, odd = divmod(abs(fen), months)
    sign = -1 if fen < 0 else 1
    return [sign * (each + 1)] * odd + [sign * each] * (months - odd)


def month_amounts(facts: Iterable[Fact], month_from: MonthIndex, month_to: MonthIndex) -> list[MonthAmount]:
    """What the facts state of each month of a period, both ends inclusive; months outside it are left out.

    Facts of the same holder, item, channel, payer, level and span are added up before they are spread: one fact split
    in two comes to the same fen in every month.
    """
    pooled: dict[tuple[int, bool, str, str, str, Level, MonthIndex, MonthIndex], list[Fact]] = {}
    for fact in facts:
        if fact.month_from <= month_to and fact.month_to >= month_from:
            holder, source = (fact.person, fact.household), (fact.item, fact.channel, fact.payer, fact.level)
            pooled.setdefault((*holder, *source, fact.month_from, fact.month_to), []).append(fact)
    amounts: list[MonthAmount] = []
    for (person, is_shared, item, channel, payer, _, first, last), alike in pooled.items():
        facts_alike, fen = tuple(alike), sum(fact.fen for fact in alike)
        if first == last:
            amounts.append(MonthAmount(person, is_shared, item, channel, payer, first, fen, facts_alike))
            continue
        parts = spread(fen, last - first + 1)
        for month in range(max(first, month_from), min(last, month_to) + 1):
            part = parts[month - first]
            amounts.append(MonthAmount(person, is_shared, item, channel, payer, month, part, facts_alike))
    return amounts
