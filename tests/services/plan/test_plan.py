"""The plan service: plans with readings, and their JSON."""

import json

import pytest

from zengshou.services.plan.plan import plan_json, plan_readings, reading_json, show_plan


@pytest.mark.parametrize(("city", "targets"), [("yangjiang", 32), ("liaoyang", 8), ("example", 5)])
def test_every_target_of_a_city_gets_a_reading_a_lamp_and_a_reason(city: str, targets: int) -> None:
    readings = plan_readings(city)
    assert len(readings) == targets
    for reading in readings:
        assert reading.lamp.reason and reading.source and reading.lamp.rules_version


def test_the_json_of_a_plan_is_plain_and_complete() -> None:
    plan = show_plan("阳江市")
    text = json.dumps(plan_json(plan, plan_readings("阳江市")), ensure_ascii=False, allow_nan=False)
    document = json.loads(text)
    assert document["counts"] == {"groups": 15, "tasks": 45, "targets": 32, "offices": 47, "mentions": 245}
    assert document["tasks"][0]["lead"] == ["市人力资源社会保障局"]
    target = next(row for row in document["targets"] if row["id"] == "YJ-G1-2")
    assert target["goal"] == "达到38.3%" and target["deadline_text"] == "到2020年"
    assert [point["value"] for point in target["required"]] == pytest.approx([37.9, 38.1, 38.3])
    assert target["lamp"]["label"] == "灰" and target["lamp"]["reason"]


def test_a_plan_without_readings_still_lists_its_targets() -> None:
    document = plan_json(show_plan("liaoyang"))
    targets = document["targets"]
    assert isinstance(targets, list) and len(targets) == 8
    assert "lamp" not in targets[0]


def test_offices_count_the_tasks_they_lead_by_any_of_their_names() -> None:
    offices = json.loads(json.dumps(plan_json(show_plan("example"))["offices"]))
    civil = next(row for row in offices if row["id"] == "civil_affairs")
    assert (civil["leads"], civil["cooperates"]) == (2, 0)


def test_the_example_city_shows_done_and_yellow_lamps() -> None:
    lamps = {reading.target.id: reading_json(reading)["lamp"] for reading in plan_readings("example")}
    colours = {name: json.loads(json.dumps(lamp))["colour"] for name, lamp in lamps.items()}
    assert colours == {
        "SL-G-1": "done",
        "SL-G-2": "done",
        "SL-4-T1": "yellow",
        "SL-5-T1": "done",
        "SL-2-T1": "yellow",
    }
