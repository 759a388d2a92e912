"""Reads a table from csv, parquet, xlsx, dta or sav. What is wrong comes back in words, never as a traceback."""

import csv
import difflib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import polars as pl
import pyarrow
import pyreadstat
from pyarrow import parquet

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.store.sheet_process import run_sheet_child
from zengshou.store.table import Table
from zengshou.store.text import decode

SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号"}
DAMAGED = "文件可能已损坏或并非这种格式，请用原来的软件打开后重新导出。"

# A damaged file trips the reader's own Python code as often as its parser.
FAULTS_OF_READSTAT = (
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
)

Columns = Sequence[str] | None


def read_table(path: str | Path, columns: Columns = None) -> Table:
    """The named columns of a file, or all of them; rows in the order of the file.

    Raises  ProblemsFound: no such file, unknown kind, empty or damaged file, no rows, missing or doubled columns
    """
    file = Path(path)
    _check_file(file)
    try:
        table = READERS[file.suffix.lower()](file, columns)
    except OSError as error:
        raise refuse(f"文件无法读取：{error.strerror or error}。", str(file), "请检查文件权限和磁盘。") from None
    if table.n == 0:
        raise refuse("文件只有表头，没有数据（0 行）。", str(file), "请检查导出时的筛选条件。")
    return table


def _check_file(file: Path) -> None:
    if not file.exists():
        raise refuse("找不到这个文件。", str(file), "请检查路径和文件名。")
    if file.is_dir():
        raise refuse("这是一个目录，不是文件。", str(file), "请指明其中的一个文件。")
    if file.suffix.lower() not in READERS:
        kinds = "、".join(sorted(READERS))
        raise refuse(f"不认识的文件类型“{file.suffix or file.name}”。", str(file), f"请转换为 {kinds} 之一。")
    if file.stat().st_size == 0:
        raise refuse("文件是空的（0 字节）。", str(file), "请重新导出。")


def _read_csv(file: Path, columns: Columns) -> Table:
    decoded = decode(file.read_bytes(), str(file))
    if "\0" in decoded.text:
        raise refuse("文本中有二进制内容。", str(file), DAMAGED)
    table = _table_of_text(decoded.text, str(file), 1, columns)
    return Table(table.frame, table.source, table.first_row, notes=(f"编码 {decoded.encoding}", *table.notes))


def _read_workbook(file: Path, columns: Columns) -> Table:
    """The first sheet, read in a process of its own: a workbook can abort the reader."""
    header_row, _, text = run_sheet_child(file).partition("\n")
    return _table_of_text(text, str(file), int(header_row), columns)


def _table_of_text(text: str, source: str, header_row: int, columns: Columns) -> Table:
    """Delimited text as a table of text columns; the separator is the one that the header holds most of."""
    if not text.strip():
        raise refuse("文件中没有内容。", source, "请重新导出。")
    unix = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    header = unix.split("\n", 1)[0]
    separator = max(SEPARATORS, key=header.count)
    names = [name.strip() for name in next(csv.reader([header], delimiter=separator))]
    wanted = _wanted(names, columns, source)
    places = sorted(names.index(name) for name in wanted)
    try:
        frame = pl.read_csv(
            unix.encode(),
            separator=separator,
            infer_schema=False,
            null_values=["NA"],
            columns=places,
            truncate_ragged_lines=False,
        )
    except pl.exceptions.PolarsError as error:
        raise refuse(_text_fault(str(error)), source, "请检查引号和每行的列数，或用原来的软件重新导出。") from None
    frame.columns = [names[place] for place in places]
    return Table(frame.select(wanted), source, header_row + 1, notes=(f"分隔符 {SEPARATORS[separator]}",))


def _text_fault(message: str) -> str:
    if "more fields" in message:
        return "有的行比表头多出若干列。"
    return "文本不成表格，可能有没有配对的引号。"


def _read_parquet(file: Path, columns: Columns) -> Table:
    """By pyarrow, not Polars: a damaged page makes the latter abort with a trace of its own on the screen."""
    try:
        names = parquet.read_schema(file).names
        wanted = _wanted(names, columns, str(file))
        found = parquet.read_table(file, columns=wanted, page_checksum_verification=True)
        found.validate(full=True)
        frame = pl.DataFrame([pl.Series(name, found.column(name)) for name in wanted])  # the schema's remarks stay out
    except (pyarrow.ArrowException, OSError, ValueError):
        raise refuse("parquet 文件无法读取。", str(file), DAMAGED) from None
    return Table(frame, str(file))


def _read_stata(file: Path, columns: Columns) -> Table:
    return _read_labelled(file, columns, pyreadstat.read_dta)


def _read_spss(file: Path, columns: Columns) -> Table:
    return _read_labelled(file, columns, pyreadstat.read_sav)


def _read_labelled(file: Path, columns: Columns, reader: Callable[..., tuple[pl.DataFrame, object]]) -> Table:
    """Stata or SPSS with labels of variables and values; old files in a Chinese code page are tried as GB18030."""
    for encoding in (None, "GB18030"):
        try:
            _, about = reader(str(file), metadataonly=True, output_format="polars", encoding=encoding)
            wanted = _wanted(list(getattr(about, "column_names", ())), columns, str(file))
            frame, meta = reader(
                str(file), usecols=wanted, output_format="polars", encoding=encoding, disable_datetime_conversion=True
            )
        except FAULTS_OF_READSTAT:
            continue
        named: Mapping[str, str | None] = getattr(meta, "column_names_to_labels", {})
        coded: Mapping[str, Mapping[float, str]] = getattr(meta, "variable_value_labels", {})
        labels = {name: label for name, label in named.items() if label}
        values = {name: {float(code): text for code, text in of.items()} for name, of in coded.items() if _is_coded(of)}
        return Table(frame.select(wanted), str(file), labels=labels, value_labels=values)
    raise refuse(f"{file.suffix} 文件无法读取。", str(file), DAMAGED)


def _is_coded(labels: Mapping[float, str]) -> bool:
    """True for labels of numbers; codes that are texts carry no labels here."""
    return all(isinstance(code, int | float) for code in labels)


def _wanted(names: Sequence[str], columns: Columns, source: str) -> list[str]:
    """The columns to read, each once.

    Raises  ProblemsFound naming every column that is missing, with the nearest names, and every one that stands twice
    """
    asked = [name for name in names if name] if columns is None else list(dict.fromkeys(columns))
    counts = Counter(names)
    problems = [Problem(f"没有列“{name}”。", source, _nearest(name, names)) for name in asked if not counts[name]]
    problems += [
        Problem(f"列“{name}”出现了 {counts[name]} 次。", source, "请给每一列不同的名字。")
        for name in dict.fromkeys(asked)
        if counts[name] > 1
    ]
    if problems:
        raise ProblemsFound(problems)
    return asked


def _nearest(name: str, names: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    if near:
        return f"是否指“{'”“'.join(near)}”？"
    shown = "、".join(names[:12])
    return f"文件中的列有：{shown}{' 等' if len(names) > 12 else ''}。"


READERS: Mapping[str, Callable[[Path, Columns], Table]] = {
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".txt": _read_csv,
    ".parquet": _read_parquet,
    ".xlsx": _read_workbook,
    ".xls": _read_workbook,
    ".dta": _read_stata,
    ".sav": _read_spss,
    ".zsav": _read_spss,
}
