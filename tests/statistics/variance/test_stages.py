"""Stages, finite populations and calibration by hand."""

from math import sqrt

import numpy as np
import pytest
from pytest import approx

from tests.statistics.cases import error_of, value_of
from tests.statistics.variance.invented import invented
from zengshou.concepts.problem import ProblemsFound
from zengshou.concepts.sample import Calibration, Lonely, Sample
from zengshou.statistics.comparisons import rate
from zengshou.statistics.indicators import estimate
from zengshou.statistics.variance.design import design_of

# Two PSUs of a population of four; in each two households of a population of six (PSU 1) and of two (PSU 2).
X = np.array([1.0, 3.0, 2.0, 8.0])
PSU, HOUSEHOLD = np.array([1, 1, 2, 2]), np.array([11, 12, 21, 22])
ONE, FOUR, THERE = np.ones(4), np.full(4, 4.0), np.array([6.0, 6, 2, 2])


def test_two_stages_by_hand() -> None:
    """First stage, totals 4 and 10: (1 - 2/4) * 2 * (9 + 9) = 18.

    Second stage times f1 = 1/2: PSU 1 (1 - 2/6) * 2 * (1 + 1) = 8/3; PSU 2 is complete: 0. V = 18 + 4/3.
    """
    found = estimate("total", X, Sample(ONE, None, (PSU, HOUSEHOLD), (FOUR, THERE)))
    assert error_of(found) == approx(sqrt(18 + 4 / 3))
    assert "fpc=counts/counts" in found.design and "variance=taylor, 2 stages" in found.design


def test_fractions_say_the_same_as_counts() -> None:
    counts = Sample(ONE, None, (PSU, HOUSEHOLD), (FOUR, THERE))
    fractions = Sample(ONE, None, (PSU, HOUSEHOLD), (np.full(4, 0.5), 2 / THERE))
    assert error_of(estimate("total", X, fractions)) == approx(error_of(estimate("total", X, counts)))


def test_a_second_stage_with_replacement_enters_without_a_finite_population_of_its_own() -> None:
    """18 + 1/2 * (2 * (1 + 1) + 2 * (9 + 9)) = 38."""
    assert error_of(estimate("total", X, Sample(ONE, None, (PSU, HOUSEHOLD), FOUR))) == approx(sqrt(38))


def test_without_a_finite_population_the_first_stage_is_all() -> None:
    """With replacement, totals 4 and 10: 2 * (9 + 9) = 36, whatever was drawn below."""
    for sample in (
        Sample(ONE, None, PSU),
        Sample(ONE, None, (PSU, HOUSEHOLD)),
        Sample(ONE, None, PSU, household=HOUSEHOLD),
    ):
        assert error_of(estimate("total", X, sample)) == approx(6)


def test_the_household_is_the_last_stage_unless_it_is_named_already() -> None:
    named = Sample(ONE, None, (PSU, HOUSEHOLD), (FOUR, THERE), household=HOUSEHOLD)
    assert len(named.stages) == 2
    added = Sample(ONE, None, PSU, (FOUR, THERE), household=HOUSEHOLD)
    assert error_of(estimate("total", X, added)) == approx(sqrt(18 + 4 / 3))
    alone = Sample(ONE, household=PSU)
    assert error_of(estimate("total", X, alone)) == approx(6)


def test_persons_of_one_household_are_not_taken_for_independent() -> None:
    income = np.repeat(np.random.default_rng(1).lognormal(3, 0.6, 100), 3)
    household = np.repeat(np.arange(100), 3)
    apart, together = Sample(np.ones(300)), Sample(np.ones(300), household=household)
    assert error_of(estimate("mean", income, together)) == approx(
        sqrt(3) * error_of(estimate("mean", income, apart)), rel=0.01
    )


def test_three_stages_carry_the_shares_of_both_above() -> None:
    """One PSU of two towns (f1 = 1/2, lonely: certainty), in it two of four villages, in each two of ten households.

    Villages' totals 4 and 10: f1 (1 - 1/2) 2 (9 + 9) = 9; households: f1 f2 (1 - 1/5) 2 (1 + 1 + 9 + 9) = 8.
    """
    town = np.ones(4, dtype=np.int64)
    sample = Sample(
        ONE, town, (town, PSU, HOUSEHOLD), (np.full(4, 2.0), FOUR, np.full(4, 10.0)), lonely=Lonely.CERTAINTY
    )
    design = design_of(sample)
    assert design.later[0].variance(X) == approx(9) and design.later[1].variance(X) == approx(8)


def test_a_psu_that_is_all_there_is_is_not_lonely() -> None:
    """Stratum 2 holds one PSU of one: nothing was drawn, so that `fail` has nothing to fail at."""
    strata, there = np.array([1, 1, 2, 2]), np.array([4.0, 4, 1, 1])
    sample = Sample(ONE, strata, np.array([1, 2, 3, 3]), there)
    assert error_of(estimate("total", X, sample)) == approx(sqrt((1 - 2 / 4) * 2 * (1 + 1)))


def test_single_units_below_are_counted_in_the_design() -> None:
    sample = Sample(ONE, None, (np.array([1, 1, 2, 2]), np.array([1, 2, 3, 3])), (FOUR, np.full(4, 9.0)))
    assert "1 units above with a single one below add nothing" in design_of(sample).text


@pytest.mark.parametrize(
    ("sample", "words"),
    [
        (Sample(ONE, None, (PSU, np.array([1, 2, 1, 2])), FOUR), "第2阶段单元 1、2 出现在两个以上"),
        (Sample(ONE, None, (PSU, HOUSEHOLD), (FOUR, np.ones(4) * 1.5)), "小于样本单元数"),
        (Sample(ONE, None, (PSU, HOUSEHOLD), (FOUR, FOUR, FOUR)), "fpc 有 3 列"),
        (Sample(ONE, None, PSU, np.array([4.0, 4, 4, np.nan])), "1 行缺失或不大于零"),
        (Sample(ONE, None, PSU, np.array([0.5, 0.5, 4, 4])), "混在一列"),
        (Sample(ONE, None, (PSU, HOUSEHOLD[:3])), "psu 第2阶段 有 3 行"),
        (Sample(ONE, calibration=Calibration(ONE, np.ones((3, 1)))), "辅助变量有 3 行"),
        (Sample(ONE, calibration=Calibration(ONE, np.array([1, 2, np.nan, 1.0]))), "辅助变量有 1 行缺失"),
        (Sample(ONE, calibration=Calibration(-ONE, np.ones((4, 1)))), "4 行为负"),
    ],
)
def test_a_faulty_design_is_refused_by_name(sample: Sample, words: str) -> None:
    with pytest.raises(ProblemsFound, match=words):
        design_of(sample)


def test_units_that_begin_anew_in_every_psu_are_told_apart_when_said_so() -> None:
    again = Sample(ONE, None, (PSU, np.array([1, 2, 1, 2])), (FOUR, THERE), is_nested=True)
    assert error_of(estimate("total", X, again)) == approx(sqrt(18 + 4 / 3))


def test_a_post_stratified_mean_has_the_error_within_its_cells_by_hand() -> None:
    """Cells a (1, 3) and b (2, 8), each weighted to 5: residuals -1, 1, -3, 3 times 2.5 each over N = 10.

    Four PSUs, one stratum: 4/3 * (2.5/10)^2 * (1 + 1 + 9 + 9) = 5/3.
    """
    cells = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    sample = Sample(np.full(4, 2.5), calibration=Calibration(ONE, cells))
    found = estimate("mean", X, sample)
    assert (value_of(found), error_of(found)) == (approx(3.5), approx(sqrt(5 / 3)))
    assert "calibration=2 columns, residuals" in found.design


def test_a_calibrated_total_has_no_error_and_neither_have_its_margins_twice_over() -> None:
    """Two full margins repeat the sum of all: a column too many changes nothing."""
    data = invented()
    margins = np.column_stack(
        [data.groups, 1 - data.groups[:, 1] - data.groups[:, 2], data.is_urban, 1 - data.is_urban]
    )
    sample = Sample(data.weight, data.strata, data.psu, calibration=Calibration(data.weight, margins))
    assert error_of(rate(data.is_urban == 1, sample)[0]) == approx(0, abs=1e-12)
    lean = Sample(data.weight, data.strata, data.psu, calibration=Calibration(data.weight, margins[:, [0, 1, 2, 4]]))
    assert error_of(estimate("gini", data.income, sample)) == approx(
        error_of(estimate("gini", data.income, lean)), rel=1e-10
    )
