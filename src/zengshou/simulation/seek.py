"""The value of one parameter at which a figure reaches what is wanted: few measurements, a bracket, or a refusal.

The figure must rise or fall throughout with the parameter. The search begins at the value in force, whose figure is
known, walks towards the target until two values hold it between them, and closes in by interpolation, with bisection
wherever the last probes do not bear it.
"""

import itertools
from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

MOST_MEASURED = 12
FIRST_STEP = 0.1  # of the value in force, or of the range where that is zero
OVERSHOOT = 1.15
FARTHEST = 8.0  # times the distance walked so far


@dataclass(frozen=True, order=True)
class Probe:
    """One value of the parameter and what the figure was."""

    at: float
    value: float


@dataclass(frozen=True)
class Sought:
    """found     the answer: of all probes on the side that was asked for, the one nearest the target
    probes    every value that was measured, rising; the value in force among them
    measured  how many measurements it took, the value in force not counted
    is_met    the answer lies within the tolerance; otherwise no value between its neighbours does better
    """

    found: Probe
    probes: tuple[Probe, ...]
    measured: int
    is_met: bool

    def reach(self, error: float) -> float | None:
        """How far an error of the figure goes in the parameter: between the probes, straight lines are drawn.

        None where no probe lies so far on either side.
        """
        ordered = sorted(self.probes, key=lambda probe: probe.value)
        values, places = [probe.value for probe in ordered], [probe.at for probe in ordered]
        ends = [self.found.value + sign * error for sign in (-1, 1)]
        inside = [end for end in ends if values[0] <= end <= values[-1]]
        widths = [abs(float(np.interp(end, values, places)) - self.found.at) for end in inside]
        return sum(widths) / len(widths) if widths else None


class NotReached(Exception):
    """The target lies outside what the parameter's range reaches; `ends` are the probes nearest to it on both sides."""

    def __init__(self, ends: tuple[Probe, Probe]) -> None:
        super().__init__("not reached")
        self.ends = ends

    @property
    def is_flat(self) -> bool:
        return self.ends[0].value == self.ends[1].value


class NotMonotone(Exception):
    """The figure both rises and falls with the parameter; three probes show it."""

    def __init__(self, probes: tuple[Probe, ...]) -> None:
        super().__init__("not monotone")
        self.probes = probes


@dataclass(frozen=True)
class Aim:
    """What is wanted.

    wanted     the figure
    tolerance  how near is near enough
    side       0 either side; -1 the figure may not be above `wanted`; +1 not below
    low, high  the parameter's range
    grain      the parameter's smallest step, such as 0.01 yuan
    """

    wanted: float
    tolerance: float
    side: int
    low: float
    high: float
    grain: float

    def meets(self, probe: Probe) -> bool:
        """On the side that was asked for, and near enough."""
        gap = probe.value - self.wanted
        return abs(gap) <= self.tolerance and gap * self.side >= 0

    @property
    def centre(self) -> float:
        """What to steer for: the middle of the figures that would do."""
        return self.wanted + self.side * self.tolerance / 2

    def grained(self, value: float) -> float:
        """The nearest value of the parameter's own steps inside its range."""
        return min(max(round(round(value / self.grain) * self.grain, 10), self.low), self.high)


@dataclass
class _Search:
    """The probes so far; measuring one more checks that the figure still runs one way."""

    measure: Callable[[float], float]
    aim: Aim
    start: Probe
    left: int
    probes: list[Probe] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.probes.append(self.start)

    def at(self, value: float) -> Probe:
        """The probe at a value of the parameter, measured once."""
        value = self.aim.grained(value)
        known = next((probe for probe in self.probes if probe.at == value), None)
        if known is not None:
            return known
        self.left -= 1
        probe = Probe(value, self.measure(value))
        insort(self.probes, probe)
        _refuse_turning(self.probes)
        return probe

    @property
    def is_met(self) -> bool:
        return any(self.aim.meets(probe) for probe in self.probes)

    def bracket(self) -> tuple[Probe, Probe] | None:
        """The neighbours between which the target lies."""
        for first, second in itertools.pairwise(self.probes):
            if (first.value - self.aim.centre) * (second.value - self.aim.centre) <= 0 and first.value != second.value:
                return first, second
        return None


def _refuse_turning(probes: Sequence[Probe]) -> None:
    scale = max(abs(probe.value) for probe in probes) * 1e-9
    rises = [b for a, b in itertools.pairwise(probes) if b.value - a.value > scale]
    falls = [b for a, b in itertools.pairwise(probes) if a.value - b.value > scale]
    if rises and falls:
        raise NotMonotone(tuple(probes))


def seek(measure: Callable[[float], float], start: Probe, aim: Aim, most: int = MOST_MEASURED) -> Sought:
    """The parameter's value at which `measure` gives what is wanted, in at most `most` measurements.

    Raises  NotReached, NotMonotone
    """
    search = _Search(measure, aim, start, most)
    if not aim.meets(start):
        _enclose(search)
        _close_in(search)
    return _answer(search, most)


def _enclose(search: _Search) -> None:
    """Walk from the value in force towards the target until two probes hold it between them."""
    aim, start = search.aim, search.start
    step = max(FIRST_STEP * abs(start.at), FIRST_STEP * (aim.high - aim.low) if start.at == 0 else 0.0, aim.grain)
    first = search.at(start.at + step if start.at + step <= aim.high or start.at <= aim.low else start.at - step)
    if first.value == start.value:
        # Nothing moved so near: the ends of the range say which way the figure goes, if anywhere.
        search.at(aim.high)
        search.at(aim.low)
    while search.bracket() is None and not search.is_met:
        lowest, highest = search.probes[0], search.probes[-1]
        rise = highest.value - lowest.value
        upward = (aim.centre > start.value) == (rise > 0)
        end, limit = (highest, aim.high) if upward else (lowest, aim.low)
        if rise == 0 or end.at == limit or search.left <= 1:
            raise NotReached((search.at(aim.low), search.at(aim.high)))
        search.at(_farther(search, end, limit))


def _farther(search: _Search, end: Probe, limit: float) -> float:
    """Beyond the outermost probe: where its slope points, a little farther, but within reason."""
    aim, start = search.aim, search.start
    inner = next(probe for probe in sorted(search.probes, key=lambda p: abs(p.at - end.at)) if probe.at != end.at)
    slope = (end.value - inner.value) / (end.at - inner.at)
    walked = max(abs(end.at - start.at), abs(inner.at - end.at))
    distance = abs((aim.centre - end.value) / slope) * OVERSHOOT if slope else FARTHEST * walked
    distance = min(max(distance, walked), FARTHEST * walked)
    target = end.at + distance if limit >= end.at else end.at - distance
    # The last steps to the end of the range are saved by going there at once.
    return limit if abs(limit - target) < distance / 2 else target


def _close_in(search: _Search) -> None:
    """Narrow the bracket: by inverse quadratic interpolation where the last three probes allow it, else by halves.

    Source  Chandrupatla (1997), Advances in Engineering Software 28, 145-149
    """
    aim, bracket = search.aim, search.bracket()
    if bracket is None or search.is_met:
        return
    last, other = sorted(bracket, key=lambda probe: abs(probe.value - aim.centre))
    third = other
    share = _gap(last, aim) / (_gap(last, aim) - _gap(other, aim))
    while search.left > 0 and not aim.meets(last) and abs(other.at - last.at) > 1.5 * aim.grain:
        inner = sorted((last.at, other.at))
        point = min(
            max(aim.grained(last.at + share * (other.at - last.at)), inner[0] + aim.grain), inner[1] - aim.grain
        )
        probe = search.at(point)
        if _gap(probe, aim) * _gap(last, aim) > 0:
            third = last
        else:
            third, other = other, last
        last = probe
        share = _share(last, other, third, aim)


def _gap(probe: Probe, aim: Aim) -> float:
    return probe.value - aim.centre


def _share(last: Probe, other: Probe, third: Probe, aim: Aim) -> float:
    """How far from the last probe towards the other one the next should lie, from 0 to 1."""
    f1, f2, f3 = (_gap(probe, aim) for probe in (last, other, third))
    if f3 in (f1, f2) or third.at in (last.at, other.at):
        return 0.5
    place = (last.at - other.at) / (third.at - other.at)
    height = (f1 - f2) / (f3 - f2)
    if height**2 < place and (1 - height) ** 2 < 1 - place:
        along = (third.at - last.at) / (other.at - last.at)
        return f1 / (f2 - f1) * f3 / (f2 - f3) + along * f1 / (f3 - f1) * f2 / (f3 - f2)
    return 0.5


def _answer(search: _Search, most: int) -> Sought:
    aim = search.aim
    good = [probe for probe in search.probes if (probe.value - aim.wanted) * aim.side >= 0] or search.probes
    found = min(good, key=lambda probe: (abs(probe.value - aim.wanted), abs(probe.at - search.start.at)))
    return Sought(found, tuple(search.probes), most - search.left, aim.meets(found))
