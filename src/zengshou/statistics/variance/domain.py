"""A domain: the rows a figure is about, in a design whose PSUs all stay; and the variance of weighted totals."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.sample import Lonely
from zengshou.statistics.variance.codes import Column, Index
from zengshou.statistics.variance.design import Design
from zengshou.statistics.variance.replication import Replication


class Domain:
    """Rows of a design, in file order. `rows` is None for all of them; rows of weight zero are never members.

    Outside the domain the influence is zero, and the PSUs found there count in n_h: leaving them out of the file
    would understate the error.
    """

    def __init__(self, design: Design, rows: Index | None, weight: Column | None = None) -> None:
        """`weight` (n_domain,) stands for the design's own, as that of a replicate does."""
        self.design = design
        self.rows = rows
        if weight is not None:
            self.weight = weight

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

    @cached_property
    def weight_concentration(self) -> float:
        """sum w^2 / (sum w)^2: one over the number of rows of equal weight that say as much."""
        return float(self.weight @ self.weight) / self._weight_sum**2

    @cached_property
    def _weight_sum(self) -> float:
        return float(self.weight.sum())

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
    def _has_runs(self) -> bool:
        """True where the rows of one PSU stand together: in file order, and the file in order of PSUs."""
        if not self.design.is_in_psu_order:
            return False
        return self.rows is None or bool(np.all(self.rows[1:] > self.rows[:-1]))

    @cached_property
    def _run_starts(self) -> Index:
        """First row of each run of one PSU; only where rows of one PSU stand together."""
        psu = self._psu_of_row
        if psu is None or psu.size == 0:
            return np.zeros(0, dtype=np.int64)
        return np.concatenate(([0], np.flatnonzero(psu[1:] != psu[:-1]) + 1))

    @cached_property
    def psus(self) -> Index | None:
        """Indices of the PSUs with members in the domain; None for every PSU of the design."""
        psu = self._psu_of_row
        if psu is None:
            return self.rows
        if self._has_runs:
            return psu[self._run_starts]
        return np.flatnonzero(np.bincount(psu, minlength=len(self.design.stratum_of_psu)))

    @cached_property
    def _strata(self) -> Index:
        """Stratum index of each PSU with members in the domain."""
        stratum = self.design.stratum_of_psu
        return stratum if self.psus is None else stratum[self.psus]

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
        """Degrees of freedom: PSUs with members in the domain - strata with members in the domain.

        At most one less than the replicates, where their weights came with the file.
        """
        found, replication = self.n_psu - int(np.count_nonzero(self._present)), self.design.replication
        return found if replication is None or replication.multiplier else min(found, replication.count - 1)

    def _totals(self, influence: Column) -> Column:
        """Weighted influence summed within each PSU that has members in the domain."""
        weighted = self.weight * influence
        psu = self._psu_of_row
        if psu is None or weighted.size == 0:
            return weighted
        if self._has_runs:
            return np.add.reduceat(weighted, self._run_starts)
        totals = np.bincount(psu, weighted, minlength=len(self.design.stratum_of_psu)).astype(np.float64)
        return totals if self.psus is None else totals[self.psus]

    def variance(self, influence: Column) -> float:
        """Variance of the weighted total of `influence` (n_domain,) by the design's own way.

        Calibrated weights: that of the residuals. Replicates: that of the total in each replicate.
        """
        design = self.design
        if design.residuals is None:
            return self._plain(influence)
        return self._everyone._plain(self._residual(influence))

    @cached_property
    def _everyone(self) -> "Domain":
        """All rows of the design: residuals reach beyond the domain."""
        return self if self.rows is None else Domain(self.design, rows_of(self.design, None))

    def _plain(self, influence: Column) -> float:
        replication = self.design.replication
        return self.taylor(influence) if replication is None else self._replicated(influence, replication)

    def _replicated(self, influence: Column, replication: Replication) -> float:
        """Variance over the replicates of a weighted total."""
        given = replication.spec.weights
        if given is not None:
            moved = np.asarray(influence @ (given if self.rows is None else given[self.rows]), dtype=np.float64)
            return replication.variance(moved, float(self.weight @ influence))
        totals = np.zeros(len(self.design.stratum_of_psu))
        totals[slice(None) if self.psus is None else self.psus] = self._totals(influence)
        return replication.variance(replication.moved_totals(totals), float(totals.sum()))

    def taylor(self, influence: Column) -> float:
        """Taylor variance of the weighted total of `influence` (n_domain,), PSUs without members being t = 0.

        First stage: sum over strata of (1 - f) n/(n - 1) sum over PSUs of (t - mean t)^2; later stages as `stages`.
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
        first = float(factor @ squares) + self._lonely_part(factor * squares, totals)
        if not design.later:
            return first
        weighted = self.spread(self.weight * influence)
        return first + sum(stage.variance(weighted) for stage in design.later)

    def resampled(self, influence: Column, times: Column) -> float:
        """Variance within a bootstrap sample whose PSUs came up `times` (m,), each time as a PSU of its own.

        With replacement, as the draws are: a finite population shrinks neither, and their ratio stands.
        """
        design, totals, strata = self.design, self._totals(influence), self._strata
        came_up = times if self.psus is None else times[self.psus]
        size, counts = len(design.strata), design.psu_counts
        parts = np.divide(totals * totals, came_up, out=np.zeros(len(totals)), where=came_up > 0)
        squares = np.bincount(strata, parts, minlength=size) - np.bincount(strata, totals, minlength=size) ** 2 / counts
        factor = np.divide(counts, counts - 1, out=np.zeros(size), where=counts > 1)
        return float(factor @ np.maximum(squares, 0.0))

    def tails(self, influence: Column) -> tuple[float, float]:
        """(skewness of the weighted total, degrees of freedom of its variance by its kurtosis), over the PSUs.

        The second is 2 V^2 / var(V) with var(V) from fourth moments: 2 n/(kurtosis - 1) for n PSUs of one stratum.
        """
        if self.design.residuals is not None:
            return self._everyone._plain_tails(self._residual(influence))
        return self._plain_tails(influence)

    def _residual(self, influence: Column) -> Column:
        """What the calibration leaves of the influence, over the rows of `_everyone`."""
        residuals = self.design.residuals
        assert residuals is not None  # asked for only where weights were calibrated
        return self._everyone.take(residuals.of(self.spread(influence)))

    def _plain_tails(self, influence: Column) -> tuple[float, float]:
        design = self.design
        totals, strata, counts = self._totals(influence), self._strata, design.psu_counts
        size, absent = len(counts), counts - self._present
        means = np.bincount(strata, totals, minlength=size) / counts
        deviations = totals - means[strata]
        squares = np.bincount(strata, deviations**2, minlength=size) + absent * means**2
        third = float((deviations**3).sum() - absent @ means**3)
        fourth = float((deviations**4).sum() + absent @ means**4)
        second, spread = float(squares.sum()), fourth - float(np.sum(squares**2 / counts))
        if not second > 0:
            return 0.0, float(self.df)
        return third / second**1.5, 2.0 * second**2 / spread if spread > 0 else float("inf")

    def deviations(self, influence: Column) -> Column:
        """(m,) of each PSU of the design, such that their squares sum to the first stage's variance.

        Each total less the mean of its stratum, times the root of (1 - f) n/(n - 1); a lonely PSU less the mean of all
        under `adjust`, zero otherwise. Where later stages enter, f counts as 0: the error is then on the safe side.
        """
        design, whole = self.design, self
        if design.residuals is not None:
            influence, whole = self._residual(influence), self._everyone
        counts, strata = design.psu_counts, design.stratum_of_psu
        totals = np.zeros(len(strata))
        totals[slice(None) if whole.psus is None else whole.psus] = whole._totals(influence)
        means = np.bincount(strata, totals, minlength=len(counts)) / counts
        rate = np.zeros(len(counts)) if design.later else design.sampled_rate
        factor = np.sqrt(np.divide(counts, counts - 1, out=np.zeros(len(counts)), where=counts > 1) * (1.0 - rate))
        found = (totals - means[strata]) * factor[strata]
        if design.sample.lonely is Lonely.ADJUST and design.lonely.any():
            alone = design.lonely[strata]
            found[alone] = (totals[alone] - totals.mean()) * np.sqrt(1.0 - rate)[strata[alone]]
        return np.asarray(found, dtype=np.float64)

    def simple_random(self, influence: Column) -> float:
        """Variance of the same weighted total had as many rows been drawn one by one with replacement: for `deff`."""
        if self.n < 2:
            return float("nan")
        total = float(self.weight @ influence)
        squares = float(np.einsum("i,i,i->", self.weight, influence, influence))  # one pass, nothing set aside
        return (self._weight_sum * squares - total * total) / (self.n - 1)

    def _lonely_part(self, by_stratum: NDArray[np.float64], totals: Column) -> float:
        """What strata of one PSU add: nothing, the average of the others, or the deviation from the grand mean."""
        design = self.design
        lonely = design.lonely
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
