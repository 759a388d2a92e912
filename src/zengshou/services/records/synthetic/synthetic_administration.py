"""合成数据: write what the offices of an invented administration would send in a year, with control sheets and truth.

The same synthetic people as in simulation, and the law in force: what the register should find is known beforehand.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from zengshou.concepts.people import People
from zengshou.concepts.period import month_index, month_name
from zengshou.concepts.problem import refuse
from zengshou.records.channels.channel import Channel, FieldKind
from zengshou.records.synthetic.benefit_feeds import benefit_feed, civil_feed, farm_feed
from zengshou.records.synthetic.feed import Feed
from zengshou.records.synthetic.registry_feeds import business_feed, dwelling_feed, household_feed, vehicle_feed
from zengshou.records.synthetic.residents import Place, residents
from zengshou.records.synthetic.slips import KNOWN_BY_OLD_NUMBER, OLD_NUMBERS, USUAL_SLIPS, Slip, Slipped, with_slips
from zengshou.records.synthetic.work_feeds import housing_fund_feed, insurance_feed, tax_feed
from zengshou.records.synthetic.world import World, made_world, of_household
from zengshou.services.simulation.simulate import Simulated, SimulationRequest, run_simulation
from zengshou.store.channels import channels
from zengshou.store.country import city as find_city
from zengshou.store.linkage_tables import name_frequencies

TRUTH, MARK = "truth", "合成数据，非真实个人"
OF_PEOPLE = {
    "labour_service": "labour_service_yearly",
    "business_income": "business_income_yearly",
    "bonus": "bonus_yearly",
}
OF_LAW = {
    "income_tax": "income_tax_yearly",
    "pension_own": "pension_own_yearly",
    "medical_own": "medical_own_yearly",
    "unemployment_own": "unemployment_own_yearly",
    "housing_fund_own": "housing_fund_own_yearly",
    "resident_pension_paid": "resident_pension_contribution_yearly",
    "resident_medical_paid": "resident_medical_contribution_yearly",
    "employee_pension": "employee_pension_yearly",
    "resident_pension": "resident_pension_yearly",
    "unemployment_benefit": "unemployment_benefit_yearly",
    "dibao": "dibao_yearly",
    "tekun": "tekun_yearly",
    "temporary_relief": "temporary_relief_yearly",
    "disability_allowance": "disability_allowance_yearly",
    "elderly_allowance": "elderly_allowance_yearly",
    "orphan_allowance": "orphan_allowance_yearly",
    "farm_subsidy": "farm_received_yearly",
}
TAXED_PROPERTY, RENTED_LAND, COLLECTIVE = 0.3, 0.4, 0.1  # of property income, what reaches an office: assumptions
WORKING = (0, 1)  # codes of `work` that have an employer: employee, flexible
GB18030_CHANNELS = frozenset({"iit", "civil_affairs"})
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Written:
    """What was written. rows  of all deliveries; slipped  rows with a slip; quarantined  those to be put aside"""

    folder: Path
    persons: int
    households: int
    files: int
    rows: int
    slipped: int
    quarantined: int


def write_administration(
    city: str, persons: int, year: int, seed: int, folder: Path, progress: Progress | None = None
) -> Written:
    """Twelve months of deliveries as a folder that `zs records import-folder` takes, and `truth/` beside them.

    Raises  ProblemsFound: no such city, or a folder that is not empty
    """
    if folder.exists() and any(folder.iterdir()):
        raise refuse("目录不是空的。", str(folder), "换一个新目录，以免新旧文件混在一起。")
    tell = progress or (lambda share, words: None)
    rng = np.random.default_rng(seed)
    request = SimulationRequest(city, year, persons=persons, seed=seed)
    run = run_simulation(request, lambda share, words: tell(0.3 * share, words))
    world = world_of(run, rng)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / TRUTH).mkdir()
    _write_truth(world, folder / TRUTH)
    known = channels(city)
    old = frozenset(np.flatnonzero(rng.random(world.n) < OLD_NUMBERS).tolist())
    counts = np.zeros(4, dtype=np.int64)
    deliveries = list(_deliveries(world, rng))
    for place, make in enumerate(deliveries):
        feed = make()
        tell(0.3 + 0.7 * place / len(deliveries), f"写 {feed.channel} {month_name(feed.period)}")
        if feed.rows.height:
            counts += _write(feed, known[feed.channel], old, folder, rng)
    tell(1.0, "完成")
    files, rows, slipped, quarantined = counts.tolist()
    households = int(world.residents["household"].n_unique())
    return Written(folder, world.n, households, files, rows, slipped, quarantined)


def world_of(run: Simulated, rng: np.random.Generator) -> World:
    """The invented administration of a simulated city: names beside people, yearly amounts beside law."""
    place = find_city(run.request.city)
    people = run.people
    where = Place(
        place.name_zh,
        place.province.rpartition(".")[2],
        tuple(county.code for county in place.counties),
        tuple(county.name_zh for county in place.counties),
    )
    inhabitants = residents(people, where, name_frequencies(), rng)
    yearly = {name: np.asarray(people.persons[column], dtype=np.float64) for name, column in OF_PEOPLE.items()}
    yearly |= {name: _of_law(run, column, inhabitants) for name, column in OF_LAW.items()}
    yearly |= _property(people, inhabitants, rng)
    yearly["wage"] = np.asarray(people.persons["wage_monthly"], dtype=np.float64) * 12
    facts = {name: people.persons[name] for name in ("farm_income_yearly", "private_transfer_yearly")}
    is_employed = np.isin(people.persons["work"], WORKING) & (yearly["wage"] > 0)
    return made_world(inhabitants, yearly, facts, is_employed, run.request.year, rng)


def _of_law(run: Simulated, column: str, inhabitants: pl.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """A yearly flow of the law by person; one of the household goes to its head."""
    found = np.asarray(run.columns["baseline", column], dtype=np.float64)
    return found if found.size == inhabitants.height else of_household(inhabitants, found)


def _property(
    people: People, inhabitants: pl.DataFrame, rng: np.random.Generator
) -> Mapping[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Of property income, what any office hears of: taxed dividends, and in the country rent of land and dividends."""
    amounts = np.maximum(np.asarray(people.persons["property_income_yearly"], dtype=np.float64), 0.0)
    is_rural = inhabitants["is_rural"].to_numpy()
    is_taxed = ~is_rural & (rng.random(amounts.size) < TAXED_PROPERTY)
    return {
        "taxed_property": np.where(is_taxed, amounts, 0.0),
        "land_rent": np.where(is_rural, amounts * RENTED_LAND, 0.0),
        "collective_dividend": np.where(is_rural, amounts * COLLECTIVE, 0.0),
    }


def _deliveries(world: World, rng: np.random.Generator) -> Iterator[Callable[[], Feed]]:
    """The registries in January, then every month's payments."""
    opening = month_index(world.year, 1)
    yield partial(household_feed, world, opening)
    for register in (dwelling_feed, vehicle_feed, business_feed):
        yield partial(register, world, opening, rng)
    for period in range(opening, opening + 12):
        for make in (tax_feed, insurance_feed, housing_fund_feed, benefit_feed, civil_feed, farm_feed):
            yield partial(make, world, period)


def _write(
    feed: Feed, channel: Channel, old: frozenset[int], folder: Path, rng: np.random.Generator
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """One file with its control sheet and its truth; (files, rows, slipped, quarantined)."""
    amount = channel.control.sums[0] if channel.control.sums else ""
    known_by_old = old if feed.channel in KNOWN_BY_OLD_NUMBER else frozenset()
    slipped = with_slips(feed, amount, _slips_of(feed.channel), known_by_old, rng)
    name = f"{feed.channel}_{month_name(feed.period)}"
    _write_rows(slipped, channel, folder / f"{name}.csv")
    _write_control(slipped, channel, folder / f"{name}.control.csv")
    told = slipped.truth.with_row_index("row", offset=2).filter(pl.col("slip") != "")
    told.write_parquet(folder / TRUTH / f"{name}.parquet")
    return np.array([1, slipped.truth.height, told.height, told.filter(pl.col("outcome") == "quarantined").height])


def _slips_of(channel: str) -> Mapping[Slip, float]:
    """The population register is the best kept of all: no row of it comes twice or without a number."""
    if channel != "household_registration":
        return USUAL_SLIPS
    return {slip: share for slip, share in USUAL_SLIPS.items() if slip in (Slip.NAME_SPACED, Slip.NUMBER_DIGIT)}


def _write_rows(slipped: Slipped, channel: Channel, path: Path) -> None:
    """Headers as the office prints them, in the channel's order; some offices still write GB18030."""
    present = [field for field in channel.fields if field.name in slipped.feed.rows.columns]
    rows = slipped.feed.rows.select(pl.col(field.name).alias(field.label) for field in present)
    if channel.id in GB18030_CHANNELS:
        path.write_bytes(rows.write_csv().encode("gb18030"))
    else:
        rows.write_csv(path, include_bom=True)


def _write_control(slipped: Slipped, channel: Channel, path: Path) -> None:
    """Rows and sums as the sender counts them: of all rows that hold an amount that can be read."""
    sums = []
    for name in channel.control.sums:
        field = channel.field(name)
        if field.kind is FieldKind.AMOUNT and name in slipped.feed.rows.columns:
            sums.append((field.label, _total(slipped.feed.rows[name])))
        else:
            sums.append((field.label, "0.00"))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("项目", "数值"), ("行数", slipped.feed.rows.height), *sums])


def _total(cells: pl.Series) -> str:
    """The exact sum of a column of amounts, full-width digits read as digits, words left out."""
    plain = cells.str.replace_many(list("０１２３４５６７８９"), list("0123456789"))
    amounts = plain.filter(plain.str.contains(r"^-?\d+\.\d{2}$")).str.replace(".", "", literal=True).cast(pl.Int64)
    fen = int(amounts.sum())
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def _write_truth(world: World, folder: Path) -> None:
    """Who is who, and every yearly amount in fen: for tests of linkage and of incomes, never for an import."""
    money = pl.DataFrame([pl.Series(name, amounts) for name, amounts in world.money.items()])
    world.residents.hstack(money).write_parquet(folder / "persons.parquet")
    about = {"mark": MARK, "year": world.year, "persons": world.n, "employers": int(world.employers.size)}
    (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
