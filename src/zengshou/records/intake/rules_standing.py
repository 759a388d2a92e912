"""Rules about what stands side by side: shares of one asset (18), statuses, households and freshness (20)."""

from datetime import date, timedelta

import polars as pl

from zengshou.records.channels.channel import Channel
from zengshou.records.intake.build import PERSON
from zengshou.records.intake.findings import FILE_ROW, Code, Finding, finding_frame, joined, no_findings
from zengshou.records.intake.row_places import ROW
from zengshou.records.intake.rule import Rules, hits, sentence
from zengshou.records.intake.rules_person import overlaps

SHARE_RULE, STANDING_RULE = 18, 20
ROUNDING = 1e-9  # shares have denominators up to 10^9; a sum above 1 by less than this is a sum of 1
BOTH = "+"
STATUS_WORDS = {
    "dibao": "低保",
    "tekun": "特困供养",
    "in_custody": "羁押或服刑",
    "deceased": "死亡",
}


def shares_above_one(assets: pl.DataFrame, holdings: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 18: the shares of one certificate add up to more than the whole.

    assets    built asset events of this delivery;  holdings  asset, person, share_over, share_under: what is held by
    other persons, or by the same on the strength of earlier deliveries; an event of this one replaces its person's
    """
    share = pl.col("share_over") / pl.col("share_under")
    latest = (
        assets.filter(pl.col("action") != "revalue")
        .sort("on_date", ROW)
        .group_by("asset", PERSON, maintain_order=True)
        .agg(pl.col(ROW).last(), pl.col("action").last(), share=share.last())
    )
    kept = holdings.select("asset", PERSON, share=share).join(latest, on=["asset", PERSON], how="anti")
    held = pl.concat([kept, latest.filter(pl.col("action") == "acquire").select("asset", PERSON, "share")])
    totals = held.group_by("asset").agg(total=pl.col("share").sum()).filter(pl.col("total") > 1 + ROUNDING)
    bad = latest.filter(pl.col("action") == "acquire").join(totals, on="asset").sort(ROW)
    total = pl.col("total").round(4)
    return joined(hits(bad.unique(ROW, maintain_order=True), rules[SHARE_RULE], Code.W_SHARES, share=total))


def cancelled_but_owned(assets: pl.DataFrame, holdings: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 18: struck off the registry, and somebody still holds it.

    holdings  asset, person: of earlier deliveries, those struck off without a disposal included
    """
    struck = assets.filter(pl.col("action") == "cancel").select(ROW, "asset", PERSON)
    disposed = assets.filter(pl.col("action") == "dispose").select("asset", PERSON)
    others = holdings.select("asset", PERSON).join(disposed, on=["asset", PERSON], how="anti")
    left = struck.join(others, on="asset", suffix="_other").filter(pl.col(PERSON) != pl.col(f"{PERSON}_other"))
    return joined(hits(left.unique(ROW, maintain_order=True), rules[SHARE_RULE], Code.W_CANCELLED_OWNED))


def stacked_statuses(statuses: pl.DataFrame, known: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 20: two statuses at one time that exclude one another.

    statuses  built status events of this delivery;  known  person, status, date_from, date_to: of earlier ones
    """
    rule = rules[STANDING_RULE]
    columns = [PERSON, "status", "date_from", "date_to"]
    others = pl.concat([statuses.select(columns), known.select(columns)])
    found = []
    for pair in rule.words["exclusive"]:
        one, _, other = pair.partition(BOTH)
        what = f"{STATUS_WORDS.get(one, one)}与{STATUS_WORDS.get(other, other)}同时存在"
        for mine, theirs in ((one, other), (other, one)):
            pairs = statuses.filter(pl.col("status") == mine).join(
                others.filter(pl.col("status") == theirs), on=PERSON, suffix="_other"
            )
            hit = pairs.filter(overlaps()).unique(ROW, maintain_order=True)
            found.append(hits(hit, rule, Code.W_BENEFITS_STACKED, what=what))
    return joined(*found)


def two_households(members: pl.DataFrame, known: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """Rule 20: a person in two households of one kind at one time.

    members  built members of this delivery;  known  household, kind, person, date_from, date_to: of earlier ones
    """
    columns = ["household", "kind", PERSON, "date_from", "date_to"]
    others = pl.concat([members.select(columns), known.select(columns)])
    pairs = members.join(others, on=[PERSON, "kind"], suffix="_other").filter(
        (pl.col("household") != pl.col("household_other")) & overlaps()
    )
    return joined(hits(pairs.unique(ROW, maintain_order=True), rules[STANDING_RULE], Code.W_TWO_HOUSEHOLDS))


def is_stale(channel: Channel, last: date | None, today: date) -> bool:
    """Whether the feed is older than agreed: nothing has ever come, or the last data end too long ago."""
    return last is None or today - last > timedelta(days=channel.stale_after_days)


def stale_findings(channel: Channel, last: date | None, today: date, rules: Rules) -> pl.DataFrame:
    """Rule 20: a finding about the feed; whatever rests on it carries the mark.

    last  the last day that published data of the channel speak of; None where nothing was ever published
    """
    if not is_stale(channel, last, today):
        return no_findings()
    rule, code = rules[STANDING_RULE], Code.W_STALE
    said = f"最近一次数据截至 {last}" if last is not None else "从未报送"
    words = sentence(rule, code, label=channel.label, last=said, days=str(channel.stale_after_days))
    return finding_frame([Finding(FILE_ROW, rule.id, code.value, rule.severity.value, "", "", words)])
