"""What is left of more: the run is the case at every amount, cliffs stand to the yuan and name the rule behind them."""

import json

import numpy as np
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.case import run_case
from zengshou.policy.planning import make_run_plan
from zengshou.services.policy.case import CaseRequest, case_request
from zengshou.services.policy.marginal import (
    MarginalAnswer,
    declared_ranges,
    marginal_json,
    marginal_of_case,
    marginal_of_sample,
    sample_members,
)
from zengshou.simulation.varied_case import VariedCase

WORKER = {"name": "张三", "birth_month": "1985-03", "wage_monthly": 30000, "own_contributions_monthly": 0}
DISABLED = {"name": "李四", "birth_month": "1986-07", "disability_grade": 1}
# Annual taxable income 36,000, 144,000 ... as a monthly wage on a deduction of 5,000: the seams of the wage tax.
SEAMS = {8_000: 0.03, 17_000: 0.10, 30_000: 0.20, 40_000: 0.25, 60_000: 0.30, 85_000: 0.35}
BONUS_SEAMS = [36_000, 144_000, 300_000, 420_000, 660_000, 960_000]


def case_of(*persons: dict[str, object], **more: object) -> CaseRequest:
    document = {"area": "example", "year": 2025, "household": {"residence": "urban"}, "persons": list(persons), **more}
    return case_request(document, "家.yaml")


def view_of(request: CaseRequest, over: str, low: int, high: int, step: int, member: str = "") -> MarginalAnswer:
    return marginal_of_case(request, over, low, high, step, member)


def net_by_hand(request: CaseRequest, over: str, amounts: range) -> list[float]:
    """Net income of the first member's amount, one case after the other."""
    varied = VariedCase(request.read.case, over, 0, frozenset())
    plan = make_run_plan({"law": request.book}, request.year, ["household_disposable_yearly"], varied.forms)
    return [run_case(plan, varied.at(float(amount)))["household_disposable_yearly"][0] for amount in amounts]


@pytest.mark.parametrize("wage", [3000, [3000] * 6 + [9000] * 6, {2024: 2000, 2025: 3000}])
def test_the_run_over_a_range_is_the_case_at_every_amount(wage: object) -> None:
    request = case_of(
        {**WORKER, "wage_monthly": wage}, {**DISABLED, "own_contributions_monthly": 0, "wage_monthly": wage}
    )
    answer = view_of(request, "wage_monthly", 0, 12_000, 400)
    assert answer.view.net.tolist() == net_by_hand(request, "wage_monthly", range(0, 12_001, 400))


def test_where_only_tax_moves_the_marginal_rate_is_the_rate_of_the_bracket() -> None:
    answer = view_of(case_of(WORKER), "wage_monthly", 0, 120_000, 500)
    rates = dict(zip(answer.view.amounts.tolist(), answer.view.rates.tolist(), strict=False))
    for seam, rate in SEAMS.items():
        assert rates[seam - 500] == pytest.approx(rate, abs=1e-4)
    assert rates[100_000] == pytest.approx(0.45, abs=1e-4) and rates[3_000] == pytest.approx(0, abs=1e-4)
    assert not answer.view.cliffs


def test_the_bonus_loses_at_every_seam_of_its_table_to_the_yuan() -> None:
    rich = {**WORKER, "wage_monthly": 200_000}
    cliffs = view_of(case_of(rich), "bonus_yearly", 0, 1_100_000, 1_000).view.cliffs
    assert [cliff.at for cliff in cliffs] == BONUS_SEAMS
    assert all(cliff.lands == cliff.at + 1 for cliff in cliffs)


def test_the_seam_at_36000_costs_2309_yuan_and_is_made_good_at_38567() -> None:
    cliff = view_of(case_of(WORKER), "bonus_yearly", 0, 100_000, 500).view.cliffs[0]
    assert (cliff.at, cliff.regained) == (36_000, 38_567)
    assert cliff.size == pytest.approx((36_001 * 0.10 - 210) - 36_000 * 0.03 - 1, abs=0.01)
    assert cliff.turns[0].name == "bonus_separate_tax_yearly" and "164" in cliff.turns[0].law


def test_cliffs_are_exactly_the_falls_that_a_yuan_by_yuan_calculation_finds() -> None:
    request = case_of({**WORKER, "wage_monthly": 1000}, {**DISABLED, "own_contributions_monthly": 0})
    net = net_by_hand(request, "wage_monthly", range(2_300, 3_301))
    falls = [2_300 + int(i) for i in np.flatnonzero(np.diff(net) < -1)]
    found = view_of(request, "wage_monthly", 2_300, 3_300, 50).view.cliffs
    assert falls and [cliff.at for cliff in found] == falls
    for cliff in found:
        assert cliff.size == pytest.approx(net[int(cliff.at) - 2_300] - net[int(cliff.lands) - 2_300])
        later = range(int(cliff.lands) - 2_300, len(net))
        assert cliff.regained == next((2_300 + i for i in later if net[i] >= cliff.before - 1e-9), None)


def test_at_the_edge_limit_the_disabled_member_loses_single_cover() -> None:
    request = case_of({**WORKER, "wage_monthly": 1000}, {**DISABLED, "own_contributions_monthly": 0})
    cliffs = view_of(request, "wage_monthly", 0, 4_000, 50).view.cliffs
    names = [turn.name for turn in cliffs[-1].turns]
    assert names[0] == "is_edge_household" and "dibao_single_monthly" in names
    assert any("由是变否" in test for test in cliffs[-1].turns[0].tests)
    assert "第八条" in cliffs[-1].turns[0].law


def test_below_the_dibao_exit_nothing_is_left_and_the_rule_that_ends_it_is_named() -> None:
    request = case_of({**WORKER, "wage_monthly": 500})
    trap = view_of(request, "wage_monthly", 0, 3_000, 50).view.traps[0]
    standard = request.book.parameter("dibao.standard_monthly", "2025-06-01").value.value_of("urban")
    assert trap.rate == pytest.approx(1.0, abs=0.01)
    assert trap.high == pytest.approx(standard, abs=1)
    assert "is_dibao_household" in [turn.name for turn in trap.turns]


def test_whoever_earns_the_amount_is_the_member_that_varies() -> None:
    earning = {**DISABLED, "own_contributions_monthly": 0, "wage_monthly": 4000}
    request = case_of({**WORKER, "wage_monthly": 0}, earning)
    assert view_of(request, "wage_monthly", 0, 5_000, 500).member == "李四"
    assert view_of(request, "wage_monthly", 0, 5_000, 500, "张三").member == "张三"


@pytest.mark.parametrize(
    ("over", "low", "high", "step", "member", "word"),
    [
        ("wage_month", 0, 100, 10, "", "wage_monthly"),
        ("birth_month", 0, 100, 10, "", "不是可以变动"),
        ("wage_monthly", 0, 100, 0, "", "步长"),
        ("wage_monthly", 100, 100, 10, "", "至少含一步"),
        ("wage_monthly", 0, 10**7, 1, "", "最多"),
        ("wage_monthly", 0, 100, 10, "王五", "张三"),
    ],
)
def test_a_mistake_is_a_sentence(over: str, low: int, high: int, step: int, member: str, word: str) -> None:
    with pytest.raises(ProblemsFound, match=word):
        view_of(case_of(WORKER), over, low, high, step, member)


def test_the_json_has_every_point_cliff_and_trap() -> None:
    answer = view_of(case_of(WORKER), "bonus_yearly", 0, 50_000, 1_000)
    shape = json.loads(json.dumps(marginal_json(answer), allow_nan=False))
    assert shape["schema"] == "zengshou.marginal/1" and len(shape["points"]) == 51
    assert shape["points"][0]["rate"] is None and shape["cliffs"][0]["rules"][0]["law"]
    assert "dibao.standard_monthly" in shape["rests_on"]


@pytest.mark.parametrize("city", ["yangjiang", "liaoyang", "example"])
def test_the_sample_household_can_be_viewed_over_every_declared_amount(city: str) -> None:
    for asked in declared_ranges(city):
        answer = marginal_of_sample(city, 2025, asked.over, None, None, None, sample_members()[0])
        assert len(answer.view.net) == (asked.high - asked.low) // asked.step + 1
        assert np.isfinite(answer.view.net).all()
