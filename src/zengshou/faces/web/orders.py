"""Reads what a reader asks for, from a form or an address, and says in words what cannot be read."""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.faces.amounts import plain
from zengshou.faces.web.services import Settings, SimulationOrder
from zengshou.services.answers import Lever

LEVER_FIELD = "lever."
OWN_VALUES = "own"  # the choice of the form that stands for the reader's own values

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Draft:
    """A form as it was filled in: shown again, with its problems, when it cannot be read."""

    year: str
    reform: str
    values: tuple[tuple[str, str], ...]

    def value(self, key: str) -> str:
        return dict(self.values).get(key, "")


def draft_of(fields: Fields, settings: Settings) -> Draft:
    """What the form held; year and reform fall back on their first choice."""
    given = dict(fields)
    values = tuple((name.removeprefix(LEVER_FIELD), text) for name, text in fields if name.startswith(LEVER_FIELD))
    return Draft(given.get("year", str(settings.years[0])), given.get("reform", ""), values)


def read_order(city: str, draft: Draft, settings: Settings) -> SimulationOrder:
    """The order of a draft.

    Raises  ProblemsFound: every field that cannot be read, all at once
    """
    problems: list[Problem] = []
    year = _year(draft.year, settings.years, problems)
    levers = settings.services.levers(city, year)
    is_own = draft.reform in ("", OWN_VALUES)
    changes = tuple(_changes(draft, levers, problems)) if is_own else ()
    known = {choice.key for choice in settings.services.reforms(city)}
    if not is_own and draft.reform not in known:
        problems.append(Problem(f"没有名为“{draft.reform}”的改革方案。", "改革方案", "请在列表中选择一项。"))
    if is_own and not changes and not problems:
        problems.append(
            Problem("没有选择改革方案，也没有改动任何参数。", "改革方案", "请选择一项方案，或把至少一个参数改成新值。")
        )
    if problems:
        raise ProblemsFound(problems)
    return SimulationOrder(city, year, "" if is_own else draft.reform, changes)


def query_of(order: SimulationOrder) -> str:
    """The order as an address that anyone may be sent."""
    fields = [("year", str(order.year))]
    if order.reform:
        fields.append(("reform", order.reform))
    fields += [(f"{LEVER_FIELD}{key}", repr(value)) for key, value in order.changes]
    return urlencode(fields)


def _year(text: str, years: tuple[int, ...], problems: list[Problem]) -> int:
    digits = unicodedata.normalize("NFKC", text).strip()
    if digits.isdecimal() and int(digits) in years:
        return int(digits)
    problems.append(Problem(f"年份“{text}”不能测算。", "年份", f"可选：{'、'.join(map(str, years))}。"))
    return years[0]


def _changes(draft: Draft, levers: tuple[Lever, ...], problems: list[Problem]) -> Iterable[tuple[str, float]]:
    """Levers whose value was changed; a value left as it stands in the law is no change."""
    known = {lever.key: lever for lever in levers}
    for key, text in draft.values:
        if not text.strip():
            continue
        lever = known.get(key)
        if lever is None:
            problems.append(Problem(f"没有名为“{key}”的参数。", "参数", "请从参数表中选择。"))
            continue
        number = _number(text)
        if number is None:
            problems.append(Problem(f"应为数字，读到“{text}”。", lever.label, "请只填数字，例如 880。"))
        elif not lever.low <= number <= lever.high:
            ends = f"{plain(lever.low)} 至 {plain(lever.high)}"
            problems.append(Problem(f"{plain(number)} 超出范围。", lever.label, f"请填 {ends} 之间的数。"))
        elif number != lever.value:
            yield key, number


def _number(text: str) -> float | None:
    """A number with full-width digits or thousands separators too; None for anything else."""
    try:
        number = float(unicodedata.normalize("NFKC", text).strip().replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
