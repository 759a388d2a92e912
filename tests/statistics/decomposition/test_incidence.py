"""Who pays: tenths of people, Suits, and equals treated alike."""

import numpy as np
import pytest
from hypothesis import given, settings
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, Drawn, error_of, files, lognormal, value_of
from tests.statistics.derivatives import assert_errors_are_those_of_the_derivatives, spread_over_samples
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.decomposition.close_equals import vertical_horizontal_reranking
from zengshou.statistics.decomposition.incidence import incidence_by_class
from zengshou.statistics.decomposition.redistribution import progressivity, progressivity_of_transfer
from zengshou.statistics.indicators import estimate

TAX = np.array([0.0, 0.0, 0.0, 5.0, 45.0])
quick = settings(max_examples=25, deadline=None)
rng = np.random.default_rng(21)
INCOME, WEIGHT = np.exp(rng.normal(4.6, 0.6, 30)), rng.uniform(0.5, 3.0, 30)
PAID = 0.3 * np.maximum(INCOME - rng.uniform(50, 150, 30), 0)


def by_name(found: tuple[Estimate, ...]) -> dict[str, float]:
    return {one.indicator: value_of(one) for one in found}


def test_five_people_in_halves() -> None:
    """The poorer half are 10, 20 and half of the 30: 45 of 200, no tax. The richer half pay 50 of 155."""
    found = by_name(incidence_by_class(FIVE, TAX, FIVE_SAMPLE, count=2))
    assert found["share_of_income(1)"] == approx(0.225)
    assert (found["average_rate(1)"], found["share_paid(1)"]) == (0, 0)
    assert found["average_rate(2)"] == approx(50 / 155)
    assert found["share_paid(2)"] == approx(1)


def test_the_tenths_show_the_u_shape_that_an_index_hides() -> None:
    """A flat tax a head beside a steep one at the top: rates fall, then rise, and Kakwani is near zero."""
    income = lognormal(2_000, 0.6)
    tax = 4 + 0.24 * np.maximum(income - 180, 0)
    kakwani = by_name(progressivity(income, tax, income - tax, Sample(np.ones(2_000))))["kakwani"]
    found = by_name(incidence_by_class(income, tax, Sample(np.ones(2_000))))
    rates = [found[f"average_rate({i})"] for i in range(1, 11)]
    assert abs(kakwani) < 0.08
    assert rates[0] > rates[6] < rates[9]


@quick
@given(files())
def test_shares_paid_and_shares_of_income_add_up_to_one(file: Drawn) -> None:
    tax = np.sqrt(file.income)
    found = by_name(incidence_by_class(file.income, tax, file.sample))
    for name in ("share_paid", "share_of_income"):
        assert sum(found[f"{name}({i})"] for i in range(1, 11)) == approx(1)


@quick
@given(files())
def test_the_share_of_income_of_a_fifth_is_the_indicator_of_that_name(file: Drawn) -> None:
    found = incidence_by_class(file.income, file.income, file.sample, count=5)
    third = next(one for one in found if one.indicator == "share_of_income(3)")
    same = estimate("fifth_3", file.income, file.sample)
    assert (third.value, third.se) == (approx(same.value), approx(same.se, rel=1e-6, abs=1e-12))


def test_errors_by_tenth_are_those_seen_over_samples() -> None:
    """What an estimated border lets in and out is counted, through the mean tax of those who stand at it."""
    income = lognormal(20_000, 0.6)
    tax = 0.02 * income**1.3 * np.random.default_rng(3).uniform(0.2, 1.8, income.size)

    def drawn(rows: np.ndarray) -> tuple[Estimate, ...]:
        return incidence_by_class(income[rows], tax[rows], Sample(np.ones(rows.size)), count=5)

    seen, stated = spread_over_samples(drawn, income.size, 800, 200, seed=4)
    assert stated == approx(seen, rel=0.15)


def test_suits_counts_by_income_where_kakwani_counts_by_head() -> None:
    """A tax at one rate for all is neither; a tax a head alone is regressive: minus the Gini in both cases."""
    found = by_name(progressivity(FIVE, 0.1 * FIVE, 0.9 * FIVE, FIVE_SAMPLE))
    assert (found["suits"], found["kakwani"]) == (approx(0, abs=1e-15), approx(0, abs=1e-15))
    head = by_name(progressivity(FIVE, np.ones(5), FIVE - 1, FIVE_SAMPLE))
    assert head["suits"] == approx(-0.4) == head["kakwani"]


def test_suits_has_no_value_where_an_income_is_negative() -> None:
    pre = np.array([-10.0, 20, 30, 40, 100])
    found = {one.indicator: one for one in progressivity(pre, TAX, pre - TAX, FIVE_SAMPLE)}
    assert "负收入" in found["suits"].reason and found["kakwani"].value is not None


def test_errors_of_the_progressivity_of_a_transfer_are_those_of_the_derivatives() -> None:
    benefit = np.maximum(120 - INCOME, 0)
    assert_errors_are_those_of_the_derivatives(
        lambda sample: progressivity_of_transfer(INCOME, benefit, sample), WEIGHT
    )


def test_a_transfer_counted_as_a_negative_tax_says_the_same() -> None:
    benefit = np.maximum(120 - INCOME, 0)
    as_tax = by_name(progressivity(INCOME, -benefit, INCOME + benefit, Sample(WEIGHT)))
    found = by_name(progressivity_of_transfer(INCOME, benefit, Sample(WEIGHT)))
    assert found["kakwani_transfer"] == approx(-as_tax["kakwani"])
    assert found["reynolds_smolensky"] == approx(as_tax["reynolds_smolensky"])


def test_equals_treated_alike_leave_no_horizontal_effect() -> None:
    """One rate a class: all is vertical."""
    pre = np.array([11.0, 12.0, 31.0, 32.0, 55.0])
    post = pre * np.array([0.9, 0.9, 0.8, 0.8, 0.6])
    found = by_name(vertical_horizontal_reranking(pre, post, FIVE_SAMPLE, 10))
    assert found["close_equals_horizontal"] == approx(0, abs=1e-15)
    assert found["close_equals_reranking"] == approx(0, abs=1e-15)
    assert found["close_equals_vertical"] == approx(found["close_equals_total"])


def test_equals_treated_unlike_are_the_horizontal_effect() -> None:
    """20 20 40 40 become 10 20 30 40. Smoothed 15 15 35 35: C = 0.2; after, in order: 0.25. G before 1/6.

    V = 1/6 - 0.2, H = 0.25 - 0.2, R = 0, and V - H = 1/6 - 0.25.
    """
    pre, post = np.array([20.0, 20.0, 40.0, 40.0]), np.array([20.0, 10.0, 30.0, 40.0])
    found = by_name(vertical_horizontal_reranking(pre, post, Sample(np.ones(4)), 10))
    assert found["close_equals_vertical"] == approx(1 / 6 - 0.2)
    assert found["close_equals_horizontal"] == approx(0.05)
    assert found["close_equals_reranking"] == approx(0, abs=1e-15)


@quick
@given(files())
def test_redistribution_is_vertical_less_horizontal_less_reranking(file: Drawn) -> None:
    post = file.income * (1 - 0.4 * (np.arange(file.income.size) % 3 > 0))
    found = by_name(vertical_horizontal_reranking(file.income, post, file.sample, 7))
    plain = by_name(progressivity(file.income, file.income - post, post, file.sample))
    parts = [found[f"close_equals_{part}"] for part in ("vertical", "horizontal", "reranking")]
    assert found["close_equals_total"] == approx(parts[0] - parts[1] - parts[2], abs=1e-12)
    assert found["close_equals_total"] == approx(plain["reynolds_smolensky"], abs=1e-12)
    assert parts[2] >= -1e-12


def test_errors_of_the_effects_among_close_equals_are_those_of_the_derivatives() -> None:
    assert_errors_are_those_of_the_derivatives(
        lambda sample: vertical_horizontal_reranking(INCOME, INCOME - PAID, sample, 25), WEIGHT
    )


def test_people_without_income_before_tax_are_a_class_of_their_own() -> None:
    pre, post = np.array([0.0, 0.0, 30.0, 40.0, 100.0]), np.array([5.0, 15.0, 28.0, 36.0, 80.0])
    found = vertical_horizontal_reranking(pre, post, FIVE_SAMPLE, 10)
    assert by_name(found)["close_equals_horizontal"] > 0 and all(error_of(one) > 0 for one in found[:3])
    with pytest.raises(ProblemsFound, match="组距"):
        vertical_horizontal_reranking(pre, post, FIVE_SAMPLE, 0)
    refused = vertical_horizontal_reranking(-FIVE, FIVE, FIVE_SAMPLE, 10)
    assert all(one.value is None and one.reason for one in refused)
