"""How a name sounds, without tones: 张伟 and 章玮 are `zhang wei`. Surnames are read as surnames: 单 is shan.

Readings of single characters come from pypinyin; those of surnames from the table, where the two differ.
"""

import polars as pl
from pypinyin import Style, pinyin

from zengshou.records.linkage.tables import NameTables

BETWEEN = " "


def parted(name: str, tables: NameTables) -> pl.Expr:
    """The number of characters of the surname in column `name`: 2 for a compound surname with a given name, else 1."""
    column = pl.col(name)
    is_compound = column.str.slice(0, 2).is_in(list(tables.compound)) & (column.str.len_chars() > 2)
    return pl.when(is_compound).then(2).otherwise(1)


def with_readings(frame: pl.DataFrame, tables: NameTables) -> pl.DataFrame:
    """Columns `surname`, `given`, `surname_sound`, `given_sound` and `sound` beside `name`; null where no name is."""
    readings = character_readings(frame["name"])
    surname_length = parted("name", tables)
    named = frame.with_columns(
        pl.col("name").str.slice(0, surname_length).alias("surname"),
        pl.col("name").str.slice(surname_length).alias("given"),
    )
    special = pl.col("surname").replace_strict(tables.surname_readings, default=None, return_dtype=pl.String)
    usual = _sound(pl.col("surname"), readings)
    sounded = named.with_columns(
        pl.coalesce(special + BETWEEN, usual).alias("surname_sound"),
        _sound(pl.col("given"), readings).alias("given_sound"),
    )
    return sounded.with_columns((pl.col("surname_sound") + pl.col("given_sound")).alias("sound"))


def _sound(text: pl.Expr, readings: dict[str, str]) -> pl.Expr:
    return text.str.replace_many(list(readings.keys()), list(readings.values()))


def character_readings(names: pl.Series) -> dict[str, str]:
    """Each character that occurs in the names -> its usual reading and a blank; a character without one stays."""
    characters = names.drop_nulls().str.split("").explode().unique().drop_nulls().sort().to_list()
    return {each: _reading(each) + BETWEEN for each in characters if each}


def _as_it_is(text: str) -> str:
    return text


def _reading(character: str) -> str:
    """The usual toneless reading; ü is written v. A character without a reading sounds as itself."""
    return pinyin(character, style=Style.NORMAL, errors=_as_it_is)[0][0]
