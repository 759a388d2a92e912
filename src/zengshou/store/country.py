"""Opens a country package by its name and reads what it declares: cities, plans, published figures, any YAML.

The package is named by the city's settings and opened here, never imported: the one edge that no linter sees.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import cast

from zengshou.concepts.city import City, County
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.concepts.published import PublishedFigure
from zengshou.plan.lamp_rules import LampRules, read_rules, standard_rules
from zengshou.plan.load import load_offices, load_plan
from zengshou.plan.model import Office, Plan
from zengshou.plan.offices import Lineage, Reform, lineages
from zengshou.plan.offices_load import load_reforms
from zengshou.store.published_csv import parse_published
from zengshou.store.yaml_files import parse_yaml

COUNTRY = "zengshou_china"
CITY_FIELDS = ("name_zh", "name_en", "area", "province", "code", "counties")


def country_root(country: str = COUNTRY) -> Traversable:
    """The top folder of a country package; a package that is not installed is refused."""
    try:
        return resources.files(country)
    except ModuleNotFoundError:
        raise refuse(f"没有安装国家包“{country}”。", "设置", f"安装该包，或改用“{COUNTRY}”。") from None


def read_yaml(path: str, country: str = COUNTRY) -> object:
    """One parsed YAML file of the package, by its path inside it, e.g. `national/dibao/parameters.yaml`.

    Raises  ProblemsFound: no such file, not UTF-8, or not YAML, with the line
    """
    file = country_root(country).joinpath(*path.split("/"))
    if not file.is_file():
        raise refuse("文件不存在。", path, "核对路径，或补上该文件。")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise refuse("文件不是 UTF-8 编码。", path, "另存为 UTF-8 后再试。") from None
    return parse_yaml(text, path)


def folders(path: str, country: str = COUNTRY) -> tuple[str, ...]:
    """Names of the folders under a path of the package, sorted; () where the path does not exist."""
    place = country_root(country).joinpath(*path.split("/"))
    if not place.is_dir():
        return ()
    return tuple(sorted(entry.name for entry in place.iterdir() if entry.is_dir() and not entry.name.startswith("_")))


def has_file(path: str, country: str = COUNTRY) -> bool:
    return country_root(country).joinpath(*path.split("/")).is_file()


def city_names(country: str = COUNTRY) -> tuple[str, ...]:
    """The folder names of all cities that the package declares."""
    return tuple(name for name in folders("cities", country) if has_file(f"cities/{name}/city.yaml", country))


@cache
def city(name: str, country: str = COUNTRY) -> City:
    """A city by its folder name, Chinese name (with or without 市) or area code.

    Raises  ProblemsFound: no such city, with the names there are
    """
    cities = [_read_city(key, country) for key in city_names(country)]
    wanted = name.strip()
    for each in cities:
        names = {each.key, each.name_zh, each.name_zh.removesuffix("市"), each.area, each.code, each.name_en.lower()}
        if wanted in names or wanted.lower() in names:
            return each
    known = "、".join(f"{each.key}（{each.name_zh}）" for each in cities)
    raise refuse(f"没有城市“{name}”。", "城市", f"可用：{known}。")


def _read_city(key: str, country: str) -> City:
    where = f"cities/{key}/city.yaml"
    document = read_yaml(where, country)
    if not isinstance(document, Mapping):
        raise refuse("应为“键: 值”的映射。", where, "对照示例城市的 city.yaml。")
    missing = [field for field in CITY_FIELDS if not document.get(field)]
    if missing:
        raise ProblemsFound([Problem(f"缺少字段“{field}”。", where, "补上该字段。") for field in missing])
    counties = cast(Sequence[Mapping[str, object]], document["counties"])
    if not all(isinstance(row, Mapping) and {"id", "name_zh", "code"} <= row.keys() for row in counties):
        raise refuse("counties 的每一行都要有 id、name_zh、code。", where, "补齐字段。")
    return City(
        key=key,
        name_zh=str(document["name_zh"]),
        name_en=str(document["name_en"]),
        area=str(document["area"]),
        province=str(document["province"]),
        code=str(document["code"]),
        counties=tuple(County(str(row["id"]), str(row["name_zh"]), str(row["code"])) for row in counties),
        is_invented=bool(document.get("is_invented", False)),
    )


@cache
def law_title(law: str, country: str = COUNTRY) -> str:
    """The Chinese name of a law folder: the first heading of its README, or the folder's name."""
    path = f"national/{law}/README.md"
    if not has_file(path, country):
        return law
    heading = country_root(country).joinpath(*path.split("/")).read_text(encoding="utf-8").partition("\n")[0]
    return heading.lstrip("# ").partition("（")[0].strip() or law


@cache
def city_plan(name: str, country: str = COUNTRY) -> Plan:
    """The plan of a city, checked; every problem of plan.yaml and offices.yaml at once."""
    place = city(name, country)
    folder = f"cities/{place.key}"
    document, offices = read_yaml(f"{folder}/plan.yaml", country), read_yaml(f"{folder}/offices.yaml", country)
    return load_plan(document, offices, place.key, place.area, f"{folder}/plan.yaml")


def has_typed_plan(name: str, country: str = COUNTRY) -> bool:
    """Whether the package holds the city's plan; without it a ledger lives from an imported document alone."""
    return has_file(f"cities/{city(name, country).key}/plan.yaml", country)


@cache
def declared_offices(name: str, country: str = COUNTRY) -> tuple[Office, ...]:
    """The bodies of a city's offices.yaml; () where it has none."""
    if has_typed_plan(name, country):
        return city_plan(name, country).offices
    path = f"cities/{city(name, country).key}/offices.yaml"
    return load_offices(read_yaml(path, country), path) if has_file(path, country) else ()


@cache
def office_reforms(name: str, country: str = COUNTRY) -> tuple[Reform, ...]:
    """The national list of reforms. An invented city knows none: its bodies stand as printed."""
    path = "national/offices_reform.yaml"
    is_held = has_file(path, country) and not city(name, country).is_invented
    return load_reforms(read_yaml(path, country), path) if is_held else ()


@cache
def office_lineages(name: str, country: str = COUNTRY) -> Mapping[str, Lineage]:
    """What became of every office of a city's plan, by its offices.yaml and the national list of reforms."""
    return lineages(city_plan(name, country).offices, office_reforms(name, country), city(name, country).name_zh)


@cache
def lamp_rules(name: str, country: str = COUNTRY) -> LampRules:
    """A city's lamp rules: cities/<city>/lamps.yaml over the standard ones."""
    path = f"cities/{city(name, country).key}/lamps.yaml"
    return read_rules(read_yaml(path, country), path) if has_file(path, country) else standard_rules()


@cache
def published(name: str, country: str = COUNTRY) -> tuple[PublishedFigure, ...]:
    """The published figures of a city, its counties, its province and the nation, each with its area code."""
    place = city(name, country)
    province = place.province_area.rpartition(".")[2]
    paths = (f"cities/{place.key}", f"provinces/{province}", "national")
    figures: list[PublishedFigure] = []
    for path in (f"{folder}/published.csv" for folder in paths):
        if has_file(path, country):
            content = country_root(country).joinpath(*path.split("/")).read_bytes()
            figures.extend(parse_published(content, path))
    return tuple(figures)
