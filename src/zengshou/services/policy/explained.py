"""A figure explained: of the sample household, or of a case that a reader brings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.problem import refuse
from zengshou.policy.case_file import read_case
from zengshou.policy.column import Period
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.trace import TraceNode
from zengshou.services.plan.levers import law_with_demonstration
from zengshou.services.policy.case import CaseRequest, case_request, explain_case
from zengshou.services.policy.category_words import category_words
from zengshou.services.policy.written import Calculation, written
from zengshou.services.simulation.simulation_json import trace_json
from zengshou.store.country import city as find_city
from zengshou.store.country import law_title, read_yaml
from zengshou.store.yaml_files import parse_yaml

SAMPLE = "national/sample_household.yaml"
MOST_MEMBERS = 50
LONGEST_CASE = 50_000  # characters: a household is a page of text, not a file of thousands


@dataclass(frozen=True)
class Explained:
    """sheet       the calculation as an officer writes it
    tree           the same as the versioned tree
    is_sample      the household is the invented one, with scenario values where the city has none
    """

    sheet: Calculation
    tree: TraceNode
    fingerprint: str
    area: str
    year: int
    variable: str
    members: tuple[str, ...]
    is_sample: bool

    @property
    def json(self) -> dict[str, object]:
        return trace_json(self.tree, self.fingerprint, self.area, self.year)


@dataclass(frozen=True)
class Explainable:
    """A figure that can be explained."""

    name: str
    label: str
    is_monthly: bool


def explainable(city: str) -> tuple[tuple[str, tuple[Explainable, ...]], ...]:
    """(title of the law, its figures) in a city."""
    book = law_with_demonstration(city)
    laws: dict[str, list[Explainable]] = {}
    for name, versions in book.rules.items():
        is_monthly = versions[0].type.period is Period.MONTH
        laws.setdefault(book.law_of[name], []).append(Explainable(name, book.label(name), is_monthly))
    return tuple(sorted((law_title(law), tuple(found)) for law, found in laws.items()))


def sample_title() -> str:
    """What the sample household is, in words."""
    return str(_sample()["title"])


def first_figure() -> str:
    """The figure that the country's sample household is best shown with."""
    return str(_sample()["explain"])


def _sample() -> Mapping[str, object]:
    return cast(Mapping[str, object], read_yaml(SAMPLE))


def explain_sample(city: str, year: int, variable: str, member: str = "", month: int = 1) -> Explained:
    """A figure of the sample household.

    Raises  ProblemsFound: unknown figure or member, or a value that even the demonstration lacks
    """
    book, document = law_with_demonstration(city), _sample()
    read = read_case(book, document["persons"], document["household"], year, SAMPLE)
    request = CaseRequest(find_city(city).key, year, book, read, (), SAMPLE)
    return _explained(request, variable, member, month, True)


def explain_text(text: str, variable: str, member: str = "", month: int = 1) -> Explained:
    """A figure of a case that is given as the text of a case file.

    Raises  ProblemsFound: as `zs case`, and for a text that is no case at all
    """
    if len(text) > LONGEST_CASE:
        raise refuse(f"案例有{len(text)}个字，超过{LONGEST_CASE}个。", "案例", "一次只说明一户人家。")
    return _explained(case_request(parse_yaml(text, "案例"), "案例"), variable, member, month, False)


def _explained(request: CaseRequest, variable: str, member: str, month: int, is_sample: bool) -> Explained:
    _check(request.book, variable, len(request.read.case.members))
    tree = explain_case(request, variable, member, month)
    book, members = request.book, request.read.case.members
    return Explained(
        written(tree, category_words(book)),
        tree,
        book.fingerprint,
        request.area,
        request.year,
        variable,
        members,
        is_sample,
    )


def _check(book: Lawbook, variable: str, members: int) -> None:
    if variable not in book.rules and variable not in book.edges:
        near = nearest(variable, (*book.rules, *book.edges))
        raise refuse(f"没有名为“{variable}”的计算项。", "计算项", near or "请在列表中选择。")
    if members > MOST_MEMBERS:
        raise refuse(f"案例有{members}人，超过{MOST_MEMBERS}人。", "案例", "一次只说明一户人家。")
