"""A figure as it stands on a page: drawing, table, note, source, badges."""

import re
from dataclasses import dataclass

from zengshou.faces.amounts import Value, show
from zengshou.faces.charts.chart import Chart
from zengshou.faces.charts.table import Badge, Cell, Table
from zengshou.faces.words import Words


@dataclass(frozen=True)
class Figure:
    """One figure.

    id      stable name, part of addresses and file names
    chart   None for a figure that is only a table
    note    how to read it: method, interval, what is left out
    source  where the figures come from, with the vintage
    whole   every row, for the workbook and downloads, where `table` shows only those that tell something
    """

    id: str
    title: str
    chart: Chart | None
    table: Table
    note: str = ""
    source: str = ""
    badges: tuple[Badge, ...] = ()
    whole: Table | None = None

    @property
    def full_table(self) -> Table:
        return self.whole or self.table


def written(cell: Cell, words: Words) -> str:
    """A cell as a reader sees it, differences with their sign."""
    shown = show(cell.value, cell.quantity, words)
    is_rise = isinstance(cell.value, int | float) and cell.value > 0 and re.search("[1-9]", shown) is not None
    if cell.is_signed and is_rise:
        return f"+{shown}"
    return shown


def safe_id(name: str) -> str:
    """A name that may stand in an address: letters, digits, - and _ only."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "figure"


def _raw(value: Value) -> list[str]:
    if isinstance(value, tuple):
        return ["" if limit is None else repr(float(limit)) for limit in value]
    return ["" if value is None else str(value)]


def _shielded(field: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    is_number = bool(re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", field))
    return field if is_number or not field.startswith(("=", "+", "-", "@", "\t", "\r")) else f"'{field}"


def _field(value: str) -> str:
    shielded = _shielded(value)
    return '"' + shielded.replace('"', '""') + '"' if re.search(r'[",\n\r]', shielded) else shielded


def as_csv(table: Table, words: Words) -> str:
    """The table with raw numbers, intervals in two columns; UTF-8 with a mark so that spreadsheets read Chinese."""
    heads: list[str] = []
    for index, name in enumerate(table.columns):
        heads += [f"{name} {words('下限')}", f"{name} {words('上限')}"] if table.is_span_column(index) else [name]
    lines = [heads] + [[field for cell in row for field in _raw(cell.value)] for row in table.rows]
    return "\ufeff" + "\r\n".join(",".join(_field(field) for field in line) for line in lines) + "\r\n"
