"""统一社会信用代码: 18 signs with a check sign of mod 31 (GB 32100-2015); one value or a column."""

import re

import polars as pl

from zengshou.records.identity.fold import folded, folded_column

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z
WEIGHTS = tuple(3**place % 31 for place in range(17))
SHAPE = rf"^[{SIGNS}]{{2}}[0-9]{{6}}[{SIGNS}]{{10}}$"  # registrar, category, area, organisation code, check sign
LENGTH_FAULT, SIGNS_FAULT, CHECK_FAULT = "E_USCC_LENGTH", "E_USCC_SIGNS", "E_USCC_CHECKDIGIT"
FAULT_LABELS = {
    LENGTH_FAULT: "统一社会信用代码应为18位。",
    SIGNS_FAULT: "统一社会信用代码含有不该出现的字符。",
    CHECK_FAULT: "统一社会信用代码末位校验码不符。",
}


def check_sign(stem: str) -> str:
    """The 18th sign for the 17 before it."""
    total = sum(weight * SIGNS.index(sign) for weight, sign in zip(WEIGHTS, stem, strict=True))
    return SIGNS[-total % 31]


def uscc_fault(code: str) -> str | None:
    """The fault's code of one credit code in any spelling; None where it stands."""
    text = folded(code)
    if len(text) != 18:
        return LENGTH_FAULT
    if not re.fullmatch(SHAPE, text):
        return SIGNS_FAULT
    return None if text[17] == check_sign(text[:17]) else CHECK_FAULT


def checked_usccs(codes: pl.Series) -> pl.DataFrame:
    """Check a text column; null counts as of the wrong length.

    Returns  n rows: ok, normalised ("" where refused), fault (null where it stands)
    """
    text = pl.col("text")
    total = pl.sum_horizontal([weight * _value(text, place) for place, weight in enumerate(WEIGHTS)])
    fault = (
        pl.when(text.str.len_chars() != 18)
        .then(pl.lit(LENGTH_FAULT))
        .when(~text.str.contains(SHAPE))
        .then(pl.lit(SIGNS_FAULT))
        .when((total + _value(text, 17)) % 31 != 0)
        .then(pl.lit(CHECK_FAULT))
    )
    frame = codes.cast(pl.String).fill_null("").alias("text").to_frame().select(folded_column(text))
    ok = pl.col("fault").is_null()
    normalised = pl.when(ok).then(text).otherwise(pl.lit(""))
    return frame.with_columns(fault=fault).select(ok.alias("ok"), normalised.alias("normalised"), "fault")


def _value(text: pl.Expr, place: int) -> pl.Expr:
    """The value of one sign; null for a sign that has none."""
    return text.str.slice(place, 1).replace_strict(list(SIGNS), list(range(31)), default=None, return_dtype=pl.Int32)
