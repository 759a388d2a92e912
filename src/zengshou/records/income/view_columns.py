"""The arithmetic of a view's rows in columns of whole fen: the same rounding as line by line."""

from collections.abc import Mapping

import polars as pl

from zengshou.concepts.employment_cost import EmploymentCost
from zengshou.concepts.income_view import ViewRow


def counted_fen(lines: pl.LazyFrame, rules: Mapping[str, ViewRow]) -> pl.LazyFrame:
    """Adds `counted_fen` to lines with `item` and `stated_fen`: share, half up, then cap, then sign."""
    items = lines.collect_schema()["item"]
    table = pl.LazyFrame(
        {
            "item": list(rules),
            "sign": [row.op.sign for row in rules.values()],
            "over": [row.share.numerator for row in rules.values()],
            "under": [row.share.denominator for row in rules.values()],
            "cap": [row.cap_monthly_fen for row in rules.values()],
        },
        schema={"item": items, "sign": pl.Int64, "over": pl.Int64, "under": pl.Int64, "cap": pl.Int64},
    )
    share = half_up_columns(pl.col("stated_fen") * pl.col("over"), pl.col("under"))
    # min_horizontal passes over a missing cap.
    capped = pl.min_horizontal(share, pl.col("cap"))
    return (
        lines.join(table, on="item", how="left")
        .with_columns(counted_fen=pl.col("sign") * capped)
        .drop("sign", "over", "under", "cap")
    )


def employment_cost_fen(wage: pl.Expr, cost: EmploymentCost) -> pl.Expr:
    """`EmploymentCost.monthly_fen` of a column of monthly wages."""
    base = wage if cost.base_monthly_fen is None else pl.lit(cost.base_monthly_fen, dtype=pl.Int64)
    amount = half_up_columns(base * cost.rate.numerator, pl.lit(cost.rate.denominator, dtype=pl.Int64))
    limits = [wage] if cost.cap_monthly_fen is None else [wage, pl.lit(cost.cap_monthly_fen, dtype=pl.Int64)]
    return pl.when(wage > 0).then(pl.min_horizontal(amount, *limits)).otherwise(0)


def half_up_columns(over: pl.Expr, under: pl.Expr) -> pl.Expr:
    """over / under in whole numbers, halves up; floor division rounds down for amounts below zero as well."""
    return (2 * over + under) // (2 * under)
