"""What was known at a moment: later batches replace, superseded batches vanish, reversals net out.

Nothing is updated in the ledger, so a figure as known in April stays what it was when a correction arrives in May.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol, TypeVar

from zengshou.records.income.fact import Fact
from zengshou.records.income.finding import Doubt, IncomeFinding
from zengshou.records.income.reversals import counted

BEYOND = "对原记录“{original}”的项目“{item}”冲销合计超过原金额，超过部分不计算。请向数据提供单位核实。"
WRONG_SIGN = "对原记录“{original}”的项目“{item}”的冲销与原金额同号，不能冲减，暂不计算。请向数据提供单位核实。"


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

    A reversal stays beside its original and nets it out in every sum, by the rule of `reversals`: what does not count
    is left out or cut, and found.
    """
    holding = current(facts, at, superseded)
    recorded = sorted(holding, key=lambda fact: (fact.recorded_at, fact.batch, fact.native_id, fact.part))
    found = counted(recorded)
    counts = {id(fact): fen for fact, fen in zip(recorded, found.fen, strict=True)}
    out = {id(recorded[place]) for place in found.alone}
    kept = tuple(
        fact if fact.fen == counts[id(fact)] else replace(fact, fen=counts[id(fact)])
        for fact in holding
        if id(fact) not in out and (counts[id(fact)] or not fact.fen)
    )
    alone = (_alone(recorded[place]) for place in found.alone)
    wrong = _doubted([recorded[place] for place in found.wrong_sign], Doubt.REVERSAL_SIGN, WRONG_SIGN)
    beyond = _doubted([recorded[place] for place in found.beyond], Doubt.REVERSAL_EXCEEDS, BEYOND)
    return Known(kept, (*alone, *wrong, *beyond))


def _is_superseded(batch: int, at: datetime, superseded: Mapping[int, datetime]) -> bool:
    since = superseded.get(batch)
    return since is not None and since <= at


def _alone(fact: Fact) -> IncomeFinding:
    words = f"冲销记录找不到被冲销的原记录“{fact.reversal_of}”，暂不计算。请向数据提供单位核实。"
    return IncomeFinding(Doubt.REVERSAL_ALONE, fact.person, words, (fact.key,))


def _doubted(facts: list[Fact], doubt: Doubt, words: str) -> Iterator[IncomeFinding]:
    """One finding for each row that is reversed and each item, with all that reverse it."""
    found: dict[tuple[str, int, str, str], list[Fact]] = {}
    for fact in facts:
        found.setdefault((fact.channel, fact.person, fact.reversal_of, fact.item), []).append(fact)
    for (_, person, original, item), reversals in found.items():
        keys = tuple(fact.key for fact in reversals)
        yield IncomeFinding(doubt, person, words.format(original=original, item=item), keys)
