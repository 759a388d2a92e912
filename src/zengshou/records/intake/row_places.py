"""Where a row and a column stand in a file, and the rows that are no rows: nothing here needs more than Python.

The process that reads a file imports this and nothing heavier: its memory is limited by address space.
"""

from dataclasses import dataclass

ROW = "row"
LETTERS = 26
NO_RESULT = "#公式没有结果"  # in a cell whose formula was saved without ever being calculated


def column_name(place: int) -> str:
    """Name of a text column by its place in the file, from 0."""
    return f"c{place}"


def column_letter(place: int) -> str:
    """A, B, … Z, AA, … as a spreadsheet names its columns; `place` from 0."""
    letters = ""
    rest = place + 1
    while rest:
        rest, digit = divmod(rest - 1, LETTERS)
        letters = chr(ord("A") + digit) + letters
    return letters


@dataclass(frozen=True)
class BrokenRow:
    """A row that is no text of this table: undecodable, with too many or too few columns, or merged with others.

    offset   byte in the file where the row begins; -1 in workbooks
    code     E_ENCODING, E_COLUMNS or E_MERGED;  detail  what was wrong, a few words in Chinese
    payload  the bytes of the row as they came; sealed before they are stored
    """

    row: int
    offset: int
    code: str
    detail: str
    payload: bytes
