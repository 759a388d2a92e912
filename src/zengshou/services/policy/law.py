"""Show a law: its rules in force and its values on a date in a place, each with article, source and status."""

from dataclasses import dataclass
from datetime import date

from zengshou.concepts.problem import refuse
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import ParameterUse, look_up
from zengshou.policy.rule import Rule
from zengshou.policy.trace import parameter_text
from zengshou.store.lawbooks import law_folders, lawbook_of


@dataclass(frozen=True)
class ShownParameter:
    """A parameter on the day: its use, or the sentence that says why there is no value."""

    name: str
    label: str
    unit: str
    use: ParameterUse | None
    missing: str


@dataclass(frozen=True)
class ShownLaw:
    """The part of a law that was asked for."""

    name: str
    place: str
    day: str
    rules: tuple[Rule, ...]
    parameters: tuple[ShownParameter, ...]


def show_law(name: str, day: str, place: str) -> ShownLaw:
    """A law folder (`iit`), one parameter (`iit.brackets_yearly`) or one rule (`iit_taxable_yearly`).

    Raises  ProblemsFound: unknown name (with near names), unreadable date, unknown place
    """
    _check_day(day)
    book = lawbook_of(place)
    laws = law_folders()
    if name in laws:
        rules = [book.version(rule, day) for rule in book.rules if book.law_of[rule] == name]
        chosen = [full for full in book.parameters if full.startswith(f"{name}.")]
        return ShownLaw(name, book.area, day, tuple(r for r in rules if r), _shown(book, chosen, day))
    if name in book.parameters:
        return ShownLaw(name, book.area, day, (), _shown(book, [name], day))
    if name in book.rules:
        rule = book.version(name, day)
        return ShownLaw(name, book.area, day, (rule,) if rule else (), ())
    known = (*laws, *book.parameters, *book.rules)
    raise refuse(f"没有名为“{name}”的法规、参数或规则。", "", nearest(name, known) or f"法规有：{'、'.join(laws)}。")


def _check_day(day: str) -> None:
    try:
        date.fromisoformat(day)
    except ValueError:
        raise refuse(f"无法识别的日期“{day}”。", "--on", "请写成 2025-07-01。") from None


def _shown(book: Lawbook, names: list[str], day: str) -> tuple[ShownParameter, ...]:
    rows = []
    for name in sorted(names):
        placed = book.parameters[name]
        found = look_up(placed, day)
        use, missing = (None, found) if isinstance(found, str) else (found, "")
        rows.append(ShownParameter(name, placed[0].label, placed[0].unit, use, missing))
    return tuple(rows)


def law_json(shown: ShownLaw) -> dict[str, object]:
    """`zs law show --json`."""
    return {
        "name": shown.name,
        "place": shown.place,
        "on": shown.day,
        "rules": [
            {"name": r.name, "label": r.label, "law": r.law, "since": r.since, "until": r.until, "about": r.about}
            for r in shown.rules
        ],
        "parameters": [parameter_json(row) for row in shown.parameters],
    }


def parameter_json(row: ShownParameter) -> dict[str, object]:
    """One parameter with its value, source and status; `missing` says why there is none."""
    use = row.use
    if use is None:
        return {"name": row.name, "label": row.label, "unit": row.unit, "value": None, "missing": row.missing}
    return {
        "name": row.name,
        "label": row.label,
        "unit": row.unit,
        "value": use.value if isinstance(use.value, float) else parameter_text(use),
        "since": use.since,
        "area": use.area,
        "source": str(use.citation),
        "status": use.status.value,
        "carried": use.is_carried,
        "note": use.note,
    }
