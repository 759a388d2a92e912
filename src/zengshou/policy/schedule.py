"""Tables of a law: progressive schedules (rate and quick deduction) and look-ups by a number."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import cast

import numpy as np

from zengshou.policy.arithmetic import Numeric
from zengshou.policy.column import Numbers
from zengshou.policy.span import Span, mapped
from zengshou.policy.traced import Traced, number_text


@dataclass(frozen=True)
class Schedule:
    """Bands with inclusive upper limits (不超过); the top band is open.

    limits  upper limits of all bands but the last, rising
    rates   marginal rate of each band
    quicks  quick deduction of each band: tax = x * rate - quick
    """

    limits: tuple[float, ...]
    rates: tuple[float, ...]
    quicks: tuple[float, ...]

    def seams(self) -> list[tuple[float, float]]:
        """(limit, jump of the tax there); a progressive schedule has no jump."""
        return [
            (limit, (limit * self.rates[i + 1] - self.quicks[i + 1]) - (limit * self.rates[i] - self.quicks[i]))
            for i, limit in enumerate(self.limits)
        ]

    def tax(self, x: Numeric) -> Numbers:
        """Progressive tax on x >= 0. Convex, so the band that applies is the one that asks most."""
        if isinstance(x, Traced):
            return cast(Numbers, self._traced_tax(x))
        if isinstance(x, np.ndarray):
            due = x * self.rates[0] - self.quicks[0]
            scratch = np.empty_like(due)
            for rate, quick in zip(self.rates[1:], self.quicks[1:], strict=True):
                np.multiply(x, rate, out=scratch)
                np.subtract(scratch, quick, out=scratch)
                np.maximum(due, scratch, out=due)
            return due
        if isinstance(x, Span):
            return cast(Numbers, mapped(x, self._plain_tax(x.low), self._plain_tax(x.high), f"按税率表({x.text})"))
        return cast(Numbers, self._plain_tax(float(x)))

    def _plain_tax(self, x: float) -> float:
        due = x * self.rates[0] - self.quicks[0]
        for rate, quick in zip(self.rates[1:], self.quicks[1:], strict=True):
            band = x * rate - quick
            if band > due:
                due = band
        return due

    def _traced_tax(self, x: Traced) -> Traced:
        band = bisect_left(self.limits, x.value)
        rate, quick = self.rates[band], self.quicks[band]
        limit = f"不超过{number_text(self.limits[band])}" if band < len(self.limits) else "最高级"
        x.log.notes.append(f"第{band + 1}级（{limit}），税率{rate * 100:g}%，速算扣除数{number_text(quick)}")
        text, figures = (f"{part} × {rate * 100:g}% − {number_text(quick)}" for part in x.wrapped(1))
        return Traced(self._plain_tax(x.value), text, x.log, 0, figures)

    def rate(self, x: Numeric) -> Numbers:
        """The rate of the band x falls in."""
        return self._of_band(x, self.rates, "税率")

    def quick(self, x: Numeric) -> Numbers:
        """The quick deduction of the band x falls in."""
        return self._of_band(x, self.quicks, "速算扣除数")

    def _of_band(self, x: Numeric, values: tuple[float, ...], word: str) -> Numbers:
        if isinstance(x, np.ndarray):
            return np.asarray(values)[np.searchsorted(np.asarray(self.limits), x, side="left")]
        if isinstance(x, Span):
            found = values[bisect_left(self.limits, x.low) : bisect_left(self.limits, x.high) + 1]
            return cast(Numbers, mapped(x, min(found), max(found), f"{word}({x.text})"))
        plain = x.value if isinstance(x, Traced) else float(x)
        value = values[bisect_left(self.limits, plain)]
        if isinstance(x, Traced):
            return cast(Numbers, Traced(value, f"{word}{number_text(value)}", x.log))
        return cast(Numbers, value)


@dataclass(frozen=True)
class Lookup:
    """Values by a rising number, such as payment months by age."""

    keys: tuple[float, ...]
    values: tuple[float, ...]

    def at(self, x: Numeric) -> Numbers:
        """The value of the largest key not above x; the first below all keys."""
        if isinstance(x, np.ndarray):
            index = np.searchsorted(np.asarray(self.keys), x, side="right") - 1
            return cast(Numbers, np.asarray(self.values)[np.maximum(index, 0)])
        if isinstance(x, Span):
            ends = [max(bisect_right(self.keys, end) - 1, 0) for end in (x.low, x.high)]
            return self._enclosed(x, self.values[ends[0] : ends[1] + 1])
        plain = x.value if isinstance(x, Traced) else float(x)
        value = self.values[max(bisect_right(self.keys, plain) - 1, 0)]
        return self._answer(x, value)

    def interpolate(self, x: Numeric) -> Numbers:
        """Linear between keys, held at both ends."""
        if isinstance(x, np.ndarray):
            keys, values = np.asarray(self.keys), np.asarray(self.values)
            index = np.clip(np.searchsorted(keys, x, side="right") - 1, 0, len(keys) - 2)
            low, high = keys[index], keys[index + 1]
            inside = np.minimum(np.maximum(x, keys[0]), keys[-1])
            return cast(Numbers, values[index] + (values[index + 1] - values[index]) * ((inside - low) / (high - low)))
        if isinstance(x, Span):
            between = [value for key, value in zip(self.keys, self.values, strict=True) if x.low < key < x.high]
            ends = [float(cast(float, self.interpolate(end))) for end in (x.low, x.high)]
            return self._enclosed(x, (*ends, *between))
        plain = x.value if isinstance(x, Traced) else float(x)
        at = min(max(bisect_right(self.keys, plain) - 1, 0), len(self.keys) - 2)
        first, last = self.keys[at], self.keys[at + 1]
        held = min(max(plain, self.keys[0]), self.keys[-1])
        value = self.values[at] + (self.values[at + 1] - self.values[at]) * ((held - first) / (last - first))
        return self._answer(x, value)

    def _enclosed(self, x: Span, values: tuple[float, ...]) -> Numbers:
        return cast(Numbers, mapped(x, min(values), max(values), f"查表({x.text})"))

    def _answer(self, x: Numeric, value: float) -> Numbers:
        if isinstance(x, Traced):
            return cast(Numbers, Traced(value, f"查表({x.text})", x.log))
        return cast(Numbers, value)


@dataclass(frozen=True)
class Table:
    """A small table by the categories of a column: it is gathered on that column before a rule sees it."""

    by: str
    entries: tuple[tuple[str, float], ...]

    def value_of(self, category: str) -> float | None:
        return dict(self.entries).get(category)


class OpenValue(float):
    """A number that only a local office knows: anything from `low` to `high`. As a float it is its low end."""

    low: float
    high: float

    def __new__(cls, low: float, high: float) -> "OpenValue":
        made = super().__new__(cls, low)
        made.low, made.high = low, high
        return made


ParameterValue = float | Schedule | Lookup | Table
