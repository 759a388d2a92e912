"""The engine and the second calculator agree, fen for fen, on random households of every year."""

from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.reference.calculator import Answer, calculate
from tests.reference.household import Home, Member
from zengshou.policy.case import Case, CaseInput, Given, run_case
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run_plan import RunPlan
from zengshou.store.lawbooks import lawbook_of_city

OUTPUTS = ("own_contributions_monthly", "tax_withheld_monthly", "comprehensive_tax_yearly", "dibao_total_monthly")
FIRST, LAST = 2015, 2026
Columns = dict[str, CaseInput]


def yuan(fen: int) -> float:
    return fen / 100


def spread(months: tuple[int, ...]) -> Given:
    return tuple(yuan(fen) for fen in months)


def of_persons(home: Home) -> dict[str, tuple[Given, ...]]:
    """Every person column that the second calculator knows of."""
    people = home.members
    return {
        "second_wage_monthly": tuple(spread(m.second) for m in people),
        "bonus_yearly": tuple(yuan(m.bonus) for m in people),
        "private_transfer_yearly": tuple(yuan(m.other) for m in people),
        "is_employee_insured": tuple(float(m.insured) for m in people),
        "housing_fund_rate": tuple(m.housing_percent / 100 for m in people),
        "child_education_claimed": tuple(m.shares[0] / 4 for m in people),
        "infant_care_claimed": tuple(m.shares[1] / 4 for m in people),
        "elder_support_rate": tuple(m.shares[2] / 4 for m in people),
        "has_mortgage_deduction": tuple(float(m.home in (1, 3)) for m in people),
        "has_rent_deduction": tuple(float(m.home in (2, 3)) for m in people),
        "has_degree_study": tuple(float(m.degree) for m in people),
        "has_new_certificate": tuple(float(m.certificate) for m in people),
        "serious_illness_cost_yearly": tuple(yuan(m.illness) for m in people),
        "private_pension_yearly": tuple(yuan(m.private_pension) for m in people),
        "had_same_employer_last_year": tuple(float(m.same_employer) for m in people),
        "is_retired_employee": tuple(float(m.pension > 0) for m in people),
        "employee_pension_last_year_monthly": tuple(yuan(m.pension) for m in people),
        "is_unemployment_beneficiary": tuple(float(m.unemployed) for m in people),
        "disability_grade": tuple(float(m.grade) for m in people),
        "is_disability_mental": tuple(float(m.mental) for m in people),
        "has_serious_illness": tuple(float(m.ill) for m in people),
        "job_refusals": tuple(float(m.refusals) for m in people),
        "relation": tuple(4.0 if m.is_other else 0.0 for m in people),
        "birth_month": tuple(1985 * 12.0 for _ in people),
    }


def case_of(book: Lawbook, home: Home) -> Case:
    people, year = home.members, home.year
    wages = CaseInput(
        tuple(spread(m.wages) for m in people),
        {year - 1: tuple(spread(m.before) for m in people), year - 2: tuple(spread(m.long_before) for m in people)},
    )
    columns: Columns = {"wage_monthly": wages}
    columns |= {name: CaseInput(values, {}) for name, values in of_persons(home).items()}
    household = {"residence": not home.urban, "meets_property_test": home.property_fits, "claims_dibao": home.claims}
    columns |= {name: CaseInput((float(value),), {}) for name, value in household.items()}
    for name, column in book.inputs.items():
        if name not in columns and column.if_absent is not None:
            size = len(people) if column.type.entity.value == "person" else 1
            columns[name] = CaseInput((column.if_absent,) * size, {})
    return Case(tuple(f"成员{index}" for index in range(len(people))), columns)


@cache
def plan_of(year: int) -> RunPlan:
    """One plan a year: every household of the test gives its columns in the same form."""
    nobody = Member(
        *((0,) * 12,) * 4, 0, 0, False, 0, (0, 0, 0), 0, False, False, 0, 0, False, 0, False, 0, False, False, 0, False
    )
    book = lawbook_of_city("example")
    case = case_of(book, Home(year, (nobody,), True, True, True))
    return make_run_plan({"law": book}, year, OUTPUTS, case.forms)


def in_fen(amount: object) -> int:
    return round(float(amount) * 100)  # type: ignore[arg-type]


def engine(home: Home) -> dict[str, object]:
    answers = run_case(plan_of(home.year), case_of(lawbook_of_city("example"), home))
    return {
        "own": [[in_fen(month) for month in row] for row in answers["own_contributions_monthly"]],
        "withheld": [[in_fen(month) for month in row] for row in answers["tax_withheld_monthly"]],
        "tax": [in_fen(amount) for amount in answers["comprehensive_tax_yearly"]],
        "dibao": [in_fen(month) for month in answers["dibao_total_monthly"][0]],
    }


def reference(answer: Answer) -> dict[str, object]:
    return {
        "own": [[in_fen(month) for month in row] for row in answer.own],
        "withheld": [[in_fen(month) for month in row] for row in answer.withheld],
        "tax": [in_fen(amount) for amount in answer.tax],
        "dibao": [in_fen(month) for month in answer.dibao],
    }


@st.composite
def wages(draw: st.DrawFn, is_poor: bool) -> tuple[int, ...]:
    """Steady, with months missing, from a month on, or free: also seams of the tables."""
    if is_poor and draw(st.integers(0, 2)):
        return (0,) * 12
    kind = draw(st.sampled_from(("none", "steady", "gap", "late", "free")))
    if kind == "none":
        return (0,) * 12
    if kind == "free":
        return tuple(draw(st.lists(st.integers(0, 150_000 if is_poor else 6_000_000), min_size=12, max_size=12)))
    seams = st.sampled_from((350_000, 500_000, 800_000, 1_000_000)) | st.integers(1, 12_000_000)
    wage = draw(st.integers(1, 200_000) if is_poor else seams)
    month = draw(st.integers(0, 11))
    if kind == "gap":
        return tuple(0 if each == month else wage for each in range(12))
    return tuple(0 if kind == "late" and each < month else wage for each in range(12))


@st.composite
def member(draw: st.DrawFn, is_poor: bool) -> Member:
    now = draw(wages(is_poor))
    retired = draw(st.integers(0, 5)) == 0
    small = st.integers(0, 4)
    amounts = st.just(0) | st.integers(0, 30_000_000)
    return Member(
        wages=now,
        before=now if draw(st.booleans()) else draw(wages(is_poor)),
        long_before=now if draw(st.booleans()) else draw(wages(is_poor)),
        second=tuple(wage // 3 for wage in now) if draw(st.integers(0, 4)) == 0 else (0,) * 12,
        bonus=0
        if is_poor
        else draw(st.just(0) | st.sampled_from((3_600_000, 14_400_000)) | st.integers(0, 20_000_000)),
        other=draw(st.just(0) | st.integers(0, 900_000 if is_poor else 4_000_000)),
        insured=draw(st.booleans()),
        housing_percent=draw(st.sampled_from((0, 3, 5, 8, 12, 20))),
        shares=(draw(small), draw(small), draw(small)),
        home=draw(st.integers(0, 3)),
        degree=draw(st.booleans()),
        certificate=draw(st.booleans()),
        illness=draw(amounts),
        private_pension=draw(amounts),
        same_employer=draw(st.booleans()),
        pension=draw(st.integers(1, 120_000 if is_poor else 900_000)) if retired else 0,
        unemployed=draw(st.integers(0, 15)) == 1,
        grade=draw(st.integers(0, 4)),
        mental=draw(st.booleans()),
        ill=draw(st.booleans()),
        refusals=draw(st.integers(0, 4)),
        is_other=draw(st.integers(0, 5)) == 0,
    )


def home_of(is_poor: bool) -> st.SearchStrategy[Home]:
    """Half of the households are poor, or dibao would hardly be reached."""
    return st.builds(
        Home,
        year=st.integers(FIRST, LAST),
        members=st.lists(member(is_poor), min_size=1, max_size=12).map(tuple),
        urban=st.booleans(),
        property_fits=st.integers(0, 9).map(lambda drawn: drawn != 1),
        claims=st.integers(0, 9).map(lambda drawn: drawn != 1),
    )


homes = st.booleans().flatmap(home_of)
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


@settings(max_examples=300, deadline=None, suppress_health_check=QUIET)
@given(homes)
def test_engine_and_second_calculator_agree_on_random_households(home: Home) -> None:
    assert engine(home) == reference(calculate(home))


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=QUIET)
@given(homes)
def test_engine_and_second_calculator_agree_on_ten_thousand_households(home: Home) -> None:
    assert engine(home) == reference(calculate(home))
