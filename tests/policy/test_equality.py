"""One plan, many ways to run it: the same bits every time."""

import itertools
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.policy.toyland import toy_lawbook, toy_people
from zengshou.concepts.people import People
from zengshou.policy.case import Case, CaseInput, run_case
from zengshou.policy.column import Entity
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import FenTotal, RunResult, block_cuts, forms_of, run_plan
from zengshou.policy.run_plan import Output, RunPlan

OUTPUTS = (
    "aid_yearly",
    "aid_monthly",
    "aid_person_monthly",
    "tax_yearly",
    "tax_monthly",
    "tax_even_monthly",
    "net_yearly",
    "adult_net_monthly",
)


def planned(people: People) -> RunPlan:
    return make_run_plan({"law": toy_lawbook(county_floor=3500)}, 2025, OUTPUTS, forms_of(people))


def same_bits(left: RunResult, right: RunResult) -> bool:
    return all(
        np.array_equal(left.columns[key].view(np.int64), right.columns[key].view(np.int64)) for key in left.columns
    )


@pytest.mark.parametrize("by_month", [False, True])
@pytest.mark.parametrize("rows", [1, 7, 100, 65_536])
def test_one_block_is_many_blocks_is_threads_bit_for_bit(by_month: bool, rows: int) -> None:
    people = toy_people(200, by_month=by_month)
    plan = planned(people)
    totals = (FenTotal("law", "tax_yearly"), FenTotal("law", "aid_yearly"))
    whole = run_plan(plan, people, threads=1, block_rows=10**9, summaries=totals)
    parted = run_plan(pickle.loads(pickle.dumps(plan)), people, threads=3, block_rows=rows, summaries=totals)
    assert same_bits(whole, parted)
    assert whole.summaries == parted.summaries


def case_of(people: People, household: int) -> Case:
    rows = range(int(people.offsets[household]), int(people.offsets[household + 1]))
    wages = people.persons["wage_monthly"]
    columns = {
        "wage_monthly": CaseInput(
            tuple(tuple(map(float, wages[i])) if wages.ndim == 2 else float(wages[i]) for i in rows), {}
        ),
        "birth_month": CaseInput(tuple(float(people.persons["birth_month"][i]) for i in rows), {}),
        "residence": CaseInput((int(people.households["residence"][household]),), {}),
        "area": CaseInput((int(people.households["area"][household]),), {}),
    }
    return Case(tuple(f"成员{i}" for i in rows), columns)


def of_household(result: RunResult, output: Output, people: People, household: int) -> np.ndarray:
    first, last = people.offsets[household], people.offsets[household + 1]
    span = slice(household, household + 1) if output.type.entity is Entity.HOUSEHOLD else slice(first, last)
    return np.ascontiguousarray(result.columns["law", output.name][..., span].T)


@pytest.mark.parametrize("by_month", [False, True])
def test_a_case_is_a_row_of_the_run_bit_for_bit(by_month: bool) -> None:
    people = toy_people(60, seed=2, by_month=by_month)
    plan = planned(people)
    run = run_plan(plan, people)
    for household in range(people.household_count):
        answers = run_case(plan, case_of(people, household))
        for output in plan.outputs:
            got = np.asarray(answers[output.name], dtype=np.float64)
            wanted = of_household(run, output, people, household)
            assert np.array_equal(got.view(np.int64), wanted.view(np.int64)), output.name


def test_equal_months_given_as_twelve_values_change_no_bit() -> None:
    even = toy_people(50, seed=3)
    wages = even.persons["wage_monthly"]
    by_month = People(
        {**even.persons, "wage_monthly": np.repeat(wages[:, None], 12, axis=1)},
        even.households,
        even.offsets,
        even.source,
        True,
    )
    assert same_bits(run_plan(planned(even), even), run_plan(planned(by_month), by_month))
    assert len(planned(even).inputs) < len(planned(by_month).inputs)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40), st.integers(1, 30))
@settings(max_examples=60, deadline=None)
def test_blocks_never_split_a_household_and_lose_nobody(sizes: list[int], rows: int) -> None:
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    cuts = block_cuts(offsets, rows)
    assert cuts[0] == 0 and cuts[-1] == len(sizes)
    assert all(a < b for a, b in itertools.pairwise(cuts))
    assert all(offsets[b] - offsets[a] <= max(rows, offsets[a + 1] - offsets[a]) for a, b in itertools.pairwise(cuts))
