"""Writes a file with its new weight columns, and what is to be known of the weights on sheets beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.concepts.problem import refuse
from zengshou.store.table import Table

DATA_SHEET = "数据"
KINDS = (".xlsx", ".csv", ".parquet")
MOST_ROWS = 1_048_575  # of a sheet, below its header
WIDEST_NUMBER = 15  # digits that a cell keeps; longer codes stay text
Cell = str | float | int | None


@dataclass(frozen=True)
class Sheet:
    """One sheet of words and figures."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def check_out(out: Path, inputs: Sequence[Path], rows: int) -> None:
    """Raises  ProblemsFound: a kind that is not written, a missing folder, an input as output, too many rows"""
    if out.suffix.lower() not in KINDS:
        raise refuse(f"不能写成“{out.suffix or out.name}”。", str(out), f"请用 {'、'.join(KINDS)} 之一。")
    if not out.parent.is_dir():
        raise refuse("目标文件夹不存在。", str(out.parent), "请先建立文件夹。")
    if any(out.resolve() == path.resolve() for path in inputs):
        raise refuse("输出文件与输入文件相同，原数据会被覆盖。", str(out), "请换一个文件名。")
    if out.suffix.lower() == ".xlsx" and rows > MOST_ROWS:
        raise refuse(f"有 {rows:,} 行，一张工作表放不下。", str(out), "请写成 csv 或 parquet。")


def write_weighted(
    found: Table, added: Mapping[str, NDArray[np.float64]], sheets: Sequence[Sheet], out: Path
) -> tuple[Path, ...]:
    """The files written: data and sheets in one workbook, or the data and a workbook of the sheets beside it.

    found   the data as read, all columns; added  new columns, NaN for an empty cell
    Raises  ProblemsFound: a column of that name is there already, the disk cannot be written
    """
    present = [name for name in added if name in found.names]
    if present:
        raise refuse(f"文件里已有列“{'”“'.join(present)}”。", found.source, "请先改名或删去，再重新加权。")
    columns = [pl.Series(name, values).fill_nan(None) for name, values in added.items()]
    try:
        if out.suffix.lower() == ".xlsx":
            _write_book(out, (_data_rows(found.frame.with_columns(columns)), *map(_sheet_rows, sheets)))
            return (out,)
        frame = found.frame.with_columns(columns)
        if out.suffix.lower() == ".csv":
            # With a byte order mark, so that spreadsheets read the Chinese names.
            frame.write_csv(out, include_bom=True)
        else:
            frame.write_parquet(out)
        beside = out.with_name(f"{out.stem}_权数诊断.xlsx")
        _write_book(beside, tuple(map(_sheet_rows, sheets)))
        return out, beside
    except OSError as error:
        raise refuse(
            f"无法写入：{error.strerror or error}。", str(out), "请检查权限、磁盘，或文件是否正被打开。"
        ) from None


@dataclass(frozen=True)
class _Rows:
    title: str
    heads: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def _sheet_rows(sheet: Sheet) -> _Rows:
    return _Rows(sheet.title, sheet.heads, sheet.rows)


def _data_rows(frame: pl.DataFrame) -> _Rows:
    """The data, columns of numbers as numbers even where a csv held them as text."""
    typed = frame.with_columns(_as_numbers(frame[name]) for name in frame.columns if frame[name].dtype == pl.String)
    return _Rows(DATA_SHEET, tuple(typed.columns), typed.iter_rows())


def _as_numbers(text: pl.Series) -> pl.Series:
    """The column as numbers if that loses nothing: codes with leading zeros and long ones stay text."""
    stripped = text.str.strip_chars()
    is_code = stripped.str.contains(r"^[+-]?0\d") | (stripped.str.len_chars() > WIDEST_NUMBER)
    numbers = stripped.cast(pl.Float64, strict=False)
    has_lost = (numbers.is_null() & stripped.is_not_null() & (stripped != "")).any()
    return text if has_lost or is_code.any() or numbers.is_infinite().any() or numbers.is_nan().any() else numbers


def _write_book(out: Path, sheets: Sequence[_Rows]) -> None:
    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.title)
        page.freeze_panes = "A2"
        for number, head in enumerate(sheet.heads, start=1):
            page.column_dimensions[get_column_letter(number)].width = min(max(len(head) * 2 + 4, 12), 48)
        page.append([_bold(page, head) for head in sheet.heads])
        for row in sheet.rows:
            page.append([_cell(page, value) for value in row])
    book.save(out)


def _bold(page: Worksheet, text: str) -> WriteOnlyCell:
    cell = _text(page, text)
    cell.font = Font(bold=True)
    return cell


def _cell(page: Worksheet, value: Cell) -> object:
    """Text that begins like a formula is written as text: a name from a survey is never executed."""
    return _text(page, value) if isinstance(value, str) and value[:1] in "=+-@" else value


def _text(page: Worksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"
    return cell
