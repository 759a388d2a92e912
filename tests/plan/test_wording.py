"""Amounts and goals in words."""

import pytest

from zengshou.plan.model import Operator, Target, TargetKind
from zengshou.plan.wording import amount_text, deadline_text, goal_text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (37.9, "%", "37.9%"),
        (175_000, "人", "175,000人"),
        (1.85, "倍", "1.85倍"),
        (0.4653, "指数", "0.465"),
        (-0.001, "%", "0%"),
    ],
)
def test_amounts_drop_trailing_zeros_and_group_thousands(value: float, unit: str, text: str) -> None:
    assert amount_text(value, unit) == text


def test_goals_speak_the_language_of_the_plan() -> None:
    def target(operator: Operator, value: float, unit: str, kind: TargetKind = TargetKind.NUMERIC) -> Target:
        return Target("T", "", "某指标", kind, "x", operator, value, unit, 2020, base_year=2010)

    assert goal_text(target(Operator.AT_LEAST, 98, "%")) == "不低于98%"
    assert goal_text(target(Operator.MULTIPLE, 2, "倍")) == "比2010年翻一番"
    assert goal_text(target(Operator.INCREMENT, 175_000, "人")) == "累计175,000人"
    assert goal_text(target(Operator.REACH, 1, "完成", TargetKind.MILESTONE)) == "完成"
    assert goal_text(target(Operator.REACH, 1, "次/年", TargetKind.RECURRING)) == "每年1次"
    assert deadline_text(target(Operator.REACH, 1, "%")) == "到2020年"
