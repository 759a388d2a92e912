"""Reads what a register holds of each item that is set beside a survey, and by what conventions it is counted."""

from dataclasses import dataclass
from functools import cache

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.channels.reading import Reader
from zengshou.store.country import COUNTRY, read_yaml

COVERAGE = "instruments/register_coverage.yaml"
CONVENTIONS = "instruments/register_conventions.yaml"


@dataclass(frozen=True)
class CoveredItem:
    """One item. published  its name among published figures;  coverage  what the register holds of it, in words"""

    item: str
    label: str
    published: str
    coverage: str


@cache
def register_coverage(country: str = COUNTRY) -> tuple[CoveredItem, ...]:
    """Every item in the order of the file. Raises  ProblemsFound: faults of shape, an item twice"""
    problems: list[Problem] = []
    top = Reader({"rows": read_yaml(COVERAGE, country)}, COVERAGE, problems)
    found = []
    for row in top.rows("rows"):
        found.append(CoveredItem(row.text("item"), row.text("label"), row.text("published", ""), row.text("coverage")))
        row.finish()
    names = [one.item for one in found]
    for name in {name for name in names if names.count(name) > 1}:
        problems.append(Problem(f"项目“{name}”写了两次。", COVERAGE, "删去一个。"))
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)


@dataclass(frozen=True)
class Convention:
    """One convention by which the register is counted: stable name, label, status, and the words for people."""

    name: str
    label: str
    status: Status
    words: str


@cache
def register_conventions(country: str = COUNTRY) -> tuple[Convention, ...]:
    """Every convention in the order of the file. Raises  ProblemsFound: faults of shape"""
    problems: list[Problem] = []
    top = Reader({"rows": read_yaml(CONVENTIONS, country)}, CONVENTIONS, problems)
    found = []
    for row in top.rows("rows"):
        found.append(Convention(row.text("name"), row.text("label"), row.choice("status", Status), row.text("words")))
        row.finish()
    if problems:
        raise ProblemsFound(problems)
    return tuple(found)
