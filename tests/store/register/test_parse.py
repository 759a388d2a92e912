"""Delivered files become rows of text with the numbers that the sender sees; what is no row is told of, never lost."""

import datetime
import os
import sys
import tempfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.register.delivered import WORDS, in_process
from zengshou.concepts.problem import ProblemsFound
from zengshou.records.intake.control_sheet import control_cells
from zengshou.records.intake.text_rows import TextRows
from zengshou.store.register.parsing import parse as parse_module
from zengshou.store.register.parsing.parse import PREFIX, parse, sweep
from zengshou.store.sheet_child import Refused

CSV = "姓名,证件号码,收入额\n陈一,44170219800506002X,6200.00\n𠮷二,21100219750101000X,100.5\n"


def rows_of(text: TextRows) -> list[tuple[int, tuple[str, ...]]]:
    return [(int(row[0]), tuple(row[1:])) for row in text.frame.iter_rows()]


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        in_process(folder, content)
    return str(caught.value)


EXPECTED = [(2, ("陈一", "44170219800506002X", "6200.00")), (3, ("𠮷二", "21100219750101000X", "100.5"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_of_the_ladder_with_rare_characters_of_names(
    encoding: str, tmp_path: Path
) -> None:
    text = in_process(tmp_path, CSV.encode(encoding))
    assert rows_of(text) == EXPECTED
    assert text.encoding == encoding and text.headers == ("姓名", "证件号码", "收入额") and not text.broken


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_the_separator_is_the_one_that_makes_the_header_known(separator: str, tmp_path: Path) -> None:
    assert rows_of(in_process(tmp_path, CSV.replace(",", separator).encode())) == EXPECTED


def test_a_workbook_and_a_parquet_file_give_the_same_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("姓名", "证件号码", "收入额"),
        ("陈一", "44170219800506002X", 6200),
        ("𠮷二", "21100219750101000X", 100.5),
    ):
        sheet.append(row)
    book.save(tmp_path / "b")
    assert rows_of(in_process(tmp_path, (tmp_path / "b").read_bytes())) == [
        (2, (*EXPECTED[0][1][:2], "6200")),
        EXPECTED[1],
    ]
    frame = pl.DataFrame({"姓名": ["陈一", None], "收入额": [6200, 5], "所属期": [datetime.date(2025, 3, 1)] * 2})
    frame.write_parquet(tmp_path / "c")
    assert rows_of(in_process(tmp_path, (tmp_path / "c").read_bytes())) == [
        (1, ("陈一", "6200", "2025-03-01")),
        (2, ("", "5", "2025-03-01")),
    ]


def test_titles_above_the_header_and_blank_rows_keep_the_numbers_of_all_rows(tmp_path: Path) -> None:
    content = "某市缴费明细\n\n" + CSV.replace("𠮷二", "\n,,\n𠮷二", 1).replace("陈一", '"陈\n一"', 1)
    text = in_process(tmp_path, content.encode())
    assert text.header_row == 3
    assert rows_of(text) == [(4, ("陈\n一", *EXPECTED[0][1][1:])), (7, EXPECTED[1][1])]


@pytest.mark.parametrize("lines", ["行数,2\n收入额,5\n", "项目,数值\n行数,2\n收入额,5\n"])
def test_a_sheet_of_totals_loses_no_line_whether_it_has_a_header_or_not(lines: str, tmp_path: Path) -> None:
    text = in_process(tmp_path, lines.encode())
    assert control_cells(text) == [("行数", "2"), ("收入额", "5")] and text.header_row == 1


def test_a_row_with_too_many_or_too_few_columns_is_put_aside_alone(tmp_path: Path) -> None:
    text = in_process(tmp_path, (CSV + "张三,1\n李四,2,3,4\n王五,5,6\n").encode())
    assert [row for row, _ in rows_of(text)] == [2, 3, 6]
    assert [(each.row, each.code) for each in text.broken] == [(4, "E_COLUMNS"), (5, "E_COLUMNS")]
    assert text.broken[0].detail == "表头 3 列，这一行 2 列" and text.broken[0].payload.decode() == "张三,1"
    assert text.rows_read == 5


def test_one_comma_too_many_at_every_end_is_a_habit_but_content_behind_it_is_not(tmp_path: Path) -> None:
    lines = CSV.splitlines()
    text = in_process(
        tmp_path, "\n".join([lines[0], lines[1] + ",", lines[2] + ",", lines[1] + ",", lines[1] + ",乱"]).encode()
    )
    assert [row for row, _ in rows_of(text)] == [2, 3, 4]
    assert [(each.row, each.code) for each in text.broken] == [(5, "E_COLUMNS")]


def test_lines_of_another_encoding_and_of_none_are_put_aside_with_their_byte(tmp_path: Path) -> None:
    lines = [CSV.splitlines()[0], "陈一,1,2", "李二,3,4", "王三,5,6", "赵四,7,8"]
    content = [line.encode() for line in lines]
    content[2] = lines[2].encode("gb18030")
    content[4] = b"\xff\xff,9,9"
    text = in_process(tmp_path, b"\n".join(content))
    assert text.encoding == "utf-8" and [row for row, _ in rows_of(text)] == [2, 4]
    assert [(each.row, each.code) for each in text.broken] == [(3, "E_ENCODING"), (5, "E_ENCODING")]
    assert text.broken[0].offset == len(content[0]) + len(content[1]) + 2
    assert text.broken[0].payload.strip() == content[2] and "GB18030" in text.broken[0].detail
    for other in (1, 3, 4):
        content[other] = lines[other].encode("gb18030")
    content[0], content[2] = lines[0].encode("gb18030"), lines[2].encode()
    text = in_process(tmp_path, b"\n".join(content))
    assert text.encoding == "gb18030" and [row for row, _ in rows_of(text)] == [2, 4, 5]
    assert [each.row for each in text.broken] == [3] and "UTF-8 编码" in text.broken[0].detail


def test_a_row_with_lines_in_a_cell_may_have_too_few_columns_without_blocking_the_file(tmp_path: Path) -> None:
    text = in_process(tmp_path, (CSV + '"两\n行",1\n王五,5,6\n').encode())
    assert [row for row, _ in rows_of(text)] == [2, 3, 5]
    assert [(each.row, each.code) for each in text.broken] == [(4, "E_COLUMNS")]


def test_a_quote_that_never_closes_is_named_with_its_row(tmp_path: Path) -> None:
    assert "第 3 行起引号没有配对" in refusal(tmp_path, (CSV.replace("𠮷二", '"𠮷二') + CSV * 3).encode())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"\n\n \n", "没有内容"),
        (b"a\0b,c\n1,2\n", "二进制"),
        (b"<html><table>", "网页"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"\xff\xfea", "UTF-16"),
        (b"PAR1 and nothing more", "parquet"),
        (b"PK\x03\x04 broken", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "工作簿"),
        (b"\x89PNG\r\n\x1a\n\0\0", "二进制"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content: bytes, words: str, tmp_path: Path) -> None:
    assert words in refusal(tmp_path, content)


def test_the_process_reads_what_the_reader_reads_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert rows_of(parse(tmp_path / "a.csv", WORDS, scratch=scratch)) == EXPECTED
    assert not list(scratch.iterdir())


@pytest.mark.parametrize("signal", [9, 11, 6])
def test_a_reader_that_is_killed_leaves_words_and_no_file(
    signal: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    dying = tmp_path / "dying_reader.py"
    dying.write_text(
        f"import os, pathlib, sys\npathlib.Path(sys.argv[2], 'half').write_text('x')\nos.kill(os.getpid(), {signal})\n"
    )
    monkeypatch.setattr(
        parse_module, "command_of", lambda file, folder: [sys.executable, str(dying), str(file), str(folder)]
    )
    with pytest.raises(ProblemsFound, match="异常退出"):
        parse(tmp_path / "a.csv", WORDS, scratch=scratch)
    assert not list(scratch.iterdir())


def test_folders_of_a_parent_that_is_gone_are_swept_and_those_of_a_living_one_are_not(tmp_path: Path) -> None:
    gone, living = tmp_path / f"{PREFIX}4194999-abc", tmp_path / f"{PREFIX}{os.getpid()}-abc"
    for folder in (gone, living):
        folder.mkdir()
        (folder / "rows.arrow").write_bytes(b"x")
    assert sweep(tmp_path) == 1
    assert not gone.exists() and living.exists()


LINES = st.lists(
    st.one_of(
        st.sampled_from([line.encode() for line in CSV.splitlines()[1:]]),
        st.sampled_from([b"", b",,", b"  ", b'"x",y,z', b"1,2", b"1,2,3,4", b"\xff", "李,二,三".encode("gb18030")]),
        st.binary(max_size=12).filter(lambda data: b"\n" not in data and b"\r" not in data and b'"' not in data),
    ),
    max_size=30,
)


def test_a_folder_named_from_where_one_stands_is_found_by_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "content.csv").write_text(CSV, encoding="utf-8")
    assert rows_of(parse(Path("work/content.csv"), WORDS, "", Path("work"))) == EXPECTED


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_every_line_is_a_row_or_put_aside_or_blank(lines: list[bytes]) -> None:
    """Rows and broken rows have different numbers, and every line that is not blank has one."""
    with tempfile.TemporaryDirectory() as name:
        content = b"\n".join([CSV.splitlines()[0].encode(), *lines]).replace(b"\0", b"0")
        try:
            text = in_process(Path(name), content)
        except Refused:
            return
    numbers = [row for row, _ in rows_of(text)] + [each.row for each in text.broken]
    assert len(numbers) == len(set(numbers)) == text.rows_read
    filled = {number for number, line in enumerate(lines, start=2) if line.strip(b" ,\t\x0b\x0c\x1c\x1d\x1e\x1f\x85")}
    assert filled <= set(numbers) | {number for number, line in enumerate(lines, start=2) if not _is_plain(line)}


def _is_plain(line: bytes) -> bool:
    """Whether blankness of the line is beyond doubt: exotic blanks count as blank to some and not to others."""
    return all(byte > 0x20 and byte != 0x7F for byte in line.replace(b" ", b"").replace(b"\t", b""))
