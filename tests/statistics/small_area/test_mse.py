"""The MSE is right on average: simulated areas whose truth is known, and the parametric bootstrap."""

import numpy as np
import pytest
from pytest import approx

from tests.statistics.small_area.cases import AS_GIVEN, covariates, direct
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.fit import FitMethod, fit
from zengshou.statistics.small_area.prediction import predict
from zengshou.statistics.small_area.scale import BackTransform, Scale
from zengshou.statistics.small_area.small_area import small_area
from zengshou.statistics.small_area.variance_function import VarianceForm


def ratio_of_errors(method: FitMethod, draws: int, areas: int = 30) -> tuple[float, float]:
    """(mean estimated MSE over mean squared error, share of naive g1 in it); the last area is never surveyed."""
    rng = np.random.default_rng(31)
    x = np.column_stack([np.ones(areas), np.linspace(0, 1, areas)])
    noise = np.tile([0.3, 0.6, 1.0, 1.5, 2.0], areas // 5)
    noise[-1] = np.nan
    seen = np.isfinite(noise)
    squares, claimed, naive = np.zeros(areas), np.zeros(areas), np.zeros(areas)
    for _ in range(draws):
        truth = x @ [3.0, 2.0] + rng.normal(0, 1, areas)
        y = truth + np.sqrt(noise) * rng.normal(0, 1, areas)
        found = predict(fit(y[seen], x[seen], noise[seen], method), y, x, noise)
        squares += (found.value - truth) ** 2
        claimed += found.mse
        naive += found.g1
    return float(claimed.mean() / squares.mean()), float(naive.mean() / squares.mean())


@pytest.mark.parametrize("method", FitMethod)
def test_the_second_order_error_is_near_the_truth_where_the_naive_one_falls_short(method: FitMethod) -> None:
    claimed, naive = ratio_of_errors(method, draws=200)
    assert 0.9 < claimed < 1.1 and naive < claimed - 0.05


@pytest.mark.slow
@pytest.mark.parametrize("method, within", [(FitMethod.REML, 0.02), (FitMethod.ML, 0.04)])
def test_the_second_order_error_is_right_within_a_few_per_cent(method: FitMethod, within: float) -> None:
    """30 areas, 2 of them columns: 1.00 for REML, 0.97 for ML, whose sigma^2 is more often zero."""
    claimed, naive = ratio_of_errors(method, draws=3000)
    assert claimed == approx(1.0, abs=within) and naive < 0.95


def test_the_bootstrap_is_near_the_analytic_error_and_repeats_itself() -> None:
    choices = SmallAreaChoices(variances=VarianceForm.KNOWN, bootstrap=150)
    more = covariates(("新区", 0.5, 3.0))
    first, second = (small_area(direct(), more, choices, rng=np.random.default_rng(3)) for _ in range(2))
    simulated = first.table.bootstrap_se
    assert simulated is not None and second.table.bootstrap_se is not None
    assert simulated.tolist() == second.table.bootstrap_se.tolist()
    assert (simulated / first.table.se).mean() == approx(1.0, abs=0.1)
    assert small_area(direct(), more, AS_GIVEN).table.bootstrap_se is None


@pytest.mark.slow
@pytest.mark.parametrize("scale, back", [(Scale.LOG, BackTransform.MEAN), (Scale.LOGIT, BackTransform.PLUG_IN)])
def test_the_delta_method_is_near_the_bootstrap_on_other_scales(scale: Scale, back: BackTransform) -> None:
    values, variances = (np.array([one.value or 0 for one in direct()]) / 100), np.full(14, 4e-4)
    choices = SmallAreaChoices(scale=scale, back=back, variances=VarianceForm.KNOWN, bootstrap=1500)
    found = small_area(direct(values, variances), covariates(), choices, rng=np.random.default_rng(3))
    assert found.table.bootstrap_se is not None
    assert (found.table.bootstrap_se / found.table.se).mean() == approx(1.0, abs=0.08)


@pytest.mark.slow
def test_intervals_cover_what_they_promise() -> None:
    """t with m - p degrees of freedom: a little wider than needed, so at least 93 of 100."""
    rng, hits, draws = np.random.default_rng(9), 0, 600
    x = np.column_stack([np.ones(14), covariates().values])
    noise = np.tile([1.0, 2.0], 7)
    for _ in range(draws):
        truth = x @ [5.0, 40.0, 1.0] + rng.normal(0, 2, 14)
        y = truth + np.sqrt(noise) * rng.normal(0, 1, 14)
        for one, real in zip(small_area(direct(y, noise), covariates(), AS_GIVEN).estimates, truth, strict=True):
            assert one.ci_low is not None and one.ci_high is not None
            hits += one.ci_low <= real <= one.ci_high
    assert 0.93 < hits / (14 * draws) < 0.985
