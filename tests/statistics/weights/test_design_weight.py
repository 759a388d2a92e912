"""Design weights and non-response cells, worked by hand."""

import numpy as np
import pytest
from pytest import approx

from tests.statistics.weights.drawn import drawn
from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.indicators import Grouping
from zengshou.statistics.weights.design_weight import weight_from_counts, weight_from_probabilities
from zengshou.statistics.weights.response import CellRule, MergeTo, adjust_for_response

ANY_SIZE = CellRule(least=1, largest=100)


def test_a_weight_is_one_over_the_product_of_the_stages() -> None:
    """A village drawn with 1/10, a household in it with 1/20: 200 households stand behind this one."""
    assert weight_from_probabilities([np.array([0.1, 0.5]), np.array([0.05, 1.0])]).tolist() == approx([200, 2])


def test_a_weight_is_the_population_over_the_sample_of_its_stratum() -> None:
    strata, population = np.array([0, 0, 1, 0]), np.array([600.0, 600.0, 50.0, 600.0])
    assert weight_from_counts(strata, population, ("城", "乡")).tolist() == [200, 200, 50, 200]


@pytest.mark.parametrize("wrong", [0.0, 1.2, np.nan, -0.1])
def test_probabilities_outside_zero_to_one_are_counted_by_stage(wrong: float) -> None:
    with pytest.raises(ProblemsFound, match="第 2 阶段的入样概率有 1 行"):
        weight_from_probabilities([np.array([0.1, 0.1]), np.array([0.5, wrong])])
    with pytest.raises(ProblemsFound, match="任何阶段"):
        weight_from_probabilities([])


def test_counts_that_differ_within_a_stratum_or_fall_short_of_the_sample_are_named() -> None:
    with pytest.raises(ProblemsFound) as caught:
        weight_from_counts(np.array([0, 0, 1, 1]), np.array([5.0, 6.0, 1.0, 1.0]), ("城", "乡"))
    said = str(caught.value)
    assert "“城”内的总体数缺失或不一致" in said and "“乡”的总体数 1 小于样本数 2" in said


def test_respondents_of_a_cell_carry_its_weight() -> None:
    """Cell a: weights 1 2 3, the 3 is silent: factor 6/3. Cell b: everyone answered."""
    weight, has_answered = np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, True, False, True])
    found = adjust_for_response(weight, has_answered, Grouping(np.array([0, 0, 0, 1]), ("a", "b")), ANY_SIZE)
    assert found.weight.tolist() == [2, 4, 0, 4]
    assert [(cell.labels, cell.factor, cell.answered) for cell in found.cells] == [(("a",), 2.0, 2), (("b",), 1.0, 1)]
    assert not found.notes


def test_the_adjustment_is_that_of_r() -> None:
    """tests/reference/r/weights.R, line `response`."""
    people = drawn()
    cells = Grouping(people.sex * 3 + people.age, tuple("abcdef"))
    found = adjust_for_response(people.weight, people.has_answered, cells, ANY_SIZE)
    assert people.has_answered.sum() == 152
    assert found.weight @ found.weight == approx(2979965.87263, rel=1e-11)
    assert max(cell.factor for cell in found.cells) == approx(1.74319526627, rel=1e-11)
    assert found.weight.sum() == approx(people.weight.sum())


def cells_of(*answered: int) -> tuple[np.ndarray, np.ndarray, Grouping]:
    """Ten rows of weight 1 a cell, of which so many answered."""
    has_answered = np.concatenate([np.arange(10) < count for count in answered])
    labels = tuple("abcdefgh"[: len(answered)])
    return np.ones(10 * len(answered)), has_answered, Grouping(np.repeat(np.arange(len(answered)), 10), labels)


def test_a_small_cell_goes_to_the_next_one_and_this_is_said() -> None:
    """b has 2 of 10: below 5, so it joins c. Together 2 + 9 of 20."""
    found = adjust_for_response(*cells_of(8, 2, 9), CellRule(least=5, largest=100))
    assert [cell.labels for cell in found.cells] == [("a",), ("b", "c")]
    assert found.cells[1].factor == approx(20 / 11) and found.cells[1].response_rate == approx(0.55)
    assert found.notes == ("调整格“b”回答者 2 个、调整系数 5，并入“c”。",)
    assert "next" in found.convention


def test_the_last_cell_goes_to_the_one_before_and_the_nearest_rate_may_be_chosen() -> None:
    last = adjust_for_response(*cells_of(3, 8, 2), CellRule(least=3, largest=100))
    assert [cell.labels for cell in last.cells] == [("a",), ("b", "c")]
    nearest = adjust_for_response(*cells_of(3, 8, 2), CellRule(least=3, largest=100, to=MergeTo.NEAREST))
    assert [cell.labels for cell in nearest.cells] == [("a", "c"), ("b",)]


def test_a_factor_that_is_too_large_merges_too_and_where_nothing_is_left_it_is_said() -> None:
    found = adjust_for_response(*cells_of(3, 3), CellRule(least=1, largest=2))
    assert [cell.labels for cell in found.cells] == [("a", "b")] and "已无其他格" in found.notes[-1]


def test_a_cell_where_nobody_answered_is_named() -> None:
    with pytest.raises(ProblemsFound, match=r"没有回答者.*：b、d"):
        adjust_for_response(*cells_of(5, 0, 5, 0))


def test_small_cells_may_be_forbidden_and_are_all_named() -> None:
    with pytest.raises(ProblemsFound) as caught:
        adjust_for_response(*cells_of(2, 9, 3), CellRule(least=5, largest=100, to=MergeTo.FORBID))
    assert len(caught.value.problems) == 2


def test_rows_without_a_cell_are_counted() -> None:
    weight, has_answered, cells = cells_of(5, 5)
    codes = cells.codes.copy()
    codes[:3] = -1
    with pytest.raises(ProblemsFound, match="有 3 行不属于"):
        adjust_for_response(weight, has_answered, Grouping(codes, cells.labels))
