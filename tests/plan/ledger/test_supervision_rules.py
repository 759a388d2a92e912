"""A city's rules of supervision: absent lines keep the standard, every fault is told at once."""

from datetime import date

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.ledger.model import Period
from zengshou.plan.ledger.slips import SlipColour, SlipMode
from zengshou.plan.ledger.supervision_rules import read_supervision, standard_supervision


def test_the_standard_rules_are_those_of_the_published_district() -> None:
    rules = standard_supervision()
    points = {rule.id: (rule.points, rule.least) for rule in rules.score.rules}
    assert rules.score.start == 100 and rules.has_appeal
    assert points["no_plan"] == (-10, None) and points["empty_report"] == (-10, -5)
    assert rules.report_due(Period(2020, 3)) == date(2020, 9, 28)


def test_a_city_changes_one_line_and_keeps_the_others() -> None:
    rules = read_supervision({"version": "2", "slips": {"mode": "sequential"}, "report_day": 20}, "x")
    assert rules.slips.mode is SlipMode.SEQUENTIAL and rules.slips.sequence[1] is SlipColour.ORANGE
    assert rules.version == rules.score.version == "2" and rules.report_due(Period(2021, 4)) == date(2021, 12, 20)


def test_every_fault_is_told_at_once() -> None:
    faulty = {
        "colour": 1,
        "report_day": 31,
        "slips": {"mode": "loud", "sequence": ["pink"], "days_to_answer": {"blue": 0}, "number": "1号"},
        "score": {"rules": [{"id": "a"}]},
    }
    with pytest.raises(ProblemsFound) as caught:
        read_supervision(faulty, "supervision.yaml")
    told = str(caught.value)
    for words in ("“colour”", "report_day", "'loud'", "“pink”", "“blue”的回复天数", "没有 {number}", "评分规则不完整"):
        assert words in told
