"""A survey of an invented city (合成数据), for lessons and trials: persons in households in villages, two years.

Nothing of it is real. It is drawn by a formula, so that it stays the same whatever becomes of the laws and the
synthetic cities; the same size and seed give the same rows.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.concepts.problem import refuse

Numbers = NDArray[np.float64]
FEWEST, MOST = 160, 20_000
PER_VILLAGE = 10  # households drawn in each village
COUNTIES = ("东湖区", "西山区", "北河县", "南岭县")
RESIDENCES = ("城镇", "农村")
AGES = ("0-17岁", "18-59岁", "60岁及以上")
# Of each stratum (county by residence): villages in the population, mean income per head, households a village.
VILLAGES = {"城镇": (160, 140, 90, 70), "农村": (60, 90, 150, 170)}
LEVELS = {"城镇": (46_000.0, 41_000.0, 36_000.0, 34_000.0), "农村": (25_000.0, 22_500.0, 19_500.0, 18_000.0)}
HOUSEHOLDS_A_VILLAGE = {"城镇": 420.0, "农村": 260.0}
SPREAD_OF_VILLAGES, SPREAD_OF_HOUSEHOLDS = 0.18, {"城镇": 0.55, "农村": 0.62}
GROWTH, SPREAD_OF_GROWTH = 0.055, 0.22  # over two years, in logarithms
RURAL_GAIN = 0.015  # what rural incomes grow more
# Mean shares of wage, business, property and transfer income; the last is what is left.
SHARES = {"城镇": (0.61, 0.11, 0.10), "农村": (0.43, 0.33, 0.03)}
LOSS_RATE, LOSS = 0.02, 0.6  # households whose business lost money, and how much of their income


@dataclass(frozen=True)
class _Stratum:
    number: int
    county: str
    residence: str
    villages: int
    level: float


def example_survey(households: int = 1_200, seed: int = 2025) -> pl.DataFrame:
    """A row a person: 户编号, 县区, 城乡, 层, 村居, 村居总数, 权数, 年龄组, incomes of 2025 and 2023, four sources.

    Strata are county by residence; villages are drawn in each, ten households in each village, everyone in these.
    Raises  ProblemsFound below 160 or above 20,000 households
    """
    if not FEWEST <= households <= MOST:
        raise refuse(f"户数 {households} 不在 {FEWEST} 与 {MOST} 之间。", "households", "改用这一范围内的户数。")
    rng = np.random.default_rng(seed)
    strata = [
        _Stratum(number + 1, county, residence, VILLAGES[residence][place], LEVELS[residence][place])
        for number, (place, county, residence) in enumerate(
            (place, county, residence) for place, county in enumerate(COUNTIES) for residence in RESIDENCES
        )
    ]
    drawn = max(2, round(households / PER_VILLAGE / len(strata)))
    frames = [_households(stratum, min(drawn, stratum.villages), rng) for stratum in strata]
    table = pl.concat(frames).with_row_index("户编号", offset=1)
    return _persons(table, rng)


def _households(stratum: _Stratum, villages: int, rng: np.random.Generator) -> pl.DataFrame:
    """The households of one stratum with their weight and incomes."""
    n = villages * PER_VILLAGE
    village = np.repeat(np.arange(villages), PER_VILLAGE)
    centre = np.log(stratum.level) - 0.2 + rng.normal(0, SPREAD_OF_VILLAGES, villages)[village]
    before = np.exp(centre + rng.normal(0, SPREAD_OF_HOUSEHOLDS[stratum.residence], n))
    gain = GROWTH + (RURAL_GAIN if stratum.residence == "农村" else 0.0)
    after = before * np.exp(gain + rng.normal(0, SPREAD_OF_GROWTH, n))
    weight = stratum.villages / villages * HOUSEHOLDS_A_VILLAGE[stratum.residence] / PER_VILLAGE
    return pl.DataFrame(
        {
            "县区": [stratum.county] * n,
            "城乡": [stratum.residence] * n,
            "层": [stratum.number] * n,
            "村居": stratum.number * 1000 + village + 1,
            "村居总数": [stratum.villages] * n,
            "权数": np.full(n, weight),
            "人均可支配收入": after.round(2),
            "人均可支配收入_2023": before.round(2),
            **_sources(after, stratum.residence, rng),
            "家庭人口": 1 + rng.binomial(5, 0.42 if stratum.residence == "城镇" else 0.5, n),
        },
        schema_overrides={
            "县区": pl.Enum(COUNTIES),
            "城乡": pl.Enum(RESIDENCES),
            "层": pl.Int64,
            "村居": pl.Int64,
            "村居总数": pl.Int64,
            "家庭人口": pl.Int64,
        },
    )


def _sources(income: Numbers, residence: str, rng: np.random.Generator) -> dict[str, Numbers]:
    """Four sources that add up to the income to the fen; some businesses lost money."""
    n = len(income)
    shares = np.asarray(SHARES[residence])
    parts = rng.dirichlet(8 * np.append(shares, 1 - shares.sum()), n)
    has_loss = rng.random(n) < LOSS_RATE
    parts[has_loss, 0] += parts[has_loss, 1] + LOSS
    parts[has_loss, 1] = -LOSS
    amounts = (parts * income[:, None]).round(2)
    wage, business, estate = amounts[:, 0], amounts[:, 1], amounts[:, 2]
    return {
        "工资性收入": wage,
        "经营净收入": business,
        "财产净收入": estate,
        "转移净收入": (income.round(2) - wage - business - estate).round(2),
    }


def _persons(households: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Each member of each household as a row; members share their household's income per head."""
    people = households.select(pl.all().repeat_by("家庭人口").explode())
    ages = rng.choice(len(AGES), people.height, p=(0.19, 0.60, 0.21))
    named = pl.Series("年龄组", [AGES[age] for age in ages], dtype=pl.Enum(AGES))
    return people.with_columns(named)
