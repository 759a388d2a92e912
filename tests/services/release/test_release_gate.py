"""Simulated figures through the gate: what rests on few people has no value, no error and no n, wherever it stands."""

import dataclasses
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache

import numpy as np
import pytest

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.release.release_gate import FLAG, Gate, gate_of, hidden, may_show, publishable
from zengshou.services.simulation.simulate import Simulated, SimulationRequest, answer, find_reform, run_simulation
from zengshou.services.simulation.simulated_readings import simulated_readings
from zengshou.services.simulation.simulation_json import simulation_json
from zengshou.services.statistics.distribution import distribution_of
from zengshou.simulation.outcome import SimulationResult
from zengshou.statistics.disclosure.parts import common_runs
from zengshou.statistics.disclosure.rules import shipped_rules

RULES = shipped_rules()
FIGURE = Estimate("mean", 5.0, 1.0, 3.0, 7.0, 100, 40, 39.0, domain="第1组")


@cache
def run(persons: int = 1_500, reform: str = "dibao_plus_10") -> Simulated:
    return run_simulation(SimulationRequest("example", 2025, find_reform("example", reform), persons))


@cache
def answered() -> SimulationResult:
    return answer(run(), 0.0)


def estimates(value: object) -> Iterator[Estimate]:
    """Every Estimate that an answer holds."""
    if isinstance(value, Estimate):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from estimates(one)
    elif isinstance(value, dict):
        yield from estimates(tuple(value.values()))
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from estimates(getattr(value, field.name))


def test_a_hidden_figure_keeps_its_name_and_says_why_and_has_no_number() -> None:
    nothing = hidden(FIGURE)
    numbers = (nothing.value, nothing.se, nothing.ci_low, nothing.ci_high, nothing.n, nothing.n_psu, nothing.df)
    assert (
        set(numbers) == {None} and nothing.indicator == "mean" and "不公布" in nothing.reason and FLAG in nothing.flags
    )


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, True),
        ({"n": 9}, False),
        ({"n_psu": 1}, False),
        ({"indicator": "gain_rate", "value": 0.05}, False),
        ({"indicator": "gain_rate", "value": 0.95}, False),
        ({"indicator": "gain_rate", "value": 0.0}, True),
        ({"indicator": "gain_rate", "value": 0.5}, True),
        ({"indicator": "share_top_10", "value": 0.3, "n": 60}, False),
        ({"domain": "第2组"}, False),
    ],
)
def test_each_rule_on_one_figure(change: dict[str, object], shown: bool) -> None:
    assert may_show(replace(FIGURE, **change), Gate(RULES, frozenset({"第2组"}))) is shown


def test_figures_are_found_wherever_they_stand_in_an_answer() -> None:
    gate = Gate(RULES, frozenset({"第1组"}))
    passed = publishable({"a": (FIGURE, replace(FIGURE, domain="all"))}, gate)
    assert passed["a"][0].value is None and passed["a"][1].value == 5.0


@pytest.mark.parametrize("make", [answered, lambda: distribution_of(run()), lambda: simulated_readings(run())])
def test_no_figure_of_few_people_leaves_a_service(make) -> None:
    found = list(estimates(make()))
    assert len(found) > 7
    for figure in found:
        assert figure.value is None or figure.n is None or figure.n >= RULES.minimum_contributors, figure


def test_the_rows_of_a_hidden_part_say_nothing_in_json() -> None:
    gate = gate_of(run().measured)
    assert gate.moves  # 1,500 people: in some parts a few households alone are moved
    rows = {row["label"]: row for row in simulation_json(answered())["gainers"]}
    for label in gate.moves & rows.keys():
        assert rows[label]["mean_change"]["value"] is None and rows[label]["gain_rate"]["n"] is None


def test_one_hidden_tenth_is_never_alone() -> None:
    tenths = [row for row in answered().gainers if row.by == "decile"]
    moved = [row for row in tenths if row.mean_change.value is None]
    assert len(moved) != 1


def test_small_flows_stand_together_and_the_bill_holds() -> None:
    data = run()
    lines = [line for line in answered().budget if line.level == "all"]
    flows = {name for _, name in data.columns}
    assert flows and any("合并列示" in line.item for line in lines)
    assert any("合并列示" in said for said in answered().manifest.assumptions)
    assert any("发布规则" in said and "未经签发" in said for said in answered().manifest.assumptions)


def test_a_reform_that_moves_a_few_people_is_not_answered() -> None:
    data = run().measured
    few = dict(data.columns)
    name = data.concept.income.name
    after = np.array(few["baseline", name], dtype=np.float64)
    after[:2] += 100.0
    few["reform", name] = after
    moved = dataclasses.replace(run(), measured=dataclasses.replace(data, columns=few))
    with pytest.raises(ProblemsFound, match="涉及的人过少"):
        answer(moved, 0.0)


def test_density_shows_no_bin_of_few_people() -> None:
    """Bins of 3, 12, 0, 4 and 30 people: the first joins the second, the empty ones join what follows."""
    counts = np.array([[3], [12], [0], [4], [30]])
    assert common_runs(counts, 10).tolist() == [0, 0, 1, 1, 1]
    both = np.array([[20, 1], [20, 15], [20, 9]])
    assert common_runs(both, 10).tolist() == [0, 0, 0]
