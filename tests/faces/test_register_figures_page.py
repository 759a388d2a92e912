"""登记统计 over HTTP and by command: who may extract, what is shown, what can be taken away. 合成数据。"""

import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.faces.records_office import RecordsInstallation, read_without_process
from zengshou.concepts.account import Role
from zengshou.faces.cli.records.records_commands import records_app
from zengshou.records.access.context import RoleGrant
from zengshou.services.records.whole.statistics_extract import PURPOSE
from zengshou.store.extract_file import extract_path
from zengshou.store.register.access.authorisations import add_grant

PAGE = "/office/records/statistics"
MADE = f"{PAGE}/register-2025-44-registered"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordsInstallation]:
    with pytest.MonkeyPatch.context() as patch:
        read_without_process(patch)
        made = RecordsInstallation(tmp_path_factory.mktemp("office"))
        right = RoleGrant(
            made.people["tongji"][0].id, Role.STATISTICIAN, "44", (PURPOSE,), date(2025, 1, 1), date(2025, 12, 31)
        )
        with made.records.home.database.writing() as session:
            add_grant(session, "g-9", right, "sec", made.now)
        yield made


@pytest.fixture(scope="module")
def extract(place: RecordsInstallation) -> Path:
    client = place.client("tongji")
    answer = client.post(PAGE, data={"form_token": place.form_token(client), "year": "2025"})
    assert answer.status_code == 303, answer.text
    return extract_path(place.records.home.folder / "z4", 2025, ("44",), "registered")


@pytest.mark.parametrize("login", ["guiji", "ducha", "lingdao", "admin"])
def test_nobody_but_a_statistician_sees_the_page_or_extracts(place: RecordsInstallation, login: str) -> None:
    client = place.client(login)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, data={"form_token": place.form_token(client), "year": "2025"}).status_code == 403
    assert client.get(f"{MADE}/register.xlsx").status_code == 403


def test_the_page_shows_the_figures_with_their_mark_their_coverage_and_their_feeds(
    place: RecordsInstallation, extract: Path
) -> None:
    page = place.client("tongji").get(PAGE).text
    for words in (
        "合成数据",
        "差异是产品，不是错误",
        "覆盖说明",
        "各渠道的时效",
        "全部登记人员",
        "演示，未经签发",
        "已过时",
        "不得发布",
        "不是全市",
        "计入了谁",
        "人数取到 5 的倍数",
        "居民个人与非居民个人",
    ):
        assert words in page, words
    assert extract.exists()


def test_the_same_page_in_english(place: RecordsInstallation, extract: Path) -> None:
    client = place.client("tongji")
    client.cookies.set("zs_language", "en")
    assert "A difference is a product, not an error" in client.get(PAGE).text


def test_tables_and_the_workbook_can_be_taken_away(place: RecordsInstallation, extract: Path) -> None:
    client = place.client("tongji")
    sheet = client.get(f"{MADE}/register-items.csv").content.decode("utf-8-sig")
    assert sheet.startswith("项目,登记,公布数") and "覆盖人数" in sheet
    marked = "合成数据; 未核实，不得发布; 已过时"
    assert all(marked in line for line in sheet.splitlines()[1:] if line)  # a CSV has no badge to carry them
    book = load_workbook(BytesIO(client.get(f"{MADE}/register.xlsx").content))
    assert len(book.worksheets) == 5 and "合成数据" in str(book.worksheets[0]["A1"].value)
    assert client.get(f"{PAGE}/register-2024-44-registered/register.xlsx").status_code == 404


@pytest.mark.parametrize("year", ["1066", "2031", "abc", ""])
def test_a_year_that_cannot_be_is_refused_in_words(place: RecordsInstallation, year: str) -> None:
    client = place.client("tongji")
    answer = client.post(PAGE, data={"form_token": place.form_token(client), "year": year})
    assert answer.status_code == 422 and "不能提取" in answer.text


def test_the_command_reads_the_same_file_beside_a_survey(
    place: RecordsInstallation, extract: Path, tmp_path: Path
) -> None:
    survey = tmp_path / "survey.csv"
    survey.write_text("income,w\n" + "\n".join(f"{1000 + 100 * place},1" for place in range(30)), encoding="utf-8")
    out = tmp_path / "out" / "figures.xlsx"
    asked = ["figures", str(extract), "--survey", str(survey), "--income", "income", "--weight", "w", "--out", str(out)]
    told = json.loads(CliRunner().invoke(records_app, [*asked, "--json"]).stdout)
    income = next(one for one in told["items"] if one["item"] == "income")
    assert income["survey"]["cv"] > 0 and told["is_synthetic"] and out.exists()
    shown = CliRunner().invoke(records_app, asked)
    assert shown.exit_code == 0 and "合成数据" in shown.stdout
    assert all(words in "".join(shown.stdout.split()) for words in ("不得发布", "不是全市", "一人只计入一户"))
    assert told["areas"] == ["44"] and told["is_unverified"] and told["coverage"]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--income", "income"], "没有给调查文件"),
        (["--survey", "x.csv"], "没有写明"),
        (["--survey", "x.csv", "--sources", "rent=r"], "读不懂"),
    ],
)
def test_half_a_survey_is_refused(extract: Path, more: list[str], words: str) -> None:
    found = CliRunner().invoke(records_app, ["figures", str(extract), *more])
    assert found.exit_code != 0 and words in found.output
