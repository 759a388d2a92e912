"""重点群体: who belongs to each key group by the rules of a dated classification, and who cannot be told.

A person may belong to several groups, so each is a domain of its own and no table of them adds up. Where the people do
not bring a column that the classification needs, it is run twice, with everyone on the outside and on the inside of
that evidence: who differs between the two cannot be told, and is never counted as a no.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from zengshou.concepts.people import Column, People
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.column import Entity
from zengshou.policy.edges import InputColumn
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import forms_of, run_plan
from zengshou.policy.run_plan import RunPlan
from zengshou.simulation.concept import NamedColumn
from zengshou.statistics.indicators import Grouping

Truths = NDArray[np.bool_]
Cell = str | float
FIELDS = ("id", "title", "since", "columns", "evidence")
OPEN_END = "9999-12-31"


@dataclass(frozen=True)
class Evidence:
    """An input that tells who is in a group: the value of one who is not, and of one who is."""

    column: str
    outside: Cell
    inside: Cell


@dataclass(frozen=True)
class Classification:
    """One version of the key groups: the flag columns, by which evidence, in force from `since` to `until`."""

    id: str
    title: str
    since: str
    until: str
    columns: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def in_force(self, year: int) -> bool:
        """A year has the version that is in force on its last day."""
        return self.since <= f"{year}-12-31" <= self.until


@dataclass(frozen=True, eq=False)
class Membership:
    """One key group among people.

    is_in       (n,) belongs for certain
    is_unknown  (n,) cannot be told
    untold      labels of the columns that the people do not bring
    is_own      the people bring the flag themselves: the city's own classification, not the rule's
    """

    name: str
    label: str
    is_in: Truths
    is_unknown: Truths
    untold: tuple[str, ...] = ()
    is_own: bool = False

    @property
    def grouping(self) -> Grouping:
        """The group as a domain for any table; the others belong to no group but stay in the design."""
        return Grouping(np.where(self.is_in, 0, -1).astype(np.int64), (self.label,))


def read_classifications(document: object, where: str) -> tuple[Classification, ...]:
    """Every version from parsed YAML, newest first; all faults at once."""
    if not isinstance(document, Sequence) or isinstance(document, str) or not document:
        raise ProblemsFound(Problem("应为各版本的列表。", where, "照 key_groups/classification.yaml 写。"))
    problems: list[Problem] = []
    for index, row in enumerate(document):
        absent = [field for field in FIELDS if not isinstance(row, Mapping) or field not in row]
        problems += [Problem(f"第{index + 1}版缺少“{field}”。", where, "补上该项。") for field in absent]
    if problems:
        raise ProblemsFound(problems)
    versions = tuple(_version(cast(Mapping[str, object], row)) for row in document)
    twice = {version.id for version in versions if [each.id for each in versions].count(version.id) > 1}
    if twice:
        raise ProblemsFound([Problem(f"版本号“{name}”重复。", where, "每版一个编号。") for name in sorted(twice)])
    return tuple(sorted(versions, key=lambda version: version.since, reverse=True))


def _version(row: Mapping[str, object]) -> Classification:
    evidence = cast(Mapping[str, Mapping[str, Cell]], row["evidence"])
    return Classification(
        str(row["id"]),
        str(row["title"]),
        str(row["since"]),
        str(row.get("until") or OPEN_END),
        tuple(str(name) for name in cast(Sequence[object], row["columns"])),
        tuple(Evidence(str(name), pair["outside"], pair["inside"]) for name, pair in evidence.items()),
    )


def classification_of(versions: Sequence[Classification], year: int) -> Classification | None:
    """The newest version in force in a year; None before the first."""
    return next((version for version in versions if version.in_force(year)), None)


def memberships(
    version: Classification,
    names: Sequence[NamedColumn],
    brought: People,
    complete: People,
    book: Lawbook,
    year: int,
    flags: Mapping[str, Column],
) -> tuple[Membership, ...]:
    """Every group of a version.

    names     the groups with their labels, in the order of the report
    brought   the people as they came; `complete` the same with absent columns filled, as the run saw them
    flags     group column -> (n,) as the run computed it
    """
    held = {*brought.persons, *brought.households}
    absent = [evidence for evidence in version.evidence if evidence.column not in held]
    ruled = [group.name for group in names if group.name not in held] if absent else []
    read = {name: _read_by(book, year, name, complete) for name in ruled}
    open_names = [name for name in ruled if any(evidence.column in read[name] for evidence in absent)]
    outside = _flags(book, year, open_names, complete, {each.column: each.outside for each in absent})
    inside = _flags(book, year, open_names, complete, {each.column: each.inside for each in absent})
    found = []
    for group in names:
        if group.name not in open_names:
            known = np.asarray(flags[group.name], dtype=bool)
            found.append(Membership(group.name, group.label, known, np.zeros_like(known), (), group.name in held))
            continue
        untold = tuple(book.label(each.column) for each in absent if each.column in read[group.name])
        unknown = inside[group.name] & ~outside[group.name]
        found.append(Membership(group.name, group.label, outside[group.name], unknown, untold))
    return tuple(found)


def _read_by(book: Lawbook, year: int, name: str, people: People) -> frozenset[str]:
    """Names of every input that a group's rule rests on."""
    plan = make_run_plan({"law": book}, year, [name], forms_of(people))
    return inputs_of(plan)


def inputs_of(plan: RunPlan) -> frozenset[str]:
    """Names of every input that a plan reads."""
    return frozenset(declared.name for declared in plan.inputs)


def _flags(
    book: Lawbook, year: int, names: Sequence[str], people: People, values: Mapping[str, Cell]
) -> dict[str, Truths]:
    """The group flags (n,) when absent evidence has these values for everyone."""
    if not names:
        return {}
    persons, households = dict(people.persons), dict(people.households)
    for name, value in values.items():
        column = book.inputs[name]
        is_person = column.type.entity is Entity.PERSON
        table, size = (persons, people.person_count) if is_person else (households, people.household_count)
        table[name] = np.broadcast_to(np.float64(_number(column, value)), size)
    told = replace(people, persons=persons, households=households)
    run = run_plan(make_run_plan({"law": book}, year, names, forms_of(told)), told, threads=1)
    return {name: np.asarray(run.columns["law", name], dtype=bool) for name in names}


def _number(column: InputColumn, value: Cell) -> float:
    return float(column.code(value)) if isinstance(value, str) else float(value)
