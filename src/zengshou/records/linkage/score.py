"""Scores the pairs of shared blocks with a learned model; each pair comes with the level each comparison reached."""

import math
from collections.abc import Sequence

import duckdb
import polars as pl

from zengshou.records.linkage.blocks import RULES, BlockRule
from zengshou.records.linkage.engine import dropped, linker_of, loaded
from zengshou.records.linkage.learn import Learned
from zengshou.records.linkage.settings import COMPARISONS

OUTCOMES = tuple(comparison.outcome for comparison in COMPARISONS)
PAIR_COLUMNS = ("left", "right", "weight", "probability", *OUTCOMES)
CHUNK = 300_000  # records of one round
BY_NUMBER, BY_REST = RULES[:1], RULES[1:]


def scored_pairs(
    connection: duckdb.DuckDBPyConnection, frame: pl.DataFrame, sources: int, model: Learned, least_probability: float
) -> pl.DataFrame:
    """(pairs, PAIR_COLUMNS): pairs of shared blocks at or above `least_probability`, and all pairs of equal numbers.

    left, right  record indexes, the smaller first
    weight       log2 of the odds that the two are one person
    """
    tables = loaded(connection, frame, sources, "scored")
    linked = _predicted(connection, tables, model, BY_REST, frame.height, least_probability)
    equal = _predicted(connection, tables, model, BY_NUMBER, frame.height, None)
    for name in tables:
        connection.execute(f"drop table {name}")
    return pl.concat([equal, linked]).unique(["left", "right"], keep="first").sort("left", "right")


def _predicted(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[str],
    model: Learned,
    rules: Sequence[BlockRule],
    records: int,
    least_probability: float | None,
) -> pl.DataFrame:
    """The pairs of some rules, in rounds that fit into memory."""
    blocked = [{"blocking_rule": rule.sql, "sql_dialect": "duckdb"} for rule in rules]
    linker = linker_of(connection, tables, model.model | {"blocking_rules_to_generate_predictions": blocked})
    found = linker.inference.predict(
        threshold_match_probability=least_probability,
        num_chunks_left=math.ceil(records / CHUNK),
        warning_mode="never",
    )
    outcomes = ", ".join(f"pair.{each}::tinyint as {each}" for each in OUTCOMES)
    pairs: pl.DataFrame = connection.sql(
        f"select least(record_l, record_r)::bigint as left, greatest(record_l, record_r)::bigint as right,"
        f" match_weight as weight, match_probability as probability, {outcomes} from {found.physical_name} pair"
    ).pl()
    dropped(connection, linker, ())
    return pairs


def words_of(pairs: pl.DataFrame) -> pl.DataFrame:
    """One column of words a comparison, labelled in Chinese, for the officer who reviews the pairs."""
    return pairs.select(
        pl.col(comparison.outcome)
        .replace_strict(list(comparison.words()), list(comparison.words().values()), return_dtype=pl.String)
        .alias(comparison.label)
        for comparison in COMPARISONS
    )
