"""The validator of `id_number` over a column: a million numbers in a few seconds, the same answers to the letter."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from zengshou.records.identity.checked_number import CHECKED
from zengshou.records.identity.fold import folded_column
from zengshou.records.identity.id_number import (
    AGE_CAP_YEARS,
    CHECK_DIGITS,
    FLOAT_SHAPE,
    KIND_BY_PREFIX,
    LEGACY_SHAPE,
    PREFECTURE_DIGITS,
    SHAPE,
    WEIGHTS,
    last_too_old_birth,
    prefectures,
)
from zengshou.records.identity.identifier import Caution, Fault, IdentifierKind

ORIGINAL, FULL, BIRTH, FAULT = pl.col("original"), pl.col("full"), pl.col("birth"), pl.col("fault")


def checked_id_numbers(
    numbers: pl.Series,
    *,
    today: date,
    first_years: Mapping[str, int] | None,
    age_cap_years: int = AGE_CAP_YEARS,
) -> pl.DataFrame:
    """Check a column of text or whole numbers; a column of floats is refused row by row.

    numbers      (n,) null counts as empty
    first_years  as in `checked_id_number`
    Returns      n rows of the columns of `CHECKED`; normalised "" and kind, birth null where refused
    """
    text = numbers.cast(pl.String).fill_null("").alias("original")
    if numbers.dtype.is_float():
        return _all_floats(text, numbers.is_null())
    frame = (
        text.to_frame()
        .select(folded_column(ORIGINAL))
        .with_columns(full=_upgraded(), fault=_shape_fault())
        .with_columns(birth=_birth(), fault=pl.coalesce(FAULT, _digit_fault()))
        .with_columns(fault=pl.coalesce(FAULT, _birth_fault(today, age_cap_years)))
    )
    return frame.select(_answers(_caution(first_years)))


def _all_floats(text: pl.Series, is_empty: pl.Series) -> pl.DataFrame:
    fault = pl.when(is_empty).then(pl.lit(Fault.EMPTY.value)).otherwise(pl.lit(Fault.FLOAT.value))
    refused = text.to_frame().with_columns(fault=fault, full=pl.lit(""), birth=pl.lit(None, pl.Date))
    return refused.select(_answers(pl.lit("")))


def _upgraded() -> pl.Expr:
    """15 digits in 18 signs; whatever is neither gives null."""
    stem = pl.concat_str(ORIGINAL.str.slice(0, 6), pl.lit("19"), ORIGINAL.str.slice(6))
    legacy = pl.when(ORIGINAL.str.contains(LEGACY_SHAPE)).then(stem)
    return (
        pl.when(ORIGINAL.str.contains(SHAPE))
        .then(ORIGINAL)
        .otherwise(pl.concat_str(legacy, _check_digit(legacy)))
        .alias("full")
    )


def _check_digit(number: pl.Expr) -> pl.Expr:
    """The sign that belongs behind the first 17; null where those are no digits."""
    digits = (number.str.slice(place, 1).cast(pl.Int32, strict=False) for place in range(len(WEIGHTS)))
    total = pl.sum_horizontal(
        [weight * digit for weight, digit in zip(WEIGHTS, digits, strict=True)], ignore_nulls=False
    )
    return (total % 11).replace_strict(list(range(11)), list(CHECK_DIGITS), return_dtype=pl.String)


def _shape_fault() -> pl.Expr:
    length = ORIGINAL.str.len_chars()
    right = ORIGINAL.str.contains(SHAPE) | ORIGINAL.str.contains(LEGACY_SHAPE)
    return (
        pl.when(ORIGINAL == "")
        .then(pl.lit(Fault.EMPTY.value))
        .when(ORIGINAL.str.contains(FLOAT_SHAPE))
        .then(pl.lit(Fault.FLOAT.value))
        .when((length != 15) & (length != 18))
        .then(pl.lit(Fault.LENGTH.value))
        .when(~right)
        .then(pl.lit(Fault.SIGNS.value))
    )


def _digit_fault() -> pl.Expr:
    return pl.when(FULL.str.slice(17) != _check_digit(FULL)).then(pl.lit(Fault.CHECK_DIGIT.value))


def _birth() -> pl.Expr:
    """The date inside; null where the calendar has none, the year 0 included, which Python's does not know."""
    digits = FULL.str.slice(6, 8)
    return pl.when(digits.str.slice(0, 4) != "0000").then(digits.str.to_date("%Y%m%d", strict=False))


def _birth_fault(today: date, age_cap_years: int) -> pl.Expr:
    return (
        pl.when(BIRTH.is_null())
        .then(pl.lit(Fault.DATE.value))
        .when(today < BIRTH)
        .then(pl.lit(Fault.FUTURE.value))
        .when(last_too_old_birth(today, age_cap_years) >= BIRTH)
        .then(pl.lit(Fault.AGE.value))
    )


def _caution(first_years: Mapping[str, int] | None) -> pl.Expr:
    if first_years is None:
        return pl.lit("")
    first = FULL.str.slice(0, 6).replace_strict(
        list(first_years), list(first_years.values()), default=None, return_dtype=pl.Int32
    )
    return (
        pl.when(pl.any_horizontal([FULL.str.starts_with(prefix) for prefix in KIND_BY_PREFIX]))
        .then(pl.lit(""))
        .when(first.is_null() & ~FULL.str.slice(0, PREFECTURE_DIGITS).is_in(sorted(prefectures(first_years))))
        .then(pl.lit(""))
        .when(first.is_null())
        .then(pl.lit(Caution.CODE_UNKNOWN.value))
        .when(first > BIRTH.dt.year())
        .then(pl.lit(Caution.CODE_NEWER.value))
        .otherwise(pl.lit(""))
    )


def _kind() -> pl.Expr:
    kind = pl.lit(IdentifierKind.RESIDENT_CARD.value)
    for prefix, of_prefix in KIND_BY_PREFIX.items():
        kind = pl.when(FULL.str.starts_with(prefix)).then(pl.lit(of_prefix.value)).otherwise(kind)
    return kind


def _answers(caution: pl.Expr) -> list[pl.Expr]:
    """The columns of the answer: what was read from a refused number is not told."""
    ok = FAULT.is_null()
    is_male = FULL.str.slice(16, 1).is_in(list("13579"))
    columns = {
        "ok": ok,
        "normalised": pl.when(ok).then(FULL).otherwise(pl.lit("")),
        "original": ORIGINAL,
        "kind": pl.when(ok).then(_kind()),
        "birth": pl.when(ok).then(BIRTH),
        "sex": pl.when(~ok).then(pl.lit("")).when(is_male).then(pl.lit("male")).otherwise(pl.lit("female")),
        "caution": pl.when(ok).then(caution).otherwise(pl.lit("")),
        "fault": FAULT,
    }
    return [columns[name].cast(kind).alias(name) for name, kind in CHECKED.items()]
