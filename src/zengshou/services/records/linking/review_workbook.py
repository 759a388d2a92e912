"""Pairs for the officer as a workbook: one record above the other, what differs in colour, a column for the verdict."""

from pathlib import Path

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.concepts.problem import refuse
from zengshou.records.linkage.decide import Decision
from zengshou.services.records.linking.link_columns import LABELS
from zengshou.services.records.linking.link_files import LinkedFiles
from zengshou.services.records.linking.link_pairs import pair_rows

MOST_PAIRS = 20_000  # of one workbook: more than an officer sees in a month
FIRST_ROW = 4
ROW_HEIGHT = 22  # points: two of them hold the words of six comparisons
VERDICTS = ("同一人", "不是同一人", "待查")
HINT = "每两行是一对，上下对照；底色为不同之处。请在“结论”栏选择。含个人信息，请按规定传递和保存。"
DIFFERENT, HEAD = PatternFill("solid", fgColor="FFE3B3"), PatternFill("solid", fgColor="12355B")
BETWEEN_PAIRS = Border(bottom=Side(style="thin", color="999999"))
WIDTHS = {
    "序号": 6,
    "文件": 16,
    "行": 7,
    "身份号码": 21,
    "地址": 34,
    "同一人概率": 11,
    "理由": 30,
    "各项比较": 64,
    "结论": 12,
    "复核人": 10,
}


def write_review(found: LinkedFiles, path: Path) -> int:
    """Write the pairs that wait for an officer, the likeliest first; how many were written.

    Raises  ProblemsFound: no pair waits, too many for one workbook, or the file cannot be written
    """
    waiting = pair_rows(found).filter(pl.col("判定") == Decision.REVIEW.label)
    if waiting.height == 0:
        raise refuse("没有待复核的记录对。", str(path), "无需复核表；自动关联的结果见 --out。")
    if waiting.height > MOST_PAIRS:
        raise refuse(
            f"待复核 {waiting.height} 对，超过一个工作簿的 {MOST_PAIRS} 对。",
            str(path),
            "提高 --review 阈值，或用 --out 写成 csv。",
        )
    columns = [label for label in LABELS.values() if f"甲：{label}" in waiting.columns]
    heads = ["序号", "文件", "行", *columns, "同一人概率", "理由", "各项比较", "结论", "复核人"]
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "待复核"
    _write_head(sheet, heads)
    for place, pair in enumerate(waiting.iter_rows(named=True)):
        _write_pair(sheet, FIRST_ROW + 2 * place, place + 1, pair, columns)
    choice = DataValidation(type="list", formula1='"' + ",".join(VERDICTS) + '"', allow_blank=True)
    sheet.add_data_validation(choice)
    letter = get_column_letter(len(heads) - 1)
    choice.add(f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + 2 * waiting.height}")
    try:
        book.save(path)
    except OSError as error:
        raise refuse(f"文件写不了：{error.strerror or error}。", str(path), "请检查路径和权限。") from None
    return waiting.height


def _write_head(sheet: Worksheet, heads: list[str]) -> None:
    sheet["A1"] = "待复核的记录对"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = HINT
    for place, head in enumerate(heads, start=1):
        cell = sheet.cell(FIRST_ROW - 1, place, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(head, 14)
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 4)
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{FIRST_ROW - 1}:{FIRST_ROW - 1}"


def _write_pair(sheet: Worksheet, row: int, number: int, pair: dict[str, object], columns: list[str]) -> None:
    """Two rows; score, reason, words and verdict stand beside both."""
    words = "；".join(
        f"{name.removeprefix('比较：')}：{text}" for name, text in pair.items() if name.startswith("比较：")
    )
    beside = [round(float(str(pair["同一人概率"])), 4), str(pair["理由"]), words, None, None]
    for offset, side in enumerate("甲乙"):
        own = [pair[f"{side}：文件"], pair[f"{side}：行"], *(pair[f"{side}：{label}"] for label in columns)]
        cells = [number, *own, *(beside if offset == 0 else [None] * len(beside))]
        sheet.row_dimensions[row + offset].height = ROW_HEIGHT
        for place, value in enumerate(cells, start=1):
            cell = sheet.cell(row + offset, place)
            _put(cell, value)
            if offset == 1:
                cell.border = BETWEEN_PAIRS
    for place, label in enumerate(columns, start=4):
        if pair[f"甲：{label}"] != pair[f"乙：{label}"]:
            sheet.cell(row, place).fill = sheet.cell(row + 1, place).fill = DIFFERENT
    for place in range(len(columns) + 4, len(columns) + 4 + len(beside)):
        sheet.merge_cells(start_row=row, end_row=row + 1, start_column=place, end_column=place)


def _put(cell: Cell, value: object) -> None:
    """Numbers as numbers; a text stays a text, whatever it begins with."""
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    if isinstance(value, int | float):
        cell.value = value
        cell.number_format = "0.0000" if isinstance(value, float) else "0"
    elif value is not None:
        cell.value = str(value)
        cell.data_type, cell.number_format = "s", "@"
