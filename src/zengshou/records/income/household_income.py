"""What a household's facts come to in a view: by member and month, by part, in total and per head."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from zengshou.concepts.citation import Status
from zengshou.concepts.employment_cost import half_up
from zengshou.concepts.income_item import IncomePart, ItemClass, ItemTree, is_below
from zengshou.concepts.income_view import View
from zengshou.concepts.period import MonthIndex, month_name, year_of
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.records.income.evidence import Corroboration, EvidenceOrders, adopt
from zengshou.records.income.fact import Fact
from zengshou.records.income.finding import Doubt, IncomeFinding
from zengshou.records.income.income_lines import Figure, IncomeLine, lines_of
from zengshou.records.income.month_amounts import MonthAmount, month_amounts


@dataclass(frozen=True, slots=True)
class Member:
    """A member and the months of belonging, inclusive; None where there is no limit.

    Need is assessed for those who live together on the day, with all they had in the period: no limits. Statistics
    count a member's income, and the member, for the months of belonging only.
    """

    person: int
    month_from: MonthIndex | None = None
    month_to: MonthIndex | None = None

    def months_in(self, month_from: MonthIndex, month_to: MonthIndex) -> range:
        first = month_from if self.month_from is None else max(month_from, self.month_from)
        last = month_to if self.month_to is None else min(month_to, self.month_to)
        return range(first, last + 1)


@dataclass(frozen=True)
class HouseholdIncome:
    """Lines of a household in one view and period, and the sums of any of them.

    person_months   members times months, the divisor of every per-capita figure
    corroborations  what other sources state of the same income, not adopted
    stale           channels whose last delivery is older than agreed, with a sentence; they mark the whole, since what
                    such a channel has not yet delivered is missing without a trace
    """

    view: View
    month_from: MonthIndex
    month_to: MonthIndex
    person_months: int
    lines: tuple[IncomeLine, ...]
    corroborations: tuple[Corroboration, ...]
    findings: tuple[IncomeFinding, ...]
    stale: Mapping[str, str]

    def only(
        self,
        part: IncomePart | None = None,
        person: int | None = None,
        month: MonthIndex | None = None,
        year: int | None = None,
        is_shared: bool | None = None,
        item: str = "",
    ) -> Figure:
        """The figure of the lines that meet every condition given.

        person  what the person holds alone; `is_shared=True` asks for what the household holds together
        item    the item and all below it, e.g. `P.IMPRENT`, which statistics show apart
        """
        return Figure(
            tuple(
                line
                for line in self.lines
                if (part is None or line.part is part)
                and (person is None or (line.person == person and not line.is_shared))
                and (month is None or line.month == month)
                and (year is None or year_of(line.month) == year)
                and (is_shared is None or line.is_shared is is_shared)
                and (not item or is_below(line.item, item))
            )
        )

    @cached_property
    def total(self) -> Figure:
        return Figure(self.lines)

    @cached_property
    def by_part(self) -> Mapping[IncomePart, Figure]:
        """The four parts; transfers net."""
        return {part: self.only(part=part) for part in IncomePart}

    @property
    def status(self) -> Status:
        return self.total.status

    @property
    def months(self) -> int:
        return self.month_to - self.month_from + 1

    @property
    def per_capita_fen(self) -> int:
        """Per head over the whole period: for twelve months the yearly per-capita income. Half up to the fen."""
        return half_up(self.total.fen * self.months, self.person_months)

    @property
    def per_capita_monthly_fen(self) -> int:
        """Per head and month. Half up to the fen."""
        return half_up(self.total.fen, self.person_months)


def household_income(
    facts: Iterable[Fact],
    members: Iterable[Member],
    month_from: MonthIndex,
    month_to: MonthIndex,
    view: View,
    tree: ItemTree,
    orders: EvidenceOrders,
    stale: Mapping[str, str] | None = None,
) -> HouseholdIncome:
    """The income of a household, or of one person, over the months of a period, both ends inclusive.

    facts    as known on the day (`versions.as_known`), of the members only
    view     as it stands on the day of the assessment: one set of rules for the whole period
    orders   which source is believed where several state the same
    Raises   ProblemsFound: a period that ends before it begins, no member in it, a fact of somebody else, an item that
             the tree or the view does not know
    """
    belonging = {member.person: member.months_in(month_from, month_to) for member in members}
    known = tuple(facts)
    _check(known, belonging, month_from, month_to)
    amounts = [
        amount for amount in month_amounts(known, month_from, month_to) if amount.month in belonging[amount.person]
    ]
    adoption = adopt(amounts, orders)
    return HouseholdIncome(
        view=view,
        month_from=month_from,
        month_to=month_to,
        person_months=sum(len(months) for months in belonging.values()),
        lines=tuple(lines_of(adoption.adopted, view, tree, orders)),
        corroborations=adoption.corroborations,
        findings=(*adoption.findings, *_net_and_deducted(adoption.adopted)),
        stale=dict(stale or {}),
    )


def _check(
    facts: tuple[Fact, ...], belonging: Mapping[int, range], month_from: MonthIndex, month_to: MonthIndex
) -> None:
    where = "收入核算"
    if month_to < month_from:
        span = f"{month_name(month_from)} 至 {month_name(month_to)}"
        raise refuse(f"核算期止早于核算期起：{span}。", where, "核对核算期。")
    if not any(len(months) for months in belonging.values()):
        raise refuse("核算期内没有家庭成员。", where, "核对成员的起止月份。")
    strangers = [fact for fact in facts if fact.person not in belonging]
    if strangers:
        next_step = "只传入家庭成员的数据，或把该人列为成员。"
        raise ProblemsFound([Problem(f"数据 {fact.key} 不属于任何家庭成员。", where, next_step) for fact in strangers])


def _net_and_deducted(adopted: tuple[MonthAmount, ...]) -> Iterator[IncomeFinding]:
    """Wages stated net beside taxes or contributions of the same month: what was taken off would be taken off twice."""
    net: dict[tuple[int, MonthIndex], list[MonthAmount]] = {}
    paid: set[tuple[int, MonthIndex]] = set()
    for amount in adopted:
        place = (amount.person, amount.month)
        if amount.item.startswith(ItemClass.TRANSFER_PAID.value + "."):
            paid.add(place)
        elif amount.item.startswith(ItemClass.WAGES.value + ".") and amount.facts[0].level == "net":
            net.setdefault(place, []).append(amount)
    by_person: dict[int, list[MonthAmount]] = {}
    for place in net.keys() & paid:
        by_person.setdefault(place[0], []).extend(net[place])
    for person, amounts in by_person.items():
        months = sorted({month_name(amount.month) for amount in amounts})
        words = f"{'、'.join(months)} 的工资按到手数填报，又另列了个人缴费或税款，可能重复扣除。请核实应发工资。"
        keys = tuple(dict.fromkeys(fact.key for amount in amounts for fact in amount.facts))
        yield IncomeFinding(Doubt.NET_AND_DEDUCTED, person, words, keys)
