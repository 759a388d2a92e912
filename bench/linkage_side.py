"""One side of bench/linkage.py, in a process of its own: write the labelled file, or link it and measure.

python -P bench/linkage_side.py write|ours|plain FILE [RECORDS]

With -P, since statistics.py beside this file would hide Python's own from Splink.
"""

import json
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import splink.comparison_library as compared
from numpy.typing import NDArray
from splink import SettingsCreator, block_on

from zengshou.records.linkage.clusters import clustered
from zengshou.records.linkage.decide import RULE_10, Decision
from zengshou.records.linkage.engine import EngineLimits, linker_of, loaded, opened
from zengshou.records.linkage.labelled import labelled_records
from zengshou.records.linkage.linkage import LinkageOptions, linked
from zengshou.records.linkage.prepare import GIVEN
from zengshou.records.linkage.quality import Quality, pair_quality, quality_by_error
from zengshou.store.linkage_tables import name_frequencies, name_tables

SEED = 20171107
SHARE_OF_PERSONS = 0.75  # originals among the records; the rest are copies
TODAY = date(2026, 1, 1)
PLAIN_THRESHOLD = 0.99


def written(path: Path, records: int) -> None:
    """The labelled records as Parquet."""
    persons = int(records * SHARE_OF_PERSONS)
    made = labelled_records(persons, records - persons, name_frequencies(), name_tables(), np.random.default_rng(SEED))
    made.frame.write_parquet(path)


@dataclass(frozen=True, eq=False)
class Found:
    """Groups by automatic links, the pairs linked and the pairs left to an officer, with `weight`."""

    group: NDArray[np.int64]
    auto: pl.DataFrame
    review: pl.DataFrame


def by_us(frame: pl.DataFrame, spill: str) -> Found:
    """Our linkage with its usual options."""
    limits, options = EngineLimits(spill=spill), LinkageOptions()
    found = linked(frame.select(GIVEN), None, name_tables(), TODAY, options, limits, lambda *_: None)
    return Found(found.group, found.of(Decision.AUTO), found.of(Decision.REVIEW))


def by_defaults(frame: pl.DataFrame, spill: str) -> Found:
    """What a reader of Splink's guide would write: its ready comparisons on the strings as they are."""
    plain = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compared.JaroWinklerAtThresholds("name"),
            compared.DateOfBirthComparison("birth", input_is_string=True),
            compared.ExactMatch("number"),
            compared.ExactMatch("area"),
            compared.ExactMatch("phone"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("number"),
            block_on("name", "birth"),
            block_on("phone"),
            block_on("birth", "area"),
        ],
        unique_id_column_name="record",
    )
    rows = frame.select(GIVEN).with_row_index("record").with_columns(pl.lit("a").alias("source"))
    with opened(EngineLimits(spill=spill)) as connection:
        linker = linker_of(connection, loaded(connection, rows, 1, "plain"), plain)
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [block_on("number"), block_on("name", "birth")], recall=0.7
        )
        training.estimate_u_using_random_sampling(max_pairs=2e6, seed=SEED)
        training.estimate_parameters_using_expectation_maximisation(block_on("number"))
        training.estimate_parameters_using_expectation_maximisation(block_on("name", "birth"))
        found = linker.inference.predict(threshold_match_probability=0.5, num_chunks_left=3, warning_mode="never")
        pairs = connection.sql(
            "select least(record_l, record_r)::bigint as left, greatest(record_l, record_r)::bigint as right,"
            f" match_weight as weight, match_probability as probability from {found.physical_name}"
        ).pl()
    auto = pairs.filter(pl.col("probability") >= PLAIN_THRESHOLD)
    clusters = clustered(frame.height, auto, [None] * frame.height)
    return Found(clusters.group, auto, pairs.filter(pl.col("probability") < PLAIN_THRESHOLD))


def words(quality: Quality) -> dict[str, object]:
    return {"precision": quality.precision.value, "recall": quality.recall.value, "f1": quality.f1}


def measured(side: str, path: Path) -> dict[str, object]:
    """One side over the file: cost, and quality in all, by kind of error, with and without numbers."""
    frame = pl.read_parquet(path)
    with tempfile.TemporaryDirectory() as spill:
        started, cpu = time.perf_counter(), time.process_time()
        found = (by_us if side == "ours" else by_defaults)(frame, spill)
        seconds, cpu_s = time.perf_counter() - started, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    truth = frame.select("person", "error", "has_number")
    person = truth["person"].to_numpy()
    return {
        "seconds": round(seconds, 1),
        "cpu_s": round(cpu_s, 1),
        "peak_mib": round(peak),
        "linked": found.auto.height,
        "review": found.review.height,
        "with_rule_10": words(pair_quality(_with_rule_10(side, found, frame), person)),
        "without_rule_10": words(pair_quality(_without_rule_10(side, found), person)),
        "recall_after_review": _recall_of_copies(_reviewed(found, truth), truth),
        "with_numbers": _split(found, truth, True),
        "without_numbers": _split(found, truth, False),
        "by_error": {error: words(each) for error, each in quality_by_error(found.group, truth, found.auto).items()},
    }


def _joined(group: NDArray[np.int64], pairs: pl.DataFrame) -> NDArray[np.int64]:
    """The groups with further pairs joined."""
    n = group.size
    held = pl.DataFrame({"left": group, "right": np.arange(n)})
    links = pl.concat([held, pairs.select("left", "right")]).with_columns(pl.lit(1.0).alias("weight"))
    return clustered(n, links, [None] * n).group


def _with_rule_10(side: str, found: Found, frame: pl.DataFrame) -> NDArray[np.int64]:
    """Groups where equal numbers with differing names or births wait for an officer, as the register must do it."""
    if side == "ours":
        return found.group
    left, right = (frame[found.auto[side].to_numpy()] for side in ("left", "right"))
    is_conflict = (left["number"] == right["number"]) & (
        (left["name"] != right["name"]) | (left["birth"] != right["birth"])
    )
    kept = found.auto.filter(~is_conflict.fill_null(False))
    return clustered(frame.height, kept, [None] * frame.height).group


def _without_rule_10(side: str, found: Found) -> NDArray[np.int64]:
    """Groups where an equal number is believed whatever the name, as plain defaults do it."""
    return _joined(found.group, found.review.filter(pl.col("reason") == RULE_10)) if side == "ours" else found.group


def _reviewed(found: Found, truth: pl.DataFrame) -> NDArray[np.int64]:
    """The groups after an officer who errs in nothing has seen every pair left to one."""
    person = truth["person"].to_numpy()
    is_right = person[found.review["left"].to_numpy()] == person[found.review["right"].to_numpy()]
    return _joined(found.group, found.review.filter(pl.Series(is_right)))


def _split(found: Found, truth: pl.DataFrame, has_number: bool) -> dict[str, float]:
    """Of copies with a number, or without one: recall, and precision of the direct links."""
    recall = _recall_of_copies(found.group, truth, has_number)
    return {"precision": _precision(found.auto, truth, has_number), "recall": recall}


def _recall_of_copies(group: NDArray[np.int64], truth: pl.DataFrame, has_number: bool | None = None) -> float:
    """Share of copies in the group of their original: all, or those with or without a number."""
    rows = truth.with_columns(pl.Series("group", group))
    homes = rows.filter(pl.col("error") == "original").select("person", home="group")
    copies = rows.filter(pl.col("error") != "original").join(homes, on="person")
    if has_number is not None:
        copies = copies.filter(pl.col("has_number") == has_number)
    return float((copies["group"] == copies["home"]).mean() or 0.0)


def _precision(auto: pl.DataFrame, truth: pl.DataFrame, has_number: bool) -> float:
    """Share of direct links that are right, of those where both sides carry a number, or where one lacks it."""
    left, right = auto["left"].to_numpy(), auto["right"].to_numpy()
    person, numbered = truth["person"].to_numpy(), truth["has_number"].to_numpy()
    asked = (numbered[left] & numbered[right]) == has_number
    return float((person[left] == person[right])[asked].mean())


def main() -> int:
    """Do what is asked and print JSON."""
    asked, path = sys.argv[1], Path(sys.argv[2])
    if asked == "write":
        written(path, int(sys.argv[3]))
    else:
        sys.stdout.write(json.dumps(measured(asked, path)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
