"""Tasks ranked by what the poorer half gains for a yuan: sums add up, order says nothing, zero costs are told."""

import itertools
import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from zengshou.concepts.people import People
from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.reform import read_reform
from zengshou.services.plan import lever_map as map_module
from zengshou.services.plan import lever_ranking
from zengshou.services.plan.lever_map import LeverEntry, lever_map
from zengshou.services.plan.lever_ranking import LeverRanking, RankingRequest, rank_levers, ranking_json
from zengshou.services.simulation.population import make_people
from zengshou.services.simulation.simulate import DEFAULT_SEED, SimulationRequest, run_simulation, simulate
from zengshou.simulation.lever_effects import LeverChange, Standing, lever_effect, poorer_half, ranked
from zengshou.store.country import city_names, has_file

SMALL = 4_000
WITH_MAP = [name for name in city_names() if has_file(f"cities/{name}/levers.yaml")]


@cache
def people_of(city: str) -> People:
    return make_people(city, SMALL, DEFAULT_SEED)


def ranking(city: str = "example") -> LeverRanking:
    return rank_levers(RankingRequest(city, 2025, people=people_of(city)))


def entry(task: str, changes: dict[str, object], baseline: dict[str, object] | None = None) -> LeverEntry:
    reform = read_reform({"changes": changes, "baseline": baseline or {}}, task)
    return LeverEntry(task, task, (), (), (), (), reform)


@pytest.fixture
def with_map(monkeypatch: pytest.MonkeyPatch):
    """Ranks other entries in place of the city's map."""

    def rank(entries: tuple[LeverEntry, ...]) -> LeverRanking:
        monkeypatch.setattr(lever_ranking, "lever_map", lambda city: entries)
        return ranking()

    return rank


@pytest.mark.parametrize("city", WITH_MAP)
def test_every_task_of_the_plan_is_ranked_or_says_why_not(city: str) -> None:
    rows = ranking(city).rows
    assert {row.entry.task for row in rows} == {each.task for each in lever_map(city)}
    assert all(row.effect is not None or row.reason for row in rows)
    assert [row.rank for row in rows if row.rank] == list(range(1, len([row for row in rows if row.rank]) + 1))


def test_cost_and_gain_are_those_of_the_same_reform_simulated_alone() -> None:
    for row in ranking().rows:
        if row.effect is None or row.entry.reform is None:
            continue
        alone = simulate(SimulationRequest("example", 2025, row.entry.reform, people=people_of("example")))
        whole = [line for line in alone.budget if line.level == "all"]
        assert row.effect.cost.value == pytest.approx(sum(line.change for line in whole), rel=1e-9)
        everyone = next(gain for gain in alone.gainers if gain.by == "all")
        assert row.effect.gain.value == pytest.approx(everyone.mean_change.value * everyone.population, rel=1e-9)
        parts = row.effect
        assert parts.per_yuan.value == pytest.approx(parts.poorer_gain.value / parts.cost.value, rel=1e-9)
        assert parts.per_yuan.se is not None and parts.per_yuan.is_synthetic


def test_the_order_in_which_tasks_come_changes_neither_rank_nor_figure(with_map) -> None:
    entries = lever_map("example")
    first, second = with_map(entries), with_map(entries[::-1])
    by_task = [{row.entry.task: (row.rank, row.effect, row.lead) for row in found.rows} for found in (first, second)]
    assert by_task[0] == by_task[1]


def test_a_lever_that_moves_nothing_or_costs_nothing_is_told_without_a_ratio(with_map) -> None:
    same = entry("same", {"dibao.standard_monthly": {"since": "2025-01-01", "scale": 1}})
    paid = entry("paid", {"dibao.standard_monthly": {"since": "2025-01-01", "add": 10}})
    cut = entry("cut", {"dibao.standard_monthly": {"since": "2025-01-01", "add": -10}})
    rows = {row.entry.task: row for row in with_map((same, paid, cut)).rows}
    assert rows["paid"].rank == 1 and rows["paid"].effect.standing is Standing.RANKED
    for task, standing in (("same", Standing.UNMOVED), ("cut", Standing.SAVING)):
        effect = rows[task].effect
        assert effect.standing is standing and rows[task].rank is None
        assert effect.per_yuan.value is None and effect.per_yuan.reason


def test_a_gain_that_costs_no_public_money_leads_the_ranking() -> None:
    base = run_simulation(SimulationRequest("example", 2025, people=people_of("example")))
    half, n = poorer_half(base.measured), base.people.person_count
    gain = np.where(half, 100.0, 0.0)
    free = lever_effect(base.measured, LeverChange(gain, np.zeros(n)), half)
    paid = lever_effect(base.measured, LeverChange(gain, gain * 2), half)
    assert free.standing is Standing.FREE and free.per_yuan.value is None and free.poorer_share.value == 1
    assert paid.per_yuan.value == pytest.approx(0.5)
    assert ranked({"paid": paid, "free": free}) == ("free", "paid")


def test_a_reform_with_its_own_baseline_is_measured_from_it(with_map) -> None:
    floor = "social_insurance.base_floor"
    lower = entry("lower", {}, {floor: {"since": "2025-01-01", "scale": 1.1}})
    effect = with_map((lower,)).rows[0].effect
    alone = simulate(SimulationRequest("example", 2025, lower.reform, people=people_of("example")))
    cost = sum(line.change for line in alone.budget if line.level == "all")
    assert effect.cost.value == pytest.approx(cost, rel=1e-9) and effect.gain.value > 0


def test_one_reform_that_cannot_be_computed_does_not_stop_the_others(with_map) -> None:
    unknown = entry("unknown", {"dibao.standard_montly": {"since": "2025-01-01", "add": 1}})
    broken = entry("broken", {"iit.basic_deduction_yearly": {"since": "2025-07-01", "value": 72000}})
    paid = entry("paid", {"dibao.standard_monthly": {"since": "2025-01-01", "add": 10}})
    rows = {row.entry.task: row for row in with_map((unknown, broken, paid)).rows}
    assert "standard_monthly" in rows["unknown"].reason and "年内变化" in rows["broken"].reason
    assert rows["paid"].rank == 1


def test_the_lead_over_the_next_has_the_joint_error() -> None:
    rows = [row for row in ranking().rows if row.rank]
    for row, following in itertools.pairwise(rows):
        assert row.lead.value == pytest.approx(row.effect.per_yuan.value - following.effect.per_yuan.value, rel=1e-9)
        assert 0 <= row.lead.se <= row.effect.per_yuan.se + following.effect.per_yuan.se + 1e-12
    assert rows[-1].lead is None


def test_a_map_with_mistakes_tells_them_all(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {"task": "SL-9", "computable": False, "reason": "x"},
        {"task": "SL-1", "computable": False},
        {"task": "SL-4", "reform": {"changes": {}}, "rules": ["dibao_montly"]},
        {"task": "SL-5", "computable": False, "reason": "x", "why": "y"},
        "SL-6",
    ]
    monkeypatch.setattr(map_module, "read_yaml", lambda path: rows)
    with pytest.raises(ProblemsFound) as caught:
        lever_map("example")
    told = "\n".join(str(problem) for problem in caught.value.problems)
    for words in ("SL-9", "写明 reason", "dibao_monthly", "没有任何改动", "why", "第5项"):
        assert words in told


def test_a_task_that_the_map_leaves_out_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(map_module, "read_yaml", lambda path: {"levers": []})
    assert {each.reason for each in lever_map("example")} == {map_module.ABSENT}


def test_the_json_names_tasks_ranks_and_estimates() -> None:
    found = ranking()
    shape = json.loads(json.dumps(ranking_json(found), allow_nan=False))
    first = shape["tasks"][0]
    assert shape["schema"] == "zengshou.levers/1" and first["rank"] == 1
    assert first["poorer_gain_per_yuan"]["se"] is not None and first["differences"]
    assert shape["tasks"][-1]["reason"] and replace(found).rows
