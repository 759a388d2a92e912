"""Who is in a key group: overlapping, by evidence, and never a silent no."""

from functools import cache

import numpy as np
import pytest

from zengshou.concepts.people import People
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.simulation.population import make_people
from zengshou.services.simulation.simulate import Simulated, SimulationRequest, run_simulation
from zengshou.simulation.compare import gain_rows
from zengshou.simulation.group_tables import by_key_group, group_figures, levels_of, sizes
from zengshou.simulation.key_groups import Membership, read_classifications
from zengshou.statistics.indicators import estimate, table
from zengshou.statistics.variance.design import design_of

ROW = {"id": "v1", "title": "t", "since": "2016-10-10", "columns": ["is_manager"], "evidence": {}}


@cache
def run(*without: str, own: str = "") -> Simulated:
    people = run_people()
    persons = {name: column for name, column in people.persons.items() if name not in without}
    if own:
        persons[own] = np.arange(people.person_count) % 2 == 0
    households = {name: column for name, column in people.households.items() if name not in without}
    brought = People(persons, households, people.offsets, people.source, True)
    return run_simulation(SimulationRequest("example", 2025, people=brought))


@cache
def run_people() -> People:
    return make_people("example", 2_000, 7)


def group(found: Simulated, name: str) -> Membership:
    return next(each for each in found.measured.groups if each.name == name)


def test_groups_overlap_and_do_not_add_up_to_everyone() -> None:
    owners, managers = group(run(), "is_small_entrepreneur"), group(run(), "is_manager")
    assert (owners.is_in & managers.is_in).any()
    counted = sum(each.is_in.astype(int) for each in run().measured.groups)
    assert counted.max() >= 2 and counted.min() == 0


def test_people_who_bring_all_evidence_leave_nobody_untold() -> None:
    for each in run().measured.groups:
        assert each.is_in.any() and not each.is_unknown.any() and not each.untold


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("skill_level", "is_skilled_worker"),
        ("farmer_standing", "is_new_farmer"),
        ("research_post", "is_researcher"),
        ("own_business", "is_small_entrepreneur"),
        ("enterprise_post", "is_manager"),
        ("public_post", "is_grassroots_official"),
        ("is_listed_poor_able", "is_poor_able"),
    ],
)
def test_without_its_evidence_a_member_is_unknown_never_a_no(column: str, name: str) -> None:
    known, poorer = group(run(), name), group(run(column), name)
    assert poorer.untold and poorer.is_unknown.any()
    assert not (poorer.is_in & poorer.is_unknown).any()
    assert (known.is_in <= (poorer.is_in | poorer.is_unknown)).all()
    assert (poorer.is_in <= known.is_in).all()


def test_children_are_outside_whatever_is_not_known_of_them() -> None:
    found = run("own_business")
    age = 2025 * 12 + 11 - found.people.persons["birth_month"]
    each = group(found, "is_small_entrepreneur")
    assert not (each.is_in | each.is_unknown)[age < 192].any() and each.is_unknown[age >= 192].all()


def test_a_household_property_test_that_is_missing_makes_the_poor_unknown() -> None:
    found = group(run("meets_property_test", "is_listed_poor_able"), "is_poor_able")
    assert not found.is_in.any() and found.is_unknown.any() and len(found.untold) == 2


def test_a_flag_that_the_people_bring_stands_in_place_of_the_rule() -> None:
    found = run(own="is_researcher")
    each = group(found, "is_researcher")
    assert each.is_own and not each.is_unknown.any()
    assert np.array_equal(each.is_in, np.arange(found.people.person_count) % 2 == 0)
    assert any("自带认定" in line and "科研人员" in line for line in found.said)


def test_the_manifest_names_the_version_and_what_cannot_be_told() -> None:
    said = run("skill_level").said
    assert any("key_groups/2016-1" in line for line in said)
    assert any("技能人才" in line and "无法判定" in line for line in said)


def test_any_table_by_group_is_the_table_of_its_domain_with_the_whole_design() -> None:
    data = run().measured
    design = design_of(data.sample)
    rows = by_key_group(data.groups, lambda by: table(("mean", "gini"), data.before, design, by=by, about=data.about))
    for each, (mean, gini) in zip(data.groups, rows, strict=True):
        weight, income = np.asarray(data.sample.weight)[each.is_in], data.before[each.is_in]
        alone = estimate("mean", data.before, design, domain=each.is_in)
        assert mean.value == pytest.approx(float(weight @ income / weight.sum()))
        assert (mean.se, mean.n, mean.domain) == (alone.se, int(each.is_in.sum()), each.label)
        assert gini.n == mean.n


def test_size_and_levels_carry_errors_and_small_groups_are_flagged() -> None:
    data = run().measured
    design = design_of(data.sample)
    weight = np.asarray(data.sample.weight)
    for each in data.groups:
        share, unknown = sizes(each, design, data.about)
        assert share.value == pytest.approx(float(weight[each.is_in].sum() / weight.sum())) and share.se is not None
        assert unknown.value == 0
        for figure in levels_of(data, each, design):
            assert figure.value is None or figure.se is not None
            assert ("few_cases" in figure.flags) == (each.is_in.sum() < 30)


def test_a_reform_that_changes_nothing_moves_no_figure_of_any_group() -> None:
    for figures in group_figures(run().measured):
        assert all(row.change.value == pytest.approx(0, abs=1e-12) for row in figures.compared)
    rows = [row for row in gain_rows(run().measured) if row.by == "group"]
    assert [row.label for row in rows] == [each.label for each in run().measured.groups]


def test_faults_of_the_classification_file_come_all_at_once() -> None:
    with pytest.raises(ProblemsFound) as wrong:
        read_classifications([{"id": "a", "title": "b"}, {"since": "2020-01-01"}], "x.yaml")
    assert len(wrong.value.problems) == 7
    with pytest.raises(ProblemsFound, match="重复"):
        read_classifications([ROW, ROW], "x.yaml")


def test_a_later_version_stands_beside_the_earlier_one() -> None:
    later = {**ROW, "id": "v2", "since": "2026-01-01"}
    versions = read_classifications([{**ROW, "until": "2025-12-31"}, later], "x.yaml")
    assert [version.id for version in versions if version.in_force(2025)] == ["v1"]
    assert [version.id for version in versions if version.in_force(2026)] == ["v2"]
