"""Links -> persons: groups of records, the surest link first; one that cannot stand beside surer ones is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

CONFLICT_NUMBER = "并入后同一人会有两个不同的有效号码"
CONFLICT_ONE_TO_ONE = "一对一关联：其中一方已与得分更高的记录关联"
TIED = "一对一关联：有得分相同的另一候选"
SAME_SCORE = 1e-9  # bits


@dataclass(frozen=True, eq=False)
class Clusters:
    """Records in groups.

    group    (n,) the smallest record of the group that each record is in
    refused  positions of the links that were set aside -> why; they go to an officer
    """

    group: NDArray[np.int64]
    refused: dict[int, str]


class _Forest:
    """Union-find with the smallest record as root; halves paths as it looks."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))

    def root(self, record: int) -> int:
        parent = self.parent
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    def join(self, one: int, other: int) -> None:
        low, high = (one, other) if one < other else (other, one)
        self.parent[high] = low


def clustered(
    n: int,
    links: pl.DataFrame,
    valid_numbers: Sequence[str | None],
    of_b: Sequence[bool] | None = None,
) -> Clusters:
    """Groups of `n` records by `links` (left, right, weight), taken from the surest down; equal ones by record.

    valid_numbers  (n,) number of each record that passes its check, else None: a group holds at most one
    of_b           (n,) for a one-to-one linkage of two files: True in the second; a group holds one record of each
    """
    tied = _tied(links) if of_b is not None else set()
    order = links.with_row_index("position").sort(
        ["weight", "left", "right"], descending=[True, False, False], maintain_order=True
    )
    forest, number = _Forest(n), list(valid_numbers)
    is_taken = [False] * n
    refused: dict[int, str] = {}
    for position, left, right in order.select("position", "left", "right").iter_rows():
        one, other = forest.root(left), forest.root(right)
        if one == other:
            continue
        first, second = number[one], number[other]
        if first is not None and second is not None and first != second:
            refused[position] = CONFLICT_NUMBER
        elif position in tied:
            refused[position] = TIED
        elif of_b is not None and (is_taken[left] or is_taken[right]):
            refused[position] = CONFLICT_ONE_TO_ONE
        else:
            forest.join(one, other)
            number[min(one, other)] = first or second
            is_taken[left] = is_taken[right] = True
    return Clusters(np.array([forest.root(record) for record in range(n)], dtype=np.int64), refused)


def _tied(links: pl.DataFrame) -> set[int]:
    """Positions of links whose record has another link of the very same, highest weight: chance would decide."""
    sides = [
        links.with_row_index("position").select("position", pl.col(side).alias("record"), "weight")
        for side in ("left", "right")
    ]
    ends = pl.concat(sides).with_columns(pl.col("weight").max().over("record").alias("best"))
    best = ends.filter(pl.col("weight") >= pl.col("best") - SAME_SCORE)
    return set(best.filter(pl.len().over("record") > 1)["position"].to_list())
