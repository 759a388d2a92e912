"""Admissions one after another through basic insurance, critical illness, assistance and oneself."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zengshou.policy.case import Case, CaseInput, run_case
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.reform import Change, apply_changes
from zengshou.policy.run_plan import RunPlan
from zengshou.store.lawbooks import lawbook_of_city

PAYERS = ("medical_basic_yearly", "medical_critical_yearly", "medical_assistance_yearly", "patient_share_yearly")
STATE = {
    "medical_cap_used_yearly": "medical_cap_used_after_yearly",
    "deductible_used_yearly": "deductible_used_after_yearly",
    "critical_cost_before_yearly": "critical_cost_after_yearly",
    "assistance_base_before_yearly": "assistance_base_after_yearly",
    "assistance_paid_before_yearly": "assistance_paid_after_yearly",
}
FLAGS = ("critical_counts_year", "critical_counts_deductible", "deductible_is_yearly")
Fen = int


def book_with(flags: Sequence[float]) -> Lawbook:
    changes = [
        Change(f"medical.{name}", "2025-01-01", None, "value", value, "测试", name)
        for name, value in zip(FLAGS, flags, strict=True)
    ]
    return apply_changes(lawbook_of_city("example"), changes)


def inputs(book: Lawbook, **given: float) -> dict[str, CaseInput]:
    filled = {
        name: CaseInput((given.get(name, column.if_absent),), {})
        for name, column in book.inputs.items()
        if column.if_absent is not None or name in given
    }
    return filled


def settled(book: Lawbook, plan: RunPlan, **given: float) -> dict[str, float]:
    answers = run_case(plan, Case(("某人",), inputs(book, **given)))
    return {name: float(answers[name][0]) for name in (*PAYERS, *STATE.values())}


def plan_of(book: Lawbook) -> RunPlan:
    forms = {name: column.form for name, column in inputs(book, residence=0.0, birth_month=1980 * 12).items()}
    return make_run_plan({"law": book}, 2025, [*PAYERS, *STATE.values()], forms)


ALL_FLAGS = [(a, b, c) for a in (0.0, 1.0) for b in (0.0, 1.0) for c in (0.0, 1.0)]
BOOKS = {flags: book_with(flags) for flags in ALL_FLAGS}
PLANS = {flags: plan_of(book) for flags, book in BOOKS.items()}

stays = st.lists(
    st.tuples(st.integers(0, 60_000_000), st.integers(0, 2)),  # cost in fen, tier of the hospital
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(stays, st.integers(0, 2), st.integers(0, 4), st.sampled_from(ALL_FLAGS))
def test_every_admission_is_paid_in_full_by_somebody_and_never_twice(
    admissions: list[tuple[Fen, int]], scheme: int, group: int, flags: tuple[float, float, float]
) -> None:
    book, plan, state = BOOKS[flags], PLANS[flags], dict.fromkeys(STATE, 0.0)
    paid = dict.fromkeys(PAYERS, 0.0)
    for number, (fen, tier) in enumerate(admissions):
        answers = settled(
            book,
            plan,
            residence=0.0,
            birth_month=1980 * 12,
            admission_cost_yearly=fen / 100,
            hospital_tier=tier,
            medical_scheme=scheme,
            assistance_group=group,
            admissions_before=number,
            **state,
        )
        parts = [answers[name] for name in PAYERS]
        assert min(parts) >= -1e-6
        assert sum(parts) == pytest.approx(fen / 100, abs=1e-6)
        paid = {name: paid[name] + answers[name] for name in PAYERS}
        state = {name: answers[after] for name, after in STATE.items()}
    cap = 150_000 if scheme == 0 else 400_000
    assert paid["medical_basic_yearly"] <= cap + 1e-6
    assert paid["medical_assistance_yearly"] <= 60_000 + 1e-6
    assert state["medical_cap_used_yearly"] == pytest.approx(paid["medical_basic_yearly"])
    if group == 0:
        assert paid["medical_assistance_yearly"] == 0
    if scheme:
        assert paid["medical_critical_yearly"] == 0


@pytest.mark.parametrize("flags", ALL_FLAGS)
def test_poorer_groups_never_pay_more_of_the_same_admission(flags: tuple[float, float, float]) -> None:
    book, plan = BOOKS[flags], PLANS[flags]
    shares = [
        settled(
            book,
            plan,
            residence=0.0,
            birth_month=0.0,
            admission_cost_yearly=90_000,
            hospital_tier=2,
            assistance_group=g,
        )["patient_share_yearly"]
        for g in (1, 2, 3, 0)  # 特困与孤儿, 低保, 低保边缘, 一般
    ]
    assert all(poorer <= richer for poorer, richer in pairwise(shares))


def test_the_order_of_two_admissions_does_not_change_what_critical_illness_pays_over_the_year() -> None:
    book, plan = BOOKS[1.0, 1.0, 0.0], PLANS[1.0, 1.0, 0.0]
    totals = []
    for costs in ((30_000, 80_000), (80_000, 30_000)):
        state, total = dict.fromkeys(STATE, 0.0), 0.0
        for cost in costs:
            answers = settled(
                book, plan, residence=0.0, birth_month=0.0, admission_cost_yearly=cost, hospital_tier=2, **state
            )
            total += answers["medical_critical_yearly"]
            state = {name: answers[after] for name, after in STATE.items()}
        totals.append(total)
    assert totals[0] == pytest.approx(totals[1], abs=0.011)
