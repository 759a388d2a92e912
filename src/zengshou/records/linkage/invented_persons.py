"""合成数据: invented persons of one city: names, numbers, births, addresses, telephones, and some pairs of twins."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.records.linkage.invented_draws import (
    INVENTED_COUNTIES,
    drawn_given_names,
    drawn_surnames,
    with_check_digits,
)
from zengshou.records.linkage.tables import NameFrequencies

FIRST_BIRTH, LAST_BIRTH = "1935-01-01", "2015-12-31"
TOWNS, VILLAGES = 11, 14  # of a county, of a town
TWINS = 0.006  # share of persons that have a twin in the population
HOUSEHOLD = 3  # persons of one telephone


@dataclass(frozen=True)
class Population:
    """How many persons, and in which province."""

    persons: int
    province: str


def invented_persons(population: Population, names: NameFrequencies, rng: np.random.Generator) -> pl.DataFrame:
    """(n, 8) person, name, number, birth, sex, area, address, phone; text, but `person` an index."""
    n = population.persons
    is_male = rng.random(n) < 0.51
    surnames = drawn_surnames(n, population.province, names, rng)
    given = np.where(is_male, drawn_given_names(names.male, n, rng), drawn_given_names(names.female, n, rng))
    days = (np.datetime64(LAST_BIRTH) - np.datetime64(FIRST_BIRTH)).astype(int)
    birth = np.datetime64(FIRST_BIRTH) + rng.integers(0, days, n)
    county, town, village = (
        rng.integers(0, len(INVENTED_COUNTIES), n),
        rng.integers(1, TOWNS, n),
        rng.integers(1, VILLAGES, n),
    )
    frame = pl.DataFrame(
        {
            "surname": surnames,
            "given": given,
            "birth": birth,
            "is_male": is_male,
            "county": np.array(INVENTED_COUNTIES)[county],
            "town": town,
            "village": village,
            "phone": _phones(n, rng),
        }
    )
    return _finished(_with_twins(frame, names, rng))


def _phones(n: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """(n,) telephone numbers of households that share one; the prefix 199 00 is no subscriber's here."""
    of_household = rng.integers(0, 10**8, n // HOUSEHOLD + 1)[np.arange(n) // HOUSEHOLD]
    return np.char.add("100", np.char.zfill(of_household.astype(str), 8))


def _with_twins(frame: pl.DataFrame, names: NameFrequencies, rng: np.random.Generator) -> pl.DataFrame:
    """Some persons become twins of the one before: same surname, day, village and telephone, one character shared."""
    n = frame.height
    is_twin = pl.Series(rng.random(n) < TWINS)
    letters = np.array(list(dict.fromkeys(names.male + names.female)))
    other = pl.Series(rng.choice(letters, n))
    shared = pl.col("given").shift(1).str.slice(0, 1) + other
    columns = ("surname", "birth", "county", "town", "village", "phone")
    twin = [
        pl.when(is_twin).then(pl.col(name).shift(1)).otherwise(name).fill_null(pl.col(name)).alias(name)
        for name in columns
    ]
    return frame.with_columns(
        *twin, pl.when(is_twin).then(shared).otherwise("given").fill_null(pl.col("given")).alias("given")
    )


def _finished(frame: pl.DataFrame) -> pl.DataFrame:
    """Names, numbers with check digits, codes and words of addresses."""
    n = frame.height
    in_cell = frame.select(pl.int_range(pl.len()).over("county", "birth", "is_male")).to_series().to_numpy()
    order = in_cell % 499 * 2 + frame["is_male"].cast(pl.Int64).to_numpy()
    day = frame["birth"].dt.strftime("%Y%m%d").to_numpy().astype(str)
    stem = np.char.add(np.char.add(frame["county"].to_numpy().astype(str), day), np.char.zfill(order.astype(str), 3))
    town, village = pl.col("town").cast(pl.String), pl.col("village").cast(pl.String)
    return frame.with_columns(pl.Series("number", with_check_digits(stem))).select(
        pl.int_range(n).alias("person"),
        (pl.col("surname") + pl.col("given")).alias("name"),
        "number",
        pl.col("birth").dt.strftime("%Y-%m-%d").alias("birth"),
        pl.when("is_male").then(pl.lit("男")).otherwise(pl.lit("女")).alias("sex"),
        (pl.col("county") + town.str.pad_start(3, "1") + village.str.pad_start(3, "2")).alias("area"),
        pl.format("示例市{}县第{}镇第{}村", pl.col("county").str.slice(4), town, village).alias("address"),
        "phone",
    )
