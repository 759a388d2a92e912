"""合成数据: invented persons with frequent Chinese names, and copies of them with known errors, to measure linkage by.

Nobody here exists. Surnames follow published frequencies; numbers carry sequence codes and check digits of their own.
Twins and neighbours of one name are among them, since those are what a linkage takes for one person.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from zengshou.records.linkage.invented_persons import Population, invented_persons
from zengshou.records.linkage.labelled_errors import ErrorKind, corrupted
from zengshou.records.linkage.tables import NameFrequencies, NameTables

MARK = "合成数据"

# Shares of copies by kind of error; the rest are clean. An assumption of ours: most fields of a register are right.
USUAL_ERRORS = {
    ErrorKind.ALIAS: 0.03,
    ErrorKind.HOMOPHONE: 0.05,
    ErrorKind.LOOK_ALIKE: 0.02,
    ErrorKind.LATIN_LETTER: 0.03,
    ErrorKind.DROPPED_CHARACTER: 0.015,
    ErrorKind.TITLE: 0.03,
    ErrorKind.BIRTH_DIGIT: 0.015,
    ErrorKind.NUMBER_DIGIT: 0.02,
    ErrorKind.NUMBER_TRANSPOSED: 0.015,
    ErrorKind.SHORT_NUMBER: 0.01,
    ErrorKind.BORROWED_NUMBER: 0.003,
    ErrorKind.MOVED: 0.06,
    ErrorKind.VARIANT: 0.02,
}


SECOND_ERRORS = (ErrorKind.TITLE, ErrorKind.LATIN_LETTER, ErrorKind.MOVED)


@dataclass(frozen=True, eq=False)
class Labelled:
    """Records whose truth is known.

    frame  columns of `prepare.GIVEN` beside `person` (the truth) and `error` (kind of the copy; "original" otherwise)
    """

    frame: pl.DataFrame

    def truth(self) -> pl.DataFrame:
        """(record, person, error) in row order."""
        return self.frame.select("person", "error", "has_number").with_row_index("record")


def labelled_records(
    persons: int,
    copies: int,
    names: NameFrequencies,
    tables: NameTables,
    rng: np.random.Generator,
    *,
    province: str = "guangdong",
    without_number: float = 0.15,
    second_error: float = 0.1,
    errors: dict[ErrorKind, float] | None = None,
) -> Labelled:
    """`persons` originals and `copies` of randomly drawn ones with their errors; rows shuffled.

    province        whose first surname leads
    without_number  share of the copies that carry no number at all (besides their error)
    second_error    share of the copies with an error that carry a second besides; they keep the label of the first
    errors          share of copies by kind; None: `USUAL_ERRORS`
    """
    shares = USUAL_ERRORS if errors is None else errors
    originals = invented_persons(Population(persons, province), names, rng)
    drawn = originals[rng.choice(persons, copies, replace=copies > persons)]
    kinds = [ErrorKind.CLEAN, *shares]
    weights = np.array([1.0 - sum(shares.values()), *shares.values()])
    error = rng.choice(len(kinds), copies, p=weights)
    labelled = drawn.with_columns(pl.Series("error", [kinds[index].value for index in error.tolist()]))
    changed = corrupted(labelled, tables, rng)
    changed = _with_second_errors(changed, second_error, tables, rng)
    is_bare = pl.Series(rng.random(copies) < without_number)
    changed = changed.with_columns(pl.when(is_bare).then(None).otherwise("number").alias("number"))
    rows = pl.concat(
        [originals.with_columns(pl.lit("original").alias("error")), changed.select(*originals.columns, "error")]
    )
    shuffled = rows[rng.permutation(rows.height)]
    return Labelled(shuffled.with_columns(pl.col("number").is_not_null().alias("has_number")))


def _with_second_errors(
    copies: pl.DataFrame, share: float, tables: NameTables, rng: np.random.Generator
) -> pl.DataFrame:
    """Some of the copies that have an error get another of a different kind."""
    is_chosen = pl.Series(rng.random(copies.height) < share) & (copies["error"] != ErrorKind.CLEAN.value)
    chosen = copies.filter(is_chosen)
    if chosen.height == 0:
        return copies
    second = rng.choice(np.array([kind.value for kind in SECOND_ERRORS]), chosen.height)
    twice = corrupted(chosen.with_columns(pl.col("error").alias("first"), pl.Series("error", second)), tables, rng)
    twice = twice.with_columns(pl.col("first").alias("error")).select(copies.columns)
    return pl.concat([copies.filter(~is_chosen), twice])
