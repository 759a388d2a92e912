"""Draw a city's synthetic people (合成数据), show how far its margins were met, keep them in a file."""

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from zengshou.concepts.people import People
from zengshou.concepts.problem import refuse
from zengshou.simulation.population import synthesize
from zengshou.simulation.population_fit import FitRow, fit_table
from zengshou.simulation.population_reading import read_targets
from zengshou.simulation.population_targets import PopulationTargets
from zengshou.store.country import city as find_city
from zengshou.store.country import read_yaml
from zengshou.store.people_files.people_file import mapping_template, write_people

NATION = "national/population.yaml"
Progress = Callable[[float, str], None]
Json = dict[str, str | int | float | bool | None]


def population_targets(city: str) -> PopulationTargets:
    """A city's margins over the nation's shapes; the counties stand in the order of the city's settings.

    Raises  ProblemsFound: missing or malformed targets, or counties that the city does not have
    """
    place = find_city(city)
    path = f"cities/{place.key}/population.yaml"
    targets = read_targets([(name, _mapping(name)) for name in (NATION, path)])
    names = tuple(county.name_zh for county in place.counties)
    if set(names) != set(targets.counties):
        found = f"县（市、区）为{'、'.join(targets.counties)}，与城市设置的{'、'.join(names)}不一致。"
        raise refuse(found, f"{path}: county_rates", "两处写同样的名称。")
    ordered = {name: targets.county_rates.values[name] for name in names}
    return dataclasses.replace(targets, county_rates=dataclasses.replace(targets.county_rates, values=ordered))


def _mapping(path: str) -> Mapping[str, object]:
    document = read_yaml(path)
    if not isinstance(document, Mapping):
        raise refuse("应为“键: 值”的映射。", path, "照示例城市的 population.yaml 写。")
    return document


def make_people(city: str, persons: int, seed: int, progress: Progress | None = None) -> People:
    """The synthetic people of a city; the same size and seed give the same people."""
    targets = population_targets(city)
    people = synthesize(targets, persons, np.random.default_rng(seed), progress)
    return dataclasses.replace(people, source=f"{people.source}，随机种子{seed}")


def population_fit(city: str, people: People) -> tuple[FitRow, ...]:
    """Each margin of the city: target, reached, gap, and whose figure it is."""
    return fit_table(people, population_targets(city))


def fit_json(row: FitRow) -> Json:
    """One row of the fit table for JSON."""
    return {
        "key": row.key,
        "label": row.label,
        "unit": row.unit,
        "year": row.year,
        "target": row.target,
        "reached": row.reached,
        "gap": row.gap,
        "relative": row.relative,
        "shape_from": row.shape.value,
        "status": row.status.value,
        "source": row.source,
        "note": row.note,
        "is_check": row.is_check,
    }


def save_people(people: People, path: Path) -> None:
    """Keep people in a .parquet or .csv file that `--people` reads back."""
    write_people(people, path)


def mapping_form() -> str:
    """The YAML form of a mapping from a city's own columns to ours."""
    return mapping_template()
