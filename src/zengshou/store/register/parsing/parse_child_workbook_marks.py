"""What the sheets of an xlsx file say and its reader of values leaves out: errors, uncalculated formulas, hidden rows.

To the reader an error and a formula that was never calculated are empty cells, and an empty cell may be a true answer.
So both are put back as words, which no amount, date or name can be mistaken for. Source: ECMA-376 part 1, 18.3.1.4 (c),
18.3.1.40 (f), 18.3.1.73 (row), 18.18.11 (kinds of cells).
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from zengshou.records.intake.row_places import LETTERS, NO_RESULT
from zengshou.store.sheet_child import MAX_CELLS, Refused

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
BLOCK = 2**20
OVERLAP = 16  # bytes: longer than any mark, which may lie across two blocks
WORTH_READING = re.compile(rb"""[<:]f[\s/>]|t\s*=\s*["']e["']|hidden\s*=""")
ROWS = re.compile(rb"""r\s*=\s*["'](?:[A-Z]{1,3})?([0-9]{1,9})["']""")
COLUMNS = re.compile(rb"""r\s*=\s*["']([A-Z]{1,3})[0-9]""")
TOO_MANY = f"工作表超过 {MAX_CELLS // 10_000} 万个单元格，请另存为 csv 或 parquet。"
PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
TRUE = ("1", "true")
NOT_XML = "工作表不是规范的 XML，文件可能已损坏。"


@dataclass
class Marks:
    """Of one sheet: (row, column) from 0 -> words for a cell, and how many rows and columns its sender hides."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0
    hidden_columns: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        rows = (f"有 {self.hidden_rows} 行被隐藏或筛掉，照样读取",) if self.hidden_rows else ()
        columns = (f"有 {self.hidden_columns} 列被隐藏，照样读取",) if self.hidden_columns else ()
        return (*rows, *columns)


def marks_of(source: Path) -> Mapping[int, Marks]:
    """Marks by the place of the sheet in the workbook; none of a binary workbook, whose parts are no XML.

    Raises  Refused: a part that is no XML, or that is two sheets; a cell so far away that there would be too many
    """
    with zipfile.ZipFile(source) as archive:
        parts = set(archive.namelist())
        if not {WORKBOOK, RELATIONS} <= parts:
            return {}
        listed = _parts_of_sheets(archive)
        if len({part for part in listed if part}) < sum(map(bool, listed)):
            raise Refused("有几张工作表是文件里的同一张表，不能确定该读哪一张。")  # and one part could cost any time
        return {
            place: _read(archive, part)
            for place, part in enumerate(listed)
            if part in parts and _is_worth_reading(archive, part)
        }


def with_words(rows: list[list[str]], marks: Marks) -> list[list[str]]:
    """The rows with the words in their cells; a cell beyond what was read makes room for itself.

    Raises  Refused: a mark so far away that the sheet would be too large
    """
    for (row, column), words in marks.cells.items():
        if (row + 1) * (column + 1) > MAX_CELLS:
            raise Refused(TOO_MANY)
        rows.extend([] for _ in range(row + 1 - len(rows)))
        rows[row].extend("" for _ in range(column + 1 - len(rows[row])))
        rows[row][column] = words
    return rows


def _parts_of_sheets(archive: zipfile.ZipFile) -> list[str]:
    """The part of the archive that holds each sheet, in the order of the workbook; "" where there is none."""
    targets: dict[str, str] = {}
    sheets: list[str] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "Relationship":
            # As a package writes it: from the folder of the workbook, or from the root where it begins with a stroke.
            targets[attributes.get("Id", "")] = str(PurePosixPath("/xl", attributes.get("Target", ""))).lstrip("/")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if _local(tag) == "sheet":
            sheets.append(next((value for name, value in attributes.items() if _local(name) == "id"), ""))

    for part, handler in ((RELATIONS, relation), (WORKBOOK, sheet)):
        parser = expat.ParserCreate()
        parser.StartElementHandler = handler
        _parse(archive, part, parser)
    return [targets.get(told, "") for told in sheets]


def _is_worth_reading(archive: zipfile.ZipFile, part: str) -> bool:
    """Most sheets hold no formulas, errors, hidden rows or far cells: a search of their bytes is enough for those."""
    rows, columns = {0}, {b"A"}
    with archive.open(part) as stream:
        tail = b""
        while block := stream.read(BLOCK):
            seen = tail + block
            if WORTH_READING.search(seen) or b"\0" in block:
                return True
            rows.add(max(map(int, set(ROWS.findall(seen))), default=0))
            columns |= set(COLUMNS.findall(seen))
            tail = block[-OVERLAP:]
    return max(rows) * max(_column(letters.decode()) + 1 for letters in columns) > MAX_CELLS


class _SheetReader:
    """Follows the cells of a sheet; a cell or row that says no place stands behind the one before."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.row, self.column = -1, -1
        self.kind, self.value = "", ""
        self.has_formula = self.is_in_value = False
        self.last_row = self.last_column = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "c":
            place = PLACE.fullmatch(attributes.get("r", ""))
            self.row, self.column = _numbers(place) if place else (self.row, self.column + 1)
            self.kind, self.value, self.has_formula = attributes.get("t", ""), "", False
        elif name == "f":
            self.has_formula = True
        elif name in ("v", "t"):
            self.is_in_value = True
        elif name == "row":
            told = attributes.get("r", "")
            self.row, self.column = int(told) - 1 if told.isdecimal() else self.row + 1, -1
            self.marks.hidden_rows += attributes.get("hidden") in TRUE
        elif name == "col" and attributes.get("hidden") in TRUE:
            first, last = attributes.get("min", ""), attributes.get("max", "")
            is_told = first.isdecimal() and last.isdecimal()
            self.marks.hidden_columns += max(1, int(last) - int(first) + 1) if is_told else 1

    def text(self, text: str) -> None:
        if self.is_in_value:
            self.value += text

    def end(self, tag: str) -> None:
        name = _local(tag)
        if name in ("v", "t"):
            self.is_in_value = False
        elif name == "c":
            if self.value:
                self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
            # A formula whose result is the empty text is of the kind `str`: its value is there, and empty.
            if self.kind == "e":
                self.marks.cells[self.row, self.column] = self.value.strip() or NO_RESULT
            elif self.has_formula and not self.value.strip() and self.kind != "str":
                self.marks.cells[self.row, self.column] = NO_RESULT


def _read(archive: zipfile.ZipFile, part: str) -> Marks:
    reader = _SheetReader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    _parse(archive, part, parser)
    if (reader.last_row + 1) * (reader.last_column + 1) > MAX_CELLS:
        raise Refused(TOO_MANY)
    return reader.marks


def _parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType) -> None:
    try:
        with archive.open(part) as stream:
            while block := stream.read(BLOCK):
                parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as fault:
        raise Refused(NOT_XML) from fault


def _local(tag: str) -> str:
    """A name without the prefix of its namespace."""
    return tag.rpartition(":")[2]


def _numbers(place: re.Match[str]) -> tuple[int, int]:
    """(row, column) from 0 of `C7`."""
    return int(place[2]) - 1, _column(place[1])


def _column(letters: str) -> int:
    """Place of a column from 0 by its letters."""
    column = 0
    for letter in letters:
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return column - 1
