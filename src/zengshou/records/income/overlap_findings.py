"""What overlapping sources give an officer to confirm: one finding for all months that show the same."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zengshou.concepts.period import month_name
from zengshou.records.income.fact import FactKey
from zengshou.records.income.finding import Doubt, IncomeFinding
from zengshou.records.income.month_amounts import MonthAmount


class Compared(NamedTuple):
    """Two channels of one payer and month whose amounts are too far apart."""

    group: str
    payer: str
    over: str
    under: str
    over_fen: int
    under_fen: int
    amounts: tuple[MonthAmount, ...]


class EqualSet(NamedTuple):
    """Channels of equal rank that were adopted together."""

    group: str
    channels: tuple[str, ...]
    amounts: tuple[MonthAmount, ...]


class BaseSet(NamedTuple):
    """Contribution bases that name no payer, in a month in which no other source states the income."""

    group: str
    amounts: tuple[MonthAmount, ...]


def overlap_findings(
    compared: Sequence[Compared], equal: Sequence[EqualSet], bases: Sequence[BaseSet]
) -> tuple[IncomeFinding, ...]:
    return (*_apart(compared), *_equal(equal), *_bases(bases))


def _apart(compared: Sequence[Compared]) -> Iterator[IncomeFinding]:
    alike: dict[tuple[int, str, str, str, str], list[Compared]] = {}
    for each in compared:
        name = (each.amounts[0].person, each.group, each.payer, each.over, each.under)
        alike.setdefault(name, []).append(each)
    for (person, group, payer, over, under), months in alike.items():
        first = months[0]
        amounts = [amount for each in months for amount in each.amounts]
        words = (
            f"单位 {payer} 的“{group}”：渠道 {over} 与 {under} 相差过大，{_months(amounts)}；"
            f"如 {month_name(first.amounts[0].month)} 分别为 {_yuan(first.over_fen)} 元和 {_yuan(first.under_fen)} 元。"
            "请核实工资与申报的缴费基数。"
        )
        yield IncomeFinding(Doubt.BASES_APART, person, words, _keys(amounts))


def _equal(equal: Sequence[EqualSet]) -> Iterator[IncomeFinding]:
    alike: dict[tuple[int, str, tuple[str, ...]], list[MonthAmount]] = {}
    for each in equal:
        alike.setdefault((each.amounts[0].person, each.group, each.channels), []).extend(each.amounts)
    for (person, group, channels), amounts in alike.items():
        words = (
            f"“{group}”有同级的几个来源（{'、'.join(channels)}），{_months(amounts)}，已全部计入。"
            "请核实是否同一笔收入，并在证据次序表中排定先后。"
        )
        yield IncomeFinding(Doubt.EQUAL_SOURCES, person, words, _keys(amounts))


def _bases(bases: Sequence[BaseSet]) -> Iterator[IncomeFinding]:
    alike: dict[tuple[int, str], list[MonthAmount]] = {}
    for each in bases:
        alike.setdefault((each.amounts[0].person, each.group), []).extend(each.amounts)
    for (person, group), amounts in alike.items():
        channels = "、".join(sorted({amount.channel for amount in amounts}))
        words = (
            f"“{group}”只有没有写明单位的缴费基数（{channels}），{_months(amounts)}，不当作收入。"
            "请核实本人是否灵活就业，收入另行申报。"
        )
        yield IncomeFinding(Doubt.BASE_WITHOUT_PAYER, person, words, _keys(amounts))


def _keys(amounts: Iterable[MonthAmount]) -> tuple[FactKey, ...]:
    """The facts of the amounts, each once, in order."""
    return tuple(dict.fromkeys(fact.key for amount in amounts for fact in amount.facts))


def _months(amounts: Iterable[MonthAmount]) -> str:
    months = sorted({amount.month for amount in amounts})
    if len(months) == 1:
        return month_name(months[0])
    return f"{month_name(months[0])} 至 {month_name(months[-1])} 共 {len(months)} 个月"


def _yuan(fen: int) -> str:
    return f"{fen / 100:,.2f}"
