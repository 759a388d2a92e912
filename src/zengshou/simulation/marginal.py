"""What is left of more: net income of one case over a range of one amount, its marginal rate, cliffs and traps.

Every amount is a household of its own, so the whole range is one run. Places where the line bends or falls are run
again yuan by yuan, and the rules on both sides of a fall say which of them turned.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from zengshou.policy.retrace import Categories
from zengshou.policy.run import run_plan
from zengshou.policy.run_plan import RunPlan
from zengshou.policy.turns import Turn, turns
from zengshou.simulation.varied_case import VariedCase

Numbers = NDArray[np.float64]
LEAST_FALL = 1.0  # yuan a year; smaller falls are the rounding of monthly amounts
LEAST_BEND = 0.5  # yuan a year by which neighbouring steps differ where the line bends
TRAP_RATE = 0.8  # from this marginal rate on, earning more is hardly worth it
BESIDE = 10.0  # yuan to either side of a place, from where the rules that turn there are looked at
MOST_FALLS = 60
MOST_REFINED = 200_000  # amounts run yuan by yuan at the most


@dataclass(frozen=True)
class Cliff:
    """A place where more lowers net income; falls of one rule that follow within a step are one (its months differ).

    at, lands   the last whole amount before the fall and the one on which it ends (one yuan on, for a single jump)
    size        yuan a year lost between the two
    regained    the amount from which net income is again what it was at `at`; None inside the range
    turns       the rules that turn there; the first makes the cliff
    """

    at: float
    lands: float
    size: float
    before: float
    after: float
    regained: float | None
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Trap:
    """A stretch in which four fifths or more of every further yuan are lost, and the rules that turn where it ends."""

    low: float
    high: float
    rate: float
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class MarginalView:
    """amounts  (k,) of the varied column, in its own period
    net        (k,) net income of the household, yuan a year
    rates      (k - 1,) share of each further yuan that does not arrive, between neighbouring amounts
    """

    amounts: Numbers
    net: Numbers
    rates: Numbers
    cliffs: tuple[Cliff, ...]
    traps: tuple[Trap, ...]


@dataclass(frozen=True)
class MarginalQuestion:
    """plan    for the varied case; its first output is net income of the household, yuan a year
    periods  how many of the varied amounts make a year: 12 for a monthly one
    """

    plan: RunPlan
    varied: VariedCase
    periods: int
    categories: Categories

    def net(self, amounts: Numbers) -> Numbers:
        """(k,) net income a year at each amount."""
        output = self.plan.outputs[0]
        run = run_plan(self.plan, self.varied.people(amounts), threads=1)
        return np.asarray(run.columns[output.book, output.name], dtype=np.float64)

    def turns(self, low: float, high: float, ends: tuple[float, float]) -> tuple[Turn, ...]:
        """Rules that decide otherwise at the second of two neighbouring amounts, seen from ten yuan to either side."""
        at = (max(low - BESIDE, ends[0]), low, high, min(high + BESIDE, ends[1]))
        return turns(self.plan, [self.varied.at(amount) for amount in at], at, self.categories)


def marginal_view(question: MarginalQuestion, amounts: Numbers) -> MarginalView:
    """The view over rising whole amounts."""
    net = question.net(amounts)
    gained = np.diff(net)
    fine = _fine_amounts(amounts, gained)
    known = _merged((amounts, net), (fine, question.net(fine)) if fine.size else (fine, fine))
    rates = 1.0 - gained / (np.diff(amounts) * question.periods)
    return MarginalView(amounts, net, rates, _cliffs(question, known, amounts), _traps(question, known, amounts))


def _fine_amounts(amounts: Numbers, gained: Numbers) -> Numbers:
    """Whole amounts inside every step that falls or gains otherwise than a neighbour: there the line may jump."""
    width = np.diff(amounts)
    slope = gained / width
    bends = np.abs(np.diff(slope)) * np.minimum(width[1:], width[:-1]) > LEAST_BEND
    is_open = gained < -LEAST_FALL / 2
    is_open[1:] |= bends
    is_open[:-1] |= bends
    steps = np.flatnonzero(is_open & (width > 1))
    found = [np.arange(amounts[step] + 1, amounts[step + 1]) for step in steps]
    return np.concatenate(found)[:MOST_REFINED] if found else np.zeros(0)


def _merged(first: tuple[Numbers, Numbers], second: tuple[Numbers, Numbers]) -> tuple[Numbers, Numbers]:
    amounts = np.concatenate([first[0], second[0]])
    order = np.argsort(amounts, kind="stable")
    return amounts[order], np.concatenate([first[1], second[1]])[order]


def _falls(net: Numbers) -> list[tuple[int, int]]:
    """(first, last) index of each run of falling steps that loses a yuan or more; of very many the largest."""
    found = [(a, b) for a, b in _runs(np.diff(net) < -1e-9) if net[a] - net[b] >= LEAST_FALL]
    return sorted(sorted(found, key=lambda fall: float(net[fall[1]] - net[fall[0]]))[:MOST_FALLS])


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """(first, last + 1) of each run of true steps: the points between which they lie."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _cliffs(question: MarginalQuestion, known: tuple[Numbers, Numbers], amounts: Numbers) -> tuple[Cliff, ...]:
    points, net = known
    step = float(np.diff(amounts).min())
    joined: list[tuple[int, int, tuple[Turn, ...]]] = []
    for first, last in _falls(net):
        at, lands = float(points[first]), float(points[last])
        found = question.turns(at, min(lands, at + 1), _ends(amounts))
        before = joined[-1] if joined else None
        if before and at - points[before[1]] <= step and _maker(before[2]) == _maker(found):
            joined[-1] = (before[0], last, before[2])
        else:
            joined.append((first, last, found))
    return tuple(_cliff(question, known, *each) for each in joined if net[each[0]] - net[each[1]] >= LEAST_FALL)


def _maker(found: tuple[Turn, ...]) -> str:
    """The rule that makes a fall, by its name."""
    return found[0].name if found else ""


def _cliff(
    question: MarginalQuestion, known: tuple[Numbers, Numbers], first: int, last: int, found: tuple[Turn, ...]
) -> Cliff:
    points, net = known
    before, after = float(net[first]), float(net[last])
    regained = _regained(question.net, known, last, before)
    return Cliff(float(points[first]), float(points[last]), before - after, before, after, regained, found)


def _regained(
    measure: Callable[[Numbers], Numbers], known: tuple[Numbers, Numbers], last: int, wanted: float
) -> float | None:
    """The first whole amount after the fall at which net income is back, or None where the range ends before."""
    points, net = known
    back = np.flatnonzero(net[last:] >= wanted - 1e-9)
    if not back.size:
        return None
    index = last + int(back[0])
    low, high = float(points[index - 1]), float(points[index])
    if high - low <= 1:
        return high
    inside = np.arange(low + 1, high + 1)
    return float(inside[np.argmax(measure(inside) >= wanted - 1e-9)])


def _ends(amounts: Numbers) -> tuple[float, float]:
    return float(amounts[0]), float(amounts[-1])


def _traps(question: MarginalQuestion, known: tuple[Numbers, Numbers], amounts: Numbers) -> tuple[Trap, ...]:
    """Stretches of a high rate at least one step long; a fall may stand inside one."""
    points, net = known
    step = max(float(np.diff(amounts).min()), 2.0)
    found: list[Trap] = []
    rates = 1.0 - np.diff(net) / (np.diff(points) * question.periods)
    for first, last in _runs(rates >= TRAP_RATE):
        low, high = float(points[first]), float(points[last])
        if high - low >= step:
            lost = 1.0 - float(net[last] - net[first]) / ((high - low) * question.periods)
            after = min(high + 1, float(points[-1]))
            found.append(Trap(low, high, lost, question.turns(high - 1, after, _ends(amounts))))
    return tuple(found)
