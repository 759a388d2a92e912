"""Rounding of what is published, and what a reader who knows the rule may conclude from it."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def rounded_counts(counts: Numbers, base: int) -> Numbers:
    """(k,) each to the nearest multiple of `base`, halves up."""
    return np.floor(np.asarray(counts, dtype=np.float64) / base + 0.5) * base


def count_limits(published: Numbers, base: int, is_whole: bool) -> tuple[Numbers, Numbers]:
    """(k,) lowest and highest count that rounds to `published`; whole people cannot stand between two numbers."""
    half = base / 2
    low, high = published - half, published + half
    if is_whole:
        low, high = np.ceil(low), np.ceil(high) - 1
    return np.maximum(low, 0.0), np.maximum(high, 0.0)


def step_of(values: Numbers, digits: int) -> Numbers:
    """(k,) the unit of the last of `digits` significant digits; 1 for zero."""
    size = np.abs(values)
    power = np.floor(np.log10(np.where(size > 0, size, 1.0)))
    return np.where(size > 0, 10.0 ** (power - digits + 1), 1.0)


def rounded_money(values: Numbers, digits: int) -> Numbers:
    """(k,) each to `digits` significant digits."""
    amounts = np.asarray(values, dtype=np.float64)
    step = step_of(amounts, digits)
    # A step below one is divided by as a whole number: 10 is exact where 0.1 is not.
    parts = np.where(step < 1, np.round(1 / step), 1.0)
    return np.where(step >= 1, np.round(amounts / step) * step, np.round(amounts * parts) / parts)


def money_limits(published: Numbers, digits: int) -> tuple[Numbers, Numbers]:
    """(k,) lowest and highest amount that rounds to `published`.

    Just below a power of ten the steps are ten times finer, so that 1000 may come from 999.6 but not from 999.4.
    """
    half = step_of(published, digits) / 2
    size = np.abs(published)
    is_power = (size > 0) & np.isclose(size, 10.0 ** np.round(np.log10(np.where(size > 0, size, 1.0))), rtol=1e-12)
    inner = np.where(is_power, half / 10, half)
    toward_zero = np.where(published >= 0, inner, half)
    away = np.where(published >= 0, half, inner)
    return published - toward_zero, published + away
