"""Replicates by hand, and their agreement with linearisation."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from tests.statistics.cases import error_of, lognormal, value_of
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Calibration, Centre, Lonely, ReplicateKind, Replicates, Sample
from zengshou.statistics.choices import Amount, Choices, IntervalForm
from zengshou.statistics.comparisons import Contrast, change, contrast, rate
from zengshou.statistics.decomposition.redistribution import progressivity
from zengshou.statistics.indicators import Grouping, estimate, table
from zengshou.statistics.registry import INDICATORS
from zengshou.statistics.variance.design import design_of
from zengshou.statistics.variance.domain import Domain
from zengshou.statistics.variance.hadamard import hadamard, order_from

ONE = np.ones(5)
X = np.array([1.0, 3.0, 2.0, 8.0, 5.0])
STRATA, PSU = np.array([1, 1, 1, 2, 2]), np.array([1, 1, 2, 3, 4])
KIND = ReplicateKind


def by(kind: ReplicateKind, **more: object) -> Sample:
    """Stratum 1: PSUs of totals 4 and 2; stratum 2: PSUs of totals 8 and 5."""
    return Sample(ONE, STRATA, PSU, replicates=Replicates(kind, **more))  # type: ignore[arg-type]


def clustered(replicates: Replicates | None = None, n: int = 2_400) -> tuple[np.ndarray, Sample]:
    rng = np.random.default_rng(4)
    psu = np.repeat(np.arange(120), n // 120)
    income = np.exp(rng.normal(0, 0.3, 120)[psu] + rng.normal(3, 0.6, n))
    return income, Sample(rng.uniform(1, 3, n), psu // 20, psu, replicates=replicates)


def test_jkn_by_hand() -> None:
    """Totals without each PSU in turn: 2*2 + 13, 2*4 + 13, 6 + 2*5, 6 + 2*8 = 17, 21, 16, 22 around 19.

    Factor 1/2 each: (4 + 4 + 9 + 9)/2 = 13, which is also (4 - 2)^2 + (8 - 5)^2 by linearisation.
    """
    assert error_of(estimate("total", X, by(KIND.JKN))) == approx(sqrt(13))
    assert error_of(estimate("total", X, Sample(ONE, STRATA, PSU))) == approx(sqrt(13))


def test_jkn_of_seven_psus_has_no_factor_of_seven_sixths() -> None:
    """One stratum of PSU totals 1 to 7, mean 4: 7/6 * 28 = 32.67 = 6/7 * sum of (7/6)^2 (4 - t)^2."""
    seven = np.arange(1.0, 8.0)
    sample = Sample(np.ones(7), np.ones(7, dtype=np.int64), np.arange(7), replicates=Replicates(KIND.JKN))
    assert error_of(estimate("total", seven, sample)) == approx(sqrt(7 / 6 * 28))


def test_jk2_by_hand() -> None:
    """The first PSU of a stratum goes, the second counts twice: 19 - 4 + 2 = 17 and 19 - 8 + 5 = 16; 4 + 9 = 13."""
    assert error_of(estimate("total", X, by(KIND.JK2))) == approx(sqrt(13))


def test_a_mean_by_jk2_by_hand() -> None:
    """Weights 0, 0, 2, 1, 1: (4 + 13)/4 = 4.25; weights 1, 1, 1, 0, 2: (6 + 10)/5 = 3.2; around 3.8."""
    assert error_of(estimate("mean", X, by(KIND.JK2))) == approx(sqrt(0.45**2 + 0.6**2))


def test_jk1_by_hand() -> None:
    """PSU totals 4, 2, 8, 5 of mean 4.75: 4/3 * 18.75 = 25."""
    sample = Sample(ONE, None, PSU, replicates=Replicates(KIND.JK1))
    assert error_of(estimate("total", X, sample)) == approx(5)


@pytest.mark.parametrize("kind", [KIND.BRR, KIND.FAY])
def test_balanced_halves_give_a_total_its_linearised_error(kind: ReplicateKind) -> None:
    assert error_of(estimate("total", X, by(kind, rho=0.4))) == approx(sqrt(13))


def test_successive_differences_by_hand() -> None:
    """Totals t1 .. t4 in a closed round: V = 4/R sum = ((4-2)^2 + (2-8)^2 + (8-5)^2 + (5-4)^2)/2 = 25.

    Four rows of the matrix with a round of R - 1 = 79 leave the round open: the last neighbour's place is nobody's, so
    that t1 and t4 stand alone at the ends: (4^2 + 2^2 + 6^2 + 3^2 + 5^2)/2 = 45.
    """
    sample = Sample(ONE, None, PSU, replicates=Replicates(KIND.SDR, count=80))
    assert error_of(estimate("total", X, sample)) == approx(sqrt(45))
    closed = Sample(np.ones(3), replicates=Replicates(KIND.SDR, count=4))
    assert error_of(estimate("total", np.array([4.0, 2.0, 8.0]), closed)) == approx(sqrt((4 + 36 + 16) / 2))


def test_the_bootstrap_of_a_total_has_the_linearised_error_in_the_long_run() -> None:
    income, sample = clustered(Replicates(KIND.BOOTSTRAP, count=2_000, seed=5))
    assert error_of(estimate("total", income, sample)) == approx(
        error_of(estimate("total", income, clustered()[1])), rel=0.05
    )


@pytest.mark.parametrize("name", ["mean", "median", "gini", "theil", "s80_s20", "arpr", "fgt1", "palma", "zenga"])
def test_bootstrap_and_linearised_errors_agree(name: str) -> None:
    income, sample = clustered(Replicates(KIND.BOOTSTRAP, count=400, seed=2))
    by_bootstrap, by_taylor = (estimate(name, income, one) for one in (sample, clustered()[1]))
    assert value_of(by_bootstrap) == value_of(by_taylor)
    assert error_of(by_bootstrap) == approx(error_of(by_taylor), rel=0.15)
    assert "variance=bootstrap, replicates=400, seed=2, centre=full" in by_bootstrap.design


def test_every_indicator_has_a_replicate_error() -> None:
    income, sample = clustered(Replicates(KIND.JK2), n=2_400)
    pairs = Sample(sample.weight, np.asarray(sample.psu) // 2, sample.psu, replicates=sample.replicates)
    found = table([one.name for one in INDICATORS], income, pairs)
    assert [one.indicator for one in found if one.se is None] == []


def test_a_finite_population_shrinks_bootstrap_and_jackknife_alike() -> None:
    rng = np.random.default_rng(8)
    income, there = rng.lognormal(3, 0.5, 60), np.full(60, 80.0)
    taylor = error_of(estimate("total", income, Sample(np.ones(60), fpc=there)))
    jackknife = Sample(np.ones(60), fpc=there, replicates=Replicates(KIND.JKN))
    bootstrap = Sample(np.ones(60), fpc=there, replicates=Replicates(KIND.BOOTSTRAP, count=4_000))
    assert error_of(estimate("total", income, jackknife)) == approx(taylor)
    assert error_of(estimate("total", income, bootstrap)) == approx(taylor, rel=0.05)


def test_weights_that_came_with_the_file_are_those_made_from_the_design() -> None:
    income, made = clustered(Replicates(KIND.BOOTSTRAP, count=60, seed=3))
    design = design_of(made)
    assert design.replication is not None and design.psu_of_row is not None
    columns = np.stack([design.replication.by_psu(r)[design.psu_of_row] * made.weight for r in range(60)], axis=1)
    given = Sample(made.weight, made.strata, made.psu, replicates=Replicates(KIND.BOOTSTRAP, weights=columns))
    for name in ("gini", "median", "mean", "zenga"):
        pair = [estimate(name, income, sample) for sample in (made, given)]
        assert error_of(pair[1]) == approx(error_of(pair[0]), rel=1e-9)
    assert pair[1].df == 59 and "weights given" in pair[1].design


@settings(max_examples=20, deadline=None)
@given(st.floats(1e-3, 1e5))
def test_the_scale_of_the_weights_moves_no_replicate_error(factor: float) -> None:
    income, sample = clustered(Replicates(KIND.BOOTSTRAP, count=20), n=240)
    scaled = Sample(sample.weight * factor, sample.strata, sample.psu, replicates=sample.replicates)
    for name in ("gini", "mean", "arpr"):
        one, other = (error_of(estimate(name, income, each)) for each in (sample, scaled))
        assert other == approx(one, rel=1e-8)


def test_a_relative_line_is_estimated_again_in_every_replicate() -> None:
    """Held still at the same amount, the line gives the rate another error, under either way."""
    income, sample = clustered(Replicates(KIND.BOOTSTRAP, count=300, seed=1))
    still = Choices(line=Amount(value_of(estimate("arpt", income, sample))))
    moving, fixed = (
        error_of(estimate("arpr", income, sample)),
        error_of(estimate("fgt0", income, sample, choices=still)),
    )
    plain = clustered()[1]
    assert moving == approx(error_of(estimate("arpr", income, plain)), rel=0.15)
    assert fixed == approx(error_of(estimate("fgt0", income, plain, choices=still)), rel=0.15)
    assert fixed > 1.3 * moving


def test_domains_and_groups_share_the_replicates() -> None:
    income, sample = clustered(Replicates(KIND.BOOTSTRAP, count=50))
    codes = np.arange(income.size) % 3
    both = table(["gini", "arpr"], income, sample, by=Grouping(codes, ("a", "b", "c")))
    alone = [estimate(name, income, sample, domain=codes == 1) for name in ("gini", "arpr")]
    assert [one.se for one in both[2:4]] == approx([one.se for one in alone], rel=1e-10)


def test_changes_and_contrasts_are_worked_out_again_too() -> None:
    income, sample = clustered(Replicates(KIND.JKN))
    plain = clustered()[1]
    left = np.arange(income.size) % 2 == 0
    for made, taylor in (
        (change("gini", income * 1.1 + 1, income, sample), change("gini", income * 1.1 + 1, income, plain)),
        (
            contrast("mean", income, sample, left, ~left, how=Contrast.RATIO),
            contrast("mean", income, plain, left, ~left, how=Contrast.RATIO),
        ),
        (rate(income > 20, sample)[0], rate(income > 20, plain)[0]),
    ):
        assert error_of(made) == approx(error_of(taylor), rel=0.03)
        assert "replicates=of the linearised figure" not in made.convention


def test_what_cannot_be_worked_out_again_has_the_error_of_its_influence_and_says_so() -> None:
    income, sample = clustered(Replicates(KIND.JKN))
    tax = 0.1 * income + 0.001 * income**2
    for made, taylor in zip(
        progressivity(income, tax, income - tax, sample),
        progressivity(income, tax, income - tax, clustered()[1]),
        strict=True,
    ):
        assert error_of(made) == approx(error_of(taylor), rel=0.05)
        assert "replicates=of the linearised figure" in made.convention


def test_percentile_limits_are_quantiles_of_the_replicates() -> None:
    income, sample = clustered(Replicates(KIND.BOOTSTRAP, count=200))
    found = estimate("gini", income, sample, choices=Choices(intervals=IntervalForm.PERCENTILE))
    assert found.ci_low is not None and found.ci_high is not None and found.se is not None
    assert found.ci_high - found.ci_low == approx(3.9 * found.se, rel=0.2)
    assert "interval=percentile, draws=200, seed=0, 0.95" in found.convention


def test_bootstrap_t_asks_for_no_replicates_in_the_sample() -> None:
    income = lognormal(80, 0.8)
    choices = Choices(intervals=IntervalForm.BOOTSTRAP_T, draws=199)
    found, again = (estimate("gini", income, Sample(np.ones(80)), choices=choices) for _ in range(2))
    plain = estimate("gini", income, Sample(np.ones(80)), choices=Choices(intervals=IntervalForm.T))
    assert found == again and found.se == plain.se
    assert found.ci_high is not None and plain.ci_high is not None and found.ci_high > plain.ci_high
    assert "bootstrap_t, draws=199, seed=0" in found.convention


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (by(KIND.JK1), "JK1 只用于不分层"),
        (Sample(ONE, replicates=Replicates(KIND.JK2)), "恰有两个初级抽样单元"),
        (Sample(ONE, STRATA, PSU, np.full(5, 8.0), replicates=Replicates(KIND.BRR)), "不能含有限总体修正"),
        (by(KIND.BOOTSTRAP, count=1), "次数为 1"),
        (by(KIND.FAY, rho=1.0), "Fay 系数"),
        (by(KIND.JKN, weights=np.ones((5, 4))), "没有系数"),
        (by(KIND.JK1, weights=np.ones((4, 4))), "须为 5 行"),
        (by(KIND.BOOTSTRAP, weights=np.full((5, 3), np.nan)), "5 行缺失"),
        (by(KIND.JK1, weights=np.ones((5, 4)), factors=np.ones(3)), "系数有 3 个"),
        (
            Sample(ONE, STRATA, np.array([1, 1, 2, 3, 3]), lonely=Lonely.ADJUST, replicates=Replicates(KIND.BOOTSTRAP)),
            "不支持 lonely=adjust",
        ),
        (Sample(np.ones(20_001), replicates=Replicates(KIND.JKN)), "超过 20000 套"),
    ],
)
def test_a_design_that_does_not_carry_the_replicates_is_refused(sample: Sample, words: str) -> None:
    with pytest.raises(ProblemsFound, match=words):
        design_of(sample)


def test_centring_at_the_mean_of_the_replicates_is_said() -> None:
    income, sample = clustered(Replicates(KIND.JKN, centre=Centre.MEAN))
    assert "centre=mean" in estimate("gini", income, sample).design


def test_calibrated_replicates_meet_the_totals_and_lose_the_error_of_what_they_calibrate() -> None:
    income, sample = clustered(Replicates(KIND.BOOTSTRAP, count=30), n=1_200)
    size = np.column_stack([np.ones(1_200), income > 20]).astype(float)
    calibrated = Sample(
        sample.weight,
        sample.strata,
        sample.psu,
        calibration=Calibration(sample.weight, size),
        replicates=sample.replicates,
    )
    assert error_of(rate(income > 20, calibrated)[0]) == approx(0, abs=1e-12)
    assert error_of(estimate("mean", income, calibrated)) < error_of(estimate("mean", income, sample))


@pytest.mark.parametrize("order", [1, 2, 4, 8, 12, 20, 24, 40, 80])
def test_hadamard_matrices_are_balanced(order: int) -> None:
    matrix = hadamard(order).astype(int)
    assert (matrix @ matrix.T == order * np.eye(order)).all() and (matrix[0] == 1).all() and (matrix[:, 0] == 1).all()


def test_the_next_order_is_one_that_can_be_built() -> None:
    assert [order_from(least) for least in (1, 3, 5, 9, 33, 80)] == [1, 4, 8, 12, 40, 80]
    with pytest.raises(ValueError, match="92"):
        hadamard(92)


def test_the_error_within_a_draw_counts_each_psu_as_often_as_it_came_up() -> None:
    """PSU totals 4, 2, 8, 5 drawn 2, 0, 1 and 1 times: 4, 4, 8, 5 of mean 21/4, 4/3 * (121 - 441/4) = 43/3.

    The same in whatever order the rows stand, as they do sorted by income in every draw.
    """
    design, times = design_of(Sample(ONE, None, PSU)), np.array([2.0, 0, 1, 1])
    for order in (np.arange(5), np.array([4, 1, 3, 0, 2])):
        weight = ONE[order] * times[design.psu_of_row][order]
        kept = weight > 0
        domain = Domain(design, order[kept], weight[kept])
        assert domain.resampled(X[order][kept], times) == approx(43 / 3)


def test_draws_do_not_come_unasked_where_they_would_say_little() -> None:
    """Nor for calibrated weights, nor for a few PSUs a stratum, nor for a design of many."""
    income, made = clustered(n=120)
    forms = [
        estimate("gini", income, sample).convention.partition("interval=")[2].split(", ")[1]
        for sample in (
            made,
            Sample(made.weight, np.asarray(made.psu) // 3, made.psu),
            Sample(made.weight, calibration=Calibration(made.weight, np.ones((120, 1)))),
        )
    ]
    assert forms == ["bootstrap_t", "skewed_t", "skewed_t"]
    many = estimate("gini", np.tile(income, 50), Sample(np.ones(6_000)), domain=np.arange(6_000) < 120)
    assert "skewed_t" in many.convention


def test_a_finite_population_narrows_studentised_limits_by_its_share() -> None:
    """Half of all PSUs in the sample: the error and the limits are those with replacement times the root of 1/2."""
    income, choices = lognormal(120, 0.8), Choices(intervals=IntervalForm.BOOTSTRAP_T)
    whole, half = (
        estimate("gini", income, Sample(np.ones(120), fpc=fpc), choices=choices) for fpc in (None, np.full(120, 240.0))
    )
    assert error_of(half) == approx(error_of(whole) * sqrt(0.5))
    assert half.ci_low is not None and whole.ci_low is not None
    bias_free = value_of(whole) / (1 - 1 / 120)
    assert bias_free - half.ci_low == approx((bias_free - whole.ci_low) * sqrt(0.5))
