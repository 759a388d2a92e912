"""What each law folder offers residents: its benefits.yaml, checked against its schema."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import cast

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.plan.shape import shape_problems
from zengshou.policy.benefit import Benefit, read_benefits
from zengshou.store.country import COUNTRY, folders, has_file, read_yaml


@cache
def all_benefits(country: str = COUNTRY) -> tuple[Benefit, ...]:
    """The benefits of every law, by law folder in alphabetical order.

    Raises  ProblemsFound: every file that does not have the declared shape
    """
    found: list[Benefit] = []
    problems: list[Problem] = []
    for law in folders("national", country):
        where = f"national/{law}/benefits.yaml"
        if not has_file(where, country):
            continue
        document = read_yaml(where, country)
        wrong = shape_problems(document or [], "benefits.schema.json", where, "zengshou.policy")
        problems += wrong
        found += () if wrong else read_benefits(law, document)
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


@cache
def key_groups(country: str = COUNTRY) -> Mapping[str, str]:
    """The key groups of the country's plans: name without its `is_`, to its label."""
    document = cast(Mapping[str, Sequence[Mapping[str, str]]], read_yaml("national/outcomes.yaml", country))
    return {row["column"].removeprefix("is_"): row["label"] for row in document["groups"]}
