"""Zenga's index: at every income, how far the mean of those at or below it lies under the mean of those at or above.

Source  Zenga (2007), Statistica & Applicazioni 5(1), 3-27; estimated as in Barabesi, Diana, Perri (2016),
        Statistics 50(5), 1161-1172. The influence is worked out below, term by term.
"""

import numpy as np

from zengshou.statistics.choices import ZengaTies
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.result import Result
from zengshou.statistics.variance.design import Column, Index


def zenga(ranked: Ranked, ties: ZengaTies = ZengaTies.MERGED) -> Result:
    """Z = 1 - mean of (N - C)(Y - U)/(C U), from 0 (all equal) to 1; incomes above zero.

    C is the weight at or below the income, U the income of those at or above it.
    Raises  Undefined when total income is not above zero
    """
    total = ranked.positive_total
    order = np.argsort(ranked.x, kind="stable")
    x, w, block = _blocks(ranked.x[order], ranked.w[order], ties)
    value, z = _index(x, w, total, ranked.weight_sum)
    placed = np.empty_like(ranked.x)
    placed[order] = z[block]
    return Result(value, ranked.domain, placed, (f"zenga=bdp, ties={ties.value}",))


def _blocks(x: Column, w: Column, ties: ZengaTies) -> tuple[Column, Column, Index]:
    """(incomes, weights, block of each sorted row): one block an income, or one a row."""
    if ties is ZengaTies.BY_ROW:
        return x, w, np.arange(len(x), dtype=np.int64)
    starts = np.append(True, x[1:] != x[:-1])
    block = np.cumsum(starts, dtype=np.int64) - 1
    weights = np.bincount(block, w).astype(np.float64, copy=False)
    return x[starts], weights, block


def _index(x: Column, w: Column, total: float, everyone: float) -> tuple[float, Column]:
    """Value and influence on sorted blocks.

    With f = (N - C)(Y - U)/(C U), Z = 1 - sum w f / N. A weight at x moves, in this order: its own term and N in the
    divisor; N in (N - C); C of all at or above it; Y; and U of all at or below it.
    """
    up_to = np.cumsum(w)
    below = np.cumsum(w * x) - w * x
    above = total - below
    f = (everyone - up_to) * below / (up_to * above)
    value = 1.0 - float(w @ f) / everyone
    from_own = -f / everyone
    from_count = -float(w @ (below / above)) / everyone**2
    falling = w * below / (above * up_to**2)
    from_rank = np.cumsum(falling[::-1])[::-1]
    from_total = -x / everyone * float(w @ ((everyone - up_to) / (up_to * above)))
    from_above = total * x / everyone * np.cumsum(w * (everyone - up_to) / (up_to * above**2))
    return value, from_own + from_count + from_rank + from_total + from_above
