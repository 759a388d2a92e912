"""Read a delivered file: text in a child process, then columns, values and findings, then the sender's totals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from zengshou.concepts.problem import Problem, ProblemsFound
from zengshou.records.channels.channel import Channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.control_sheet import ControlTotals, control_cells, control_findings, counted, read_control
from zengshou.records.intake.findings import FILE_ROW, Severity, blocks_file, joined
from zengshou.records.intake.row_places import ROW, column_name
from zengshou.records.intake.rules_file import agreement_findings, duplicate_findings
from zengshou.records.intake.rules_rows import row_findings
from zengshou.records.intake.text_rows import TextRows
from zengshou.records.intake.typed_rows import TypedRows, typed_rows
from zengshou.services.records.home.channel_catalogue import Catalogue
from zengshou.store.register.delivery.batches import Batch
from zengshou.store.register.parsing.parse import PARSER, parse

WHOLE_ROW = "整行"
RESUBMITTED_COLUMNS = ("原批次", "原行号")


@dataclass(frozen=True, eq=False)
class Read:
    """A file as it was read: its text, its values, every finding, and what was counted (rows, sums in fen)."""

    text: TextRows
    typed: TypedRows
    findings: pl.DataFrame
    actual: Mapping[str, object]
    parser: str = PARSER


def sender_totals(sheet: Path | None, channel: Channel) -> ControlTotals | None:
    """The totals of a control sheet, None where there is no sheet.

    Raises  ProblemsFound: it cannot be read, or lacks the rows or a sum that the channel wants
    """
    if sheet is None:
        return None
    text = parse(sheet, ("项目", *channel.words), str(sheet))
    return read_control(control_cells(text), channel, str(sheet))


def declared_json(totals: ControlTotals | None) -> dict[str, object]:
    """Totals as a batch keeps them; {} where the sender states none."""
    return {} if totals is None else {"rows": totals.rows, "sums": dict(totals.sums)}


def declared_totals(declared: Mapping[str, object]) -> ControlTotals | None:
    """The same again."""
    rows, sums = declared.get("rows"), declared.get("sums")
    if not isinstance(sums, Mapping):
        return None
    told = {str(name): int(str(fen)) for name, fen in sums.items()}
    return ControlTotals(rows if isinstance(rows, int) else None, told)


def parsed(file: Path, words: tuple[str, ...] = RESUBMITTED_COLUMNS) -> TextRows:
    """The text of a file, read in a process of its own. Raises  ProblemsFound: it is no table that can be read"""
    return parse(file, words)


def read_delivery(plain: Path, channel: Channel, received: Batch, catalogue: Catalogue, at: datetime) -> Read:
    """The rows of a file and what is wrong with them.

    plain   the file in the clear, in a folder that is removed afterwards
    Raises  ProblemsFound: the file as a whole cannot be taken: unreadable, columns missing, totals that differ
    """
    text = parse(plain, channel.words, received.file_name, plain.parent)
    columns = map_columns(text.headers, channel)
    if not columns.is_usable:
        raise ProblemsFound(columns.problems(received.file_name, text.headers))
    rules, is_backfill = catalogue.rules, bool(received.declared.get("backfill"))
    typed = typed_rows(text, channel, columns, rules, at.date(), catalogue.first_years)
    findings = joined(
        typed.findings,
        agreement_findings(channel, rules, at.date()),
        control_findings(declared_totals(received.declared), typed, channel, rules),
        row_findings(typed, channel, rules, received.period, is_backfill),
        duplicate_findings(typed, channel, rules),
    )
    _refuse_file(findings, received.file_name)
    return Read(text, typed, findings, declared_json(counted(typed, channel)))


def cells_of(text: TextRows, rows: Iterable[int]) -> dict[int, dict[str, str]]:
    """Rows as they came: header (or letter of the column) -> text. A row that was no row of the table is one text."""
    wanted = set(rows)
    names = _names(text)
    found: dict[int, dict[str, str]] = {}
    for row, *cells in text.frame.filter(pl.col(ROW).is_in(list(wanted))).iter_rows():
        found[row] = {name: cell or "" for name, cell in zip(names, cells, strict=True)}
    for broken in text.broken:
        if broken.row in wanted:
            found[broken.row] = {WHOLE_ROW: broken.payload.decode("utf-8", "backslashreplace")}
    return found


def _names(text: TextRows) -> list[str]:
    """The headers, made different from one another."""
    names: list[str] = []
    for place in range(text.frame.width - 1):
        header = text.headers[place] if place < len(text.headers) else ""
        name = header or f"第{place + 1}列"
        names.append(name if name not in names else f"{name}（{column_name(place)}）")
    return names


def _refuse_file(findings: pl.DataFrame, where: str) -> None:
    if not blocks_file(findings):
        return
    whole = findings.filter((pl.col(ROW) == FILE_ROW) & (pl.col("severity") == Severity.BLOCK.value))
    raise ProblemsFound([Problem(message, where) for message in whole["message"]])
