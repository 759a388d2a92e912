"""How figures are written: 万 and 亿 in Chinese, millions in English, shares as per cent, limits as a span."""

from dataclasses import dataclass
from enum import Enum

from zengshou.faces.words import Words

Span = tuple[float | None, float | None]
Value = str | float | int | Span | None

# Units of estimates and parameters as Chinese readers write them; any other unit is printed as it stands.
UNITS_ZH = {
    "yuan": "元",
    "yuan per year": "元/年",
    "yuan per month": "元/月",
    "yuan per person per year": "元/人·年",
    "yuan per person per month": "元/人·月",
    "yuan per household per month": "元/户·月",
    "yuan per hour": "元/小时",
    "share": "比例",
    "ratio": "比值",
    "index": "指数",
    "persons": "人",
    "people": "人",
    "households": "户",
    "months": "月",
    "years": "年",
    "percent": "%",
}
EMPTY = "—"
MINUS = "−"  # a true minus: it stands as wide as a plus and a line never breaks after it


class Quantity(Enum):
    """What kind of number a cell holds; it decides how the number is written and its format in a workbook."""

    TEXT = "text"
    MONEY = "money"  # yuan, in total: 1.23亿元
    YUAN = "yuan"  # yuan per head, whole: 32,418
    YUAN_FEN = "yuan_fen"  # yuan with fen
    SHARE = "share"  # 0 to 1, written as per cent
    POINTS = "points"  # difference of two shares, in percentage points
    PERCENT = "percent"  # already in per cent: 37.9
    RATIO = "ratio"  # an index or a ratio, three decimals
    FINE = "fine"  # a small difference of indices, four decimals
    COUNT = "count"
    WHOLE = "whole"  # a number of cases, written out: 20,000
    PLAIN = "plain"  # as it comes, at most four significant decimals
    YEAR = "year"


@dataclass(frozen=True)
class Step:
    """A size at which the word for a number changes."""

    size: float
    unit: str


MONEY_ZH = (Step(1e8, "亿元"), Step(1e4, "万元"), Step(1.0, "元"))
MONEY_EN = (Step(1e9, "billion yuan"), Step(1e6, "million yuan"), Step(1.0, "yuan"))
COUNT_ZH = (Step(1e8, "亿"), Step(1e4, "万"))


def money_step(largest: float, words: Words) -> Step:
    """The step in which amounts up to `largest` yuan read best."""
    steps = MONEY_ZH if words.is_chinese else MONEY_EN
    return next((step for step in steps if abs(largest) >= step.size), steps[-1])


def signed(text: str, value: float) -> str:
    """A plus before a rise; a fall already carries its minus."""
    return f"+{text}" if value > 0 else text


def grouped(value: float, decimals: int) -> str:
    """Thousands separated, with a true minus; minus zero is written as zero."""
    text = f"{value:,.{decimals}f}"
    if not text.startswith("-"):
        return text
    return f"{MINUS}{text[1:]}" if text.strip("-0.,") else text[1:]


def plain(value: float) -> str:
    """A number as it comes, without trailing zeros: two decimals, four below one."""
    text = grouped(value, 2 if abs(value) >= 1 else 4)
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: float, words: Words) -> str:
    """A total in 元, 万元 or 亿元 (yuan, million or billion yuan in English)."""
    step = money_step(value, words)
    decimals = 0 if step.size == 1.0 else 2
    space = "" if words.is_chinese else " "
    return f"{grouped(value / step.size, decimals)}{space}{step.unit}"


def count(value: float, words: Words) -> str:
    """A number of persons or households; from 10,000 on in 万 for Chinese readers."""
    if words.is_chinese:
        for step in COUNT_ZH:
            if abs(value) >= step.size:
                return f"{grouped(value / step.size, 2)}{step.unit}"
    return grouped(value, 0)


def one(value: float | int, quantity: Quantity, words: Words) -> str:
    """One number as a reader sees it."""
    number = float(value)
    if quantity is Quantity.MONEY:
        return money(number, words)
    if quantity is Quantity.COUNT:
        return count(number, words)
    if quantity is Quantity.POINTS:
        return f"{grouped(number * 100, 2)}{words('个百分点')}"
    if quantity is Quantity.YEAR:
        return f"{number:.0f}"
    return _fixed(number, quantity)


def _fixed(number: float, quantity: Quantity) -> str:
    if quantity is Quantity.SHARE:
        return f"{grouped(number * 100, 1)}%"
    if quantity is Quantity.PERCENT:
        return f"{plain(number)}%"
    decimals = {Quantity.YUAN: 0, Quantity.WHOLE: 0, Quantity.YUAN_FEN: 2, Quantity.RATIO: 3, Quantity.FINE: 4}.get(
        quantity
    )
    return plain(number) if decimals is None else grouped(number, decimals)


def show(value: Value, quantity: Quantity, words: Words) -> str:
    """A cell as a reader sees it; a span as `low – high`, nothing as a dash."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return span(value, quantity, words)
    return one(value, quantity, words)


def span(limits: Span, quantity: Quantity, words: Words) -> str:
    """Two limits; a word stands between them where a dash would read as a minus, and a long unit is written once."""
    low, high = limits
    if low is None or high is None:
        return EMPTY
    first = grouped(low * 100, 2) if quantity is Quantity.POINTS else one(low, quantity, words)
    return f"{first} {words('至') if low < 0 else '–'} {one(high, quantity, words)}"


def quantity_of(unit: str) -> Quantity:
    """The quantity of an Estimate's unit; a unit that is not known is written as it comes."""
    unit = unit.strip().lower()
    if unit in {"share", "rate", "proportion"}:
        return Quantity.SHARE
    if unit in {"%", "percent", "per cent"}:
        return Quantity.PERCENT
    if unit in {"points", "percentage points"}:
        return Quantity.POINTS
    if unit in {"ratio", "index"}:
        return Quantity.RATIO
    if unit in {"yuan per year", "yuan"}:
        return Quantity.MONEY
    if unit.startswith(("yuan per", "元/")):
        return Quantity.YUAN
    return Quantity.COUNT if unit in {"persons", "people", "households", "person", "household"} else Quantity.PLAIN


def with_unit(value: float, unit: str, words: Words) -> str:
    """A number with its unit, whichever of the two the quantity already prints."""
    quantity = quantity_of(unit)
    text = one(value, quantity, words)
    if quantity is Quantity.YUAN:
        return f"{text}{words('元')}"
    if quantity is Quantity.PLAIN and unit:
        return f"{text}{'' if words.is_chinese else ' '}{words(unit)}"
    return text


def unit_name(unit: str, words: Words) -> str:
    """A unit in the language of the reader."""
    return UNITS_ZH.get(unit, unit) if words.is_chinese else words(unit)


def number_format(quantity: Quantity) -> str:
    """The format of a workbook cell that holds the raw number."""
    return {
        Quantity.MONEY: "#,##0",
        Quantity.YUAN: "#,##0",
        Quantity.YUAN_FEN: "#,##0.00",
        Quantity.SHARE: "0.0%",
        Quantity.POINTS: "0.00%",
        Quantity.RATIO: "0.000",
        Quantity.FINE: "0.0000",
        Quantity.COUNT: "#,##0",
        Quantity.WHOLE: "#,##0",
        Quantity.YEAR: "0",
        Quantity.PERCENT: '0.0###"%"',
        Quantity.PLAIN: "#,##0.####",
    }.get(quantity, "General")
