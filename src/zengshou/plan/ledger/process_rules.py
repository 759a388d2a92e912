"""The numbers behind the process lamp: read from YAML, so that a city can set its own."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import cast

import yaml

from zengshou.concepts.problem import Problem, ProblemsFound


@dataclass(frozen=True)
class ProcessRules:
    """Thresholds of `process_lamps.yaml`; days are working days but for `blue_days_to_deadline`."""

    version: str
    blue_days_to_deadline: float
    blue_days_to_report: float
    yellow_points_behind: float
    yellow_days_late: float
    yellow_times_returned: float
    red_points_behind: float
    red_days_late: float
    red_yellow_in_a_row: float


COLOURS = ("blue", "yellow", "red")


@cache
def standard_process_rules() -> ProcessRules:
    """The rules that ship with this room."""
    return read_process_rules({}, "process_lamps.yaml")


@cache
def _standard() -> Mapping[str, object]:
    text = resources.files("zengshou.plan.ledger").joinpath("process_lamps.yaml").read_text(encoding="utf-8")
    return cast(Mapping[str, object], yaml.safe_load(text))


def read_process_rules(document: object, where: str) -> ProcessRules:
    """Rules from a parsed YAML mapping; lines that are absent keep the standard value.

    Raises  ProblemsFound for unknown lines, values that are no numbers, thresholds out of order, all at once
    """
    if not isinstance(document, Mapping):
        raise ProblemsFound(Problem("应为“键: 值”的映射。", where, "对照随系统发布的 process_lamps.yaml。"))
    standard, given = _flat(_standard()), _flat(document)
    problems = [
        Problem(f"不认识的字段“{name}”。", where, f"可用字段：{'、'.join(standard)}。")
        for name in given
        if name not in standard
    ]
    merged = {**standard, **{name: value for name, value in given.items() if name in standard}}
    for name, value in merged.items():
        if name != "version" and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
            problems.append(Problem(f"“{name}”应为不小于零的数，读到 {value!r}。", where, "改成数字。"))
    if not problems:
        problems = _out_of_order(merged, where)
    if problems:
        raise ProblemsFound(problems)
    values = {field.name: merged[field.name] for field in fields(ProcessRules) if field.name != "version"}
    return ProcessRules(version=str(merged["version"]), **{name: float(cast(float, v)) for name, v in values.items()})


def _flat(document: Mapping[str, object]) -> dict[str, object]:
    """`blue: {days_to_report: 5}` as `blue_days_to_report: 5`."""
    found: dict[str, object] = {}
    for name, value in document.items():
        if name in COLOURS and isinstance(value, Mapping):
            found.update({f"{name}_{line}": each for line, each in value.items()})
        else:
            found[str(name)] = value
    return found


def _out_of_order(merged: Mapping[str, object], where: str) -> list[Problem]:
    pairs = (("yellow_points_behind", "red_points_behind"), ("yellow_days_late", "red_days_late"))
    return [
        Problem(f"{low} 不应大于 {high}。", where, "黄灯的门槛应低于红灯。")
        for low, high in pairs
        if cast(float, merged[low]) > cast(float, merged[high])
    ]
