"""Opening a country's law: the folders of rules and parameters, laid over each other for one place.

A lawbook is a pure function of the package's files, so each is made once.
"""

import importlib
from collections.abc import Mapping
from functools import cache
from types import ModuleType

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.policy.lawbook import Lawbook, make_lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import Parameter
from zengshou.policy.parameter_file import read_parameters
from zengshou.store.country import COUNTRY, city, country_root, folders, has_file, read_yaml

NATION = "cn"


def law_folders(country: str = COUNTRY) -> tuple[str, ...]:
    """Names of the law folders, in alphabetical order."""
    return tuple(name for name in folders("national", country) if has_file(f"national/{name}/parameters.yaml", country))


@cache
def law_modules(country: str = COUNTRY) -> tuple[tuple[str, ModuleType], ...]:
    """(law, module of rules) pairs, the shared inputs first."""
    found = [("inputs", importlib.import_module(f"{country}.national.inputs"))]
    for law in folders("national", country):
        if has_file(f"national/{law}/rules.py", country):
            found.append((law, importlib.import_module(f"{country}.national.{law}.rules")))
    return tuple(found)


@cache
def national_parameters(country: str = COUNTRY) -> tuple[Parameter, ...]:
    """Parameters of every law folder."""
    found: list[Parameter] = []
    for law in law_folders(country):
        where = f"national/{law}/parameters.yaml"
        found += read_parameters(law, NATION, read_yaml(where, country), where)
    return tuple(found)


@cache
def area_parameters(area: str, folder: str, kind: str = "parameters", country: str = COUNTRY) -> tuple[Parameter, ...]:
    """Parameters of one area: every `<kind>*.yaml` of its folder, whose top-level keys are law folders."""
    home = country_root(country).joinpath(*folder.split("/"))
    names = sorted(entry.name for entry in home.iterdir()) if home.is_dir() else []
    wanted = [name for name in names if name.startswith(kind) and name.endswith(".yaml")]
    return tuple(found for name in wanted for found in _area_file(area, f"{folder}/{name}", country))


def _area_file(area: str, where: str, country: str) -> tuple[Parameter, ...]:
    document = read_yaml(where, country)
    if document is None:
        return ()
    if not isinstance(document, Mapping):
        raise refuse("应为“法规目录: 参数”的映射。", where)
    laws = folders("national", country)
    problems = [
        Problem(f"没有名为“{law}”的法规目录。", where, nearest(str(law), laws)) for law in document if law not in laws
    ]
    if problems:
        raise ProblemsFound(problems)
    return tuple(
        parameter
        for law, body in document.items()
        for parameter in read_parameters(str(law), area, body, f"{where}: {law}")
    )


@cache
def lawbook_of_city(name: str, country: str = COUNTRY) -> Lawbook:
    """The law in a city: nation, its province, itself and its counties."""
    place = city(name, country)
    province = place.province_area.rpartition(".")[2]
    home = f"cities/{place.key}"
    parameters = [
        *national_parameters(country),
        *area_parameters(place.province_area, f"provinces/{province}", country=country),
        *area_parameters(place.area, home, country=country),
    ]
    counties = tuple(f"{place.area}.{county.id}" for county in place.counties)
    for area, county in zip(counties, place.counties, strict=True):
        parameters += area_parameters(area, f"{home}/counties/{county.id}", country=country)
    return make_lawbook(place.area, law_modules(country), parameters, counties)


@cache
def lawbook_of(place: str, country: str = COUNTRY) -> Lawbook:
    """The lawbook of the nation (`cn`), a province (`cn.guangdong`) or a city by any of its names."""
    if place in (NATION, "全国", ""):
        return make_lawbook(NATION, law_modules(country), national_parameters(country))
    province = place.removeprefix(f"{NATION}.")
    if province in folders("provinces", country):
        area = f"{NATION}.{province}"
        own = area_parameters(area, f"provinces/{province}", country=country)
        return make_lawbook(area, law_modules(country), (*national_parameters(country), *own))
    return lawbook_of_city(city(place, country).key, country)


@cache
def demonstration_values(name: str, country: str = COUNTRY) -> tuple[Parameter, ...]:
    """Scenario values that stand in for a city's required parameters in demonstrations; never current law."""
    place = city(name, country)
    where = f"cities/{place.key}"
    found = area_parameters(place.area, where, "demonstration", country)
    wrong = {p.full_name for p in found for value in p.values if value.status is not Status.SCENARIO}
    if wrong:
        raise refuse(f"演示值必须标为 scenario：{'、'.join(sorted(wrong))}。", where)
    return found


def reform_names(name: str, country: str = COUNTRY) -> tuple[str, ...]:
    """File names of the reforms that ship with a city."""
    home = country_root(country) / "cities" / city(name, country).key / "reforms"
    if not home.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in home.iterdir() if entry.name.endswith(".yaml")))


def shipped_reform(name: str, reform: str, country: str = COUNTRY) -> object:
    """The parsed YAML of a reform that ships with a city."""
    key = city(name, country).key
    if reform not in reform_names(key, country):
        raise refuse(f"没有改革文件“{reform}”。", key, f"本市现有：{'、'.join(reform_names(key, country))}。")
    return read_yaml(f"cities/{key}/reforms/{reform}", country)


def worked_cases(country: str = COUNTRY) -> tuple[tuple[str, object], ...]:
    """(law, parsed cases.yaml) of every law folder that has worked cases."""
    paths = ((law, f"national/{law}/cases.yaml") for law in folders("national", country))
    return tuple((law, read_yaml(path, country)) for law, path in paths if has_file(path, country))
