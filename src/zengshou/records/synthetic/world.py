"""合成数据: what the invented administration knows of its people: who they are, where they work, what they got."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.records.identity.uscc import check_sign
from zengshou.records.synthetic.monthly import Fen, fen_of

Numbers = NDArray[np.float64]
STAFF = 18  # persons of one employer, on average


@dataclass(frozen=True, eq=False)
class World:
    """Everything a feed is written from.

    residents  (n, 12) as `residents.residents` gives them, row i is person i
    money      name -> (n,) whole fen of the year; amounts of a household stand with its head
    facts      name -> (n,) other columns of the people's table
    employer   (n,) index of the employer, -1 for none;  employers  their credit codes
    year       the year told
    """

    residents: pl.DataFrame
    money: Mapping[str, Fen]
    facts: Mapping[str, NDArray[np.generic]]
    employer: NDArray[np.int64]
    employers: NDArray[np.str_]
    year: int

    @property
    def n(self) -> int:
        return self.residents.height

    def fen(self, name: str) -> Fen:
        """A yearly amount by its name; KeyError for one that nobody gave."""
        return self.money[name]


def made_world(
    residents: pl.DataFrame,
    yearly: Mapping[str, NDArray[np.generic]],
    facts: Mapping[str, NDArray[np.generic]],
    is_employed: NDArray[np.bool_],
    year: int,
    rng: np.random.Generator,
) -> World:
    """yearly  name -> (n,) yuan a year"""
    count = max(1, int(is_employed.sum()) // STAFF)
    employer = np.where(is_employed, rng.integers(0, count, is_employed.size), -1)
    money = {name: fen_of(values) for name, values in yearly.items()}
    return World(residents, money, facts, employer, credit_codes(count, rng), year)


def credit_codes(count: int, rng: np.random.Generator) -> NDArray[np.str_]:
    """(count,) unified social credit codes of employers that do not exist, under an area code of no place."""
    stems = [f"91449901MA{number:07d}" for number in rng.permutation(10**6)[:count].tolist()]
    return np.array([stem + check_sign(stem) for stem in stems])


def of_household(residents: pl.DataFrame, amounts: NDArray[np.generic]) -> Numbers:
    """(n,) a household's amounts (h,) on its head, zero for the others: who is paid on the household's behalf."""
    first = residents["household"].is_first_distinct()
    found = np.asarray(amounts, dtype=np.float64)[residents["household"].to_numpy()]
    return np.where(first.to_numpy(), found, 0.0)
