"""Reforms: an overlay of values in the parameters' own schema, checked by the same loader. Nothing changes in place."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.citation import Citation, Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.parameter import DatedValue, Parameter, ParameterUse
from zengshou.policy.parameter_file import parse_value
from zengshou.policy.schedule import ParameterValue, Table

Yaml = object
OPERATIONS = ("value", "bands", "lookup", "table", "scale", "add")
REFORM_FIELDS = {"title", "note", "plan_tasks", "baseline", "changes"}


@dataclass(frozen=True)
class Change:
    """One parameter from one day on: a new value, or the old one scaled or added to."""

    parameter: str
    since: str
    until: str | None
    operation: str
    content: Yaml
    note: str
    where: str


@dataclass(frozen=True)
class Reform:
    """changes against the law in force; `baseline` changes what it is compared with."""

    title: str
    note: str
    plan_tasks: tuple[str, ...]
    baseline: tuple[Change, ...]
    changes: tuple[Change, ...]
    fingerprint: str

    def applied_baseline(self, book: Lawbook) -> Lawbook:
        """What the reform is compared with: the law in force, or the law with the reform's own baseline."""
        return apply_changes(book, self.baseline)

    def applied(self, book: Lawbook) -> Lawbook:
        """The law with the reform; its changes are measured from the law in force, never from its baseline."""
        return apply_changes(book, self.changes)


def read_reform(document: Yaml, where: str) -> Reform:
    """A reform from parsed YAML; raises with every problem of its form."""
    problems: list[Problem] = []
    if not isinstance(document, Mapping) or not isinstance(document.get("changes", {}), Mapping):
        raise ProblemsFound(
            Problem("改革文件应为映射，含 title 和 changes。", where, "可参考城市目录 reforms 下的例子。")
        )
    for unknown in sorted(set(map(str, document)) - REFORM_FIELDS):
        problems.append(Problem(f"不认识的字段“{unknown}”。", where, f"可用：{'、'.join(sorted(REFORM_FIELDS))}。"))
    baseline = _changes(document.get("baseline") or {}, f"{where}: baseline", problems)
    changes = _changes(document.get("changes") or {}, f"{where}: changes", problems)
    if not baseline and not changes and not problems:
        problems.append(Problem("没有任何改动。", where, "在 changes 下写“law.parameter: {since, value}”。"))
    if problems:
        raise ProblemsFound(problems)
    tasks = tuple(str(task) for task in cast(Sequence[Yaml], document.get("plan_tasks") or []))
    fingerprint = hashlib.sha256(repr((baseline, changes)).encode()).hexdigest()[:12]
    return Reform(
        str(document.get("title", where)), str(document.get("note", "")), tasks, baseline, changes, fingerprint
    )


def _changes(document: Yaml, where: str, problems: list[Problem]) -> tuple[Change, ...]:
    found: list[Change] = []
    for name, body in cast(Mapping[Yaml, Yaml], document).items():
        place = f"{where}.{name}"
        if not isinstance(body, Mapping) or "since" not in body:
            problems.append(Problem("每项改动要有 since 和新值。", place))
            continue
        given = [operation for operation in OPERATIONS if operation in body]
        if len(given) != 1:
            problems.append(
                Problem(f"每项改动恰有一个新值，读到{len(given)}个。", place, f"可用：{'、'.join(OPERATIONS)}。")
            )
            continue
        until = body.get("until")
        found.append(
            Change(
                str(name),
                str(body["since"]),
                None if until is None else str(until),
                given[0],
                body[given[0]],
                str(body.get("note", "")),
                place,
            )
        )
    return tuple(found)


def apply_changes(book: Lawbook, changes: Sequence[Change]) -> Lawbook:
    """Another lawbook with the changes in force; raises with every unknown name and wrong value at once."""
    problems: list[Problem] = []
    changed = [made for change in changes for made in _overlay(book, change, problems)]
    if problems:
        raise ProblemsFound(problems)
    return book.with_parameters(changed)


def _overlay(book: Lawbook, change: Change, problems: list[Problem]) -> list[Parameter]:
    if change.parameter not in book.parameters:
        problems.append(
            Problem(f"没有参数“{change.parameter}”。", change.where, nearest(change.parameter, book.parameters))
        )
        return []
    model = book.parameters[change.parameter][0]
    dated = _dated_values(book, change, model, problems)
    low, high = model.low, model.high
    for value in dated:
        if isinstance(value.value, float) and (
            (low is not None and value.value < low) or (high is not None and value.value > high)
        ):
            problems.append(Problem(f"取值{value.value:g}超出允许范围[{low}, {high}]。", change.where))
    values = tuple(sorted(dated, key=lambda value: value.since, reverse=True))
    return [
        Parameter(
            model.law,
            model.name,
            book.area,
            model.label,
            model.unit,
            model.kind,
            values,
            low,
            high,
            where=change.where,
            by=model.by,
        )
    ]


def _dated_values(book: Lawbook, change: Change, model: Parameter, problems: list[Problem]) -> list[DatedValue]:
    citation = Citation("情景设定")
    if change.operation in ("scale", "add"):
        return _moved_values(book, change, citation, problems)
    kind = {"value": "scalar", "bands": "schedule"}.get(change.operation, change.operation)
    if kind != model.kind:
        problems.append(Problem(f"“{model.label}”是{model.kind}，不能用{change.operation}改。", change.where))
        return []
    by = next((placed.by for placed in book.parameters[change.parameter] if placed.by), "")
    value = parse_value({change.operation: change.content}, kind, by, change.where, problems)
    return [] if value is None else [_scenario(change, change.since, value, citation)]


def _scenario(change: Change, since: str, value: ParameterValue, citation: Citation) -> DatedValue:
    return DatedValue(since, change.until, value, citation, Status.SCENARIO, change.note)


def _moved_values(book: Lawbook, change: Change, citation: Citation, problems: list[Problem]) -> list[DatedValue]:
    """Scale or add to whatever is in force from `since` on, also where the law itself changes later."""
    if isinstance(change.content, bool) or not isinstance(change.content, int | float):
        problems.append(Problem(f"{change.operation}应为数字，读到{change.content!r}。", change.where))
        return []
    days = {change.since}
    for parameter in book.parameters[change.parameter]:
        days |= {dated.since for dated in parameter.values if dated.since > change.since}
    moved: list[DatedValue] = []
    for day in sorted(days):
        try:
            now = book.parameter(change.parameter, day)
        except ProblemsFound as error:
            problems += [Problem(p.found, change.where, p.next) for p in error.problems]
            continue
        value = _moved(now, change.operation, float(change.content))
        if value is None:
            problems.append(Problem(f"“{now.label}”不是数字，不能{change.operation}。", change.where))
            return []
        moved.append(_scenario(change, day, value, citation))
    return moved


def _moved(use: ParameterUse, operation: str, amount: float) -> ParameterValue | None:
    def move(number: float) -> float:
        return number * amount if operation == "scale" else number + amount

    if isinstance(use.value, float):
        return move(use.value)
    if isinstance(use.value, Table):
        return Table(use.value.by, tuple((category, move(number)) for category, number in use.value.entries))
    return None
