"""One invented household under the law in force and under a reform, line by line."""

from collections.abc import Mapping, Sequence
from typing import cast

from zengshou.policy.case import run_case
from zengshou.policy.case_file import read_case
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.services.answers import HouseholdAnswer, HouseholdLine
from zengshou.store.country import read_yaml

WHERE = "national/sample_household.yaml"


def sample_household(books: Mapping[str, Lawbook], year: int) -> HouseholdAnswer:
    """The country's sample household in a year, under `books["baseline"]` and `books["reform"]`."""
    document = cast(Mapping[str, object], read_yaml(WHERE))
    lines = [str(name) for name in cast(Sequence[str], document["lines"])]
    amounts: dict[str, dict[str, float]] = {}
    members: tuple[str, ...] = ()
    for label in ("baseline", "reform"):
        book = books[label]
        read = read_case(book, document["persons"], document["household"], year, WHERE)
        plan = make_run_plan({"law": book}, year, lines, read.case.forms)
        values = run_case(plan, read.case)
        members = read.case.members
        amounts[label] = {name: sum(cast(tuple[float, ...], values[name])) for name in lines}
    book = books["reform"]
    shown = [
        HouseholdLine(book.label(name), amounts["baseline"][name], amounts["reform"][name], _law(book, name, year))
        for name in lines
        if amounts["baseline"][name] or amounts["reform"][name]
    ]
    return HouseholdAnswer(str(document["title"]), members, tuple(shown))


def _law(book: Lawbook, name: str, year: int) -> str:
    rule = book.version(name, f"{year}-12-31") if name in book.rules else None
    return rule.law if rule else ""
