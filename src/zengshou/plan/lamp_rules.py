"""The numbers behind the lamps: read from YAML, so that a city can set its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

import yaml

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.plan.reading import LampColour

Document = Mapping[str, object]
NUMBERS = ("pace.green", "pace.yellow", "z", "relation.yellow")
COLOUR_LINES = ("missed_at_best", "missed_without_baseline")
COLOURS = "、".join(colour.value for colour in LampColour)


@dataclass(frozen=True)
class LampRules:
    """green_pace, yellow_pace: observed over required pace. relation_yellow: percentage points, not above 0."""

    version: str
    green_pace: float
    yellow_pace: float
    z: float
    relation_yellow: float
    missed_at_best: LampColour
    missed_without_baseline: LampColour


@cache
def standard_rules() -> LampRules:
    """The rules that ship with this room."""
    return read_rules({}, "lamps.yaml")


@cache
def _standard_document() -> Document:
    text = resources.files("zengshou.plan").joinpath("lamps.yaml").read_text(encoding="utf-8")
    return cast(Document, yaml.safe_load(text))


def read_rules(document: object, where: str) -> LampRules:
    """Rules from a parsed YAML mapping; lines that are absent keep the standard value.

    Raises  ProblemsFound for unknown fields, numbers or colours that are none, and thresholds out of order, all at once
    """
    if not isinstance(document, Mapping):
        raise ProblemsFound(Problem("应为“键: 值”的映射。", where, "对照随系统发布的 lamps.yaml。"))
    standard = _standard_document()
    problems = [
        Problem(f"不认识的字段“{name}”。", where, f"可用字段：{'、'.join(standard)}。")
        for name in document
        if name not in standard
    ]
    merged = {name: _over(document.get(name), value) for name, value in standard.items()}
    numbers = {path: _number(merged, path, where, problems) for path in NUMBERS}
    colours = {name: _colour(merged[name], name, where, problems) for name in COLOUR_LINES}
    if not problems and not 0 <= numbers["pace.yellow"] <= numbers["pace.green"]:
        problems.append(Problem("pace 应满足 0 ≤ yellow ≤ green。", where, "核对两个门槛。"))
    if problems:
        raise ProblemsFound(problems)
    return LampRules(
        version=str(merged["version"]),
        green_pace=numbers["pace.green"],
        yellow_pace=numbers["pace.yellow"],
        z=numbers["z"],
        relation_yellow=numbers["relation.yellow"],
        **colours,
    )


def _over(value: object, standard: object) -> object:
    """A city's line over the standard one; mappings are laid over key by key."""
    if isinstance(value, Mapping) and isinstance(standard, Mapping):
        return {**standard, **value}
    return standard if value is None else value


def _number(document: Document, path: str, where: str, problems: list[Problem]) -> float:
    value: object = document
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.append(Problem(f"“{path}”应为数字，读到 {value!r}。", where, "改成数字。"))
        return 0.0
    return float(value)


def _colour(value: object, name: str, where: str, problems: list[Problem]) -> LampColour:
    try:
        return LampColour(value)
    except ValueError:
        problems.append(Problem(f"“{name}”没有这种颜色：{value!r}。", where, f"可用：{COLOURS}。"))
        return LampColour.GREY
