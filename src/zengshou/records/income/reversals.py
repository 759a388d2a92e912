"""Reversals (冲销): what each stated amount counts for once other rows of its source take it back, or take that back.

The rule, the same for one person's file and for the whole register:
- a reversal is matched with the row that it names, of the same channel and of the same person (links counted);
- a reversal may be reversed itself: A, -A, +A leaves A;
- item by item, it takes away as far as the row that it names still stands, never more: what goes beyond is found and
  does not count; of several reversals of one row the first recorded counts first;
- one with the sign of what it reverses takes nothing back: it is found and does not count, nor does what reverses it;
- one that leads to no original, or round in a circle, does not count: alone it would take away what was never given.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

Name = tuple[str, int, str]  # channel, person, native id
Amounts = dict[str, int]  # item -> fen


class Statement(Protocol):
    """What facts and rows of a table have in common."""

    @property
    def channel(self) -> str: ...
    @property
    def person(self) -> int: ...
    @property
    def native_id(self) -> str: ...
    @property
    def reversal_of(self) -> str: ...
    @property
    def item(self) -> str: ...
    @property
    def fen(self) -> int: ...


@dataclass(frozen=True)
class Counted:
    """What statements count for. fen  of each, in their order; the others  places among them

    alone   reversals without an original;  wrong_sign  those that would give again;  beyond  those of more than stood
    """

    fen: tuple[int, ...]
    alone: tuple[int, ...]
    wrong_sign: tuple[int, ...]
    beyond: tuple[int, ...]


def counted(statements: Sequence[Statement]) -> Counted:
    """What each statement counts for; those that neither reverse nor are reversed count as stated.

    statements  the versions that hold, in the order in which they were recorded; a person under one reference
    """
    return _Chains(statements).resolved()


@dataclass
class _Row:
    """One row of a source: where its statements stand, what it reverses, and which rows reverse it."""

    places: list[int] = field(default_factory=list)
    reverses: Name | None = None
    reversals: list[Name] = field(default_factory=list)


class _Chains:
    def __init__(self, statements: Sequence[Statement]) -> None:
        self.statements = statements
        self.fen = [each.fen for each in statements]
        self.rows: dict[Name, _Row] = {}
        self.void: set[tuple[Name, str]] = set()
        self.wrong_sign: set[int] = set()
        self.beyond: set[int] = set()
        for place, each in enumerate(statements):
            row = self.rows.setdefault((each.channel, each.person, each.native_id), _Row())
            row.places.append(place)
            if each.reversal_of:
                row.reverses = (each.channel, each.person, each.reversal_of)
        for name, row in self.rows.items():
            if row.reverses is not None and row.reverses in self.rows:
                self.rows[row.reverses].reversals.append(name)

    def resolved(self) -> Counted:
        order = self._downwards()
        standing: dict[Name, Amounts] = {}
        for name in reversed(order):  # what reverses a row is settled before the row
            standing[name] = self._standing(name, standing)
        reached = set(order)
        alone = [place for name, row in self.rows.items() if name not in reached for place in row.places]
        for place in alone:
            self.fen[place] = 0
        return Counted(tuple(self.fen), *(tuple(sorted(found)) for found in (alone, self.wrong_sign, self.beyond)))

    def _downwards(self) -> list[Name]:
        """The originals, then what reverses them, then what reverses that."""
        order = [name for name, row in self.rows.items() if row.reverses is None]
        for name in order:
            order += self.rows[name].reversals
        return order

    def _stated(self, name: Name) -> Amounts:
        found: Amounts = {}
        for place in self.rows[name].places:
            each = self.statements[place]
            found[each.item] = found.get(each.item, 0) + each.fen
        return found

    def _standing(self, name: Name, standing: dict[Name, Amounts]) -> Amounts:
        """What is left of a row, item by item; reversals beyond it are cut or set to nothing."""
        stated = self._stated(name)
        left = dict(stated)
        for reversal in self.rows[name].reversals:
            for item, fen in standing[reversal].items():
                given = stated.get(item, 0)
                if not fen:
                    continue
                if fen * given > 0:
                    self.wrong_sign |= self._places(reversal, item)
                    self._set_to_nothing(reversal, item)
                elif abs(fen) > abs(left.get(item, 0)):
                    self.beyond |= self._places(reversal, item)
                    self._cut(reversal, item, abs(fen) - abs(left.get(item, 0)))
                    left[item] = 0
                else:
                    left[item] += fen
        return left

    def _places(self, name: Name, item: str) -> set[int]:
        return {place for place in self.rows[name].places if self.statements[place].item == item}

    def _set_to_nothing(self, name: Name, item: str) -> None:
        """An item of a row and of everything that reverses it, directly or not."""
        waiting = [name]
        while waiting:
            each = waiting.pop()
            if (each, item) not in self.void:
                self.void.add((each, item))
                waiting += self.rows[each].reversals
                for place in self._places(each, item):
                    self.fen[place] = 0

    def _cut(self, name: Name, item: str, fen: int) -> None:
        """Take `fen` off the size of what a row states of an item, from its last statement on."""
        places = sorted(self._places(name, item), reverse=True)
        sign = 1 if sum(self.fen[place] for place in places) > 0 else -1
        for place in places:
            size = min(max(self.fen[place] * sign, 0), fen)
            self.fen[place] -= sign * size
            fen -= size
