"""Small areas: limits of the model, the way back from its scale, smoothing, benchmarking, and what is refused."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from tests.statistics.small_area.cases import AS_GIVEN, NAMES, D, S, U, X, Y, covariates, direct
from zengshou.concepts.estimate import FigureKind
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.indicators import Grouping, table
from zengshou.statistics.small_area.area_frame import Covariates
from zengshou.statistics.small_area.benchmark import Benchmark
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.fit import FitMethod, fit
from zengshou.statistics.small_area.prediction import predict
from zengshou.statistics.small_area.scale import BackTransform, Scale
from zengshou.statistics.small_area.small_area import small_area
from zengshou.statistics.small_area.variance_function import RawVariances, VarianceForm, smoothed, smoothed_rates

SHARES = {name: float(10 + place) for place, name in enumerate(NAMES)}
SCALES = [scale for scale in Scale if scale is not Scale.IDENTITY]


def refused(*args: object, **named: object) -> str:
    with pytest.raises(ProblemsFound) as caught:
        small_area(*args, **named)  # type: ignore[arg-type]
    return str(caught.value)


def test_areas_on_the_regression_line_have_no_variance_between_them_and_become_synthetic() -> None:
    found = small_area(direct(values=5 + 40 * U + S), covariates(), AS_GIVEN)
    assert found.fitted.between == 0
    assert [one.value for one in found.estimates] == approx(list(5 + 40 * U + S))
    assert all("no_area_effect" in one.flags for one in found.estimates)
    assert "地区间方差估计为零" in found.notes[0]


def test_an_area_whose_survey_says_nothing_is_synthetic_and_one_without_error_is_its_own() -> None:
    """gamma = sigma^2/(sigma^2 + D): D large gives 0, D small gives 1."""
    noise = D.copy()
    noise[0], noise[1] = 1e9, 1e-9
    found = small_area(direct(variances=noise), covariates(), AS_GIVEN)
    first, second = found.estimates[:2]
    assert first.value == approx(found.table.synthetic[0], rel=1e-6)
    assert second.value == approx(Y[1]) and second.se == approx(0, abs=1e-4)
    assert "shrinkage=0.000" in first.convention and "shrinkage=1.000" in second.convention


def test_the_score_is_the_derivative_of_the_likelihood() -> None:
    """At the top neighbours are lower, for both methods."""
    for method in FitMethod:
        top = fit(Y, X, D, method)
        for moved in (0.99, 1.01):
            # Shifting every D by what sigma^2 loses leaves the likelihood at the same total variance.
            other = fit(Y, X, D + top.between * (moved - 1), method)
            assert other.likelihood == approx(top.likelihood, rel=1e-12)
            assert other.between == approx(top.between * (2 - moved), rel=1e-9)


@settings(max_examples=20, deadline=None)
@given(factor=st.floats(1e-4, 1e4), shift=st.floats(-50, 50), seed=st.integers(0, 1000))
def test_units_origin_and_order_do_not_matter(factor: float, shift: float, seed: int) -> None:
    """a y + b with variances a^2 D: predictions a p + b, MSE a^2 as large, whatever the order of areas."""
    order = np.random.default_rng(seed).permutation(14)
    plain = predict(fit(Y, X, D, FitMethod.REML), Y, X, D)
    y, x, noise = factor * Y[order] + shift, X[order], factor**2 * D[order]
    moved = predict(fit(y, x, noise, FitMethod.REML), y, x, noise)
    assert moved.value == approx(factor * plain.value[order] + shift, rel=1e-6, abs=1e-6 * factor)
    assert moved.mse == approx(factor**2 * plain.mse[order], rel=1e-6)


def test_prediction_errors_grow_with_every_thing_estimated() -> None:
    found = predict(fit(Y, X, D, FitMethod.REML), Y, X, D)
    assert (found.g1 > 0).all() and (found.g2 > 0).all() and (found.g3 > 0).all()
    assert found.mse == approx(found.g1 + found.g2 + 2 * found.g3)
    assert (found.g1 < D).all()


def test_figures_are_of_the_model_with_covariates_and_shrinkage_in_the_convention() -> None:
    one = small_area(direct(), covariates(), AS_GIVEN).estimates[0]
    assert one.kind is FigureKind.MODEL and one.flags[0] == "model_based"
    for said in ("fay_herriot", "fit=reml", "covariates=u,s", "shrinkage=0.728", "known", "benchmark=none", "prasad"):
        assert said in one.convention
    assert (one.domain, one.n, one.df, one.unit) == ("县01", 60, 11, "yuan")
    assert one.ci_low is not None and one.ci_high is not None and one.value is not None and one.se is not None
    assert (one.ci_high - one.ci_low) / 2 == approx(2.20098516 * one.se)  # t of 11 degrees of freedom


def test_pooled_variances_are_one_unit_variance_over_the_sample_size() -> None:
    """Unit variances 4*10 = 40 with df 9 and 1*30 = 30 with df 29: c = (360 + 870)/38; a raw zero gets c/n too."""
    raw = RawVariances(("a", "b", "c"), np.array([4.0, 1.0, 0.0]), np.array([10.0, 30.0, 5.0]), np.array([9.0, 29, 4]))
    found = smoothed(raw, VarianceForm.POOLED)
    unit = (9 * 40 + 29 * 30) / 38
    assert found.variance.tolist() == approx([unit / 10, unit / 30, unit / 5])
    assert found.unused == 1 and f"D={unit:.6g}/n" in found.text
    assert (found.lowest_ratio, found.highest_ratio) == approx((30 / unit, 40 / unit))


def test_a_log_linear_variance_function_finds_the_power_and_keeps_the_sum() -> None:
    size = np.array([10.0, 20, 40, 80, 160])
    raw = RawVariances(tuple("abcde"), 50 / size**0.8, size, size - 1)
    found = smoothed(raw, VarianceForm.LOG_LINEAR)
    assert found.variance == approx(50 / size**0.8) and "-0.8 ln n" in found.text
    noisy = RawVariances(tuple("abcde"), 50 / size * np.array([0.2, 3, 0.5, 2, 1]), size, size - 1)
    assert smoothed(noisy, VarianceForm.LOG_LINEAR).variance.sum() == approx(noisy.variance.sum())


def test_rates_share_one_design_effect_and_a_rate_of_zero_has_an_error_too() -> None:
    """Two areas of 50 with p = 0.2, deff 1 and 2: pooled 1.5 (equal df). One of 100 with p = 0. Mean p = 0.1."""
    one = 0.16 / 50
    raw = RawVariances(("a", "b", "c"), np.array([one, 2 * one, 0]), np.array([50.0, 50, 100]), np.array([9.0, 9, 9]))
    found, mean = smoothed_rates(raw, np.array([0.2, 0.2, 0.0]))
    assert mean == approx(0.1) and found.variance == approx(1.5 * 0.09 / np.array([50, 50, 100]))
    assert found.text == "rate D=1.5 p(1-p)/n, p=0.1" and found.unused == 1


@pytest.mark.parametrize("scale", [Scale.IDENTITY, Scale.LOGIT, Scale.ARCSINE])
def test_the_variance_function_of_rates_goes_with_every_scale(scale: Scale) -> None:
    """On the arcsine scale D = deff/(4n)."""
    rates = Y / 100
    estimates = direct(values=rates, variances=1.5 * rates * (1 - rates) / 60)
    found = small_area(estimates, covariates(), SmallAreaChoices(scale=scale, variances=VarianceForm.RATE))
    p = rates.mean()
    slopes = {Scale.IDENTITY: 1.0, Scale.LOGIT: 1 / (p * (1 - p)), Scale.ARCSINE: 0.5 / np.sqrt(p * (1 - p))}
    assert found.variances.variance == approx(np.full(14, 1.5 * p * (1 - p) / 60 * slopes[scale] ** 2))
    assert "rate D=1.5" in found.estimates[0].convention


def test_smoothing_is_the_default_and_the_raw_variance_of_an_area_hardly_matters() -> None:
    wild = D.copy()
    wild[3] *= 1e-6
    sizes = np.full(14, 60.0)
    sizes[3] = 5
    tame = small_area(direct(sizes=sizes), covariates())
    found = small_area(direct(variances=wild, sizes=sizes), covariates())
    assert found.estimates[3].value == approx(tame.estimates[3].value, rel=0.01)
    assert found.table.smoothed_se[3] > 100 * found.table.direct_se[3]
    assert "pooled D=" in found.estimates[3].convention


@pytest.mark.parametrize("scale", SCALES)
def test_back_undoes_the_scale_and_slopes_are_derivatives(scale: Scale) -> None:
    value, step = np.array([0.03, 0.2, 0.5, 0.91]), 1e-6
    at = scale.of(value)
    assert scale.back(at) == approx(value)
    assert (scale.of(value + step) - scale.of(value - step)) / (2 * step) == approx(scale.slope(value), rel=1e-5)
    assert (scale.back(at + step) - scale.back(at - step)) / (2 * step) == approx(scale.back_slope(at), rel=1e-5)


def test_the_mean_of_a_lognormal_is_above_its_median() -> None:
    """exp(mu + g1/2)."""
    at, variance = np.array([1.0, 2.0]), np.array([0.04, 0.5])
    figure, slope = BackTransform.MEAN.figure(Scale.LOG, at, variance)
    assert figure == approx(np.exp(at + variance / 2)) and slope == approx(figure)
    assert BackTransform.PLUG_IN.figure(Scale.LOG, at, variance)[0] == approx(np.exp(at))


@pytest.mark.parametrize("scale", SCALES)
def test_rates_stay_between_zero_and_one_with_their_intervals(scale: Scale) -> None:
    rates = np.clip(Y / 100 - 0.2, 0.01, None)
    sizes = np.full(14, 40.0)
    estimates = [
        dataclasses.replace(one, indicator="arpr", unit="share")
        for one in direct(values=rates, variances=rates * (1 - rates) / sizes, sizes=sizes)
    ]
    found = small_area(estimates, covariates(("新区", 0.9, 1.0)), SmallAreaChoices(scale=scale))
    for one in found.estimates:
        assert one.value is not None and one.ci_low is not None and one.ci_high is not None
        assert 0 < one.ci_low < one.value < one.ci_high
        assert one.ci_high < 1 or scale is Scale.LOG
        assert f"scale={scale.value} (back=mean)" in one.convention


def test_rates_without_standard_errors_are_modelled_by_their_sample_size() -> None:
    """On the arcsine scale D = deff / (4 n) whatever the rate."""
    estimates = [dataclasses.replace(one, value=(one.value or 0) / 100, se=None) for one in direct()]
    found = small_area(estimates, covariates(), SmallAreaChoices(scale=Scale.ARCSINE, design_effect=1.5))
    assert found.variances.variance == approx(np.full(14, 1.5 / 240))
    assert "D=1.5/(4n)" in found.estimates[0].convention


def test_a_rate_of_zero_cannot_stand_on_the_logit_scale_and_is_predicted_and_said() -> None:
    rates = Y / 100
    rates[4] = 0.0
    found = small_area(direct(values=rates, variances=D / 1e4), covariates(), SmallAreaChoices(scale=Scale.LOGIT))
    assert "不能放到 logit 尺度上，只按回归推算：县05" in found.notes[0]
    assert "synthetic_area" in found.estimates[4].flags and (found.estimates[4].value or 0) > 0


@pytest.mark.parametrize("scale", [Scale.IDENTITY, Scale.LOG])
def test_benchmarked_areas_give_the_city_figure_exactly(scale: Scale) -> None:
    choices = SmallAreaChoices(scale=scale, variances=VarianceForm.KNOWN)
    plain = small_area(direct(), covariates(), choices)
    found = small_area(direct(), covariates(), choices, Benchmark(33.0, SHARES, "市级直接估计"))
    values, shares = np.array([one.value for one in found.estimates]), np.array(list(SHARES.values()))
    assert values @ shares / shares.sum() == approx(33.0, rel=1e-14)
    assert found.factor is not None and values == approx(found.factor * found.table.eblup)
    assert f"benchmark=ratio {found.factor:.6g} to 市级直接估计" in found.estimates[0].convention
    for before, after in zip(plain.estimates, found.estimates, strict=True):
        shift = (after.value or 0) - (before.value or 0)
        assert (after.se or 0) ** 2 == approx((before.se or 0) ** 2 + shift**2)


def test_benchmarking_counts_areas_without_survey() -> None:
    more = covariates(("新区", 0.5, 3.0))
    assert "没有份额：新区" in refused(direct(), more, AS_GIVEN, Benchmark(33.0, SHARES))
    found = small_area(direct(), more, AS_GIVEN, Benchmark(33.0, SHARES | {"新区": 100.0}))
    shares = np.array([*SHARES.values(), 100.0])
    assert np.array([one.value for one in found.estimates]) @ shares / shares.sum() == approx(33.0)


@pytest.mark.parametrize(
    "benchmark, words",
    [
        (Benchmark(float("nan"), SHARES), "全市的数缺失"),
        (Benchmark(33.0, SHARES | {"县01": -1.0}), "为负"),
        (Benchmark(-33.0, SHARES), "不同号"),
    ],
)
def test_a_benchmark_that_means_nothing_is_refused(benchmark: Benchmark, words: str) -> None:
    assert words in refused(direct(), covariates(), AS_GIVEN, benchmark)


def test_it_works_from_a_table_of_estimates_and_shrinks_the_smallest_areas_most() -> None:
    rng = np.random.default_rng(8)
    sizes = np.array([8, 12, 20, 30, 40, 60, 80, 100, 150, 200])
    codes = np.repeat(np.arange(10), sizes)
    known = np.linspace(0, 1, 10)
    income = np.exp(rng.normal(9 + known[codes] + rng.normal(0, 0.15, 10)[codes], 0.6))
    labels = tuple(f"县{number}" for number in range(10))
    figures = table(["mean"], income, Sample(np.ones(len(income))), by=Grouping(codes, labels))
    found = small_area(figures, Covariates(labels, ("农产值",), known[:, None]), SmallAreaChoices(scale=Scale.LOG))
    assert [one.domain for one in found.estimates] == list(labels)
    assert found.table.shrinkage[0] < found.table.shrinkage[-1]
    assert found.estimates[0].indicator == "mean" and found.estimates[0].kind is FigureKind.MODEL
    assert found.checks.explained is not None and found.checks.explained > 0.5
    assert found.checks.coefficients[1].name == "农产值" and found.checks.coefficients[1].p_value < 0.05
    assert 0 < found.checks.goodness_p <= 1 and found.checks.normality_p is not None


def test_an_area_far_from_the_line_is_named() -> None:
    values = 5 + 40 * U + S
    values[6] += 60
    assert small_area(direct(values=values, variances=np.full(14, 0.01)), covariates(), AS_GIVEN).checks.outlying == (
        "县07",
    )


def test_an_estimate_without_value_is_predicted_and_its_reason_told() -> None:
    estimates = direct()
    estimates[2] = dataclasses.replace(estimates[2], value=None, se=None, reason="该域没有样本。")
    found = small_area(estimates, covariates(), AS_GIVEN)
    assert "县03（该域没有样本。）" in found.notes[0] and found.estimates[2].value is not None


def test_everything_wrong_with_areas_and_covariates_comes_back_at_once() -> None:
    doubled = [*direct(), direct()[0], dataclasses.replace(direct()[1], domain="别处", unit="share")]
    values = np.column_stack([U, S])
    values[3, 1] = np.nan
    said = refused(doubled, Covariates((*NAMES[:13], "县01"), ("u", "s"), values), AS_GIVEN)
    assert "调查估计出现了两次：县01" in said and "协变量出现了两次：县01" in said
    assert "“s”在以下地区缺失或不是有限数：县04" in said
    assert "没有协变量：县14、别处" in said and "单位不一致：share、yuan" in said


def test_fewer_areas_than_coefficients_and_collinear_covariates_are_refused() -> None:
    assert "只有 3 个地区有调查估计，而模型有 3 个系数" in refused(direct()[:3], covariates(), AS_GIVEN)
    twice = Covariates(NAMES, ("u", "两倍u", "常数列"), np.column_stack([U, 2 * U, np.ones(14)]))
    assert "“两倍u”“常数列”是常数，或可由前面的变量推出" in refused(direct(), twice, AS_GIVEN)


def test_variances_that_are_zero_or_missing_are_refused_where_they_are_taken_as_known() -> None:
    estimates = direct()
    estimates[1] = dataclasses.replace(estimates[1], se=0.0)
    estimates[2] = dataclasses.replace(estimates[2], se=None)
    assert "抽样方差缺失或为零：县02、县03" in refused(estimates, covariates(), AS_GIVEN)
    found = small_area(estimates, covariates())
    assert any("2 个地区的抽样方差缺失或为零" in note for note in found.notes)


def test_smoothing_without_sizes_and_choices_that_mean_nothing_are_refused() -> None:
    sizeless = [dataclasses.replace(one, n=None) for one in direct()]
    assert "样本量缺失或不大于零：县01" in refused(sizeless, covariates())
    errorless = [dataclasses.replace(one, se=None) for one in direct()]
    assert "没有一个地区有可用的抽样方差" in refused(errorless, covariates())
    assert "置信水平" in refused(direct(), covariates(), SmallAreaChoices(level=1.5))
    assert "设计效应" in refused(direct(), covariates(), SmallAreaChoices(design_effect=0))
    assert "随机数" in refused(direct(), covariates(), SmallAreaChoices(bootstrap=10))
    assert "任何地区" in refused([], covariates())
    rate = SmallAreaChoices(variances=VarianceForm.RATE)
    assert "不在 0 与 1 之间：县01" in refused(direct(), covariates(), rate)
    assert "都是 0 或 1" in refused(direct(values=np.zeros(14)), covariates(), rate)
    same = SmallAreaChoices(variances=VarianceForm.LOG_LINEAR)
    assert "样本量相同" in refused(direct(), covariates(), same)
