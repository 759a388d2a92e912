"""The fact that settled a truth: one test with both sides, one flag, or one category; and the sentence it makes."""

from dataclasses import dataclass, replace
from enum import Enum

from zengshou.concepts.period import month_of, year_of

WANTED = {"<": "低于", "≤": "不高于", ">": "高于", "≥": "不低于", "=": "等于", "≠": "不等于"}
OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<", "=": "≠", "≠": "="}


class Kind(Enum):
    """What was asked of whom."""

    NUMBER = "number"
    FLAG = "flag"
    CATEGORY = "category"


class Measure(Enum):
    """What a number measures: how it is written."""

    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"  # a month of the calendar, as an index
    MONTHS = "months"  # how many months
    AGE = "age"  # months since somebody was born

    def written(self, value: float) -> str:
        """A value as people write it."""
        if self is Measure.MOMENT and value == 0:
            return "没有"
        if self is Measure.MOMENT:
            return f"{year_of(int(value))}年{month_of(int(value))}月"
        if self in (Measure.MONTHS, Measure.AGE):
            return self._span(round(value))
        text = f"{value:,.4f}".rstrip("0").rstrip(".") if abs(value) < 10 else f"{value:,.2f}".rstrip("0").rstrip(".")
        text = "0" if text == "-0" else text.replace("-", "−")
        return f"{text}元" if self is Measure.MONEY else text

    def _span(self, months: int) -> str:
        word = "岁" if self is Measure.AGE else "年"
        years, rest = divmod(abs(months), 12)
        parts = (f"{years}{word}" if years else "") + (f"{rest}个月" if rest else "")
        return ("−" if months < 0 else "") + (parts or f"0{word}")


@dataclass(frozen=True)
class Side:
    """One side of a test: its words and the limits within which its value is known (alike: the value itself)."""

    text: str
    low: float
    high: float

    @property
    def is_known(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Reason:
    """A settled test.

    sign     the sign in which the law asks, after every 非 was taken in
    is_met   whether what the law asks holds
    measure  what both sides measure
    """

    kind: Kind
    left: Side
    sign: str
    right: Side
    is_met: bool
    measure: Measure = Measure.NUMBER

    @property
    def denied(self) -> "Reason":
        """The same fact where the law asks the opposite."""
        return replace(self, sign=OPPOSITE[self.sign], is_met=not self.is_met)

    @property
    def distance(self) -> float | None:
        """Left less right; None where a side is not known or nothing is measured."""
        if self.kind is not Kind.NUMBER or not (self.left.is_known and self.right.is_known):
            return None
        return self.left.low - self.right.low

    @property
    def sentence(self) -> str:
        """The fact in words: what was found, what is asked, how far from the line."""
        if self.kind is Kind.FLAG:
            holds = (self.sign == "=") == self.is_met
            return f"{self.left.text}：{'是' if holds else '否'}"
        if self.kind is Kind.CATEGORY:
            asked = f"（要求是{self.right.text}）" if self.sign == "=" and not self.is_met else ""
            return f"{self.left.text}{asked}"
        if self._is_about_nothing:
            is_month = self.measure is Measure.MOMENT
            return f"{self.left.text}：没有" if is_month else f"{self.left.text}为 {self.amount(0.0)}"
        own = f"{self.left.text}{self._shown(self.left)}"
        line = f"{WANTED[self.sign]}{self._line()}"
        return f"{own}，{'' if self.is_met else '应'}{line}{self._how_far()}"

    @property
    def _is_about_nothing(self) -> bool:
        """Something is asked for, and there is none of it."""
        return not self.is_met and self.sign == ">" and self.left.high <= 0 and self.right.low == 0 == self.right.high

    def _shown(self, side: Side) -> str:
        if side.is_known:
            return f" {self.amount(side.low)}"
        # Only the end that settled the test is worth telling: the other is as far as anything may be.
        is_high_end = (self.sign in "<≤") == self.is_met
        return f"至多 {self.amount(side.high)}" if is_high_end else f"至少 {self.amount(side.low)}"

    def _line(self) -> str:
        value = self.amount(self.right.low)
        if not self.right.is_known:
            return self.right.text
        is_number = self.right.text.replace(",", "").replace(".", "").lstrip("−-").isdigit()
        return f" {value}" if is_number else f"{self.right.text} {value}"

    def _how_far(self) -> str:
        distance = self.distance
        if distance is None:
            return ""
        if distance == 0:
            return "" if self.is_met else "，恰好相等"
        if self.is_met:
            return f"，相差 {self.amount(abs(distance))}"
        return f"，{'高出' if distance > 0 else '还差'} {self.amount(abs(distance))}"

    def amount(self, value: float) -> str:
        """A number as people write it."""
        return self.measure.written(value)
