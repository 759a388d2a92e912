"""Each rule on a table small enough to work by hand."""

import dataclasses

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.statistics.disclosure.peoples import asked, column, people, random_people
from zengshou.concepts.problem import ProblemsFound
from zengshou.statistics.disclosure.classification import Column, dimension
from zengshou.statistics.disclosure.document import reopened, table_json
from zengshou.statistics.disclosure.facts import CellFacts
from zengshou.statistics.disclosure.gate import Microdata, judge
from zengshou.statistics.disclosure.primary import Ground, grounds, may_show_quantile
from zengshou.statistics.disclosure.released import AuditResult, Mode, ReleasedTable
from zengshou.statistics.disclosure.rounding import count_limits, money_limits, rounded_counts, rounded_money
from zengshou.statistics.disclosure.rules import read_rules, shipped_rules

RULES = shipped_rules()
MANY = CellFacts(100, 40, 100.0, 1000.0, (30.0, 20.0), 1000.0)


@pytest.mark.parametrize(
    ("facts", "ground"),
    [
        (dataclasses.replace(MANY, contributors=9), Ground.FEW_CONTRIBUTORS),
        (
            dataclasses.replace(MANY, contributors=0, units=0, total=0.0, largest=(), absolute=0.0),
            Ground.FEW_CONTRIBUTORS,
        ),
        (dataclasses.replace(MANY, units=1), Ground.FEW_UNITS),
        # 600 + 301 of 1000 is more than 90 %; 600 + 300 is not
        (dataclasses.replace(MANY, largest=(600.0, 301.0)), Ground.DOMINANCE),
        # what is left beside the two largest, 1000 - 800 - 130 = 70, is less than 10 % of 800
        (dataclasses.replace(MANY, largest=(800.0, 130.0)), Ground.P_PERCENT),
        (dataclasses.replace(MANY, total=0.0, largest=(0.0, 0.0), absolute=0.0), Ground.ZERO_AMOUNT),
        (dataclasses.replace(MANY, flagged=9), Ground.RATE_PART),
        (dataclasses.replace(MANY, flagged=91), Ground.RATE_PART),
        (dataclasses.replace(MANY, flagged=0), Ground.RATE_PART),
    ],
)
def test_a_cell_that_breaks_a_rule_is_hidden_by_it(facts: CellFacts, ground: Ground) -> None:
    assert ground in grounds(facts, RULES)


def test_a_cell_at_each_limit_stands() -> None:
    assert not grounds(dataclasses.replace(MANY, contributors=10, units=2), RULES)
    assert not grounds(dataclasses.replace(MANY, largest=(600.0, 300.0)), RULES)
    assert not grounds(dataclasses.replace(MANY, flagged=10), RULES)


def test_a_quantile_needs_ten_people_on_each_side() -> None:
    assert may_show_quantile(dataclasses.replace(MANY, contributors=100), 0.9, RULES)
    assert not may_show_quantile(dataclasses.replace(MANY, contributors=99), 0.9, RULES)
    assert may_show_quantile(dataclasses.replace(MANY, contributors=20), 0.5, RULES)


def test_counts_go_to_five_and_money_to_three_digits() -> None:
    assert rounded_counts(np.array([0, 2, 3, 12, 13]), 5).tolist() == [0, 0, 5, 10, 15]
    assert rounded_money(np.array([0, 12_345, 99_950, 0.012349, -12_355]), 3).tolist() == [
        0,
        12_300,
        100_000,
        0.0123,
        -12_400,
    ]


@given(st.integers(0, 10**6), st.integers(1, 20))
def test_a_count_lies_within_the_limits_of_its_rounding(count: int, base: int) -> None:
    low, high = count_limits(rounded_counts(np.array([count]), base), base, True)
    assert low[0] <= count <= high[0] and high[0] - low[0] <= base - 1


@given(st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6), st.integers(2, 6))
def test_an_amount_lies_within_the_limits_of_its_rounding(amount: float, digits: int) -> None:
    low, high = money_limits(rounded_money(np.array([amount]), digits), digits)
    slack = 1e-9 * max(abs(amount), 1e-9)
    assert low[0] - slack <= amount <= high[0] + slack


def test_one_small_cell_takes_a_second_with_it() -> None:
    """a: 4, 30, 66 people, together 100. Without rounding, 100 - 30 - 66 gives the 4 away."""
    data = people([column("a", np.repeat([0, 1, 2], [4, 30, 66]))])
    found = judge(asked("a"), data, dataclasses.replace(RULES, count_base=1), (), "r1")
    assert [cell.is_hidden for cell in found.table.cells] == [False, True, True, False]
    assert found.grounds[1] == (Ground.FEW_CONTRIBUTORS,) and found.grounds[2] == (Ground.SECONDARY,)
    assert found.table.hidden_share == 0.5 and found.table.audit.is_passed


def test_a_household_alone_in_a_cell_does_not_learn_the_cell_beside_it() -> None:
    """3 people of one household, 6 of two: the household would subtract itself from the 9 that both make."""
    codes = np.repeat([0, 1, 2, 3], [3, 6, 30, 30])
    found = judge(asked("a"), people([column("a", codes)]), dataclasses.replace(RULES, count_base=1), (), "r1")
    hidden = [cell.is_hidden for cell in found.table.cells]
    assert hidden[1] and hidden[2] and any(hidden[3:])


def test_all_hidden_cells_say_the_same_and_carry_no_number() -> None:
    found = judge(asked("a", "b"), random_people(1, 300, {"a": 5, "b": 3}), RULES, (), "r1")
    cells = table_json(found.table)["cells"]
    hidden = [cell for cell in cells if cell["is_hidden"]]
    assert hidden and {tuple(cell) for cell in hidden} == {("labels", "is_hidden", "reason")}
    assert {cell["reason"] for cell in hidden} == {"为保护调查对象，不公布"}


def test_a_median_without_twenty_people_is_left_out_where_the_count_stands() -> None:
    data = people([column("a", np.repeat([0, 1], [15, 100]))], np.linspace(1_000, 5_000, 115))
    found = judge(asked("a", amount="income", statistics=("median",)), data, RULES, (), "r1")
    assert found.table.cells[1].values == (15.0, None) and found.table.cells[2].values[1] is not None


@pytest.mark.parametrize("name", ["min", "max", "mode"])
def test_statistics_that_name_one_person_are_refused(name: str) -> None:
    data = people([column("a", np.repeat([0, 1], [50, 50]))], np.linspace(1, 2, 100))
    with pytest.raises(ProblemsFound, match=name):
        judge(asked("a", amount="income", statistics=(name,)), data, RULES, (), "r1")


def test_a_township_in_two_counties_is_refused() -> None:
    county, town = (Column(name, np.array(codes), ("x", "y")) for name, codes in (("县", [0, 1]), ("镇", [0, 0])))
    with pytest.raises(ProblemsFound, match="同时属于"):
        dimension([county, town])


def test_a_hierarchy_hides_a_second_township_of_the_same_county() -> None:
    town = np.repeat([0, 1, 2, 3, 4], [4, 40, 50, 30, 30])
    county = (town > 2).astype(np.int64)
    data = people([column("县", county), column("镇", town)])
    found = judge(asked("县>镇"), data, dataclasses.replace(RULES, count_base=1), (), "r1")
    hidden = {cell.labels[0] for cell in found.table.cells if cell.is_hidden}
    assert "县0／镇0" in hidden and len(hidden) == 2 and all(label.startswith("县0／") for label in hidden)


def test_nothing_but_the_gate_makes_a_released_table() -> None:
    audit = AuditResult((), 0, 0, None, True)
    with pytest.raises(TypeError, match="gate"):
        ReleasedTable("t", "p", "", "", "", "", (), (), (), "", (), audit, Mode.RELEASE, False, 0.0)
    table = judge(asked("a"), random_people(1, 200, {"a": 3}), RULES, (), "r1").table
    with pytest.raises(TypeError, match="gate"):
        dataclasses.replace(table, title="另一张")


def test_a_table_comes_back_from_its_document_as_it_was() -> None:
    table = judge(asked("a", "b"), random_people(2, 300, {"a": 4, "b": 3}), RULES, (), "r1").table
    again = reopened(table_json(table))
    assert table_json(again) == table_json(table) and again.cells == table.cells


def test_a_citys_own_rules_are_read_and_every_fault_is_named_at_once() -> None:
    shipped = {field.name: getattr(RULES, field.name) for field in dataclasses.fields(RULES)}
    own = yaml.safe_load(yaml.safe_dump({**shipped, "minimum_contributors": 20, "refused_statistics": ["min"]}))
    assert read_rules(own, "own").minimum_contributors == 20 and read_rules(own, "own").fingerprint != RULES.fingerprint
    with pytest.raises(ProblemsFound) as wrong:
        read_rules({"version": "x", "count_base": 0, "p_share": 2, "p share": 1}, "own")
    said = str(wrong.value)
    assert all(words in said for words in ("count_base", "p_share", "没有名为“p share”", "minimum_units"))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_no_shown_cell_has_few_people(seed: int) -> None:
    data: Microdata = random_people(seed, 120, {"a": 4, "b": 2})
    found = judge(asked("a", "b"), data, RULES, (), "r1")
    for cell in found.table.cells:
        assert cell.is_hidden or cell.values[0] >= 10
