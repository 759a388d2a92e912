"""The register of purposes as the country package declares it, with a city's own numbers of impact assessments."""

from collections.abc import Mapping
from functools import cache

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.access.purposes import PurposeTable, read_purposes
from zengshou.store.country import COUNTRY, city, has_file, read_yaml

PATH = "instruments/access_purposes.yaml"
OWN_NUMBERS = "access_pia.yaml"


@cache
def access_purposes(city_name: str = "", country: str = COUNTRY) -> PurposeTable:
    """The purposes of a city; without a city those that every city begins with.

    Raises  ProblemsFound: a file that cannot be read as one, a purpose without an impact assessment, a city's
            number for a purpose that there is not
    """
    document = read_yaml(PATH, country)
    if not city_name:
        return read_purposes(document, PATH)
    own = f"cities/{city(city_name, country).key}/{OWN_NUMBERS}"
    if not has_file(own, country):
        return read_purposes(document, PATH)
    return read_purposes(_with_numbers(document, read_yaml(own, country), own), PATH)


def _with_numbers(document: object, numbers: object, where: str) -> object:
    """The document with a city's `purpose: number` in the place of the example's numbers."""
    purposes = document.get("purposes") if isinstance(document, Mapping) else None
    if not isinstance(document, Mapping) or not isinstance(purposes, Mapping) or not isinstance(numbers, Mapping):
        raise ProblemsFound(Problem("应为“用途: 评估编号”的映射。", where, "每行一个用途和它的评估编号。"))
    unknown = [str(name) for name in numbers if name not in purposes]
    if unknown:
        raise ProblemsFound(Problem(f"没有这些用途：{'、'.join(unknown)}。", where, f"可用：{'、'.join(purposes)}。"))
    replaced = {
        name: {**body, "pia": str(numbers[name])} if name in numbers and isinstance(body, Mapping) else body
        for name, body in purposes.items()
    }
    return {**document, "purposes": replaced}
