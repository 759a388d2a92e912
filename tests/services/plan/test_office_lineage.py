"""Both cities' assignments by body, as printed and as of today, from the same data."""

import json

import pytest
from typer.testing import CliRunner

from zengshou.faces.cli.main import app
from zengshou.plan.offices import OfficeMode
from zengshou.services.plan.office_lineage import OfficeRow, office_rows
from zengshou.store.country import city_plan, office_lineages


def total(rows: tuple[OfficeRow, ...]) -> int:
    return sum(row.leads + row.cooperates for row in rows)


@pytest.mark.parametrize(("city", "mentions", "bodies"), [("yangjiang", 245, 47), ("liaoyang", 227, 33)])
def test_the_printed_mode_counts_every_mention_of_the_plan(city: str, mentions: int, bodies: int) -> None:
    rows = office_rows(city, OfficeMode.PRINTED)
    assert total(rows) == mentions == sum(1 for _ in city_plan(city).mentions()) and len(rows) == bodies


@pytest.mark.parametrize("city", ["yangjiang", "liaoyang", "example"])
def test_the_current_mode_differs_by_the_extra_counts_of_split_bodies_alone(city: str) -> None:
    printed = {row.id: row.leads + row.cooperates for row in office_rows(city, OfficeMode.PRINTED)}
    extra = sum(printed[id] * (len(found.bodies) - 1) for id, found in office_lineages(city).items())
    assert total(office_rows(city, OfficeMode.CURRENT)) == sum(printed.values()) + extra


def test_liaoyangs_two_tax_offices_are_one_with_all_their_tasks() -> None:
    printed = {row.name: row for row in office_rows("liaoyang", OfficeMode.PRINTED)}
    taxes = [printed["市地税局"], printed["市国税局"]]
    today = {row.name: row for row in office_rows("liaoyang", OfficeMode.CURRENT)}["国家税务总局辽阳市税务局"]
    assert today.leads == sum(row.leads for row in taxes) and today.former == ("市国税局", "市地税局")
    assert today.cooperates == sum(row.cooperates for row in taxes) and "去向有据，本地名称和日期待核对" in today.note


def test_relief_of_poverty_belongs_to_agriculture_today() -> None:
    today = {row.name: row for row in office_rows("yangjiang", OfficeMode.CURRENT)}["市农业农村局"]
    assert {"市农业局", "市委农办", "市海洋渔业局", "市扶贫办"} == set(today.former) and "各计一次" in today.note


def test_every_unverified_change_says_so() -> None:
    changed = [found for found in office_lineages("yangjiang").values() if found.until is not None]
    assert len(changed) == 19
    assert all(found.sources or found.status.label == "待核实" for found in changed)


def test_the_command_names_its_mode() -> None:
    answer = CliRunner().invoke(app, ["plan", "show", "yangjiang", "--offices", "current", "--json"])
    told = json.loads(answer.stdout)
    assert told["mode"] == "current" and any(row["name"] == "市自然资源局" for row in told["offices"])
