"""Read population targets from mappings (the content of a city's YAML), with every fault found at once."""

import dataclasses
import difflib
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeVar

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.simulation.people_form import (
    EMPLOYER,
    HOUSING,
    INDUSTRY,
    SCHOOLING,
    SKILL,
    WORK,
)
from zengshou.simulation.population_targets import PopulationTargets, ShapeFrom, Target, TargetStatus

RESIDENCES = ("urban", "rural")
SOURCES = ("wage", "business", "property", "transfer")
AGE_TABLES = ("age_shape", "age_groups", "male_rate_by_age", "disability_rate", "serious_illness_rate", "participation")
SINGLE = (
    "population",
    "urban_rate",
    "male_rate",
    "household_size_mean",
    "hukou_urban_rate",
    "rural_residents_urban_hukou_rate",
    "unemployment_rate",
    "side_income_rate",
    "employee_insured_rate",
    "employee_retired_rate",
    "resident_insured_rate",
    "pension_mean",
    "average_wage",
    "resident_pension_monthly",
    "land_mu_per_farmer",
    "assistance_rate",
    "income_mean_all",
)
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "schooling": SCHOOLING.categories,
    "college_split": SCHOOLING.categories,
    "work_kinds": tuple(f"{place}.{kind}" for place in RESIDENCES for kind in WORK.categories),
    "industries": tuple(f"{place}.{name}" for place in RESIDENCES for name in INDUSTRY.categories),
    "flexible_industries": INDUSTRY.categories,
    "skill_levels": SKILL.categories,
    "bonus_months": EMPLOYER.categories,
    "housing": tuple(f"{place}.{name}" for place in RESIDENCES for name in HOUSING.categories),
    "income_mean": RESIDENCES,
    "consumption_mean": RESIDENCES,
    "income_sources": tuple(f"{place}.{source}" for place in RESIDENCES for source in SOURCES),
    "income_sources_all": SOURCES,
    "income_fifths": ("1", "2", "3", "4", "5"),
}
COMPLETE = ("income_mean", "consumption_mean", "income_sources", "income_sources_all", "income_fifths")
E = TypeVar("E", bound=Enum)


def read_targets(layers: Sequence[tuple[str, Mapping[str, object]]]) -> PopulationTargets:
    """Targets of a city from layers, widest first, each (where it stands, its content).

    A later layer replaces whole targets.

    Raises ProblemsFound with every missing, misspelt or malformed target.
    """
    known = tuple(f.name for f in dataclasses.fields(PopulationTargets) if f.name not in ("city", "reference_year"))
    optional = ("income_mean_all", "income_sources_all")
    problems: list[Problem] = []
    found: dict[str, Target] = {}
    seen: set[str] = set()
    city, year = "", 0
    for where, content in layers:
        city = str(content.get("city", city))
        year = _whole(content.get("reference_year", year), f"{where}: reference_year", problems)
        targets = content.get("targets")
        if not isinstance(targets, Mapping):
            problems.append(Problem("没有 targets 一节。", where, "照 cities/example/population.yaml 写。"))
            continue
        seen |= {str(key) for key in targets}
        for key, node in targets.items():
            if key not in known:
                problems.append(_unknown(str(key), known, where))
            else:
                target = _target(str(key), node, f"{where}: {key}", problems)
                found.update({} if target is None else {target.key: target})
    last = layers[-1][0] if layers else ""
    missing = [name for name in known if name not in seen and name not in optional]
    problems += [Problem(f"缺少目标“{name}”。", last, "补上该项及其来源，或在全国层写假定。") for name in missing]
    problems += [] if problems else _counties_disagree(found, last)
    if not city or not year:
        problems.append(Problem("缺少 city 或 reference_year。", last, "写明城市名称与基准年份。"))
    if problems:
        raise ProblemsFound(problems)
    return PopulationTargets(city=city, reference_year=year, **found)


def _unknown(name: str, known: Sequence[str], where: str) -> Problem:
    near = difflib.get_close_matches(name, known, n=3)
    hint = f"相近的有：{'、'.join(near)}。" if near else "可用的项见 national/population.yaml。"
    return Problem(f"不认识的目标“{name}”。", where, hint)


def _target(key: str, node: object, where: str, problems: list[Problem]) -> Target | None:
    """One target, or None with its faults added to `problems`."""
    if not isinstance(node, Mapping):
        problems.append(Problem("应为带 label、unit、year、source、values 的一节。", where))
        return None
    values = _flatten(node.get("values"), "", where, problems)
    texts = {name: str(node.get(name, "")) for name in ("label", "unit", "source", "note")}
    needed = [name for name in ("label", "source") if not texts[name]]
    problems += [Problem(f"缺少 {name}。", where, "每个目标都要写明。") for name in needed]
    shape = _choice(ShapeFrom, node.get("shape_from"), f"{where}.shape_from", problems)
    status = _choice(TargetStatus, node.get("status"), f"{where}.status", problems)
    year = _whole(node.get("year"), f"{where}.year", problems)
    problems += _wrong_names(key, values, where)
    if shape is None or status is None or not values:
        return None
    return Target(key, texts["label"], texts["unit"], year, texts["source"], shape, status, values, texts["note"])


def _flatten(node: object, head: str, where: str, problems: list[Problem]) -> dict[str, float]:
    """Nested tables as dotted names; a single number under the name ""."""
    if isinstance(node, Mapping):
        flat: dict[str, float] = {}
        for name, inner in node.items():
            flat |= _flatten(inner, f"{head}.{name}" if head else str(name), where, problems)
        return flat
    if isinstance(node, bool) or not isinstance(node, int | float) or node != node:
        problems.append(Problem(f"values{'.' + head if head else ''} 不是数值：{node!r}。", where, "填写数值。"))
        return {}
    return {head: float(node)}


def _wrong_names(key: str, values: Mapping[str, float], where: str) -> list[Problem]:
    """Names that the target cannot have, and those it must have."""
    # Effects on log wages may be negative; everything else counts or shares something.
    negative = {name: number for name, number in values.items() if number < 0 and key != "wage_effects"}
    found = [Problem(f"{name or '数值'}为负：{number}。", where, "改正。") for name, number in negative.items()]
    if key in SINGLE:
        return found if not values or set(values) == {""} else [*found, Problem("应为一个数值。", where)]
    allowed = ALLOWED.get(key)
    found += [_unknown(name, allowed, where) for name in values if allowed and name not in allowed]
    if key in COMPLETE and allowed:
        found += [Problem(f"缺少 {name}。", where, "补上。") for name in allowed if name not in values]
    if key in AGE_TABLES:
        bands = {name.rsplit(".", 1)[-1] for name in values}
        wrong = [name for name in bands if not re.fullmatch(r"\d+-\d+|\d+\+", name)]
        found += [Problem(f"年龄组“{name}”写法不对。", where, "写作 0-14 或 65+。") for name in wrong]
    return found


def _counties_disagree(found: Mapping[str, Target], where: str) -> list[Problem]:
    if set(found["county_rates"].values) == set(found["county_urban_rates"].values):
        return []
    return [Problem("county_rates 与 county_urban_rates 的县（市、区）不一致。", where, "两处写同样的名称。")]


def _choice(kind: type[E], value: object, where: str, problems: list[Problem]) -> E | None:
    try:
        return kind(value)
    except ValueError:
        options = "、".join(str(member.value) for member in kind)
        problems.append(Problem(f"“{value}”不在可选值中。", where, f"可选：{options}。"))
        return None


def _whole(value: object, where: str, problems: list[Problem]) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        problems.append(Problem(f"“{value}”不是年份。", where, "写四位年份。"))
        return 0
    return value
