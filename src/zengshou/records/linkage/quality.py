"""How good a linkage is where the truth is known: precision, recall, F1, by kind of error, with intervals."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

Z95 = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """`hits` of `of` with the Wilson interval of 95 %; value None where `of` is 0."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson (1927): keeps within 0 and 1 also where every try hits."""
        if not self.of:
            return None
        p, n = self.hits / self.of, self.of
        middle, half = p + Z95**2 / (2 * n), Z95 * math.sqrt(p * (1 - p) / n + Z95**2 / (4 * n * n))
        scale = 1 + Z95**2 / n
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)

    def __str__(self) -> str:
        if self.value is None or self.interval is None:
            return "—（没有可比的记录对）"
        low, high = self.interval
        return f"{self.value:.4f} [{low:.4f}, {high:.4f}]"


@dataclass(frozen=True)
class Quality:
    """Precision and recall over pairs of records of one person."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        """Harmonic mean; None where one of the two is not defined or both are 0."""
        p, r = self.precision.value, self.recall.value
        return None if p is None or r is None or p + r == 0 else 2 * p * r / (p + r)


def pair_quality(group: NDArray[np.int64], person: NDArray[np.int64]) -> Quality:
    """Quality of groups against the truth, over all pairs of records, those joined through a third among them.

    group   (n,) group of each record
    person  (n,) the true person
    """
    both = _pairs(pl.DataFrame({"g": group, "p": person}))
    return Quality(Share(both, _pairs(pl.DataFrame({"g": group}))), Share(both, _pairs(pl.DataFrame({"p": person}))))


def _pairs(labels: pl.DataFrame) -> int:
    """Pairs of rows with equal labels."""
    sizes = labels.group_by(labels.columns).agg(pl.len().cast(pl.Int64).alias("n"))["n"]
    return int((sizes * (sizes - 1) // 2).sum())


def quality_by_error(group: NDArray[np.int64], truth: pl.DataFrame, links: pl.DataFrame) -> dict[str, Quality]:
    """Kind of error -> quality of the records that carry it.

    group  (n,) group of each record
    truth  columns person, error ("original" for originals), in record order
    links  columns left, right: pairs that were linked directly
    Recall: copies that are in the group of their original. Precision: direct links of such copies that are right.
    """
    labelled = truth.with_columns(pl.Series("group", group))
    originals = labelled.filter(pl.col("error") == "original").select("person", home="group")
    copies = labelled.filter(pl.col("error") != "original").join(originals, on="person", how="left")
    found = copies.group_by("error").agg((pl.col("group") == pl.col("home")).sum().alias("hits"), pl.len().alias("of"))
    right = _links_by_error(labelled, links)
    return {
        error: Quality(Share(*right.get(error, (0, 0))), Share(int(hits), int(of)))
        for error, hits, of in found.sort("error").iter_rows()
    }


def _links_by_error(labelled: pl.DataFrame, links: pl.DataFrame) -> dict[str, tuple[int, int]]:
    error, person = labelled["error"], labelled["person"].to_numpy()
    left, right = links["left"].to_numpy(), links["right"].to_numpy()
    sides = pl.DataFrame({"one": error[left], "other": error[right], "is_right": person[left] == person[right]})
    ends = pl.concat([sides.select(error="one", is_right="is_right"), sides.select(error="other", is_right="is_right")])
    counts = ends.group_by("error").agg(pl.col("is_right").sum().alias("hits"), pl.len().alias("of"))
    return {name: (int(hits), int(of)) for name, hits, of in counts.iter_rows()}
