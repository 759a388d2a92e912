"""Replicates by PSU: with which number the weights of each PSU are multiplied. Never a table of rows by replicates."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from zengshou.statistics.variance.codes import Column, Index
from zengshou.statistics.variance.hadamard import Signs

Multiplier = Callable[[int], Column]  # number of the replicate -> (m,)


@dataclass(frozen=True, eq=False)
class Drawn:
    """The PSUs drawn from each stratum.

    stratum_of_psu  (m,)
    counts          (k,) PSUs of each stratum in the sample
    rate            (k,) their share of the stratum's; 0 where they were drawn with replacement
    """

    stratum_of_psu: Index
    counts: Index
    rate: Column

    @property
    def m(self) -> int:
        return len(self.stratum_of_psu)

    @cached_property
    def order(self) -> Index:
        """PSUs stratum by stratum, each stratum in the order of its codes."""
        return np.argsort(self.stratum_of_psu, kind="stable")

    @cached_property
    def starts(self) -> Index:
        """(k,) where each stratum begins in `order`."""
        return np.cumsum(self.counts) - self.counts

    @cached_property
    def place(self) -> Index:
        """(m,) 0 for the first PSU of its stratum, 1 for the second ..."""
        place = np.empty(self.m, dtype=np.int64)
        place[self.order] = np.arange(self.m) - np.repeat(self.starts, self.counts)
        return place


def counts_drawn(drawn: Drawn, draws: Index, rng: np.random.Generator) -> Column:
    """(m,) how often each PSU comes up in `draws` (k,) draws with replacement from each stratum."""
    first = np.repeat(drawn.starts, draws)
    picks = first + (rng.random(len(first)) * np.repeat(drawn.counts, draws)).astype(np.int64)
    return np.bincount(drawn.order[picks], minlength=drawn.m).astype(np.float64)


def bootstrap(drawn: Drawn, seed: int) -> Multiplier:
    """n_h - 1 of n_h PSUs with replacement, rescaled; a finite population shrinks the swing, a PSU alone stays.

    Source  Rao and Wu (1988), Journal of the American Statistical Association 83, 231-241
    """
    draws = drawn.counts - 1
    swing = np.where(draws > 0, np.sqrt(1.0 - drawn.rate), 0.0)
    per_draw = swing * drawn.counts / np.maximum(draws, 1)
    of_psu, still = per_draw[drawn.stratum_of_psu], (1.0 - swing)[drawn.stratum_of_psu]

    def column(number: int) -> Column:
        return still + of_psu * counts_drawn(drawn, draws, np.random.default_rng([seed, number]))

    return column


def resample(drawn: Drawn, seed: int) -> Multiplier:
    """n_h of n_h PSUs with replacement, as often as they come up: for studentised intervals."""

    def column(number: int) -> Column:
        return counts_drawn(drawn, drawn.counts, np.random.default_rng([seed, number]))

    return column


def jackknife(drawn: Drawn) -> Multiplier:
    """JKn (and JK1, with one stratum): leave out one PSU, raise the others of its stratum by n_h/(n_h - 1)."""
    left_out = drawn.order[drawn.counts[drawn.stratum_of_psu[drawn.order]] > 1]

    def column(number: int) -> Column:
        psu = int(left_out[number])
        stratum = int(drawn.stratum_of_psu[psu])
        size = int(drawn.counts[stratum])
        multiplier = np.where(drawn.stratum_of_psu == stratum, size / (size - 1), 1.0)
        multiplier[psu] = 0.0
        return multiplier

    return column


def left_out_factors(drawn: Drawn) -> Column:
    """(R,) (n_h - 1)/n_h (1 - f_h) of the stratum of each PSU left out by `jackknife`."""
    strata = drawn.stratum_of_psu[drawn.order]
    sizes = drawn.counts[strata]
    factors = (sizes - 1) / sizes * (1.0 - drawn.rate[strata])
    return np.asarray(factors[sizes > 1], dtype=np.float64)


def paired_jackknife(drawn: Drawn) -> Multiplier:
    """JK2: in one stratum of two the first PSU is left out and the second counts twice; one replicate a stratum."""

    def column(number: int) -> Column:
        return np.where(drawn.stratum_of_psu == number, 2.0 * drawn.place, 1.0)

    return column


def balanced_halves(drawn: Drawn, signs: Signs, rho: float) -> Multiplier:
    """BRR (rho 0) and Fay: one PSU of each pair at 2 - rho, the other at rho, by the rows of a Hadamard matrix.

    Its first column, all +1, is left out. Source  Judkins (1990), Journal of Official Statistics 6, 223-239
    """
    turn = 1.0 - 2.0 * drawn.place

    def column(number: int) -> Column:
        return np.asarray(1.0 + (1.0 - rho) * turn * signs[number, 1 + drawn.stratum_of_psu], dtype=np.float64)

    return column


def successive(drawn: Drawn, signs: Signs) -> Multiplier:
    """Successive differences: neighbours in the order of selection are set against each other.

    PSU i takes rows a and b of the matrix, PSU i + 1 rows b and c, and so on in closed rounds of all but the first.
    Source  Fay and Train (1995), Proceedings of the Section on Government Statistics, 154-159
    """
    rounds = len(signs) - 1
    step = _steps(rounds)
    lap, position = np.divmod(np.arange(drawn.m), rounds)
    stride = step[lap % len(step)]
    here, there = np.empty(drawn.m, dtype=np.int64), np.empty(drawn.m, dtype=np.int64)
    here[drawn.order] = 1 + position * stride % rounds
    there[drawn.order] = 1 + (position + 1) * stride % rounds
    swing = 2.0**-1.5 * np.sqrt(1.0 - drawn.rate)[drawn.stratum_of_psu]

    def column(number: int) -> Column:
        return np.asarray(1.0 + swing * (signs[here, number].astype(np.float64) - signs[there, number]))

    return column


def _steps(rounds: int) -> Index:
    """Strides that visit every row once a lap."""
    return np.array([step for step in range(1, max(rounds // 2, 2)) if np.gcd(step, rounds) == 1], dtype=np.int64)
