"""中等收入: the named definitions of a country, read from its data, and the band each of them draws in one year.

There is no single official standard. A definition keeps its own source, status and price year; what it needs and the
data do not hold (a price index, a parity, food spending) leaves it without a band, and says why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from zengshou.concepts.citation import Citation, Status, worst
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.statistics.choices import Amount, Line, ShareOf
from zengshou.statistics.measures.income_band import IncomeBand

DAYS, MONTHS = 365.0, 12.0
FIELDS = ("id", "label", "short", "lower", "upper", "source", "status")
PREFIX = "middle_income"
# Price bases in words; `{base}` is the definition's price year, `{year}` the year measured.
PRICES, MEDIAN = "{base}年价格，推到{year}年", "{year}年本地中位数"
CURRENT, SAME = "{year}年当年价格", "各年同一数额"


class LimitKind(Enum):
    """What the number of a limit is."""

    YUAN_YEARLY = "yuan_yearly"
    YUAN_MONTHLY = "yuan_monthly"
    HOUSEHOLD_YEARLY = "household_yearly"
    DOLLARS_DAILY = "dollars_daily"
    MEDIAN = "median"
    URBAN_FOOD = "urban_food"


@dataclass(frozen=True)
class Limit:
    """One end of a band, as the definition writes it."""

    kind: LimitKind
    number: float


@dataclass(frozen=True)
class Definition:
    """A definition of the middle.

    short       its label where there is little room
    household   persons a household's amount is divided by
    price_year  year of the prices of its amounts; None: the same amount in every year
    """

    id: str
    label: str
    short: str
    lower: Limit
    upper: Limit
    source: str
    status: Status
    household: float = 1.0
    price_year: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Yearly:
    """A published number of one year."""

    year: int
    value: float
    source: str
    status: Status


@dataclass(frozen=True)
class Definitions:
    """Everything the file of a country holds.

    index  consumer prices, the year before = 100
    """

    statement: str
    definitions: tuple[Definition, ...]
    index: Mapping[int, Yearly]
    parity: Mapping[int, Yearly]
    food: Mapping[int, Yearly]


@dataclass(frozen=True)
class Drawn:
    """The band of a definition in one year, or the reason why there is none.

    basis     prices in words, with places for the years
    rests_on  names of the numbers used that are not sourced
    """

    definition: Definition
    band: IncomeBand | None
    basis: str
    status: Status
    rests_on: tuple[str, ...] = ()
    reason: str = ""


class NotHeld(Exception):
    """A number that the definition needs is not in the data; the message says which."""


def draw(definition: Definition, held: Definitions, year: int) -> Drawn:
    """The band in yuan per head and year at prices of `year`."""
    used: list[tuple[str, Status]] = [(f"{PREFIX}.{definition.id}", definition.status)]
    try:
        lower, upper = (_line(limit, definition, held, year, used) for limit in (definition.lower, definition.upper))
    except NotHeld as ground:
        return Drawn(definition, None, _basis(definition), worst([s for _, s in used]), reason=str(ground))
    band = IncomeBand(lower, upper, f"{PREFIX}.{definition.id}", definition.label)
    rests = tuple(dict.fromkeys(name for name, status in used if status is not Status.SOURCED))
    return Drawn(definition, band, _basis(definition), worst([status for _, status in used]), rests)


def _basis(definition: Definition) -> str:
    kinds = {definition.lower.kind, definition.upper.kind}
    if definition.price_year is not None:
        return PRICES
    if kinds == {LimitKind.MEDIAN}:
        return MEDIAN
    return CURRENT if LimitKind.URBAN_FOOD in kinds else SAME


def _line(limit: Limit, definition: Definition, held: Definitions, year: int, used: list[tuple[str, Status]]) -> Line:
    """A limit as a line; every number used besides is noted in `used`."""
    if limit.kind is LimitKind.MEDIAN:
        return ShareOf(limit.number)
    amount = limit.number
    if limit.kind is LimitKind.YUAN_MONTHLY:
        amount *= MONTHS
    elif limit.kind is LimitKind.HOUSEHOLD_YEARLY:
        amount /= definition.household
    elif limit.kind is LimitKind.DOLLARS_DAILY:
        amount *= DAYS * _held(held.parity, definition.price_year or year, "购买力平价", "ppp", used)
    elif limit.kind is LimitKind.URBAN_FOOD:
        amount *= _held(held.food, year, "城镇居民人均食品烟酒支出的公布数", "urban_food", used)
    if definition.price_year is not None:
        amount *= price_ratio(held, definition.price_year, year, used)
    return Amount(amount)


def _held(numbers: Mapping[int, Yearly], year: int, words: str, name: str, used: list[tuple[str, Status]]) -> float:
    if year not in numbers:
        raise NotHeld(f"没有{year}年{words}，这一口径不能计算。")
    used.append((f"{PREFIX}.{name}", numbers[year].status))
    return numbers[year].value


def price_ratio(held: Definitions, base: int, year: int, used: list[tuple[str, Status]]) -> float:
    """Prices of `year` over those of `base`, by the chained index; below 1 for an earlier year."""
    ratio = 1.0
    for each in range(min(base, year) + 1, max(base, year) + 1):
        ratio *= _held(held.index, each, "居民消费价格指数", "price_index", used) / 100
    return ratio if year >= base else 1 / ratio


def read_definitions(document: object, where: str) -> Definitions:
    """The file from parsed YAML; every fault at once."""
    if not isinstance(document, Mapping):
        raise ProblemsFound(Problem("应为“键: 值”的映射。", where, "照 national/middle_income.yaml 写。"))
    problems: list[Problem] = []
    rows = document.get("definitions")
    listed = cast(Sequence[object], rows) if isinstance(rows, Sequence) and not isinstance(rows, str) else ()
    found = [_definition(row, f"{where}: definitions[{at}]", problems) for at, row in enumerate(listed)]
    if not listed or not document.get("statement"):
        problems.append(Problem("缺少 definitions 或 statement。", where, "至少写一种口径，并写明没有唯一标准。"))
    index, parity, food = (
        _numbers(document.get(name), f"{where}: {name}", problems) for name in ("price_index", "ppp", "urban_food")
    )
    ids = [each.id for each in found if each is not None]
    problems += [
        Problem(f"口径“{name}”重复。", where, "每种口径一个 id。") for name in sorted({*ids}) if ids.count(name) > 1
    ]
    if problems:
        raise ProblemsFound(problems)
    definitions = tuple(each for each in found if each is not None)
    return Definitions(str(document["statement"]), definitions, index, parity, food)


def _definition(row: object, where: str, problems: list[Problem]) -> Definition | None:
    held = cast(Mapping[str, object], row) if isinstance(row, Mapping) else {}
    absent = [name for name in FIELDS if not held.get(name)]
    if absent:
        problems += [Problem(f"缺少“{name}”。", where, "补上该项。") for name in absent]
        return None
    lower, upper = (_limit(held[name], f"{where}.{name}", problems) for name in ("lower", "upper"))
    status = _status(held["status"], where, problems)
    if lower is None or upper is None or status is None:
        return None
    price_year = held.get("price_year")
    return Definition(
        str(held["id"]),
        str(held["label"]),
        str(held["short"]),
        lower,
        upper,
        _source(held["source"]),
        status,
        float(cast(float, held.get("household", 1.0))),
        None if price_year is None else int(cast(int, price_year)),
        str(held.get("note", "")),
    )


def _limit(node: object, where: str, problems: list[Problem]) -> Limit | None:
    kinds = {kind.value: kind for kind in LimitKind}
    if not isinstance(node, Mapping) or len(node) != 1 or next(iter(node)) not in kinds:
        problems.append(Problem("界限应只写一项。", where, f"可用：{'、'.join(kinds)}。"))
        return None
    (name, number), *_ = node.items()
    if isinstance(number, bool) or not isinstance(number, int | float) or not number > 0:
        problems.append(Problem(f"界限“{number}”应为大于零的数。", where, "改正。"))
        return None
    return Limit(kinds[name], float(number))


def _status(value: object, where: str, problems: list[Problem]) -> Status | None:
    known = {status.value: status for status in Status}
    if value not in known:
        problems.append(Problem(f"status“{value}”不在可选值中。", where, f"可用：{'、'.join(known)}。"))
        return None
    return known[str(value)]


def _source(node: object) -> str:
    """A document as the law cites it, or a text that names no document as it stands."""
    if not isinstance(node, Mapping):
        return str(node)
    held = cast(Mapping[str, str], node)
    return str(Citation(held.get("title", ""), held.get("number", ""), held.get("date", ""), held.get("article", "")))


def _numbers(node: object, where: str, problems: list[Problem]) -> Mapping[int, Yearly]:
    rows = node.get("values") if isinstance(node, Mapping) else None
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        problems.append(Problem("应有 values 一列。", where, "没有公布数时写 values: []。"))
        return {}
    found: dict[int, Yearly] = {}
    for at, row in enumerate(rows):
        held = cast(Mapping[str, object], row) if isinstance(row, Mapping) else {}
        year, value = held.get("year"), held.get("value")
        if not isinstance(year, int) or not isinstance(value, int | float) or not held.get("source"):
            problems.append(Problem("应有 year、value、source、status。", f"{where}[{at}]", "补齐。"))
            continue
        status = _status(held.get("status"), f"{where}[{at}]", problems)
        if status is not None:
            found[year] = Yearly(year, float(value), _source(held["source"]), status)
    return found
