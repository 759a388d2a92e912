"""Key groups of a city's own file: what it may bring, and what the answer says it lacks."""

from pathlib import Path

import polars as pl
import pytest

from zengshou.services.plan.levers import law_with_demonstration
from zengshou.services.simulation.population import make_people, mapping_form, save_people
from zengshou.services.simulation.simulate import (
    SimulationRequest,
    concept_of_country,
    own_people,
    run_simulation,
    simulate,
)
from zengshou.services.simulation.simulation_json import simulation_json
from zengshou.services.statistics.key_groups import classification_for, evidence_columns, group_columns, said_of_groups
from zengshou.simulation.people_form import PERSON_COLUMNS


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("people") / "people.csv"
    save_people(make_people("example", 1_500, 3), path)
    return path


def members(people, name: str):
    run = run_simulation(SimulationRequest("example", 2025, people=people))
    return next(group for group in run.measured.groups if group.name == name)


def test_a_file_may_bring_evidence_that_only_the_law_knows(file: Path, tmp_path: Path) -> None:
    names = {column.name for column in evidence_columns(law_with_demonstration("example"), concept_of_country(), 2025)}
    assert {"is_rural_teacher", "village_station_rate", "startup_operating_months", "is_state_executive"} <= names
    assert not names & {column.name for column in PERSON_COLUMNS}
    richer = tmp_path / "richer.csv"
    pl.read_csv(file).with_columns(pl.lit("是").alias("is_rural_teacher")).write_csv(richer)
    before = members(own_people("example", file, None), "is_grassroots_official")
    after = members(own_people("example", richer, None), "is_grassroots_official")
    assert before.is_in.sum() < after.is_in.sum() < len(after.is_in)


def test_a_file_read_back_has_the_same_groups_as_the_people_that_were_written(file: Path) -> None:
    written = make_people("example", 1_500, 3)
    read = own_people("example", file, None)
    for group in concept_of_country().groups:
        assert (members(written, group.name).is_in == members(read, group.name).is_in).all(), group.label


def test_the_mapping_form_offers_the_citys_own_flags() -> None:
    assert "本市已有认定的" in mapping_form() and "# is_skilled_worker: 技能人才" in mapping_form()


def test_a_year_before_the_plans_has_no_groups_and_says_so() -> None:
    assert classification_for(2015) is None and group_columns(concept_of_country(), 2015) == ()
    assert said_of_groups((), 2015) == ("2015年没有生效的重点群体认定版本，不分群体",)


def test_the_answer_holds_every_group_with_what_cannot_be_told(file: Path, tmp_path: Path) -> None:
    poorer = tmp_path / "poorer.csv"
    pl.read_csv(file).drop("own_business").write_csv(poorer)
    found = simulation_json(simulate(SimulationRequest("example", 2025, people=own_people("example", poorer, None))))
    rows = {row["name"]: row for row in found["groups"]}
    assert len(rows) == 7
    owners = rows["is_small_entrepreneur"]
    assert owners["share"]["value"] == 0 and owners["unknown"]["value"] > 0.5
    assert owners["untold"] == ["自己经营的主体"]
    assert all(each["se"] is not None or each["value"] is None for row in rows.values() for each in row["estimates"])
