from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from tests.faces import invented
from zengshou.faces.report.content import build_report
from zengshou.faces.report.xlsx import xlsx_bytes
from zengshou.faces.words import Language

SHEETS = [
    "说明",
    "主要结果",
    "预算",
    "十等分组",
    "群体",
    "群体前后",
    "群体与中等收入",
    "指标与目标",
    "口径与参数",
    "图表数据",
]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(BytesIO(xlsx_bytes(build_report(invented.findings()))))


def test_the_sheets_stand_in_their_order(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_numbers_are_numbers_with_formats_and_intervals_have_two_columns(book: Workbook) -> None:
    sheet = book["十等分组"]
    heads = [cell.value for cell in sheet[3]]
    column = heads.index("95%置信区间 下限")
    assert heads[column + 1] == "95%置信区间 上限"
    low, high = sheet.cell(4, column + 1), sheet.cell(4, column + 2)
    assert isinstance(low.value, float) and low.value < high.value
    assert low.number_format == "#,##0.00"


def test_a_text_that_begins_like_a_formula_stays_a_text(book: Workbook) -> None:
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    dangerous = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))]
    assert all(cell.data_type == "s" for cell in dangerous)


def test_headers_are_frozen_and_columns_are_wide_enough(book: Workbook) -> None:
    for name in SHEETS[:-1]:
        sheet = book[name]
        assert sheet.freeze_panes
        assert sheet.column_dimensions["A"].width >= 9


def test_sheets_with_figures_hold_native_charts(book: Workbook) -> None:
    for name in ("主要结果", "预算", "十等分组", "群体", "群体与中等收入", "指标与目标"):
        assert book[name]._charts, name


def test_the_cover_says_that_the_data_are_synthetic(book: Workbook) -> None:
    assert "合成数据" in book["说明"]["A3"].value
    assert "合成数据" in book["预算"]["A1"].value


def test_several_reforms_share_one_table(book: Workbook) -> None:
    names = {row[0].value for row in book["预算"].iter_rows(min_row=4, max_row=30) if row[0].value}
    assert {"政策模拟：低保标准提高10%", "政策模拟：=低保与消费支出挂钩"} <= names


def test_an_english_workbook_has_english_sheets() -> None:
    english = load_workbook(BytesIO(xlsx_bytes(build_report(invented.findings(), Language.EN))))
    assert english.sheetnames[:3] == ["Read me", "Main results", "Budget"]
