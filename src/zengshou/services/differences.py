"""What a reform changes, in words: parameter, date, old value, new value."""

from collections.abc import Sequence

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.reform import Change
from zengshou.policy.schedule import Table
from zengshou.policy.trace import parameter_text

CATEGORY_WORDS = {"urban": "城镇", "rural": "农村"}


def differences_in_words(before: Lawbook, after: Lawbook, changes: Sequence[Change], year: int) -> tuple[str, ...]:
    """One sentence a changed parameter; a change that leaves the value as it was is said too."""
    lines: dict[str, str] = {}
    for change in changes:
        day = max(change.since, f"{year}-01-01")
        old, new = _use(before, change.parameter, day), _use(after, change.parameter, day)
        if new is None:
            continue
        lines[change.parameter] = _sentence(old, new, day)
    return tuple(lines.values())


def _use(book: Lawbook, name: str, day: str) -> ParameterUse | None:
    try:
        return book.parameter(name, day)
    except ProblemsFound:
        return None


def _sentence(old: ParameterUse | None, new: ParameterUse, day: str) -> str:
    if old is not None and isinstance(old.value, Table) and isinstance(new.value, Table):
        before = dict(old.value.entries)
        cells = [
            f"{CATEGORY_WORDS.get(category, category)}由{before.get(category, 0):,.6g}改为{number:,.6g}"
            for category, number in new.value.entries
            if before.get(category) != number
        ]
        change = "、".join(cells) or "不变"
        return f"自{day}起，{new.label}（{unit_in_words(new.unit)}）：{change}。"
    previous = "（原无取值）" if old is None else parameter_text(old)
    if old is not None and old.value == new.value:
        return f"{new.label}不变，为{parameter_text(new)}（{unit_in_words(new.unit)}）。"
    return f"自{day}起，{new.label}由{previous}改为{parameter_text(new)}（{unit_in_words(new.unit)}）。"


def unit_in_words(unit: str) -> str:
    """A parameter's unit as readers know it; one without a translation stands as declared."""
    return UNIT_WORDS.get(unit, unit)


UNIT_WORDS = {
    "yuan per year": "元/年",
    "yuan per month": "元/月",
    "yuan per person per month": "元/人·月",
    "yuan per person per year": "元/人·年",
    "share": "比例",
    "share of base": "占缴费基数",
    "multiple": "倍",
}
