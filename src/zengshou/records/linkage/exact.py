"""Rows that say the very same are one record before any comparison: a payroll of twelve months, a file sent twice."""

import polars as pl

from zengshou.records.linkage.prepare import Prepared

COMPARED = ("source", "written", "number", "number_short", "birth", "sex", "phone", "city", "county", "town", "village")


def collapsed(found: Prepared) -> tuple[Prepared, pl.DataFrame]:
    """One record of each group of equal rows; and the others: (copy, record), the first of a group standing for it.

    Rows count as equal only where they hold enough to tell persons apart: a valid number with a name, or name, birth
    and village. Linking two files collapses nothing: each row of a file then stands for itself.
    """
    nothing = pl.DataFrame(schema={"copy": pl.UInt32, "record": pl.UInt32})
    if found.sources == 2:
        return found, nothing
    has_number = pl.col("number_ok") & pl.col("name").is_not_null()
    has_rest = pl.all_horizontal(pl.col(name).is_not_null() for name in ("name", "birth", "village"))
    tells = found.frame.select(
        "record", pl.struct(COMPARED).hash().alias("said"), (has_number | has_rest).alias("tells")
    )
    first = tells.filter("tells").with_columns(pl.col("record").min().over("said").alias("first"))
    copies = first.filter(pl.col("record") != pl.col("first")).select(copy="record", record="first")
    kept = found.frame.join(copies, left_on="record", right_on="copy", how="anti", maintain_order="left")
    return Prepared(kept, found.sources, found.counts), copies.sort("copy")
