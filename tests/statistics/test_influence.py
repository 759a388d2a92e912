"""Every influence function against the derivative it stands for."""

import numpy as np
import pytest

from tests.statistics.cases import BY_DENSITY, SMOOTH, TOTALS, Floats, lognormal, simple_random
from zengshou.concepts.sample import Sample
from zengshou.statistics.choices import Amount, Choices, GiniForm, LineBasis, QuantileForm, ShareOf
from zengshou.statistics.decomposition.redistribution import EFFECTS
from zengshou.statistics.indicators import result
from zengshou.statistics.prepared import domain_of, variable_of
from zengshou.statistics.ranked import Ranked
from zengshou.statistics.registry import FAMILIES, INDICATORS, indicator
from zengshou.statistics.result import Result
from zengshou.statistics.variance.design import design_of

FIXED = Choices(line=Amount(80), rich_line=Amount(150))
STEP = 1e-6


def incomes(n: int = 40, seed: int = 7) -> Floats:
    return np.exp(np.random.default_rng(seed).normal(4.6, 0.6, n))


def weights(n: int = 40, seed: int = 8) -> Floats:
    return np.random.default_rng(seed).uniform(0.5, 3.0, n)


def moved(weight: Floats, row: int, by: float) -> Floats:
    other = weight.copy()
    other[row] += by
    return other


def derivative(name: str, income: Floats, weight: Floats, row: int, choices: Choices) -> float:
    """Central difference in the weight of one row."""
    up, down = (result(name, income, Sample(moved(weight, row, step)), choices=choices).value for step in (STEP, -STEP))
    return (up - down) / (2 * STEP)


def assert_influence_is_the_derivative(name: str, choices: Choices, domain: np.ndarray | None = None) -> None:
    income, weight = incomes(), weights()
    if domain is not None:
        income, weight = income[domain], weight[domain]
    z = result(name, income, Sample(weight), choices=choices).influence()
    size = np.abs(z).max()
    for row in range(0, income.size, 3):
        assert derivative(name, income, weight, row, choices) == pytest.approx(z[row], rel=1e-5, abs=2e-6 * size)


@pytest.mark.parametrize("name", [*SMOOTH, *TOTALS])
def test_influence_is_the_derivative_by_the_weight_of_a_row(name: str) -> None:
    assert_influence_is_the_derivative(name, FIXED)


@pytest.mark.parametrize("form", GiniForm)
def test_influence_of_each_gini_is_its_derivative(form: GiniForm) -> None:
    assert_influence_is_the_derivative("gini", Choices(gini=form))


@pytest.mark.parametrize("name", ["fgt1", "fgt2", "watts", "sst", "poverty_gap_mean", "affluence"])
def test_a_line_that_is_a_share_of_the_mean_moves_with_every_weight(name: str) -> None:
    line = ShareOf(0.8, LineBasis.MEAN)
    assert_influence_is_the_derivative(name, Choices(line=line, rich_line=ShareOf(1.2, LineBasis.MEAN)))


def test_influence_with_ties_is_the_derivative_of_the_gini() -> None:
    income = np.array([1.0, 1.0, 2.0, 2.0, 2.0, 5.0, 9.0])
    weight = np.array([1.0, 2.0, 1.5, 0.5, 1.0, 2.0, 1.0])
    z = result("gini", income, Sample(weight)).influence()
    found = [derivative("gini", income, weight, row, Choices()) for row in range(7)]
    np.testing.assert_allclose(found, z, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("heading, effect", EFFECTS, ids=lambda part: getattr(part, "name", ""))
def test_influence_of_each_measure_of_redistribution_is_its_derivative(heading: object, effect: object) -> None:
    income, weight = incomes(), weights()
    tax = 0.3 * np.maximum(income - np.random.default_rng(9).uniform(50, 150, income.size), 0)

    def measured(weight: Floats) -> Result:
        design = design_of(Sample(weight))
        whole = domain_of(design, None)
        columns: list[Ranked] = [variable_of(x, design, Choices()).within(whole) for x in (income, tax, income - tax)]
        assert callable(effect)
        found = effect(*columns)
        assert isinstance(found, Result)
        return found

    z = measured(weight).influence()
    for row in range(0, income.size, 3):
        up, down = (measured(moved(weight, row, step)).value for step in (STEP, -STEP))
        assert (up - down) / (2 * STEP) == pytest.approx(z[row], rel=1e-5, abs=2e-6 * np.abs(z).max())


@pytest.fixture(scope="module")
def smooth_population() -> Floats:
    return lognormal(100_000, sigma=0.4)


@pytest.mark.parametrize("name", BY_DENSITY)
def test_influence_through_a_density_is_the_response_to_more_weight(name: str, smooth_population: Floats) -> None:
    """A quantile moves in steps, so 0.2 % of the population is added at one income and the response is read off.

    The kernel smooths the density, so the two agree to a few per cent of the largest influence, not to the last digit.
    """
    income = smooth_population
    added = 0.002 * income.size
    base = result(name, income, simple_random(income.size))
    z = base.influence()
    for row in (3_000, 26_000, 45_000, 70_000, 97_000):  # not where a quantile itself stands
        more = result(name, income, Sample(moved(np.ones(income.size), row, added)))
        assert (more.value - base.value) / added == pytest.approx(z[row], abs=0.03 * np.abs(z[1000:-1000]).max())


@pytest.mark.parametrize("alpha", [0.25, 0.5, 1])
def test_influence_of_the_polarisation_of_a_density_is_the_response_to_the_weight_of_a_row(alpha: float) -> None:
    """A hundredth of a row more; the smoothing of the density leaves a hundredth of the largest influence."""
    income, one = lognormal(4_002, sigma=0.4), np.ones(4_002)  # no quartile falls between two rows
    z = result(f"der({alpha})", income, Sample(one)).influence()
    for row in (120, 1_000, 1_800, 2_800, 3_900):
        up, down = (result(f"der({alpha})", income, Sample(moved(one, row, step))).value for step in (0.01, -0.01))
        assert (up - down) / 0.02 == pytest.approx(z[row], abs=0.02 * np.abs(z[40:-40]).max())


@pytest.mark.parametrize("form", QuantileForm)
def test_every_form_of_the_quantile_has_the_same_error_in_a_large_sample(form: QuantileForm) -> None:
    income = lognormal(5_000, sigma=0.4)
    errors = [
        result("median", income, simple_random(income.size), choices=Choices(quantile=one)).variance() ** 0.5
        for one in (form, QuantileForm.INVERSE_CDF)
    ]
    assert errors[0] == pytest.approx(errors[1], rel=1e-3)


def test_every_indicator_is_under_one_of_these_tests() -> None:
    tried = {indicator(name).name for name in (*SMOOTH, *TOTALS, *BY_DENSITY)}
    same_function = {
        "ge2",
        "fifth_2",
        "fifth_4",
        "fifth_5",
        "share_bottom_40",
        "share_bottom_50",
        "p50_p10",
        "p90_p50",
        "middle_67_200",
    }
    apart = {"der"}
    percentiles = {f"p{share}" for share in (5, 10, 20, 25, 75, 80, 90, 95, 99)}
    assert {one.name for one in INDICATORS} <= tried | same_function | percentiles | apart
    same_function_with_a_number = {"percentile_ratio", "partial_sum", "share_bottom", "share_top", "fgt", "middle"}
    tried_families = {name.partition("(")[0] for name in (*SMOOTH, *BY_DENSITY)}
    assert set(FAMILIES) <= tried_families | same_function_with_a_number | apart
