"""A question about many keys at once: some at a time by the index, or, of very many, about everybody in one reading."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

KEYS_A_QUERY = 500
MOST_KEYS = 20_000  # of more keys than these, reading the whole table once is quicker


def some_or_all(
    key: InstrumentedAttribute[int] | InstrumentedAttribute[str], keys: Sequence[int] | Sequence[str]
) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Conditions that together ask for every key; one empty condition, and so for other keys too, above MOST_KEYS."""
    if len(keys) > MOST_KEYS:
        yield ()
        return
    for start in range(0, len(keys), KEYS_A_QUERY):
        yield (key.in_(keys[start : start + KEYS_A_QUERY]),)
