"""Who owns what on a day: positions worked out from asset events, never stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from zengshou.records.income.asset import AssetAction, AssetEvent, AssetKind
from zengshou.records.income.finding import Doubt, IncomeFinding


@dataclass(frozen=True, slots=True)
class AssetPosition:
    """What one person holds of one asset on a day.

    fen      value of the share, None where no source states one
    since    day of the first event of the holding
    keys     the events it was worked out from, in their order
    """

    person: int
    asset: str
    kind: AssetKind
    share: Fraction
    fen: int | None
    since: date
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Positions:
    """Holdings on a day, sorted by person and asset, and what an officer has to confirm."""

    on: date
    held: tuple[AssetPosition, ...]
    findings: tuple[IncomeFinding, ...]

    def of(self, person: int) -> tuple[AssetPosition, ...]:
        return tuple(position for position in self.held if position.person == person)


@dataclass(slots=True)
class _Holding:
    """A holding while the events are read."""

    kind: AssetKind
    since: date
    share: Fraction = Fraction(0)
    fen: int | None = None
    keys: list[str] = field(default_factory=list)


def positions_on(events: Iterable[AssetEvent], day: date) -> Positions:
    """The holdings at the end of a day.

    events  as known on the day (`versions.current`); of every owner of the assets concerned, else shares that sum to
            more than the whole go unseen
    Registries and banks state what is held, not what was added to it: the last statement holds. An asset that was
    struck off while somebody else still holds it, or that is held anew afterwards, is shown and found.
    """
    holdings: dict[tuple[int, str], _Holding] = {}
    cancelled: dict[str, AssetEvent] = {}
    findings: list[IncomeFinding] = []
    for event in sorted((event for event in events if event.on <= day), key=_order):
        name = (event.person, event.asset)
        if event.action is AssetAction.CANCEL:
            cancelled[event.asset] = event
            holdings.pop(name, None)
        elif event.action is not AssetAction.DISPOSE:
            _state(event, holdings.setdefault(name, _Holding(event.kind, event.on)))
        elif name not in holdings:
            words = f"{event.kind.label}有处置记录，没有取得记录。请核实取得时间。"
            findings.append(IncomeFinding(Doubt.DISPOSED_UNOWNED, event.person, words, (event.key,)))
        elif not _dispose(event, holdings[name]):
            del holdings[name]
    held = tuple(
        AssetPosition(person, asset, each.kind, each.share, each.fen, each.since, tuple(each.keys))
        for (person, asset), each in sorted(holdings.items())
    )
    return Positions(day, held, (*findings, *_cancelled_yet_owned(held, cancelled), *_more_than_whole(held)))


def _order(event: AssetEvent) -> tuple[object, ...]:
    return (event.on, event.recorded_at, event.batch, event.row, event.part)


def _state(event: AssetEvent, holding: _Holding) -> None:
    """A statement without a value leaves that of an unchanged share standing."""
    if event.fen is not None or event.share != holding.share:
        holding.fen = event.fen
    holding.share = event.share
    holding.keys.append(event.key)


def _dispose(event: AssetEvent, holding: _Holding) -> bool:
    """Whether something remains; it keeps its part of the value, rounded down to the fen."""
    remaining = max(holding.share - event.share, Fraction(0))
    if holding.fen is not None:
        holding.fen = int(holding.fen * remaining / holding.share)
    holding.share = remaining
    holding.keys.append(event.key)
    return remaining > 0


def _cancelled_yet_owned(held: tuple[AssetPosition, ...], cancelled: dict[str, AssetEvent]) -> Iterator[IncomeFinding]:
    for position in held:
        event = cancelled.get(position.asset)
        if event is not None:
            words = f"{position.kind.label}已于 {event.on} 注销，登记上仍属本人所有。请核实登记。"
            yield IncomeFinding(Doubt.CANCELLED_OWNED, position.person, words, (event.key, *position.keys))


def _more_than_whole(held: tuple[AssetPosition, ...]) -> Iterator[IncomeFinding]:
    owners: dict[str, list[AssetPosition]] = {}
    for position in held:
        owners.setdefault(position.asset, []).append(position)
    for positions in owners.values():
        whole = sum((position.share for position in positions), Fraction(0))
        if whole > 1:
            keys = tuple(key for position in positions for key in position.keys)
            words = f"同一{positions[0].kind.label}各所有人份额合计为 {whole}，超过 1。请核实共有份额。"
            yield from (IncomeFinding(Doubt.SHARES, position.person, words, keys) for position in positions)
