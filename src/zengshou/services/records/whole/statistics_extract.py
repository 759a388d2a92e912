"""The one-way valve at work: the incomes of a year leave the register without identity, in approved columns, logged."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
from sqlalchemy.orm import Session

from zengshou.concepts.account import Account
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
from zengshou.services.records.whole.one_person import one_person
from zengshou.store.channels import channels
from zengshou.store.extract_file import ExtractAbout, FeedState, write_extract
from zengshou.store.instruments import evidence_orders, income_items, income_views
from zengshou.store.register.access.access_gate import NOBODY
from zengshou.store.register.access.access_log import Access, Outcome, append
from zengshou.store.register.access.authorisations import grants_of
from zengshou.store.register.access.scope import Scope, open_scope
from zengshou.store.register.linking.links import root_of
from zengshou.store.register.persons.check_rows import published_periods
from zengshou.store.register.persons.whole_register import (
    facts_known,
    households_known,
    non_residents_known,
    persons_known,
)
from zengshou.store.statistics_valve import statistics_valve

PURPOSE = "income_statistics"
VIEW = "STAT"
PARTS = {"W": "wage", "B": "business", "P": "property", "T": "transfer"}


@dataclass(frozen=True)
class Extracted:
    """What left the register. persons, households  counts; facts  rows of the ledger that were read"""

    path: Path
    year: int
    persons: int
    households: int
    facts: int
    is_unverified: bool
    valve: Valve


def extract_year(home: RegisterHome, account: Account, year: int, at: datetime, path: Path) -> Extracted:
    """Write one row a person for a year, in the STAT view, for the areas granted to the account.

    path    a .parquet file with page checksums; it belongs to the statistics zone
    Raises  Forbidden: not a statistician, or no grant for statistics; ProblemsFound: an item without a rule
    """
    require_extractor(account)
    valve = statistics_valve()
    with home.database.writing() as session:
        sealer = scope_sealer(home.database, home.keys)
        open_scope(session, Scope(account.id), sealer)
        scope = _scope(session, account, valve, at)
        open_scope(session, scope, sealer)
        months = (month_index(year, 1), month_index(year, 12))
        references = persons_known(session, scope)
        same = one_person(references["person"], root_of(session))
        persons = same.persons(references)
        known = facts_known(session, at, months).join(references.select("person"), on="person", how="semi")
        facts = same.under(known)
        members = same.under(households_known(session, at, date(year, 12, 31)))
        households = members.sort("person", "household").unique("person", keep="first")
        strangers = same.under(non_residents_known(session, at, year).to_frame("person"))["person"].unique()
        feeds = _feeds(session, account.city, year, at)
        context = _context(account, valve, at)
        told = Access(context, NOBODY, valve.names, persons.height, Outcome.ALLOWED, f"{year}年统计提取，不含身份")
        append(session, [told])
    income, is_unverified = incomes_of(facts, year)
    table = _one_row_a_person(persons, households, strangers, income)
    named = _with_pseudonyms(home, table, valve, at, account.id)
    synthetic = register_about(home.folder).is_synthetic
    about = ExtractAbout(account.city, year, at.isoformat(), valve.version, VIEW, is_unverified, synthetic, feeds)
    write_extract(path, valve.passed(named), about)
    return Extracted(path, year, table.height, table["household"].n_unique(), facts.height, is_unverified, valve)


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


def _scope(session: Session, account: Account, valve: Valve, at: datetime) -> Scope:
    """The areas for which the account may extract."""
    areas = granted_areas(_context(account, valve, at), grants_of(session, account.id))
    if not areas:
        raise forbid("账号没有统计提取的有效授权范围。", "由安全管理员授予。")
    return Scope(account.id, areas)


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
