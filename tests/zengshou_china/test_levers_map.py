"""What each task of the two plans moves: every task once, every name exists, every unit reform applies and computes."""

from collections import Counter

import pytest
import yaml

from zengshou.policy.planning import plan_what_can_be
from zengshou.policy.reform import Reform, read_reform
from zengshou.policy.run_plan import InputForm
from zengshou.services.plan.levers import law_with_demonstration
from zengshou.statistics.registry import indicator
from zengshou.store.country import city_plan, country_root, read_yaml

CITIES = ("yangjiang", "liaoyang")
YEAR = 2025
SMALL = (0.8, 1.25)  # a unit reform moves a parameter modestly, so that tasks can be compared
Entry = dict[str, object]
Names = list[str]


def entries(city: str) -> list[Entry]:
    return yaml.safe_load((country_root() / "cities" / city / "levers.yaml").read_text("utf-8"))


def computable(city: str) -> list[Entry]:
    return [entry for entry in entries(city) if entry.get("computable", True)]


def reform_of(entry: Entry) -> Reform:
    return read_reform({"title": str(entry["task"]), **entry["reform"]}, str(entry["task"]))


@pytest.mark.parametrize(("city", "count"), [("yangjiang", 45), ("liaoyang", 58)])
def test_every_task_of_the_plan_stands_in_the_map_exactly_once(city: str, count: int) -> None:
    listed = Counter(entry["task"] for entry in entries(city))
    assert set(listed) == {task.id for task in city_plan(city).tasks}
    assert set(listed.values()) == {1} and len(listed) == count


@pytest.mark.parametrize("city", CITIES)
def test_a_task_has_a_lever_or_one_chinese_sentence_that_says_why_not(city: str) -> None:
    for entry in entries(city):
        if entry.get("computable", True):
            assert set(entry) - {"note"} == {"task", "rules", "parameters", "indicators", "groups", "reform"}
            assert entry["rules"] and entry["parameters"] and entry["indicators"], entry["task"]
        else:
            assert set(entry) == {"task", "computable", "reason"}
            reason = str(entry["reason"])
            assert reason.endswith("。") and reason.count("。") == 1 and len(reason) >= 10, entry["task"]


@pytest.mark.parametrize("city", CITIES)
def test_every_rule_parameter_indicator_and_group_of_the_map_exists(city: str) -> None:
    book = law_with_demonstration(city)
    document = read_yaml("national/outcomes.yaml")
    groups = {row["column"].removeprefix("is_") for row in document["groups"]}
    for entry in computable(city):
        assert [name for name in entry["rules"] if name not in book.rules and name not in book.edges] == []
        assert [name for name in entry["parameters"] if name not in book.parameters] == []
        assert set(entry["groups"]) <= groups
        for name in entry["indicators"]:
            assert indicator(name).name


@pytest.mark.parametrize("city", CITIES)
def test_a_reform_moves_a_listed_parameter_that_a_listed_rule_or_its_sources_reads(city: str) -> None:
    for entry in computable(city):
        changed = {change.parameter for change in reform_of(entry).changes}
        assert changed & set(entry["parameters"]), entry["task"]


@pytest.mark.parametrize("city", CITIES)
def test_every_unit_reform_is_modest_and_applies_to_the_law(city: str) -> None:
    book = law_with_demonstration(city)
    for entry in computable(city):
        reform = reform_of(entry)
        moved = reform.applied(book)
        for change in reform.changes:
            if change.operation == "scale":
                assert SMALL[0] <= float(change.content) <= SMALL[1], entry["task"]
            before, after = (each.parameter(change.parameter, f"{YEAR}-12-31").value for each in (book, moved))
            assert before != after, (entry["task"], change.parameter)


@pytest.mark.parametrize("city", CITIES)
def test_every_rule_of_the_map_can_be_computed_with_the_demonstration_values(city: str) -> None:
    book = law_with_demonstration(city)
    given = {name: InputForm() for name in book.inputs}
    wanted: Names = sorted({name for entry in computable(city) for name in entry["rules"]})
    _, refused = plan_what_can_be(book, YEAR, wanted, given)
    # Pay tables of civil servants and the local share of rigid spending are not collected.
    gaps = {"civil_basic_pay_monthly", "is_rigid_household"}
    assert set(refused) <= gaps, {name: str(problems[0]) for name, problems in refused.items()}
