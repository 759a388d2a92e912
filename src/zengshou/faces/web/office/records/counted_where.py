"""The items of one holder against the views: what each view makes of the same income."""

from collections.abc import Sequence
from dataclasses import dataclass

from zengshou.records.income.explain import yuan
from zengshou.services.records.access.worked_income import ViewFigure

NOTHING = "—"  # the view has no such line: another view works it out, or the source does not state it
LEFT_OUT = "不计"


@dataclass(frozen=True)
class CountedItem:
    """One item of one person. stated  what the sources say;  counted  a word or an amount for each view, in order"""

    person: int
    is_shared: bool
    label: str
    stated: str
    counted: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.counted)) > 1


def counted_where(views: Sequence[ViewFigure]) -> tuple[CountedItem, ...]:
    """Every item that any view speaks of, in the order of the first that does. Amounts are yuan, to the fen."""
    lines = [{(line.person, line.is_shared, line.item): line for line in view.lines} for view in views]
    keys = list(dict.fromkeys(key for of_view in lines for key in of_view))
    found = []
    for key in keys:
        told = [of_view.get(key) for of_view in lines]
        first = next(line for line in told if line is not None)
        counted = tuple(
            NOTHING if line is None else yuan(line.counted_fen) if line.counted_fen else LEFT_OUT for line in told
        )
        stated = yuan(first.stated_fen) if first.stated_fen else NOTHING
        found.append(CountedItem(first.person, first.is_shared, first.label, stated, counted))
    return tuple(found)
