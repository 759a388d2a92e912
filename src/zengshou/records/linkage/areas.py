"""How near two addresses are: the same village, town, county, city, by digit codes or, without codes, by the words."""

import polars as pl

from zengshou.records.linkage.levels import Comparison, Level

DIGITS = {"city": 4, "county": 6, "town": 9, "village": 12}
PROVINCE = r"^.{1,8}?(?:省|自治区)"
# How names of places end, from the largest to the smallest; each is sought behind the one before.
WORDS = {
    "city": r"^([^区县]{2,8}?(?:市|自治州|地区|盟))",
    "county": r"^([^镇乡]{1,10}?(?:自治县|县|区|旗|市))",
    "town": r"^(.{1,12}?(?:街道办事处|街道|镇|乡))",
    "village": r"^(.{1,12}?(?:村委会|居委会|社区|村))",
}

SAME_VILLAGE = "同一村（社区）"
SAME_TOWN = "同一乡镇（街道）"
SAME_COUNTY = "同一县（区）"
SAME_CITY = "同一市"
DIFFERENT = "不在同一市"


def with_areas(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns `city`, `county`, `town`, `village` beside `area` (12 digits, or fewer padded by zeros) and `address`.

    Codes are used where every row that says where it is has one; words otherwise. Two files must say it the same way.
    """
    code = pl.col("area").cast(pl.String).str.replace_all(r"\D", "").replace("", None)
    has_codes = frame.select((code.is_not_null() | (pl.col("address").fill_null("") == "")).all()).item()
    return frame.with_columns(_by_codes(code)) if has_codes else _by_words(frame)


def _by_codes(code: pl.Expr) -> list[pl.Expr]:
    """A level is null where the digits of that level are zeros: the code says less than that."""
    full = code.str.pad_end(12, "0")
    found = []
    above = 2
    for level, digits in DIGITS.items():
        is_given = full.str.slice(above, digits - above) != "0" * (digits - above)
        found.append(pl.when(is_given).then(full.str.slice(0, digits)).alias(level))
        above = digits
    return found


def _by_words(frame: pl.DataFrame) -> pl.DataFrame:
    """Names of places in the address. A city with no county behind it may be a county-level one: it counts as both."""
    address = pl.col("address").cast(pl.String).str.normalize("NFKC").str.replace_all(r"[\s,。·\-]", "")
    found = frame.with_columns(address.str.replace(PROVINCE, "").alias("rest"))
    for level, pattern in WORDS.items():
        found = found.with_columns(
            pl.col("rest").str.extract(pattern, 1).alias(level), pl.col("rest").str.replace(pattern, "").alias("rest")
        )
    return found.drop("rest").with_columns(pl.coalesce("county", "city").alias("county"))


AREAS = Comparison(
    name="area",
    label="地址",
    missing=" or ".join(f"coalesce(village_{side}, town_{side}, county_{side}, city_{side}) is null" for side in "lr"),
    levels=(
        Level(SAME_VILLAGE, "village_l = village_r and coalesce(town_l = town_r, true)", 0.80, 0.003),
        Level(SAME_TOWN, "town_l = town_r and coalesce(county_l = county_r, true)", 0.06, 0.02),
        Level(SAME_COUNTY, "county_l = county_r", 0.06, 0.2),
        Level(SAME_CITY, "city_l = city_r", 0.04, 0.7),
        Level(DIFFERENT, "ELSE", 0.04, 0.1),
    ),
)
