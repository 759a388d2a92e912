"""The finder, the explanation and the simulation give the same number for the same household."""

import numpy as np
import pytest

from zengshou.concepts.people import People
from zengshou.policy.case import Case, CaseInput
from zengshou.policy.case_file import ReadCase
from zengshou.policy.column import Entity, Unit
from zengshou.policy.open_case import OpenCase, limits
from zengshou.policy.run import forms_of, run_plan
from zengshou.services.policy.case import CaseRequest, explain_case
from zengshou.services.policy.entitlements import Entitlement, Fit, judged
from zengshou.services.policy.finder_law import FinderLaw, planned
from zengshou.store.lawbooks import lawbook_of_city

CITY, DAY = "example", "2026-10-01"
MONTH, YEAR = 10, 2026
FEN = 0.005


def random_people(households: int, seed: int) -> People:
    """Households whose every input is drawn from what it may be: mostly small, many zero, some very large."""
    rng = np.random.default_rng(seed)
    members = rng.integers(1, 6, households)
    offsets = np.concatenate([[0], np.cumsum(members)]).astype(np.int64)
    persons: dict[str, np.ndarray] = {}
    rows: dict[str, np.ndarray] = {}
    for name, column in lawbook_of_city(CITY).inputs.items():
        is_person = column.type.entity is Entity.PERSON
        (persons if is_person else rows)[name] = drawn(rng, name, int(offsets[-1]) if is_person else households)
    return People(persons, rows, offsets, "合成数据", True)


def drawn(rng: np.random.Generator, name: str, size: int) -> np.ndarray:
    column = lawbook_of_city(CITY).inputs[name]
    low, high = limits(name, column)
    if column.type.unit is Unit.FLAG:
        return rng.random(size) < 0.5
    if column.type.unit is Unit.CATEGORY:
        return rng.integers(0, int(high) + 1, size)
    if name.endswith("_month"):
        months = rng.integers(1930 * 12, 2026 * 12, size).astype(np.float64)
        return months if column.if_absent is None else np.where(rng.random(size) < 0.5, 0.0, months)
    widest = min(high, {Unit.YUAN: 9000.0, Unit.COUNT: 12.0, Unit.RATE: 1.0}[column.type.unit])
    amounts = np.round(rng.random(size) * widest, 0 if column.type.unit is Unit.COUNT else 2)
    return np.where(rng.random(size) < 0.5, max(low, 0.0), amounts)


def case_of(people: People, household: int) -> Case:
    first, last = int(people.offsets[household]), int(people.offsets[household + 1])
    columns = {
        name: CaseInput(tuple(float(value) for value in table[name][rows]), {})
        for table, rows in ((people.persons, slice(first, last)), (people.households, slice(household, household + 1)))
        for name in table
    }
    return Case(tuple(f"成员{row}" for row in range(first, last)), columns)


def told(law: FinderLaw, case: Case) -> tuple[Entitlement, ...]:
    """What the finder says when everything was answered."""
    return judged(law, OpenCase(case.members, {name: column.now for name, column in case.columns.items()}))


def compare(households: int, seed: int) -> int:
    """Hold the three against each other; how many amounts were compared."""
    people = random_people(households, seed)
    law = planned(CITY, lawbook_of_city(CITY), DAY, forms_of(people))
    columns = run_plan(law.plan, people, threads=1).columns
    compared = 0
    for household in range(households):
        case = case_of(people, household)
        first, last = int(people.offsets[household]), int(people.offsets[household + 1])
        for entitlement in told(law, case):
            benefit = entitlement.benefit
            if ("law", benefit.eligible) not in columns:
                continue
            flags = rows_of(columns["law", benefit.eligible], household, slice(first, last), law, benefit.eligible)
            assert [member.fit is Fit.MEETS for member in entitlement.members] == [bool(flag) for flag in flags]
            assert entitlement.fit is not Fit.MAY, benefit.id
            if entitlement.fit is Fit.MEETS and ("law", benefit.amount) in columns:
                amounts = rows_of(columns["law", benefit.amount], household, slice(first, last), law, benefit.amount)
                due = amounts[np.asarray(flags, dtype=bool)].sum() if len(amounts) == len(flags) else amounts.sum()
                assert entitlement.is_amount_known
                assert entitlement.amount is not None and abs(entitlement.amount[0] - due) < FEN, benefit.id
                compared += 1
                if compared % 5 == 0:
                    hold_explanation(law, case, benefit.amount, amounts)
    return compared


def rows_of(column: np.ndarray, household: int, members: slice, law: FinderLaw, name: str) -> np.ndarray:
    is_person = law.plan.output(name).type.entity is Entity.PERSON
    return column[members] if is_person else column[household : household + 1]


def hold_explanation(law: FinderLaw, case: Case, name: str, amounts: np.ndarray) -> None:
    """The explanation of each member's amount, on the law as it stands."""
    book = lawbook_of_city(CITY)
    request = CaseRequest(CITY, YEAR, book, ReadCase(case, ()), (), "随机家庭")
    rows = case.members[: len(amounts)]
    for member, amount in zip(rows, amounts, strict=True):
        tree = explain_case(request, name, member, MONTH)
        assert abs(tree.value - amount) < FEN, name


def test_finder_explanation_and_simulation_agree_for_random_households() -> None:
    assert compare(100, seed=7) > 100


@pytest.mark.slow
def test_finder_explanation_and_simulation_agree_for_a_thousand_random_households() -> None:
    assert compare(1000, seed=11) > 1000
