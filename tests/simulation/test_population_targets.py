"""Reading population targets: every fault at once, in words."""

import copy
from collections.abc import Callable
from typing import cast

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.services.simulation.population import population_targets
from zengshou.simulation.population_reading import read_targets
from zengshou.simulation.population_targets import TargetStatus
from zengshou.store.country import city, city_names, read_yaml

Node = dict[str, object]


def layers() -> list[tuple[str, Node]]:
    paths = ("national/population.yaml", "cities/example/population.yaml")
    return [(path, copy.deepcopy(cast(Node, read_yaml(path)))) for path in paths]


def targets_of(document: Node) -> dict[str, Node]:
    return cast(dict[str, Node], document["targets"])


def problems_after(change: Callable[[dict[str, Node]], object]) -> str:
    given = layers()
    change(targets_of(given[1][1]))
    with pytest.raises(ProblemsFound) as caught:
        read_targets(given)
    return str(caught.value)


def test_every_city_of_the_country_has_complete_targets_for_its_own_counties() -> None:
    for name in city_names():
        targets = population_targets(name)
        assert targets.counties == tuple(county.name_zh for county in city(name).counties)
        assert len(targets.all()) >= 55


def test_what_a_city_does_not_publish_is_an_assumption_and_never_sourced() -> None:
    yangjiang = population_targets("yangjiang")
    for target in (yangjiang.income_mean, yangjiang.county_rates, yangjiang.employee_insured_rate):
        assert target.status is TargetStatus.ASSUMPTION
    assert population_targets("liaoyang").income_mean.status is TargetStatus.UNVERIFIED


def test_every_assumption_is_called_one_in_its_source_or_invented() -> None:
    for name in city_names():
        for target in population_targets(name).all():
            if target.status is TargetStatus.ASSUMPTION:
                assert any(word in target.source for word in ("假定", "虚构")), (name, target.key)


def test_no_source_is_an_address() -> None:
    for name in city_names():
        for target in population_targets(name).all():
            assert "http" not in target.source + target.note and ".com" not in target.source + target.note


def test_a_misspelt_target_is_answered_with_the_nearest_name() -> None:
    def misspell(targets: dict[str, Node]) -> None:
        targets["urban_rat"] = targets.pop("urban_rate")

    said = problems_after(misspell)
    assert "urban_rat" in said and "urban_rate" in said and "缺少目标“urban_rate”" in said


def test_faults_of_several_targets_come_together() -> None:
    def spoil(targets: dict[str, Node]) -> None:
        targets["population"]["values"] = "many"
        targets["male_rate"]["status"] = "sure"
        targets["age_groups"]["values"] = {"0 to 14": 1}
        targets["income_mean"]["values"] = {"urban": 1.0}
        targets["household_size_mean"]["values"] = -2.7

    said = problems_after(spoil)
    for word in ("many", "sure", "0 to 14", "缺少 rural", "为负"):
        assert word in said


def test_counties_must_be_named_alike_in_both_tables() -> None:
    def rename(targets: dict[str, Node]) -> None:
        targets["county_rates"]["values"] = {"东河区": 0.5, "南河区": 0.5}

    assert "不一致" in problems_after(rename)
