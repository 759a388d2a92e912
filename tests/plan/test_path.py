"""The path a target asks for."""

from dataclasses import replace
from itertools import pairwise

import pytest

from zengshou.plan.model import Operator, PriceBasis, Target, TargetKind
from zengshou.plan.path import annual_growth, required_at, required_path, stated_start
from zengshou.plan.reading import PathPoint

SHARE = Target("T-1", "", "收入占比", TargetKind.NUMERIC, "income_share_of_gdp", Operator.REACH, 38.3, "%", 2020)
JOBS = Target(
    "T-2", "", "新增就业", TargetKind.NUMERIC, "jobs", Operator.INCREMENT, 175_000, "人", 2020, start_year=2015
)
DOUBLE = Target(
    "T-3",
    "",
    "翻一番",
    TargetKind.NUMERIC,
    "income_per_head",
    Operator.MULTIPLE,
    2,
    "倍",
    2020,
    base_year=2010,
    price_basis=PriceBasis.NOMINAL,
)


def values(points: tuple[PathPoint, ...]) -> list[float]:
    return [point.value for point in points]


def test_a_share_follows_a_straight_line_from_its_start() -> None:
    path = required_path(SHARE, PathPoint(2018, 37.9))
    assert [point.year for point in path] == [2018, 2019, 2020]
    assert values(path) == pytest.approx([37.9, 38.1, 38.3])


def test_a_cumulative_count_starts_at_nothing_and_grows_by_equal_steps() -> None:
    assert values(required_path(JOBS)) == pytest.approx([0, 35_000, 70_000, 105_000, 140_000, 175_000])


def test_doubling_in_ten_years_grows_by_7_18_per_cent_a_year() -> None:
    assert f"{annual_growth(2, 10):.2%}" == "7.18%"
    path = values(required_path(DOUBLE))
    assert path[0] == 1 and path[-1] == 2 and len(path) == 11
    assert [after / before for before, after in pairwise(path)] == pytest.approx([2**0.1] * 10)


def test_a_falling_count_reaches_zero_without_a_growth_rate() -> None:
    poor = replace(SHARE, operator=Operator.ALL, value=0, unit="人", start_year=2016, start_value=81_700, deadline=2018)
    assert values(required_path(poor)) == pytest.approx([81_700, 40_850, 0])


def test_without_a_start_only_the_deadline_is_asked_for() -> None:
    assert stated_start(SHARE) is None
    assert required_path(SHARE) == (PathPoint(2020, 38.3),)


def test_directions_milestones_and_undated_targets_have_no_path() -> None:
    assert required_path(replace(SHARE, kind=TargetKind.DIRECTIONAL)) == ()
    assert required_path(replace(SHARE, kind=TargetKind.MILESTONE)) == ()
    assert required_path(replace(SHARE, deadline=None)) == ()


def test_a_relation_asks_the_same_of_every_year() -> None:
    relation = replace(SHARE, kind=TargetKind.RELATIONAL, value=0, start_year=2015)
    assert required_path(relation) == tuple(PathPoint(year, 0) for year in range(2016, 2021))


def test_after_its_end_a_path_asks_for_its_last_value_and_before_its_beginning_for_nothing() -> None:
    path = required_path(SHARE, PathPoint(2018, 37.9))
    assert required_at(path, 2025) == 38.3
    assert required_at(path, 2017) is None
    assert required_at((), 2020) is None
