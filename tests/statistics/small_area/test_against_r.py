"""REML and ML against explicit matrix algebra in R: tests/reference/r/small_area.R."""

import pytest
from pytest import approx

from tests.statistics.small_area.cases import AS_GIVEN, D, X, Y, covariates, direct
from zengshou.statistics.small_area.choices import SmallAreaChoices
from zengshou.statistics.small_area.fit import FitMethod, fit
from zengshou.statistics.small_area.prediction import predict
from zengshou.statistics.small_area.small_area import small_area
from zengshou.statistics.small_area.variance_function import VarianceForm

EBLUP = {
    FitMethod.REML: "33.75442355 25.91590442 33.38145309 26.18380147 39.47135246 29.00162124 28.2861852 39.97708407 "
    "22.90717822 35.78634333 30.56625609 33.14726925 25.23995129 36.78919048",
    FitMethod.ML: "33.48344425 26.13126863 33.42024531 26.02252303 39.56002596 28.88985314 28.50648592 39.59559133 "
    "23.10633702 35.63564649 30.55182132 33.39007509 25.32996313 36.63433597",
}
MSE = {
    FitMethod.REML: "3.344890871 2.301602421 4.786396295 2.820796274 4.45644185 1.792811517 1.991243534 3.6325906 "
    "3.285129398 1.829280322 5.169888578 3.003106388 2.422218239 5.340683897",
    FitMethod.ML: "3.45325071 2.398705767 4.899340314 2.944983339 4.642037413 1.864521593 2.057063755 3.751518208 "
    "3.40821043 1.889371662 5.23362846 3.142271201 2.512082497 5.605103398",
}
FITTED = {
    FitMethod.REML: (10.68253484, -31.40479105, (2.582815376, 46.95514496, 1.231839239), (17.93707669, 21.93677722)),
    FitMethod.ML: (7.850508691, -36.70627403, (2.94859864, 46.49233126, 1.192887518), (16.1425428, 19.75314496)),
}
UNSEEN = {FitMethod.REML: (29.75590557, 13.48324692), FitMethod.ML: (29.77342682, 12.50317969)}
GAMMA = {
    FitMethod.REML: (0.7275674776, 0.8489970404, 0.5875162584),
    FitMethod.ML: (0.6624617471, 0.8051383717, 0.5114168429),
}
PRINTED = 2e-9  # R prints ten digits


def numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


@pytest.mark.parametrize("method", FitMethod)
def test_variance_coefficients_and_likelihood_are_those_of_r(method: FitMethod) -> None:
    between, likelihood, beta, errors = FITTED[method]
    found = fit(Y, X, D, method)
    assert found.between == approx(between, rel=PRINTED)
    assert found.likelihood == approx(likelihood, rel=PRINTED)
    assert tuple(found.beta) == approx(beta, rel=PRINTED)
    assert tuple(found.beta_variance.diagonal()[:2] ** 0.5) == approx(errors, rel=PRINTED)


@pytest.mark.parametrize("method", FitMethod)
def test_predictions_and_their_errors_are_those_of_r(method: FitMethod) -> None:
    found = predict(fit(Y, X, D, method), Y, X, D)
    assert found.value.tolist() == approx(numbers(EBLUP[method]), rel=PRINTED)
    assert found.mse.tolist() == approx(numbers(MSE[method]), rel=PRINTED)
    assert tuple(found.shrinkage[[0, 5, 10]]) == approx(GAMMA[method], rel=PRINTED)


@pytest.mark.parametrize("method", FitMethod)
def test_an_area_without_survey_is_that_of_r(method: FitMethod) -> None:
    choices = SmallAreaChoices(method=method, variances=VarianceForm.KNOWN)
    last = small_area(direct(), covariates(("新区", 0.5, 3.0)), choices).estimates[-1]
    value, mse = UNSEEN[method]
    assert last.value == approx(value, rel=PRINTED) and last.se == approx(mse**0.5, rel=PRINTED)
    assert last.flags[:2] == ("model_based", "synthetic_area") and (last.n, last.domain) == (0, "新区")


def test_the_estimates_carry_what_the_prediction_gives() -> None:
    found = small_area(direct(), covariates(), AS_GIVEN)
    assert [one.value for one in found.estimates] == approx(numbers(EBLUP[FitMethod.REML]), rel=PRINTED)
    assert [(one.se or 0) ** 2 for one in found.estimates] == approx(numbers(MSE[FitMethod.REML]), rel=PRINTED)
