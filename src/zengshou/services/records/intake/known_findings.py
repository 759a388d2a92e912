"""The rules that compare a delivery with what the register knows: the dead, ages, double insurance, shares, statuses.

They ask an officer and keep nothing out (11, 12, 13, 18, 20). Rules 14, 15 and 17 compare a person's sources over
months and are asked of the whole register, not of one delivery.
"""

import polars as pl
from sqlalchemy.orm import Session

from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import BuiltRows
from zengshou.records.intake.findings import joined
from zengshou.records.intake.rule import Rules
from zengshou.records.intake.rules_person import (
    INSURED,
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
from zengshou.store.register.facts.known_rows import known_holdings, known_members, known_statuses

DEATH_RULE = 11


def known_findings(
    session: Session, channel: Channel, kept: pl.DataFrame, refs: pl.Series, built: BuiltRows, rules: Rules
) -> pl.DataFrame:
    """Findings on rows that are let in.

    kept  typed rows without those put aside; refs  (n,) their persons
    """
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
        doubly_insured(spells, INSURED.to_frame(), rules),
        shares_above_one(built.assets, holdings, rules),
        cancelled_but_owned(built.assets, holdings, rules),
        stacked_statuses(built.statuses, statuses, rules),
        two_households(built.members, known_members(session, persons) if channel.members else _nobody(built), rules),
    )


def births(channel: Channel, kept: pl.DataFrame, refs: pl.Series) -> pl.DataFrame:
    """person, birth: by the feed where it says so, else by the number."""
    told, of_number = channel.identity.birth, pl.col(f"{channel.identity.number}_birth")
    birth = pl.coalesce(pl.col(told), of_number) if told else of_number
    return kept.select(refs.alias("person"), birth=birth).drop_nulls().unique("person", keep="first")


def _nobody(built: BuiltRows) -> pl.DataFrame:
    return built.members.clear()
