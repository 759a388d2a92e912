"""What is left of more: a case file or the country's sample household over a range of one amount."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from zengshou.concepts.citation import Status
from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.policy.case import Case, CaseInput
from zengshou.policy.case_file import read_case
from zengshou.policy.column import Entity, Period, Unit
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.names import nearest
from zengshou.policy.planning import make_run_plan
from zengshou.policy.turns import Turn
from zengshou.services.plan.levers import law_with_demonstration
from zengshou.services.policy.case import CaseRequest
from zengshou.services.policy.sample_household import WHERE as SAMPLE
from zengshou.simulation.marginal import MarginalQuestion, MarginalView, marginal_view
from zengshou.simulation.varied_case import VariedCase
from zengshou.store.country import city as find_city
from zengshou.store.country import read_yaml

DECLARED = "national/marginal.yaml"
DEFAULT_OVER = "wage_monthly"
MOST_AMOUNTS = 5_000
SCHEMA = "zengshou.marginal/1"
PERIODS = {Period.MONTH: (12, "元/月"), Period.YEAR: (1, "元/年")}


@dataclass(frozen=True)
class MarginalRange:
    """An amount that may be varied, from `low` to `high` in whole yuan of its own period."""

    over: str
    label: str
    unit: str
    low: int
    high: int
    step: int


@dataclass(frozen=True)
class MarginalAnswer:
    """The view of one household, with what it rests on.

    member   whose amount is varied
    periods  how many of these amounts make a year
    income   what the net income is called
    assumed  inputs the case left out; `assumptions` are those of the run
    """

    area: str
    year: int
    title: str
    members: tuple[str, ...]
    member: str
    range: MarginalRange
    periods: int
    income: str
    view: MarginalView
    assumed: tuple[str, ...]
    assumptions: tuple[str, ...]
    rests_on: tuple[str, ...]
    status: Status


@dataclass(frozen=True)
class _Household:
    """A case to vary, wherever it comes from."""

    book: Lawbook
    case: Case
    area: str
    year: int
    title: str
    assumed: tuple[str, ...]
    where: str


def marginal_of_case(
    request: CaseRequest, over: str, low: int | None, high: int | None, step: int | None, member: str
) -> MarginalAnswer:
    """The view of a case file; what is None is as the country declares it.

    Raises  ProblemsFound: unknown column or member, an impossible range, a figure that cannot be computed
    """
    read = request.read
    household = _Household(
        request.book, read.case, request.area, request.year, request.where, read.assumed, request.where
    )
    return _answer(household, asked_range(request.book, over, low, high, step), member)


def marginal_of_sample(
    city: str, year: int, over: str, low: int | None, high: int | None, step: int | None, member: str
) -> MarginalAnswer:
    """The view of the country's sample household in a city, scenario values standing in for its gaps."""
    book = law_with_demonstration(city)
    document = cast(Mapping[str, object], read_yaml(SAMPLE))
    read = read_case(book, document["persons"], document["household"], year, SAMPLE)
    household = _Household(book, read.case, find_city(city).key, year, str(document["title"]), (), SAMPLE)
    return _answer(household, asked_range(book, over, low, high, step), member)


def sample_members() -> tuple[str, ...]:
    """Names of the sample household's members."""
    document = cast(Mapping[str, Sequence[Mapping[str, object]]], read_yaml(SAMPLE))
    return tuple(str(row["name"]) for row in document["persons"])


def declared_ranges(city: str) -> tuple[MarginalRange, ...]:
    """The amounts a page offers, with the range in which each is usually looked at."""
    book = law_with_demonstration(city)
    return tuple(asked_range(book, str(row["column"]), None, None, None) for row in _declared())


def _declared() -> Sequence[Mapping[str, object]]:
    document = cast(Mapping[str, object], read_yaml(DECLARED))
    return cast(Sequence[Mapping[str, object]], document["over"])


def asked_range(book: Lawbook, over: str, low: int | None, high: int | None, step: int | None) -> MarginalRange:
    """The range, checked; raises with everything that is wrong with it."""
    column = book.inputs.get(over)
    if column is None or column.type.period not in PERIODS or column.type.unit is not Unit.YUAN:
        known = [
            name
            for name, each in book.inputs.items()
            if each.type.entity is Entity.PERSON and each.type.unit is Unit.YUAN and each.type.period in PERIODS
        ]
        raise refuse(f"“{over}”不是可以变动的收入项。", "变动项", nearest(over, known) or f"可用：{'、'.join(known)}。")
    usual = next((row for row in _declared() if row["column"] == over), {"to": 30_000, "step": 50})
    found = MarginalRange(
        over,
        column.label,
        PERIODS[column.type.period][1],
        0 if low is None else low,
        int(cast(int, usual["to"])) if high is None else high,
        int(cast(int, usual["step"])) if step is None else step,
    )
    problems = list(_range_problems(found))
    if problems:
        raise ProblemsFound(problems)
    return found


def _range_problems(asked: MarginalRange) -> Sequence[Problem]:
    if asked.step < 1:
        return [Problem(f"步长应为不小于1的整数，读到{asked.step}。", "步长", "例如 50。")]
    if asked.high < asked.low + asked.step:
        found = f"范围应至少含一步：从{asked.low}到{asked.high}，步长{asked.step}。"
        return [Problem(found, "范围", "请把上端写大一些。")]
    if (asked.high - asked.low) / asked.step > MOST_AMOUNTS:
        count = (asked.high - asked.low) // asked.step
        return [Problem(f"要算{count:,}个取值，最多{MOST_AMOUNTS:,}个。", "步长", "请加大步长或缩小范围。")]
    return []


def _answer(household: _Household, asked: MarginalRange, member: str) -> MarginalAnswer:
    book, case = household.book, household.case
    row = _row_of(case, asked.over, member, household.where)
    names = {name: (book.inputs.get(name) or book.rules[name][0]).type.entity for name in case.columns}
    varied = VariedCase(
        case, asked.over, row, frozenset(n for n, entity in names.items() if entity is Entity.HOUSEHOLD)
    )
    concept = cast(Mapping[str, Mapping[str, str]], read_yaml(DECLARED))["income"]
    plan = make_run_plan({"law": book}, household.year, [concept["column"]], varied.forms)
    categories = {name: column.categories for name, column in book.inputs.items() if column.categories}
    question = MarginalQuestion(plan, varied, PERIODS[book.inputs[asked.over].type.period][0], categories)
    amounts = np.arange(asked.low, asked.high + 1, asked.step, dtype=np.float64)
    used = {declared.name for declared in plan.inputs}
    rests_on, status = plan.rests_on(plan.outputs[0].slots)
    return MarginalAnswer(
        household.area,
        household.year,
        household.title,
        case.members,
        case.members[row],
        asked,
        question.periods,
        concept["label"],
        marginal_view(question, amounts),
        tuple(line for line in household.assumed if line.split("=")[0] in used and line.split("=")[0] != asked.over),
        plan.assumptions,
        rests_on,
        status,
    )


def _row_of(case: Case, over: str, member: str, where: str) -> int:
    """The member asked for, or the first who has some of the amount, or the first."""
    if member and member not in case.members:
        raise refuse(f"没有名为“{member}”的成员。", where, f"成员有：{'、'.join(case.members)}。")
    if member:
        return case.members.index(member)
    column: CaseInput = case.columns[over]
    has = [bool(sum(value) if isinstance(value, tuple) else value) for value in column.now]
    return has.index(True) if any(has) else 0


def marginal_json(answer: MarginalAnswer) -> dict[str, object]:
    """`zs marginal --json`: every amount with net income and rate, the cliffs and traps with the rules behind them."""
    view, asked = answer.view, answer.range
    rates = [None, *map(float, view.rates)]
    return {
        "schema": SCHEMA,
        "area": answer.area,
        "year": answer.year,
        "members": list(answer.members),
        "member": answer.member,
        "over": {"name": asked.over, "label": asked.label, "unit": asked.unit},
        "income": answer.income,
        "points": [
            {"amount": amount, "net": net, "rate": rate}
            for amount, net, rate in zip(map(float, view.amounts), map(float, view.net), rates, strict=True)
        ],
        "cliffs": [
            {
                "at": cliff.at,
                "lands": cliff.lands,
                "size": cliff.size,
                "net_before": cliff.before,
                "net_after": cliff.after,
                "regained": cliff.regained,
                "rules": [_turn_json(turn) for turn in cliff.turns],
            }
            for cliff in view.cliffs
        ],
        "traps": [
            {
                "from": trap.low,
                "to": trap.high,
                "rate": trap.rate,
                "rules": [_turn_json(turn) for turn in trap.turns],
            }
            for trap in view.traps
        ],
        "assumed": list(answer.assumed),
        "assumptions": list(answer.assumptions),
        "rests_on": list(answer.rests_on),
        "status": answer.status.value,
    }


def _turn_json(turn: Turn) -> dict[str, object]:
    return {
        "name": turn.name,
        "label": turn.label,
        "law": turn.law,
        "member": turn.member,
        "before": turn.before,
        "after": turn.after,
        "tests": list(turn.tests),
    }
