"""Degrees of agreement of two telephone numbers and of two statements of sex."""

import polars as pl

from zengshou.records.linkage.levels import Comparison, Level

SEX_WORDS = {"男": "male", "男性": "male", "1": "male", "M": "male", "MALE": "male"} | {
    "女": "female",
    "女性": "female",
    "2": "female",
    "F": "female",
    "FEMALE": "female",
}


def with_contacts(frame: pl.DataFrame) -> pl.DataFrame:
    """`phone` as its last eleven digits, null below seven; `sex` as male or female, else as a valid number says."""
    digits = pl.col("phone").cast(pl.String).str.replace_all(r"\D", "").str.tail(11)
    told = pl.col("sex").cast(pl.String).str.strip_chars().str.to_uppercase()
    known = told.replace_strict(SEX_WORDS, default=None, return_dtype=pl.String)
    return frame.with_columns(
        pl.when(digits.str.len_chars() >= 7).then(digits).alias("phone"),
        pl.coalesce(known, "number_sex").alias("sex"),
    )


PHONES = Comparison(
    name="phone",
    label="电话",
    missing="phone_l is null or phone_r is null",
    levels=(
        Level("电话相同", "phone_l = phone_r", 0.75, 1e-3, is_fixed=True),  # relatives share one: never learned
        Level("电话不同", "ELSE", 0.25, 0.999, is_fixed=True),
    ),
)

SEXES = Comparison(
    name="sex",
    label="性别",
    missing="sex_l is null or sex_r is null",
    levels=(
        Level("性别相同", "sex_l = sex_r", 0.995, 0.5, is_fixed=True),
        Level("性别不同", "ELSE", 0.005, 0.5, is_fixed=True),
    ),
)
