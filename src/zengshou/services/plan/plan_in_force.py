"""The plan behind a city's ledger: the version last taken in; before any, the one that the country package holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from zengshou.plan.model import Group, GroupKind, Operator, Plan, PriceBasis, Target, TargetKind, Task
from zengshou.services.plan.office_register import Register, register_in
from zengshou.services.plan.plan import show_plan
from zengshou.store.country import city, has_typed_plan
from zengshou.store.database.ledger_tables import StoredPlan

Row = Mapping[str, object]


def plan_in_force(session: Session, city_key: str) -> Plan:
    """The plan with the bodies of the city's register; one without tasks where there is none yet.

    A ledger that was made from the package's own plan stays with it: its targets are tied to published series.
    """
    latest = select(StoredPlan).where(StoredPlan.city == city_key).order_by(StoredPlan.version.desc()).limit(1)
    stored = session.scalars(latest).one_or_none()
    register = register_in(session, city_key)
    if stored is not None and ("draft" in cast(Row, stored.content) or not has_typed_plan(city_key)):
        return _plan(cast(Row, stored.content), register)
    if not has_typed_plan(city_key):
        return Plan(city_key, "", "", "", (), (), (), register.offices, city(city_key).area)
    return replace(show_plan(city_key), offices=register.offices)


def _plan(content: Row, register: Register) -> Plan:
    return Plan(
        city=register.city,
        title=str(content["title"]),
        number=str(content["number"]),
        date=str(content["date"]),
        groups=tuple(
            Group(str(row["id"]), GroupKind(row["kind"]), cast(int, row["number"]), str(row["title"]))
            for row in _rows(content, "groups")
        ),
        tasks=tuple(_task(row) for row in _rows(content, "tasks")),
        targets=tuple(_target(row) for row in _rows(content, "targets")),
        offices=register.offices,
        area=city(register.city).area,
    )


def _rows(content: Row, key: str) -> Sequence[Row]:
    return cast(Sequence[Row], content[key])


def _task(row: Row) -> Task:
    lead, cooperating = (tuple(cast(Sequence[str], row[part])) for part in ("lead", "cooperating"))
    number, due = cast(int, row["number"]), cast("int | None", row.get("due"))
    return Task(str(row["id"]), str(row["group"]), number, str(row["title"]), lead, cooperating, due)


def _target(row: Row) -> Target:
    """As plan.plan_json writes it; the wording of goal and deadline is made anew."""
    return Target(
        id=str(row["id"]),
        task=str(row["task"]),
        label=str(row["label"]),
        kind=TargetKind(row["kind"]),
        indicator=str(row["indicator"]),
        operator=Operator(row["operator"]),
        value=float(cast(float, row["value"])),
        unit=str(row["unit"]),
        deadline=cast("int | None", row["deadline"]),
        start_year=cast("int | None", row["start_year"]),
        start_value=cast("float | None", row["start_value"]),
        base_year=cast("int | None", row["base_year"]),
        base_value=cast("float | None", row["base_value"]),
        hold=bool(row["hold"]),
        is_falling=bool(row["falling"]),
        price_basis=PriceBasis(row["price_basis"]),
        reference_series=str(row.get("reference_series", "")),
        reference_lag=cast(int, row.get("reference_lag", 0)),
        printed=str(row["printed"]),
        note=str(row["note"]),
    )
