"""One household through the service: what is given, what is assumed, what is refused."""

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.trace import TraceNode
from zengshou.services.policy.case import case_json, case_request, decide, explain_case, template
from zengshou.services.policy.differences import UNIT_WORDS
from zengshou.services.simulation.simulation_json import trace_json
from zengshou.store.lawbooks import lawbook_of
from zengshou.store.yaml_files import parse_yaml

WORKER = {"name": "张三", "birth_month": "1985-03", "wage_monthly": 30000, "own_contributions_monthly": 4500}
FAMILY = {
    "area": "example",
    "year": 2025,
    "household": {"residence": "urban"},
    "persons": [WORKER, {"name": "李四", "birth_month": "1986-07", "own_contributions_monthly": 0}],
}


def request(**changes: object):
    return case_request({**FAMILY, **changes}, "家庭.yaml")


def test_monthly_answers_are_twelve_numbers_and_household_answers_one_key() -> None:
    shape = case_json(decide(request(outputs=["tax_withheld_monthly", "dibao_yearly"])))
    variables = shape["variables"]
    assert len(variables["tax_withheld_monthly"]["张三"]) == 12
    assert list(variables["dibao_yearly"]) == ["household"]


def test_withholding_of_a_stable_wage_sums_to_the_annual_tax() -> None:
    answer = case_json(decide(request(outputs=["tax_withheld_monthly", "comprehensive_tax_yearly"])))
    months = answer["variables"]["tax_withheld_monthly"]["张三"]
    assert sum(months) == pytest.approx(answer["variables"]["comprehensive_tax_yearly"]["张三"], abs=0.005)


def test_what_the_case_leaves_out_is_listed() -> None:
    answer = decide(request(outputs=["income_tax_yearly"]))
    assert any(line.startswith("bonus_yearly=") for line in answer.assumed)


def test_without_named_outputs_everything_that_can_be_is_computed() -> None:
    answer = decide(request())
    assert len(answer.values) > 100
    assert all(problems for problems in answer.refused.values())


def test_a_city_without_a_published_standard_refuses_and_names_the_parameter() -> None:
    with pytest.raises(ProblemsFound, match=r"dibao\.standard_monthly"):
        decide(request(area="yangjiang", outputs=["dibao_monthly"]))


def test_a_local_value_in_the_case_fills_the_gap_and_is_marked() -> None:
    local = {"dibao.standard_monthly": {"urban": 800, "rural": 600}}
    answer = decide(request(area="example", parameters=local, outputs=["dibao_monthly"]))
    assert "dibao.standard_monthly" in answer.unverified


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"persons": []}, "至少一人"),
        ({"year": "今年"}, "今年"),
        ({"area": "atlantis"}, "atlantis"),
        ({"persons": [{**WORKER, "wage_month": 1}]}, "wage_monthly"),
        ({"persons": [{**WORKER, "wage_monthly": "三万"}]}, "三万"),
        ({"persons": [{**WORKER, "wage_monthly": [1, 2]}]}, "12个"),
        ({"persons": [{**WORKER, "wage_monthly": float("nan")}]}, "有限"),
        ({"persons": [{**WORKER, "birth_month": "1985-13"}]}, "1985-13"),
        ({"persons": [{**WORKER, "residence": "urban"}]}, "household"),
        ({"household": {"residence": "moon"}}, "urban"),
        ({"outputs": ["income_tax_yearl"]}, "income_tax_yearly"),
        ({"parameters": {"dibao.standard": 1}}, "standard_monthly"),
        ({"wages": 3}, "wages"),
        ({"persons": [WORKER, WORKER]}, "同名"),
    ],
)
def test_a_mistake_is_a_sentence_that_says_what_and_where(changes: dict[str, object], word: str) -> None:
    with pytest.raises(ProblemsFound, match=word):
        decide(request(**changes))


def test_the_template_is_itself_a_case_that_runs() -> None:
    document = parse_yaml(template("example", 2025), "template")
    assert decide(case_request(document, "template")).values


def nodes(tree: TraceNode) -> list[TraceNode]:
    return [tree, *(node for child in tree.inputs for node in nodes(child))]


def test_an_explanation_reaches_from_the_figure_to_articles_and_sources() -> None:
    tree = explain_case(request(), "income_tax_yearly", "张三", 1)
    told = nodes(tree)
    assert tree.value == decide(request(outputs=["income_tax_yearly"])).values["income_tax_yearly"][0]
    assert any("个人所得税法" in node.law for node in told)
    assert any(use.citation.title for node in told for use in node.parameters)
    assert trace_json(tree, "x", "cn", 2025)["schema"] == "zengshou.trace/2"


def test_an_unknown_member_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(ProblemsFound, match="李四"):
        explain_case(request(), "income_tax_yearly", "王五", 1)


def test_a_real_city_s_gap_is_filled_by_the_case_s_own_local_value() -> None:
    local = {"dibao.standard_monthly": {"urban": 800, "rural": 600}, "dibao.employment_cost_rate": 0}
    answer = decide(request(area="yangjiang", parameters=local, outputs=["is_dibao_household"]))
    assert "dibao.standard_monthly" in answer.unverified


def test_units_of_all_parameters_have_words() -> None:
    book = lawbook_of("yangjiang")
    units = {parameter.unit for placed in book.parameters.values() for parameter in placed if parameter.unit}
    assert units <= set(UNIT_WORDS)
