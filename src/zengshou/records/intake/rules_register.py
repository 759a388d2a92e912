"""The rules asked of the whole register: what one delivery alone cannot show, by the same sentences and thresholds.

Every fact, event and spell has a number `row` of its own here; the caller knows which row of which batch it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import PERSON, BuiltRows
from zengshou.records.intake.findings import Code, Severity, joined
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rules, hits
from zengshou.records.intake.rules_income import BASE_RULE, bases_apart, high_months, unmatched_sales
from zengshou.records.intake.rules_person import INSURED, after_the_end, doubly_insured, events_of, odd_ages
from zengshou.records.intake.rules_rows import USCC_RULE
from zengshou.records.intake.rules_standing import (
    cancelled_but_owned,
    shares_above_one,
    stacked_statuses,
    two_households,
)

WAGES_FIRST = "iit"  # the wage that contribution bases are compared with; see instruments/evidence.yaml
BUSINESS = "business"
NO_FIRMS = {"payer": pl.String, "limit_fen": pl.Int64}
MONTHLY = [PERSON, "payer", "month"]


@dataclass(frozen=True, eq=False)
class WholeRegister:
    """The register as the rules see it, facts with `channel` beside the columns of built rows.

    births   person, birth: the month's first day
    members  household, kind, person, date_from, date_to and `row`
    """

    built: BuiltRows
    births: pl.DataFrame


def register_findings(register: WholeRegister, channels: Mapping[str, Channel], rules: Rules) -> pl.DataFrame:
    """Findings (FINDING_SCHEMA) of rules 7, 11 to 15, 17, 18 and 20 over all rows; all of them only ask."""
    built = register.built
    events = built.assets
    return joined(
        closed_payers(built.facts, events, rules),
        after_the_end(events_of(built), built.statuses, rules),
        odd_ages(built, register.births, rules),
        doubly_insured(_insured(built), INSURED.to_frame(), rules),
        *_wages_apart(built.facts, channels, rules),
        *_high(built.facts, rules),
        unmatched_sales(built, _no_months(), _no_months(), rules),
        shares_above_one(events, _nothing_held(), rules),
        cancelled_but_owned(events, holders(events), rules),
        stacked_statuses(built.statuses, built.statuses.clear(), rules),
        two_households(built.members, built.members.clear(), rules),
    )


def closed_payers(facts: pl.DataFrame, events: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 7: a payer that the registry of market entities had struck off before the months of the fact.

    The rows are in the register already: the rule asks here, where it would keep a delivered row out.
    """
    business = events.filter(pl.col("kind") == BUSINESS)
    last = business.sort("on_date", ROW).group_by("asset").agg(pl.col("action", "on_date").last())
    closed = last.filter(pl.col("action") == "cancel").select(payer="asset", closed_on="on_date")
    begins = pl.date(pl.col("month_from") // 12, pl.col("month_from") % 12 + 1, 1)
    late = facts.filter(pl.col("payer") != "").join(closed, on="payer").filter(begins > pl.col("closed_on"))
    rule = replace(rules[USCC_RULE], severity=Severity.CONFIRM)
    return joined(hits(late.unique(ROW, maintain_order=True), rule, Code.E_USCC_INACTIVE, label="付款单位"))


def holders(events: pl.DataFrame) -> pl.DataFrame:
    """Who holds what by the last event of each: asset, person."""
    last = (
        events.filter(pl.col("action") != "revalue")
        .sort("on_date", ROW)
        .group_by("asset", PERSON)
        .agg(pl.col("action").last())
    )
    return last.filter(pl.col("action") == "acquire").select("asset", PERSON)


def _wages_apart(facts: pl.DataFrame, channels: Mapping[str, Channel], rules: Rules) -> Sequence[pl.DataFrame]:
    """Rule 14 between each two sources, the better one as the numerator."""
    rule = rules[BASE_RULE]
    sources = [name for name in (WAGES_FIRST, *rule.words["bases"]) if name in channels]
    wages = facts.filter(pl.col("item").is_in(list(rule.words["items"])) & (pl.col("payer") != ""))
    totals = {name: _by_payer(wages.filter(pl.col("channel") == name)) for name in sources}
    found = []
    for place, over in enumerate(sources):
        for under in sources[place + 1 :]:
            known = totals[under].select(*MONTHLY, "fen", label=pl.lit(channels[under].label))
            found.append(bases_apart(totals[over], known, channels[over].label, rules))
    return found


def _by_payer(wages: pl.DataFrame) -> pl.DataFrame:
    """What one payer states of a month, at the first of its rows."""
    columns = [PERSON, "item", "payer", "month_from", "month_to"]
    return (
        wages.sort(ROW)
        .group_by(columns, maintain_order=True)
        .agg(pl.col(ROW).first(), pl.col("fen").sum())
        .with_columns(month=pl.col("month_from"))
    )


def _high(facts: pl.DataFrame, rules: Rules) -> Sequence[pl.DataFrame]:
    """Rule 15 within each source: a month against the person's usual month. No channel says a firm's industry."""
    found = []
    for _, of_channel in facts.filter(pl.col("fen") > 0).group_by("channel", maintain_order=True):
        months = pl.col("month_to") - pl.col("month_from") + 1
        monthly = of_channel.group_by(PERSON, "item", "month_from", "month_to").agg((pl.col("fen") // months).sum())
        own = monthly.group_by(PERSON, "item").agg(median_fen=pl.col("fen").median(), months=pl.len())
        found.append(high_months(of_channel, own, pl.DataFrame(schema=NO_FIRMS), rules))
    return found


def _insured(built: BuiltRows) -> pl.DataFrame:
    """Spells with their employers. The place of insurance is not kept, so that provinces are compared on delivery."""
    return built.statuses.select(
        ROW,
        PERSON,
        "status",
        "employer",
        pl.lit(None, pl.String).alias("place"),
        "date_from",
        "date_to",
    ).cast(INSURED)


def _no_months() -> pl.DataFrame:
    return pl.DataFrame(schema={PERSON: pl.Int64, "month": pl.Int64})


def _nothing_held() -> pl.DataFrame:
    return pl.DataFrame(schema={"asset": pl.String, PERSON: pl.Int64, "share_over": pl.Int64, "share_under": pl.Int64})
