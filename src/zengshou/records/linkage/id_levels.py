"""Degrees of agreement of two 公民身份号码, best first: a mistyped number betrays itself by its check digit.

Every single wrong digit and every two neighbours that changed places breaks the check digit of GB 11643. So two numbers
that both pass it and differ were given to two persons, however alike they look: twins have neighbouring numbers.
"""

from datetime import date

import polars as pl

from zengshou.records.identity.id_number_columns import checked_id_numbers
from zengshou.records.linkage.levels import Comparison, Level

EIGHTEEN = r"^[0-9]{17}[0-9X]$"

SAME_NUMBER = "号码完全相同"
SAME_UPGRADED = "15位升18位后相同"
SAME_INVALID = "号码相同，但未通过校验"
ONE_SLIP = "差一位或相邻两位颠倒，且有一方校验不通过"
SAME_PLACE_AND_BIRTH = "地区码和出生日期相同、顺序码不同，且有一方校验不通过"
BOTH_VALID = "双方校验都通过而号码不同"
DIFFERENT = "号码不同，有一方校验不通过"
SAME = (SAME_NUMBER, SAME_UPGRADED)  # equal valid numbers: 111111111111111111 tells nobody apart


def with_numbers(frame: pl.DataFrame, today: date) -> pl.DataFrame:
    """Columns of the number beside `number` as written.

    number        18 signs, those of 15 upgraded; null where it is neither: nothing can be compared with that
    number_ok     passes length, date and check digit
    number_short  was written with 15 signs
    number_birth  the date inside a number that passes, else null
    number_sex    "male", "female" of a number that passes, else null
    """
    checked = checked_id_numbers(frame["number"], today=today, first_years=None)
    original = pl.col("original")
    usable = pl.when("ok").then("normalised").when(original.str.contains(EIGHTEEN)).then(original)
    found = checked.select(
        usable.alias("number"),
        pl.col("ok").alias("number_ok"),
        (original.str.len_chars() == 15).alias("number_short"),
        pl.col("birth").alias("number_birth"),
        pl.when("ok").then("sex").alias("number_sex"),
    )
    return frame.drop("number").hstack(found)


NUMBERS = Comparison(
    name="number",
    label="身份号码",
    missing="number_l is null or number_r is null",
    levels=(
        Level(
            SAME_UPGRADED,
            "number_l = number_r and number_ok_l and number_short_l <> number_short_r",
            0.01,
            1e-8,
            is_fixed=True,
        ),
        Level(SAME_NUMBER, "number_l = number_r and number_ok_l", 0.94, 1e-7, is_fixed=True),
        Level(SAME_INVALID, "number_l = number_r", 0.005, 1e-5, is_fixed=True),
        Level(
            ONE_SLIP,
            "not (number_ok_l and number_ok_r) and damerau_levenshtein(number_l, number_r) = 1",
            0.03,
            1e-5,
            is_fixed=True,
        ),
        Level(
            SAME_PLACE_AND_BIRTH,
            "not (number_ok_l and number_ok_r) and substr(number_l, 1, 14) = substr(number_r, 1, 14)",
            0.005,
            1e-5,
            is_fixed=True,
        ),
        Level(BOTH_VALID, "number_ok_l and number_ok_r", 0.0005, 0.98, is_fixed=True),
        Level(DIFFERENT, "ELSE", 0.01, 0.02, is_fixed=True),
    ),
)
