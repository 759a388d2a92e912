"""Hostile and treacherous files: the reader may die, the one that asked lives on and says why. (trust.md, section 4)"""

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.store.register.delivered import WORDS, in_process
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.channels.mapping import map_columns
from zengshou.records.intake.typed_rows import typed_rows
from zengshou.store.channels import channel_of, register_rules
from zengshou.store.register.parsing.parse import parse
from zengshou.store.sheet_child import Refused

HEADER = ("姓名", "证件号码", "收入额", "日期")
SHEET = "xl/worksheets/sheet1.xml"
Change = Callable[[dict[str, bytes]], None]


def workbook(*rows: tuple[object, ...], **sheets: list[tuple[object, ...]]) -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    for row in rows:
        first.append(row)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, change: Change) -> bytes:
    """The same archive with members changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


PLAIN = workbook(HEADER, ("陈一", "44170219800506002X", 6200, datetime.date(2025, 3, 1)))


def far_cell(members: dict[str, bytes]) -> None:
    cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    members[SHEET] = members[SHEET].replace(b"</sheetData>", cell)


def bomb(members: dict[str, bytes]) -> None:
    members["xl/media/image1.bin"] = b"\0" * 200_000_000


def thousands_of_members(members: dict[str, bytes]) -> None:
    members |= {f"xl/media/{number}.bin": b"x" for number in range(2_100)}


def macro(members: dict[str, bytes]) -> None:
    members["xl/vbaProject.bin"] = b"macro"


def outside_entity(members: dict[str, bytes]) -> None:
    opening = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
    members[SHEET] = members[SHEET].replace(b"<worksheet", opening, 1)


def billion_laughs(members: dict[str, bytes]) -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    opening = b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]><worksheet"
    members[SHEET] = members[SHEET].replace(b"<worksheet", opening, 1)


def no_workbook(members: dict[str, bytes]) -> None:
    del members["xl/workbook.xml"]


def damaged_sheet(members: dict[str, bytes]) -> None:
    members[SHEET] = members[SHEET][: len(members[SHEET]) // 2]


HOSTILE: dict[str, tuple[bytes, str]] = {
    "far cell": (changed(PLAIN, far_cell), "单元格|异常退出"),
    "zip bomb": (changed(PLAIN, bomb), "压缩炸弹"),
    "too many members": (changed(PLAIN, thousands_of_members), "超过上限"),
    "macro": (changed(PLAIN, macro), "宏"),
    "entity of a file": (changed(PLAIN, outside_entity), "DTD"),
    "billion laughs": (changed(PLAIN, billion_laughs), "DTD"),
    "no workbook": (changed(PLAIN, no_workbook), "不是工作簿"),
    "damaged sheet": (changed(PLAIN, damaged_sheet), "无法读取"),
    "cut off": (PLAIN[:-200], "损坏"),
    "old macro": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), "宏"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    "empty sheet": (workbook(), "没有可见的内容"),
    "twin sheets": (workbook(HEADER, ("陈", "1", 2), 续=[HEADER, ("李", "2", 3)]), "同样的表头"),
}


DEADLY = ("far cell", "zip bomb", "macro")  # the last only to see the sentence come through


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind not in DEADLY])
def test_a_hostile_file_is_refused_in_words(kind: str, tmp_path: Path) -> None:
    data, words = HOSTILE[kind]
    with pytest.raises(Refused, match=words):
        in_process(tmp_path, data)


@pytest.mark.parametrize("kind", DEADLY)
def test_a_file_that_kills_its_reader_leaves_the_asker_alive_with_words_and_no_file(kind: str, tmp_path: Path) -> None:
    data, words = HOSTILE[kind]
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (tmp_path / "file").write_bytes(data)
    with pytest.raises(ProblemsFound, match=words):
        parse(tmp_path / "file", WORDS, "来件.xlsx", scratch)
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("name", ["..", "／etc／passwd"])
def test_the_senders_name_is_only_ever_shown(name: str, tmp_path: Path) -> None:
    (tmp_path / "0f3a").write_bytes(b"%PDF")
    with pytest.raises(ProblemsFound) as caught:
        parse(tmp_path / "0f3a", WORDS, name)
    assert caught.value.problems[0].where == name


def test_names_inside_the_archive_lead_nowhere(tmp_path: Path) -> None:
    def climbing(members: dict[str, bytes]) -> None:
        members["../../climbed.bin"] = b"x"

    assert in_process(tmp_path, changed(PLAIN, climbing)).frame.height == 1
    assert not any((folder / "climbed.bin").exists() for folder in tmp_path.parents)


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_dates_are_the_same_in_both_calendars_of_spreadsheets(epoch: datetime.datetime | None, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    if epoch is not None:
        book.epoch = epoch
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER)
    sheet.append(("陈一", "1", 1, datetime.date(2025, 3, 1)))
    assert in_process(tmp_path, saved(book)).frame["c3"].to_list() == ["2025-03-01"]


def test_rows_in_merged_cells_are_put_aside_and_the_others_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("某表", None, None, None), HEADER, ("陈", "1", 2, None), ("李", "2", 3, None), ("王", "3", 4, None)):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("A3:A4")
    text = in_process(tmp_path, saved(book))
    assert text.header_row == 2 and text.frame["row"].to_list() == [5]
    assert [(each.row, each.code, each.detail) for each in text.broken] == [
        (3, "E_MERGED", "第 3 至 4 行合并"),
        (4, "E_MERGED", "第 3 至 4 行合并"),
    ]


def test_content_right_of_the_header_is_not_read_as_if_it_were_not_there(tmp_path: Path) -> None:
    text = in_process(tmp_path, workbook(HEADER, ("陈", "1", 2, None), ("李", "2", 3, None, "备注")))
    assert text.frame["row"].to_list() == [2] and [each.row for each in text.broken] == [3]


def test_hidden_sheets_are_not_read_and_others_are_told_of(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(PLAIN))
    hidden, notes = book.create_sheet("隐藏", 0), book.create_sheet("说明")
    hidden.append(HEADER)
    hidden.append(("假", "9", 9))
    hidden.sheet_state = "hidden"
    notes.append(("填表说明",))
    text = in_process(tmp_path, saved(book))
    assert text.frame["c0"].to_list() == ["陈一"] and text.notes == ("工作表 Sheet", "没有读取的工作表：说明")


def test_a_number_that_became_a_float_is_refused_and_never_repaired(tmp_path: Path) -> None:
    channel, rules = channel_of("example", "iit"), register_rules()
    row = {"serial_no": "S1", "name": "陈一", "id_number": 441702198005060024, "income_type": 1, "gross": 0.1 + 0.2}
    labels = [channel.field(name).label for name in (*row, "period_from")]
    text = in_process(tmp_path, workbook(tuple(labels), (*row.values(), datetime.date(2025, 3, 1))))
    typed = typed_rows(text, channel, map_columns(text.headers, channel), rules, datetime.date(2026, 1, 1))
    assert [(each["code"], each["cell"]) for each in typed.findings.to_dicts()] == [("E_ID_FLOAT", "C2")]
    assert typed.frame["id_number"].to_list() == [None] and typed.frame["gross"].to_list() == [30]


def test_formulas_come_as_their_last_value_and_errors_as_words(tmp_path: Path) -> None:
    def with_value(members: dict[str, bytes]) -> None:
        sheet = (
            members[SHEET]
            .replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
            .replace(b"<f>1+1</f><v/>", b"<f>1+1</f><v>2</v>")
        )
        members[SHEET] = sheet

    text = in_process(tmp_path, changed(workbook(HEADER, ("陈", "1", "=1+1", "#DIV/0!")), with_value))
    assert text.frame["c2"].to_list() == ["2"]
