"""The result lamp: pace, error, falling targets, promises to be kept."""

from dataclasses import replace

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.lamp import Observation, Question, Start, result_lamp
from zengshou.plan.lamp_rules import read_rules, standard_rules
from zengshou.plan.model import Operator, Target, TargetKind
from zengshou.plan.reading import LampColour, PathPoint
from zengshou.plan.testable import untestable_warning

SHARE = Target(
    "YJ-G1-2",
    "",
    "居民可支配收入占生产总值比重",
    TargetKind.NUMERIC,
    "income_share_of_gdp",
    Operator.REACH,
    38.3,
    "%",
    2020,
    start_year=2018,
    start_value=37.9,
)
COUNT = Target("T-1", "", "累计", TargetKind.NUMERIC, "count", Operator.INCREMENT, 100, "人", 2020, start_year=2010)
POOR = replace(COUNT, operator=Operator.ALL, value=0, is_falling=True, deadline=2018)
COVERAGE = replace(SHARE, operator=Operator.AT_LEAST, value=98, deadline=2018, hold=True)


def count_lamp(value: float, year: int = 2015) -> LampColour:
    """100 wanted by 2020 from nothing in 2010: half of it by 2015."""
    return result_lamp(Question(COUNT, Observation(year, value, 0.0), Start(0, 0.0, 2010))).colour


@pytest.mark.parametrize("current", [38.0, 38.1, 38.2, 38.3, 38.4, 38.5])
def test_two_fifths_of_a_point_cannot_be_judged_with_an_error_of_0_15(current: float) -> None:
    lamp = result_lamp(Question(SHARE, Observation(2020, current, 0.15), Start(37.9, 0.15, 2018)))
    assert lamp.colour is LampColour.GREY and lamp.is_undecidable
    assert lamp.reason.startswith("无法判定")
    assert "目标值落在本期估计的95%置信区间内（±0.42个百分点），本期数据不能判断是否达标" in lamp.reason


def test_the_same_series_with_an_error_of_0_01_gives_a_colour() -> None:
    lamp = result_lamp(Question(SHARE, Observation(2020, 38.0, 0.01), Start(37.9, 0.01, 2018)))
    assert lamp.colour is LampColour.RED and not lamp.is_undecidable
    assert "进度为所需的25%" in lamp.reason
    half_way = result_lamp(Question(SHARE, Observation(2019, 38.05, 0.01), Start(37.9, 0.01, 2018)))
    assert half_way.colour is LampColour.YELLOW


def test_the_joint_error_of_overlapping_samples_replaces_the_two_separate_ones() -> None:
    question = Question(SHARE, Observation(2020, 38.0, 0.15), Start(37.9, 0.15, 2018), se_change=0.02)
    assert result_lamp(question).colour is LampColour.RED


def test_a_fixed_official_baseline_has_no_error_of_its_own() -> None:
    lamp = result_lamp(Question(SHARE, Observation(2020, 38.9, 0.15), Start(37.9, 0.0, 2018)))
    assert lamp.colour is LampColour.DONE


@pytest.mark.parametrize(
    ("value", "colour"),
    [(50, "green"), (47.5, "green"), (47.4, "yellow"), (30, "yellow"), (29.9, "red"), (0, "red"), (-1, "red")],
)
def test_pace_of_95_and_60_per_cent_part_green_yellow_and_red(value: float, colour: str) -> None:
    assert count_lamp(value) is LampColour(colour)


def test_moving_the_wrong_way_says_so() -> None:
    lamp = result_lamp(Question(COUNT, Observation(2015, -1, 0.0), Start(0, 0.0, 2010)))
    assert lamp.rule == "wrong_way" and "方向相反" in lamp.reason


def test_a_full_count_exactly_on_target_is_done_and_never_grey() -> None:
    assert count_lamp(100, 2020) is LampColour.DONE
    for value in range(0, 121, 10):
        assert count_lamp(value, 2020) is not LampColour.GREY


def test_a_promise_missed_at_its_deadline_is_never_green() -> None:
    assert count_lamp(99, 2020) is LampColour.YELLOW
    assert count_lamp(50, 2020) is LampColour.RED


@pytest.mark.parametrize(("left", "colour"), [(0, "done"), (2_000, "yellow"), (20_000, "yellow"), (60_000, "red")])
def test_signs_flip_for_a_target_that_falls(left: float, colour: str) -> None:
    lamp = result_lamp(Question(POOR, Observation(2018, left, 0.0), Start(81_700, 0.0)))
    assert lamp.colour is LampColour(colour)


def test_more_poverty_than_at_the_start_is_the_wrong_way() -> None:
    assert result_lamp(Question(POOR, Observation(2018, 90_000, 0.0), Start(81_700, 0.0))).rule == "wrong_way"


def test_a_falling_target_inside_its_interval_is_undecidable_too() -> None:
    assert result_lamp(Question(POOR, Observation(2018, 500, 400.0), Start(81_700, 0.0))).is_undecidable


def test_a_target_to_be_kept_is_yellow_once_it_has_lapsed() -> None:
    kept = (Observation(2018, 98.5, 0.0), Observation(2019, 98.2, 0.0), Observation(2020, 98.4, 0.0))
    lapsed = (kept[0], Observation(2019, 97.0, 0.0), kept[2])
    assert result_lamp(Question(COVERAGE, kept[2], Start(95, 0.0, 2016), history=kept)).colour is LampColour.DONE
    lamp = result_lamp(Question(COVERAGE, kept[2], Start(95, 0.0, 2016), history=lapsed))
    assert lamp.colour is LampColour.YELLOW and "2019年未保持" in lamp.reason


def test_before_the_deadline_a_target_on_its_path_is_green_and_not_yet_done() -> None:
    assert result_lamp(Question(SHARE, Observation(2019, 38.4, 0.0), Start(37.9, 0.0, 2018))).colour is LampColour.GREEN


def test_without_a_baseline_only_the_level_is_judged() -> None:
    missed = result_lamp(Question(COVERAGE, Observation(2018, 97.0, 0.0)))
    assert missed.colour is LampColour.RED and missed.rule == "missed_without_baseline"
    early = result_lamp(Question(COVERAGE, Observation(2017, 97.0, 0.0)))
    assert early.colour is LampColour.GREY and "缺少起点" in early.reason
    undated = result_lamp(Question(replace(COVERAGE, deadline=None), Observation(2017, 97.0, 0.0)))
    assert undated.colour is LampColour.GREY and "方案未写明期限" in undated.reason
    assert result_lamp(Question(COVERAGE, Observation(2018, 98.2, 0.3))).is_undecidable


def test_a_figure_without_any_error_information_is_grey() -> None:
    assert result_lamp(Question(SHARE, Observation(2020, 38.5, None), Start(37.9, 0.0, 2018))).rule == "no_error"
    assert result_lamp(Question(SHARE, Observation(2020, 38.5, 0.1), Start(37.9, None, 2018))).rule == "no_error"


def test_a_figure_of_the_start_year_itself_shows_no_progress() -> None:
    assert result_lamp(Question(SHARE, Observation(2018, 37.9, 0.0), Start(37.9, 0.0, 2018))).rule == "no_later_figure"


def test_a_model_figure_can_be_green_but_never_closes_a_promise() -> None:
    lamp = result_lamp(Question(SHARE, Observation(2020, 39.5, 0.1, is_model=True), Start(37.9, 0.0, 2018)))
    assert lamp.colour is LampColour.GREEN
    assert lamp.reason.startswith("据模拟数") and "不能作为办结依据" in lamp.reason


@pytest.mark.parametrize(("lead", "colour"), [(0.3, "green"), (0.0, "green"), (-0.4, "yellow"), (-0.6, "red")])
def test_growth_in_step_allows_half_a_point_before_red(lead: float, colour: str) -> None:
    relation = replace(SHARE, kind=TargetKind.RELATIONAL, value=0, unit="百分点")
    assert result_lamp(Question(relation, Observation(2020, lead, 0.0))).colour is LampColour(colour)


def test_faster_than_means_more_than_equal() -> None:
    faster = replace(SHARE, kind=TargetKind.RELATIONAL, operator=Operator.GREATER, value=0, unit="百分点")
    assert result_lamp(Question(faster, Observation(2020, 0.0, 0.0))).colour is LampColour.YELLOW
    assert result_lamp(Question(faster, Observation(2020, 0.2, 0.3))).is_undecidable


def test_a_direction_needs_two_years_and_a_change_beyond_its_error() -> None:
    gap = replace(SHARE, kind=TargetKind.DIRECTIONAL, operator=Operator.FALL, value=0, unit="倍", is_falling=True)
    narrower, wider = Observation(2020, 2.2, 0.01), Observation(2020, 2.5, 0.01)
    start = Start(2.4, 0.01, 2015)
    assert result_lamp(Question(gap, narrower)).rule == "no_baseline"
    assert result_lamp(Question(gap, narrower, start)).colour is LampColour.DONE
    assert result_lamp(Question(gap, wider, start)).colour is LampColour.RED
    assert result_lamp(Question(gap, Observation(2020, 2.39, 0.1), start)).is_undecidable


def test_a_milestone_is_done_or_not_done() -> None:
    milestone = replace(SHARE, kind=TargetKind.MILESTONE, value=1)
    assert result_lamp(Question(milestone, Observation(2019, 1, None))).colour is LampColour.DONE
    assert result_lamp(Question(milestone, Observation(2019, 0, None))).colour is LampColour.GREY
    assert result_lamp(Question(milestone, Observation(2020, 0, None))).colour is LampColour.RED


def test_a_lamp_keeps_its_inputs_and_the_edition_of_its_rules() -> None:
    lamp = result_lamp(Question(SHARE, Observation(2020, 38.0, 0.01), Start(37.9, 0.01, 2018)))
    assert lamp.inputs[:2] == ("起点2018年37.9%", "本期2020年38%")
    assert lamp.rules_version == standard_rules().version


def test_a_target_smaller_than_the_error_is_called_untestable_with_the_size_it_needs() -> None:
    warning = untestable_warning(SHARE, 37.9, 0.3, n=2_000)
    assert "此目标无法用现有样本量检验" in warning and "0.4个百分点" in warning
    needed = int(warning.rsplit("至少需要", 1)[1].rstrip("。").replace(",", ""))
    se_then = 0.3 * (2_000 / needed) ** 0.5
    assert untestable_warning(SHARE, 37.9, se_then) == ""
    assert untestable_warning(SHARE, 37.9, 0.0) == ""


def test_a_city_sets_its_own_thresholds_and_keeps_the_rest() -> None:
    rules = read_rules({"version": "2", "pace": {"green": 0.9}}, "cities/x/lamps.yaml")
    assert (rules.version, rules.green_pace, rules.yellow_pace, rules.z) == ("2", 0.9, 0.6, 1.96)
    path = (PathPoint(2010, 0), PathPoint(2015, 50), PathPoint(2020, 100))
    lamp = result_lamp(Question(COUNT, Observation(2015, 46, 0.0), Start(0, 0.0, 2010), path), rules)
    assert lamp.colour is LampColour.GREEN and lamp.rules_version == "2"


def test_every_fault_of_a_lamp_file_is_told_at_once() -> None:
    with pytest.raises(ProblemsFound) as caught:
        read_rules({"paec": 1, "z": "两倍", "missed_at_best": "purple"}, "lamps.yaml")
    assert len(caught.value.problems) == 3
    with pytest.raises(ProblemsFound, match="yellow ≤ green"):
        read_rules({"pace": {"green": 0.5}}, "lamps.yaml")
