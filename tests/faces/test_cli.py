"""The commands other programs call: their JSON shapes, and mistakes that end in a sentence and exit code 2."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from zengshou.faces.cli.main import app

CASE = """
area: example
year: 2025
household: {residence: urban}
persons:
  - {name: 张三, birth_month: 1985-03, wage_monthly: 12000, is_employee_insured: true}
"""
TABLE = "income,w,h,region\n" + "\n".join(f"{1000 + 37 * i},{1 + i % 3},{i % 4},{'东西'[i % 2]}" for i in range(200))


def zs(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def asked(*words: object) -> dict:
    result = zs(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "家庭 一.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "住户.csv"
    path.write_text(TABLE, encoding="gb18030")
    return path


def test_case_gives_a_number_or_twelve_for_each_member_or_the_household(case: Path) -> None:
    variables = asked("case", case)["variables"]
    assert len(variables["tax_withheld_monthly"]["张三"]) == 12
    assert isinstance(variables["disposable_per_head_yearly"]["household"], float)


def test_case_template_names_every_input_and_is_itself_a_case(tmp_path: Path) -> None:
    text = zs("case", "--template").stdout
    path = tmp_path / "t.yaml"
    path.write_text(text, encoding="utf-8")
    assert "wage_monthly" in text and asked("case", path)["variables"]


def test_explain_is_a_versioned_tree(case: Path) -> None:
    tree = asked("explain", case, "income_tax_yearly")
    assert tree["schema"] == "zengshou.trace/2" and tree["node"]["inputs"]
    assert "依据" in zs("explain", case, "income_tax_yearly").stdout


def test_measure_gives_estimates_with_the_agreed_keys(table: Path) -> None:
    found = asked(
        "measure",
        table,
        "--income",
        "income",
        "--weight",
        "w",
        "--strata",
        "h",
        "--by",
        "region",
        "--indicators",
        "gini,mean,s80_s20",
    )["estimates"]
    keys = ["indicator", "domain", "value", "se", "ci_low", "ci_high", "n", "df", "convention", "flags", "status"]
    assert [list(row)[: len(keys)] for row in found] == [keys] * 9
    assert {row["domain"] for row in found} == {"all", "东", "西"}


def test_simulate_gives_budget_gainers_estimates_and_manifest() -> None:
    found = asked(
        "simulate", "--city", "yangjiang", "--year", 2025, "--reform", "dibao_plus_10.yaml", "--persons", 2000
    )
    assert {"budget", "gainers", "estimates", "manifest"} <= found.keys()
    assert found["manifest"]["is_synthetic"] and found["differences"]


def test_plan_and_law_are_shown_with_their_parts() -> None:
    plan = asked("plan", "show", "liaoyang")
    assert plan["counts"]["tasks"] == 58 and all(target["lamp"]["reason"] for target in plan["targets"])
    law = asked("law", "show", "iit", "--on", "2018-11-01", "--place", "cn")
    values = {row["name"]: row["value"] for row in law["parameters"]}
    assert values["iit.basic_deduction_monthly"] == 5000


def test_population_lists_target_reached_and_gap() -> None:
    found = asked("population", "--city", "yangjiang", "--persons", 2000)
    assert "合成数据" in found["people"] and all("gap" in row for row in found["fit"])


def test_a_city_s_own_people_take_the_place_of_the_synthetic_ones(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    assert zs("population", "--city", "yangjiang", "--persons", 2000, "--out", path).exit_code == 0
    own = asked("simulate", "--city", "yangjiang", "--reform", "dibao_plus_10", "--people", path)
    drawn = asked("simulate", "--city", "yangjiang", "--reform", "dibao_plus_10", "--persons", 2000)
    assert own["estimates"][0]["value"] == pytest.approx(drawn["estimates"][0]["value"], rel=1e-9)
    assert own["manifest"]["is_synthetic"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("measure", "{table}", "--income", "incom"), "income"),
        (("measure", "{negative}", "--income", "income", "--weight", "w"), "负"),
        (("measure", "{empty}", "--income", "income"), "空"),
        (("measure", "{no_rows}", "--income", "income"), "行"),
        (("measure", "{corrupt}", "--income", "income"), "parquet"),
        (("measure", "nowhere.csv", "--income", "income"), "nowhere.csv"),
        (("simulate", "--reform", "{unknown}"), "dibao.standard_monthly"),
        (("simulate", "--year", "2005"), "没有取值"),
        (("simulate", "--city", "atlantis"), "yangjiang"),
        (("simulate", "--reform", "{empty_yaml}"), "空"),
        (("simulate", "--people", "{table}"), "household_id"),
        (("law", "show", "iit", "--on", "2025-13-01"), "2025-13-01"),
        (("law", "show", "income_tax"), "income_tax_yearly"),
        (("plan", "show", "nowhere"), "liaoyang"),
        (("explain", "{case}", "income_tax"), "income_tax_yearly"),
    ],
)
def test_bad_input_ends_in_a_sentence_and_exit_code_two(
    words: tuple[str, ...], said: str, tmp_path: Path, table: Path, case: Path
) -> None:
    contents = {
        "negative.csv": "income,w\n1,1\n2,-1\n",
        "empty.csv": "",
        "no_rows.csv": "income\n",
        "corrupt.parquet": "PAR1 not really",
        "unknown.yaml": "changes: {dibao.standard_montly: {since: 2025-01-01, scale: 1.1}}",
        "empty_yaml.yaml": "  \n",
    }
    paths = {"table": table, "case": case}
    for name, text in contents.items():
        paths[name.split(".")[0]] = tmp_path / name
        (tmp_path / name).write_text(text, encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    result = zs(*(word.format(**paths) for word in words))
    assert result.exit_code == 2, result.output
    assert said in result.stderr and "Traceback" not in result.stderr
    assert sorted(tmp_path.iterdir()) == before, "nothing half-written"
