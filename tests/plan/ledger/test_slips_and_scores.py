"""Slips rise only when they were not answered; scores fall only by rule and come back by appeal."""

from datetime import date

import pytest

from zengshou.plan.ledger.scoring import AppealState, ScoreLine, ScoreRule, ScoreRules, score
from zengshou.plan.ledger.slips import Slip, SlipColour, SlipMode, SlipRules, proposed
from zengshou.plan.ledger.working_days import Calendar
from zengshou.plan.reading import Lamp, LampColour

WEEKENDS = Calendar({})
DAYS = dict.fromkeys(SlipColour, 5)
SEQUENCE = SlipRules(SlipMode.SEQUENTIAL, (SlipColour.BLUE, SlipColour.ORANGE, SlipColour.RED), DAYS)
BY_CAUSE = SlipRules(SlipMode.BY_CAUSE, (), DAYS)
MONDAY = date(2026, 8, 10)
RED = Lamp(LampColour.RED, "完成时限已过。", "past_deadline")


def slip(colour: SlipColour, answered: date | None = None) -> Slip:
    return Slip(colour, date(2026, 7, 27), date(2026, 8, 3), answered)


def test_the_first_slip_of_a_sequence_is_blue_however_red_the_lamp() -> None:
    found = proposed(RED, (), MONDAY, SEQUENCE, WEEKENDS)
    assert found is not None and found.colour is SlipColour.BLUE and found.due == date(2026, 8, 17)


@pytest.mark.parametrize(
    ("latest", "colour"),
    [
        (slip(SlipColour.BLUE), SlipColour.ORANGE),
        (slip(SlipColour.ORANGE), SlipColour.RED),
        (slip(SlipColour.RED), SlipColour.RED),
        (slip(SlipColour.BLUE, date(2026, 8, 5)), SlipColour.ORANGE),
        (slip(SlipColour.BLUE, date(2026, 8, 3)), SlipColour.BLUE),
    ],
)
def test_the_next_colour_comes_only_after_a_slip_not_answered_in_time(latest: Slip, colour: SlipColour) -> None:
    found = proposed(RED, (latest,), MONDAY, SEQUENCE, WEEKENDS)
    assert found is not None and found.colour is colour


def test_while_a_slip_may_still_be_answered_no_other_is_proposed() -> None:
    open_slip = Slip(SlipColour.BLUE, MONDAY, date(2026, 8, 17))
    assert proposed(RED, (open_slip,), date(2026, 8, 14), SEQUENCE, WEEKENDS) is None


@pytest.mark.parametrize("colour", [LampColour.GREEN, LampColour.GREY, LampColour.DONE])
def test_no_slip_is_proposed_without_cause(colour: LampColour) -> None:
    assert proposed(Lamp(colour, "", ""), (), MONDAY, BY_CAUSE, WEEKENDS) is None


@pytest.mark.parametrize(
    ("lamp", "colour"),
    [(LampColour.BLUE, SlipColour.BLUE), (LampColour.YELLOW, SlipColour.YELLOW), (LampColour.RED, SlipColour.RED)],
)
def test_by_cause_the_colour_is_that_of_the_lamp(lamp: LampColour, colour: SlipColour) -> None:
    found = proposed(Lamp(lamp, "原因。", ""), (), MONDAY, BY_CAUSE, WEEKENDS)
    assert found is not None and (found.colour, found.cause) == (colour, "原因。")


def test_an_unanswered_slip_is_named_in_the_next_one() -> None:
    found = proposed(RED, (slip(SlipColour.BLUE),), MONDAY, SEQUENCE, WEEKENDS)
    assert found is not None and found.cause == "2026-07-27蓝单逾期未回复；完成时限已过。"


# Scores

RULES = ScoreRules("1", 100, (ScoreRule("missing_report", "缺报", -10, most=30), ScoreRule("no_plan", "无方案", -10)))


def line(rule: str, points: float, appeal: AppealState = AppealState.NONE) -> ScoreLine:
    return ScoreLine(rule, points, "三月未报", MONDAY, appeal)


def test_a_score_is_the_start_less_its_lines() -> None:
    assert score(RULES, [line("missing_report", -10), line("no_plan", -10)]).total == 80


def test_a_rule_s_limit_holds_over_the_year() -> None:
    assert score(RULES, [line("missing_report", -10)] * 7).total == 70


def test_an_upheld_appeal_gives_the_points_back_and_the_line_stays() -> None:
    found = score(RULES, [line("no_plan", -10, AppealState.UPHELD), line("no_plan", -10, AppealState.DISMISSED)])
    assert found.total == 90 and len(found.lines) == 2


def test_a_score_never_falls_below_zero() -> None:
    assert score(RULES, [line("no_plan", -10)] * 15).total == 0


def test_a_line_of_an_unknown_rule_is_refused() -> None:
    with pytest.raises(KeyError):
        score(RULES, [line("invented", -10)])
