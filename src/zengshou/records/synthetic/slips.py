"""合成数据: the slips of a delivery, each as offices make them, one a row at most, with what each must lead to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np
import polars as pl

from zengshou.records.identity.id_number import check_digit
from zengshou.records.synthetic.feed import Feed

DIGITS = "0123456789"


class Outcome(Enum):
    """What must become of a row: taken in, put aside, or taken in under a reference that linkage must join."""

    ACCEPTED = "accepted"
    QUARANTINED = "quarantined"
    OTHER_REFERENCE = "other_reference"


class Slip(Enum):
    """One kind of slip."""

    NUMBER_DIGIT = "number_digit"
    NUMBER_MISSING = "number_missing"
    NUMBER_AS_FLOAT = "number_as_float"
    AMOUNT_IN_WORDS = "amount_in_words"
    ROW_TWICE = "row_twice"
    SHORT_NUMBER = "short_number"
    NAME_SPACED = "name_spaced"
    FULL_WIDTH = "full_width"
    OLD_NUMBER = "old_number"

    @property
    def outcome(self) -> Outcome:
        return OUTCOMES[self]


OUTCOMES: Mapping[Slip, Outcome] = {
    Slip.NUMBER_DIGIT: Outcome.QUARANTINED,
    Slip.NUMBER_MISSING: Outcome.QUARANTINED,
    Slip.NUMBER_AS_FLOAT: Outcome.QUARANTINED,
    Slip.AMOUNT_IN_WORDS: Outcome.QUARANTINED,
    Slip.ROW_TWICE: Outcome.QUARANTINED,
    Slip.SHORT_NUMBER: Outcome.ACCEPTED,
    Slip.NAME_SPACED: Outcome.ACCEPTED,
    Slip.FULL_WIDTH: Outcome.ACCEPTED,
    Slip.OLD_NUMBER: Outcome.OTHER_REFERENCE,
}

# Shares of rows: an assumption of ours, a file of an office that is in order but no better.
USUAL_SLIPS: Mapping[Slip, float] = {
    Slip.NUMBER_DIGIT: 0.0010,
    Slip.NUMBER_MISSING: 0.0004,
    Slip.NUMBER_AS_FLOAT: 0.0002,
    Slip.AMOUNT_IN_WORDS: 0.0002,
    Slip.ROW_TWICE: 0.0005,
    Slip.SHORT_NUMBER: 0.0020,
    Slip.NAME_SPACED: 0.0030,
    Slip.FULL_WIDTH: 0.0010,
}
OLD_NUMBERS = 0.004  # share of persons whom one office knows by a number that was changed later
KNOWN_BY_OLD_NUMBER = ("civil_affairs", "agriculture")


@dataclass(frozen=True, eq=False)
class Slipped:
    """A delivery with slips. truth  one row a row of the delivery: person, slip ("" for none), outcome"""

    feed: Feed
    truth: pl.DataFrame


def with_slips(
    feed: Feed, amount: str, shares: Mapping[Slip, float], old_numbers: frozenset[int], rng: np.random.Generator
) -> Slipped:
    """The delivery with slips drawn by `shares`, and with the old numbers of those who have one.

    amount       the field that a slip in the amount changes; "" for a channel without amounts
    old_numbers  persons known to this office by another number
    """
    kinds = [slip for slip in shares if amount or slip not in OF_AMOUNTS]
    weights = np.array([1.0 - sum(shares[slip] for slip in kinds), *(shares[slip] for slip in kinds)])
    drawn = rng.choice(len(weights), feed.rows.height, p=weights)
    names = np.array(["", *(slip.value for slip in kinds)])[drawn]
    is_old = feed.rows["person"].is_in(list(old_numbers)).to_numpy()
    rows = feed.rows.with_columns(pl.Series("slip", np.where(is_old, Slip.OLD_NUMBER.value, names), dtype=pl.String))
    changed = _with_second_rows(_changed(rows, amount))
    outcomes = {slip.value: slip.outcome.value for slip in Slip}
    told = changed.select(
        "person",
        "slip",
        pl.col("slip").replace_strict(outcomes, default=Outcome.ACCEPTED.value).alias("outcome"),
    )
    return Slipped(Feed(feed.channel, feed.period, changed.drop("slip")), told)


def _changed(rows: pl.DataFrame, amount: str) -> pl.DataFrame:
    """Every slip made in its cell."""
    slips = rows["slip"].to_numpy()
    columns = []
    for field, changes in ((amount, AMOUNT_CHANGES), ("id_number", NUMBER_CHANGES), ("name", NAME_CHANGES)):
        if field:
            cells = rows[field].to_list()
            for slip, change in changes.items():
                for place in np.flatnonzero(slips == slip.value).tolist():
                    cells[place] = change(cells[place])
            columns.append(pl.Series(field, cells, dtype=pl.String))
    return rows.with_columns(columns)


def _with_second_rows(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows that come twice; the second one is the slip."""
    is_twice = pl.col("slip") == Slip.ROW_TWICE.value
    first = rows.with_columns(pl.when(is_twice).then(pl.lit("")).otherwise("slip").alias("slip"))
    return pl.concat([first, rows.filter(is_twice)])


def _digit_changed(number: str) -> str:
    """One digit of the sequence wrong: the check digit shows it."""
    return number[:15] + DIGITS[(int(number[15]) + 3) % 10] + number[16:]


def _as_float(number: str) -> str:
    """As a spreadsheet shows it once it took the number for a quantity."""
    return f"{number[0]}.{number[1:6]}E+17"


def _shortened(number: str) -> str:
    """Fifteen signs, for those born before 2000; the others keep theirs."""
    return number[:6] + number[8:17] if number[6:8] == "19" else number


def _old_number(number: str) -> str:
    """The number before a correction: another sequence, rightly built, so that nothing but the person tells."""
    order = (int(number[14:17]) + 500) % 1000
    stem = f"{number[:14]}{order:03d}"
    return stem + check_digit(stem)


NUMBER_CHANGES: Mapping[Slip, Callable[[str], str]] = {
    Slip.NUMBER_DIGIT: _digit_changed,
    Slip.NUMBER_MISSING: lambda number: "",
    Slip.NUMBER_AS_FLOAT: _as_float,
    Slip.SHORT_NUMBER: _shortened,
    Slip.OLD_NUMBER: _old_number,
}
NAME_CHANGES: Mapping[Slip, Callable[[str], str]] = {Slip.NAME_SPACED: lambda name: f"{name[0]}\u3000{name[1:]}"}
AMOUNT_CHANGES: Mapping[Slip, Callable[[str], str]] = {
    Slip.AMOUNT_IN_WORDS: lambda amount: "约三千",
    Slip.FULL_WIDTH: lambda amount: amount.translate(str.maketrans(DIGITS, "０１２３４５６７８９")),
}
OF_AMOUNTS = frozenset(AMOUNT_CHANGES)
