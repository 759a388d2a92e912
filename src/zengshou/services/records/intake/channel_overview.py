"""信息归集总览: every channel with its last delivery: late or not, complete, agreed, clean. No person stands in it."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from zengshou.concepts.period import MonthIndex, first_day
from zengshou.records.access.context import OFFICE_TIME
from zengshou.records.channels.channel import Cadence, Channel
from zengshou.records.intake.rules_standing import is_stale
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.store.register.delivery.batches import Batch, batches
from zengshou.store.register.delivery.quarantine import RowState, tally
from zengshou.store.register.tables.batch_state import BatchState

USUAL_OF = 6  # published deliveries before the last whose median is the usual size
FEW, MANY = 0.8, 1.25  # of the usual: outside it somebody should ask; a convention of this page, not of the law


class Timeliness(Enum):
    """How a feed stands to its agreement (rule 20)."""

    NEVER = "never"
    FRESH = "fresh"
    STALE = "stale"
    BY_CASE = "by_case"

    @property
    def label(self) -> str:
        return {"never": "从未报送", "fresh": "在期限内", "stale": "已过时", "by_case": "逐案，不定期"}[self.value]


class Size(Enum):
    """The latest period against the usual."""

    UNKNOWN = "unknown"
    FEW = "few"
    USUAL = "usual"
    MANY = "many"

    @property
    def label(self) -> str:
        return {"unknown": "无可比", "few": "偏少", "usual": "正常", "many": "偏多"}[self.value]


class Agreement(Enum):
    """The sender's totals against what was counted, the worst last."""

    NONE = "none"
    AGREES = "agrees"
    NO_SHEET = "no_sheet"
    DIFFERS = "differs"

    @property
    def label(self) -> str:
        return {"none": "—", "agrees": "一致", "no_sheet": "未附对账单", "differs": "不一致"}[self.value]


@dataclass(frozen=True)
class ChannelState:
    """One channel as it stands.

    last      the latest published batch of the latest period, supplements and superseded ones left out
    rows, bad_rows  read and put aside in all published batches of that period
    covered_to  the last day of which published data speak;  due  by when the next must have come
    days_late   0 unless stale;  usual  rows of a usual period, None where there was none before
    open, held, unfinished  rows and batches that wait for somebody
    refused   files that were rejected in the last period, as when totals differed
    """

    channel: Channel
    last: Batch | None
    rows: int
    bad_rows: int
    batches: int
    covered_to: date | None
    due: date | None
    timeliness: Timeliness
    days_late: int
    usual: int | None
    agreement: Agreement
    open: int
    held: tuple[int, ...]
    unfinished: tuple[int, ...]
    refused: int

    @property
    def share_of_usual(self) -> float | None:
        return self.rows / self.usual if self.usual else None

    @property
    def size(self) -> Size:
        share = self.share_of_usual
        if share is None:
            return Size.UNKNOWN
        return Size.FEW if share < FEW else Size.MANY if share > MANY else Size.USUAL

    @property
    def bad_rate(self) -> float | None:
        """Share of the latest period's rows that were put aside."""
        return self.bad_rows / self.rows if self.rows else None


@dataclass(frozen=True)
class Overview:
    """All channels of a city, and what waits in them altogether."""

    day: date
    channels: tuple[ChannelState, ...]

    @property
    def stale(self) -> tuple[ChannelState, ...]:
        return tuple(each for each in self.channels if each.timeliness is Timeliness.STALE)

    @property
    def open(self) -> int:
        return sum(each.open for each in self.channels)

    @property
    def held(self) -> tuple[int, ...]:
        return tuple(id for each in self.channels for id in each.held)

    @property
    def convention(self) -> str:
        """How the columns were reckoned."""
        return (
            f"时效：最近一期已发布数据的截止日加上协议约定的天数。通常行数：此前最多 {USUAL_OF} 期已发布行数的中位数，"
            f"低于 {FEW:.0%} 为偏少，高于 {MANY:.0%} 为偏多。隔离率：最近一期被隔离的行占读入行数。"
        )


def channel_overview(home: RegisterHome, catalogue: Catalogue, at: datetime) -> Overview:
    """Every channel of the catalogue, those that never delivered too; figures of batches alone."""
    day = at.astimezone(OFFICE_TIME).date()
    with home.database.reading() as session:
        found, counts = batches(session), tally(session)
    by_channel: dict[str, list[Batch]] = {}
    for batch in found:
        by_channel.setdefault(batch.channel, []).append(batch)
    states = (
        channel_state(channel, by_channel.get(channel.id, []), counts, day) for channel in catalogue.channels.values()
    )
    return Overview(day, tuple(states))


def channel_state(
    channel: Channel, found: Sequence[Batch], counts: Mapping[int, Mapping[RowState, int]], day: date
) -> ChannelState:
    """One channel by its batches. counts  batch -> state of quarantined rows -> rows"""
    whole = [batch for batch in found if batch.supplements is None]
    published = [batch for batch in whole if batch.state is BatchState.PUBLISHED]
    last = max(published, key=lambda batch: (batch.period, batch.id), default=None)
    covered_to = None if last is None else last_day(last.period)
    latest = [batch for batch in published if last is not None and batch.period == last.period]
    sizes = _rows_of_periods(batch for batch in published if last is not None and batch.period < last.period)
    due = None if covered_to is None else covered_to + timedelta(days=channel.stale_after_days)
    timeliness = _timeliness(channel, covered_to, day)
    is_late = timeliness is Timeliness.STALE and due is not None
    return ChannelState(
        channel,
        last,
        sum(batch.rows_read for batch in latest),
        sum(batch.rows_bad for batch in latest),
        len(found),
        covered_to,
        None if timeliness is Timeliness.BY_CASE else due,
        timeliness,
        (day - due).days if is_late and due is not None else 0,
        round(statistics.median(sizes)) if sizes else None,
        max((agreement(batch) for batch in latest), key=list(Agreement).index, default=Agreement.NONE),
        sum(counts.get(batch.id, {}).get(RowState.OPEN, 0) for batch in found),
        tuple(batch.id for batch in found if batch.state is BatchState.HELD),
        tuple(batch.id for batch in found if not batch.state.is_final),
        sum(batch.state is BatchState.REJECTED and (last is None or batch.period >= last.period) for batch in found),
    )


def agreement(batch: Batch) -> Agreement:
    """Whether rows and every sum that the sender declared are those that were counted, to the fen."""
    if "sums" not in batch.declared:
        return Agreement.NO_SHEET
    lines = total_lines(batch)
    return Agreement.AGREES if all(each.agrees for each in lines) else Agreement.DIFFERS


@dataclass(frozen=True)
class TotalLine:
    """One total of a batch: "rows" or a field's sum in fen, as declared and as counted; None where not stated."""

    name: str
    declared: int | None
    counted: int | None

    @property
    def agrees(self) -> bool:
        return self.declared is None or self.declared == self.counted

    @property
    def difference(self) -> int | None:
        return None if self.declared is None or self.counted is None else self.counted - self.declared


def total_lines(batch: Batch) -> tuple[TotalLine, ...]:
    """Rows first, then the sums by field."""
    declared, counted = _sums(batch.declared), _sums(batch.actual)
    names = list(dict.fromkeys([*counted, *declared]))
    rows = TotalLine("rows", _whole(batch.declared.get("rows")), _whole(batch.actual.get("rows")))
    return (rows, *(TotalLine(name, declared.get(name), counted.get(name)) for name in names))


def last_day(period: MonthIndex) -> date:
    """The last day of a month."""
    return date.fromisoformat(first_day(period + 1)) - timedelta(days=1)


def _rows_of_periods(found: Iterable[Batch]) -> list[int]:
    """Rows of each of the latest periods before, several deliveries of one period taken together."""
    rows: dict[MonthIndex, int] = {}
    for batch in found:
        rows[batch.period] = rows.get(batch.period, 0) + batch.rows_read
    return [rows[period] for period in sorted(rows)[-USUAL_OF:]]


def _timeliness(channel: Channel, covered_to: date | None, day: date) -> Timeliness:
    if channel.cadence is Cadence.CASE:
        return Timeliness.BY_CASE
    if covered_to is None:
        return Timeliness.NEVER
    return Timeliness.STALE if is_stale(channel, covered_to, day) else Timeliness.FRESH


def _sums(told: Mapping[str, object]) -> dict[str, int]:
    sums = told.get("sums")
    return {str(name): int(str(fen)) for name, fen in sums.items()} if isinstance(sums, Mapping) else {}


def _whole(told: object) -> int | None:
    return told if isinstance(told, int) else None
