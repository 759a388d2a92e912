"""Reading offices_reform.yaml: a parsed document in, reforms out, or every problem at once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.plan.offices import Body, Reform
from zengshou.plan.shape import shape_problems

Fields = Mapping[str, object]


def load_reforms(document: object, where: str = "offices_reform.yaml") -> tuple[Reform, ...]:
    """Raises  ProblemsFound: shape first; then dates that do not exist, names that two reforms claim, all together"""
    problems = list(shape_problems(document, "offices_reform.schema.json", where))
    if problems:
        raise ProblemsFound(problems)
    rows = cast(Sequence[Fields], cast(Fields, document)["reforms"])
    claimed = Counter(name for row in rows for name in cast(Sequence[str], row["former"]))
    for name, times in claimed.items():
        if times > 1:
            problems.append(Problem(f"原名“{name}”登记了{times}次。", where, "一个原名只能有一种去向。"))
    for row in rows:
        if not _is_day(str(row["until"])):
            problems.append(Problem(f"没有{row['until']}这一天。", f"{where}: {row['id']}", "改正日期。"))
    if problems:
        raise ProblemsFound(problems)
    return tuple(_reform(row) for row in rows)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _reform(row: Fields) -> Reform:
    bodies = cast(Sequence[Mapping[str, str]], row["successors"])
    return Reform(
        id=str(row["id"]),
        former=tuple(cast(Sequence[str], row["former"])),
        successors=tuple(Body(body["id"], body["name"]) for body in bodies),
        until=date.fromisoformat(str(row["until"])),
        source=str(row.get("source", "")),
        status=Status(row["status"]),
        note=str(row.get("note", "")),
    )
