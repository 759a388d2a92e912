"""Figures by key group and of middle income: what they say, that they overlap, and that nothing is a silent no."""

import json

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from tests.faces import invented, invented_groups
from tests.faces.invented_site import settings
from zengshou.faces.charts import groups, middle_income
from zengshou.faces.charts.figure import as_csv, written
from zengshou.faces.cli.main import app
from zengshou.faces.report.content import build_report
from zengshou.faces.report.html import html_text
from zengshou.faces.report.sheets import sheet_plans
from zengshou.faces.web.app import create_app
from zengshou.faces.words import Language, Words

ZH, EN = Words(), Words(Language.EN)
OVERLAP = "各群体不能相加"


def test_everyone_stands_first_and_who_cannot_be_told_has_a_share_and_a_reason() -> None:
    figure = groups.levels(invented.distribution(), ZH)
    assert [written(row[0], ZH) for row in figure.table.rows] == ["全体居民", *invented_groups.LABELS]
    assert written(figure.table.rows[2][2], ZH) == "30.0%"
    assert OVERLAP in figure.note and "人口数据没有自己经营的主体" in figure.note
    assert "误差较大" in written(figure.table.rows[2][-1], ZH)


def test_own_sources_may_be_negative_and_every_cell_has_its_interval() -> None:
    figure = groups.sources(invented.distribution(), ZH)
    assert len(figure.table.rows) == 2 * 4
    assert written(figure.table.rows[3][2], ZH).startswith("−")
    assert "下限" in as_csv(figure.table, ZH)


def test_a_run_without_groups_has_no_section() -> None:
    found = invented.distribution()
    empty = type(found)(**{**vars(found), "groups": (), "middle": None})
    assert not groups.figures(empty, ZH) and not middle_income.band(empty, ZH) and not middle_income.by_group(empty, ZH)


def test_the_band_says_that_no_definition_is_official_and_gives_its_span() -> None:
    (figure,) = middle_income.band(invented.distribution(), ZH)
    assert "没有唯一的官方标准" in figure.note and "32" not in figure.note
    assert "从 33.0% 到 46.0%" in figure.note
    assert len(figure.table.rows) == 3 and figure.chart and len(figure.chart.places.categories) == 2
    assert written(figure.table.rows[2][2], ZH) == "没有数"
    assert "2018年价格，推到2025年" in [written(cell, ZH) for cell in figure.table.rows[0]]
    english = middle_income.band(invented.distribution(), EN)[0]
    assert "no single official standard" in english.note


def test_a_share_within_a_group_carries_its_interval_in_the_same_cell() -> None:
    (figure,) = middle_income.by_group(invented.distribution(), ZH)
    assert written(figure.table.rows[0][1], ZH) == "33.0% (31.7%–34.3%)"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_has_a_section_by_key_group_after_the_band(prefix: str) -> None:
    with TestClient(create_app(settings())) as client:
        page = client.get(f"{prefix}/example/distribution").text
    assert page.index('id="middle-income"') < page.index('id="key-groups"') < page.index('id="group-levels"')
    assert page.count('id="group-middle-income"') == 1 and f"{prefix}/example/laws/key_groups" in page


def test_the_run_shows_groups_before_and_after_and_its_json_holds_them() -> None:
    with TestClient(create_app(settings())) as client:
        page = client.get("/example/simulation/run", params={"reform": "dibao_plus_10"}).text
        read = client.get("/api/example/simulation", params={"reform": "dibao_plus_10"}).json()
        spread = client.get("/api/example/distribution").json()
    assert 'id="group-compared"' in page and OVERLAP in page
    assert [row["label"] for row in read["groups"]] == list(invented_groups.LABELS)
    assert spread["groups"][1]["untold"] == list(invented_groups.UNTOLD) and len(spread["middle"]["shares"]) == 3


def test_the_report_and_the_workbook_carry_groups_and_the_band() -> None:
    content = build_report(invented.findings())
    text = html_text(content)
    assert "重点群体主要指标的前后对比" in text and "中等收入没有唯一的官方标准" in text
    titles = [plan.title for plan in sheet_plans(content)]
    assert {"群体前后", "群体与中等收入"} <= set(titles)


def test_the_command_prints_every_definition_and_its_json_is_stable() -> None:
    runner = CliRunner()
    shown = runner.invoke(app, ["middle-income", "example", "--persons", "1000"])
    assert shown.exit_code == 0 and "没有唯一的官方标准" in shown.output.replace("\n", "")
    read = json.loads(runner.invoke(app, ["middle-income", "example", "--persons", "1000", "--json"]).stdout)
    assert read["definitions"][0]["id"] == "nbs_family"
    assert {"statement", "caliber", "year", "definitions"} <= read.keys()


def test_a_file_without_an_income_column_is_refused_in_words(tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x\n1\n", encoding="utf-8")
    refused = CliRunner().invoke(app, ["middle-income", str(path)])
    assert refused.exit_code == 2 and "收入列" in refused.stderr
