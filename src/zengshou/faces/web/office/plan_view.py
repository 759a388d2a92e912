"""What the review page shows: numbered lines with the evidence marked, and the fields of the chosen item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zengshou.services.plan.plan_review import Reviewed
from zengshou.services.plan.plan_review_fields import FIELDS, TASK
from zengshou.services.plan.plan_review_items import Item, Stretch


@dataclass(frozen=True)
class Piece:
    text: str
    is_marked: bool


@dataclass(frozen=True)
class NumberedLine:
    """is_first  the first line that holds evidence: the place that the page jumps to"""

    number: int
    pieces: tuple[Piece, ...]
    is_first: bool


@dataclass(frozen=True)
class ShownField:
    """One field of the form. first: the machine's, where corrected"""

    key: str
    title: str
    form: str
    value: str
    is_required: bool
    choices: tuple[str, ...]
    first: str | None
    by: str
    version: int


def numbered(lines: Sequence[str], evidence: Sequence[Stretch]) -> tuple[NumberedLine, ...]:
    """Every line of the source; the stretches of evidence apart from the rest."""
    first = min((span.line for span in evidence), default=0)
    found = []
    for number, text in enumerate(lines, start=1):
        spans = sorted(
            (
                span.column - 1 if span.line == number else 0,
                span.end_column - 1 if span.end_line == number else len(text),
            )
            for span in evidence
            if span.line <= number <= span.end_line
        )
        found.append(NumberedLine(number, tuple(_pieces(text, spans)), number == first))
    return tuple(found)


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """The text cut where a span begins or ends; spans in order, maybe overlapping."""
    pieces, at = [], 0
    for start, end in spans:
        start, end = max(start, at), min(end, len(text))
        if start >= end:
            continue
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:end], True))
        at = end
    if at < len(text) or not pieces:
        pieces.append(Piece(text[at:], False))
    return pieces


def shown_fields(item: Item, draft: Mapping[str, str]) -> tuple[ShownField, ...]:
    """The fields of an item as its form shows them; what was typed before stays."""
    shown = []
    for field in FIELDS[item.kind]:
        made = item.corrections.get(field.key)
        shown.append(
            ShownField(
                field.key,
                field.title,
                field.form,
                draft.get(field.key, field.shown(item.value(field.key))),
                field.is_required,
                tuple(field.choices.values()),
                None if made is None else field.shown(made.first),
                "" if made is None else made.by,
                0 if made is None else made.version,
            )
        )
    return tuple(shown)


def chosen(reviewed: Reviewed, id: str) -> Item:
    """The item that the address names, or the one to look at first. Raises  NotFound"""
    return reviewed.item(id) if id else reviewed.by_confidence()[0]


def task_of(reviewed: Reviewed, item: Item) -> Item | None:
    """The task that a target belongs to."""
    return next((each for each in reviewed.items if each.kind == TASK and each.id == item.path), None)
