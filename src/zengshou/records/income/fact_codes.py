"""Facts of many persons with enumerations in place of texts, so that grouping ten million of them is quick."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from zengshou.concepts.problem import refuse

FACT_COLUMNS = ("person", "item", "fen", "month_from", "month_to", "level", "channel", "payer", "household")


@dataclass(frozen=True)
class CodedFacts:
    """The facts of a register, coded.

    rows   person, is_shared, item, channel, payer, is_named (has a payer), level, fen, month_from, month_to
    items  every item that occurs
    pairs  every item with each channel that states it
    """

    rows: pl.LazyFrame
    items: list[str]
    pairs: list[tuple[str, str]]


def coded_facts(facts: pl.DataFrame, further_items: Iterable[str]) -> CodedFacts:
    """The facts with enumerations in place of texts.

    further_items  items that no fact has and that the enumeration shall know nevertheless
    Raises         ProblemsFound where a column is missing or has gaps
    """
    missing = [name for name in FACT_COLUMNS if name not in facts.columns]
    if missing:
        raise refuse(f"缺少列“{'、'.join(missing)}”。", "收入事实表", f"需要：{'、'.join(FACT_COLUMNS)}。")
    gaps = [name for name in FACT_COLUMNS if facts[name].null_count()]
    if gaps:
        raise refuse(f"列“{'、'.join(gaps)}”有空值。", "收入事实表", "没有付款单位的写空文字，其余列不得为空。")
    pairs = sorted(facts.select("item", "channel").unique().iter_rows())
    items = sorted({item for item, _ in pairs})
    rows = facts.lazy().select(
        "person",
        pl.col("fen").cast(pl.Int64),
        pl.col("month_from", "month_to").cast(pl.Int32),
        is_shared=pl.col("household"),
        item=pl.col("item").cast(pl.Enum(sorted({*items, *further_items}))),
        channel=pl.col("channel").cast(pl.Enum(sorted({channel for _, channel in pairs}))),
        level=pl.col("level").cast(pl.Enum(["gross", "net"])),
        # Categories of its own: the payers of one register are forgotten with it.
        payer=pl.col("payer").cast(pl.Categorical(pl.Categories.random())),
        is_named=pl.col("payer") != "",
    )
    return CodedFacts(rows.collect().lazy(), items, pairs)
