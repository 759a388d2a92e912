"""Who belongs to a household and until when: the last word of its source, and what ends a membership by itself.

A register of households states that somebody came; that they died or moved away is told elsewhere, as a status.
"""

import polars as pl

# Statuses that end every membership, and those that end one of a kind of household alone.
ENDS_ALL = ("deceased", "emigrated")
ENDS_KIND = {"hukou": ("moved_out",)}
ENDING = (*ENDS_ALL, *(status for statuses in ENDS_KIND.values() for status in statuses))
STATED = pl.Schema(
    {
        "household": pl.String,
        "kind": pl.String,
        "person": pl.Int64,
        "relation": pl.String,
        "date_from": pl.Date,
        "date_to": pl.Date,
    }
)
ENDS = pl.Schema({"person": pl.Int64, "status": pl.String, "on": pl.Date})
KEY = ["household", "person", "date_from"]


def memberships(stated: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    """Each membership once, with its last day (inclusive) where it has ended.

    stated   STATED and any further columns; every statement of every source, the earlier known before the later: a
             later one of the same beginning stands for the earlier
    ends     ENDS: who died, emigrated or moved out, and on which day
    Returns  the columns of `stated`; date_to the earlier of the stated end and the one that a status brings
    """
    last = stated.unique(KEY, keep="last", maintain_order=True)
    if ends.is_empty():
        return last
    placed = last.with_row_index("place")
    brought = (
        placed.select("place", "person", "kind", "date_from")
        .join(ends, on="person", how="inner")
        .filter(_ends_it())
        # Whoever moves belongs to the new household from that day on, and to the old one until the day before.
        .with_columns(last_day=pl.when(pl.col("status") == "moved_out").then(_day_before()).otherwise("on"))
        .group_by("place")
        .agg(pl.col("last_day").min())
    )
    return (
        placed.join(brought, on="place", how="left", maintain_order="left")
        .with_columns(date_to=pl.min_horizontal("date_to", "last_day"))
        .drop("place", "last_day")
    )


def _ends_it() -> pl.Expr:
    """Whether a status falls into a membership of a kind. Moving out ends nothing that began on the same day."""
    status, on, begins = pl.col("status"), pl.col("on"), pl.col("date_from")
    for_good = status.is_in(ENDS_ALL) & (on >= begins)
    of_kind = [
        (pl.col("kind") == kind) & status.is_in(statuses) & (on > begins) for kind, statuses in ENDS_KIND.items()
    ]
    return pl.any_horizontal(for_good, *of_kind)


def _day_before() -> pl.Expr:
    return pl.col("on").dt.offset_by("-1d")
