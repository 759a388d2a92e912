"""What was known at a moment: later batches replace, superseded batches vanish, reversals net out.

Nothing is updated in the ledger, so a figure as known in April stays what it was when a correction arrives in May.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from zengshou.records.income.fact import Fact
from zengshou.records.income.finding import Doubt, IncomeFinding


class Recorded(Protocol):
    """What facts, asset events and status events have in common."""

    @property
    def batch(self) -> int: ...
    @property
    def channel(self) -> str: ...
    @property
    def native_id(self) -> str: ...
    @property
    def recorded_at(self) -> datetime: ...


Entry = TypeVar("Entry", bound=Recorded)


@dataclass(frozen=True, slots=True)
class Moved:
    """A version of a row that names somebody else: whoever the row was first stated of loses it."""

    batch: int
    channel: str
    native_id: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """Facts that hold at a moment, and what is wrong with their reversals."""

    facts: tuple[Fact, ...]
    findings: tuple[IncomeFinding, ...]


def current(entries: Iterable[Entry], at: datetime, superseded: Mapping[int, datetime]) -> list[Entry]:
    """The entries that hold at a moment, in the order given.

    entries     every version of every native id concerned, also where a version names another person: a row that was
                stated of the wrong person is known to be gone only by its later version
    superseded  when a batch was superseded as a whole, by batch; from then on it is as if it had never come, so what
                it had replaced holds again until the superseding batch states it anew
    A later batch that states a native id of a channel replaces all parts of that row, since the source states the
    row whole: a tax that has become nil leaves no part behind.
    """
    known = [each for each in entries if each.recorded_at <= at and not _is_superseded(each.batch, at, superseded)]
    latest: dict[tuple[str, str], tuple[datetime, int]] = {}
    for each in known:
        name, version = (each.channel, each.native_id), (each.recorded_at, each.batch)
        if name not in latest or version > latest[name]:
            latest[name] = version
    return [each for each in known if latest[each.channel, each.native_id] == (each.recorded_at, each.batch)]


def still_theirs(
    entries: Iterable[Entry], moved: Iterable[Moved], at: datetime, superseded: Mapping[int, datetime]
) -> list[Entry]:
    """The entries of some persons that hold at a moment and are not stated of somebody else since."""
    both: list[Entry | Moved] = [*entries, *moved]
    return [each for each in current(both, at, superseded) if not isinstance(each, Moved)]


def as_known(facts: Iterable[Fact], at: datetime, superseded: Mapping[int, datetime]) -> Known:
    """The facts of some persons as known at a moment; `facts` and `superseded` as for `current`.

    A reversal stays beside its original and nets it out in every sum. One whose original is not known is left out and
    found: counted alone, it would take away what was never given.
    """
    holding = current(facts, at, superseded)
    originals = {(fact.channel, fact.native_id) for fact in holding if not fact.reversal_of}
    alone = [fact for fact in holding if fact.reversal_of and (fact.channel, fact.reversal_of) not in originals]
    kept = [fact for fact in holding if not fact.reversal_of or (fact.channel, fact.reversal_of) in originals]
    return Known(tuple(kept), (*(_alone(fact) for fact in alone), *_excessive(kept)))


def _is_superseded(batch: int, at: datetime, superseded: Mapping[int, datetime]) -> bool:
    since = superseded.get(batch)
    return since is not None and since <= at


def _alone(fact: Fact) -> IncomeFinding:
    words = f"冲销记录找不到被冲销的原记录“{fact.reversal_of}”，暂不计算。请向数据提供单位核实。"
    return IncomeFinding(Doubt.REVERSAL_ALONE, fact.person, words, (fact.key,))


def _excessive(facts: list[Fact]) -> Iterator[IncomeFinding]:
    """Reversals that together take back more of an item than their original gave."""
    stated: dict[tuple[str, str, str], int] = {}
    taken: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        if fact.reversal_of:
            taken.setdefault((fact.channel, fact.reversal_of, fact.item), []).append(fact)
        else:
            name = (fact.channel, fact.native_id, fact.item)
            stated[name] = stated.get(name, 0) + fact.fen
    for name, reversals in taken.items():
        if abs(sum(fact.fen for fact in reversals)) > abs(stated.get(name, 0)):
            words = f"对原记录“{name[1]}”的项目“{name[2]}”冲销合计超过原金额。请向数据提供单位核实。"
            keys = tuple(fact.key for fact in reversals)
            yield IncomeFinding(Doubt.REVERSAL_EXCEEDS, reversals[0].person, words, keys)
