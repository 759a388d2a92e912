"""A ledger worked out: incomes in every view, assets, statuses, as known at a moment; every figure with its rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from zengshou.concepts.citation import Status
from zengshou.concepts.income_item import ItemTree
from zengshou.concepts.income_view_book import ViewBook
from zengshou.concepts.period import MonthIndex, first_day, month_name, year_of
from zengshou.records.access.context import OFFICE_TIME
from zengshou.records.channels.channel import Channel
from zengshou.records.income.evidence import EvidenceOrders
from zengshou.records.income.explain import ExplainedLine, explain, explain_corroborations
from zengshou.records.income.fact import Fact
from zengshou.records.income.household_income import HouseholdIncome, Member, household_income
from zengshou.records.income.positions import positions_on
from zengshou.records.income.status import StatusEvent
from zengshou.records.income.versions import as_known, still_theirs
from zengshou.records.intake.rules_standing import is_stale
from zengshou.services.records.home.channel_catalogue import STANDARD_CITY
from zengshou.store.channels import channels
from zengshou.store.instruments import evidence_orders, income_items, income_views
from zengshou.store.register.persons.person_ledger import Ledger
from zengshou.store.register_words import RegisterWords, register_words

Months = tuple[MonthIndex, MonthIndex]


@dataclass(frozen=True)
class Instruments:
    """By what figures are worked out: items, views, the order of sources, channels and their words."""

    tree: ItemTree
    views: ViewBook
    orders: EvidenceOrders
    channels: Mapping[str, Channel]
    words: RegisterWords

    @property
    def labels(self) -> Mapping[str, str]:
        return {id: channel.label for id, channel in self.channels.items()}


@cache
def instruments(city: str) -> Instruments:
    """The instruments of a city."""
    return Instruments(
        income_items(), income_views(), evidence_orders(), channels(city or STANDARD_CITY), register_words()
    )


@dataclass(frozen=True)
class ViewFigure:
    """The income of one holder, a person or a household, in one view, with every line in words."""

    name: str
    label: str
    version: str
    income: HouseholdIncome
    lines: tuple[ExplainedLine, ...]
    beside: tuple[str, ...]

    @property
    def fen(self) -> int:
        return self.income.total.fen

    @property
    def is_verified(self) -> bool:
        """Whether every rule that met an amount was read in its text."""
        return self.income.status is Status.SOURCED

    @property
    def by_month(self) -> tuple[tuple[str, int], ...]:
        months = range(self.income.month_from, self.income.month_to + 1)
        sums = dict.fromkeys(months, 0)
        for line in self.income.lines:
            sums[line.month] += line.counted_fen
        return tuple((month_name(month), fen) for month, fen in sums.items())

    @property
    def by_year(self) -> tuple[tuple[int, int], ...]:
        sums: dict[int, int] = {}
        for line in self.income.lines:
            sums[year_of(line.month)] = sums.get(year_of(line.month), 0) + line.counted_fen
        return tuple(sorted(sums.items()))


@dataclass(frozen=True)
class FactLine:
    """One row of a source as it is shown. `payer` is empty where the purpose does not give it."""

    key: str
    source: str
    label: str
    months: str
    fen: int
    terms: str
    payer: str
    recorded_at: datetime


@dataclass(frozen=True)
class AssetLine:
    """One holding. `fen` None where no source states a value; `asset` is empty where the purpose does not give it."""

    kind: str
    asset: str
    share: str
    fen: int | None
    since: date
    sources: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class StatusLine:
    """One spell of one status; months that a source states one by one and that follow each other are one spell."""

    label: str
    date_from: date
    date_to: date | None
    source: str
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Worked:
    """One holder as known at a moment. `stale`: channel -> sentence; `doubts`: what an officer has to confirm."""

    known_at: datetime
    views: tuple[ViewFigure, ...]
    facts: tuple[FactLine, ...]
    assets: tuple[AssetLine, ...]
    statuses: tuple[StatusLine, ...]
    doubts: tuple[str, ...]
    stale: Mapping[str, str]


def worked(
    ledger: Ledger, persons: Sequence[int], months: Months, known_at: datetime, by: Instruments, fields: Iterable[str]
) -> Worked:
    """The persons of a ledger as one holder, as known at a moment.

    fields  those of the proof: what is not among them is worked with and not shown
    """
    shown, wanted = frozenset(fields), set(persons)
    stated = [fact for fact in ledger.facts if fact.person in wanted]
    known = as_known(still_theirs(stated, ledger.moved, known_at, ledger.superseded), known_at, ledger.superseded)
    facts = [fact for fact in known.facts if fact.month_from <= months[1] and fact.month_to >= months[0]]
    stale = stale_sources(ledger, by, known_at)
    day = known_at.astimezone(OFFICE_TIME).date()
    views = tuple(_view(name, facts, persons, months, day, by, stale) for name in by.views.names)
    owned = [event for event in ledger.assets if event.person in wanted]
    events = still_theirs(owned, ledger.moved, known_at, ledger.superseded)
    positions = positions_on(events, day)
    doubts = (*known.findings, *views[0].income.findings, *positions.findings)
    sources = {event.key: by.labels.get(event.channel, event.channel) for event in events}
    assets = tuple(
        AssetLine(
            each.kind.label,
            each.asset if "asset.asset" in shown else "",
            str(each.share),
            each.fen,
            each.since,
            "、".join(dict.fromkeys(sources[key] for key in each.keys)),
            each.keys,
        )
        for each in positions.held
    )
    told = [each for each in ledger.statuses if each.person in wanted]
    held = still_theirs(told, ledger.moved, known_at, ledger.superseded)
    statuses = tuple(_spells(held, by))
    lines = tuple(fact_line(fact, by, "income.payer" in shown) for fact in facts)
    return Worked(known_at, views, lines, assets, statuses, tuple(dict.fromkeys(each.words for each in doubts)), stale)


def _view(
    name: str,
    facts: Sequence[Fact],
    persons: Sequence[int],
    months: Months,
    day: date,
    by: Instruments,
    stale: Mapping[str, str],
) -> ViewFigure:
    view = by.views.on(name, day)
    members = [Member(person) for person in persons]
    income = household_income(facts, members, *months, view, by.tree, by.orders, stale)
    lines = explain(income, by.tree, by.labels)
    beside = explain_corroborations(income.corroborations, by.tree, by.labels)
    return ViewFigure(name, view.label, view.version, income, lines, beside)


def _spells(events: Iterable[StatusEvent], by: Instruments) -> Iterator[StatusLine]:
    run: list[StatusEvent] = []
    for each in sorted(events, key=lambda each: (each.status, each.channel, each.date_from)):
        if run and not _goes_on(run[-1], each):
            yield _spell(run, by)
            run = []
        run.append(each)
    if run:
        yield _spell(run, by)


def _goes_on(last: StatusEvent, next: StatusEvent) -> bool:
    if (last.status, last.channel) != (next.status, next.channel) or last.date_to is None:
        return False
    return next.date_from <= last.date_to + timedelta(days=1)


def _spell(run: Sequence[StatusEvent], by: Instruments) -> StatusLine:
    first, last = run[0], run[-1]
    source = by.labels.get(first.channel, first.channel)
    return StatusLine(
        by.words.status(first.status), first.date_from, last.date_to, source, tuple(each.key for each in run)
    )


def stale_sources(ledger: Ledger, by: Instruments, known_at: datetime) -> dict[str, str]:
    """A sentence for each regular source that had delivered once and then fell behind its agreement (rule 20).

    A source of single cases is as fresh as its case; one that never delivered is told by the page of channels.
    """
    day = known_at.astimezone(OFFICE_TIME).date()
    found = {}
    for id, month in ledger.last_months.items():
        channel = by.channels.get(id)
        last = date.fromisoformat(first_day(month + 1)) - timedelta(days=1)
        if channel is not None and not channel.is_case_only and is_stale(channel, last, day):
            found[id] = f"{channel.label}数据只到 {last}，超过约定的 {channel.stale_after_days} 天，已过时"
    return found


def fact_line(fact: Fact, by: Instruments, shows_payer: bool) -> FactLine:
    first, last = month_name(fact.month_from), month_name(fact.month_to)
    level = {"gross": "税前", "net": "税后"}[fact.level]
    basis = {"accrual": "权责", "cash": "收付"}[fact.basis]
    return FactLine(
        fact.key,
        by.labels.get(fact.channel, fact.channel),
        by.tree.find(fact.item).label,
        first if first == last else f"{first} 至 {last}",
        fact.fen,
        f"{level}、{basis}" + ("、冲销" if fact.reversal_of else "") + ("、家庭共有" if fact.household else ""),
        fact.payer if shows_payer else "",
        fact.recorded_at,
    )
