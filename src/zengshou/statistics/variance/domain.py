"""A domain: the rows a figure is about, in a design whose PSUs all stay; and the variance of weighted totals."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.sample import Lonely
from zengshou.statistics.variance.design import Column, Design, Index


class Domain:
    """Rows of a design, in file order. `rows` is None for all of them; rows of weight zero are never members.

    Outside the domain the influence is zero, and the PSUs found there count in n_h: leaving them out of the file
    would understate the error.
    """

    def __init__(self, design: Design, rows: Index | None) -> None:
        self.design = design
        self.rows = rows

    @property
    def n(self) -> int:
        """Rows in the domain."""
        return self.design.n if self.rows is None else len(self.rows)

    def take(self, column: Column) -> Column:
        """The domain's part of a column over the whole sample."""
        return column if self.rows is None else column[self.rows]

    @cached_property
    def weight(self) -> Column:
        return self.take(self.design.weight)

    def spread(self, values: Column) -> Column:
        """(n,) over the whole sample: `values` in the domain, zero outside."""
        if self.rows is None:
            return values
        whole = np.zeros(self.design.n)
        whole[self.rows] = values
        return whole

    @cached_property
    def _psu_of_row(self) -> Index | None:
        """PSU index of each domain row; None where each row is a PSU."""
        psu = self.design.psu_of_row
        return psu if psu is None or self.rows is None else psu[self.rows]

    @cached_property
    def _run_starts(self) -> Index:
        """First row of each run of one PSU; only for designs in PSU order."""
        psu = self._psu_of_row
        if psu is None or psu.size == 0:
            return np.zeros(0, dtype=np.int64)
        return np.concatenate(([0], np.flatnonzero(psu[1:] != psu[:-1]) + 1))

    @cached_property
    def _psus(self) -> Index | None:
        """Indices of the PSUs with members in the domain; None for every PSU of the design."""
        psu = self._psu_of_row
        if psu is None:
            return self.rows
        if self.design.is_in_psu_order:
            return psu[self._run_starts]
        return np.flatnonzero(np.bincount(psu, minlength=len(self.design.stratum_of_psu)))

    @cached_property
    def _strata(self) -> Index:
        """Stratum index of each PSU with members in the domain."""
        stratum = self.design.stratum_of_psu
        return stratum if self._psus is None else stratum[self._psus]

    @cached_property
    def _present(self) -> Index:
        """(k,) PSUs with members in the domain, by stratum."""
        return np.bincount(self._strata, minlength=len(self.design.strata)).astype(np.int64)

    @property
    def n_psu(self) -> int:
        """PSUs with members in the domain."""
        return len(self._strata)

    @cached_property
    def df(self) -> int:
        """Degrees of freedom: PSUs with members in the domain - strata with members in the domain."""
        return self.n_psu - int(np.count_nonzero(self._present))

    def _totals(self, influence: Column) -> Column:
        """Weighted influence summed within each PSU that has members in the domain."""
        weighted = self.weight * influence
        psu = self._psu_of_row
        if psu is None or weighted.size == 0:
            return weighted
        if self.design.is_in_psu_order:
            return np.add.reduceat(weighted, self._run_starts)
        totals = np.bincount(psu, weighted, minlength=len(self.design.stratum_of_psu)).astype(np.float64)
        return totals if self._psus is None else totals[self._psus]

    def variance(self, influence: Column) -> float:
        """Taylor variance of the weighted total of `influence` (n_domain,), one stage.

        sum over strata of (1 - f) n/(n - 1) sum over PSUs of (t - mean t)^2, PSUs without members being t = 0.
        Source  Woodruff (1971), Journal of the American Statistical Association 66, 411-414
        """
        design, totals, strata = self.design, self._totals(influence), self._strata
        counts = design.psu_counts
        size = len(design.strata)
        means = np.bincount(strata, totals, minlength=size) / counts
        deviations = totals - means[strata]
        within = np.bincount(strata, deviations * deviations, minlength=size)
        squares = within + (counts - self._present) * means**2
        several = counts > 1
        factor = np.divide(counts, counts - 1, out=np.zeros(size), where=several) * (1.0 - design.sampled_rate)
        return float(factor @ squares) + self._lonely_part(factor * squares, totals)

    def _lonely_part(self, by_stratum: NDArray[np.float64], totals: Column) -> float:
        """What strata of one PSU add: nothing, the average of the others, or the deviation from the grand mean."""
        design = self.design
        lonely = design.psu_counts == 1
        rule = design.sample.lonely
        if not lonely.any() or rule in (Lonely.CERTAINTY, Lonely.FAIL):
            return 0.0
        if rule is Lonely.AVERAGE:
            others = by_stratum[~lonely]
            return float(others.mean() * lonely.sum()) if others.size else float("inf")
        grand_mean = totals.sum() / len(design.stratum_of_psu)
        whole = np.zeros(len(design.strata))
        np.add.at(whole, self._strata, totals)
        return float((((whole - grand_mean) ** 2) * (1.0 - design.sampled_rate))[lonely].sum())


def rows_of(design: Design, mask: NDArray[np.bool_] | None) -> Index | None:
    """Row numbers of a mask, less rows of weight zero; None where every row is in."""
    positive = design.weight > 0
    inside = positive if mask is None else positive & mask
    return None if inside.all() else np.flatnonzero(inside)
