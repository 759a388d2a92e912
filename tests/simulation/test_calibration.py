"""Raking and calibration on tables small enough to check by hand."""

import numpy as np
from pytest import approx

from zengshou.simulation.calibration import calibrate, choose_top, draw_category, even_draws, rake_table, tilt_to_mean


def test_a_raked_table_has_both_margins_and_keeps_the_odds_of_its_seed() -> None:
    seed = np.array([[2.0, 1.0], [1.0, 3.0]])
    table = rake_table(seed, np.array([0.6, 0.4]), np.array([0.5, 0.5]))
    assert table.sum(axis=1) == approx([0.6, 0.4])
    assert table.sum(axis=0) == approx([0.5, 0.5])
    odds = table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0])
    assert odds == approx(6.0)


def test_a_tilted_shape_has_the_mean_and_still_sums_to_one() -> None:
    sizes = np.arange(1.0, 6.0)
    shares = tilt_to_mean(np.array([10.0, 30.0, 40.0, 15.0, 5.0]), sizes, 2.29)
    assert shares.sum() == approx(1.0)
    assert shares @ sizes == approx(2.29)


def test_calibrated_weights_meet_totals_that_overlap() -> None:
    rng = np.random.default_rng(1)
    flags = (rng.random((500, 3)) < 0.4).astype(float)
    matrix = np.column_stack([np.ones(500), flags, 1 - flags[:, 0]])
    totals = np.array([1000.0, 450.0, 380.0, 410.0, 550.0])
    weight = calibrate(np.full(500, 2.0), matrix, totals)
    assert matrix.T @ weight == approx(totals)
    assert weight.min() > 0


def test_margins_that_contradict_one_another_leave_finite_weights() -> None:
    matrix = np.column_stack([np.ones(50), np.ones(50)])
    weight = calibrate(np.ones(50), matrix, np.array([100.0, 300.0]))
    assert np.isfinite(weight).all()


def test_the_highest_scores_fill_the_quota_to_the_nearest_row() -> None:
    score, weight = np.array([5.0, 1.0, 4.0, 3.0]), np.array([2.0, 2.0, 2.0, 2.0])
    among = np.array([True, True, True, False])
    assert choose_top(score, weight, 4.2, among).tolist() == [True, False, True, False]
    assert choose_top(score, weight, 0.0, among).sum() == 0
    assert choose_top(score, weight, 99.0, among).tolist() == among.tolist()


def test_evenly_drawn_categories_meet_their_shares_to_one_row() -> None:
    drawn = draw_category(np.array([0.2, 0.5, 0.3]), even_draws(1000, np.random.default_rng(3)))
    assert np.abs(np.bincount(drawn) - [200, 500, 300]).max() <= 1
