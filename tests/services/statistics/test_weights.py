"""`zs weight` as a service: a file and a sheet of totals in, the weighted file out, and every fault in words."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook
from pytest import approx

from tests.statistics.weights.drawn import drawn
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.policy.margin_sheet import read_margins
from zengshou.services.statistics.weights import WeightRequest, weigh
from zengshou.services.statistics.weights_sheets import weights_json
from zengshou.statistics.weights.calibrate import CalibrationChoices, calibrate
from zengshou.statistics.weights.diagnostics import WeightLimits
from zengshou.statistics.weights.distance import Method
from zengshou.statistics.weights.response import CellRule

SEX, AGE = ("男", "女"), ("0-14", "15-59", "60+")
TOTALS = [
    ("性别", "男", 10500),
    ("性别", "女", 11500),
    ("年龄组", "0-14", 7400),
    ("年龄组", "15-59", 7000),
    ("年龄组", "60+", 7600),
    ("收入", "", 128e6),
]


def write(path: Path, **columns: Sequence[object]) -> Path:
    lines = [",".join(columns)]
    lines += [
        ",".join("" if cell is None else str(cell) for cell in row) for row in zip(*columns.values(), strict=True)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def sheet(path: Path, rows: Sequence[tuple[str, str, object]], **more: Sequence[object]) -> Path:
    variable, category, total = zip(*rows, strict=True)
    return write(path, 变量=variable, 类别=category, 总数=total, **more)


@pytest.fixture
def request_of_all(tmp_path: Path) -> WeightRequest:
    people = drawn()
    data = write(
        tmp_path / "调查.csv",
        户号=[f"{code:05d}" for code in people.household],
        性别=[SEX[code] for code in people.sex],
        年龄组=[AGE[code] for code in people.age],
        权数=people.weight,
        收入=people.income,
        回答=["是" if has else "否" for has in people.has_answered],
        备注=["=1+1"] * len(people.weight),
    )
    margins = sheet(tmp_path / "边际.csv", TOTALS)
    return WeightRequest(data, margins, tmp_path / "加权.csv", design_weight="权数")


def faults(request: WeightRequest) -> str:
    with pytest.raises(ProblemsFound) as caught:
        weigh(request)
    return str(caught.value)


def test_the_file_comes_back_with_the_weights_that_the_statistics_give(request_of_all: WeightRequest) -> None:
    people = drawn()
    direct = calibrate(people.weight, people.margins())
    found = weigh(request_of_all)
    written = pl.read_csv(request_of_all.out)
    assert written.columns[-3:] == ["设计权数", "g权数", "校准权数"] and written.height == 219
    assert written["校准权数"].to_numpy() == approx(direct.weight)
    assert written["g权数"].to_numpy() == approx(direct.g)
    assert [path.name for path in found.written] == ["加权.csv", "加权_权数诊断.xlsx"]


def test_a_workbook_holds_the_data_the_diagnostics_and_the_margins(request_of_all: WeightRequest) -> None:
    out = request_of_all.out.with_suffix(".xlsx")
    weigh(replace(request_of_all, out=out))
    book = load_workbook(out)
    assert book.sheetnames == ["数据", "权数诊断", "边际"]
    head, first = (list(row) for row in book["数据"].iter_rows(max_row=2, values_only=True))
    record = dict(zip(head, first, strict=True))
    assert record["户号"] == "00000" and isinstance(record["收入"], int | float)
    assert book["数据"].cell(2, 7).data_type == "s" and record["备注"] == "=1+1"
    margins = list(book["边际"].iter_rows(values_only=True))
    assert margins[0][:4] == ("变量", "类别", "口径", "总数") and margins[2][:4] == ("性别", "女", "人", 11500)
    assert margins[2][5] == approx(11500)
    titles = [row[0] for row in book["权数诊断"].iter_rows(values_only=True)]
    assert "设计效应 1+cv²（Kish）" in titles and "口径" in titles and "说明" in titles


def test_parquet_keeps_its_types(request_of_all: WeightRequest, tmp_path: Path) -> None:
    out = tmp_path / "加权.parquet"
    weigh(replace(request_of_all, out=out))
    assert pl.read_parquet(out)["校准权数"].dtype == pl.Float64


def test_every_choice_reaches_the_weights(request_of_all: WeightRequest) -> None:
    choices = CalibrationChoices(Method.LOGIT, (0.3, 3.5), WeightLimits(0.4, 2.2))
    found = weigh(replace(request_of_all, household="户号", choices=choices)).calibrated
    assert "calibration=logit; g_bounds=0.3-3.5; household_weight=integrated" in found.convention
    people = drawn()
    expected = calibrate(people.weight, people.margins(), choices, people.household)
    assert found.weight == approx(expected.weight)


def test_those_who_did_not_answer_have_no_weight_and_their_cells_are_told(request_of_all: WeightRequest) -> None:
    rule = CellRule(least=5, largest=10)
    found = weigh(replace(request_of_all, answered="回答", cells=("性别", "年龄组"), cell_rule=rule))
    written = pl.read_csv(request_of_all.out)
    people = drawn()
    assert written["校准权数"].is_null().to_numpy().tolist() == (~people.has_answered).tolist()
    assert written["校准权数"].sum() == approx(22000)
    assert found.response is not None and len(found.response.cells) == 6
    assert found.response.cells[0].labels == ("女×0-14",)
    assert load_workbook(found.written[1]).sheetnames == ["权数诊断", "边际", "无回答格"]


def test_design_weights_come_from_probabilities_or_from_counts(tmp_path: Path) -> None:
    data = write(tmp_path / "a.csv", p1=[0.1, 0.1, 0.2], p2=[0.5, 0.5, 0.5], N=[40, 40, 10], h=["城", "城", "乡"])
    margins = sheet(tmp_path / "m.csv", [("h", "城", 45), ("h", "乡", 12)])
    asked = WeightRequest(data, margins, tmp_path / "o.csv", probabilities=("p1", "p2"))
    weigh(asked)
    assert pl.read_csv(asked.out)["设计权数"].to_list() == approx([20, 20, 10])
    weigh(replace(asked, probabilities=(), population="N", strata="h"))
    written = pl.read_csv(asked.out)
    assert written["设计权数"].to_list() == [20, 20, 10] and written["校准权数"].to_list() == approx([22.5, 22.5, 12])


def test_cells_of_two_columns_are_one_margin(tmp_path: Path) -> None:
    data = write(tmp_path / "a.csv", 县=["甲", "甲", "乙", "乙"], 城乡=[1, 2, 1, 2], w=[1, 1, 1, 1])
    rows = [("县*城乡", "甲 × 1", 10), ("县*城乡", "甲×2", 20), ("县*城乡", "乙×１", 30), ("县*城乡", "乙×2.0", 40)]
    asked = WeightRequest(data, sheet(tmp_path / "m.csv", rows), tmp_path / "o.csv", design_weight="w")
    weigh(asked)
    assert pl.read_csv(asked.out)["校准权数"].to_list() == approx([10, 20, 30, 40])


def test_household_margins_are_marked_in_the_sheet(tmp_path: Path) -> None:
    """Two households of one and two persons, 30 of the first kind and 35 of the second: 100 persons."""
    data = write(tmp_path / "a.csv", 户=[1, 2, 2], 规模=[1, 2, 2], w=[10, 10, 10], 人=[1, 1, 1])
    rows = [("规模", "1", 30), ("规模", "2", 35), ("人", "1", 100)]
    margins = sheet(tmp_path / "m.csv", rows, 口径=["户", "户", "人"])
    asked = WeightRequest(data, margins, tmp_path / "o.csv", design_weight="w", household="户")
    weigh(asked)
    assert pl.read_csv(asked.out)["校准权数"].to_list() == approx([30, 35, 35])


def test_categories_of_the_data_without_a_total_are_named(request_of_all: WeightRequest, tmp_path: Path) -> None:
    margins = sheet(tmp_path / "m.csv", TOTALS[:3])
    said = faults(replace(request_of_all, margins=margins))
    assert "数据中的类别“15-59”“60+”没有总数" in said


def test_a_sheet_with_faults_is_answered_row_by_row(request_of_all: WeightRequest, tmp_path: Path) -> None:
    rows = [("性别", "男", 10), ("", "女", 5), ("性别", "女", "")]
    margins = sheet(tmp_path / "m.csv", rows, 口径=["人", "家", "人"])
    said = faults(replace(request_of_all, margins=margins))
    assert "第 3 行：没有写变量" in said and "口径“家”无法识别" in said and "第 4 行：“性别 女”没有总数" in said
    assert "缺少列“总数”" in faults(
        replace(request_of_all, margins=write(tmp_path / "n.csv", 变量=["性别"], 类别=["男"]))
    )
    twice = sheet(tmp_path / "t.csv", [*TOTALS[:2], ("性别", "女", 3), ("收入", "", 5), ("收入", "高", 5)])
    said = faults(replace(request_of_all, margins=twice))
    assert "类别“女”的总数给出了两次" in said and "有的行没有写" in said


@pytest.mark.parametrize(
    "change, words",
    [
        ({"design_weight": None}, "只给一种"),
        ({"probabilities": ("权数",)}, "只给一种"),
        ({"design_weight": None, "population": "权数"}, "没有给层"),
        ({"cells": ("性别",)}, "没有给出是否回答"),
        ({"answered": "性别"}, "“女”“男”"),
        ({"design_weight": "权术"}, "是否指“权数”"),
        ({"household": "户口"}, "没有列“户口”"),
    ],
)
def test_requests_that_cannot_be_met_are_answered(
    change: dict[str, object], words: str, request_of_all: WeightRequest
) -> None:
    assert words in faults(replace(request_of_all, **change))  # type: ignore[arg-type]


def test_nothing_is_overwritten_by_accident(request_of_all: WeightRequest, tmp_path: Path) -> None:
    assert "相同" in faults(replace(request_of_all, out=request_of_all.path))
    assert "不能写成" in faults(replace(request_of_all, out=tmp_path / "a.docx"))
    assert "文件夹不存在" in faults(replace(request_of_all, out=tmp_path / "无" / "a.csv"))
    weigh(request_of_all)
    again = replace(request_of_all, path=request_of_all.out, out=tmp_path / "再次.csv")
    assert "已有列“设计权数”" in faults(again)


def test_weights_that_are_missing_or_negative_are_told_by_row(tmp_path: Path) -> None:
    data = write(tmp_path / "a.csv", a=["x", "y", "x"], w=[1, -1, ""])
    asked = WeightRequest(data, sheet(tmp_path / "m.csv", [("a", "x", 3)]), tmp_path / "o.csv", design_weight="w")
    assert "权数缺失或为负：第 3、4 行" in faults(asked)


def test_json_holds_the_diagnostics_and_no_nan(request_of_all: WeightRequest) -> None:
    found = weigh(request_of_all)
    said = json.loads(json.dumps(weights_json(found.calibrated, found.response, found.first_row), allow_nan=False))
    assert said["after"]["total"] == approx(22000) and said["margins"][5]["category"] == ""
    assert said["worst_margin_error"] < 1e-8 and said["response_cells"] == []


def test_margins_are_read_from_a_workbook_as_from_text(tmp_path: Path) -> None:
    book = Workbook()
    for row in (("变量", "类别", "总数"), ("性别", "男", 1234), ("规模", 3, 5)):
        book.active.append(row)
    book.save(tmp_path / "m.xlsx")
    text = sheet(tmp_path / "m.csv", [("性别", "男", '"1,234"'), ("规模", "3", 5)])
    assert read_margins(tmp_path / "m.xlsx").rows == read_margins(text).rows
