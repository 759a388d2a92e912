"""Mobility: matrices and indices with their errors."""

from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from pytest import approx

from tests.statistics.cases import FIVE, FIVE_SAMPLE, Drawn, files, value_of
from tests.statistics.derivatives import assert_errors_are_those_of_the_derivatives, spread_over_samples
from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Sample
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.measures.joint_ranks import FixedClasses, QuantileClasses
from zengshou.statistics.mobility import mobility, transition_matrix

AFTER = np.array([10.0, 40.0, 20.0, 60.0, 90.0])
AT_25 = FixedClasses((25.0,))
quick = settings(max_examples=25, deadline=None)
rng = np.random.default_rng(31)
BEFORE, WEIGHT = np.exp(rng.normal(4.6, 0.6, 30)), rng.uniform(0.5, 3.0, 30)
LATER = BEFORE**0.7 * np.exp(rng.normal(1.4, 0.3, 30))


def by_name(found: tuple[Estimate, ...]) -> dict[str, float]:
    return {one.indicator: value_of(one) for one in found}


def test_five_people_on_both_sides_of_25() -> None:
    """Before: 10 20 below. After 10 40 20 60 90: the 20 rose, the 30 fell. Rows 1/2 1/2 and 1/3 2/3."""
    found = by_name(transition_matrix(FIVE, AFTER, FIVE_SAMPLE, classes=AT_25))
    assert found == approx(
        {"transition(1,1)": 0.5, "transition(1,2)": 0.5, "transition(2,1)": 1 / 3, "transition(2,2)": 2 / 3}
    )


def test_indices_of_the_same_five() -> None:
    """Trace 7/6: (2 - 7/6)/1. Three of five stay, one rises, one falls. Stay in the upper class: 1/(1 - 2/3) = 3.

    Ranks 1 2 3 4 5 and 1 3 2 4 5: correlation 1 - 6 * 2/(5 * 24) = 0.9. Moves 0 20 10 20 10: mean 12.
    """
    found = by_name(mobility(FIVE, AFTER, FIVE_SAMPLE, classes=AT_25))
    assert found["shorrocks_mobility"] == approx(5 / 6)
    assert (found["immobility_ratio"], found["moved_up"], found["moved_down"]) == (
        approx(0.6),
        approx(0.2),
        approx(0.2),
    )
    assert (found["prais_stay(1)"], found["prais_stay(2)"]) == (approx(2), approx(3))
    assert found["rank_correlation"] == approx(0.9)
    assert found["fields_ok_amount"] == approx(12)
    assert found["fields_ok_log"] == approx((log(2) + log(1.5) + log(1.5) + log(1 / 0.9)) / 5)


def test_the_classes_of_quantiles_are_those_of_each_column() -> None:
    """Twice the income for everyone is no mobility at all."""
    found = by_name(transition_matrix(FIVE, 2 * FIVE, FIVE_SAMPLE))
    assert found == {f"transition({i},{j})": approx(float(i == j), abs=1e-12) for i in range(1, 6) for j in range(1, 6)}


@quick
@given(files())
def test_rows_sum_to_one_and_people_are_counted_once(file: Drawn) -> None:
    after = np.roll(file.income, 1) + file.income
    for classes in (QuantileClasses(3), FixedClasses((10.0, 40.0))):
        cells = {
            one.indicator: one.value for one in transition_matrix(file.income, after, file.sample, classes=classes)
        }
        for i in range(1, 4):
            row = [cells[f"transition({i},{j})"] for j in range(1, 4)]
            known = [share for share in row if share is not None]
            assert not known or sum(known) == approx(1)
        one = {e.indicator: e.value or 0.0 for e in mobility(file.income, after, file.sample, classes=classes)}
        assert one["immobility_ratio"] + one["moved_up"] + one["moved_down"] == approx(1)
        assert -1 - 1e-12 <= one["rank_correlation"] <= 1 + 1e-12


@quick
@given(files())
def test_nobody_moves_when_nothing_changes(file: Drawn) -> None:
    found = {one.indicator: one for one in mobility(file.income, file.income, file.sample, classes=QuantileClasses(3))}
    assert value_of(found["immobility_ratio"]) == approx(1)
    assert value_of(found["fields_ok_amount"]) == value_of(found["fields_ok_log"]) == 0
    if found["rank_correlation"].value is not None:
        assert found["rank_correlation"].value == approx(1)
    assert found["prais_stay(1)"].value is None


def test_errors_with_known_limits_are_those_of_the_derivatives() -> None:
    classes = FixedClasses((80.0, 130.0))
    for function in (transition_matrix, mobility):
        assert_errors_are_those_of_the_derivatives(
            lambda sample, function=function: function(BEFORE, LATER, sample, classes=classes), WEIGHT
        )


def test_errors_of_a_rank_correlation_with_ties_are_those_of_the_derivatives() -> None:
    tied, other = np.round(BEFORE / 20), np.round(LATER / 30)

    def correlation(sample: Sample) -> list[Estimate]:
        return [one for one in mobility(tied, other, sample, classes=AT_25) if one.indicator == "rank_correlation"]

    assert_errors_are_those_of_the_derivatives(correlation, WEIGHT)


def test_errors_with_estimated_limits_are_those_seen_over_samples() -> None:
    """The limits are estimated in each sample, and their influence is in: a binomial error would be too large."""
    draws = np.random.default_rng(8)
    before = np.exp(draws.normal(0, 0.6, 20_000))
    after = before**0.8 * np.exp(draws.normal(0, 0.3, 20_000))

    def drawn(rows: np.ndarray) -> tuple[Estimate, ...]:
        sample, classes = Sample(np.ones(rows.size)), QuantileClasses(3)
        cells = transition_matrix(before[rows], after[rows], sample, classes=classes)
        return (*cells, *mobility(before[rows], after[rows], sample, classes=classes))

    seen, stated = spread_over_samples(drawn, before.size, 800, 250, seed=9)
    assert stated == approx(seen, rel=0.15)
    assert stated[0] < 0.9 * np.sqrt(0.8 * 0.2 / (800 / 3))


def test_each_group_has_its_own_quantiles() -> None:
    halves = Grouping(np.arange(30, dtype=np.int64) // 15, ("前", "后"))
    found = mobility(BEFORE, LATER, Sample(WEIGHT), classes=QuantileClasses(3), by=halves)
    alone = mobility(BEFORE, LATER, Sample(WEIGHT), classes=QuantileClasses(3), domain=halves.codes == 0)
    assert [one.value for one in found if one.domain == "前"] == [one.value for one in alone]
    assert "borders=estimated" in found[0].convention and "classes=3 quantile classes" in found[0].convention


def test_what_cannot_be_said_is_said() -> None:
    with_zero = {one.indicator: one for one in mobility(np.array([0.0, 20, 30, 40, 100]), AFTER, FIVE_SAMPLE)}
    assert "1 行" in with_zero["fields_ok_log"].reason
    equal = {one.indicator: one for one in mobility(np.full(5, 3.0), AFTER, FIVE_SAMPLE)}
    assert "全部相等" in equal["rank_correlation"].reason
    assert "没有样本" in equal["shorrocks_mobility"].reason
    for wrong in (lambda: QuantileClasses(1), lambda: FixedClasses(()), lambda: FixedClasses((2.0, 1.0))):
        with pytest.raises(ProblemsFound):
            wrong()
