"""The search reaches what it is asked for in twelve measurements, and says why where it cannot."""

import math
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from zengshou.simulation.seek import MOST_MEASURED, Aim, NotMonotone, NotReached, Probe, Sought, seek

LOW, HIGH, GRAIN = 0.0, 10_000.0, 0.01
SHAPES: dict[str, Callable[[float], float]] = {
    "straight": lambda x: 3 * x + 7,
    "falling": lambda x: 50 - x / 40,
    "root": lambda x: math.sqrt(x),
    "square": lambda x: (x + 100) ** 2,
    "levelling": lambda x: 1 / (1 + x / 2_000),
}


def found_by(shape: Callable[[float], float], start: float, wanted: float, side: int = 0) -> Sought:
    begun = Probe(start, shape(start))
    tolerance = 1e-3 * max(abs(wanted), abs(begun.value - wanted))
    return seek(shape, begun, Aim(wanted, tolerance, side, LOW, HIGH, GRAIN))


@pytest.mark.parametrize("name", SHAPES)
@given(
    start=st.sampled_from([20.0, 785.9, 5_000.0, 10_000.0]), at=st.floats(50, 9_900), side=st.sampled_from([-1, 0, 1])
)
def test_a_figure_that_runs_one_way_is_reached_within_twelve_measurements(
    name: str, start: float, at: float, side: int
) -> None:
    wanted = SHAPES[name](at)
    sought = found_by(SHAPES[name], start, wanted, side)
    assert sought.measured <= MOST_MEASURED
    assert sought.is_met and (sought.found.value - wanted) * side >= 0
    assert LOW <= sought.found.at <= HIGH


@pytest.mark.parametrize("at", [500.0, 1_900.0, 2_100.0, 6_000.0])
def test_a_bend_at_the_way_costs_no_more_than_twelve_measurements(at: float) -> None:
    def bent(x: float) -> float:
        return 2 * x + 6 * max(0.0, x - 2_000)

    for start in (785.9, 5_000.0):
        assert found_by(bent, start, bent(at)).is_met


def test_a_straight_line_needs_three_measurements() -> None:
    assert found_by(SHAPES["straight"], 800.0, 3_007.0).measured <= 3


def test_a_target_that_already_holds_needs_none() -> None:
    sought = found_by(SHAPES["straight"], 1_000.0, 3_007.0)
    assert sought.measured == 0 and sought.found.at == 1_000.0


def test_beyond_the_range_the_reachable_ends_are_told() -> None:
    with pytest.raises(NotReached) as caught:
        found_by(SHAPES["straight"], 800.0, 90_000.0)
    assert [probe.value for probe in caught.value.ends] == [7.0, 30_007.0]
    assert not caught.value.is_flat


def test_a_figure_that_the_parameter_does_not_move_is_told_as_flat() -> None:
    with pytest.raises(NotReached) as caught:
        found_by(lambda x: 4.0, 800.0, 5.0)
    assert caught.value.is_flat


def test_a_figure_that_rises_and_falls_is_refused_with_the_probes_that_show_it() -> None:
    with pytest.raises(NotMonotone) as caught:
        found_by(lambda x: (x - 1_200) ** 2, 800.0, 3_000_000.0)
    assert len(caught.value.probes) >= 3


@given(step=st.floats(50, 900), wanted=st.floats(3.5, 9.5))
def test_where_the_figure_jumps_the_nearest_value_on_the_asked_side_is_given(step: float, wanted: float) -> None:
    def stairs(x: float) -> float:
        return math.floor(x / step)

    assume(stairs(HIGH) > wanted and abs(wanted - round(wanted)) > 0.1)
    sought = found_by(stairs, 800.0, wanted, side=-1)
    assert sought.measured <= MOST_MEASURED and not sought.is_met and sought.found.value <= wanted


def test_an_error_of_the_figure_reaches_over_along_the_probes() -> None:
    sought = found_by(SHAPES["straight"], 800.0, 3_007.0)
    assert sought.reach(30.0) == pytest.approx(10.0)
    assert found_by(SHAPES["straight"], 1_000.0, 3_007.0).reach(30.0) is None
