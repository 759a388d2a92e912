"""Yearly amounts as months of whole fen: twelve parts that differ by at most one fen and add up to the year."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

Fen = NDArray[np.int64]


def fen_of(yuan: NDArray[np.generic]) -> Fen:
    """Whole fen of amounts in yuan, half up."""
    return np.floor(np.asarray(yuan, dtype=np.float64) * 100 + 0.5 + 1e-6).astype(np.int64)


def month_part(yearly: Fen, month: int) -> Fen:
    """The part of a calendar month, 1 to 12."""
    return yearly * month // 12 - yearly * (month - 1) // 12


def yuan_text(fen: Fen) -> pl.Series:
    """Amounts as offices write them: 1234.56, without separators."""
    amounts = pl.Series("fen", fen, dtype=pl.Int64)
    size = amounts.abs()
    sign = pl.Series(np.where(amounts.to_numpy() < 0, "-", ""), dtype=pl.String)
    return sign + (size // 100).cast(pl.String) + "." + (size % 100).cast(pl.String).str.zfill(2)
