"""Shares of persons from groups of households, and the band of the Gini behind printed groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.grouped.printed_fifths import NATION, QUANZHOU_MEANS, nation, quanzhou
from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.grouped.bounds import LimitsFrom, gini_bounds, gini_of_points, lorenz_points
from zengshou.statistics.grouped.groups import GroupsOf, IncomeGroups, income_groups
from zengshou.statistics.grouped.persons import Conversion, person_shares, simple_average_ratio
from zengshou.statistics.result import Undefined


@st.composite
def tables(draw: st.DrawFn) -> IncomeGroups:
    steps = draw(st.lists(st.floats(0.05, 3.0), min_size=5, max_size=10))
    means = 1000 * np.cumsum(steps)
    return income_groups(means.tolist(), of=GroupsOf.PERSONS)


@pytest.mark.parametrize(("year", "gini"), [(2015, 0.386), (2020, 0.394)])
def test_fifths_taken_as_equal_and_without_spread_give_the_known_floor(year: int, gini: float) -> None:
    groups = nation(year)
    points = lorenz_points(groups, person_shares(groups, Conversion.AS_PRINTED))
    assert gini_of_points(points) == pytest.approx(gini, abs=5e-4)


@pytest.mark.parametrize(
    ("year", "ratio"),
    [
        (2015, 1.096),
        (2016, 1.096),
        (2017, 1.092),
        (2018, 1.071),
        (2020, 1.069),
        (2021, 1.063),
        (2022, 1.063),
        (2023, 1.056),
        (2025, 1.050),
    ],
)
def test_the_simple_average_of_the_five_exceeds_the_published_mean_as_known(year: int, ratio: float) -> None:
    assert simple_average_ratio(nation(year)) == pytest.approx(ratio, abs=1e-3)


@pytest.mark.parametrize(("year", "lower", "upper"), [(2015, 0.400, 0.465), (2016, 0.402, 0.467)])
def test_tilted_bounds_are_as_known_and_hold_the_official_figure(year: int, lower: float, upper: float) -> None:
    groups = nation(year)
    bounds = gini_bounds(groups, person_shares(groups))
    assert (bounds.lower, bounds.upper) == (pytest.approx(lower, abs=5e-4), pytest.approx(upper, abs=5e-4))
    assert bounds.holds({2015: 0.462, 2016: 0.465}[year])
    assert bounds.limits is LimitsFrom.NEIGHBOURS


@pytest.mark.parametrize("year", NATION)
def test_the_tilt_reproduces_the_published_mean_and_is_one_number(year: int) -> None:
    groups = nation(year)
    found = person_shares(groups)
    assert found.conversion is Conversion.TILT and found.tilt is not None
    assert found.shares @ groups.means == pytest.approx(groups.published_mean, rel=1e-12)
    steps = np.diff(np.log(found.shares))
    np.testing.assert_allclose(steps, -found.tilt, rtol=1e-9)


def test_the_tilt_means_the_same_for_groups_of_other_sizes() -> None:
    """Tenths drawn from one tilted population give the lambda of its fifths, as each tenth lies where it lies."""
    tenths = income_groups(np.arange(1.0, 11.0), published_mean=5.0)
    fifths = income_groups(np.arange(1.5, 11.0, 2.0), published_mean=5.0)
    first, second = person_shares(tenths).tilt, person_shares(fifths).tilt
    assert first == pytest.approx(second, rel=0.05)


def test_printed_sizes_help_but_leave_a_residual_that_stays_visible() -> None:
    found = person_shares(quanzhou())
    assert found.conversion is Conversion.PRINTED_SIZES
    assert float(np.mean(QUANZHOU_MEANS)) == pytest.approx(40857, abs=0.5)
    assert found.shares @ np.array(QUANZHOU_MEANS) == pytest.approx(39027, abs=0.5)
    assert found.residual == pytest.approx(39027 - 39656, abs=0.5)
    assert "-629" in str(found)


def test_households_without_sizes_and_mean_are_not_turned_into_persons() -> None:
    with pytest.raises(Undefined, match="户均人口"):
        person_shares(income_groups([1, 2, 3, 4, 5]))


def test_a_mean_outside_the_groups_allows_no_tilt() -> None:
    with pytest.raises(Undefined, match="不在"):
        person_shares(income_groups([10, 20, 30], published_mean=31))


def test_bounds_of_two_to_one_worked_by_hand() -> None:
    """Thirds of persons with 1, 2, 6; mean 3, L = 1/9, 3/9.

    Lower: 1 - (1/3)(1/9 + 4/9 + 12/9) = 10/27. Limits known, 1.5 and 4, top open:
    groups add (1/9)(1)(0.5)/(3 x 1.5) = 1/81, (1/9)(0.5)(2)/(3 x 2.5) = 2/135, (1/9)(6 - 4)/3 = 2/27.
    """
    groups = income_groups([1, 2, 6], of=GroupsOf.PERSONS, limits=[1.5, 4])
    bounds = gini_bounds(groups, person_shares(groups))
    assert bounds.lower == pytest.approx(10 / 27)
    assert bounds.upper == pytest.approx(10 / 27 + 1 / 81 + 2 / 135 + 2 / 27)
    assert bounds.limits is LimitsFrom.PRINTED


def test_unknown_limits_give_a_wider_band_than_known_ones() -> None:
    known = income_groups([1, 2, 6], of=GroupsOf.PERSONS, limits=[1.5, 4])
    unknown = income_groups([1, 2, 6], of=GroupsOf.PERSONS)
    persons = person_shares(known)
    assert gini_bounds(known, persons).upper < gini_bounds(unknown, persons).upper


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 100), min_size=30, max_size=60))
def test_the_gini_of_any_incomes_lies_within_the_bounds_of_their_fifths(incomes: list[float]) -> None:
    x = np.sort(np.array(incomes[: len(incomes) // 5 * 5]))
    means = x.reshape(5, -1).mean(axis=1)
    if np.any(np.diff(means) <= 0):
        return
    groups = income_groups(means.tolist(), of=GroupsOf.PERSONS)
    bounds = gini_bounds(groups, person_shares(groups))
    rank = np.arange(1, len(x) + 1) - 0.5
    gini = 2 * float(x @ rank) / (len(x) * x.sum()) - 1
    assert bounds.lower - 1e-12 <= gini <= bounds.upper + 1e-12


@settings(deadline=None)
@given(tables(), st.floats(0.001, 1000))
def test_bounds_do_not_move_with_the_unit_of_income(groups: IncomeGroups, factor: float) -> None:
    scaled = income_groups((groups.means * factor).tolist(), of=GroupsOf.PERSONS)
    first = gini_bounds(groups, person_shares(groups))
    second = gini_bounds(scaled, person_shares(scaled))
    assert (second.lower, second.upper) == (pytest.approx(first.lower), pytest.approx(first.upper))


def test_everything_wrong_with_a_table_is_named_at_once() -> None:
    with pytest.raises(ProblemsFound) as caught:
        income_groups([5, 4, 6], sizes=[3, 0, 3], limits=[1], published_mean=-1)
    said = str(caught.value)
    assert "第2组均值 4 不高于第1组的 5" in said and "户均人口" in said and "组限有 1 个" in said and "-1" in said
