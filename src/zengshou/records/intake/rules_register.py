"""The rules asked of the whole register: what one delivery alone cannot show, by the same sentences and thresholds.

Every fact, event and spell has a number `row` of its own here; the caller knows which row of which batch it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from zengshou.concepts.period import MonthIndex
from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import PERSON, BuiltRows
from zengshou.records.intake.findings import Code, Severity, joined
from zengshou.records.intake.insured_place import place_or_home
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rules, hits
from zengshou.records.intake.rules_high import above_top, above_usual, top_wages, touches, usual_months
from zengshou.records.intake.rules_income import (
    BASE_RULE,
    bases_apart,
    bases_beyond,
    disposals_of,
    month_of_day,
    sales_of,
    unmatched_sales,
)
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
MONTHLY = [PERSON, "payer", "month"]


@dataclass(frozen=True, eq=False)
class WholeRegister:
    """The register as the rules see it, facts and statuses with `channel` beside the columns of built rows.

    built       statuses have `employer` and `place` too; a place is told where it is not that of the agency;
                members  household, kind, person, date_from, date_to and `row`
    births      person, birth: the month's first day
    months      first and last month of the incomes that are judged; `built` knows more, to compare them with
    limits      LIMITS of the contribution bases
    industries  INDUSTRIES: payer, industry
    """

    built: BuiltRows
    births: pl.DataFrame
    months: tuple[MonthIndex, MonthIndex]
    limits: pl.DataFrame
    industries: pl.DataFrame

    @property
    def judged(self) -> pl.DataFrame:
        """The facts that touch the months."""
        return self.built.facts.filter(touches(self.months))


def register_findings(register: WholeRegister, channels: Mapping[str, Channel], rules: Rules) -> pl.DataFrame:
    """Findings (FINDING_SCHEMA) of rules 7, 11 to 15, 17, 18 and 20 over all rows; all of them only ask."""
    judged = register.judged
    built = replace(register.built, facts=judged)
    events = built.assets
    return joined(
        closed_payers(judged, events, rules),
        after_the_end(events_of(built), built.statuses, rules),
        odd_ages(built, register.births, rules),
        doubly_insured(_insured(built, channels), INSURED.to_frame(), rules),
        *_wages_apart(judged, channels, rules),
        *_bases_beyond(judged, register.limits, channels, rules),
        *_high(register, rules),
        _unmatched(register, rules),
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


def _bases_beyond(
    facts: pl.DataFrame, limits: pl.DataFrame, channels: Mapping[str, Channel], rules: Rules
) -> Sequence[pl.DataFrame]:
    """Rule 14 against the floors and ceilings of each month."""
    found = []
    for name in rules[BASE_RULE].words["bases"]:
        if name in channels:
            of_channel = pl.col("channel") == name
            found.append(bases_beyond(facts.filter(of_channel), limits.filter(of_channel), channels[name].label, rules))
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


def _high(register: WholeRegister, rules: Rules) -> Sequence[pl.DataFrame]:
    """Rule 15 within each source: a month against the person's usual month, and against the payer's industry."""
    found = []
    for _, of_channel in register.built.facts.group_by("channel", maintain_order=True):
        judged = of_channel.filter(touches(register.months))
        found.append(above_usual(judged, usual_months(of_channel), rules))
        found.append(above_top(judged, register.industries, top_wages(judged, register.industries, rules), rules))
    return found


def _unmatched(register: WholeRegister, rules: Rules) -> pl.DataFrame:
    """Rule 17 of the sales and disposals within the months; their partners may lie on either side of these."""
    built, (first, last) = register.built, register.months
    sales, disposals = sales_of(built.facts, rules).drop(ROW), disposals_of(built.assets, rules).drop(ROW)
    assets = built.assets.filter(month_of_day(pl.col("on_date")).is_between(first, last))
    return unmatched_sales(replace(built, facts=register.judged, assets=assets), sales, disposals, rules)


def _insured(built: BuiltRows, channels: Mapping[str, Channel]) -> pl.DataFrame:
    """Spells with their employers and places; where a row says none, the place of its channel's agency."""
    place = place_or_home(channels)
    return built.statuses.select(ROW, PERSON, "status", "employer", place, "date_from", "date_to").cast(INSURED)


def _nothing_held() -> pl.DataFrame:
    return pl.DataFrame(schema={"asset": pl.String, PERSON: pl.Int64, "share_over": pl.Int64, "share_under": pl.Int64})
