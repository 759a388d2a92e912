"""The rules that compare a delivery with what the register knows: the dead, ages, double insurance, shares, statuses.

They ask an officer and keep nothing out (11, 12, 13, 18, 20). Rules 14, 15 and 17 compare a person's sources over
months and are asked of the whole register, not of one delivery. So is rule 13 between deliveries, where a delivery
names many persons: to look up each of them would cost more than the delivery itself.
"""

from datetime import date, datetime
from typing import cast

import polars as pl
from sqlalchemy.orm import Session

from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import BuiltRows
from zengshou.records.intake.findings import joined
from zengshou.records.intake.insured_place import ELSEWHERE, place_or_home
from zengshou.records.intake.rules_person import (
    INSURED,
    INSURED_RULE,
    after_the_end,
    doubly_insured,
    events_of,
    insured_spells,
    odd_ages,
)
from zengshou.records.intake.rules_standing import (
    BOTH,
    STANDING_RULE,
    cancelled_but_owned,
    shares_above_one,
    stacked_statuses,
    two_households,
)
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.store.register.facts.known_rows import known_holdings, known_statuses
from zengshou.store.register.persons.known_insured import AskedSpells, known_insured
from zengshou.store.register.persons.member_rows import memberships_of

DEATH_RULE = 11
MOST_INSURED = 20_000  # persons of a delivery whose earlier insurances are looked up: above it the check asks


def known_findings(
    session: Session,
    catalogue: Catalogue,
    channel: Channel,
    kept: pl.DataFrame,
    refs: pl.Series,
    built: BuiltRows,
    at: datetime,
    superseded: int | None = None,
) -> pl.DataFrame:
    """Findings on rows that are let in, beside what is known at a moment.

    kept        typed rows without those put aside; refs  (n,) their persons
    superseded  the batch that this delivery replaces as a whole
    """
    rules = catalogue.rules
    persons = refs.unique().to_list()
    exclusive = [status for pair in rules[STANDING_RULE].words["exclusive"] for status in pair.split(BOTH)]
    asked = sorted({*rules[DEATH_RULE].words["ends"], *exclusive})
    statuses = known_statuses(session, persons, asked)
    holdings = known_holdings(session, built.assets["asset"].unique().to_list())
    ends = pl.concat([built.statuses.select(statuses.columns), statuses])
    spells = insured_spells(kept, refs, channel)
    return joined(
        after_the_end(events_of(built), ends, rules),
        odd_ages(built, births(channel, kept, refs), rules),
        doubly_insured(spells, _insured_before(session, catalogue, channel, spells, built, superseded), rules),
        shares_above_one(built.assets, holdings, rules),
        cancelled_but_owned(built.assets, holdings, rules),
        stacked_statuses(built.statuses, statuses, rules),
        two_households(built.members, memberships_of(session, persons if channel.members else (), at), rules),
    )


def _insured_before(
    session: Session,
    catalogue: Catalogue,
    channel: Channel,
    spells: pl.DataFrame,
    built: BuiltRows,
    superseded: int | None,
) -> pl.DataFrame:
    """What other deliveries say of the same persons' insurances in the same months (INSURED)."""
    words = catalogue.rules[INSURED_RULE].words
    statuses = sorted({*words["one_employer"], *words["one_province"]})
    ours = spells.filter(pl.col("status").is_in(statuses))
    persons = ours["person"].unique().sort().to_list()
    if not persons or len(persons) > MOST_INSURED:
        return INSURED.to_frame()
    ends = pl.coalesce("date_to", pl.lit(date.max))
    first, last = ours.select(first=pl.col("date_from").min(), last=ends.max()).row(0)
    days = (cast(date, first), cast(date, last))
    known = known_insured(session, AskedSpells(persons, statuses, ELSEWHERE, days, superseded))
    is_again = (pl.col("channel") == channel.id) & pl.col("native_id").is_in(built.statuses["native_id"].implode())
    others = known.filter(~is_again).with_columns(place_or_home(catalogue.channels), row=pl.lit(None, pl.Int64))
    return others.select(INSURED.names()).cast(INSURED)


def births(channel: Channel, kept: pl.DataFrame, refs: pl.Series) -> pl.DataFrame:
    """person, birth: by the feed where it says so, else by the number."""
    told, of_number = channel.identity.birth, pl.col(f"{channel.identity.number}_birth")
    birth = pl.coalesce(pl.col(told), of_number) if told else of_number
    return kept.select(refs.alias("person"), birth=birth).drop_nulls().unique("person", keep="first")
