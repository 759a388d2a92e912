"""Raking and calibration: tables to margins, shapes to a mean, weights to totals."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def rake_table(seed: Numbers, rows: Numbers, columns: Numbers, rounds: int = 200) -> Numbers:
    """Scale a table (r, c) until its row and column sums are `rows` and `columns` (iterative proportional fitting).

    The sums of both margins must agree; a zero in the seed stays zero.
    """
    table = seed.astype(np.float64)
    for _ in range(rounds):
        table = table * _ratio(rows, table.sum(axis=1))[:, None]
        table = table * _ratio(columns, table.sum(axis=0))[None, :]
        if np.allclose(table.sum(axis=1), rows, rtol=1e-12):
            break
    return table


def _ratio(wanted: Numbers, got: Numbers) -> Numbers:
    return np.divide(wanted, got, out=np.zeros_like(got), where=got > 0)


def tilt_to_mean(counts: Numbers, values: Numbers, mean: float) -> Numbers:
    """Shares proportional to counts x exp(tilt x value), the tilt solved so that the mean of `values` is `mean`."""
    low, high = -5.0, 5.0
    shares = counts / counts.sum()
    for _ in range(200):
        tilt = (low + high) / 2
        raw = counts * np.exp(tilt * (values - mean))
        shares = raw / raw.sum()
        if float(shares @ values) < mean:
            low = tilt
        else:
            high = tilt
    return np.asarray(shares)


def calibrate(weight: Numbers, matrix: Numbers, totals: Numbers, rounds: int = 60, furthest: float = 4.0) -> Numbers:
    """Weights w = weight x exp(matrix @ tilt) with matrix.T @ w = totals (raking by Newton's method).

    weight    (n,) starting weights, positive
    matrix    (n, k) what each row brings to each total
    totals    (k,) wanted; columns that no row can fill are ignored, redundant ones are harmless
    furthest  bound of |log of the change of a weight|: where margins contradict one another the answer stays
              finite and the remaining gap shows in the fit table
    """
    usable = matrix.any(axis=0) & (totals > 0)
    matrix, totals = matrix[:, usable], totals[usable]
    tilt = np.zeros(matrix.shape[1])
    scaled = weight
    for _ in range(rounds):
        gap = totals - matrix.T @ scaled
        if np.all(np.abs(gap) <= 1e-9 * totals):
            break
        curvature = matrix.T @ (matrix * scaled[:, None])
        # lstsq, not solve: size, age and place margins repeat the same total, so the matrix is singular by design.
        step = np.linalg.lstsq(curvature, gap, rcond=1e-12)[0]
        moved = matrix @ step
        reach = float(np.abs(moved).max())
        tilt = tilt + step * min(1.0, 1.5 / reach if reach > 0 else 1.0)
        scaled = weight * np.exp(np.clip(matrix @ tilt, -furthest, furthest))
    return np.asarray(scaled)


def choose_top(score: Numbers, weight: Numbers, quota: float, among: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rows `among` with the highest scores whose weights together come nearest to `quota`."""
    rows = np.flatnonzero(among)
    order = rows[np.argsort(-score[rows], kind="stable")]
    filled = np.cumsum(weight[order])
    count = int(np.searchsorted(filled, max(quota, 0.0)))
    # Take one more row when that lands nearer.
    if count < len(order):
        before = filled[count - 1] if count else 0.0
        count += int(filled[count] - quota < quota - before)
    chosen = np.zeros(len(score), dtype=np.bool_)
    chosen[order[:count]] = True
    return chosen


def draw_category(shares: Numbers, uniform: Numbers) -> NDArray[np.int8]:
    """Codes drawn from `shares` ((k,) or (n, k)) by uniform numbers (n,)."""
    if shares.ndim == 1:
        steps = np.cumsum(shares / shares.sum())
        return np.minimum(np.searchsorted(steps, uniform, side="right"), len(shares) - 1).astype(np.int8)
    steps = np.cumsum(shares, axis=1)
    steps /= steps[:, -1:]
    drawn = (uniform[:, None] >= steps).sum(axis=1)
    return np.asarray(np.minimum(drawn, shares.shape[1] - 1), dtype=np.int8)


def even_draws(count: int, rng: np.random.Generator) -> Numbers:
    """Uniform numbers (n,) in random order that fill [0, 1) evenly, so that drawn shares are met to 1/n."""
    return np.asarray(rng.permutation((np.arange(count) + rng.random()) / max(count, 1)))
