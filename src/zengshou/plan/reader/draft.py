"""A plan as read, written as plan.yaml and offices.yaml documents that plan/load.py accepts: a draft for a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from zengshou.plan.model import Operator, PriceBasis
from zengshou.plan.reader.result import ReadPlan, ReadTarget, ReadTask

Field: TypeAlias = "str | int | float | bool | list[str] | None"
Row: TypeAlias = dict[str, Field]
LONGEST_TITLE = 22


@dataclass(frozen=True)
class Draft:
    """plan and offices are documents for YAML; left_out says in words what they cannot hold yet, and why."""

    plan: Mapping[str, object]
    offices: Mapping[str, object]
    left_out: tuple[str, ...]


def draft_of(read: ReadPlan) -> Draft:
    """The draft. Ids of offices and indicators are running numbers: a person gives them their names."""
    left_out = [f"任务 {task.id}“{task.title}”：没有牵头单位" for task in read.tasks if task.assignment is None]
    kept = [task for task in read.tasks if task.assignment is not None]
    ids = {task.id for task in kept}
    targets: list[Row] = []
    for number, target in enumerate(read.targets, 1):
        why = _cannot(target, ids)
        if why:
            left_out.append(f"目标 {target.id}“{target.evidence.text}”：{why}")
        else:
            targets.append(_target(target, number))
    used = {task.group for task in kept}
    left_out += [f"“{group.title}”：其下没有任务" for group in read.groups if group.id not in used]
    groups = [
        {"id": group.id, "kind": group.kind.value, "number": group.number, "title": group.title}
        for group in read.groups
        if group.id in used
    ]
    # A stated count that the groups do not meet would be refused by the loader; the flag tells of it.
    counts = {kind.value: count for kind, count in read.stated_groups.items()}
    agree = {k: n for k, n in counts.items() if sum(group["kind"] == k for group in groups) == n}
    plan = {
        "title": read.front.title or "（未读到标题）",
        "number": read.front.number,
        "date": read.front.date,
        **({"stated_groups": agree} if agree else {}),
        "groups": groups,
        "tasks": [_task(task) for task in kept],
        "targets": targets,
    }
    return Draft(plan, {"offices": _offices(read.offices())}, tuple(left_out))


def _task(task: ReadTask) -> Row:
    assert task.assignment is not None
    row: Row = {
        "id": task.id,
        "group": task.group,
        "number": task.number,
        "title": task.title if len(task.title) <= LONGEST_TITLE else task.title[: LONGEST_TITLE - 1] + "…",
        "lead": [mention.name for mention in task.assignment.lead],
    }
    if task.assignment.cooperating:
        row["cooperating"] = [mention.name for mention in task.assignment.cooperating]
    return row


def _cannot(target: ReadTarget, tasks: set[str]) -> str:
    """Why plan.yaml cannot hold a target as it was read; "" when it can. What is missing is never made up."""
    if target.task and target.task not in tasks:
        return "所属任务没有牵头单位"
    if target.operator is Operator.MULTIPLE and target.base_year is None:
        return "翻番缺基年"
    if target.operator is Operator.INCREMENT and target.start_year is None:
        return "增量缺起算年"
    years = (target.start_year, target.base_year)
    if target.deadline is not None and any(year is not None and year >= target.deadline for year in years):
        return "基年或起点不早于期限"
    return ""


def _target(target: ReadTarget, number: int) -> Row:
    reasons = "；".join(flag.reason.rstrip("。") for flag in target.flags)
    row: Row = {
        "id": target.id,
        "task": target.task,
        "label": target.subject or target.evidence.text,
        "kind": target.kind.value,
        "indicator": f"unnamed_{number}",
        "operator": target.operator.value,
        "value": int(target.value) if target.value == int(target.value) else target.value,
        "unit": target.unit,
        "printed": target.printed,
        "deadline": target.deadline,
        "start_year": target.start_year,
        "start_value": target.start_value,
        "base_year": target.base_year,
        "hold": target.hold or None,
        "falling": target.is_falling or None,
        "price_basis": None if target.price_basis is PriceBasis.NOT_MONEY else target.price_basis.value,
        "reference_lag": target.reference_lag or None,
        "note": reasons or None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _offices(names: Sequence[tuple[str, ...]]) -> list[Row]:
    rows: list[Row] = []
    for number, (name, *aliases) in enumerate(names, 1):
        row: Row = {"id": f"office_{number}", "name": name}
        rows.append({**row, "aliases": aliases} if aliases else row)
    return rows
