"""What must hold of the law whatever the amounts: monotone, continuous, never more than was spent."""

import numpy as np
import pytest
from numpy.typing import NDArray

from zengshou.concepts.people import People
from zengshou.policy.column import Entity, Unit
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import forms_of, run_plan
from zengshou.policy.schedule import Schedule
from zengshou.store.lawbooks import lawbook_of_city, national_parameters, reform_names

Numbers = NDArray[np.float64]
WAGES = np.round(np.concatenate([np.linspace(0, 12_000, 241), np.linspace(12_000, 200_000, 300)]), 2)
AGE = 1985 * 12.0


def alone(book: Lawbook, size: int, **given: Numbers | float) -> People:
    """`size` households of one person each; what is not given is what a case may leave out."""
    persons, households = {}, {}
    for name, column in book.inputs.items():
        table = persons if column.type.entity is Entity.PERSON else households
        absent = AGE if name == "birth_month" else column.if_absent or 0.0
        kind = np.bool_ if column.type.unit is Unit.FLAG else np.int64 if column.type.unit is Unit.CATEGORY else float
        table[name] = np.broadcast_to(np.asarray(given.get(name, absent), dtype=kind), size).copy()
    return People(persons, households, np.arange(size + 1, dtype=np.int64), "合成数据", True)


def computed(year: int, size: int, *outputs: str, **given: Numbers | float) -> list[Numbers]:
    book = lawbook_of_city("example")
    people = alone(book, size, **given)
    columns = run_plan(make_run_plan({"law": book}, year, outputs, forms_of(people)), people, threads=1).columns
    return [columns["law", name] for name in outputs]


@pytest.mark.parametrize("year", [2019, 2021, 2023, 2025, 2026])
def test_twelve_withholdings_of_a_stable_wage_add_up_to_the_tax_of_the_year(year: int) -> None:
    withheld, due = computed(
        year,
        WAGES.size,
        "tax_withheld_monthly",
        "comprehensive_due_yearly",
        wage_monthly=WAGES,
        is_employee_insured=1.0,
    )
    assert np.abs(withheld.sum(axis=0) - due).max() < 0.01


@pytest.mark.parametrize("year", [2015, 2018, 2019, 2025])
def test_income_tax_is_never_negative_and_rises_with_the_wage(year: int) -> None:
    (tax,) = computed(year, WAGES.size, "income_tax_yearly", wage_monthly=WAGES)
    assert tax.min() == 0
    assert np.diff(tax).min() >= 0


@pytest.mark.parametrize("year", [2015, 2018, 2020, 2022, 2025])
def test_business_tax_rises_with_income_and_never_exceeds_it(year: int) -> None:
    income = np.linspace(0, 3_000_000, 601)
    (tax,) = computed(year, income.size, "business_tax_yearly", business_income_yearly=income)
    assert np.diff(tax).min() >= 0
    assert (tax <= 0.35 * income + 1e-6).all()


def test_the_chosen_bonus_tax_is_the_smaller_of_the_two_and_its_notches_are_the_laws_own() -> None:
    bonus = np.linspace(0, 1_200_000, 2401)
    chosen, apart, merged = computed(
        2025,
        bonus.size,
        "bonus_tax_yearly",
        "bonus_separate_tax_yearly",
        "bonus_merged_tax_yearly",
        bonus_yearly=bonus,
        wage_monthly=9000.0,
    )
    assert np.array_equal(chosen, np.minimum(apart, merged))
    jumps = bonus[1:][np.diff(apart) > 0.46 * 500 + 0.02]
    assert set(np.ceil(jumps / 12 / 500) * 500 // 1000) <= {3, 12, 25, 35, 55, 80}


def test_contributions_are_constant_below_the_floor_and_above_the_cap() -> None:
    own, employer = computed(
        2025,
        WAGES.size,
        "own_contributions_yearly",
        "employer_contributions_yearly",
        wage_monthly=WAGES,
        is_employee_insured=1.0,
    )
    for paid in (own, employer):
        assert paid[0] == 0  # no wage, no contribution
        assert np.unique(paid[(WAGES > 0) & (WAGES <= 4500)]).size == 1
        assert np.unique(paid[WAGES >= 23_500]).size == 1
        assert np.diff(paid).min() >= 0


def test_a_family_with_dibao_ends_exactly_at_the_standard() -> None:
    transfers = np.linspace(0, 20_000, 801)
    counted, dibao, has = computed(
        2025,
        transfers.size,
        "counted_income_monthly",
        "dibao_monthly",
        "is_dibao_household",
        private_transfer_yearly=transfers,
    )
    assert has.any() and not has.all()
    assert np.abs((counted + dibao)[has > 0] - 860).max() < 0.006
    assert dibao[has == 0].max() == 0


def test_more_income_of_ones_own_never_leaves_a_family_without_dibao_poorer() -> None:
    transfers = np.linspace(0, 40_000, 801)
    (income,) = computed(2025, transfers.size, "household_disposable_yearly", private_transfer_yearly=transfers)
    assert np.diff(income).min() >= -0.12  # rounding of each month's benefit to the fen


def test_nobody_born_later_retires_earlier() -> None:
    births = np.arange(1955 * 12, 2000 * 12, dtype=float)
    for group in range(3):
        (months,) = computed(
            2025, births.size, "statutory_retirement_months", birth_month=births, retirement_group=float(group)
        )
        assert np.diff(births + months[0]).min() >= 0
        assert np.diff(months[0]).min() >= 0


@pytest.mark.parametrize("group", range(5))
def test_medical_settlement_never_pays_more_than_the_cost(group: int) -> None:
    cost = np.linspace(0, 900_000, 901)
    paid = computed(
        2025,
        cost.size,
        "medical_basic_yearly",
        "medical_critical_yearly",
        "medical_assistance_yearly",
        "patient_share_yearly",
        admission_cost_yearly=cost,
        hospital_tier=2.0,
        assistance_group=float(group),
    )
    assert min(layer.min() for layer in paid) >= -1e-9
    assert np.allclose(sum(paid), cost, atol=0.02)


def test_every_table_is_continuous_and_rising() -> None:
    tables = [dated.value for p in national_parameters() for dated in p.values if isinstance(dated.value, Schedule)]
    assert len(tables) >= 7
    for table in tables:
        assert max(abs(jump) for _, jump in table.seams()) < 0.01
        assert list(table.rates) == sorted(table.rates)


@pytest.mark.parametrize("city", ["yangjiang", "liaoyang"])
def test_every_city_ships_at_least_four_reforms(city: str) -> None:
    wanted = {"dibao_plus_10.yaml", "dibao_30_50_of_consumption.yaml", "contribution_floor_all_units_wage.yaml"}
    assert len(reform_names(city)) >= 4
    assert wanted <= set(reform_names(city))
