"""Views: the longest pattern wins, a missing rule is an error, and versions hold by day."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from zengshou.concepts.citation import Status
from zengshou.concepts.employment_cost import CostMethod, EmploymentCost
from zengshou.concepts.income_item import IncomeItem, ItemTree
from zengshou.concepts.income_view import View, ViewOp, ViewParameter, ViewRow
from zengshou.concepts.income_view_book import ViewBook, ViewVersion
from zengshou.concepts.problem import ProblemsFound

START, CHANGE = date(2021, 7, 1), date(2026, 1, 1)
TREE = ItemTree(
    IncomeItem(code, code) for code in ("W", "W.PAY", "W.COST", "T", "T.PEN", "T.PEN.CENTRAL", "T.SUB", "N", "N.SALE")
)


def row(pattern: str, op: str = "include", **given: object) -> ViewRow:
    fields = {"valid_from": START, "status": Status.SOURCED, **given}
    return ViewRow("DIBAO", "DIBAO/1", pattern, ViewOp(op), **fields)  # type: ignore[arg-type]


SUBSIDY = ViewParameter("subsidy_share", "补贴计入比例", Fraction(1, 2), Status.UNVERIFIED)
COST = ViewParameter("emp_cost", "就业成本", EmploymentCost(CostMethod.SHARE_OF_WAGE, Fraction(1, 10)), Status.SCENARIO)
ROWS = (
    row("W"),
    row("W.COST", "norm", parameter="emp_cost", base="W.PAY"),
    row("T"),
    row("T.PEN.CENTRAL", "exclude", valid_to=date(2025, 12, 31)),
    row("T.PEN.CENTRAL", "exclude", valid_from=CHANGE, status=Status.UNVERIFIED),
    row("T.SUB", parameter="subsidy_share"),
    row("N", "exclude"),
)


def version(
    rows: Iterable[ViewRow] = ROWS, name: str = "DIBAO/1", begin: date = START, end: date | None = None
) -> ViewVersion:
    parameters = {each.name: each for each in (SUBSIDY, COST)}
    return ViewVersion("DIBAO", name, "低保口径", begin, end, tuple(rows), parameters)


def view(rows: Iterable[ViewRow] = ROWS, day: date = START) -> View:
    return version(rows).on(day)


def test_the_longest_pattern_wins() -> None:
    assert view().rule("T.PEN").pattern == "T"
    assert view().rule("T.PEN.CENTRAL").op is ViewOp.EXCLUDE
    assert view().rule("T.PEN.CENTRAL.OLD").pattern == "T.PEN.CENTRAL"


def test_a_missing_rule_is_an_error_that_names_the_item_and_never_nought() -> None:
    with pytest.raises(ProblemsFound, match=r"DIBAO.*“P\.INT”"):
        view().rule("P.INT")


def test_a_row_holds_for_its_days_only() -> None:
    assert view().rule("T.PEN.CENTRAL").status is Status.SOURCED
    assert view(day=CHANGE).rule("T.PEN.CENTRAL").status is Status.UNVERIFIED


def test_a_parameter_gives_the_share_and_lends_its_status() -> None:
    rule = view().rule("T.SUB")
    assert (rule.share, rule.status) == (Fraction(1, 2), Status.UNVERIFIED)


def test_setting_a_parameter_changes_a_copy_and_nothing_else() -> None:
    before = view()
    after = before.with_parameter(ViewParameter("subsidy_share", "补贴计入比例", Fraction(1), Status.SOURCED))
    assert (before.rule("T.SUB").share, after.rule("T.SUB").share) == (Fraction(1, 2), 1)
    assert after.rule("T.SUB").status is Status.SOURCED
    with pytest.raises(ProblemsFound, match="没有参数“rent”"):
        before.with_parameter(ViewParameter("rent", "", Fraction(1), Status.SOURCED))


def test_two_rows_for_one_pattern_on_one_day_are_refused() -> None:
    with pytest.raises(ProblemsFound, match="两行规则"):
        view([*ROWS, row("T", "exclude")])


def test_a_row_whose_parameter_is_missing_or_of_the_wrong_kind_is_refused() -> None:
    with pytest.raises(ProblemsFound, match="“rent”不存在"):
        view([*ROWS, row("T.PEN", parameter="rent")])
    with pytest.raises(ProblemsFound, match="不得引用就业成本"):
        view([*ROWS, row("T.PEN", parameter="emp_cost")])
    with pytest.raises(ProblemsFound, match="要有就业成本参数和 base"):
        view([*ROWS, row("T.PEN", "norm", parameter="emp_cost")])


def test_a_book_tells_all_gaps_at_once() -> None:
    rows = [each for each in ROWS if each.pattern not in ("T", "N")]
    with pytest.raises(ProblemsFound) as caught:
        ViewBook([version([*rows, row("N"), row("Q", "exclude")])], TREE)
    text = str(caught.value)
    assert "“Q”不在项目表中" in text
    assert "“N.SALE（N.SALE）”属于非收入所得，不得计入收入" in text
    only_central = [each for each in rows if not each.pattern.startswith("T.PEN")]
    with pytest.raises(ProblemsFound, match=r"T\.PEN\.CENTRAL.*没有规则"):
        ViewBook([version([*only_central, row("N", "exclude")])], TREE)


def test_versions_hold_by_day_and_a_day_without_one_is_refused_with_those_there_are() -> None:
    book = ViewBook([version(name="DIBAO/2", begin=CHANGE), version(end=date(2025, 12, 31))], TREE)
    assert book.on("DIBAO", date(2025, 12, 31)).version == "DIBAO/1"
    assert book.on("DIBAO", CHANGE).version == "DIBAO/2"
    with pytest.raises(ProblemsFound, match=r"2021-06-30 没有版本.*自 2021-07-01"):
        book.on("DIBAO", date(2021, 6, 30))
    with pytest.raises(ProblemsFound, match=r"没有收入口径“TAX”.*DIBAO"):
        book.on("TAX", CHANGE)


def test_versions_that_overlap_are_refused() -> None:
    with pytest.raises(ProblemsFound, match="同时有效"):
        ViewBook([version(), version(name="DIBAO/2", begin=CHANGE)], TREE)
