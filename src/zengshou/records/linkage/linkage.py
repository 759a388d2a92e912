"""The whole of a linkage, step by step: prepare, collapse, block, learn, score, decide, cluster."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zengshou.records.linkage.blocks import DEFAULT_CAP, LeftOut, with_blocks
from zengshou.records.linkage.clusters import clustered
from zengshou.records.linkage.decide import Decision, Thresholds, decided
from zengshou.records.linkage.engine import EngineLimits, opened
from zengshou.records.linkage.exact import collapsed
from zengshou.records.linkage.learn import learned
from zengshou.records.linkage.prepare import Prepared, prepared
from zengshou.records.linkage.score import PAIR_COLUMNS, scored_pairs
from zengshou.records.linkage.tables import NameTables

Tell = Callable[[float, str], None]


@dataclass(frozen=True)
class LinkageOptions:
    """What a person may set.

    thresholds     of automatic links and of review
    is_one_to_one  two files, each person once in each: a record is linked to one record at most
    block_cap      records of a block at most
    seed           of the random sample behind u
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    is_one_to_one: bool = True
    block_cap: int = DEFAULT_CAP
    seed: int = 20171107


@dataclass(frozen=True, eq=False)
class Linkage:
    """What was found.

    pairs     linked pairs and pairs for an officer: `PAIR_COLUMNS`, decision, reason
    copies    (copy, record): rows that say the very same, linked before any comparison
    group     (n,) the smallest record of the group of each record, by automatic links alone
    records   of both files together
    left_out  what the cap of blocks left out
    counts    what could not be used, in words -> rows
    notes     how the model came by its probabilities
    model     as Splink writes it
    """

    pairs: pl.DataFrame
    copies: pl.DataFrame
    group: NDArray[np.int64]
    records: int
    left_out: tuple[LeftOut, ...]
    counts: dict[str, int]
    notes: tuple[str, ...]
    model: dict[str, object]

    def of(self, decision: Decision) -> pl.DataFrame:
        return self.pairs.filter(pl.col("decision") == decision.value)

    @property
    def expected_false_links(self) -> float:
        """By the model's own probabilities: how many automatic links join two persons."""
        return float((1 - self.of(Decision.AUTO)["probability"]).sum())

    @property
    def expected_matches_in_review(self) -> float:
        """By the model's own probabilities: how many pairs for the officer are one person."""
        return float(self.of(Decision.REVIEW)["probability"].sum())


def linked(
    first: pl.DataFrame,
    second: pl.DataFrame | None,
    tables: NameTables,
    today: date,
    options: LinkageOptions,
    limits: EngineLimits,
    tell: Tell,
) -> Linkage:
    """Search one file for persons that stand in it more than once, or link two files.

    first, second  columns of `prepare.GIVEN`
    tell           is told the share done and the step, for a progress bar
    Raises         ProblemsFound: nothing to compare
    """
    tell(0.0, "整理姓名、号码、日期和地址")
    everything = prepared(first, second, tables, today)
    distinct, copies = collapsed(everything)
    tell(0.15, "分块")
    frame, left_out = with_blocks(distinct, options.block_cap)
    with opened(limits) as connection:
        tell(0.2, "学习各项一致的分量")
        model = learned(connection, frame, distinct.sources, options.seed)
        tell(0.35, "逐对打分")
        scores = scored_pairs(connection, frame, distinct.sources, model, options.thresholds.review)
    tell(0.9, "判定与归并")
    pairs = decided(scores, options.thresholds)
    pairs, group = _grouped(everything, pairs, copies, options)
    tell(1.0, "完成")
    return Linkage(pairs, copies, group, everything.n, left_out, everything.counts, model.notes, model.model)


def _grouped(
    found: Prepared, pairs: pl.DataFrame, copies: pl.DataFrame, options: LinkageOptions
) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """The groups by automatic links; a link that cannot stand beside surer ones goes to the officer."""
    valid = found.frame.select(pl.when("number_ok").then("number").alias("number"))["number"].to_list()
    is_apart = found.sources == 2 and options.is_one_to_one
    of_b = (found.frame["source"] == "b").to_list() if is_apart else None
    auto = pairs.with_row_index("place").filter(pl.col("decision") == Decision.AUTO.value)
    sure = copies.select(left="record", right="copy", weight=pl.lit(float("inf"))).cast(
        {"left": pl.Int64, "right": pl.Int64}
    )
    links = pl.concat([auto.select("left", "right", "weight"), sure])
    clusters = clustered(found.n, links, valid, of_b)
    refused = {
        int(auto["place"][position]): why for position, why in clusters.refused.items() if position < auto.height
    }
    if not refused:
        return pairs, clusters.group
    place = pl.int_range(pl.len()).replace_strict(refused, default=None, return_dtype=pl.String)
    changed = pairs.with_columns(
        pl.coalesce(place, "reason").alias("reason"),
        pl.when(place.is_not_null()).then(pl.lit(Decision.REVIEW.value)).otherwise("decision").alias("decision"),
    )
    return changed.select(*PAIR_COLUMNS, "decision", "reason"), clusters.group
