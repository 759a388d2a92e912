"""Which source is believed, in columns: the same choice as `evidence.adopt` makes group by group."""

import polars as pl

from zengshou.records.income.evidence import EvidenceOrders
from zengshou.records.income.month_table import HOLDER

GROUP = (*HOLDER, "group", "month")
BESIDE = (*GROUP, "channel", "payer")


def with_sources(facts: pl.LazyFrame, pairs: list[tuple[str, str]], orders: EvidenceOrders) -> pl.LazyFrame:
    """Adds the group within which sources overlap, the rank, `is_base` and `is_open`.

    facts    HOLDER, item, channel, is_named
    pairs    every item with each channel that states it
    is_base  a contribution base that names no payer
    is_open  several channels speak in the holder's group, or one that may not speak alone: to be settled month by month
    """
    types = facts.collect_schema()
    groups = [orders.group(item) for item, _ in pairs]
    sources = pl.LazyFrame(
        {
            "item": [item for item, _ in pairs],
            "channel": [channel for _, channel in pairs],
            "group": groups,
            "rank": [orders.of(item).rank(channel) for item, channel in pairs],
            "payer_needed": [channel in orders.of(item).payer_needed for item, channel in pairs],
        },
        schema={
            "item": types["item"],
            "channel": types["channel"],
            "group": pl.Enum(sorted(set(groups))),
            "rank": pl.Int16,
            "payer_needed": pl.Boolean,
        },
    )
    ranked = facts.join(sources, on=["item", "channel"], how="left").with_columns(
        is_base=pl.col("payer_needed") & ~pl.col("is_named")
    )
    open_groups = _contested(ranked).collect().lazy().with_columns(is_open=pl.lit(True))
    return (
        ranked.drop("payer_needed")
        .join(open_groups, on=[*HOLDER, "group"], how="left")
        .with_columns(pl.col("is_open").fill_null(False))
    )


def _contested(facts: pl.LazyFrame) -> pl.LazyFrame:
    """Holders and groups in which something is to be settled."""
    channel = pl.col("channel").to_physical()
    return (
        facts.group_by(*HOLDER, "group")
        .agg(is_contested=(channel.min() != channel.max()) | pl.col("is_base").any())
        .filter("is_contested")
        .drop("is_contested")
    )


def believed(amounts: pl.LazyFrame) -> pl.LazyFrame:
    """Adds `is_adopted` to amounts of single months.

    amounts  GROUP, payer, is_named, rank and is_base
    """
    eligible = amounts.filter(~pl.col("is_base"))
    of_payer = eligible.group_by(*GROUP, "payer").agg(best=pl.col("rank").min())
    of_group = eligible.group_by(GROUP).agg(
        named=pl.col("rank").filter("is_named").min(), nameless=pl.col("rank").filter(~pl.col("is_named")).min()
    )
    named_holds = pl.col("nameless").is_null() | (pl.col("nameless") >= pl.col("named"))
    nameless_holds = pl.col("named").is_null() | (pl.col("nameless") <= pl.col("named"))
    holds = pl.when("is_named").then(named_holds).otherwise(nameless_holds)
    return (
        amounts.join(of_payer, on=[*GROUP, "payer"], how="left")
        .join(of_group, on=list(GROUP), how="left")
        .with_columns(is_adopted=~pl.col("is_base") & holds & (pl.col("rank") == pl.col("best")))
        .drop("best", "named", "nameless")
    )


def set_aside(amounts: pl.DataFrame) -> pl.DataFrame:
    """What was not adopted, added up by person, is_shared, group, month, channel and payer, as texts; sorted."""
    texts = amounts.filter(~pl.col("is_adopted")).with_columns(pl.col("group", "channel", "payer").cast(pl.String))
    return texts.group_by(BESIDE).agg(pl.col("fen").sum()).sort(BESIDE)
