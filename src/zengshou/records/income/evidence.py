"""Which source is believed where several state the same income: one is adopted, the others are kept as corroboration.

Source  广州市家庭经济状况核对规则（2019-09-23）: feeds of departments before papers, papers before declarations;
wages by the tax record first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from zengshou.concepts.citation import Status
from zengshou.concepts.income_item import parent_code
from zengshou.concepts.period import MonthIndex
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.income.fact import FactKey
from zengshou.records.income.finding import IncomeFinding
from zengshou.records.income.month_amounts import MonthAmount
from zengshou.records.income.overlap_findings import BaseSet, Compared, EqualSet, overlap_findings

OTHERS = "*"


@dataclass(frozen=True)
class EvidenceOrder:
    """The order of sources for one item and all below it.

    item          overlaps are judged within it as a whole; "" is the order of every item without one of its own
    channels      best first; `*` stands for every channel that is not named
    payer_needed  channels that only corroborate where they name no payer: the contribution base of a person who pays
                  for himself is no wage
    compared      channels whose amounts of one payer and month are compared, in the order of `ratio`'s numerator
    ratio         lowest and highest quotient of an earlier by a later compared channel that is no finding
    Raises        ProblemsFound: no `*`, a channel twice, a ratio out of order
    """

    item: str
    channels: tuple[str, ...]
    payer_needed: frozenset[str] = frozenset()
    compared: tuple[str, ...] = ()
    ratio: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    legal_ref: str = ""
    status: Status = Status.UNVERIFIED

    def __post_init__(self) -> None:
        where = f"证据次序 {self.item or '（默认）'}"
        problems = []
        if self.channels.count(OTHERS) != 1:
            problems.append(Problem("order 中没有写出的渠道无从排序。", where, "写上一个“*”。"))
        if len(set(self.channels)) < len(self.channels):
            problems.append(Problem("order 中有渠道出现两次。", where, "删去一个。"))
        if self.compared and not 0 < self.ratio[0] <= self.ratio[1]:
            problems.append(Problem("ratio 应满足 0 < 下限 ≤ 上限。", where, "核对两个界限。"))
        if problems:
            raise ProblemsFound(problems)

    def rank(self, channel: str) -> int:
        """1 for the best evidence."""
        return self._ranks.get(channel, self._ranks[OTHERS])

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {channel: place for place, channel in enumerate(self.channels, start=1)}


class EvidenceOrders:
    """The order of every item, by the longest item that it lies at or below.

    Raises  ProblemsFound: two orders for one item, or no default order
    """

    def __init__(self, orders: Iterable[EvidenceOrder]) -> None:
        self.rows = tuple(orders)
        self._by_item = {order.item: order for order in self.rows}
        where = "证据次序表"
        if len(self._by_item) < len(self.rows):
            raise ProblemsFound(Problem("同一项目有两行次序。", where, "删去一行。"))
        if "" not in self._by_item:
            raise ProblemsFound(Problem("缺少默认次序。", where, "写上 item 为空的一行。"))

    def of(self, item: str) -> EvidenceOrder:
        pattern = item
        while pattern not in self._by_item:
            pattern = parent_code(pattern)
        return self._by_item[pattern]

    def group(self, item: str) -> str:
        """The item within which sources of this one overlap: that of its order, or itself under the default order."""
        return self.of(item).item or item


@dataclass(frozen=True, slots=True)
class Corroboration:
    """An amount that was not adopted, beside the one that was.

    adopted_fen  what was adopted in its place, of the same holder, group and month
    """

    person: int
    is_shared: bool
    group: str
    month: MonthIndex
    channel: str
    payer: str
    fen: int
    adopted_channels: tuple[str, ...]
    adopted_fen: int
    keys: tuple[FactKey, ...]


@dataclass(frozen=True, slots=True)
class Adoption:
    """Every amount stated is in exactly one of `adopted` and `corroborations`."""

    adopted: tuple[MonthAmount, ...]
    corroborations: tuple[Corroboration, ...]
    findings: tuple[IncomeFinding, ...]


def adopt(amounts: Iterable[MonthAmount], orders: EvidenceOrders) -> Adoption:
    """Choose, for each holder, group of items and month, the source that is believed.

    Within one payer the best-ranked channel is adopted. Amounts that name no payer are taken to be the same income as
    those that do: where they rank above all of these they alone are adopted, where they rank below they are not.
    Sources that rank equally are all adopted: one channel states an income once, and of two channels nothing says that
    they speak of the same money; the latter are found.
    """
    settled = _Settled([], [], [], [], [])
    for (order, group), alike in _grouped(amounts, orders):
        if len({amount.channel for amount in alike}) == 1 and alike[0].channel not in order.payer_needed:
            settled.adopted.extend(alike)
        else:
            _settle(alike, order, group, settled)
    findings = overlap_findings(settled.compared, settled.equal, settled.bases)
    return Adoption(tuple(settled.adopted), tuple(settled.corroborations), findings)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What has been decided so far."""

    adopted: list[MonthAmount]
    corroborations: list[Corroboration]
    compared: list[Compared]
    equal: list[EqualSet]
    bases: list[BaseSet]


def _grouped(
    amounts: Iterable[MonthAmount], orders: EvidenceOrders
) -> Iterator[tuple[tuple[EvidenceOrder, str], list[MonthAmount]]]:
    """Amounts of one holder, group and month, with their order."""
    places: dict[str, tuple[EvidenceOrder, str]] = {}
    groups: dict[tuple[int, bool, str, MonthIndex], list[MonthAmount]] = {}
    for amount in amounts:
        if amount.item not in places:
            places[amount.item] = (orders.of(amount.item), orders.group(amount.item))
        name = (amount.person, amount.is_shared, places[amount.item][1], amount.month)
        groups.setdefault(name, []).append(amount)
    for alike in groups.values():
        yield places[alike[0].item], alike


def _settle(alike: list[MonthAmount], order: EvidenceOrder, group: str, settled: _Settled) -> None:
    eligible = [amount for amount in alike if amount.payer or amount.channel not in order.payer_needed]
    bases = [amount for amount in alike if not amount.payer and amount.channel in order.payer_needed]
    believed = _believed_ranks(eligible, order)
    adopted = [amount for amount in eligible if believed.get(amount.payer) == order.rank(amount.channel)]
    rejected = [amount for amount in eligible if believed.get(amount.payer) != order.rank(amount.channel)]
    settled.adopted.extend(adopted)
    settled.corroborations.extend(_beside(amount, adopted, group) for amount in (*rejected, *bases))
    if bases and not eligible:
        settled.bases.append(BaseSet(group, tuple(bases)))
    settled.equal.extend(EqualSet(group, channels, tuple(adopted)) for channels in _equal_channels(adopted))
    settled.compared.extend(_pairs(eligible, order, group))


def _believed_ranks(amounts: list[MonthAmount], order: EvidenceOrder) -> dict[str, int]:
    """The rank that is adopted of each payer; payers of whom nothing is adopted are left out."""
    best: dict[str, int] = {}
    for amount in amounts:
        rank = order.rank(amount.channel)
        best[amount.payer] = min(rank, best.get(amount.payer, rank))
    if len(best) < 2 or "" not in best:
        return best
    nameless, named = best[""], min(rank for payer, rank in best.items() if payer)
    if nameless < named:
        return {"": nameless}
    return best if nameless == named else {payer: rank for payer, rank in best.items() if payer}


def _beside(amount: MonthAmount, adopted: list[MonthAmount], group: str) -> Corroboration:
    """The corroboration of what was adopted of the same payer, or of all where the amount names none."""
    same = [each for each in adopted if each.payer == amount.payer] or adopted
    return Corroboration(
        person=amount.person,
        is_shared=amount.is_shared,
        group=group,
        month=amount.month,
        channel=amount.channel,
        payer=amount.payer,
        fen=amount.fen,
        adopted_channels=tuple(sorted({each.channel for each in same})),
        adopted_fen=sum(each.fen for each in same),
        keys=tuple(fact.key for fact in amount.facts),
    )


def _equal_channels(adopted: list[MonthAmount]) -> Iterator[tuple[str, ...]]:
    """Channels that were adopted side by side of one payer, those without a payer beside each."""
    by_payer: dict[str, set[str]] = {}
    for amount in adopted:
        by_payer.setdefault(amount.payer, set()).add(amount.channel)
    nameless = by_payer.pop("", set())
    sides = [channels | nameless for channels in by_payer.values()] or [nameless]
    yield from (tuple(sorted(channels)) for channels in sides if len(channels) > 1)


def _pairs(amounts: list[MonthAmount], order: EvidenceOrder, group: str) -> Iterator[Compared]:
    """Amounts of two compared channels of one payer in the month, whose quotient lies outside the order's limits."""
    totals: dict[str, dict[str, int]] = {}
    for amount in amounts:
        if amount.payer and amount.channel in order.compared:
            of_payer = totals.setdefault(amount.payer, {})
            of_payer[amount.channel] = of_payer.get(amount.channel, 0) + amount.fen
    low, high = order.ratio
    for payer, of_payer in totals.items():
        present = [channel for channel in order.compared if channel in of_payer]
        for place, over in enumerate(present):
            for under in present[place + 1 :]:
                numerator, denominator = of_payer[over], of_payer[under]
                if not low * denominator <= numerator <= high * denominator:
                    concerned = tuple(each for each in amounts if each.payer == payer and each.channel in (over, under))
                    yield Compared(group, payer, over, under, numerator, denominator, concerned)
