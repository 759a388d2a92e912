"""Sheets of a yearbook file as they stand: cells with their places and merged ranges, from xlsx, xls or csv."""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter

from zengshou.concepts.problem import refuse
from zengshou.store.sheet_child import EVERY_SHEET
from zengshou.store.sheet_process import run_sheet_child
from zengshou.store.text import decode

Place = tuple[int, int]  # row and column, from 1
WORKBOOKS = (".xlsx", ".xls", ".xlsm")
TEXTS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Sheet:
    """One sheet.

    cells    place -> text, only cells that hold something; of a merged range the first cell alone
    spread   place -> the cell it was merged into
    """

    source: str
    name: str
    cells: Mapping[Place, str]
    spread: Mapping[Place, Place]

    def where(self, place: Place) -> str:
        """A place as the user's program shows it: 收入.xlsx 工作表“5-9” C7（第7行第3列）."""
        row, column = place
        sheet = f" 工作表“{self.name}”" if self.name else ""
        return f"{self.source}{sheet} {get_column_letter(column)}{row}（第{row}行第{column}列）"


def read_sheets(path: str | Path) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook that hold something, or the one sheet of a text file.

    Raises  ProblemsFound: no such file, unknown kind, empty, damaged, or refused by the reading process
    """
    file = Path(path)
    if not file.is_file():
        raise refuse("找不到这个文件。", str(file), "请检查路径和文件名。")
    kind = file.suffix.lower()
    if kind not in WORKBOOKS + TEXTS:
        kinds = "、".join(WORKBOOKS + TEXTS)
        raise refuse(f"不认识的文件类型“{file.suffix or file.name}”。", str(file), f"请转换为 {kinds} 之一。")
    sheets = _workbook(file) if kind in WORKBOOKS else (_text(file),)
    held = tuple(sheet for sheet in sheets if sheet.cells)
    if not held:
        raise refuse("文件中没有内容。", str(file), "请检查导出，或确认内容不在隐藏的工作表里。")
    return held


def _workbook(file: Path) -> tuple[Sheet, ...]:
    found = json.loads(run_sheet_child(file, EVERY_SHEET))
    return tuple(
        _sheet(str(file), sheet["name"], sheet["rows"], sheet["merged"]) for sheet in found if sheet["is_visible"]
    )


def _text(file: Path) -> Sheet:
    text = decode(file.read_bytes(), str(file)).text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise refuse("文本中有二进制内容。", str(file), "文件可能已损坏，请重新导出。")
    separator = max(",\t;", key=text.count)
    return _sheet(str(file), "", list(csv.reader(io.StringIO(text), delimiter=separator)), [])


def _sheet(source: str, name: str, rows: list[list[str]], merged: list[list[int]]) -> Sheet:
    cells = {
        (number, column): cell
        for number, row in enumerate(rows, start=1)
        for column, cell in enumerate(row, start=1)
        if cell.strip()
    }
    spread = {
        (row + 1, column + 1): (top + 1, left + 1)
        for top, left, bottom, right in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
        if (row, column) != (top, left)
    }
    return Sheet(source, name, cells, spread)
