"""Numbers within limits: whatever the open values are, the plain answer lies inside, and what is settled holds."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zengshou.policy.arithmetic import at_least, at_most, both, divide, either, no, rising_count, round_half_up, where
from zengshou.policy.reason import Measure
from zengshou.policy.schedule import Lookup, Schedule
from zengshou.policy.span import Maybe, Span, span_of, truth_of

TAX = Schedule((100.0, 500.0), (0.1, 0.2, 0.45), (0.0, 10.0, 135.0))
FALLING = Lookup((0.0, 10.0, 20.0, 40.0), (9.0, 3.0, 7.0, 1.0))
Rule = Callable[[object, object], object]
NUMBERS: dict[str, Rule] = {
    "sum": lambda x, y: x + y - 3,
    "product": lambda x, y: x * y,
    "both sides of a product": lambda x, y: 2 * x - x * y,
    "quotient": lambda x, y: divide(x, y, if_zero=7.0),
    "floor": lambda x, y: at_least(x, y),
    "ceiling": lambda x, y: at_most(10, x - y),
    "choice": lambda x, y: where(x > y, x - y, y * 2),
    "tax": lambda x, y: TAX.tax(at_least(0, x)) - y,
    "rate": lambda x, y: TAX.rate(at_least(0, x)),
    "quick": lambda x, y: TAX.quick(at_least(0, x * 3)),
    "step": lambda x, y: FALLING.at(x),
    "line": lambda x, y: FALLING.interpolate(y),
    "rounded": lambda x, y: round_half_up(x * 0.333),
    "counted": lambda x, y: rising_count(x, 3.0),
}
TRUTHS: dict[str, Rule] = {
    "less": lambda x, y: x < y,
    "not more": lambda x, y: x <= y,
    "alike": lambda x, y: x == y,
    "other": lambda x, y: x != y,
    "both": lambda x, y: both(x > 5, y < 7, x >= y),
    "either": lambda x, y: either(x > 50, no(y < 7)),
    "nested": lambda x, y: no(both(x > 0, either(y > 0, x > 10))),
}
numbers = st.integers(-60, 120).map(lambda n: n / 2)


@st.composite
def inside(draw: st.DrawFn) -> tuple[Span, float]:
    """Limits and a value between them, in quarters: an amount is never a millionth of a fen."""
    low, high = sorted((draw(st.integers(-120, 240)), draw(st.integers(-120, 240))))
    return Span(low / 4, high / 4, "某数"), draw(st.integers(low, high)) / 4


@pytest.mark.parametrize("rule", NUMBERS.values(), ids=NUMBERS)
@given(inside(), inside())
@settings(max_examples=200, deadline=None)
def test_the_plain_number_lies_within_the_limits(rule: Rule, x: tuple[Span, float], y: tuple[Span, float]) -> None:
    found, plain = span_of(rule(x[0], y[0])), float(rule(x[1], y[1]))  # type: ignore[arg-type]
    assert found.low - 1e-9 <= plain <= found.high + 1e-9


@pytest.mark.parametrize("rule", TRUTHS.values(), ids=TRUTHS)
@given(inside(), inside())
@settings(max_examples=200, deadline=None)
def test_a_settled_truth_is_the_plain_truth(rule: Rule, x: tuple[Span, float], y: tuple[Span, float]) -> None:
    found, plain = truth_of(rule(x[0], y[0])), bool(rule(x[1], y[1]))
    assert not found.must or plain
    assert found.can or not plain


@pytest.mark.parametrize("rule", {**NUMBERS, **TRUTHS}.values(), ids={**NUMBERS, **TRUTHS})
@given(numbers, numbers)
@settings(max_examples=60, deadline=None)
def test_known_numbers_give_the_plain_answer_exactly(rule: Rule, x: float, y: float) -> None:
    found, plain = rule(Span(x, x, "甲"), Span(y, y, "乙")), rule(x, y)
    assert span_of(found).low == span_of(found).high == float(plain)  # type: ignore[arg-type]


def test_a_rule_may_not_branch_on_an_open_truth() -> None:
    with pytest.raises(TypeError, match="where"):
        bool(Maybe(False, True, "未定"))


def test_the_fact_that_settles_a_truth_is_kept_with_its_distance() -> None:
    income, standard = Span(300, 300, "人均收入"), Span(760, 760, "标准")
    settled = truth_of(both(income < standard, Span(0, 9, "未知") >= 0))
    assert settled.must and settled.reasons[0].distance == -460
    assert settled.reasons[0].sentence == "人均收入 300，低于标准 760，相差 460"


def test_a_truth_that_fails_says_what_was_asked_and_how_far_it_is() -> None:
    age = Span(24_318, 24_318, "本月", measure=Measure.MOMENT) - Span(
        23_600, 23_600, "出生年月", measure=Measure.MOMENT
    )
    failed = truth_of(both(age >= 720, Span(0, 1, "未知") >= 0))
    assert not failed.can
    assert failed.reasons[0].sentence == "年龄 59岁10个月，应不低于 60岁，还差 2个月"


def test_only_the_end_that_settles_a_test_is_told() -> None:
    failed = truth_of(Span(5000, 1e12, "家庭收入") < Span(900, 900, "标准"))
    assert failed.reasons[0].sentence == "家庭收入至少 5,000，应低于标准 900"
