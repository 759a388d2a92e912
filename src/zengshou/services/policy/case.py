"""Decide one household by the rules: every figure that can be computed, and for the others what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.policy.case import CaseValue, run_case
from zengshou.policy.case_file import ReadCase, case_template, read_case, with_local_values
from zengshou.policy.column import Entity, Period
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan, plan_what_can_be
from zengshou.policy.run_plan import RunPlan
from zengshou.policy.trace import TraceNode, explain
from zengshou.store.lawbooks import lawbook_of
from zengshou.store.yaml_files import read_yaml_file

HOUSEHOLD_KEY = "household"
CASE_FIELDS = ("area", "year", "household", "persons", "outputs", "parameters", "note")


@dataclass(frozen=True)
class CaseRequest:
    """A case file, read: where and when it plays, its lawbook with local values, its columns."""

    area: str
    year: int
    book: Lawbook
    read: ReadCase
    outputs: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class CaseAnswer:
    """values   name -> one value (twelve for a monthly one) a member, or one for the household
    refused    names that cannot be computed, with the problems
    """

    members: tuple[str, ...]
    values: Mapping[str, tuple[CaseValue, ...]]
    labels: Mapping[str, str]
    is_household: Mapping[str, bool]
    refused: Mapping[str, tuple[Problem, ...]]
    assumed: tuple[str, ...]
    assumptions: tuple[str, ...]
    unverified: tuple[str, ...]
    area: str
    year: int


def read_case_file(path: Path) -> CaseRequest:
    """Read a case; raises ProblemsFound with everything that is wrong with the file."""
    return case_request(read_yaml_file(path), str(path))


def case_request(document: object, where: str) -> CaseRequest:
    """A case from parsed YAML."""
    if not isinstance(document, Mapping):
        raise refuse("案例应为映射，含 area、year、persons。", where, "可用 zs case --template 取得模板。")
    unknown = sorted(set(map(str, document)) - set(CASE_FIELDS))
    if unknown:
        raise refuse(f"不认识的字段：{'、'.join(unknown)}。", where, f"可用：{'、'.join(CASE_FIELDS)}。")
    year = document.get("year")
    if isinstance(year, bool) or not isinstance(year, int) or not 1949 <= year <= 2100:
        raise refuse(f"year 应为年份，读到“{year}”。", where, "例如 year: 2025。")
    area = str(document.get("area", "cn"))
    book = with_local_values(lawbook_of(area), document.get("parameters"), f"{year}-01-01", f"{where}: parameters")
    read = read_case(book, document.get("persons"), document.get("household"), year, where)
    outputs = tuple(str(name) for name in cast(Sequence[object], document.get("outputs") or ()))
    return CaseRequest(area, year, book, read, outputs, where)


def decide(request: CaseRequest) -> CaseAnswer:
    """All asked outputs, or, when none is named, all that can be computed.

    Raises  ProblemsFound: a named output cannot be computed
    """
    book, case = request.book, request.read.case
    if request.outputs:
        plan = make_run_plan({"law": book}, request.year, request.outputs, case.forms)
        refused: dict[str, tuple[Problem, ...]] = {}
    else:
        names = [name for name in (*book.rules, *book.edges) if name not in case.columns]
        plan, refused = plan_what_can_be(book, request.year, names, case.forms)
        if not plan.outputs:
            raise ProblemsFound(tuple(problem for problems in refused.values() for problem in problems))
    return _answer(request, plan, refused)


def _answer(request: CaseRequest, plan: RunPlan, refused: Mapping[str, tuple[Problem, ...]]) -> CaseAnswer:
    values = run_case(plan, request.read.case)
    slots = [slot for output in plan.outputs for slot in output.slots]
    used = {declared.name for declared in plan.inputs}
    assumed = tuple(line for line in request.read.assumed if line.split("=")[0] in used)
    return CaseAnswer(
        request.read.case.members,
        values,
        {output.name: output.label for output in plan.outputs},
        {output.name: output.type.entity is Entity.HOUSEHOLD for output in plan.outputs},
        refused,
        assumed,
        plan.assumptions,
        plan.rests_on(slots)[0],
        request.area,
        request.year,
    )


def explain_case(request: CaseRequest, variable: str, member: str, month: int) -> TraceNode:
    """The calculation of one variable for one member (the first when empty), in one month of a monthly one."""
    case = request.read.case
    plan = make_run_plan({"law": request.book}, request.year, [variable], case.forms)
    if member and member not in case.members:
        raise refuse(f"没有名为“{member}”的成员。", request.where, f"成员有：{'、'.join(case.members)}。")
    if not 1 <= month <= 12:
        raise refuse(f"月份应为1至12，读到{month}。")
    categories = {name: column.words for name, column in request.book.inputs.items() if column.categories}
    row = case.members.index(member) if member else 0
    is_monthly = plan.output(variable).type.period is Period.MONTH
    return explain(plan, case, variable, row, month if is_monthly else None, categories)


def template(area: str, year: int) -> str:
    """A case form with every input named."""
    return case_template(lawbook_of(area), area, year)


def case_json(answer: CaseAnswer) -> dict[str, object]:
    """`{"variables": {NAME: {MEMBER_OR_HOUSEHOLD: number or twelve numbers}}}` and what the answer rests on."""
    variables: dict[str, object] = {}
    for name, values in answer.values.items():
        keys = (HOUSEHOLD_KEY,) if answer.is_household[name] else answer.members
        variables[name] = {
            key: list(value) if isinstance(value, tuple) else value for key, value in zip(keys, values, strict=True)
        }
    return {
        "variables": variables,
        "labels": dict(answer.labels),
        "area": answer.area,
        "year": answer.year,
        "assumed": list(answer.assumed),
        "assumptions": list(answer.assumptions),
        "rests_on": list(answer.unverified),
        "refused": {name: [str(problem) for problem in problems] for name, problems in answer.refused.items()},
    }
