"""Numbers that remember: the same rules, run on these, leave their formula, comparisons and branches behind."""

from dataclasses import dataclass, field

Plain = float | int | bool


@dataclass
class RuleLog:
    """What one call of a rule did.

    compared  (left text, operator, right text, left - right) for every test
    branches  (condition text, whether it held) for every choice
    notes     bands of tables that were used
    """

    compared: list[tuple[str, str, str, float]] = field(default_factory=list)
    branches: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


ATOM, PRODUCT, SUM = 2, 1, 0


class CategoryCode(int):
    """A category's whole-number code that remembers its name."""

    label: str

    def __new__(cls, code: int, label: str) -> "CategoryCode":
        made = super().__new__(cls, code)
        made.label = label
        return made


def number_text(value: Plain) -> str:
    """A number as a reader writes it: no trailing zeros; a category code by its name."""
    if isinstance(value, CategoryCode):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


class Traced:
    """A float with the text of how it came about; `rank` says whether the text needs brackets.

    figures  the same text with every name replaced by its value
    """

    __slots__ = ("figures", "log", "rank", "text", "value")

    def __init__(self, value: float, text: str, log: RuleLog, rank: int = ATOM, figures: str = "") -> None:
        self.value = value
        self.text = text
        self.log = log
        self.rank = rank
        self.figures = figures or number_text(value)

    def wrapped(self, rank: int) -> tuple[str, str]:
        """Text and figures, in brackets where an operation of `rank` needs them."""
        return (self.text, self.figures) if self.rank >= rank else (f"({self.text})", f"({self.figures})")

    def _made(self, value: float, left: tuple[str, str], sign: str, right: tuple[str, str], rank: int) -> "Traced":
        text, figures = (f"{a} {sign} {b}" for a, b in zip(left, right, strict=True))
        return Traced(value, text, self.log, rank, figures)

    def __add__(self, other: "Traced | Plain") -> "Traced":
        return self._made(self.value + _value(other), self.wrapped(SUM), "+", _words(other, SUM), SUM)

    def __radd__(self, other: Plain) -> "Traced":
        return self._made(other + self.value, _words(other, SUM), "+", self.wrapped(SUM), SUM)

    def __sub__(self, other: "Traced | Plain") -> "Traced":
        return self._made(self.value - _value(other), self.wrapped(SUM), "−", _words(other, PRODUCT), SUM)

    def __rsub__(self, other: Plain) -> "Traced":
        return self._made(other - self.value, _words(other, SUM), "−", self.wrapped(PRODUCT), SUM)

    def __mul__(self, other: "Traced | Plain") -> "Traced":
        return self._made(self.value * _value(other), self.wrapped(PRODUCT), "×", _words(other, PRODUCT), PRODUCT)

    def __rmul__(self, other: Plain) -> "Traced":
        return self._made(other * self.value, _words(other, PRODUCT), "×", self.wrapped(PRODUCT), PRODUCT)

    def __truediv__(self, other: "Traced | Plain") -> "Traced":
        return self._made(self.value / _value(other), self.wrapped(PRODUCT), "÷", _words(other, ATOM), PRODUCT)

    def __rtruediv__(self, other: Plain) -> "Traced":
        return self._made(other / self.value, _words(other, PRODUCT), "÷", self.wrapped(ATOM), PRODUCT)

    def __neg__(self) -> "Traced":
        text, figures = (f"−{part}" for part in self.wrapped(ATOM))
        return Traced(-self.value, text, self.log, PRODUCT, figures)

    def _compare(self, other: "Traced | Plain", sign: str, holds: bool) -> "TracedFlag":
        text, _ = _words(other, SUM)
        self.log.compared.append((self.text, sign, text, self.value - _value(other)))
        return TracedFlag(holds, f"{self.text} {sign} {text}", self.log)

    def __lt__(self, other: "Traced | Plain") -> "TracedFlag":
        return self._compare(other, "<", self.value < _value(other))

    def __le__(self, other: "Traced | Plain") -> "TracedFlag":
        return self._compare(other, "≤", self.value <= _value(other))

    def __gt__(self, other: "Traced | Plain") -> "TracedFlag":
        return self._compare(other, ">", self.value > _value(other))

    def __ge__(self, other: "Traced | Plain") -> "TracedFlag":
        return self._compare(other, "≥", self.value >= _value(other))

    def __eq__(self, other: object) -> "TracedFlag":  # type: ignore[override]
        assert isinstance(other, Traced | float | int)
        return self._compare(other, "=", self.value == _value(other))

    def __ne__(self, other: object) -> "TracedFlag":  # type: ignore[override]
        assert isinstance(other, Traced | float | int)
        return self._compare(other, "≠", self.value != _value(other))

    __hash__ = None  # type: ignore[assignment]


class TracedFlag:
    """A truth with its text. `if` on it raises, as it does on a column."""

    __slots__ = ("log", "text", "value")

    def __init__(self, value: bool, text: str, log: RuleLog) -> None:
        self.value = value
        self.text = text
        self.log = log

    def __bool__(self) -> bool:
        raise TypeError("a rule may not use `if`, `and`, `or` on a column: use where, both, either, no")

    def __mul__(self, other: Traced | Plain) -> Traced:
        return Traced(float(self.value), self.text, self.log) * other

    __rmul__ = __mul__


def _value(other: "Traced | TracedFlag | Plain") -> float:
    return float(other.value) if isinstance(other, Traced | TracedFlag) else float(other)


def _words(other: "Traced | TracedFlag | Plain", rank: int) -> tuple[str, str]:
    """Text and figures of the other side."""
    if isinstance(other, TracedFlag):
        return other.text, number_text(other.value)
    if isinstance(other, Traced):
        return other.wrapped(rank)
    return number_text(other), number_text(other)
