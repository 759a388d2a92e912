"""What cannot be: margins that contradict one another, bounds that are too narrow, trimming that cannot settle."""

import numpy as np
import pytest
from pytest import approx

from tests.statistics.weights.drawn import drawn
from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.weights.calibrate import CalibrationChoices, calibrate
from zengshou.statistics.weights.diagnostics import WeightLimits
from zengshou.statistics.weights.distance import Method
from zengshou.statistics.weights.margins import AmountMargin, CategoryMargin, Level, Margin
from zengshou.statistics.weights.trimming import shared_out

LOGIT = CalibrationChoices(method=Method.LOGIT, bounds=(0.5, 2.0))


def refused(
    margins: list[Margin],
    choices: CalibrationChoices | None = None,
    weight: np.ndarray | None = None,
    household: np.ndarray | None = None,
) -> str:
    weight = drawn().weight if weight is None else weight
    with pytest.raises(ProblemsFound) as caught:
        calibrate(weight, margins, choices, household)
    return str(caught.value)


def sexes(first: float = 10500.0, second: float = 11500.0) -> CategoryMargin:
    return CategoryMargin("sex", drawn().sex, ("男", "女"), (first, second))


def test_a_total_out_of_reach_of_the_bounds_is_named_with_the_nearest_that_is_reached() -> None:
    """d sums to 9,971 women at most doubled: 30,000 cannot be."""
    people = drawn()
    women = people.weight[people.sex == 1].sum()
    said = refused([sexes(10500, 30000)], LOGIT)
    assert "在 g 的界限 0.5–2 内" in said and "“sex=女”" in said and "“sex=男”" not in said
    assert f"要求 30,000，最近只能到 {2 * women * (1 - 1e-6):,.2f}"[:20] in said


def test_margins_each_possible_but_not_together_are_found_by_the_certificate_and_others_left_out() -> None:
    """Category a and amount x say nearly the same: a's total doubled while x's is halved cannot be; sex is innocent."""
    rng = np.random.default_rng(5)
    a, sex = rng.integers(0, 2, 400), rng.integers(0, 2, 400)
    x = a + rng.uniform(0, 0.01, 400)
    margins: list[Margin] = [
        CategoryMargin("a", a, ("0", "1"), (400 - 1.5 * a.sum(), 1.5 * a.sum())),
        CategoryMargin("sex", sex, ("0", "1"), (200.0, 200.0)),
        AmountMargin("x", x, 0.9 * a.sum()),
    ]
    for choices in (LOGIT, CalibrationChoices(bounds=(0.5, 2.0)), CalibrationChoices(Method.LINEAR, (0.5, 2.0))):
        said = refused(margins, choices, np.ones(400))
        assert "“a=0”" in said or "“a=1”" in said
        assert "“x（数量）”" in said and "sex" not in said


def test_raking_cannot_meet_an_amount_below_the_smallest_possible() -> None:
    """Three rows of x = 1 2 3 and a head count of 3: positive weights cannot sum x to 3 or less."""
    margins: list[Margin] = [
        CategoryMargin("all", np.zeros(3, dtype=np.int64), ("a",), (3.0,)),
        AmountMargin("x", np.array([1.0, 2.0, 3.0]), 2.5),
    ]
    said = refused(margins, CalibrationChoices(), np.ones(3))
    assert "权数须为正" in said and "“x（数量）”" in said


def test_sums_that_disagree_are_named() -> None:
    ages = CategoryMargin("age", drawn().age, ("1", "2", "3"), (7400.0, 7000.0, 7500.0))
    said = refused([sexes(), ages])
    assert "互相矛盾" in said and "“sex”合计 22,000，“age”合计 21,900" in said


def test_an_amount_that_follows_from_categories_must_agree_with_them() -> None:
    heads = AmountMargin("人数", np.ones(219), 23000.0)
    said = refused([sexes(), heads])
    assert "“人数（数量）”的总数 23,000 与“sex”的总数矛盾：由后者推出 22,000" in said


def test_empty_categories_missing_values_and_wrong_totals_come_back_together() -> None:
    people = drawn()
    sex = people.sex.copy()
    sex[:4] = -1
    income = people.income.copy()
    income[7] = np.nan
    margins: list[Margin] = [
        CategoryMargin("sex", sex, ("男", "女", "不详"), (10500.0, 11500.0, 3.0)),
        CategoryMargin("age", people.age, ("1", "2", "3"), (7400.0, float("nan"), 0.0)),
        AmountMargin("income", income, 1e8),
        AmountMargin("income", income, float("inf")),
    ]
    said = refused(margins)
    assert "有 4 行的类别缺失" in said and "“不详”的总数为 3，样本中却没有一行" in said
    assert "“2”的总数 nan 缺失或为负" in said and "“3”的总数为零，样本中却有" in said
    assert "有 1 行的数量缺失" in said and "总数缺失或不是有限数" in said and "给出了两次" in said


def test_faulty_weights_bounds_and_households_are_refused() -> None:
    people = drawn()
    margins = [sexes()]
    assert "须给出界限" in refused(list(margins), CalibrationChoices(Method.LOGIT))
    assert "下限须小于 1" in refused(list(margins), CalibrationChoices(bounds=(1.1, 2)))
    assert "为负" in refused(list(margins), CalibrationChoices(bounds=(-0.5, 2)))
    assert "有 1 行缺失" in refused(list(margins), weight=np.where(np.arange(219) == 3, np.nan, people.weight))
    assert "合计为零" in refused(list(margins), weight=np.zeros(219))
    assert "任何边际" in refused([])
    assert "权数界限 3-0.3 x median 无效" in refused(list(margins), CalibrationChoices(trim=WeightLimits(3, 0.3)))
    assert "行数不同" in refused(list(margins), household=np.zeros(3, dtype=np.int64))
    assert "户的成员设计权数不同" in refused(list(margins), household=np.zeros(219, dtype=np.int64))
    assert "权数有 3 行" in refused(list(margins), weight=np.ones(3))


def test_household_margins_need_households_and_one_value_a_household() -> None:
    people = drawn()
    margin = CategoryMargin("sex", people.sex, ("1", "2"), (5000.0, 5000.0), Level.HOUSEHOLD)
    assert "没有给出住户列" in refused([margin])
    assert "户的成员取值不同" in refused([margin], household=people.household)


def test_shared_out_weights_keep_their_sum_within_the_limits() -> None:
    """1 1 1 9 within 0 to 3: 6 are cut off and shared by three, who become 3 each."""
    assert shared_out(np.array([1.0, 1.0, 1.0, 9.0]), 0.0, 3.0).tolist() == approx([3, 3, 3, 3], rel=1e-5)
    assert shared_out(np.array([2.0, 2.0, 0.0, 6.0]), 0.0, 5.0).tolist() == approx([2.5, 2.5, 0, 5])
    assert shared_out(np.array([1.0, 5.0, 6.0]), 2.0, 10.0).tolist() == approx([2, 50 / 11, 60 / 11])


@pytest.mark.parametrize("method, bounds", [(Method.RAKING, None), (Method.LOGIT, (0.2, 5.0)), (Method.LINEAR, None)])
@pytest.mark.parametrize("has_households", [False, True])
def test_trimmed_weights_are_within_their_limits_and_still_meet_the_margins(
    method: Method, bounds: tuple[float, float] | None, has_households: bool
) -> None:
    people = drawn()
    household = people.household if has_households else None
    plain = calibrate(people.weight, people.margins(), CalibrationChoices(method, bounds), household)
    limits = WeightLimits(0.45, 1.9)
    found = calibrate(people.weight, people.margins(), CalibrationChoices(method, bounds, trim=limits), household)
    units = plain.weight if household is None else plain.weight[np.unique(household, return_index=True)[1]]
    low, high = limits.of_weights(units)
    assert plain.weight.max() > high and found.weight.max() <= high * (1 + 1e-5)
    assert found.weight.min() >= low * (1 - 1e-5) and found.diagnostics.rounds > 0
    assert found.diagnostics.worst_error < 1e-8 and "trim=0.45-1.9 x median" in found.convention
    assert found.g.tolist() == approx((found.weight / people.weight).tolist())


@pytest.mark.parametrize("method, bounds", [(Method.RAKING, None), (Method.LOGIT, (0.2, 5.0))])
def test_where_rounds_of_trimming_go_on_the_limits_become_bounds(
    method: Method, bounds: tuple[float, float] | None
) -> None:
    """Limits nearly too narrow, and five rows without weight, which must not stand in the way."""
    people = drawn()
    weight = np.where(np.arange(219) < 5, 0.0, people.weight)
    limits = WeightLimits(0.5, 1.65)
    found = calibrate(weight, people.margins(), CalibrationChoices(method, bounds, limits))
    assert found.diagnostics.rounds == 11 and not found.weight[:5].any()
    assert found.diagnostics.worst_error < 1e-8
    plain = calibrate(weight, people.margins(), CalibrationChoices(method, bounds))
    low, high = limits.of_weights(plain.weight)
    held = found.weight[5:]
    assert low * (1 - 1e-6) <= held.min() and held.max() <= high * (1 + 1e-6)


def test_trimming_that_no_weights_can_satisfy_names_the_margins() -> None:
    said = refused(list(drawn().margins()), CalibrationChoices(trim=WeightLimits(0.8, 1.1)))
    assert "在截尾界限" in said and "income" in said
