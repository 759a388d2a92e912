"""Degrees of agreement of two birth dates, best first. The conversion of lunar dates is not compared (unverified)."""

import polars as pl

from zengshou.records.linkage.levels import Comparison, Level

FORMATS = ("%Y%m%d", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")

SAME = "出生日期相同"
SWAPPED = "月和日颠倒"
ONE_DIGIT = "差一个数字"
SAME_YEAR = "只有年份相同"
DIFFERENT = "出生日期不同"


def with_births(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns of the birth date beside `birth` as written; a valid number stands in where none is written.

    birth          eight digits, null where nothing is known
    birth_swapped  the same with month and day exchanged
    birth_year     four digits
    birth_unread   something is written that is no date
    """
    written = pl.col("birth").cast(pl.String).str.normalize("NFKC").str.strip_chars().replace("", None)
    day_only = written.str.replace(r"[T ]\d{1,2}:\d{2}.*$", "")
    read = pl.coalesce(day_only.str.to_date(form, strict=False) for form in FORMATS)
    dated = frame.with_columns(
        (written.is_not_null() & read.is_null()).alias("birth_unread"),
        pl.coalesce(read, pl.col("number_birth")).alias("birth_date"),
    )
    day = pl.col("birth_date").dt
    return dated.with_columns(
        day.strftime("%Y%m%d").alias("birth"),
        day.strftime("%Y%d%m").alias("birth_swapped"),
        day.strftime("%Y").alias("birth_year"),
    ).drop("birth_date")


BIRTHS = Comparison(
    name="birth",
    label="出生日期",
    missing="birth_l is null or birth_r is null",
    levels=(
        Level(SAME, "birth_l = birth_r", 0.95, 4e-5),
        Level(SWAPPED, "birth_l = birth_swapped_r", 0.005, 2e-5, is_fixed=True),
        Level(ONE_DIGIT, "hamming(birth_l, birth_r) = 1", 0.03, 1e-3),
        Level(SAME_YEAR, "birth_year_l = birth_year_r", 0.01, 0.012),
        Level(DIFFERENT, "ELSE", 0.005, 0.985),
    ),
)
