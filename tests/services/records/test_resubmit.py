"""What was put aside goes out as a workbook, comes back, and the accounting stays exact."""

from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from tests.services.records.register_desk import Desk, number, read_here, row
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.records.intake.look_up import batch_rows, quarantine_rows
from zengshou.services.records.intake.read_delivery import RESUBMITTED_COLUMNS
from zengshou.services.records.intake.resubmit import resubmit, rows_workbook, waiting_rows
from zengshou.store.register.delivery.quarantine import RowState
from zengshou.store.register.parsing.parse import parse


def with_faults(desk: Desk) -> int:
    rows = [row(place) for place in range(60)]
    rows[7][2] = "44170219800101000?"
    rows[9][5] = "=1+1"
    return desk.send(rows).batch.id


def write_workbook(desk: Desk, id: int, out: Path) -> int:
    waiting = waiting_rows(desk.intake, id)
    rows_workbook(waiting).save(out)
    return len(waiting.rows)


def corrected(path: Path, changes: dict[str, dict[str, str]], drop: tuple[str, ...] = ()) -> Path:
    """The workbook with cells changed: original row -> header -> text."""
    book = load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    for line in range(sheet.max_row, 1, -1):
        original = sheet.cell(line, heads["原行号"]).value
        for header, words in changes.get(original, {}).items():
            sheet.cell(line, heads[header]).value = words
        if original in drop:
            sheet.delete_rows(line)
    book.save(path)
    return path


def test_faults_are_marked_in_their_cells_and_texts_stay_texts(desk: Desk) -> None:
    id = with_faults(desk)
    out = desk.folder / "out.xlsx"
    assert write_workbook(desk, id, out) == 2
    sheet = load_workbook(out).active
    heads = {cell.value: cell.column for cell in sheet[1]}
    first, second = sheet[2], sheet[3]
    assert (first[0].value, first[1].value) == (str(id), "9")
    wrong = first[heads["证件号码"] - 1]
    assert wrong.comment is not None and wrong.fill.fgColor.rgb == "00FFD9D9"
    assert "证件号码" in str(first[2].value) and str(first[2].value).startswith("C9 ")
    assert (second[heads["收入额"] - 1].value, second[heads["收入额"] - 1].data_type) == ("=1+1", "s")


def test_the_reading_process_reads_the_workbook_as_these_tests_do(desk: Desk) -> None:
    out = desk.folder / "out.xlsx"
    write_workbook(desk, with_faults(desk), out)
    one, other = parse(out, RESUBMITTED_COLUMNS), read_here(out, RESUBMITTED_COLUMNS)
    assert one.headers == other.headers and one.header_row == 1
    assert one.frame.with_columns(pl.col(pl.String).replace("", None)).equals(other.frame)


def test_corrected_rows_come_in_as_a_supplement_and_nothing_is_counted_twice(desk: Desk) -> None:
    id = with_faults(desk)
    out = desk.folder / "out.xlsx"
    write_workbook(desk, id, out)
    corrected(out, {"9": {"证件号码": number(7)}, "11": {"收入额": "3009.50"}})
    receipt = resubmit(desk.intake, out, "li")
    assert receipt.batch.supplements == id and receipt.batch.rows_ok == 2
    assert {one.state for one in quarantine_rows(desk.home, id)} == {RowState.RESUBMITTED}
    counted = [(one.batch.rows_read, one.batch.rows_ok, one.batch.rows_bad, one.open) for one in batch_rows(desk.home)]
    assert counted == [(60, 58, 2, 0), (2, 2, 0, 0)]
    assert desk.ask("SELECT count(*) FROM income_fact WHERE item = 'W.PAY'") == [(60,)]
    assert resubmit(desk.intake, out, "li").is_again
    with pytest.raises(ProblemsFound, match="没有待处理"):
        write_workbook(desk, id, desk.folder / "more.xlsx")


def test_rows_that_are_not_sent_back_stay_open_and_bad_ones_are_put_aside_again(desk: Desk) -> None:
    id = with_faults(desk)
    out = desk.folder / "out.xlsx"
    write_workbook(desk, id, out)
    corrected(out, {}, drop=("11",))
    receipt = resubmit(desk.intake, out, "li")
    assert (receipt.batch.rows_read, receipt.batch.rows_bad) == (1, 1)
    states = {one.row: one.state for one in quarantine_rows(desk.home, id)}
    assert states == {9: RowState.RESUBMITTED, 11: RowState.OPEN}


def test_another_workbook_is_refused(desk: Desk) -> None:
    id = with_faults(desk)
    out = desk.folder / "out.xlsx"
    write_workbook(desk, id, out)
    for changes in ({"9": {"原行号": "40"}}, {"9": {"原行号": "11"}}, {"9": {"原批次": "7"}}, {"9": {"原行号": ""}}):
        path = desk.folder / "altered.xlsx"
        path.write_bytes(out.read_bytes())
        with pytest.raises(ProblemsFound, match=r"原行号|原批次"):
            resubmit(desk.intake, corrected(path, changes), "li")
    plain = desk.folder / "plain.csv"
    plain.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="不是系统导出"):
        resubmit(desk.intake, plain, "li")
