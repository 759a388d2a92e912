"""The calculation as an officer writes it, and the law's own pages."""

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.policy.formula import formula_of
from zengshou.policy.trace import Compared
from zengshou.services.policy.explained import Explained, explain_sample, explain_text, explainable, first_figure
from zengshou.services.policy.law_pages import law_page, laws
from zengshou.services.policy.written import told_test
from zengshou.store.lawbooks import lawbook_of_city

DAY = "2026-10-15"
CASE = """
area: example
year: 2025
household: {residence: urban}
persons:
  - {name: 张三, birth_month: 1985-03, wage_monthly: 12000, is_employee_insured: true, royalty_yearly: 0}
"""


def tax() -> Explained:
    return explain_text(CASE, "income_tax_yearly", "张三")


def test_steps_are_numbered_and_each_has_its_article_or_its_sources() -> None:
    sheet = tax().sheet
    assert [step.number for step in sheet.steps] == list(range(1, len(sheet.steps) + 1))
    assert sheet.steps[-1].title.startswith("个人所得税") and sheet.steps[-1].result == sheet.result
    assert any("个人所得税法" in step.law and "起施行" in step.law for step in sheet.steps)


def test_a_formula_stands_in_words_and_in_figures() -> None:
    step = next(step for step in tax().sheet.steps if step.title.startswith("养老保险个人缴费"))
    assert "×" in step.formula and "费率" in step.formula
    assert step.figures == "12,000 × 0.08" and step.result == "960.00元"


def test_what_is_zero_from_zeros_is_named_once_and_not_told() -> None:
    sheet = tax().sheet
    assert "经营所得税" in sheet.folded
    assert not any(step.title.startswith("经营所得税") for step in sheet.steps)


def test_months_that_came_out_alike_stand_together() -> None:
    titles = [step.title for step in explain_sample("example", 2025, "dibao_monthly", "", 6).sheet.steps]
    assert any("2025-01至2025-05" in title for title in titles)
    assert len(titles) == len(set(titles))


def test_every_legal_value_is_listed_with_its_day_source_and_status() -> None:
    values = {value.label: value for value in tax().sheet.values}
    rate = values["职工养老保险个人费率"]
    assert (rate.value, rate.since, rate.status) == ("0.08", "2006-01-01", "已核实")
    assert "国发〔2005〕38号" in rate.source


def test_the_facts_of_each_member_are_listed_and_what_was_denied_stands_together() -> None:
    facts = dict(tax().sheet.facts)
    assert any(line.startswith("工资薪金（税前）：12,000.00元") for line in facts["张三"])
    assert facts["张三"][-1].startswith("以下均为“否”")


@pytest.mark.parametrize(
    ("test", "told"),
    [
        (Compared("人均收入", "<", "标准", -160.0), "人均收入 低于 标准？是，低了 160"),
        (Compared("人均收入", "<", "标准", 0.0), "人均收入 低于 标准？否，恰好相等"),
        (Compared("本月 − 出生年月", "≥", "720", -26.0), "年龄 不低于 60岁？否，还差 2岁2个月"),
        (Compared("余额", "不低于", "0", -5.0), "余额 低于 0，按 0 计"),
        (Compared("余额", "不低于", "0", 5.0), ""),
        (Compared("居住地（农村）", "=", "城镇", 1.0), "居住地（农村） 是 城镇？否"),
    ],
)
def test_each_test_says_how_far_from_the_line_it_was(test: Compared, told: str) -> None:
    assert told_test(test) == told


def test_the_sample_household_s_first_figure_can_be_explained_in_every_city() -> None:
    for city in ("example", "yangjiang", "liaoyang"):
        assert explain_sample(city, 2025, first_figure()).sheet.steps
        assert sum(len(figures) for _, figures in explainable(city)) > 100


@pytest.mark.parametrize(
    ("text", "variable", "word"),
    [
        (CASE, "income_tax", "income_tax_yearly"),
        ("persons: [", "income_tax_yearly", "案例"),
        ("工资三千", "income_tax_yearly", "映射"),
        (CASE.replace("张三", "张" * 60_000), "income_tax_yearly", "超过"),
    ],
)
def test_a_case_that_cannot_be_explained_is_refused_in_words(text: str, variable: str, word: str) -> None:
    with pytest.raises(ProblemsFound, match=word):
        explain_text(text, variable)


# The law's own pages


def test_every_rule_of_the_law_has_a_formula_in_words() -> None:
    book = lawbook_of_city("example")
    for versions in book.rules.values():
        for rule in versions:
            formula = formula_of(rule, book)
            assert formula, rule.name
            assert not any(sign in formula for sign in ("<zengshou", "object at")), rule.name


def test_every_law_has_a_page_with_what_it_rests_on_and_what_is_not_modelled() -> None:
    for line in laws("example", DAY):
        page = law_page("example", line.name, DAY)
        assert page.title and page.sections and page.sections[0].blocks, line.name
        assert len(page.rules) >= line.rules and len(page.parameters) == line.parameters


def test_a_law_s_page_tells_values_history_and_cases_from_the_folder() -> None:
    page = law_page("example", "dibao", DAY)
    standard = next(row for row in page.parameters if row.name == "dibao.standard_monthly")
    assert standard.now is not None and standard.now.text == "城镇 900、农村 760"
    assert len(standard.history) > 5 and standard.history[0].since < standard.history[-1].since
    assert any(section.title == "未建模" for section in page.sections)
    assert all(case.source and case.expected for case in page.cases) and page.cases
    rule = next(rule for rule in page.rules if rule.name == "is_dibao_household" and rule.is_in_force)
    assert "低于" not in rule.formula and "家庭人均计入收入 < 最低生活保障标准" in rule.formula


def test_a_value_that_only_the_place_knows_says_so() -> None:
    page = law_page("yangjiang", "dibao", DAY)
    standard = next(row for row in page.parameters if row.name == "dibao.standard_monthly")
    assert standard.now is None and "必须由本地填写" in standard.missing


def test_an_unknown_law_is_answered_with_near_names() -> None:
    with pytest.raises(ProblemsFound, match="dibao"):
        law_page("example", "dibau", DAY)
