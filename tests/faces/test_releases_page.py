"""The page of released tables: only what two persons signed, never a hidden number, the same in every file."""

import json
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from typer.testing import CliRunner

from tests.faces.invented_site import settings
from tests.services.release.test_release import AT, people_file, proposed
from zengshou.faces.as_json import as_json
from zengshou.faces.cli.main import app
from zengshou.faces.web.app import create_app
from zengshou.services.release.release import Shelf, released_table, sign, withdraw
from zengshou.services.simulation.simulate import SimulationRequest, answer, find_reform, run_simulation
from zengshou.services.simulation.simulation_json import simulation_json
from zengshou.services.statistics.distribution import distribution_of


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("shelf")
    made = Shelf(folder / "releases")
    proposed(made, people_file(folder))
    sign(made, "r0001", "张三", AT)
    sign(made, "r0001", "李四", AT)
    proposed(made, folder / "people.csv", "county", ())
    return made


@pytest.fixture(scope="module")
def client(shelf: Shelf) -> Iterator[TestClient]:
    with TestClient(create_app(replace(settings(), shelf=shelf)), raise_server_exceptions=False) as made:
        yield made


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_list_shows_what_was_signed_by_two_and_not_what_waits(client: TestClient, prefix: str) -> None:
    page = client.get(f"{prefix}/example/releases")
    assert page.status_code == 200 and "/releases/r0001" in page.text and "/releases/r0002" not in page.text
    assert client.get(f"{prefix}/example/releases/r0002").status_code == 404
    assert client.get(f"{prefix}/yangjiang/releases/r0001").status_code == 404


def test_a_table_stands_with_its_rules_audit_signers_and_register(client: TestClient, shelf: Shelf) -> None:
    page = client.get("/example/releases/r0001")
    table = released_table(shelf, "r0001")[1]
    assert page.status_code == 200 and page.text.count("<h1") == 1
    assert "李四" in page.text and table.rules in page.text and table.rules_in_words[0] in page.text
    assert page.text.count(">…<") == sum(cell.is_hidden for cell in table.cells) * len(table.measures)


def test_the_files_hold_the_same_cells_as_the_page(client: TestClient, shelf: Shelf) -> None:
    table = released_table(shelf, "r0001")[1]
    found = json.loads(client.get("/example/releases/r0001.json").content)
    assert [cell["is_hidden"] for cell in found["table"]["cells"]] == [cell.is_hidden for cell in table.cells]
    text = client.get("/example/releases/r0001.csv").content.decode("utf-8-sig")
    assert text.count("…,…") == sum(cell.is_hidden for cell in table.cells) and "已发布" in text
    book = load_workbook(BytesIO(client.get("/example/releases/r0001.xlsx").content))
    assert book.active.cell(3, 1).value == "合计"


@pytest.mark.parametrize("name", ["r0001.exe", "r9999", "r0001.csv.json", "..%2fkey", "key"])
def test_nothing_else_of_the_shelf_can_be_fetched(client: TestClient, name: str) -> None:
    assert client.get(f"/example/releases/{name}").status_code == 404


def test_a_page_without_a_shelf_says_so(tmp_path: Path) -> None:
    with TestClient(create_app(replace(settings(), shelf=Shelf(tmp_path / "none")))) as client:
        assert "还没有已发布的统计表" in client.get("/example/releases").text
    assert not (tmp_path / "none").exists()


def test_a_withdrawn_table_stays_and_says_so(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "releases")
    proposed(shelf, people_file(tmp_path))
    sign(shelf, "r0001", "张三", AT)
    sign(shelf, "r0001", "李四", AT)
    withdraw(shelf, "r0001", "王五", "口径有误", AT)
    with TestClient(create_app(replace(settings(), shelf=shelf))) as client:
        assert "已撤回" in client.get("/example/releases").text
        assert "口径有误" in client.get("/example/releases/r0001").text


def zs(*words: str) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, ["release", *words])
    return found.exit_code, found.stdout, found.stderr


def test_the_commands_walk_from_proposal_to_withdrawal(tmp_path: Path) -> None:
    file, folder, out = str(people_file(tmp_path)), ("--folder", str(tmp_path / "r")), str(tmp_path / "t.csv")
    named = ("--person", "编号", "--unit", "户", "--title", "表", "--purpose", "年鉴", "--period", "2025")
    code, text, said = zs(
        "propose",
        file,
        "--by",
        "county,sex",
        "--value",
        "income",
        *named,
        "--as",
        "张三",
        "--out",
        out,
        "--json",
        *folder,
    )
    assert code == 0, said
    found = json.loads(text)
    assert found["state"] == "proposed" and found["inside_the_office"] and "不得对外" in Path(out).read_text("utf-8")
    assert zs("sign", "r0001", "--as", "张三", *folder)[0] == 0
    code, _, said = zs("sign", "r0001", "--as", "张三", *folder)
    assert code == 2 and "另一人" in said
    assert json.loads(zs("sign", "r0001", "--as", "李四", "--json", *folder)[1])["state"] == "released"
    assert zs("show", "r0001", *folder)[0] == 0 and "r0001" in zs("list", *folder)[1]
    assert json.loads(zs("verify", "--json", *folder)[1])["is_sound"] is True
    assert zs("withdraw", "r0001", "--as", "王五", "--why", "错", *folder)[0] == 0
    assert zs("show", "r0009", *folder)[0] == 2


def figures_in(document: object) -> Iterator[dict[str, object]]:
    """Every figure of an API answer."""
    if isinstance(document, dict):
        if {"value", "n", "indicator"} <= document.keys():
            yield document
        for one in document.values():
            yield from figures_in(one)
    elif isinstance(document, list):
        for one in document:
            yield from figures_in(one)


def test_no_figure_of_fewer_than_ten_people_reaches_an_api_answer_of_a_small_city() -> None:
    run = run_simulation(SimulationRequest("example", 2025, find_reform("example", "dibao_plus_10"), 1_500))
    answers = (as_json(distribution_of(run)), simulation_json(answer(run, 0.0)))
    found = [figure for document in answers for figure in figures_in(document)]
    assert len(found) > 100
    assert not [figure for figure in found if figure["value"] is not None and (figure["n"] or 10) < 10]
    assert all(figure["n"] is None for figure in found if "not_released" in figure["flags"])
