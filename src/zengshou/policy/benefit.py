"""What a resident may be entitled to, as a law folder declares it: the columns that decide it and how to get it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import cast

from zengshou.concepts.problem import Problem
from zengshou.policy.column import ColumnType, Unit
from zengshou.policy.crossings import cross
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest


class Per(Enum):
    """For what time the amount is paid."""

    MONTH = "month"
    YEAR = "year"
    ONCE = "once"

    @property
    def label(self) -> str:
        return {"month": "每月", "year": "每年", "once": "一次性"}[self.value]


class Stage(Enum):
    """Where a new business stands."""

    ANY = ""
    IDEA = "idea"
    FIRST_YEAR = "first_year"
    GROWING = "growing"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return {
            "": "不限阶段",
            "idea": "准备创业",
            "first_year": "创业第一年",
            "growing": "成长期",
            "failed": "创业失败",
        }[self.value]


@dataclass(frozen=True)
class Benefit:
    """One entry of a law's benefits.yaml.

    eligible    flag column that decides
    amount      yuan column of what is paid; empty where it is nothing that can be counted
    groups      key groups it is meant for; () for everyone
    plan_tasks  city -> tasks of its plan that promise it
    """

    id: str
    law_folder: str
    title: str
    summary: str
    eligible: str
    amount: str
    per: Per
    groups: tuple[str, ...]
    stage: Stage
    apply_at: str
    bring: tuple[str, ...]
    law: str
    plan_tasks: Mapping[str, tuple[str, ...]]
    note: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.eligible, self.amount) if self.amount else (self.eligible,)


def read_benefits(law: str, document: object) -> tuple[Benefit, ...]:
    """The entries of a parsed benefits.yaml whose shape has been checked."""
    return tuple(_benefit(law, row) for row in cast(Sequence[Mapping[str, object]], document or ()))


def _benefit(law: str, row: Mapping[str, object]) -> Benefit:
    tasks = cast(Mapping[str, Sequence[object]], row.get("plan_tasks") or {})
    return Benefit(
        id=str(row["id"]),
        law_folder=law,
        title=str(row["title"]),
        summary=str(row["summary"]),
        eligible=str(row["eligible"]),
        amount=str(row["amount"] or ""),
        per=Per(row["per"]),
        groups=tuple(map(str, cast(Sequence[object], row["groups"]))),
        stage=Stage(row["stage"]),
        apply_at=str(row["apply_at"]),
        bring=tuple(map(str, cast(Sequence[object], row["bring"]))),
        law=str(row["law"]),
        plan_tasks={city: tuple(map(str, listed)) for city, listed in tasks.items()},
        note=str(row.get("note") or ""),
    )


def benefit_problems(benefits: Iterable[Benefit], book: Lawbook, groups: Iterable[str]) -> tuple[Problem, ...]:
    """Doubled ids, columns that the law does not have or that have the wrong unit, unknown groups."""
    known_groups, seen = tuple(groups), set[str]()
    problems: list[Problem] = []
    for benefit in benefits:
        where = f"{benefit.law_folder}/benefits.yaml: {benefit.id}"
        if benefit.id in seen:
            problems.append(Problem(f"编号“{benefit.id}”用了两次。", where, "请换一个编号。"))
        seen.add(benefit.id)
        problems += _column_problems(benefit, book, where)
        problems += [
            Problem(f"没有群体“{group}”。", where, f"可用：{'、'.join(known_groups)}。")
            for group in benefit.groups
            if group not in known_groups
        ]
    return tuple(problems)


def _column_problems(benefit: Benefit, book: Lawbook, where: str) -> list[Problem]:
    problems = []
    for field, name, units in (
        ("eligible", benefit.eligible, (Unit.FLAG,)),
        ("amount", benefit.amount, (Unit.YUAN,)),
    ):
        if not name:
            continue
        if not book.has_column(name):
            problems.append(Problem(f"{field}：没有名为“{name}”的列。", where, nearest(name, book.column_names)))
        elif type_of(book, name).unit not in units:
            wanted = "是否（Flags）" if field == "eligible" else "金额（Yuan）"
            problems.append(
                Problem(f"{field}：“{name}”的单位是{type_of(book, name).unit.value}。", where, f"应为{wanted}。")
            )
    return problems


def type_of(book: Lawbook, name: str) -> ColumnType:
    """Entity, period and unit of a column that the lawbook has."""
    if name in book.rules:
        return book.rules[name][0].type
    if name in book.inputs:
        return book.inputs[name].type
    edge = book.edges[name]
    return cross(edge.crossing).result(type_of(book, book.name_of(edge.source)))
