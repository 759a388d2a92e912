"""Numbers of every kind of document: cards by their digits, the others by their shape; one value or columns."""

import re
from collections.abc import Mapping
from datetime import date

import polars as pl

from zengshou.records.identity.checked_number import CHECKED, CheckedNumber, refused
from zengshou.records.identity.fold import folded
from zengshou.records.identity.id_number import (
    AGE_CAP_YEARS,
    FLOAT_SHAPE,
    LEGACY_SHAPE,
    checked_id_number,
    upgraded,
)
from zengshou.records.identity.id_number_columns import checked_id_numbers
from zengshou.records.identity.identifier import Fault, IdentifierKind

# Documents without a check digit that we could verify: their shape catches a slip of the column, not of a digit.
HAN = "\u3400-\u9fff"
SHAPES = {
    IdentifierKind.PASSPORT: r"^[A-Z0-9]{5,17}$",
    IdentifierKind.OFFICER_CARD: rf"^([{HAN}]{{1,4}}字第[0-9A-Z]{{4,12}}号?|[0-9A-Z]{{6,12}})$",
    IdentifierKind.TEMPORARY: r"^[A-Z0-9-]{4,30}$",
}
LEGACY_PERMANENT = r"^[A-Z]{3}[0-9]{12}$"  # 外国人永久居留证 before 2017: nation and twelve digits


def checked_identifier(
    kind: IdentifierKind,
    number: str | int | float,
    *,
    today: date,
    first_years: Mapping[str, int] | None,
    age_cap_years: int = AGE_CAP_YEARS,
) -> CheckedNumber:
    """Check a number of a kind; arguments as of `checked_id_number`. A card of another kind gives `Fault.KIND`."""
    if isinstance(number, float):
        return refused(str(number), Fault.FLOAT)
    text = folded(str(number))
    if kind in SHAPES:
        return _by_shape(kind, text)
    if kind is IdentifierKind.FOREIGN_PERMANENT and re.fullmatch(LEGACY_PERMANENT, text):
        return CheckedNumber(True, text, text, kind)
    found = checked_id_number(text, today=today, first_years=first_years, age_cap_years=age_cap_years)
    return refused(text, Fault.KIND) if found.ok and found.kind is not kind else found


def checked_identifiers(
    kinds: pl.Series,
    numbers: pl.Series,
    *,
    today: date,
    first_years: Mapping[str, int] | None,
    age_cap_years: int = AGE_CAP_YEARS,
) -> pl.DataFrame:
    """The same over columns; a kind that is not of `IdentifierKind` is refused with `Fault.KIND`.

    kinds    (n,) values of IdentifierKind
    Returns  n rows of the columns of `CHECKED`
    """
    by_digits = checked_id_numbers(numbers, today=today, first_years=first_years, age_cap_years=age_cap_years)
    if numbers.dtype.is_float():
        return by_digits
    asked = kinds.cast(pl.String).fill_null("")
    by_shape = _by_shape_columns()
    is_shape = pl.col("asked").is_in([kind.value for kind in SHAPES]) | _is_legacy_permanent()
    is_other = pl.col("kind").is_not_null() & (pl.col("kind") != pl.col("asked"))
    is_unknown = ~pl.col("asked").is_in([kind.value for kind in IdentifierKind])
    refused_kind = _refused_columns(pl.lit(Fault.KIND.value))
    return by_digits.with_columns(asked.alias("asked")).select(
        pl.when(is_shape)
        .then(by_shape[name])
        .when(is_other | is_unknown)
        .then(refused_kind[name])
        .otherwise(pl.col(name))
        .cast(kind)
        .alias(name)
        for name, kind in CHECKED.items()
    )


def lookup_spelling(kind: IdentifierKind, number: str) -> str:
    """The spelling under which a number is looked up, whether it stands or not: folded, 15 digits in 18 signs."""
    text = folded(number)
    return upgraded(text) if kind not in SHAPES and re.fullmatch(LEGACY_SHAPE, text) else text


def _by_shape(kind: IdentifierKind, text: str) -> CheckedNumber:
    if not text:
        return refused(text, Fault.EMPTY)
    if re.fullmatch(FLOAT_SHAPE, text):
        return refused(text, Fault.FLOAT)
    return CheckedNumber(True, text, text, kind) if re.fullmatch(SHAPES[kind], text) else refused(text, Fault.SIGNS)


def _is_legacy_permanent() -> pl.Expr:
    is_permanent = pl.col("asked") == IdentifierKind.FOREIGN_PERMANENT.value
    return is_permanent & pl.col("original").str.contains(LEGACY_PERMANENT)


def _by_shape_columns() -> dict[str, pl.Expr]:
    """Column -> its value where the shape decides."""
    text, asked = pl.col("original"), pl.col("asked")
    is_right = _is_legacy_permanent()
    for kind, shape in SHAPES.items():
        is_right = is_right | ((asked == kind.value) & text.str.contains(shape))
    fault = (
        pl.when(text == "")
        .then(pl.lit(Fault.EMPTY.value))
        .when(text.str.contains(FLOAT_SHAPE))
        .then(pl.lit(Fault.FLOAT.value))
        .when(~is_right)
        .then(pl.lit(Fault.SIGNS.value))
    )
    ok = fault.is_null()
    told = {"ok": ok, "normalised": pl.when(ok).then(text).otherwise(pl.lit("")), "kind": pl.when(ok).then(asked)}
    return _refused_columns(fault) | told


def _refused_columns(fault: pl.Expr) -> dict[str, pl.Expr]:
    """Column -> its value in a refused row."""
    return {
        "ok": pl.lit(False),
        "normalised": pl.lit(""),
        "original": pl.col("original"),
        "kind": pl.lit(None, pl.String),
        "birth": pl.lit(None, pl.Date),
        "sex": pl.lit(""),
        "caution": pl.lit(""),
        "fault": fault,
    }
