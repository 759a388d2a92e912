"""The whole register in columns comes to the same fen as one household after another."""

import time
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.income.golden import JANUARY, facts_of, view
from tests.records.income.stated_facts import facts as any_facts
from tests.records.income.stated_facts import frame
from zengshou.concepts.employment_cost import CostMethod, EmploymentCost
from zengshou.concepts.income_view import View
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.income.fact import Fact
from zengshou.records.income.household_income import HouseholdIncome, Member, household_income
from zengshou.records.income.register_table import RegisterIncome, register_income
from zengshou.store.instruments import evidence_orders, income_items

YEARS = (2023, 2024)
LINE_COST = EmploymentCost(CostMethod.SHARE_OF_LINE, Fraction(3, 10), 70_000, cap_monthly_fen=15_000)


def with_odd_shares_and_caps(name: str) -> View:
    """The view with a third of the subsidies counted, wages capped, and the cost a share of the line."""
    of_view = view(name)
    rows = tuple(replace(row, cap_monthly_fen=90_000) if row.pattern == "W" else row for row in of_view.rows)
    changed = replace(of_view, rows=rows)
    if "emp_cost" in changed.parameters:
        changed = changed.with_parameter(replace(changed.parameters["emp_cost"], value=LINE_COST))
        changed = changed.with_parameter(replace(changed.parameters["subsidy_share"], value=Fraction(1, 3)))
    return changed


def one_by_one(facts: list[Fact], in_view: View) -> HouseholdIncome:
    people = [Member(person) for person in sorted({each.person for each in facts})]
    return household_income(
        facts, people, YEARS[0] * 12, YEARS[1] * 12 + 11, in_view, income_items(), evidence_orders()
    )


def in_columns(facts: list[Fact], in_view: View) -> RegisterIncome:
    return register_income(frame(facts), *YEARS, in_view, income_items(), evidence_orders())


def sums(income: HouseholdIncome) -> dict[tuple[int, bool, str, int], tuple[int, int]]:
    """Stated and counted fen by holder, item and year."""
    stated: dict[tuple[int, bool, str, int], list[int]] = defaultdict(lambda: [0, 0])
    for line in income.lines:
        entry = stated[line.person, line.is_shared, line.item, line.month // 12]
        entry[0] += line.stated_fen
        entry[1] += line.counted_fen
    return {name: (one, other) for name, (one, other) in stated.items()}


@settings(deadline=None)
@given(
    st.lists(any_facts(longest=20), min_size=1, max_size=25), st.sampled_from(("STAT", "DIBAO", "POV")), st.booleans()
)
def test_the_columns_agree_with_the_lines_to_the_fen(facts: list[Fact], name: str, is_odd: bool) -> None:
    stated = [replace(each, row=row) for row, each in enumerate(facts)]
    in_view = with_odd_shares_and_caps(name) if is_odd else view(name)
    table, lines = in_columns(stated, in_view), one_by_one(stated, in_view)
    columns = ("person", "is_shared", "item", "year", "stated_fen", "counted_fen")
    assert {row[:4]: row[4:] for row in table.rows.select(columns).iter_rows()} == sums(lines)


@settings(deadline=None)
@given(st.lists(any_facts(), min_size=1, max_size=25))
def test_the_columns_set_aside_the_same_amounts(facts: list[Fact]) -> None:
    stated = [replace(each, row=row) for row, each in enumerate(facts)]
    table, lines = in_columns(stated, view("STAT")), one_by_one(stated, view("STAT"))
    beside: dict[tuple[int, bool, str, int, str, str], int] = defaultdict(int)
    for each in lines.corroborations:
        beside[each.person, each.is_shared, each.group, each.month, each.channel, each.payer] += each.fen
    assert {row[:-1]: row[-1] for row in table.corroborations.iter_rows()} == beside


def test_the_golden_household_comes_to_the_same_in_columns() -> None:
    for name, yuan in (("STAT", 52_700), ("DIBAO", 40_824), ("POV", 45_900)):
        rows = register_income(frame(facts_of()), 2024, 2024, view(name), income_items(), evidence_orders()).rows
        assert rows["counted_fen"].sum() == yuan * 100
        assert set(rows["part"]) == {"W", "B", "P", "T", None}


def test_columns_may_come_as_categories() -> None:
    texts = frame(facts_of())
    categories = texts.with_columns(pl.col("item", "channel", "payer", "level").cast(pl.Categorical))
    asked = (2024, 2024, view("DIBAO"), income_items(), evidence_orders())
    order = ["person", "is_shared", "item"]
    assert register_income(categories, *asked).rows.sort(order).equals(register_income(texts, *asked).rows.sort(order))


def test_rows_that_rest_on_an_unverified_rule_say_so() -> None:
    rows = in_columns(facts_of(), view("DIBAO")).rows
    marked = set(rows.filter("is_unverified")["item"])
    assert {"W.COST", "T.MEDREIMB", "T.PRODSUB.LAND"} <= marked
    assert not {"W.PAY", "P.INT"} & marked


def test_a_missing_column_and_a_gap_are_refused_by_name() -> None:
    with pytest.raises(ProblemsFound, match="payer"):
        register_income(frame(facts_of()).drop("payer"), *YEARS, view("STAT"), income_items(), evidence_orders())
    gap = frame(facts_of()).with_columns(payer=pl.lit(None, dtype=pl.String))
    with pytest.raises(ProblemsFound, match="空值"):
        register_income(gap, *YEARS, view("STAT"), income_items(), evidence_orders())


def test_a_register_without_facts_has_no_rows() -> None:
    assert in_columns([], view("DIBAO")).rows.is_empty()


def many(people: int) -> pl.DataFrame:
    """Ten facts a person: wages from two sources, contributions, pensions, and two spans of a year (合成数据)."""
    rng = np.random.default_rng(6)
    items = np.array(["W.PAY"] * 4 + ["T-.TAX", "T-.SI.PEN", "T.PEN.EMP", "P.INT", "B.AGR.SALE.RICE", "T.PRODSUB.LAND"])
    channels = np.array(
        [
            "iit",
            "iit",
            "iit",
            "social_insurance",
            "iit",
            "social_insurance",
            "pension",
            "bank",
            "agriculture",
            "agriculture",
        ]
    )
    kind, person = rng.integers(0, 10, people * 10), np.repeat(rng.integers(1, 2**62, people), 10)
    month = JANUARY + rng.integers(0, 12, people * 10)
    payers = np.array(["", *(f"91441700MA{number:07d}X" for number in range(20_000))])
    return pl.DataFrame(
        {
            "person": person,
            "item": items[kind],
            "fen": rng.integers(1, 1_000_000, people * 10),
            "month_from": np.where(kind >= 8, JANUARY, month),
            "month_to": np.where(kind >= 8, JANUARY + 11, month),
            "level": "gross",
            "channel": channels[kind],
            "payer": payers[np.where(kind < 6, 1 + person % 20_000, 0)],
            "household": kind >= 8,
        }
    )


@pytest.mark.slow
def test_a_million_persons_with_ten_facts_each_take_less_than_twenty_seconds_of_one_core() -> None:
    facts = many(1_000_000)
    began = time.process_time()
    rows = register_income(facts, 2024, 2024, view("DIBAO"), income_items(), evidence_orders()).rows
    assert time.process_time() - began < 20
    assert rows["person"].n_unique() == 1_000_000


@pytest.mark.slow
def test_a_year_of_three_hundred_facts_takes_less_than_five_milliseconds_of_one_core() -> None:
    year = [each for each in facts_of() if each.month_from == each.month_to and each.person == 1]
    facts = [replace(each, row=row, payer=f"{row % 9}") for row, each in enumerate(year * 10)][:300]
    assert len(facts) == 300
    of_view, tree, orders = view("DIBAO"), income_items(), evidence_orders()
    taken = []
    for _ in range(30):
        began = time.process_time()
        assert household_income(facts, [Member(1)], JANUARY, JANUARY + 11, of_view, tree, orders).total.fen
        taken.append(time.process_time() - began)
    assert min(taken) < 0.005
