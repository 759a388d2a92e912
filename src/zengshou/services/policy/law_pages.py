"""The law's own pages: articles, rules as formulas, values with their history, cases, what is not modelled.

Everything is read from the law folder itself, so a new law has its page without a line of page code.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import refuse
from zengshou.policy.benefit import Benefit
from zengshou.policy.column import Unit
from zengshou.policy.formula import formula_of
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import DatedValue, Parameter, ParameterUse, look_up
from zengshou.policy.rule import ALWAYS, NEVER, Rule
from zengshou.policy.schedule import Lookup, ParameterValue, Schedule, Table
from zengshou.services.policy.category_words import CategoryWords, category_words, entries_in_words
from zengshou.services.policy.differences import unit_in_words
from zengshou.services.policy.worked_cases import WorkedCase, all_worked_cases
from zengshou.store.benefits import all_benefits
from zengshou.store.country import law_title
from zengshou.store.law_text import TextSection, law_text
from zengshou.store.lawbooks import lawbook_of_city

UNITS = {Unit.YUAN: "金额", Unit.COUNT: "数目", Unit.RATE: "比例", Unit.FLAG: "是否", Unit.CATEGORY: "类别"}
KINDS = {"official_text": "官方文本所印", "from_instrument": "由文件推算", "derived": "按规则推导", "own": "自拟"}


@dataclass(frozen=True)
class LawLine:
    """One law in the list of laws. statuses: (status, how many of its values in force), worst last."""

    name: str
    title: str
    rules: int
    parameters: int
    benefits: int
    cases: int
    statuses: tuple[tuple[Status, int], ...]


@dataclass(frozen=True)
class RuleText:
    """One version of a rule in words. since, until: empty where it has no beginning or end."""

    name: str
    label: str
    kind: str
    formula: str
    about: str
    law: str
    since: str
    until: str
    is_in_force: bool


@dataclass(frozen=True)
class ValueText:
    """One dated value. numbers: (category or empty, number) of a scalar or a table, for a drawing."""

    since: str
    until: str
    text: str
    numbers: tuple[tuple[str, float], ...]
    source: str
    status: Status
    note: str


@dataclass(frozen=True)
class ParameterText:
    """A parameter: its value on the day, or why there is none, and every value it had, oldest first."""

    name: str
    label: str
    unit: str
    now: ValueText | None
    missing: str
    history: tuple[ValueText, ...]


@dataclass(frozen=True)
class CaseText:
    """A worked case: what is given needs the file; here stands what comes out, and whence it is."""

    id: str
    title: str
    kind: str
    year: str
    expected: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True)
class LawPage:
    """Everything a law's page tells."""

    name: str
    title: str
    day: str
    sections: tuple[TextSection, ...]
    rules: tuple[RuleText, ...]
    parameters: tuple[ParameterText, ...]
    cases: tuple[CaseText, ...]
    benefits: tuple[Benefit, ...]


def laws(city: str, day: str) -> tuple[LawLine, ...]:
    """Every law that has rules or values in a city, by title."""
    book = lawbook_of_city(city)
    lines = [_line(book, name, day) for name in _names(book)]
    return tuple(sorted(lines, key=lambda line: line.title))


def law_page(city: str, name: str, day: str) -> LawPage:
    """One law on a day in a city.

    Raises  ProblemsFound: no such law, with near names
    """
    book = lawbook_of_city(city)
    names = _names(book)
    if name not in names:
        raise refuse(f"没有法规“{name}”。", "法规", nearest(name, names) or f"有：{'、'.join(names)}。")
    words = category_words(book)
    versions = [rule for rule_name in _rules(book, name) for rule in book.rules[rule_name]]
    return LawPage(
        name,
        law_title(name),
        day,
        law_text(name),
        tuple(_rule(rule, book, day) for rule in versions),
        tuple(_parameter(book.parameters[full], day, words) for full in _parameters(book, name)),
        tuple(_case(case, book) for case in _worked() if case.law == name),
        tuple(benefit for benefit in all_benefits() if benefit.law_folder == name),
    )


@cache
def _worked() -> tuple[WorkedCase, ...]:
    """The worked cases, read once: they are files of the package."""
    return all_worked_cases()


def _names(book: Lawbook) -> tuple[str, ...]:
    own = {law for name, law in book.law_of.items() if name in book.rules}
    return tuple(sorted(own | {full.split(".", 1)[0] for full in book.parameters}))


def _rules(book: Lawbook, law: str) -> list[str]:
    return [name for name in book.rules if book.law_of[name] == law]


def _parameters(book: Lawbook, law: str) -> list[str]:
    return [full for full in book.parameters if full.startswith(f"{law}.")]


def _line(book: Lawbook, law: str, day: str) -> LawLine:
    found = [look_up(book.parameters[full], day) for full in _parameters(book, law)]
    counts = Counter(use.status if isinstance(use, ParameterUse) else Status.REQUIRED for use in found)
    return LawLine(
        law,
        law_title(law),
        len(_rules(book, law)),
        len(found),
        sum(benefit.law_folder == law for benefit in all_benefits()),
        sum(case.law == law for case in _worked()),
        tuple((status, counts[status]) for status in Status if counts[status]),
    )


def _rule(rule: Rule, book: Lawbook, day: str) -> RuleText:
    return RuleText(
        rule.name,
        rule.label,
        f"{rule.type.in_words().rpartition('·')[0]}·{UNITS[rule.type.unit]}",
        formula_of(rule, book),
        rule.about,
        rule.law,
        "" if rule.since == ALWAYS else rule.since,
        "" if rule.until == NEVER else rule.until,
        rule.in_force(day),
    )


def _parameter(placed: Sequence[Parameter], day: str, words: CategoryWords) -> ParameterText:
    first, found = placed[0], look_up(tuple(placed), day)
    holder = next((each for each in placed if each.values), first)
    history = tuple(_value(value, words) for value in reversed(holder.values))
    now = None
    if isinstance(found, ParameterUse):
        dated = DatedValue(found.since, None, found.value, found.citation, found.status, found.note)
        now = _value(dated, words)
    unit = unit_in_words(first.unit)
    return ParameterText(first.full_name, first.label, unit, now, found if isinstance(found, str) else "", history)


def _value(dated: DatedValue, words: CategoryWords) -> ValueText:
    numbers: tuple[tuple[str, float], ...] = ()
    if isinstance(dated.value, Table):
        numbers = entries_in_words(dated.value, words)
    elif isinstance(dated.value, float):
        numbers = (("", dated.value),)
    source = str(dated.citation)
    since = "" if dated.since == ALWAYS else dated.since
    return ValueText(since, dated.until or "", _text(dated.value, numbers), numbers, source, dated.status, dated.note)


def _text(value: ParameterValue, numbers: tuple[tuple[str, float], ...]) -> str:
    if isinstance(value, Schedule):
        return "；".join(_band(value, at) for at in range(len(value.rates)))
    if isinstance(value, Lookup):
        pairs = [f"{key:g}：{found:g}" for key, found in zip(value.keys, value.values, strict=True)]
        return "；".join(pairs if len(pairs) <= 8 else [*pairs[:4], f"……共{len(pairs)}项", *pairs[-2:]])
    if isinstance(value, Table):
        return "、".join(f"{word} {number:,.6g}" for word, number in numbers)
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def _band(schedule: Schedule, at: int) -> str:
    limit = f"不超过{schedule.limits[at]:,.0f}" if at < len(schedule.limits) else "超过的部分"
    return f"{limit} {schedule.rates[at] * 100:g}%（速算{schedule.quicks[at]:,.6g}）"


def _case(case: WorkedCase, book: Lawbook) -> CaseText:
    document = case.document
    expected = cast(Mapping[str, object], document.get("expect") or {})
    shown = tuple((book.label(name), _number_text(value)) for name, value in expected.items())
    kind = KINDS.get(str(document.get("kind", "")), "")
    return CaseText(case.id, case.title, kind, str(document.get("year", "")), shown, str(document.get("source", "")))


def _number_text(value: object) -> str:
    if isinstance(value, Mapping):
        return "；".join(f"{key}：{_number_text(each)}" for key, each in value.items())
    if isinstance(value, list):
        return "、".join(_number_text(each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)
