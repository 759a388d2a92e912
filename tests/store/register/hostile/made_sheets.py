"""合成数据: small treacherous sheets, and what becomes of them on the whole way from bytes to accepted rows."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.records.made_channel import TODAY, document, rules
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.channels.channel import Channel
from zengshou.records.channels.channel_load import load_channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.findings import FILE_ROW, split
from zengshou.records.intake.typed_rows import typed_rows
from zengshou.store.register.parsing.parse import read_folder
from zengshou.store.register.parsing.parse_child import parse
from zengshou.store.register.parsing.parse_child_output import Output
from zengshou.store.sheet_child import Refused

HEAD = ("流水号", "姓名", "证件号码", "所属期", "金额", "发放日期", "面积", "账号")
GOOD = ("S1", "陈一", "44170219800506002X", "2025-03", "6200", "2025-03-15", "96.4", "6222020000000001")
SECOND = ("S2", "李二", "44170219800506002X", "2025-03", "100.5", "", "", "")
SHEET = "xl/worksheets/sheet1.xml"
Cell = object
Row = Sequence[Cell]


@dataclass(frozen=True)
class Trick:
    """One sheet, and what must come of it.

    name     of the trick;  data  makes the file
    read     rows read
    aside    (row, code, cell) of each finding that puts a row aside
    fen      row -> amount in fen, months: row -> year and month, days: row -> date, of accepted rows that are looked at
    refusal  words of it, "" where the file is read
    note     words of a note that must stand beside the file
    """

    name: str
    data: Callable[[], bytes]
    read: int = 0
    aside: Sequence[tuple[int, str, str]] = ()
    fen: Mapping[int, int] = field(default_factory=dict)
    values: Mapping[tuple[int, str], object] = field(default_factory=dict)
    refusal: str = ""
    note: str = ""


@dataclass(frozen=True)
class Delivered:
    """What came of a file: rows read, accepted rows by number, findings that block, refusal, notes."""

    read: int = 0
    accepted: Mapping[int, Mapping[str, object]] = field(default_factory=dict)
    aside: Sequence[tuple[int, str, str]] = ()
    refusal: str = ""
    notes: Sequence[str] = ()
    put_aside: int = 0


def pay() -> Channel:
    """The made channel with a date, a number and an account beside what it has."""
    fields = document()["fields"]
    assert isinstance(fields, list)
    more = [
        {"name": "day", "label": "发放日期", "kind": "date", "level": 1},
        {"name": "area", "label": "面积", "kind": "number", "level": 1},
        {"name": "account", "label": "账号", "kind": "text", "level": 4},
    ]
    return load_channel(document(fields=[*fields, *more]), "channels/pay.yaml")


PAY = pay()


def delivered(data: bytes, folder: Path) -> Delivered:
    """The file as the register would take it, from its bytes to its accepted rows."""
    source = folder / "source"
    source.write_bytes(data)
    try:
        parse(source, Output(folder, PAY.words))
    except Refused as ground:
        return Delivered(refusal=str(ground))
    text = read_folder(folder)
    columns = map_columns(text.headers, PAY)
    if not columns.is_usable:
        return Delivered(refusal=str(ProblemsFound(columns.problems("来件", text.headers))))
    typed = typed_rows(text, PAY, columns, rules(), TODAY)
    blocking = typed.findings.filter(typed.findings["severity"] == "B")
    of_file = blocking.filter(blocking["row"] == FILE_ROW)
    if of_file.height:
        return Delivered(refusal="".join(of_file["message"]))
    accepted, put_aside = split(typed.frame, typed.findings)
    return Delivered(
        text.rows_read,
        {int(row["row"]): row for row in accepted.to_dicts()},
        [(each["row"], each["code"], each["cell"]) for each in blocking.to_dicts()],
        notes=(*text.notes, *columns.notes()),
        put_aside=put_aside.height,
    )


def row(**changes: Cell) -> tuple[Cell, ...]:
    """The good row with cells replaced, by the header over them."""
    return tuple(changes.get(head, cell) for head, cell in zip(HEAD, GOOD, strict=True))


def lines(*rows: Row, separator: str = ",", end: str = "\n") -> str:
    """Rows as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def text(*rows: Row) -> Callable[[], bytes]:
    """A csv file in UTF-8."""
    return lambda: lines(*rows).encode()


def column(head: str, *cells: Cell) -> Callable[[], bytes]:
    """A csv file whose rows differ in one column."""
    return text(HEAD, *(row(**{head: cell}) for cell in cells))


def book(*rows: Row, change: Callable[[Worksheet], object] | None = None) -> Callable[[], bytes]:
    """An xlsx file of one sheet, changed before it is saved."""

    def made() -> bytes:
        whole = openpyxl.Workbook()
        sheet = whole.active
        assert isinstance(sheet, Worksheet)
        for cells in rows:
            sheet.append(cells)
        if change is not None:
            change(sheet)
        return saved(whole)

    return made


def saved(whole: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def with_part(data: Callable[[], bytes], part: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    """The workbook with a piece of one of its parts replaced."""

    def made() -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data())) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in archive.namelist():
                content = archive.read(name)
                assert name != part or old in content, f"{part} has no {old!r}"
                packed.writestr(name, content.replace(old, new) if name == part else content)
        return out.getvalue()

    return made
