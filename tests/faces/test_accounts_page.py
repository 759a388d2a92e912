"""The page of income accounts, its files, and the two commands."""

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from tests.faces.invented_site import settings
from zengshou.faces.charts.accounts import figures
from zengshou.faces.charts.chart import Mark
from zengshou.faces.cli.main import app
from zengshou.faces.web.app import create_app
from zengshou.faces.words import Language, Words, english
from zengshou.services.statistics.accounts import AreaLevel, city_accounts
from zengshou.statistics.accounts import traps
from zengshou.statistics.accounts.check import Identity, Verdict
from zengshou.statistics.accounts.names import LABELS, Residence
from zengshou.statistics.accounts.reconciliation import Gap
from zengshou.statistics.grouped.curve import Method
from zengshou.statistics.grouped.persons import Conversion

CHINESE = re.compile("[\u4e00-\u9fff]")
TABLE = """表5-24 城镇居民家庭五等分（2016年）,,,,,,单位：元
指标,全体,第一组,第二组,第三组,第四组,第五组
人均可支配收入,39656,16211,26081,36160,49279,76553
"""


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings()), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize(("prefix", "city"), list(product(("", "/en"), ("yangjiang", "liaoyang", "example"))))
def test_the_page_answers_for_every_city_in_both_languages(client: TestClient, prefix: str, city: str) -> None:
    answer = client.get(f"{prefix}/{city}/accounts")
    assert answer.status_code == 200 and answer.text.count("<h1") == 1
    assert 'aria-current="page"' in answer.text and "http://" not in answer.text.replace("http://www.w3.org", "")


def test_the_page_shows_verdicts_band_two_shares_and_what_is_unknown(client: TestClient) -> None:
    text = re.sub(r"<script.*?</script>", "", client.get("/yangjiang/accounts").text, flags=re.S)
    for words in ("存在，已防范", "0.400", "资金流量表口径", "缺2024年居民人均可支配收入", "余数（未解释）", "未知"):
        assert words in text, words


def test_every_figure_can_be_kept_as_a_file(client: TestClient) -> None:
    for figure in figures(city_accounts("example"), Words()):
        kept = client.get(f"/example/accounts/{figure.id}.csv")
        assert kept.status_code == 200 and kept.text.startswith("\ufeff")
    assert client.get("/example/accounts/grouped-nation.svg").headers["content-type"] == "image/svg+xml"
    assert client.get("/example/accounts/none.csv").status_code == 404


def test_no_line_joins_the_years_of_the_band_and_the_official_gini_is_not_in_it() -> None:
    shown = {figure.id: figure for figure in figures(city_accounts("example"), Words())}
    chart = shown["grouped-nation"].chart
    assert chart is not None and shown["official-gini-nation"].chart is None
    for series in chart.series:
        assert series.mark is Mark.POINT and all(value is None for value in series.values[1::2])
    assert len(chart.series[0].intervals) == 9 and all(not series.intervals for series in chart.series[1:])


def test_every_name_on_the_page_has_its_english() -> None:
    kinds = (traps.TrapName, traps.Standing, Identity, Verdict, Residence, Gap, Conversion, Method, AreaLevel)
    wanted = {each.label for kind in kinds for each in kind} | set(LABELS.values())
    wanted |= {text for text in vars(traps).values() if isinstance(text, str) and CHINESE.search(text)}
    assert sorted(wanted - english().keys()) == []


def test_headers_and_verdicts_are_english_on_the_english_page() -> None:
    for figure in figures(city_accounts("yangjiang"), Words(Language.EN)):
        assert not CHINESE.search(figure.title + figure.note + "".join(figure.table.columns)), figure.id
        if figure.id == "income-share":
            assert all(not CHINESE.search(str(row[1].value)) for row in figure.table.rows)


def zs(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_commands_print_tables_and_json(tmp_path: Path) -> None:
    file = tmp_path / "表.csv"
    file.write_text(TABLE, encoding="utf-8")
    assert "不与官方序列连成一线" in zs("grouped", file, "--line", 12000)
    told = json.loads(zs("grouped", file, "--json"))
    assert told["series"][0]["conversion"] == "tilt" and told["series"][0]["bounds"][0] < 0.31
    assert "恒等式核验" in zs("accounts", "liaoyang")
    accounts = json.loads(zs("accounts", "liaoyang", "--json"))
    assert accounts["counts"]["broken"] == 0 and [area["level"] for area in accounts["areas"]][-1] == "nation"


def test_groups_of_households_without_a_mean_are_shown_and_the_way_on_is_named(tmp_path: Path) -> None:
    file = tmp_path / "表.csv"
    file.write_text(TABLE.replace("全体", "编号"), encoding="utf-8")
    said = zs("grouped", file).replace("\n", "")  # a terminal breaks the line somewhere
    assert "16,211、26,081" in said and "--mean" in said and "基尼系数" not in said
    assert "分组推算基尼系数" in zs("grouped", file, "--mean", 39656)


def test_a_file_that_cannot_be_read_ends_with_a_sentence_and_code_two(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["grouped", str(tmp_path / "无.xlsx")])
    assert result.exit_code == 2 and "找不到" in result.stderr


def test_growth_is_drawn_where_all_three_are_printed_and_a_missing_year_breaks_the_line() -> None:
    shown = {figure.id: figure for figure in figures(city_accounts("yangjiang"), Words())}
    chart = shown["real-growth"].chart
    assert chart is not None and "全国" in chart.values.title
    assert [series.name for series in chart.series] == ["全体居民", "城镇居民", "农村居民"]
    rural = chart.series[2]
    assert rural.at == tuple(float(year) for year in range(2015, 2026)) and rural.values[-1] == 6.0
