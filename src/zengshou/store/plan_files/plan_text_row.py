"""What the readers of docx and pdf hand back: rows of text or of table cells, or why a file cannot be read."""

from dataclasses import dataclass, field


class Unreadable(Exception):
    """The file is not read: what was found, and what to do."""

    def __init__(self, found: str, cure: str) -> None:
        super().__init__(found)
        self.found = found
        self.cure = cure


@dataclass(frozen=True)
class Row:
    """One line: text, place, the cells of a table's row, whether it reaches the right edge of its page."""

    text: str
    place: str
    page: int | None = None
    cells: list[str] = field(default_factory=list)
    is_full: bool | None = None


@dataclass(frozen=True)
class Rows:
    rows: list[Row]
    notes: list[str]


def table_row(cells: list[str], place: str, page: int | None = None) -> Row:
    """A row of a table; its text is the cells with tabs between."""
    return Row("\t".join(cells), place, page, cells)
