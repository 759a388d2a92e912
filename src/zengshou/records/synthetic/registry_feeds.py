"""合成数据: who lives where and with whom, and what is owned: dwellings, vehicles, businesses."""

import numpy as np
import polars as pl

from zengshou.concepts.period import MonthIndex
from zengshou.records.synthetic.feed import Feed, Rows, money, numbered, same, table, who
from zengshou.records.synthetic.world import World, credit_codes

OWNERS, DRIVERS, PROPRIETORS = 0.62, 0.28, 0.5  # shares of households with a dwelling, a car; of the self-employed
DWELLING_FEN, CAR_FEN = 45_000_000, 6_000_000
PLATE = "粤Q"


def household_feed(world: World, period: MonthIndex) -> Feed:
    """Every resident as a member of a household, from the beginning of the year before."""
    rows = np.arange(world.n)
    people = world.residents
    since = same(f"{world.year - 1}-01-01", rows)
    frame = table(
        {
            **who(world, rows),
            "birth": people["birth"].dt.strftime("%Y-%m-%d"),
            "sex": people["sex"],
            "event": same("户成员登记", rows),
            "event_on": since,
            "household_no": numbered("HK", people["household"].to_numpy()),
            "relation": people["relation"],
            "area_code": people["area"],
            "address": people["address"],
        }
    )
    return Feed("household_registration", period, frame)


def _heads(world: World, share: float, rng: np.random.Generator) -> Rows:
    heads = np.flatnonzero(world.residents["household"].is_first_distinct().to_numpy())
    return heads[rng.random(heads.size) < share]


def dwelling_feed(world: World, period: MonthIndex, rng: np.random.Generator) -> Feed:
    """Dwellings of heads; one in five is shared with the spouse by halves, as the certificate says."""
    rows = _heads(world, OWNERS, rng)
    next_of_kin = np.minimum(rows + 1, world.n - 1)
    household = world.residents["household"].to_numpy()
    is_shared = (rng.random(rows.size) < 0.2) & (household[next_of_kin] == household[rows])
    shared, partners = rows[is_shared], next_of_kin[is_shared]
    everyone = np.concatenate([rows, partners])
    share = np.concatenate([np.where(is_shared, "1/2", "1"), np.full(shared.size, "1/2")])
    frame = table(
        {
            "cert_no": numbered("合成不动产权第", np.concatenate([rows, shared])),
            **who(world, everyone),
            "share": pl.Series(share, dtype=pl.String),
            "event": same("首次登记", everyone),
            "event_on": same(f"{world.year - 2}-06-18", everyone),
            "use": same("住宅", everyone),
            "area_code": world.residents["area"][everyone].str.slice(0, 6),
            "price": money(np.full(everyone.size, DWELLING_FEN, dtype=np.int64)),
            "mortgaged": same("否", everyone),
        }
    )
    return Feed("real_estate", period, frame)


def vehicle_feed(world: World, period: MonthIndex, rng: np.random.Generator) -> Feed:
    """Cars of some heads, valued by table."""
    rows = _heads(world, DRIVERS, rng)
    frame = table(
        {
            "plate": numbered(PLATE, rows),
            **who(world, rows),
            "vehicle_type": same("小型汽车", rows),
            "use": same("非营运", rows),
            "event": same("注册登记", rows),
            "event_on": same(f"{world.year - 1}-03-02", rows),
            "first_registered": same(f"{world.year - 1}-03-02", rows),
            "value": money(np.full(rows.size, CAR_FEN, dtype=np.int64)),
        }
    )
    return Feed("vehicles", period, frame)


def business_feed(world: World, period: MonthIndex, rng: np.random.Generator) -> Feed:
    """Self-employed persons as proprietors; capital is told in units of ten thousand yuan."""
    rows = np.flatnonzero(world.fen("business_income") > 0)
    rows = rows[rng.random(rows.size) < PROPRIETORS]
    frame = table(
        {
            "uscc": pl.Series(credit_codes(rows.size, rng)[: rows.size], dtype=pl.String),
            "entity_name": same("合成商行", rows),
            **who(world, rows),
            "role": same("经营者", rows),
            "share": same("100%", rows),
            "capital": same("5", rows),
            "event": same("设立", rows),
            "event_on": same(f"{world.year - 1}-07-01", rows),
        }
    )
    return Feed("market_entities", period, frame)
