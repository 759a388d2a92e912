"""Rows that were put aside go out as a workbook with their faults marked, and come back as a supplementary batch.

The rows of the first batch stay counted where they were read; each row that comes back is marked resubmitted there
and counted in the supplement. What is not sent back stays open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from zengshou.concepts.period import month_name
from zengshou.concepts.problem import refuse
from zengshou.records.channels.channel import Channel
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.row_places import column_name
from zengshou.records.intake.text_rows import TextRows
from zengshou.services.records.intake.delivery import Delivery, Receipt
from zengshou.services.records.intake.import_batch import Intake, Tell, import_delivery, quiet
from zengshou.services.records.intake.look_up import quarantine_rows
from zengshou.services.records.intake.read_delivery import parsed
from zengshou.store.register.delivery.batches import Batch, batch
from zengshou.store.register.delivery.quarantine import Aside, RowState, opened_cells

BATCH, ROW, REASONS = "原批次", "原行号", "隔离原因"
OWN_COLUMNS = (BATCH, ROW, REASONS)
LONGEST_NUMBER = 19  # one more digit may be more than the tables number
FAULTY = PatternFill("solid", fgColor="FFD9D9")
OWN = PatternFill("solid", fgColor="EEEEEE")
HINT = "请只改有底色的单元格；“原批次”“原行号”不要改；不再报送的行可以整行删除。含个人信息，请按规定传递和保存。"


@dataclass(frozen=True)
class Waiting:
    """The open rows of a batch as they came. rows  row -> what is wrong in it; cells  row -> header -> text"""

    batch: Batch
    channel: Channel
    rows: Mapping[int, Sequence[Aside]]
    cells: Mapping[int, Mapping[str, str]]


def waiting_rows(intake: Intake, id: int, rule: int | None = None) -> Waiting:
    """The open rows of a batch, opened. They name persons: whoever hands them out asks the gate and tells of it first.

    rule    only the rows that this rule keeps out, with everything that is wrong in them
    Raises  ProblemsFound: no row waits to be put right
    """
    with intake.home.database.reading() as session:
        one = batch(session, id)
    waiting = _by_row([aside for aside in quarantine_rows(intake.home, id) if aside.state is RowState.OPEN])
    rows = {row: found for row, found in waiting.items() if rule is None or any(one.rule == rule for one in found)}
    if not rows:
        raise refuse("没有待处理的隔离行。", f"批次 {id}", "用 zs records quarantine 查看各行状态。")
    cells = {row: opened_cells(intake.home.keys, found[0]) for row, found in rows.items()}
    return Waiting(one, intake.catalogue.channel(one.channel), rows, cells)


def rows_workbook(waiting: Waiting) -> Workbook:
    """The rows as a workbook with their faults marked, to be put right by the sender."""
    book, channel = Workbook(), waiting.channel
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "隔离行"
    headers = list(dict.fromkeys(name for row in waiting.cells.values() for name in row))
    _write_head(sheet, headers, f"{channel.label} {month_name(waiting.batch.period)}")
    for place, (row, found) in enumerate(waiting.rows.items(), start=2):
        texts = [waiting.cells[row].get(name, "") for name in headers]
        _write_row(sheet, place, (waiting.batch.id, row, found), texts, headers, channel)
    sheet.freeze_panes = "D2"
    return book


def resubmit(intake: Intake, workbook: Path, uploader: str, tell: Tell = quiet) -> Receipt:
    """Import corrected rows. The same workbook again gives the same receipt.

    Raises  ProblemsFound: it is no such workbook, or its rows are of several batches or not open any more
    """
    if not workbook.is_file():
        raise refuse("没有这个文件。", str(workbook), "请核对路径。")
    text = parsed(workbook)
    id, rows = _rows_of(text, str(workbook))
    with intake.home.database.reading() as session:
        one = batch(session, id)
    known = {aside.row for aside in quarantine_rows(intake.home, id)}
    strange = sorted(set(rows) - known)
    if strange or len(set(rows)) != len(rows):
        found = f"原行号 {strange[0]} 不是批次 {id} 的隔离行。" if strange else "有两行的原行号相同。"
        raise refuse(found, str(workbook), "请用系统导出的工作簿补正，不要改动“原批次”“原行号”。")
    delivery = Delivery(
        workbook, one.channel, one.period, uploader, supplements=id, rows_of=tuple(rows), case_id=one.case_id,
        authorisation_id=one.authorisation_id, is_backfill=bool(one.declared.get("backfill")),
    )  # fmt: skip
    return import_delivery(intake, delivery, tell)


def _rows_of(text: TextRows, where: str) -> tuple[int, list[int]]:
    """The batch that all rows are of, and their numbers in it."""
    places = {name: text.headers.index(name) for name in (BATCH, ROW) if name in text.headers}
    if len(places) < 2:
        raise refuse("这不是系统导出的补正工作簿。", where, "用 zs records quarantine 批次号 --out 文件.xlsx 导出。")
    batches = text.frame[column_name(places[BATCH])].to_list()
    rows = text.frame[column_name(places[ROW])].to_list()
    told = [str(one or "").removesuffix(".0") for one in (*batches, *rows)]
    are_numbers = all(one.isascii() and one.isdigit() and len(one) < LONGEST_NUMBER for one in told)
    if not are_numbers or len(set(told[: len(batches)])) != 1:
        raise refuse("“原批次”或“原行号”被改动或缺失。", where, "每行都要有原批次和原行号，且只能属于一个批次。")
    return int(told[0]), [int(one) for one in told[len(batches) :]]


def _by_row(asides: Sequence[Aside]) -> dict[int, list[Aside]]:
    found: dict[int, list[Aside]] = {}
    for aside in asides:
        found.setdefault(aside.row, []).append(aside)
    return found


def _write_head(sheet: Worksheet, headers: Sequence[str], title: str) -> None:
    for place, name in enumerate((*OWN_COLUMNS, *headers), start=1):
        cell = sheet.cell(1, place)
        _put(cell, name)
        cell.font = Font(bold=True)
        if place <= len(OWN_COLUMNS):
            cell.fill = OWN
        sheet.column_dimensions[cell.column_letter].width = 40 if name == REASONS else 20
    sheet.cell(1, len(OWN_COLUMNS)).comment = Comment(f"{title}。{HINT}", "zengshou")


def _write_row(
    sheet: Worksheet,
    place: int,
    own: tuple[int, int, Sequence[Aside]],
    texts: Sequence[str],
    headers: Sequence[str],
    channel: Channel,
) -> None:
    id, row, found = own
    reasons = "\n".join(f"{aside.cell} {aside.message}".strip() for aside in found)
    for column, words in enumerate((str(id), str(row), reasons, *texts), start=1):
        cell = sheet.cell(place, column)
        _put(cell, words)
        cell.alignment = Alignment(wrap_text=column == len(OWN_COLUMNS), vertical="top")
        if column <= len(OWN_COLUMNS):
            cell.fill = OWN
    for column, words in _faults(found, headers, channel).items():
        cell = sheet.cell(place, len(OWN_COLUMNS) + 1 + column)
        cell.fill = FAULTY
        cell.comment = Comment(words, "zengshou")


def _faults(found: Sequence[Aside], headers: Sequence[str], channel: Channel) -> Mapping[int, str]:
    """Place of a column -> what is wrong in it, for the findings that have a field of this file."""
    places = map_columns(headers, channel).places
    faults: dict[int, str] = {}
    for aside in found:
        place = places.get(aside.field)
        if place is not None:
            faults[place] = f"{faults[place]}\n{aside.message}" if place in faults else aside.message
    return faults


def _put(cell: Cell, words: str) -> None:
    """Text that stays text: no formula, no number, and an identity number keeps its last digits."""
    cell.value = words
    cell.data_type = "s"
    cell.number_format = "@"
