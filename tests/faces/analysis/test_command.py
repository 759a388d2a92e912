"""`zs measure --format`: the same figures in the formats that other programs read."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

import zengshou as zs
from tests.faces.analysis.invented_rows import DESIGN, rows
from zengshou.faces.cli.main import app

MEASURE = ["--income", "income", "--weight", "w", "--strata", "h", "--psu", "psu", "--by", "county"]
PERIOD = ["--indicators", "gini", "--period", "2025"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows().write_parquet(tmp_path / "a.parquet")
    return tmp_path / "a.parquet"


def said(*words: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["measure", *(str(word) for word in words)])
    assert done.exit_code == code, done.output
    return done.output


def test_sdmx_csv_of_a_file_holds_the_figures_of_the_analyst(file: Path) -> None:
    found = list(csv.DictReader(io.StringIO(said(file, *MEASURE, *PERIOD, "--format", "sdmx-csv"), newline="")))
    direct = zs.gini(rows(), "income", by="county", **DESIGN)
    assert [float(row["OBS_VALUE"]) for row in found] == [one.value for one in direct]
    assert {row["TIME_PERIOD"] for row in found} == {"2025"}


def test_json_stat_of_a_file_is_a_dataset(file: Path) -> None:
    document = json.loads(said(file, *MEASURE, *PERIOD, "--format", "jsonstat"))
    assert document["class"] == "dataset" and document["size"] == [1, 3, 1, 1, 6]


def test_a_workbook_is_written_where_it_is_asked_for(file: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.xlsx"
    assert str(out) in said(file, *MEASURE, *PERIOD, "--format", "xlsx", "--out", out)
    assert openpyxl.load_workbook(out).sheetnames == ["结果", "口径"]


def test_sdmx_without_a_period_and_a_workbook_without_a_file_are_refused(file: Path) -> None:
    said(file, *MEASURE, "--indicators", "gini", "--format", "sdmx-csv", code=2)
    said(file, *MEASURE, *PERIOD, "--format", "xlsx", code=2)
