"""Files of users: every kind read alike, every fault named with its place."""

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pyreadstat
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.store import sheet_child
from zengshou.store.tables import read_table
from zengshou.store.text import decode

FRAME = pl.DataFrame({"收入": [1200.5, None, 30.0], "地区": ["城镇", "农村", None], "组": [2, 10, 2]})
CSV = "收入,地区,组\n1200.5,城镇,2\nNA,农村,10\n30,,2\n"


def write_csv(path: Path) -> None:
    path.write_text(CSV, encoding="utf-8")


def write_workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("收入", "地区", "组"), (1200.5, "城镇", 2), (None, "农村", 10), (30, None, 2)):
        sheet.append(row)
    book.save(path)


def write_stata(path: Path) -> None:
    pyreadstat.write_dta(FRAME, str(path), column_labels=["年收入", "", ""])


def write_spss(path: Path) -> None:
    pyreadstat.write_sav(FRAME, str(path), column_labels={"收入": "年收入"})


WRITERS: dict[str, Callable[[Path], None]] = {
    "a.csv": write_csv,
    "a.parquet": FRAME.write_parquet,
    "a.xlsx": write_workbook,
    "a.dta": write_stata,
    "a.sav": write_spss,
}


def problem_of(path: Path, columns: tuple[str, ...] | None = None) -> str:
    with pytest.raises(ProblemsFound) as caught:
        read_table(path, columns)
    return str(caught.value)


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_of_file_gives_the_same_columns(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"住户 {name}"
    WRITERS[name](file)
    found = read_table(file)
    assert found.names == ("收入", "地区", "组") and found.n == 3
    np.testing.assert_array_equal(found.numbers("收入"), [1200.5, np.nan, 30])
    places, place_names = found.groups("地区")
    assert place_names == ("农村", "城镇") and places.tolist() == [1, 0, -1]
    groups, group_names = found.groups("组")
    assert group_names == ("2", "10") and groups.tolist() == [0, 1, 0]
    assert read_table(file, ("组", "收入")).names == ("组", "收入")


@pytest.mark.parametrize("name", WRITERS)
def test_missing_columns_are_all_named_with_the_nearest(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    WRITERS[name](file)
    said = problem_of(file, ("收入", "收人", "weight"))
    assert "没有列“收人”" in said and "是否指“收入”" in said and "没有列“weight”" in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_is_read_in_every_encoding_of_the_ladder(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(CSV.encode(encoding))
    assert read_table(file).groups("地区")[1] == ("农村", "城镇")


def test_the_reader_says_in_which_encoding_and_with_which_separator_it_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(CSV.replace(",", ";").encode("gb18030"))
    assert read_table(file).notes == ("编码 gb18030", "分隔符 分号")


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\n1,\xff\xff\n")
    assert "UTF-8" in problem_of(file) and "GB18030" in problem_of(file)
    file.write_bytes(b"\xef\xbb\xbfa,b\n1,\xff\xff\n")
    assert "utf-8-sig" in problem_of(file)
    with pytest.raises(ProblemsFound):
        decode(b"\xff\xfea", "x")


def test_numbers_may_have_separators_and_full_width_digits(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('x,y\n"1,234.5",1\n１２３４,5\n－３．５,1\n 7 ,1\n1e3,1\n"12,345,678",1\n', encoding="utf-8")
    np.testing.assert_array_equal(read_table(file).numbers("x"), [1234.5, 1234, -3.5, 7, 1000, 12345678])


@pytest.mark.parametrize("cell", ["约3千", "3万", "1,23", "1.2.3", "inf", "--", "12a"])
def test_a_cell_that_is_no_number_is_named_with_its_row_and_text(cell: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'x,y\n1,1\n"{cell}",1\nNA,1\n', encoding="utf-8")
    table = read_table(file)
    with pytest.raises(ProblemsFound) as caught:
        table.numbers("x")
    first = caught.value.problems[0]
    assert f"“{cell}”" in first.found and "第 3 行" in first.where and "“x”" in first.where


def test_many_bad_cells_are_counted_and_not_all_printed(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x\n" + "坏\n" * 50, encoding="utf-8")
    with pytest.raises(ProblemsFound) as caught:
        read_table(file).numbers("x")
    assert len(caught.value.problems) == 6 and "50 个" in caught.value.problems[-1].found


def test_rows_in_a_workbook_are_numbered_as_the_workbook_shows_them(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ((), (), ("x",), (1,), ("约5",), (), ()):
        sheet.append(row)
    book.save(file)
    table = read_table(file)
    assert table.n == 2
    with pytest.raises(ProblemsFound, match="第 5 行"):
        table.numbers("x")


def test_labels_of_statistical_files_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.sav"
    frame = pl.DataFrame({"g": [1, 2, 1], "v": ["a", "b", "a"]})
    pyreadstat.write_sav(frame, str(file), column_labels={"g": "性别"}, variable_value_labels={"g": {1: "男", 2: "女"}})
    table = read_table(file)
    assert table.labels == {"g": "性别"}
    assert table.groups("g")[1] == ("男", "女")


def test_files_that_are_missing_empty_or_unknown_say_so(tmp_path: Path) -> None:
    empty, header, blank, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv", "d.pdf"))
    empty.write_bytes(b"")
    header.write_text("x,y\n", encoding="utf-8")
    blank.write_text("\n\n", encoding="utf-8")
    other.write_bytes(b"%PDF")
    assert "找不到" in problem_of(tmp_path / "none.csv")
    assert "0 字节" in problem_of(empty)
    assert "0 行" in problem_of(header)
    assert "没有内容" in problem_of(blank)
    assert "“.pdf”" in problem_of(other) and ".parquet" in problem_of(other)
    assert "目录" in problem_of(tmp_path)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.xls", "a.dta", "a.sav"])
@pytest.mark.parametrize("content", [b"junk", b"PK\x03\x04" + b"\0" * 100, b"PAR1....PAR1", b"$FL2" + b"\1" * 300])
def test_damaged_files_are_refused_with_problems_alone(name: str, content: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert str(file) in problem_of(file)


@pytest.mark.parametrize("name", ["a.parquet", "a.xlsx", "a.dta", "a.sav"])
def test_files_cut_off_in_the_middle_are_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    WRITERS[name](file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert problem_of(file)


def test_text_that_is_no_table_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    for text, words in (
        ("a,b\n1,2,3\n", "多出"),
        ('a,b\n"1,2\n3,4\n', "引号"),
        ("a,b\n1,\0\n", "二进制"),
        ("a,a\n1,2\n", "出现了 2 次"),
    ):
        file.write_text(text, encoding="utf-8")
        assert words in problem_of(file), text


def test_a_workbook_that_unpacks_to_far_more_than_it_weighs_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    assert "压缩炸弹" in problem_of(file)


def test_a_workbook_with_too_many_cells_never_harms_the_caller(tmp_path: Path) -> None:
    file = tmp_path / "far.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "x"
    sheet["XFD1048576"] = 1
    book.save(file)
    assert problem_of(file)


def test_the_reading_process_needs_nothing_of_ours(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    write_workbook(file)
    command = [sys.executable, "-I", str(Path(sheet_child.__file__)), str(file)]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
    assert said == "1\n收入,地区,组\n1200.5,城镇,2\n,农村,10\n30,,2\n"
