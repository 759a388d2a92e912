"""Where a figure of one case bends or jumps, the rules that turn there are named, and no others."""

import pytest

from tests.policy.toyland import toy_lawbook
from zengshou.policy.case import Case, CaseInput
from zengshou.policy.dsl import Monthly, Person, Yuan, rule, where
from zengshou.policy.lawbook import Lawbook
from zengshou.policy.planning import make_run_plan
from zengshou.policy.turns import Turn, turns


def case_at(wage: float) -> Case:
    given = {"wage_monthly": wage, "birth_month": 1980.0 * 12, "residence": 0.0, "area": 0.0}
    return Case(("甲",), {name: CaseInput((value,), {}) for name, value in given.items()})


def turns_at(output: str, wage: float, book: Lawbook | None = None) -> tuple[Turn, ...]:
    """The turns just below and above a wage, seen from ten yuan to either side."""
    plan = make_run_plan({"law": book or toy_lawbook()}, 2025, [output], case_at(0.0).forms)
    at = (wage - 11, wage - 1, wage + 1, wage + 11)
    return turns(plan, [case_at(each) for each in at], at, {})


# Twelve months of wage less 5,000 less a tenth reach 36,000 at 8,888.89: there the second band begins, in December.
SEAM = 8_888.89


def test_at_the_seam_of_a_band_the_tax_turns_and_tells_the_bands() -> None:
    found = turns_at("net_yearly", SEAM)
    assert found[0].name == "tax_monthly"
    assert any("第1级" in test and "第2级" in test for test in found[0].tests)
    assert found[0].member == "甲" and found[0].law == "税法 第一条"


@pytest.mark.parametrize("wage", [7_000.0, 12_345.0])
def test_where_nothing_bends_nothing_turns(wage: float) -> None:
    assert turns_at("net_yearly", wage) == ()


@rule(entity=Person, law="车补办法 第一条", label="到手收入", name="net_monthly")
def net_with_notch(wage_monthly: Monthly[Yuan], tax_monthly: Monthly[Yuan]) -> Monthly[Yuan]:
    """An allowance of 200 that ends at 6,000."""
    return where(wage_monthly < 6_000, wage_monthly - tax_monthly + 200, wage_monthly - tax_monthly)


def test_a_jump_begins_at_the_rule_that_has_it_and_tells_the_test_that_turns() -> None:
    first, *later = turns_at("net_yearly", 6_000.0, book=toy_lawbook().with_rules([net_with_notch]))
    assert first.name == "net_monthly" and first.law == "车补办法 第一条" and not later
    assert first.before - first.after == pytest.approx(198, abs=1) and "由是变否" in first.tests[0]


def test_a_rule_that_turns_without_reaching_the_output_is_left_out() -> None:
    assert "tax_monthly" not in [turn.name for turn in turns_at("contribution_yearly", SEAM)]


def test_the_end_of_the_aid_is_told_as_the_test_that_turns() -> None:
    found = turns_at("aid_yearly", 800.0 + 300.0)
    assert "aid_monthly" in [turn.name for turn in found]
    assert any("由是变否" in test for turn in found for test in turn.tests)
