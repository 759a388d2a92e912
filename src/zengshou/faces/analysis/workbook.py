"""Figures as a workbook: Chinese headers, numbers as numbers, texts that never become formulas, conventions apart."""

from collections.abc import Mapping, Sequence
from os import PathLike, fspath

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from rich.cells import cell_len

from zengshou.concepts.estimate import Estimate
from zengshou.concepts.problem import refuse
from zengshou.faces.amounts import Quantity, quantity_of, unit_name
from zengshou.faces.analysis.convention_words import convention_lines, design_lines, flags_in_words
from zengshou.faces.analysis.heading import EVERYONE, SYNTHETIC, Heading, domain_name, is_synthetic
from zengshou.faces.words import Words
from zengshou.services.release.exchange import NOT_RELEASED

FORMATS = {Quantity.SHARE: "0.00%", Quantity.RATIO: "0.0000"}
AMOUNT = "#,##0.00"
NUMBERS = (
    ("估计值", "value"),
    ("标准误", "se"),
    ("区间下限", "ci_low"),
    ("区间上限", "ci_high"),
    ("变异系数", "cv"),
    ("设计效应", "deff"),
    ("样本数", "n"),
    ("初级单元数", "n_psu"),
    ("自由度", "df"),
)
OWN_FORMATS = {"cv": "0.00%", "deff": "0.00", "n": "#,##0", "n_psu": "#,##0", "df": "#,##0"}
WIDEST = 44
HEAD_FILL = PatternFill("solid", fgColor="12355B")
ZH = Words()


def write(
    estimates: Sequence[Estimate],
    heading: Heading,
    by: Sequence[str],
    parts: Mapping[str, tuple[str, ...]],
    path: str | PathLike[str],
) -> None:
    """Writes the workbook. Raises  ProblemsFound where the file cannot be written"""
    book = Workbook()
    sheet = book.active
    sheet.title = "结果"
    _figures(sheet, estimates, heading, by, parts)
    _conventions(book.create_sheet("口径"), estimates, heading)
    try:
        book.save(fspath(path))
    except OSError as error:
        raise refuse(f"写不了文件：{error.strerror}。", fspath(path), "请检查目录权限，并关闭已打开的文件。") from None


def _text(cell: Cell, text: str) -> None:
    """A text is stored as a text, whatever it begins with: = + - @ never become a formula."""
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def _figures(
    sheet: Worksheet,
    estimates: Sequence[Estimate],
    heading: Heading,
    by: Sequence[str],
    parts: Mapping[str, tuple[str, ...]],
) -> None:
    mark = f"【{SYNTHETIC}】" if is_synthetic(estimates) else ""
    _text(sheet.cell(1, 1), f"{mark}{heading.line(estimates)}")
    sheet.cell(1, 1).font = Font(size=14, bold=True)
    _text(sheet.cell(2, 1), NOT_RELEASED)
    sheet.cell(2, 1).font = Font(bold=True, color="8F2B20")
    texts = ["指标", *(by or ("范围",))]
    heads = [*texts, *(head for head, _ in NUMBERS), "单位", "说明", "地区", "时期"]
    for column, head in enumerate(heads, start=1):
        cell = sheet.cell(3, column)
        _text(cell, head)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), HEAD_FILL
    whole = (EVERYONE,) * len(by)
    for row, one in enumerate(estimates, start=4):
        places = parts.get(one.domain, whole) if by else (domain_name(one),)
        _row(sheet, row, one, (one.label or one.indicator, *places))
    sheet.freeze_panes = sheet.cell(4, len(texts) + 1)
    _fit(sheet, len(heads))


def _row(sheet: Worksheet, row: int, one: Estimate, names: Sequence[str]) -> None:
    for column, name in enumerate(names, start=1):
        _text(sheet.cell(row, column), name)
    for column, (_, field) in enumerate(NUMBERS, start=len(names) + 1):
        cell = sheet.cell(row, column)
        cell.value = getattr(one, field)
        cell.number_format = OWN_FORMATS.get(field) or FORMATS.get(quantity_of(one.unit), AMOUNT)
    last = (unit_name(one.unit, ZH), flags_in_words(one), one.area, one.period)
    for column, text in enumerate(last, start=len(names) + len(NUMBERS) + 1):
        _text(sheet.cell(row, column), text)


def _conventions(sheet: Worksheet, estimates: Sequence[Estimate], heading: Heading) -> None:
    lines = [heading.line(estimates), f"数据：{heading.source}", f"区间：{heading.interval}", ""]
    lines += ["口径", *convention_lines(estimates), "", "抽样设计", *design_lines(estimates), "", NOT_RELEASED]
    if is_synthetic(estimates):
        lines.append(f"{SYNTHETIC}：不得作为统计数据引用。")
    sheet.column_dimensions["A"].width = 110
    for row, line in enumerate(lines, start=1):
        cell = sheet.cell(row, 1)
        _text(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(bold=line in ("口径", "抽样设计") or row == 1)


def _fit(sheet: Worksheet, columns: int) -> None:
    """Columns as wide as their longest text, numbers at a usual width; the two lines above the table do not count."""
    for column in range(1, columns + 1):
        cells = [sheet.cell(row, column).value for row in range(3, sheet.max_row + 1)]
        longest = max(cell_len(cell) if isinstance(cell, str) else 11 for cell in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(longest + 3, WIDEST)
