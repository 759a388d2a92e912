"""Money: whole fen in ledgers and totals, float yuan in simulation."""

import numpy as np
from numpy.typing import NDArray


def fen(yuan: float) -> int:
    """Whole fen of an amount in yuan, half up (the guard keeps 1.005 from rounding down)."""
    return int(np.floor(yuan * 100 + 0.5 + 1e-6))


def total_fen(yuan: NDArray[np.float64]) -> int:
    """The exact sum of a column in fen: whole numbers, so neither blocks nor threads change a digit."""
    return int(np.floor(yuan * 100 + 0.5 + 1e-6).astype(np.int64).sum())


def in_words(yuan: float, decimals: int = 2) -> str:
    """An amount as Chinese readers write it: 元, 万元 or 亿元."""
    for size, unit in ((1e8, "亿元"), (1e4, "万元")):
        if abs(yuan) >= size:
            return f"{yuan / size:,.{decimals}f}{unit}"
    return f"{yuan:,.{decimals}f}元"
