"""Calibration: hand cases, laws that hold for any file, households, and what goes to the variance engine."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from tests.statistics.weights.drawn import Drawn, drawn
from zengshou.statistics.weights.calibrate import Calibrated, CalibrationChoices, HouseholdPrice, calibrate
from zengshou.statistics.weights.diagnostics import LimitBasis, WeightLimits, design_effect
from zengshou.statistics.weights.distance import Distance, Method
from zengshou.statistics.weights.margin_checks import Disagreement
from zengshou.statistics.weights.margins import AmountMargin, CategoryMargin, Level
from zengshou.statistics.weights.stacked import stacked

METHODS = [(Method.LINEAR, None), (Method.RAKING, None), (Method.LOGIT, (0.2, 4.0)), (Method.RAKING, (0.2, 4.0))]


def choices_of(kind: tuple[Method, tuple[float, float] | None]) -> CalibrationChoices:
    return CalibrationChoices(method=kind[0], bounds=kind[1])


@pytest.mark.parametrize("kind", METHODS)
def test_one_margin_multiplies_each_category_to_its_total(kind: tuple[Method, tuple[float, float] | None]) -> None:
    """Weights 1 1 2 with totals 3 and 3: the first two become 1.5 each, the last 3."""
    margin = CategoryMargin("sex", np.array([0, 0, 1]), ("m", "f"), (3.0, 3.0))
    found = calibrate(np.array([1.0, 1.0, 2.0]), [margin], choices_of(kind))
    assert found.weight.tolist() == approx([1.5, 1.5, 3.0])
    assert found.g.tolist() == approx([1.5, 1.5, 1.5])
    assert (found.diagnostics.g_low, found.diagnostics.g_high) == (approx(1.5), approx(1.5))


def test_a_total_of_an_amount_by_hand() -> None:
    """x = 1 2 3 with d = 1 and total 10: lambda = (10 - 6)/(1 + 4 + 9) = 2/7, g = 1 + 2x/7."""
    found = calibrate(np.ones(3), [AmountMargin("x", np.array([1.0, 2.0, 3.0]), 10.0)], choices_of(METHODS[0]))
    assert found.g.tolist() == approx([9 / 7, 11 / 7, 13 / 7])


def test_weights_that_meet_the_margins_already_do_not_move() -> None:
    people = drawn()
    margin = AmountMargin("income", people.income, float(people.weight @ people.income))
    found = calibrate(people.weight, [margin])
    assert (found.diagnostics.iterations, found.weight.tolist()) == (0, people.weight.tolist())


SEEDS = st.integers(0, 10_000)
MOVES = st.floats(0.9, 1.1)


def weighted(seed: int) -> Drawn:
    """The invented file under other weights."""
    people = drawn()
    weight = np.random.default_rng(seed).uniform(10, 200, 90)[people.household]
    return replace(people, weight=weight)


def margins_of(people: Drawn, by: float) -> list[CategoryMargin | AmountMargin]:
    """Totals near those of the file itself, so that every method can meet them."""
    sexes = np.bincount(people.sex, people.weight) * [by, 2 - by]
    ages = np.bincount(people.age, people.weight)
    ages = ages * sexes.sum() / ages.sum()
    amount = float(people.weight @ people.income) * by
    return [
        CategoryMargin("sex", people.sex, ("1", "2"), tuple(sexes)),
        CategoryMargin("age", people.age, ("1", "2", "3"), tuple(ages)),
        AmountMargin("income", people.income, amount),
    ]


@pytest.mark.parametrize("kind", METHODS)
@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, by=MOVES)
def test_every_total_is_met_within_the_bounds(
    kind: tuple[Method, tuple[float, float] | None], seed: int, by: float
) -> None:
    people = weighted(seed)
    margins = margins_of(people, by)
    for household in (None, people.household):
        found = calibrate(people.weight, margins, choices_of(kind), household)
        assert found.diagnostics.worst_error < 1e-8
        assert np.bincount(people.sex, found.weight).tolist() == approx(margins[0].totals, rel=1e-8)  # type: ignore[union-attr]
        assert found.weight @ people.income == approx(margins[2].total, rel=1e-8)  # type: ignore[union-attr]
        low, high = kind[1] or (-np.inf, np.inf)
        assert low - 1e-9 <= found.g.min() and found.g.max() <= high + 1e-9


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, by=MOVES, factor=st.floats(0.01, 100))
def test_order_of_rows_and_scale_of_weights_and_totals_do_not_matter(seed: int, by: float, factor: float) -> None:
    people = weighted(seed)
    plain = calibrate(people.weight, margins_of(people, by))
    order = np.random.default_rng(1).permutation(len(people.weight))
    mixed = Drawn(*(column[order] for column in vars(people).values()))
    assert calibrate(mixed.weight, margins_of(mixed, by)).g == approx(plain.g[order], rel=1e-6)
    larger = replace(people, weight=factor * people.weight)
    assert calibrate(larger.weight, margins_of(larger, by)).g == approx(plain.g, rel=1e-6)


@pytest.mark.parametrize("price", HouseholdPrice)
def test_members_of_a_household_share_one_weight_and_persons_and_households_are_met_together(
    price: HouseholdPrice,
) -> None:
    people = drawn()
    size = np.bincount(people.household)[people.household] - 1
    sizes = CategoryMargin("size", size, ("1", "2", "3", "4"), (2000.0, 2500.0, 2200.0, 2100.0), Level.HOUSEHOLD)
    choices = CalibrationChoices(household_price=price)
    found = calibrate(people.weight, [*people.counts(), sizes], choices, people.household)
    first = np.unique(people.household, return_index=True)[1]
    assert found.weight.tolist() == found.weight[first][people.household].tolist()
    assert np.bincount(size[first], found.weight[first]).tolist() == approx([2000, 2500, 2200, 2100], rel=1e-8)
    assert np.bincount(people.age, found.weight).tolist() == approx([7400, 7000, 7600], rel=1e-8)
    assert "household_weight=integrated" in found.convention


@pytest.mark.parametrize("price", HouseholdPrice)
def test_the_columns_for_the_variance_engine_give_the_residuals_of_households(price: HouseholdPrice) -> None:
    """On rows: B = (sum d q x x')^-1 sum d q x z. On households: the same with sums, and residuals add up alike."""
    people = drawn()
    found = calibrate(people.weight, people.margins(), CalibrationChoices(household_price=price), people.household)
    used, z = found.calibration, people.income**1.1
    assert used.scale is not None and used.design_weight is people.weight
    heavy = used.auxiliary * (used.design_weight * used.scale)[:, None]
    by_row = np.linalg.lstsq(heavy.T @ used.auxiliary, heavy.T @ z, rcond=1e-12)[0]
    first, size = np.unique(people.household, return_index=True, return_counts=True)[1:]
    x = np.stack([np.bincount(people.household, column) for column in columns(people)], axis=1)
    total, d = np.bincount(people.household, z), people.weight[first]
    q = 1 / size if price is HouseholdPrice.PERSONS else np.ones(len(size))
    by_household = np.linalg.lstsq((x * (d * q)[:, None]).T @ x, (x * (d * q)[:, None]).T @ total, rcond=1e-12)[0]
    residual = np.bincount(people.household, z - used.auxiliary @ by_row)
    assert residual == approx(total - x @ by_household, abs=1e-6 * total.max())
    assert used.auxiliary.T @ found.weight == approx(found.calibration.auxiliary.T @ (people.weight * found.g))


def columns(people: Drawn) -> list[np.ndarray]:
    return [people.sex == 0, people.sex == 1, *(people.age == age for age in range(3)), people.income]


def test_without_households_the_columns_are_the_margins_and_the_scale_is_one() -> None:
    people = drawn()
    used = calibrate(people.weight, people.margins()).calibration
    assert used.scale is None and used.auxiliary.tolist() == np.stack(columns(people), axis=1).astype(float).tolist()


def test_margins_that_repeat_one_another_are_left_out_of_the_equations_and_met_all_the_same() -> None:
    people = drawn()
    again = CategoryMargin("again", people.sex, ("1", "2"), (10500.0, 11500.0))
    heads = AmountMargin("heads", np.ones(219), 22000.0)
    found = calibrate(people.weight, [*people.counts(), again, heads])
    assert found.diagnostics.worst_error < 1e-9
    assert "“age=3”、“again=1”、“again=2”、“heads（数量）”" in found.diagnostics.notes[0]


def test_totals_that_differ_by_more_than_rounding_may_be_scaled_to_the_first_and_this_is_said() -> None:
    people = drawn()
    ages = CategoryMargin("age", people.age, ("1", "2", "3"), (740.0, 700.0, 760.0))
    found = calibrate(
        people.weight, [people.counts()[0], ages], CalibrationChoices(disagreement=Disagreement.SCALE_TO_FIRST)
    )
    assert np.bincount(people.age, found.weight).tolist() == approx([7400, 7000, 7600])
    assert "“sex”合计 22,000，“age”合计 2,200" in found.diagnostics.notes[0]


def test_rows_of_weight_zero_stay_at_zero_and_may_lack_a_category() -> None:
    people = drawn()
    weight, sex = people.weight.copy(), people.sex.copy()
    weight[:5], sex[:5] = 0, -1
    margin = CategoryMargin("sex", sex, ("1", "2"), (10500.0, 11500.0))
    found = calibrate(weight, [margin])
    assert not found.weight[:5].any() and found.diagnostics.after.n == 214


def test_kish_counts_what_unequal_weights_cost() -> None:
    """Weights 1 1 2: n sum w^2 / (sum w)^2 = 3 * 6 / 16; cv^2 = (2/9) / (16/9) = 1/8."""
    assert design_effect(np.array([1.0, 1.0, 2.0])) == approx(18 / 16) == 1 + 1 / 8
    assert design_effect(np.array([1.0, 1.0, 2.0, 0.0])) == approx(18 / 16)


def diagnosed() -> Calibrated:
    people = drawn()
    tight = WeightLimits(0.5, 1.5, LimitBasis.MEAN)
    return calibrate(people.weight, people.margins(), CalibrationChoices(extreme=tight))


def test_diagnostics_show_each_margin_before_and_after() -> None:
    found, people = diagnosed(), drawn()
    line = found.diagnostics.margins[1]
    assert str(line.name) == "sex=2" and line.target == 11500
    assert line.before == approx(people.weight[people.sex == 1].sum())
    assert line.after == approx(11500) and abs(line.error) < 1e-9
    assert line.largest_share == approx(found.weight[people.sex == 1].max() / 11500)
    assert found.diagnostics.after.effective_n == approx(219 / design_effect(found.weight))


def test_extreme_weights_are_counted_by_a_named_rule_and_the_worst_come_first() -> None:
    found = diagnosed()
    extreme, mean = found.diagnostics.extreme, found.weight.mean()
    assert extreme.rule == "0.5-1.5 x mean" and (extreme.low, extreme.high) == approx((0.5 * mean, 1.5 * mean))
    assert extreme.count_high == (found.weight > 1.5 * mean).sum() > 0
    assert extreme.count_low == (found.weight < 0.5 * mean).sum() > 0
    assert len(extreme.rows) == 20


def test_negative_weights_of_the_linear_method_are_said() -> None:
    margin = AmountMargin("x", np.array([1.0, 2.0, 30.0]), 2.0)
    found = calibrate(np.ones(3), [margin], choices_of((Method.LINEAR, None)))
    assert found.weight.min() < 0 and "有 1 行的权数为负" in found.diagnostics.notes[-1]


@pytest.mark.parametrize("method", Method)
def test_ratio_is_the_slope_of_the_integral_and_slope_that_of_the_ratio(method: Method) -> None:
    u, step = np.linspace(-1.3, 1.7, 41), 1e-6
    distance = Distance(method, np.full(41, 0.4), np.full(41, 2.5))
    for function, slope in ((distance.integral, distance.ratio), (distance.ratio, distance.slope)):
        numeric = (function(u + step) - function(u - step)) / (2 * step)
        assert numeric == approx(slope(u), abs=1e-5)
    zero = np.zeros(41)
    assert distance.ratio(zero) == approx(1.0) and distance.slope(zero) == approx(1.0)


def test_columns_sorted_into_kinds_are_the_columns() -> None:
    rng = np.random.default_rng(4)
    codes = np.eye(4)[rng.integers(0, 4, 300)]
    x = np.hstack([codes[:, :2], rng.normal(size=(300, 1)), codes[:, 2:]])
    found = stacked(x, np.array([True, True, False, True, True]))
    weight, factors = rng.uniform(1, 2, 300), rng.normal(size=5)
    assert (len(found.kinds), found.own.shape) == (4, (300, 1))
    assert found.dense() == approx(x) and found.sums(weight) == approx(x.T @ weight)
    assert found.combined(factors) == approx(x @ factors)
    assert found.gram(weight) == approx((x * weight[:, None]).T @ x)
