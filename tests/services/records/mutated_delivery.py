"""合成数据: small deliveries of every channel, and what senders do to files: each change alone and several together."""

import csv
import io
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from zengshou.concepts.problem import ProblemsFound, refuse
from zengshou.records.intake.text_rows import TextRows
from zengshou.services.records.synthetic.synthetic_administration import write_administration
from zengshou.store.register.parsing import parse_child
from zengshou.store.register.parsing.parse import read_folder
from zengshou.store.register.parsing.parse_child_output import Output
from zengshou.store.sheet_child import Refused

ROWS = 24  # of one delivery: enough for two of everything, few enough for thousands of imports
Rows = list[list[str]]
STRANGE = (
    "",
    "　",
    "NaN",
    "1e309",
    "-0",
    "=1+1",
    "\x00",
    "�",
    "٣٤",
    "999999999999999999999",
    "2025-13",
    "é" * 300,
    "\u202e",
)


def small_deliveries(folder: Path, seed: int = 1) -> dict[tuple[str, str], bytes]:
    """(channel, month) -> the first rows of one synthetic file of each channel, in UTF-8."""
    write_administration("example", 1_000, 2025, seed, folder / "whole")
    found: dict[tuple[str, str], bytes] = {}
    for file in sorted((folder / "whole").glob("*_*.csv")):
        if ".control" in file.name:
            continue
        channel, _, month = file.stem.rpartition("_")
        if any(known == channel for known, _ in found):
            continue
        data = file.read_bytes()
        text = data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "gb18030")
        found[channel, month] = "\n".join(text.splitlines()[: ROWS + 1]).encode() + b"\n"
    return found


def parse_in_process(file: Path, words: Sequence[str], shown: str = "", scratch: Path | None = None) -> TextRows:
    """The real reader of delivered files, without the process around it. Raises  ProblemsFound as `parse`"""
    with TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        try:
            parse_child.parse(file, Output(folder, tuple(words)))
        except Refused as ground:
            raise refuse(str(ground), shown or str(file)) from None
        return read_folder(folder)


def mutated(data: bytes, changes: Sequence[str], seed: int) -> bytes:
    """The delivery after the named changes, one after the other; the same seed gives the same file."""
    rng = random.Random(seed)
    rows = list(csv.reader(io.StringIO(data.decode())))
    separator, encoding = ",", "utf-8"
    for name in changes:
        if name in OF_ROWS:
            rows = OF_ROWS[name](rows, rng)
        elif name == "separator":
            separator = rng.choice([";", "\t", "|", "，"])
        elif name == "encoding":
            encoding = rng.choice(["gb18030", "utf-8-sig", "utf-16", "big5", "latin-1"])
    stream = io.StringIO()
    for row in rows:
        stream.write(separator.join(_quoted(cell, separator) for cell in row) + "\n")
    made = stream.getvalue().encode(encoding, errors="replace")
    for name in changes:
        if name in OF_BYTES:
            made = OF_BYTES[name](made, rng)
    return made


def _quoted(cell: str, separator: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if separator in cell or '"' in cell or "\n" in cell else cell


def _drop_column(rows: Rows, rng: random.Random) -> Rows:
    place = rng.randrange(max(len(rows[0]), 1))
    return [row[:place] + row[place + 1 :] for row in rows]


def _shuffle_columns(rows: Rows, rng: random.Random) -> Rows:
    order = list(range(len(rows[0])))
    rng.shuffle(order)
    return [[row[place] for place in order if place < len(row)] for row in rows]


def _double_header(rows: Rows, rng: random.Random) -> Rows:
    at = rng.randrange(1, len(rows) + 1)
    return [*rows[:at], rows[0], *rows[at:]]


def _title_above(rows: Rows, rng: random.Random) -> Rows:
    return [["某某局报送表"], *rows]


def _rename_header(rows: Rows, rng: random.Random) -> Rows:
    head = list(rows[0])
    head[rng.randrange(max(len(head), 1))] = rng.choice(["", "备注", rng.choice(rows[0])])
    return [head, *rows[1:]]


def _strange_cell(rows: Rows, rng: random.Random) -> Rows:
    changed = [list(row) for row in rows]
    for _ in range(rng.randint(1, 4)):
        row = rng.choice(changed)
        if row:
            row[rng.randrange(len(row))] = rng.choice(STRANGE)
    return changed


def _ragged(rows: Rows, rng: random.Random) -> Rows:
    changed = [list(row) for row in rows]
    row = rng.choice(changed)
    if rng.random() < 0.5:
        row.append("多出的一格")
    elif row:
        row.pop()
    return changed


def _open_quote(rows: Rows, rng: random.Random) -> Rows:
    changed = [list(row) for row in rows]
    row = rng.choice(changed[1:] or changed)
    if row:
        row[0] = f'"{row[0]}\n'
    return changed


def _rows_twice(rows: Rows, rng: random.Random) -> Rows:
    return [*rows, *rng.choices(rows[1:] or rows, k=3)]


def _blank_rows(rows: Rows, rng: random.Random) -> Rows:
    at = rng.randrange(len(rows) + 1)
    return [*rows[:at], [""] * len(rows[0]), [], *rows[at:]]


def _header_alone(rows: Rows, rng: random.Random) -> Rows:
    return rows[:1]


def _truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _random_bytes(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _carriage_returns(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"\n", rng.choice([b"\r\n", b"\r", b"\n\n"]))


OF_ROWS: dict[str, Callable[[Rows, random.Random], Rows]] = {
    "drop_column": _drop_column,
    "shuffle_columns": _shuffle_columns,
    "double_header": _double_header,
    "title_above": _title_above,
    "rename_header": _rename_header,
    "strange_cell": _strange_cell,
    "ragged": _ragged,
    "open_quote": _open_quote,
    "rows_twice": _rows_twice,
    "blank_rows": _blank_rows,
    "header_alone": _header_alone,
}
OF_BYTES: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "truncated": _truncated,
    "random_bytes": _random_bytes,
    "carriage_returns": _carriage_returns,
}
CHANGES = (*OF_ROWS, *OF_BYTES, "separator", "encoding")
KEEPS_EVERY_ROW = ("shuffle_columns", "title_above", "strange_cell", "rows_twice")  # every row stays one row

__all__ = ["CHANGES", "KEEPS_EVERY_ROW", "ROWS", "ProblemsFound", "mutated", "parse_in_process", "small_deliveries"]
