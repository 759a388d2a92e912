"""Social assistance as a whole: nobody is helped twice, nothing that is disregarded comes back as income."""

from dataclasses import replace

import numpy as np
import pytest

from tests.zengshou_china.test_law_properties import computed
from tests.zengshou_china.test_law_runs import random_people
from zengshou.policy.planning import make_run_plan
from zengshou.policy.run import forms_of, run_plan
from zengshou.store.lawbooks import lawbook_of_city

ALLOWANCES = (
    "tekun.basic_multiple",
    "disability_allowance.living_allowance",
    "disability_allowance.care_allowance",
    "elderly_allowance.amount_80",
    "elderly_allowance.aged_amount",
    "childcare_allowance.yearly_amount",
    "temporary_relief.price_subsidy_each",
)


@pytest.mark.parametrize("year", [2016, 2022, 2025, 2026])
def test_nobody_is_both_in_a_dibao_family_and_cared_for_as_tekun(year: int) -> None:
    book = lawbook_of_city("example")
    people = random_people(book, 500, seed=year)
    outputs = ["is_tekun_person", "is_dibao_member", "is_orphan_child", "disability_allowance_monthly"]
    columns = run_plan(make_run_plan({"law": book}, year, outputs, forms_of(people)), people, threads=1).columns
    tekun, member, orphan, disability = (columns["law", name] for name in outputs)
    assert tekun.any() and member.any()
    assert not (tekun * member).any()
    assert not (tekun * orphan).any()
    assert not (tekun * disability).any()


def test_higher_allowances_never_change_what_dibao_pays() -> None:
    book = lawbook_of_city("example")
    richer = book.with_parameters(
        replace(
            book.parameters[name][0],
            values=tuple(replace(dated, value=dated.value * 3 + 1) for dated in book.parameters[name][0].values),
        )
        for name in ALLOWANCES
    )
    people = random_people(book, 300, seed=5)
    outputs = ["dibao_yearly", "household_disposable_yearly"]
    plan = make_run_plan({"law": book, "more": richer}, 2025, outputs, forms_of(people))
    columns = run_plan(plan, people, threads=1).columns
    assert np.array_equal(columns["law", "dibao_yearly"], columns["more", "dibao_yearly"])
    gain = columns["more", "household_disposable_yearly"] - columns["law", "household_disposable_yearly"]
    assert gain.min() > -1e-6 and gain.max() > 0


def test_a_child_is_paid_for_at_most_36_months_and_one_born_since_2025_for_exactly_36() -> None:
    births = np.arange(2021 * 12, 2026 * 12, dtype=float)
    months = sum(computed(year, births.size, "childcare_months", birth_month=births)[0] for year in range(2025, 2030))
    assert months.max() == 36 and months.min() == 0
    assert (months[births >= 2025 * 12] == 36).all()
    assert np.array_equal(months[births < 2025 * 12], np.maximum(0, births[births < 2025 * 12] + 36 - 2025 * 12 + 1))


def test_every_class_of_lost_ability_costs_at_least_as_much_as_the_one_before() -> None:
    items = np.arange(0, 7, dtype=float)
    (care,) = computed(2025, items.size, "tekun_care_monthly", failed_self_care_items=items)
    assert (np.diff(care, axis=1) >= 0).all()
    assert np.unique(care[0]).size == 3


def test_a_family_is_in_at_most_one_class_of_income() -> None:
    transfers = np.linspace(0, 40_000, 401)
    classes = computed(
        2025,
        transfers.size,
        "is_dibao_household",
        "is_edge_household",
        "is_rigid_household",
        private_transfer_yearly=transfers,
        rigid_medical_spending=20_000.0,
    )
    in_class = np.stack(classes)[:, 0, :]
    assert in_class.sum(axis=0).max() == 1
    assert in_class.any(axis=1).all()
    assert [transfers[row > 0].max() for row in in_class] == [10_300, 15_400, 29_900]
