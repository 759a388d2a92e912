"""The one-way valve at work: the incomes of a year leave the register without identity, in approved columns, logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account
from zengshou.concepts.citation import Status
from zengshou.concepts.period import month_index, year_of
from zengshou.concepts.problem import forbid
from zengshou.records.access.context import OFFICE_TIME, AccessContext, granted_areas
from zengshou.records.access.valve import Valve, require_extractor
from zengshou.records.income.register_table import register_income
from zengshou.records.intake.rules_standing import is_stale
from zengshou.services.records.home.database_roles import scope_sealer
from zengshou.services.records.home.register_about import about as register_about
from zengshou.services.records.home.register_home import RegisterHome
from zengshou.services.records.whole.check_register import last_day
from zengshou.services.records.whole.population import (
    HOUSEHOLD_KINDS,
    Counted,
    Population,
    counted,
    holders,
    left_out,
    one_household,
)
from zengshou.store.channels import channels
from zengshou.store.country import city as find_city
from zengshou.store.extract_file import ExtractAbout, FeedState, LeftOut, write_extract
from zengshou.store.instruments import evidence_orders, income_items, income_views
from zengshou.store.register.access.access_log import NOBODY, Access, Outcome, append
from zengshou.store.register.access.authorisations import grants_of
from zengshou.store.register.access.scope import Scope, open_scope
from zengshou.store.register.linking.links import root_of
from zengshou.store.register.persons.check_rows import published_periods
from zengshou.store.register.persons.whole_persons import (
    memberships_known,
    non_residents_known,
    persons_known,
    sees_everybody,
)
from zengshou.store.register.persons.whole_register import (
    ENDS,
    assets_known,
    ledger_known,
    seen_by,
    statuses_known,
)
from zengshou.store.register_coverage import register_conventions
from zengshou.store.statistics_valve import statistics_valve

PURPOSE = "income_statistics"
VIEW = "STAT"
CITY_DIGITS = 4  # of a city's code of six: below it lie its counties
PARTS = {"W": "wage", "B": "business", "P": "property", "T": "transfer"}
KIND_LABELS = {"survey": "常住户", "hukou": "户籍户", "dibao": "低保共同生活家庭", "poverty": "建档户"}
UNSEEN = "授权地区以外的人在行级权限下读不到，他们在本地的收入没有计数"


@dataclass(frozen=True)
class Asked:
    """How a year is to be extracted.

    population  whom it counts;  household_kinds  which kind of household comes before which
    """

    year: int
    population: Population = Population.REGISTERED
    household_kinds: tuple[str, ...] = HOUSEHOLD_KINDS


@dataclass(frozen=True)
class Extracted:
    """What left the register. persons, households  counts; facts  rows of the ledger that were counted"""

    path: Path
    year: int
    persons: int
    households: int
    facts: int
    about: ExtractAbout
    valve: Valve

    @property
    def is_unverified(self) -> bool:
        return self.about.is_unverified


@dataclass(frozen=True, eq=False)
class _Read:
    """What was read of the register in one transaction, everybody under the reference that stands for them.

    facts  of everybody who could be seen, counted or not;  members  of households of any kind, with their dates
    is_everybody  nobody was kept from the reader by row security
    """

    counted: Counted
    facts: pl.DataFrame
    members: pl.DataFrame
    strangers: pl.Series
    feeds: tuple[FeedState, ...]
    is_everybody: bool


def extract_year(
    home: RegisterHome, account: Account, year: int, at: datetime, path: Path, asked: Asked | None = None
) -> Extracted:
    """Write one row a person for a year, in the STAT view, for the areas granted to the account.

    path    a .parquet file with page checksums; it belongs to the statistics zone
    asked   None for the registered population of the year
    Raises  Forbidden: not a statistician, or no grant for statistics; ProblemsFound: an item without a rule
    """
    require_extractor(account)
    valve, how = statistics_valve(), asked or Asked(year)
    with home.database.writing() as session:
        sealer = scope_sealer(home.database, home.keys)
        open_scope(session, Scope(account.id), sealer)
        granted = _granted(session, account, valve, at)
        open_scope(session, Scope(account.id, granted), sealer)
        areas = of_city(granted, account.city)
        found = _read(session, account.city, areas, granted, at, how)
        persons = found.counted.persons
        told = Access(
            _context(account, valve, at), NOBODY, valve.names, persons.height, Outcome.ALLOWED, _note(how, areas)
        )
        append(session, [told])
    facts = found.facts.join(persons.select("person"), on="person", how="semi")
    income, is_unverified = incomes_of(facts, year)
    households = one_household(found.members, date(year, 12, 31), how.household_kinds)
    table = _one_row_a_person(persons, households, found.strangers, income)
    named = _with_pseudonyms(home, table, valve, at, account.id)
    missing = _left_out(found, year)
    about = _about(home, account, at, how, areas, valve, found, missing, is_unverified)
    write_extract(path, valve.passed(named), about)
    return Extracted(path, year, table.height, table["household"].n_unique(), facts.height, about, valve)


def of_city(granted: Sequence[str], city: str) -> tuple[str, ...]:
    """The areas that are counted: a right that reaches beyond the city reaches for its statistics to the city alone."""
    code = _city_code(city)
    found = {code if code.startswith(area) else area for area in granted}
    return tuple(sorted(area for area in found if not any(area != each and area.startswith(each) for each in found)))


def _city_code(city: str) -> str:
    return find_city(city).code[:CITY_DIGITS]


def _note(how: Asked, areas: Sequence[str]) -> str:
    return f"{how.year}年统计提取，{how.population.label}，地区 {'、'.join(areas)}，不含身份"


def _read(session: Session, city: str, areas: Sequence[str], granted: Sequence[str], at: datetime, how: Asked) -> _Read:
    months, last = (month_index(how.year, 1), month_index(how.year, 12)), date(how.year, 12, 31)
    references = persons_known(session)
    standing = holders(references, areas, root_of(session))
    ledger = ledger_known(session, at, months, standing)
    members, statuses = memberships_known(session, at), statuses_known(session, at)
    events = (seen_by(statuses, "date_from", last), seen_by(assets_known(session, at), "on_date", last))
    seen = pl.concat([ledger.seen, *events, seen_by(members, "date_from", last)]).unique()
    ends = statuses.with_columns(pl.col("status").cast(pl.String)).filter(pl.col("status").is_in(ENDS))
    here = _paid_here(references, ledger.facts, granted, how)
    found = counted(references, standing, seen, ends.select("person", "status", "date_from"),
                    members.select("person", "date_from"), how.year, here)  # fmt: skip
    strangers = non_residents_known(session, at, how.year)
    return _Read(
        found,
        ledger.facts,
        _under(members, standing),
        _under(strangers.to_frame("person"), standing)["person"].unique(),
        _feeds(session, city, how.year, at),
        sees_everybody(session),
    )


def _under(frame: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    return frame.join(standing.select("person", "holder"), on="person").with_columns(person="holder").drop("holder")


def _paid_here(references: pl.DataFrame, facts: pl.DataFrame, granted: Sequence[str], how: Asked) -> pl.Series | None:
    """Persons of elsewhere within the right of the reader who have facts of the year; None where they do not count."""
    if how.population is not Population.PAID_HERE:
        return None
    is_granted = pl.any_horizontal(*(pl.col("area").str.starts_with(area) for area in granted))
    return references.filter(is_granted).join(facts.select("person").unique(), on="person", how="semi")["person"]


def _left_out(found: _Read, year: int) -> tuple[LeftOut, ...]:
    """What facts of the year are in no sum, by the reason why their persons are not counted."""
    incomes, _ = incomes_of(found.facts, year)
    names = list(PARTS.values())
    income = incomes.group_by("person").agg(income=pl.sum_horizontal(pl.col(names).sum()))
    return left_out(found.counted.absent, found.facts.select("person"), income)


def _about(
    home: RegisterHome,
    account: Account,
    at: datetime,
    how: Asked,
    areas: tuple[str, ...],
    valve: Valve,
    found: _Read,
    missing: tuple[LeftOut, ...],
    is_unverified: bool,
) -> ExtractAbout:
    rests_on = (*(("收入口径",) if is_unverified else ()), *_unverified(account.city, found.facts))
    order = "、".join(KIND_LABELS.get(kind, kind) for kind in how.household_kinds)
    words = tuple(one.words.format(kinds=order) for one in register_conventions())
    unseen = () if found.is_everybody else (UNSEEN,)
    return ExtractAbout(
        account.city,
        how.year,
        at.isoformat(),
        valve.version,
        VIEW,
        bool(rests_on),
        register_about(home.folder).is_synthetic,
        found.feeds,
        rests_on,
        areas,
        areas == (_city_code(account.city),),
        how.population.value,
        (f"人口：{how.population.label}", *words, *unseen),
        missing,
    )


def _unverified(city: str, facts: pl.DataFrame) -> tuple[str, ...]:
    """The channels with facts of the year, and the conventions, that were not checked against their sources."""
    known = channels(city)
    spoken = [known[id] for id in sorted(facts["channel"].cast(pl.String).unique().to_list()) if id in known]
    found = [channel.label for channel in spoken if channel.status is not Status.SOURCED]
    conventions = [f"口径“{one.label}”" for one in register_conventions() if one.status is not Status.SOURCED]
    return (*(f"渠道“{label}”" for label in found), *conventions)


def _feeds(session: Session, city: str, year: int, at: datetime) -> tuple[FeedState, ...]:
    """How far each feed that tells of incomes had come, so that a reader knows what the year rests on."""
    periods = published_periods(session, at)
    day = at.astimezone(OFFICE_TIME).date()
    found = []
    for channel in channels(city).values():
        if channel.is_case_only or not channel.facts:
            continue
        months = periods.get(channel.id, frozenset())
        ended = last_day(max(months)) if months else None
        of_year = sum(year_of(month) == year for month in months)
        told = "" if ended is None else ended.isoformat()
        found.append(FeedState(channel.id, channel.label, told, of_year, is_stale(channel, ended, day)))
    return tuple(found)


def _granted(session: Session, account: Account, valve: Valve, at: datetime) -> tuple[str, ...]:
    """The areas for which the account may extract."""
    areas = granted_areas(_context(account, valve, at), grants_of(session, account.id))
    if not areas:
        raise forbid("账号没有统计提取的有效授权范围。", "由安全管理员授予。")
    return areas


def _context(account: Account, valve: Valve, at: datetime) -> AccessContext:
    return AccessContext(account, PURPOSE, valve.legal_basis, "", "", at)


def incomes_of(facts: pl.DataFrame, year: int) -> tuple[pl.DataFrame, bool]:
    """(person, is_shared, wage, business, property, transfer, is_unverified) in yuan, one row a holder."""
    view = income_views().on(VIEW, date(year, 12, 31))
    lines = register_income(facts, year, year, view, income_items(), evidence_orders()).rows
    counted = lines.filter(pl.col("part").is_not_null() & (pl.col("counted_fen") != 0))
    sums = [
        (pl.when(pl.col("part") == part).then("counted_fen").otherwise(0).sum() / 100).alias(name)
        for part, name in PARTS.items()
    ]
    table = counted.group_by("person", "is_shared").agg(*sums, pl.col("is_unverified").any())
    return table, bool(counted["is_unverified"].any())


def _one_row_a_person(
    persons: pl.DataFrame, households: pl.DataFrame, strangers: pl.Series, income: pl.DataFrame
) -> pl.DataFrame:
    """Persons with what they receive; what the household holds is shared evenly by its members.

    A person of no known household is one of their own; one of whom nothing is known has an income of zero.
    """
    everyone = persons.join(households, on="person", how="left").with_columns(
        pl.coalesce("household", pl.format("P{}", "person")).alias("household"),
        (~pl.col("person").is_in(strangers.implode())).alias("is_resident"),
    )
    names = list(PARTS.values())
    own = income.filter(~pl.col("is_shared")).drop("is_shared")
    shared = (
        income.filter("is_shared")
        .join(everyone.select("person", "household"), on="person")
        .group_by("household")
        .agg(pl.col(names).sum(), pl.col("is_unverified").any())
    )
    size = pl.len().over("household")
    filled = everyone.join(own, on="person", how="left").join(shared, on="household", how="left", suffix="_shared")
    parts = [
        (pl.col(name).fill_null(0.0) + pl.col(f"{name}_shared").fill_null(0.0) / size).alias(name) for name in names
    ]
    doubts = pl.col("is_unverified").fill_null(False) | pl.col("is_unverified_shared").fill_null(False)
    total = filled.with_columns(*parts, is_unverified=doubts).with_columns(income=pl.sum_horizontal(names))
    return total.with_columns(income_per_head=pl.col("income").mean().over("household")).sort("household", "person")


def _with_pseudonyms(home: RegisterHome, table: pl.DataFrame, valve: Valve, at: datetime, actor: str) -> pl.DataFrame:
    """Persons and households under names that only the statistics zone knows."""
    home.vault.open_zone(valve.zone, at=at, actor=actor)
    persons = pl.Series("person", home.vault.pseudonyms(valve.zone, table["person"].to_list()))
    first = table.group_by("household").agg(pl.col("person").min().alias("first"))
    codes = home.vault.pseudonyms(valve.zone, first["first"].to_list())
    households = first.select("household", pl.Series("code", ["H" + code for code in codes]))
    named = table.join(households, on="household", how="left", maintain_order="left").with_columns(persons)
    return named.with_columns(household=pl.col("code")).drop("code")
