"""A reform on the synthetic city: nothing moves without cause, money adds up, every figure has its error."""

import json

import numpy as np
import pytest

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.reform import read_reform
from zengshou.services.plan.levers import levers, reform_choices, reform_of_levers
from zengshou.services.policy.sample_household import sample_household
from zengshou.services.simulation.simulate import SimulationRequest, books_for, find_reform, run_simulation, simulate
from zengshou.services.simulation.simulated_readings import simulated_readings
from zengshou.services.simulation.simulation_json import simulation_json
from zengshou.store.country import city_names
from zengshou.store.lawbooks import reform_names

SMALL = 4_000
REAL_CITIES = [name for name in city_names() if name != "example"]


def result_of(city: str, reform: str):
    return simulate(SimulationRequest(city, 2025, find_reform(city, reform), SMALL))


@pytest.mark.parametrize("city", REAL_CITIES)
def test_the_shipped_reforms_run_and_every_figure_has_an_error_or_a_reason(city: str) -> None:
    assert len(reform_names(city)) >= 4
    for name in reform_names(city):
        found = result_of(city, name)
        for compared in found.compared:
            for figure in (compared.baseline, compared.reform, compared.change):
                assert figure.value is None or figure.se is not None, (name, compared.indicator)
                assert figure.is_synthetic and figure.kind.value == "model"
        assert found.differences and any(line.change for line in found.budget), name


def test_dibao_plus_ten_percent_costs_money_and_lifts_the_poorest_most() -> None:
    found = result_of("yangjiang", "dibao_plus_10")
    gains = [row.mean_change.value for row in found.gainers if row.by == "decile"]
    assert gains[0] > 0 and gains[0] > gains[4] and abs(gains[9]) < 1
    line = next(line for line in found.budget if "低保" in line.name and line.level == "all")
    assert line.change > 0 and line.se > 0 and line.ci_low < line.change < line.ci_high


def test_a_reform_equal_to_the_law_moves_no_figure_and_no_fen() -> None:
    same = read_reform({"changes": {"dibao.standard_monthly": {"since": "2025-01-01", "scale": 1}}}, "x")
    found = simulate(SimulationRequest("yangjiang", 2025, same, SMALL))
    assert all(line.change == 0 for line in found.budget)
    assert all(compared.change.value == pytest.approx(0, abs=1e-12) for compared in found.compared)
    assert all(row.gain_rate.value == 0 and row.lose_rate.value == 0 for row in found.gainers)


def test_what_people_gain_is_what_funds_pay() -> None:
    run = run_simulation(
        SimulationRequest("yangjiang", 2025, find_reform("yangjiang", "resident_pension_plus_20"), SMALL)
    )
    name = "disposable_per_head_yearly"
    moved = (run.columns["reform", name] - run.columns["baseline", name]) * run.people.members
    gained = float(run.people.household_weight @ moved)
    found = simulate(SimulationRequest("yangjiang", 2025, run.request.reform, SMALL))
    paid = sum(line.change for line in found.budget if line.level == "all" and "单位" not in line.name)
    assert gained == pytest.approx(paid, rel=1e-9)


def test_levels_of_government_share_a_flow_completely() -> None:
    found = result_of("yangjiang", "dibao_plus_10")
    whole = {line.name: line.reform for line in found.budget if line.level == "all"}
    for fund in whole:
        parts = [line.reform for line in found.budget if line.name == fund and line.level != "all"]
        assert not parts or sum(parts) == pytest.approx(whole[fund], rel=1e-9, abs=0.01)


def test_threads_change_no_bit_of_a_simulation() -> None:
    one, two = (run_simulation(SimulationRequest("yangjiang", 2025, None, SMALL, threads=count)) for count in (1, 2))
    for key in one.columns:
        assert np.array_equal(one.columns[key].view(np.int64), two.columns[key].view(np.int64))


def test_figures_carry_the_scenario_and_unverified_values_they_rest_on() -> None:
    found = result_of("yangjiang", "dibao_plus_10")
    mean = found.compared[0].reform
    assert mean.status is Status.SCENARIO and "dibao.standard_monthly" in mean.rests_on
    assert "dibao.standard_monthly" in found.manifest.filled


def test_the_json_has_the_promised_shape() -> None:
    shape = json.loads(json.dumps(simulation_json(result_of("liaoyang", "dibao_plus_10")), allow_nan=False))
    assert {"budget", "gainers", "estimates", "manifest"} <= shape.keys()
    keys = {"indicator", "domain", "value", "se", "ci_low", "ci_high", "n", "df", "convention", "flags", "status"}
    assert all(keys <= row.keys() for row in shape["estimates"])
    assert shape["manifest"]["is_synthetic"] is True


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"dibao.standard_montly": {"since": "2025-01-01", "scale": 1.1}}, "dibao.standard_monthly"),
        ({"iit.basic_deduction_yearly": {"since": "2025-07-01", "value": 72000}}, "年内变化"),
    ],
)
def test_an_impossible_reform_is_refused_in_words(changes: dict[str, object], word: str) -> None:
    with pytest.raises(ProblemsFound, match=word):
        simulate(SimulationRequest("yangjiang", 2025, read_reform({"changes": changes}, "r.yaml"), SMALL))


def test_a_year_before_the_law_is_refused_once_for_each_parameter() -> None:
    with pytest.raises(ProblemsFound) as caught:
        simulate(SimulationRequest("yangjiang", 2005, None, SMALL))
    texts = [problem.found for problem in caught.value.problems]
    assert len(texts) == len(set(texts))


def test_levers_are_parameters_with_source_range_and_status() -> None:
    found = {lever.key: lever for lever in levers("yangjiang", 2025)}
    lever = found["dibao.standard_monthly[urban]"]
    assert lever.low <= lever.value <= lever.high and lever.status is Status.SCENARIO
    assert found["iit.basic_deduction_yearly"].source.title


def test_a_reader_s_own_values_are_a_reform_that_can_be_kept_as_yaml() -> None:
    reform, text = reform_of_levers("yangjiang", 2025, {"dibao.standard_monthly[rural]": 900.0})
    books = books_for(SimulationRequest("yangjiang", 2025, reform))
    assert dict(books["reform"].parameter("dibao.standard_monthly", "2025-06-01").value.entries)["rural"] == 900
    assert "dibao.standard_monthly" in text
    with pytest.raises(ProblemsFound, match="之间"):
        reform_of_levers("yangjiang", 2025, {"dibao.employment_cost_rate": 7.0})


def test_one_household_is_shown_before_and_after() -> None:
    books = books_for(SimulationRequest("yangjiang", 2025, find_reform("yangjiang", "dibao_plus_10")))
    answer = sample_household(books, 2025)
    assert answer.lines[-1].label == "家庭可支配收入" and answer.lines[-1].reform >= answer.lines[-1].baseline


def test_every_shipped_reform_says_in_words_what_it_changes() -> None:
    for city in REAL_CITIES:
        assert all(choice.summary and "[" not in choice.summary for choice in reform_choices(city))


def test_readings_of_the_simulated_people_are_named_as_a_model_s() -> None:
    found = simulated_readings(run_simulation(SimulationRequest("yangjiang", 2025, None, SMALL)))
    assert {"gini", "income_share_of_gdp", "dibao_share_of_consumption_rural"} <= found.keys()
    assert all(figure.kind.value == "model" and figure.is_synthetic and figure.se for figure in found.values())
