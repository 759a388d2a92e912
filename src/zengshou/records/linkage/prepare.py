"""Records as given -> records as compared: one row each, every column that a comparison or a block reads."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from zengshou.concepts.problem import refuse
from zengshou.records.linkage.areas import with_areas
from zengshou.records.linkage.birth_levels import with_births
from zengshou.records.linkage.contact_levels import with_contacts
from zengshou.records.linkage.id_levels import with_numbers
from zengshou.records.linkage.names import cleaned_names
from zengshou.records.linkage.readings import with_readings
from zengshou.records.linkage.shapes import shape
from zengshou.records.linkage.tables import NameTables

GIVEN = ("name", "number", "birth", "sex", "area", "address", "phone")
HASHED = ("sound", "surname_sound", "given_sound", "shape")  # compared as wholes: eight bytes instead of twenty


@dataclass(frozen=True, eq=False)
class Prepared:
    """Records of one file, or of two, ready to be compared.

    frame    one row a record; `record` counts from 0 through both files, `source` is "a" or "b"
    sources  1: a file against itself; 2: a file against another
    counts   what could not be used, in words -> rows
    """

    frame: pl.DataFrame
    sources: int
    counts: dict[str, int]

    @property
    def n(self) -> int:
        return self.frame.height


def prepared(first: pl.DataFrame, second: pl.DataFrame | None, tables: NameTables, today: date) -> Prepared:
    """One file to be searched for repeated persons, or two to be linked.

    first, second  columns of `GIVEN`, text or null; a column that a file lacks may be left out
    today          births after it are faults of a number
    Raises         ProblemsFound: no rows, or neither a name nor a number anywhere
    """
    parts = [_given(part, source) for part, source in ((first, "a"), (second, "b")) if part is not None]
    for part in parts:
        if part.height == 0:
            raise refuse("没有一行记录。", "比对", "请检查文件。")
    frame = pl.concat(parts).with_row_index("record")
    if frame.select((pl.col("name").is_null() & pl.col("number").is_null()).all()).item():
        raise refuse("没有姓名也没有身份号码，无从比对。", "比对", "请在对照表中指明姓名列或号码列。")
    frame = with_numbers(frame, today).pipe(with_births).pipe(with_contacts).pipe(with_areas)
    frame = frame.drop("name").hstack(cleaned_names(frame["name"], tables)).pipe(with_readings, tables)
    frame = frame.with_columns(
        shape(pl.col("name"), tables.similar).alias("shape"),
        pl.col("name").str.len_chars().cast(pl.Int16).alias("length"),
    )
    counts = _unusable(frame)
    hashed = frame.with_columns(pl.col(name).hash().alias(name) for name in HASHED)
    blanks = [pl.when(pl.col("name").is_not_null()).then(pl.col(name)).alias(name) for name in HASHED]
    kept = hashed.with_columns(blanks).drop("address", "area", "birth_unread", "number_birth", "number_sex", "unread")
    return Prepared(kept, len(parts), counts)


def _given(part: pl.DataFrame, source: str) -> pl.DataFrame:
    """The columns of `GIVEN` as text, absent ones null; blank cells are null."""
    columns = [
        (pl.col(name).cast(pl.String) if name in part.columns else pl.lit(None, pl.String)).alias(name)
        for name in GIVEN
    ]
    text = part.select(columns) if part.width else pl.DataFrame(schema={name: pl.String for name in GIVEN})
    blank_to_null = [pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)).alias(name) for name in GIVEN]
    return text.with_columns(blank_to_null).with_columns(
        pl.lit(source).alias("source"), pl.col("number").is_not_null().alias("unread")
    )


def _unusable(frame: pl.DataFrame) -> dict[str, int]:
    """What is missing or cannot be used, in words, with the number of rows; nothing is left out silently."""
    found = {
        "没有可用的姓名": pl.col("name").is_null(),
        "身份号码为空": ~pl.col("unread"),
        "身份号码长度或字符不对，未用于比对": pl.col("unread") & pl.col("number").is_null(),
        "身份号码未通过校验，只按近似比对": pl.col("number").is_not_null() & ~pl.col("number_ok"),
        "出生日期不成日期": pl.col("birth_unread"),
        "没有出生日期": pl.col("birth").is_null() & ~pl.col("birth_unread"),
        "地址读不出市县乡村": pl.coalesce("village", "town", "county", "city").is_null(),
    }
    sums = frame.select(condition.sum().alias(words) for words, condition in found.items()).row(0, named=True)
    return {words: int(rows) for words, rows in sums.items()}
