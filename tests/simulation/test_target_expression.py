"""Targets are read by a small grammar, and what is not in it is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zengshou.concepts.problem import ProblemsFound
from zengshou.simulation.target_expression import Relation, read_target, value_of

VALUES = {
    "a": 6.0,
    "b": 3.0,
    "dibao.standard_monthly[urban]": 800.0,
    "consumption@cn.guangdong": 100.0,
    "贫困发生率": 0.2,
}


def left(text: str) -> float:
    return value_of(read_target(f"{text} = 1").left, VALUES.__getitem__)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 2", 12.0),
        ("(a + b) * 2", 18.0),
        ("a - b - 1", 2.0),
        ("a / b / 2", 1.0),
        ("-a * -b", 18.0),
        ("dibao.standard_monthly[urban] * 12 / consumption@cn.guangdong", 96.0),
        ("贫困发生率 × 50%", 0.1),
        ("2万 + 1.5e3", 21500.0),
        ("（a＋b）÷3", 3.0),
        ("0.5亿", 5e7),
    ],
)
def test_arithmetic_binds_as_on_paper(text: str, value: float) -> None:
    assert left(text) == pytest.approx(value)


@pytest.mark.parametrize(
    ("sign", "relation"), [("=", Relation.EQUAL), ("≤", Relation.AT_MOST), (">=", Relation.AT_LEAST)]
)
def test_a_target_has_one_of_three_relations(sign: str, relation: Relation) -> None:
    target = read_target(f"a / b {sign} 30%")
    assert target.relation is relation and target.names == ("a", "b")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a =",
        "= 1",
        "a == 1",
        "a = 1 = 2",
        "a b = 1",
        "(a = 1",
        "a) = 1",
        "a = 1;",
        "__import__('os') = 1",
        "a ** 2 = 1",
        "a[ = 1",
        "1.2.3 = 1",
        f"a = {'(' * 40}1{')' * 40}",
        f"a = {'1' * 400}",
    ],
)
def test_what_is_not_in_the_grammar_is_refused_in_words(text: str) -> None:
    with pytest.raises(ProblemsFound, match=r"目标式|数字|括号"):
        read_target(text)


def test_division_by_zero_is_refused_in_words() -> None:
    with pytest.raises(ProblemsFound, match="分母为零"):
        left("a / (b - 3)")


@given(st.text(max_size=40))
def test_no_text_ends_in_anything_but_a_target_or_a_refusal(text: str) -> None:
    try:
        read_target(text)
    except ProblemsFound as refusal:
        assert refusal.problems
