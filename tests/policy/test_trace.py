"""The explanation is the same calculation: its values are the case's, its tests say how far from the line."""

from tests.policy.toyland import toy_lawbook
from zengshou.policy.case import Case, CaseInput, run_case
from zengshou.policy.planning import make_run_plan
from zengshou.policy.trace import TraceNode, explain

CATEGORIES = {"residence": ("urban", "rural")}
CASE = Case(
    ("甲", "乙"),
    {
        "wage_monthly": CaseInput((9000.0, 0.0), {2024: (8000.0, 0.0)}),
        "birth_month": CaseInput((1985.0 * 12, 2015.0 * 12), {}),
        "residence": CaseInput((1.0,), {}),
        "area": CaseInput((0.0,), {}),
    },
)


def told(name: str, member: int = 0, month: int | None = 8) -> TraceNode:
    plan = make_run_plan({"law": toy_lawbook()}, 2025, [name], CASE.forms)
    return explain(plan, CASE, name, member, month, CATEGORIES)


def nodes(tree: TraceNode) -> list[TraceNode]:
    return [tree, *(node for child in tree.inputs for node in nodes(child))]


def test_the_explained_value_is_the_case_s_value() -> None:
    plan = make_run_plan({"law": toy_lawbook()}, 2025, ["aid_monthly", "tax_monthly"], CASE.forms)
    answers = run_case(plan, CASE)
    assert told("aid_monthly").value == answers["aid_monthly"][0][7]
    assert told("tax_monthly", month=3).value == answers["tax_monthly"][0][2]


def test_every_test_records_how_far_from_the_line_it_was() -> None:
    tree = told("aid_monthly")
    assert tree.compared[0].sign == ">" and tree.compared[0].difference < 0
    assert tree.law == "救助条例 第二条" and tree.branch[0].endswith("否")


def test_a_band_is_named_with_its_rate_and_quick_deduction() -> None:
    assert any("税率3%" in note for note in told("tax_monthly", month=1).notes)


def test_the_formula_is_in_words_and_parameters_carry_source_and_status() -> None:
    tree = told("contribution_monthly", month=1)
    assert "缴费下限" in tree.formula
    assert {use.label: use.status.value for use in tree.parameters}["缴费下限"] == "sourced"
    later = told("contribution_monthly", month=7)
    assert {use.label: use.status.value for use in later.parameters}["缴费下限"] == "unverified"


def test_a_node_is_told_once_and_then_referred_to() -> None:
    full = [node.id for node in nodes(told("aid_monthly")) if not node.reference]
    assert len(full) == len(set(full))


def test_last_year_s_own_wage_is_what_the_base_rests_on() -> None:
    wages = [node.value for node in nodes(told("contribution_monthly", month=8)) if node.name == "wage_monthly"]
    assert 8000.0 in wages
