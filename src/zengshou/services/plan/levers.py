"""Parameters that a reader may move, reforms that ship with a city, and a reader's own values as a reform."""

from collections.abc import Mapping, Sequence
from typing import cast

import yaml

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import ParameterUse
from zengshou.policy.reform import Reform, read_reform
from zengshou.services.answers import Lever, ReformChoice
from zengshou.services.policy.differences import CATEGORY_WORDS, differences_in_words, unit_in_words
from zengshou.services.policy.parameter_keys import bounds, cell_value, changes_of, split_key
from zengshou.store.country import city as find_city
from zengshou.store.country import law_title, read_yaml
from zengshou.store.lawbooks import demonstration_values, lawbook_of_city, reform_names, shipped_reform


def law_with_demonstration(city: str) -> Lawbook:
    """The law in a city, with scenario values where it has gaps."""
    return lawbook_of_city(find_city(city).key).with_parameters(demonstration_values(city))


def levers(city: str, year: int) -> tuple[Lever, ...]:
    """What can be moved in a year: those of the country's list that have a value then."""
    book = law_with_demonstration(city)
    document = cast(Mapping[str, Sequence[str]], read_yaml("national/outcomes.yaml"))
    found = []
    for key in document["levers"]:
        name, cell = split_key(key)
        try:
            use = book.parameter(name, f"{year}-12-31")
        except ProblemsFound:
            continue
        value = cell_value(use, cell)
        if value is not None:
            found.append(_lever(book, key, cell, use, value))
    return tuple(found)


def _lever(book: Lawbook, key: str, cell: str, use: ParameterUse, value: float) -> Lever:
    low, high = bounds(book, use, value)
    label = f"{use.label}（{CATEGORY_WORDS.get(cell, cell)}）" if cell else use.label
    return Lever(
        key,
        label,
        law_title(use.name.split(".", 1)[0]),
        unit_in_words(use.unit),
        value,
        low,
        high,
        use.since,
        use.citation,
        use.status,
        use.note,
    )


def reform_choices(city: str) -> tuple[ReformChoice, ...]:
    """The reforms that ship with a city, each with what it changes in words."""
    book = law_with_demonstration(city)
    found = []
    for name in reform_names(city):
        document = shipped_reform(city, name)
        reform = read_reform(document, name)
        year = max(int(change.since[:4]) for change in (*reform.baseline, *reform.changes))
        from_book, to_book = reformed(book, reform)
        words = differences_in_words(from_book, to_book, (*reform.baseline, *reform.changes), year)
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        found.append(ReformChoice(name, reform.title, "".join(words), text, "、".join(reform.plan_tasks)))
    return tuple(found)


def reform_of_levers(city: str, year: int, values: Mapping[str, float]) -> tuple[Reform, str]:
    """A reader's own values as a reform from 1 January, and the YAML that repeats it.

    Raises  ProblemsFound: unknown lever (with near names), a value outside the declared range
    """
    known = {lever.key: lever for lever in levers(city, year)}
    problems = [Problem(f"没有可调参数“{key}”。", "", nearest(key, known)) for key in values if key not in known] + [
        Problem(f"{known[key].label}应在{known[key].low:g}至{known[key].high:g}之间，读到{value:g}。", key)
        for key, value in values.items()
        if key in known and not known[key].low <= value <= known[key].high
    ]
    moved = {key: value for key, value in values.items() if key in known and value != known[key].value}
    if problems:
        raise ProblemsFound(problems)
    if not moved:
        raise refuse("没有改动任何参数。", "", "请至少改动一项。")
    document = {"title": "自定义方案", "changes": changes_of(law_with_demonstration(city), year, moved)}
    return read_reform(document, "自定义方案"), yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


def reformed(book: Lawbook, reform: Reform) -> tuple[Lawbook, Lawbook]:
    """(what the reform is compared with, what it makes of the law)."""
    from_book = reform.applied_baseline(book)
    return from_book, reform.applied(book)
