"""What was promised and where we are: a city's plan, its readings, and both as JSON."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from zengshou.concepts.estimate import Estimate
from zengshou.evaluation.readings import read_targets
from zengshou.plan.model import Plan, Target, Task
from zengshou.plan.reading import Lamp, PathPoint, TargetReading
from zengshou.plan.wording import deadline_text, goal_text
from zengshou.store.country import COUNTRY, city_plan, lamp_rules, published

JsonValue: TypeAlias = "str | int | float | bool | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
JsonObject: TypeAlias = Mapping[str, JsonValue]


def show_plan(city: str, country: str = COUNTRY) -> Plan:
    """The plan of a city, by folder name, Chinese name or area code."""
    return city_plan(city, country)


def plan_readings(
    city: str,
    simulated: Mapping[str, Estimate] | None = None,
    on_year: int | None = None,
    country: str = COUNTRY,
) -> tuple[TargetReading, ...]:
    """Every target of a city's plan with its reading, path and lamp.

    simulated  indicator -> Estimate of a model, used where nothing is published and named as such
    on_year    as of the end of this year; None for all that is held
    """
    return read_targets(
        city_plan(city, country), published(city, country), simulated or {}, on_year, lamp_rules(city, country)
    )


def plan_json(
    plan: Plan, readings: Sequence[TargetReading] = (), outlooks: Mapping[str, JsonObject] | None = None
) -> JsonObject:
    """The plan for `zs plan show CITY --json`; readings and outlooks stand with their targets."""
    by_target = {reading.target.id: reading for reading in readings}
    return {
        "city": plan.city,
        "area": plan.area,
        "title": plan.title,
        "number": plan.number,
        "date": plan.date,
        "counts": {
            "groups": len(plan.groups),
            "tasks": len(plan.tasks),
            "targets": len(plan.targets),
            "offices": len(plan.offices),
            "mentions": sum(1 for _ in plan.mentions()),
        },
        "groups": [
            {"id": group.id, "kind": group.kind.value, "number": group.number, "title": group.title}
            for group in plan.groups
        ],
        "tasks": [_task_json(task, plan) for task in plan.tasks],
        "offices": _offices_json(plan),
        "targets": [
            (reading_json(by_target[target.id]) if target.id in by_target else target_json(target))
            | ({"outlook": outlooks[target.id]} if outlooks and target.id in outlooks else {})
            for target in plan.targets
        ],
    }


def _task_json(task: Task, plan: Plan) -> JsonObject:
    return {
        "id": task.id,
        "group": task.group,
        "number": task.printed_number,
        "title": task.title,
        "lead": list(task.lead),
        "cooperating": list(task.cooperating),
        "due": task.due,
        "targets": [target.id for target in plan.targets_of(task.id)],
    }


def _offices_json(plan: Plan) -> list[JsonObject]:
    """Every office with the number of tasks that it leads and in which it cooperates."""
    rows: list[JsonObject] = []
    for office in plan.offices:
        names = {office.name, *office.aliases}
        leads = sum(not names.isdisjoint(task.lead) for task in plan.tasks)
        cooperates = sum(not names.isdisjoint(task.cooperating) for task in plan.tasks)
        rows.append({"id": office.id, "name": office.name, "leads": leads, "cooperates": cooperates})
    return rows


def target_json(target: Target) -> dict[str, JsonValue]:
    """One target as the plan states it, with the goal and the deadline in words."""
    return {
        "id": target.id,
        "task": target.task,
        "label": target.label,
        "kind": target.kind.value,
        "indicator": target.indicator,
        "operator": target.operator.value,
        "value": target.value,
        "unit": target.unit,
        "printed": target.printed,
        "goal": goal_text(target),
        "deadline": target.deadline,
        "deadline_text": deadline_text(target),
        "start_year": target.start_year,
        "start_value": target.start_value,
        "base_year": target.base_year,
        "base_value": target.base_value,
        "hold": target.hold,
        "falling": target.is_falling,
        "price_basis": target.price_basis.value,
        "reference_series": target.reference_series,
        "reference_lag": target.reference_lag,
        "note": target.note,
    }


def reading_json(reading: TargetReading) -> dict[str, JsonValue]:
    """One target with its reading, path, observed points, lamp and reason."""
    return {
        **target_json(reading.target),
        "source": reading.source,
        "reading": None if reading.reading is None else _estimate_json(reading.reading),
        "baseline": None if reading.baseline is None else _estimate_json(reading.baseline),
        "required": [_point_json(point) for point in reading.required],
        "observed": [_point_json(point) for point in reading.observed],
        "lamp": _lamp_json(reading.lamp),
        "warnings": list(reading.warnings),
    }


def _lamp_json(lamp: Lamp) -> JsonObject:
    return {
        "colour": lamp.colour.value,
        "label": lamp.colour.label,
        "icon": lamp.colour.icon,
        "undecidable": lamp.is_undecidable,
        "reason": lamp.reason,
        "rule": lamp.rule,
        "inputs": list(lamp.inputs),
        "rules_version": lamp.rules_version,
        "vintage": lamp.vintage,
    }


def _point_json(point: PathPoint) -> JsonObject:
    return {"year": point.year, "value": point.value, "low": point.low, "high": point.high}


def _estimate_json(estimate: Estimate) -> JsonObject:
    return {
        "indicator": estimate.indicator,
        "value": estimate.value,
        "se": estimate.se,
        "ci_low": estimate.ci_low,
        "ci_high": estimate.ci_high,
        "n": estimate.n,
        "unit": estimate.unit,
        "period": estimate.period,
        "kind": estimate.kind.value,
        "convention": estimate.convention,
        "flags": list(estimate.flags),
        "status": estimate.status.value,
        "synthetic": estimate.is_synthetic,
    }
