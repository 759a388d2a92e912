"""Something stored that is not as it was put in, told to whoever must restore it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Damage:
    """kind  the table, or database, raw, head, log, key;  place  "批次 3 第 17 行", or the file or database."""

    kind: str
    place: str
    found: str
