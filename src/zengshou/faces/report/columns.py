"""Widths of a printed table's columns: figures and short words are never broken, long texts share what is left."""

from zengshou.faces.charts.figure import written
from zengshou.faces.charts.table import Cell, Table
from zengshou.faces.words import Words

SHORT = 13.0  # half-widths; a longer text may be broken over lines
PADDING = 2.4  # half-widths of air on both sides of a cell
NARROWEST = 6.0
WIDEST_SHORT = 24.0


def cell_text(cell: Cell, words: Words) -> str:
    """A cell as printed; badges stand in brackets behind it."""
    shown = written(cell, words)
    names = tuple(words(badge.value) for badge in cell.badges)
    return f"{shown}（{words.listing(names)}）" if names and names[0] != shown else shown


def length(text: str) -> float:
    """Half-widths: a Chinese character takes two."""
    return sum(2.0 if ord(letter) > 0x2E7F else 1.0 for letter in text)


def column_widths(table: Table, whole: float, words: Words) -> list[float]:
    """The width of each column in half-widths; together they fill `whole`.

    Columns whose cells are all short or numbers keep their longest cell in one line; the others share the rest by the
    square root of what they hold, so that a long reason gets more lines rather than all the room.
    """
    texts = [[cell_text(row[index], words) for row in table.rows] for index in range(len(table.columns))]
    fixed: dict[int, float] = {}
    flexible: dict[int, float] = {}
    for index, head in enumerate(table.columns):
        longest = max((length(text) for text in texts[index]), default=0.0)
        if longest <= SHORT or (table.is_number_column(index) and longest <= WIDEST_SHORT):
            fixed[index] = max(longest, length(head) / 2, NARROWEST - PADDING) + PADDING
        else:
            flexible[index] = max(sum(length(text) for text in texts[index]), 1.0) ** 0.5
    room = whole - sum(fixed.values())
    least = NARROWEST * 2 * len(flexible)
    if not flexible or room < least:  # too much for one line each: everything gives way in proportion
        shrink = (whole - least) / max(sum(fixed.values()), 1.0)
        fixed = {index: width * shrink for index, width in fixed.items()}
        room = least
    total = sum(flexible.values()) or 1.0
    return [fixed[i] if i in fixed else room * flexible[i] / total for i in range(len(table.columns))]
