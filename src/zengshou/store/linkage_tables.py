"""The country's tables for record linkage: name words, readings, look-alike characters, frequencies of surnames."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.records.linkage.shapes import representatives
from zengshou.records.linkage.tables import NameFrequencies, NameTables
from zengshou.store.country import COUNTRY, read_yaml

SURNAMES = "instruments/surnames.yaml"
SIMILAR = "instruments/similar_characters.yaml"
WORDS = "instruments/name_words.yaml"
WORD_LISTS = ("prefixes", "suffixes", "aliases", "remarks")
OVER_20_MILLION, OVER_10_MILLION = 20.0, 10.0  # 万 apart: the classes that the ministry published


@cache
def name_tables(country: str = COUNTRY) -> NameTables:
    """What comparisons of names rest on.

    Raises  ProblemsFound: a file or a list is missing, or a character stands in two groups of look-alikes
    """
    words, surnames = _mapping(read_yaml(WORDS, country), WORDS), _mapping(read_yaml(SURNAMES, country), SURNAMES)
    lists = {name: _texts(words, name, WORDS) for name in WORD_LISTS}
    groups = _texts(_mapping(read_yaml(SIMILAR, country), SIMILAR), "groups", SIMILAR)
    representatives(groups)
    return NameTables(
        variants=_pairs(words.get("variants"), f"{WORDS} variants"),
        similar=groups,
        compound=_texts(_mapping(surnames.get("compound"), SURNAMES), "values", f"{SURNAMES} compound"),
        surname_readings=_pairs(
            _mapping(surnames.get("readings"), SURNAMES).get("values"), f"{SURNAMES} readings.values"
        ),
        **lists,
    )


@cache
def name_frequencies(country: str = COUNTRY) -> NameFrequencies:
    """Frequencies that synthetic persons are drawn from."""
    surnames = _mapping(read_yaml(SURNAMES, country), SURNAMES)
    given = _mapping(surnames.get("given_characters"), f"{SURNAMES} given_characters")
    return NameFrequencies(
        surnames=_surname_weights(_mapping(surnames.get("frequent"), f"{SURNAMES} frequent")),
        first_surname=_pairs(
            _mapping(surnames.get("first_by_province"), SURNAMES).get("values"), f"{SURNAMES} first_by_province"
        ),
        male=str(given["male"]).replace(" ", ""),
        female=str(given["female"]).replace(" ", ""),
    )


def _surname_weights(node: Mapping[str, object]) -> dict[str, float]:
    """Millions by surname: published for the first three; between the published bounds of a class, by rank."""
    order = str(node["order"]).replace(" ", "")
    told = {surname: float(str(value)) for surname, value in _mapping(node["millions"], SURNAMES).items()}
    large, middle = int(str(node["over_20_million"])), int(str(node["over_10_million"]))
    top = min(told.values())
    weights = {}
    for rank, surname in enumerate(order):
        if rank < large:
            share = (rank - len(told) + 1) / (large - len(told))
            weights[surname] = told.get(surname, top + (OVER_20_MILLION - top) * share)
        elif rank < middle:
            share = (rank - large + 1) / (middle - large)
            weights[surname] = OVER_20_MILLION + (OVER_10_MILLION - OVER_20_MILLION) * share
        else:
            weights[surname] = OVER_10_MILLION * middle / (rank + 1)
    return weights


def _mapping(node: object, where: str) -> Mapping[str, object]:
    if not isinstance(node, Mapping):
        raise refuse("应为“键: 值”的映射。", where, "对照本包自带的文件。")
    return cast(Mapping[str, object], node)


def _texts(node: Mapping[str, object], name: str, where: str) -> tuple[str, ...]:
    values = node.get(name)
    if not isinstance(values, Sequence) or isinstance(values, str):
        raise refuse(f"缺少清单“{name}”。", where, "补上该清单。")
    wrong = [value for value in values if not isinstance(value, str)]
    if wrong:
        raise ProblemsFound([Problem(f"“{value}”不是文字。", f"{where} {name}", "加引号。") for value in wrong])
    return tuple(values)


def _pairs(node: object, where: str) -> dict[str, str]:
    return {str(key): str(value) for key, value in _mapping(node, where).items()}
