"""Services around the synthetic city: made by seed, fitted, given as JSON."""

import json

import numpy as np
import pytest
from pytest import approx

from zengshou.services.simulation.population import fit_json, make_people, population_fit, population_targets
from zengshou.services.simulation.simulate import SimulationRequest, run_simulation


def test_people_are_named_by_city_size_and_seed() -> None:
    people = make_people("示例市", 1_000, 11)
    assert "示例市" in people.source and "随机种子11" in people.source and "合成数据" in people.source
    assert abs(people.person_count - 1_000) < 20


def test_a_city_is_drawn_alike_whatever_name_it_is_called_by() -> None:
    first, second = make_people("example", 1_000, 3), make_people("示例", 1_000, 3)
    assert np.array_equal(first.persons["wage_monthly"], second.persons["wage_monthly"])


def test_the_fit_table_travels_as_json() -> None:
    fit = population_fit("example", make_people("example", 2_000, 3))
    rows = [fit_json(row) for row in fit]
    assert json.loads(json.dumps(rows, ensure_ascii=False)) == rows
    assert {"key", "label", "target", "reached", "relative", "shape_from", "status", "source"} <= rows[0].keys()
    assert {row["status"] for row in rows} <= {"sourced", "unverified", "assumption"}


@pytest.mark.parametrize("city", ["yangjiang", "liaoyang"])
def test_the_law_applied_to_the_people_gives_the_income_they_were_drawn_for(city: str) -> None:
    """The drawing approximates contributions and leaves tax out; the rules compute both and land within 2 %."""
    people = make_people(city, 10_000, 3)
    run = run_simulation(SimulationRequest(city, 2025, people=people, threads=1))
    computed = np.asarray(run.columns[("baseline", "disposable_per_head_yearly")])
    weight = people.household_weight * people.members
    wanted, urban = (getattr(population_targets(city), name) for name in ("income_mean", "urban_rate"))
    mean = wanted.values["urban"] * urban.value + wanted.values["rural"] * (1 - urban.value)
    assert float(weight @ computed) / float(weight.sum()) == approx(mean, rel=0.02)
