"""Which rules, parameters and reform each task of a city's plan moves: cities/<city>/levers.yaml, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.plan.model import Task
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.reform import Reform, read_reform
from zengshou.services.plan.levers import law_with_demonstration
from zengshou.services.policy.parameter_keys import split_key
from zengshou.services.simulation.simulate import find_reform
from zengshou.store.country import city as find_city
from zengshou.store.country import city_plan, has_file, read_yaml

FIELDS = {"task", "rules", "parameters", "indicators", "groups", "reform", "computable", "reason", "note"}
ABSENT = "对照表中没有这项任务"


@dataclass(frozen=True)
class LeverEntry:
    """What one task moves.

    reform  its unit reform; None where the task has no lever that can be computed, then `reason` says why
    """

    task: str
    title: str
    rules: tuple[str, ...]
    parameters: tuple[str, ...]
    indicators: tuple[str, ...]
    groups: tuple[str, ...]
    reform: Reform | None
    reason: str = ""
    note: str = ""


def lever_map(city: str) -> tuple[LeverEntry, ...]:
    """Every task of the plan in its order; a task that the map leaves out has no lever and says so.

    Raises  ProblemsFound: no map, or everything that is wrong with it at once
    """
    place = find_city(city)
    where = f"cities/{place.key}/levers.yaml"
    if not has_file(where):
        raise refuse(f"{place.name_zh}还没有任务与杠杆的对照表。", where, "照 cities/example/levers.yaml 写一份。")
    tasks = {task.id: task for task in city_plan(city).tasks}
    book, problems = law_with_demonstration(city), list[Problem]()
    found: dict[str, LeverEntry] = {}
    for number, row in enumerate(_rows(read_yaml(where), where), start=1):
        place_of_row = f"{where} 第{number}项"
        entry = _entry(row, tasks, book, city, place_of_row, problems)
        if entry is not None and entry.task in found:
            problems.append(Problem(f"任务“{entry.task}”写了两次。", place_of_row, "请并成一项。"))
        elif entry is not None:
            found[entry.task] = entry
    if problems:
        raise ProblemsFound(problems)
    return tuple(found.get(task.id) or _absent(task) for task in tasks.values())


def _rows(document: object, where: str) -> Sequence[object]:
    """The list itself, or the list under the only key of the file."""
    if isinstance(document, Mapping) and len(document) == 1:
        document = next(iter(document.values()))
    if not isinstance(document, Sequence) or isinstance(document, str):
        raise refuse("应为任务的列表。", where, "照 cities/example/levers.yaml 写。")
    return document


def _absent(task: Task) -> LeverEntry:
    return LeverEntry(task.id, task.title, (), (), (), (), None, ABSENT)


def _entry(
    row: object, tasks: Mapping[str, Task], book: Lawbook, city: str, where: str, problems: list[Problem]
) -> LeverEntry | None:
    if not isinstance(row, Mapping) or "task" not in row:
        problems.append(Problem("每一项应为含 task 的映射。", where))
        return None
    task, before = str(row["task"]), len(problems)
    if task not in tasks:
        problems.append(Problem(f"方案中没有任务“{task}”。", where, nearest(task, tasks)))
    for unknown in sorted(set(map(str, row)) - FIELDS):
        problems.append(Problem(f"不认识的字段“{unknown}”。", where, f"可用：{'、'.join(sorted(FIELDS))}。"))
    problems += _unknown_names(row, book, where)
    reform, reason = _reform(row, tasks.get(task), city, where, problems), str(row.get("reason", "")).strip()
    if reform is None and not reason:
        problems.append(Problem("不能计算的任务要写明 reason，能计算的要写 reform。", where))
    if len(problems) > before:
        return None
    return LeverEntry(
        task,
        tasks[task].title,
        _texts(row, "rules"),
        _texts(row, "parameters"),
        _texts(row, "indicators"),
        _texts(row, "groups"),
        reform,
        reason,
        str(row.get("note", "")),
    )


def _texts(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    return tuple(str(each) for each in cast(Sequence[object], row.get(name) or ()))


def _unknown_names(row: Mapping[str, object], book: Lawbook, where: str) -> list[Problem]:
    rules = {name for name in _texts(row, "rules") if not book.has_column(name)}
    parameters = {name for name in _texts(row, "parameters") if split_key(name)[0] not in book.parameters}
    return [Problem(f"没有规则或列“{name}”。", where, nearest(name, book.column_names)) for name in sorted(rules)] + [
        Problem(f"没有参数“{name}”。", where, nearest(name, book.parameters)) for name in sorted(parameters)
    ]


def _reform(
    row: Mapping[str, object], task: Task | None, city: str, where: str, problems: list[Problem]
) -> Reform | None:
    """The inline reform, or one that ships with the city by its name; titled by the task where it has no title."""
    document = row.get("reform")
    if document is None or row.get("computable") is False:
        return None
    try:
        if isinstance(document, str):
            return find_reform(city, document)
        titled = {"title": task.title if task else where, **document} if isinstance(document, Mapping) else document
        return read_reform(titled, f"{where}: reform")
    except ProblemsFound as error:
        problems += error.problems
        return None
