"""Numbers and truths that are known only within limits: the same rules, run on these, say what is already settled.

Every operation encloses every value it may take, in floating point as in the plain run (rounding never reverses an
order), so a truth that comes out settled holds for every possible answer to what is still open. Each carries its
words; a settled truth carries the facts that settled it.
"""

from dataclasses import dataclass

from zengshou.policy.reason import Kind, Measure, Reason, Side
from zengshou.policy.traced import ATOM, PRODUCT, SUM, Plain, number_text

LIMIT = 1e15  # beyond any amount, count or month: limits never become infinite, so that no nan can arise
BORN = "出生"  # the months since a month of birth are an age


class Span:
    """A number from `low` to `high`.

    names    words of the codes of a category column
    measure  what it measures, for the words of a test
    """

    __slots__ = ("high", "low", "measure", "names", "rank", "text")

    def __init__(
        self,
        low: float,
        high: float,
        text: str,
        rank: int = ATOM,
        measure: Measure = Measure.NUMBER,
        names: tuple[str, ...] = (),
    ) -> None:
        self.low = max(low, -LIMIT)
        self.high = min(high, LIMIT)
        self.text = text
        self.rank = rank
        self.measure = measure
        self.names = names

    @property
    def is_known(self) -> bool:
        return self.low == self.high

    def called(self, text: str, is_money: bool) -> "Span":
        """The same limits under a column's own name; an age that is called one stays one."""
        kept = Measure.AGE if self.measure is Measure.AGE and "年龄" in text else Measure.NUMBER
        return Span(self.low, self.high, text, ATOM, Measure.MONEY if is_money else kept)

    def wrapped(self, rank: int) -> str:
        return self.text if self.rank >= rank else f"({self.text})"

    def __add__(self, other: "Span | Maybe | Plain") -> "Span":
        o = span_of(other)
        return Span(self.low + o.low, self.high + o.high, f"{self.text} + {o.text}", SUM, shared(self, o))

    def __radd__(self, other: Plain) -> "Span":
        return span_of(other) + self

    def __sub__(self, other: "Span | Maybe | Plain") -> "Span":
        o = span_of(other)
        low, high, text = self.low - o.high, self.high - o.low, f"{self.text} − {o.wrapped(PRODUCT)}"
        if self.measure is Measure.MOMENT is o.measure:
            if BORN in o.text:
                return Span(low, high, "年龄", ATOM, Measure.AGE)
            return Span(low, high, f"{o.text}至{self.text}", ATOM, Measure.MONTHS)
        return Span(low, high, text, SUM, shared(self, o))

    def __rsub__(self, other: Plain) -> "Span":
        return span_of(other) - self

    def __mul__(self, other: "Span | Maybe | Plain") -> "Span":
        o = span_of(other)
        ends = (self.low * o.low, self.low * o.high, self.high * o.low, self.high * o.high)
        text = f"{self.wrapped(PRODUCT)} × {o.wrapped(PRODUCT)}"
        return Span(min(ends), max(ends), text, PRODUCT, money(self, o))

    def __rmul__(self, other: Plain) -> "Span":
        return span_of(other) * self

    def __truediv__(self, other: "Span | Maybe | Plain") -> "Span":
        o = span_of(other)
        text = f"{self.wrapped(PRODUCT)} ÷ {o.wrapped(ATOM)}"
        if o.low <= 0 <= o.high:
            low = self.low / o.high if o.low >= 0 and o.high > 0 and self.low >= 0 else -LIMIT
            return Span(low, LIMIT, text, PRODUCT, money(self))
        ends = (self.low / o.low, self.low / o.high, self.high / o.low, self.high / o.high)
        return Span(min(ends), max(ends), text, PRODUCT, money(self))

    def __rtruediv__(self, other: Plain) -> "Span":
        return span_of(other) / self

    def __neg__(self) -> "Span":
        return Span(-self.high, -self.low, f"−{self.wrapped(ATOM)}", PRODUCT, self.measure)

    def __lt__(self, other: "Span | Maybe | Plain") -> "Maybe":
        o = span_of(other)
        return self._tested(o, "<", self.high < o.low, self.low < o.high)

    def __le__(self, other: "Span | Maybe | Plain") -> "Maybe":
        o = span_of(other)
        return self._tested(o, "≤", self.high <= o.low, self.low <= o.high)

    def __gt__(self, other: "Span | Maybe | Plain") -> "Maybe":
        o = span_of(other)
        return self._tested(o, ">", self.low > o.high, self.high > o.low)

    def __ge__(self, other: "Span | Maybe | Plain") -> "Maybe":
        o = span_of(other)
        return self._tested(o, "≥", self.low >= o.high, self.high >= o.low)

    def __eq__(self, other: object) -> "Maybe":  # type: ignore[override]
        assert isinstance(other, Span | float | int)
        o = span_of(other)
        must = self.is_known and o.is_known and self.low == o.low
        return self._tested(o, "=", must, self.low <= o.high and o.low <= self.high)

    def __ne__(self, other: object) -> "Maybe":  # type: ignore[override]
        return denied(self == other)

    __hash__ = None  # type: ignore[assignment]

    def _tested(self, other: "Span", sign: str, must: bool, can: bool) -> "Maybe":
        if self.names and other.is_known:
            wanted = self.names[int(other.low)]
            own = f"（{self.names[int(self.low)]}）" if self.is_known else ""
            reason = Reason(Kind.CATEGORY, Side(f"{self.text}{own}", 0, 0), sign, Side(wanted, 0, 0), must)
            return Maybe(must, can, f"{self.text}是{wanted}", (reason,) if must == can else ())
        text = f"{self.text} {sign} {other.text}"
        if must != can:
            return Maybe(must, can, text)
        sides = Side(self.text, self.low, self.high), Side(other.text, other.low, other.high)
        reason = Reason(Kind.NUMBER, sides[0], sign, sides[1], must, shared(self, other))
        return Maybe(must, can, text, (reason,))


@dataclass(frozen=True)
class Maybe:
    """A truth: settled when it must hold or cannot. `if` on it raises, as it does on a column."""

    must: bool
    can: bool
    text: str
    reasons: tuple[Reason, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.must == self.can

    def __bool__(self) -> bool:
        raise TypeError("a rule may not use `if`, `and`, `or` on a column: use where, both, either, no")

    def __add__(self, other: "Span | Maybe | Plain") -> Span:
        return span_of(self) + other

    __radd__ = __add__

    def __mul__(self, other: "Span | Maybe | Plain") -> Span:
        return span_of(self) * other

    __rmul__ = __mul__


def shared(*spans: Span) -> Measure:
    """The measure of a sum or a test: of the first side that has one; a plain number takes the other's."""
    return next((span.measure for span in spans if span.measure is not Measure.NUMBER), Measure.NUMBER)


def money(*spans: Span) -> Measure:
    """The measure of a product: only an amount stays what it is."""
    return Measure.MONEY if any(span.measure is Measure.MONEY for span in spans) else Measure.NUMBER


def span_of(value: object) -> Span:
    """Any number or truth as a Span."""
    if isinstance(value, Span):
        return value
    if isinstance(value, Maybe):
        return Span(float(value.must), float(value.can), value.text)
    assert isinstance(value, float | int)
    return Span(float(value), float(value), number_text(value))


def truth_of(value: object) -> Maybe:
    """Any truth as a Maybe; a number is true unless it is zero."""
    if isinstance(value, Maybe):
        return value
    if isinstance(value, Span):
        return Maybe(value.low > 0 or value.high < 0, value.low != 0 or value.high != 0, value.text)
    return Maybe(bool(value), bool(value), "是" if value else "否")


def is_open(*values: object) -> bool:
    """Whether any of them is known only within limits."""
    return any(isinstance(value, Span | Maybe) for value in values)


def flag_reason(label: str, holds: bool) -> Reason:
    """The fact that something asked for is so, or is not."""
    return Reason(Kind.FLAG, Side(label, 0, 0), "=", Side("是", 0, 0), holds)


def denied(value: object) -> Maybe:
    """It does not hold. A truth that rests on several facts is then told by its own name."""
    truth = truth_of(value)
    reasons = truth.reasons if len(truth.reasons) < 2 else (flag_reason(truth.text, truth.must),)
    return Maybe(not truth.can, not truth.must, f"非({truth.text})", tuple(reason.denied for reason in reasons))


def joined(values: tuple[object, ...], is_all: bool, word: str) -> Maybe:
    """All hold, or any: settled by the first that settles it, or by all together."""
    truths = [truth_of(value) for value in values]
    text = "(" + word.join(truth.text for truth in truths) + ")"
    settling = [truth for truth in truths if truth.is_known and truth.must is not is_all]
    if settling:
        reasons = tuple(reason for truth in settling for reason in truth.reasons if reason.is_met is not is_all)
        return Maybe(not is_all, not is_all, text, reasons or settling[0].reasons)
    if all(truth.is_known for truth in truths):
        return Maybe(is_all, is_all, text, tuple(reason for truth in truths for reason in truth.reasons))
    return Maybe(False, True, text)


def branch_of(condition: object, yes: object, no: object) -> Span:
    """The branch that is settled, or both with the words of the choice."""
    truth, a, b = truth_of(condition), span_of(yes), span_of(no)
    if truth.is_known:
        return a if truth.must else b
    text = f"［{truth.text}：{a.text}；否则：{b.text}］"
    return Span(min(a.low, b.low), max(a.high, b.high), text, ATOM, shared(a, b))


def limited(limit: object, value: object, is_floor: bool) -> Span:
    """Never below (or above) a limit."""
    bound, x = span_of(limit), span_of(value)
    pick = max if is_floor else min
    text = f"({x.text}，{'不低于' if is_floor else '不高于'} {bound.text})"
    return Span(pick(bound.low, x.low), pick(bound.high, x.high), text, ATOM, shared(x, bound))


def divided(a: object, b: object, if_zero: float) -> Span:
    """a / b, and `if_zero` where b is zero."""
    top, bottom = span_of(a), span_of(b)
    if bottom.low == 0 == bottom.high:
        return span_of(if_zero)
    made = top / bottom
    if bottom.low <= 0 <= bottom.high:
        return Span(min(made.low, if_zero), max(made.high, if_zero), made.text, PRODUCT, made.measure)
    return made


def mapped(x: Span, low: float, high: float, text: str) -> Span:
    """A Span through a function that never falls, given its two ends."""
    return Span(low, high, text, ATOM, x.measure)
