"""One spelling for what is typed in many: full width becomes half width, blanks go, small letters become capitals.

The same table serves one value and a column, so that both ways give the same answer.
"""

import polars as pl

FULL_WIDTH_START, FULL_WIDTH_END, HALF_WIDTH_OFFSET = 0xFF01, 0xFF5E, 0xFEE0
# Blanks as files carry them: ordinary, no-break, full width, and the invisible ones that spreadsheets leave behind.
BLANKS = " \t\r\n\v\f\u00a0\u2002\u2003\u2009\u200b\u200c\u200d\u2060\u202f\u3000\ufeff"


def _table() -> dict[str, str]:
    half = {chr(code): chr(code - HALF_WIDTH_OFFSET).upper() for code in range(FULL_WIDTH_START, FULL_WIDTH_END + 1)}
    capitals = {letter: letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}
    return half | capitals | dict.fromkeys(BLANKS, "")


FOLDS = _table()
_TRANSLATION = str.maketrans(FOLDS)


def folded(text: str) -> str:
    """A number or code in its one spelling."""
    return text.translate(_TRANSLATION)


def folded_column(column: pl.Expr) -> pl.Expr:
    """The same for a text column; null stays null."""
    return column.str.replace_many(list(FOLDS), list(FOLDS.values()))
