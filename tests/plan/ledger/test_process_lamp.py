"""The process lamp by its rules, the gravest first; a missed month never turns green."""

from dataclasses import replace
from datetime import date

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.ledger.process_lamp import ProcessFacts, caught_up, process_lamp
from zengshou.plan.ledger.process_rules import read_process_rules, standard_process_rules
from zengshou.plan.ledger.stages import DONE, Stage
from zengshou.plan.ledger.working_days import Calendar
from zengshou.plan.reading import Lamp, LampColour

WEEKENDS = Calendar({})
# Monday; the report is due on Friday 28 August, the deadline at the end of the year.
FACTS = ProcessFacts(
    Stage.IN_HAND,
    date(2026, 8, 10),
    deadline=date(2026, 12, 31),
    planned=60,
    reached=58,
    report_due=date(2026, 8, 28),
)


def lamp(**changes: object) -> Lamp:
    return process_lamp(replace(FACTS, **changes), standard_process_rules(), WEEKENDS)  # type: ignore[arg-type]


def test_on_schedule_is_green_and_says_what_it_saw() -> None:
    found = lamp()
    assert found.colour is LampColour.GREEN and found.rule == "on_schedule"
    assert found.inputs == ("状态办理", "序时进度60%", "报告进度58%", "时限2026-12-31")
    assert found.rules_version == "1"


@pytest.mark.parametrize(
    ("changes", "colour", "rule"),
    [
        ({"today": date(2026, 12, 1)}, LampColour.RED, "report_very_late"),
        ({"today": date(2026, 12, 1), "filed": date(2026, 8, 27)}, LampColour.BLUE, "near_deadline"),
        ({"today": date(2026, 8, 21)}, LampColour.BLUE, "report_due"),
        ({"today": date(2026, 8, 20)}, LampColour.GREEN, "on_schedule"),
        ({"reached": 50}, LampColour.YELLOW, "behind"),
        ({"reached": 50.1}, LampColour.GREEN, "on_schedule"),
        ({"reached": 35}, LampColour.RED, "far_behind"),
        ({"reached": None}, LampColour.RED, "far_behind"),
        ({"today": date(2026, 8, 31)}, LampColour.YELLOW, "report_late"),
        ({"filed": date(2026, 9, 4)}, LampColour.YELLOW, "report_late"),
        ({"filed": date(2026, 9, 7)}, LampColour.RED, "report_very_late"),
        ({"returned": 1}, LampColour.YELLOW, "returned"),
        ({"returned": 1, "former": (LampColour.YELLOW,)}, LampColour.RED, "yellow_again"),
        ({"returned": 1, "former": (LampColour.YELLOW, LampColour.GREEN)}, LampColour.YELLOW, "returned"),
        ({"today": date(2027, 1, 1), "filed": date(2026, 8, 28)}, LampColour.RED, "past_deadline"),
        ({"stage": Stage.SIGNED, "planned": None, "reached": None}, LampColour.GREY, "not_started"),
        ({"stage": Stage.SIGNED, "today": date(2027, 1, 1)}, LampColour.RED, "past_deadline"),
        ({"stage": Stage.SUSPENDED, "today": date(2027, 1, 1)}, LampColour.GREY, "suspended"),
    ],
)
def test_each_rule_gives_its_colour(changes: dict[str, object], colour: LampColour, rule: str) -> None:
    found = lamp(**changes)
    assert (found.colour, found.rule) == (colour, rule), found.reason


@pytest.mark.parametrize("stage", sorted(DONE, key=lambda each: each.value))
def test_what_is_done_is_done_however_late(stage: Stage) -> None:
    assert lamp(stage=stage, today=date(2027, 6, 1)).colour is LampColour.DONE


def test_every_finding_of_the_deciding_colour_is_named() -> None:
    found = lamp(reached=45, returned=2, today=date(2026, 9, 1))
    assert found.colour is LampColour.YELLOW
    assert (
        found.reason
        == "应完成60%，报告45%，落后15个百分点；应于2026-08-28报送，未报送，已晚2个工作日；本期反馈被退回2次。"
    )


def test_a_missed_month_stays_red_and_its_catching_up_is_yellow_never_green() -> None:
    missed = lamp(today=date(2026, 9, 7))
    assert missed.colour is LampColour.RED
    second = caught_up(missed, date(2026, 9, 20))
    assert second.colour is LampColour.YELLOW and second.rule == "caught_up"
    assert second.reason.endswith("2026年9月20日补报，记黄灯。") and "应于2026-08-28报送" in second.reason
    assert missed.colour is LampColour.RED


# The rule file


def test_a_city_replaces_single_lines() -> None:
    rules = read_process_rules({"version": "示例市2026", "red": {"points_behind": 40}}, "x.yaml")
    assert rules.version == "示例市2026" and rules.red_points_behind == 40
    assert rules.yellow_points_behind == standard_process_rules().yellow_points_behind


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"green": {}}, "不认识的字段“green”"),
        ({"red": {"points": 4}}, "不认识的字段“red_points”"),
        ({"red": {"points_behind": "多"}}, "应为不小于零的数"),
        ({"yellow": {"points_behind": -1}}, "应为不小于零的数"),
        ({"yellow": {"points_behind": 30}}, "不应大于"),
        (["a"], "映射"),
    ],
)
def test_a_faulty_rule_file_is_refused_in_words(document: object, words: str) -> None:
    with pytest.raises(ProblemsFound, match=words):
        read_process_rules(document, "x.yaml")
