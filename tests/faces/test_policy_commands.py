"""zs marginal, zs seek and zs levers: their JSON, their words, their mistakes."""

from pathlib import Path

import pytest

from tests.faces.test_cli import asked, zs
from zengshou.faces.cli.seek_command import given_values

CASE = """
area: example
year: 2025
household: {residence: urban}
persons:
  - {name: 张三, birth_month: 1985-03, wage_monthly: 12000, bonus_yearly: 30000, is_employee_insured: true}
"""
SEEK = ("seek", "--city", "example", "--persons", 2000, "--parameter", "dibao.standard_monthly[rural]", "--target")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "家.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_marginal_lists_points_and_cliffs_with_rule_and_article(case: Path) -> None:
    found = asked("marginal", case, "--over", "bonus_yearly", "--from", 0, "--to", 60000, "--step", 500)
    assert len(found["points"]) == 121 and found["member"] == "张三"
    assert found["cliffs"][0]["at"] == 36000 and found["cliffs"][0]["rules"][0]["law"]
    words = zs("marginal", case, "--over", "bonus_yearly", "--to", 60000).stdout.replace("\n", "")
    assert "断崖" in words and "36,000" in words and "38,567" in words


def test_seek_prints_value_cost_and_gainers_and_keeps_the_reform(tmp_path: Path) -> None:
    out = tmp_path / "求得.yaml"
    said = zs(*SEEK, "cost <= 1000万", "--out", out)
    assert said.exit_code == 0 and "试算" in said.stdout and "谁受益" in said.stdout
    found = asked("simulate", "--city", "example", "--persons", 2000, "--reform", out)
    cost = sum(line["change"] for line in found["budget"] if line["level"] == "all")
    assert 0 < cost <= 1e7


def test_seek_solves_a_formula_with_values_of_the_readers_own() -> None:
    target = "dibao_standard_rural / consumption_rural_last_year = 0.5"
    found = asked(*SEEK, target, "--given", "consumption_rural_last_year=20000")
    assert found["target"]["is_direct"] and found["parameter"]["value"] == pytest.approx(833.33)


def test_levers_ranks_the_tasks_of_the_example_city() -> None:
    found = asked("levers", "example", "--persons", 2000)
    assert [task["rank"] for task in found["tasks"]] == [1, 2, 3, None, None, None]
    assert "没有可计算杠杆的任务" in zs("levers", "example", "--persons", 2000).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*SEEK, "poverty_rate"), "目标式"),
        ((*SEEK, "cost = 1", "--given", "a"), "名称=数值"),
        (("levers", "atlantis"), "atlantis"),
        (("marginal", "{case}", "--over", "wage"), "wage_monthly"),
        (("marginal", "{case}", "--step", 0), "步长"),
    ],
)
def test_a_mistake_is_a_sentence_and_exit_code_2(case: Path, words: tuple[object, ...], said: str) -> None:
    result = zs(*(str(case) if word == "{case}" else word for word in words))
    assert result.exit_code == 2 and said in result.stderr


def test_given_values_are_read_with_separators() -> None:
    assert given_values(["a = 1,000", "b=0.5"]) == (("a", 1000.0), ("b", 0.5))
