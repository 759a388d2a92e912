"""Weights of R survey 4.1, printed by tests/reference/r/weights.R."""

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import error_of
from tests.statistics.weights.drawn import drawn
from zengshou.concepts.sample import Sample
from zengshou.statistics.indicators import estimate
from zengshou.statistics.weights.calibrate import CalibrationChoices, HouseholdPrice, calibrate
from zengshou.statistics.weights.distance import Method
from zengshou.statistics.weights.margins import CategoryMargin

# Weights of rows 1, 2, 50 and 150, range of g, sum of squares. R stops raking at 1e-12 of the totals' size plus one.
BY_ROW = {
    (Method.LINEAR, None): [
        108.114598165,
        118.77059898,
        214.780291102,
        69.3370747004,
        0.720613304939,
        1.61208387829,
        2521770.56735,
    ],
    (Method.RAKING, None): [
        107.334086879,
        115.313558405,
        214.222214881,
        68.2411515856,
        0.756132055469,
        1.67676126408,
        2524374.41838,
    ],
    (Method.LOGIT, (0.6, 1.6)): [
        109.706737124,
        122.469582654,
        215.698175749,
        70.0802295326,
        0.739365363323,
        1.53669876374,
        2520783.90014,
    ],
    (Method.LINEAR, (0.75, 1.5)): [
        109.902236217,
        122.039141136,
        219,
        70.1938494734,
        0.75,
        1.5,
        2521754.72563,
    ],
    (Method.RAKING, (0.75, 1.5)): [
        109.720635778,
        121.63211522,
        219,
        69.860078772,
        0.75,
        1.5,
        2521856.06921,
    ],
}
BY_HOUSEHOLD = {
    Method.LINEAR: [
        101.571306433,
        97.523570599,
        213.653647214,
        56.8534400511,
        0.104719120085,
        2.69439415503,
        2791420.62881,
    ],
    Method.RAKING: [
        100.59756695,
        88.5833620702,
        202.001254879,
        56.5990951949,
        0.446149376245,
        3.67688608464,
        2834140.10895,
    ],
}
# The same with households as rows: households 1, 2, 50 and 90.
SUMS = {
    Method.LINEAR: [
        99.3538747219,
        93.1698386298,
        30.2243295793,
        78.0371403388,
        0.27926538591,
        2.27574628413,
        1141352.89185,
    ],
    Method.RAKING: [
        97.7739971267,
        86.1211742782,
        36.2751723858,
        78.3409846403,
        0.464258454159,
        2.8817976278,
        1149546.81237,
    ],
}
NEWTON = 1e-7  # where R stops


def shown(weight: np.ndarray, g: np.ndarray, rows: tuple[int, ...] = (0, 1, 49, 149)) -> list[float]:
    return [*weight[list(rows)], g.min(), g.max(), weight @ weight]


def test_the_invented_file_is_the_one_that_r_draws() -> None:
    people = drawn()
    assert (len(people.weight), people.weight.sum(), people.weight @ people.income) == (219, 20489, 112043887)


@pytest.mark.parametrize("method, bounds", BY_ROW)
def test_each_distance_gives_the_weights_of_r(method: Method, bounds: tuple[float, float] | None) -> None:
    people = drawn()
    found = calibrate(people.weight, people.margins(), CalibrationChoices(method=method, bounds=bounds))
    assert shown(found.weight, found.g) == approx(BY_ROW[method, bounds], rel=NEWTON)


@pytest.mark.parametrize("method", [Method.LINEAR, Method.RAKING])
def test_households_at_the_price_of_their_members_are_those_of_r(method: Method) -> None:
    people = drawn()
    choices = CalibrationChoices(method=method, household_price=HouseholdPrice.PERSONS)
    found = calibrate(people.weight, people.margins(), choices, people.household)
    assert shown(found.weight, found.g) == approx(BY_HOUSEHOLD[method], rel=NEWTON)


@pytest.mark.parametrize("method", [Method.LINEAR, Method.RAKING])
def test_households_at_one_price_are_r_on_the_sums_of_households(method: Method) -> None:
    people = drawn()
    found = calibrate(people.weight, people.margins(), CalibrationChoices(method=method), people.household)
    first = np.unique(people.household, return_index=True)[1]
    assert shown(found.weight[first], found.g[first], (0, 1, 49, 89)) == approx(SUMS[method], rel=NEWTON)


def test_the_errors_of_calibrated_figures_are_those_of_r() -> None:
    """Line `errors` of the script: the columns handed on make the variance that of residuals."""
    people = drawn()
    by_row = calibrate(people.weight, people.margins(), CalibrationChoices(method=Method.LINEAR))
    sample = Sample(by_row.weight, calibration=by_row.calibration)
    assert error_of(estimate("mean", people.income**1.1, sample)) == approx(12.1693693158, rel=1e-9)
    assert error_of(estimate("total", people.region.astype(float), sample)) == approx(794.808824412, rel=1e-9)
    choices = CalibrationChoices(method=Method.LINEAR, household_price=HouseholdPrice.PERSONS)
    whole = calibrate(people.weight, people.margins(), choices, people.household)
    clustered = Sample(whole.weight, psu=people.household, calibration=whole.calibration)
    assert error_of(estimate("mean", people.income**1.1, clustered)) == approx(12.2404981576, rel=1e-9)


def test_raking_to_two_margins_is_iterative_proportional_fitting() -> None:
    people = drawn()
    found = calibrate(people.weight, people.counts(), CalibrationChoices(method=Method.RAKING))
    expected = [
        102.647014471,
        125.802207791,
        218.821158153,
        59.3163190553,
        0.872298809636,
        1.49877505585,
        2496268.93311,
    ]
    assert shown(found.weight, found.g) == approx(expected, rel=1e-8)


@pytest.mark.parametrize("method", [Method.LINEAR, Method.RAKING])
def test_one_margin_of_cells_is_post_stratification(method: Method) -> None:
    people = drawn()
    labels = tuple(f"{sex}{age}" for sex in (1, 2) for age in (1, 2, 3))
    cells = CategoryMargin("cell", people.sex * 3 + people.age, labels, (3700, 3300, 3500, 3700, 3700, 4100))
    found = calibrate(people.weight, [cells], CalibrationChoices(method=method))
    expected = [
        112.016293279,
        135.232383808,
        202.296120348,
        59.1582412415,
        0.869974135904,
        1.53673163418,
        2496019.09534,
    ]
    assert shown(found.weight, found.g) == approx(expected, rel=1e-8)
