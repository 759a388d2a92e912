"""合成数据: invented residents behind a table of people: names, numbers, addresses, telephones. Nobody here exists."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.people import People
from zengshou.records.linkage.invented_draws import (
    INVENTED_COUNTIES,
    drawn_given_names,
    drawn_surnames,
    with_check_digits,
)
from zengshou.records.linkage.tables import NameFrequencies

Numbers = NDArray[np.int64]
Words = NDArray[np.str_]

TOWNS, VILLAGES = 8, 12  # of a county, of a town
FATHERS_NAME = 0.93  # share of children with the surname of the head
HEAD, SPOUSE, CHILD = 0, 1, 2  # codes of `relation` in the people's table
RELATIONS = ("户主", "配偶", "子女", "父母", "其他")


@dataclass(frozen=True)
class Place:
    """Where residents live. county_codes  six digits each, in the order of the households' `area` column"""

    city: str
    province: str
    county_codes: Sequence[str]
    county_names: Sequence[str]


def residents(people: People, place: Place, names: NameFrequencies, rng: np.random.Generator) -> pl.DataFrame:
    """(n, 12) person, household, relation, name, number, birth, sex, area, address, phone, is_rural, is_head.

    person     0 to n - 1, the row of the people's table;  household  the household's row
    area       twelve digits: county, town, village
    """
    household = np.repeat(np.arange(people.household_count), people.members)
    is_male = people.persons["sex"] == 0
    relation = np.asarray(people.persons["relation"], dtype=np.int64)
    county = np.asarray(people.households["area"], dtype=np.int64)
    town, village = (rng.integers(1, top + 1, people.household_count) for top in (TOWNS, VILLAGES))
    is_rural = np.asarray(people.households["residence"]) == 1
    frame = pl.DataFrame(
        {
            "person": np.arange(people.person_count),
            "household": household,
            "relation": np.array(RELATIONS)[np.clip(relation, 0, len(RELATIONS) - 1)],
            "name": np.char.add(
                _surnames(people, relation, place.province, names, rng), _given_names(is_male, names, rng)
            ),
            "birth": _births(np.asarray(people.persons["birth_month"], dtype=np.int64), rng),
            "is_male": is_male,
            "is_rural": is_rural[household],
            "is_head": relation == HEAD,
            "phone": _phones(people.household_count, rng)[household],
        }
    )
    homes = pl.DataFrame({"county": county, "town": town, "village": village})[household]
    return _with_addresses(frame.hstack(homes), place).with_columns(_numbers(frame, rng)).select(COLUMNS)


COLUMNS = (
    "person",
    "household",
    "relation",
    "name",
    "number",
    "birth",
    "sex",
    "area",
    "address",
    "phone",
    "is_rural",
    "is_head",
)


def _surnames(
    people: People, relation: Numbers, province: str, names: NameFrequencies, rng: np.random.Generator
) -> Words:
    """(n,) each household's surname for its head and nearly all its children, an own one for everybody else."""
    drawn = drawn_surnames(people.person_count, province, names, rng)
    of_house = np.repeat(drawn[people.offsets[:-1]], people.members)
    is_shared = (relation == CHILD) & (rng.random(relation.size) < FATHERS_NAME)
    return np.where(is_shared, of_house, drawn)


def _given_names(is_male: NDArray[np.bool_], names: NameFrequencies, rng: np.random.Generator) -> Words:
    """(n,) one or two characters, the usual ones more often."""
    drawn = {
        sex: drawn_given_names(characters, is_male.size, rng)
        for sex, characters in ((1, names.male), (0, names.female))
    }
    return np.where(is_male, drawn[1], drawn[0])


def _births(month: Numbers, rng: np.random.Generator) -> NDArray[np.datetime64]:
    """(n,) a day of the month of birth (year * 12 + month - 1)."""
    first = (month - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]")
    days: NDArray[np.datetime64] = first + rng.integers(0, 28, month.size).astype("timedelta64[D]")
    return days


def _phones(households: int, rng: np.random.Generator) -> Words:
    """(h,) 100 and eight digits: no subscriber has such a number."""
    return np.char.add("100", np.char.zfill(rng.integers(0, 10**8, households).astype(str), 8))


def _with_addresses(frame: pl.DataFrame, place: Place) -> pl.DataFrame:
    """Twelve-digit codes and words of county, town and village."""
    codes, names = pl.Series(list(place.county_codes)), pl.Series(list(place.county_names))
    town, village = pl.col("town").cast(pl.String), pl.col("village").cast(pl.String)
    of_county = pl.col("county").cast(pl.UInt32)
    return frame.with_columns(
        pl.format("{}{}{}", pl.lit(codes).gather(of_county), "1" + town.str.zfill(2), "2" + village.str.zfill(2)).alias(
            "area"
        ),
        pl.format(
            "{}{}合成{}镇合成{}{}",
            pl.lit(place.city),
            pl.lit(names).gather(of_county),
            town,
            village,
            pl.when("is_rural").then(pl.lit("村")).otherwise(pl.lit("社区")),
        ).alias("address"),
        pl.when("is_male").then(pl.lit("男")).otherwise(pl.lit("女")).alias("sex"),
    )


def _numbers(frame: pl.DataFrame, rng: np.random.Generator) -> pl.Series:
    """(n,) identity numbers under codes of no place; every one different."""
    n = frame.height
    county = rng.integers(0, len(INVENTED_COUNTIES), n)
    cell = pl.DataFrame({"county": county, "birth": frame["birth"], "is_male": frame["is_male"]})
    within = cell.select(pl.int_range(pl.len()).over("county", "birth", "is_male")).to_series().to_numpy()
    if within.size and within.max() > 498:
        raise ValueError("more than 499 persons of one sex, one day and one code")
    order = within * 2 + frame["is_male"].cast(pl.Int64).to_numpy()
    day = frame["birth"].dt.strftime("%Y%m%d").to_numpy().astype(str)
    code = np.array(INVENTED_COUNTIES)[county]
    stem = np.char.add(np.char.add(code, day), np.char.zfill(order.astype(str), 3))
    return pl.Series("number", with_check_digits(stem))
