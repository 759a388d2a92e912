"""One household through the same plan, on plain floats."""

from collections.abc import Mapping
from dataclasses import dataclass

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.policy.column import Entity, Unit
from zengshou.policy.run_plan import InputForm, InputSlot, Output, RunPlan
from zengshou.policy.steps import Env

Given = float | tuple[float, ...]


@dataclass(frozen=True)
class CaseInput:
    """Values of one column of a case.

    now      one value, or twelve for the simulated year, for each member (a household column: one entry)
    earlier  the same for earlier years
    """

    now: tuple[Given, ...]
    earlier: Mapping[int, tuple[Given, ...]]

    @property
    def form(self) -> InputForm:
        is_by_month = any(isinstance(value, tuple) for values in (self.now, *self.earlier.values()) for value in values)
        return InputForm(is_by_month, tuple(sorted(self.earlier)))


@dataclass(frozen=True)
class Case:
    """A household: its member names and the columns given."""

    members: tuple[str, ...]
    columns: Mapping[str, CaseInput]

    @property
    def forms(self) -> dict[str, InputForm]:
        return {name: column.form for name, column in self.columns.items()}


CaseValue = float | tuple[float, ...]


def run_case(plan: RunPlan, case: Case) -> dict[str, tuple[CaseValue, ...]]:
    """Every output of the only lawbook: one value a member or for the household, twelve for a monthly output."""
    env = case_env(plan, case)
    members = len(case.members)
    for step in plan.steps:
        step.run_case(env, members)
    return {output.name: _collected(output, env, members) for output in plan.outputs}


def case_env(plan: RunPlan, case: Case) -> Env:
    """The slots with the case's inputs filled in."""
    env: Env = [None] * plan.slot_count
    problems: list[Problem] = []
    for declared in plan.inputs:
        column = case.columns.get(declared.name)
        if column is None:
            problems.append(Problem(f"案例缺少“{declared.name}”。"))
            continue
        values = column.now if declared.year is None else column.earlier[declared.year]
        rows = [_typed(value, declared) for value in values]
        env[declared.slot] = rows[0] if declared.type.entity is Entity.HOUSEHOLD else rows
    if problems:
        raise ProblemsFound(problems)
    return env


def _typed(value: Given, declared: InputSlot) -> float | bool | int:
    chosen = value[declared.month or 0] if isinstance(value, tuple) else value
    if declared.type.unit is Unit.FLAG:
        return bool(chosen)
    return int(chosen) if declared.type.unit is Unit.CATEGORY else float(chosen)


def _collected(output: Output, env: Env, members: int) -> tuple[CaseValue, ...]:
    rows = [_rows(env[slot], output.type.entity, members) for slot in output.slots]
    return tuple(zip(*rows, strict=True)) if len(rows) == 12 else tuple(rows[0])


def _rows(value: object, entity: Entity | None, members: int) -> list[float]:
    if isinstance(value, list):
        return [float(each) + 0.0 for each in value]
    plain = float(value) + 0.0  # type: ignore[arg-type]
    return [plain] * (members if entity is Entity.PERSON else 1)
