"""Two files of any layout: columns are recognised and said back, pairs are written for people and programs."""

from datetime import date
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.linkage.labelled import labelled_records
from zengshou.services.records.linking.link_columns import detected_columns, mapped_columns
from zengshou.services.records.linking.link_files import LinkedFiles, LinkRequest, link_files
from zengshou.services.records.linking.link_pairs import link_json, pair_rows, summary_rows, write_pairs
from zengshou.services.records.linking.review_workbook import FIRST_ROW, write_review
from zengshou.store.linkage_tables import name_frequencies, name_tables
from zengshou.store.tables import read_table

TODAY = date(2026, 11, 21)
OURS = {
    "name": "姓名",
    "number": "身份证号码",
    "birth": "出生日期",
    "sex": "性别",
    "address": "家庭住址",
    "phone": "联系电话",
}
THEIRS = {
    "name": "申请人姓名",
    "number": "证件号",
    "birth": "生日",
    "sex": "性别",
    "address": "现住址",
    "phone": "手机",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """合成数据: a register and an application list, each person once in each."""
    place = tmp_path_factory.mktemp("link")
    made = labelled_records(500, 400, name_frequencies(), name_tables(), np.random.default_rng(4)).frame
    is_original = pl.col("error") == "original"
    made.filter(is_original).select(pl.col(ours).alias(name) for ours, name in OURS.items()).write_csv(place / "a.csv")
    copies = made.filter(~is_original).unique("person", maintain_order=True)
    copies.select(pl.col(ours).alias(name) for ours, name in THEIRS.items()).write_csv(place / "b.csv")
    return place


@pytest.fixture(scope="module")
def found(folder: Path) -> LinkedFiles:
    return link_files(LinkRequest(folder / "a.csv", folder / "b.csv", None, TODAY), lambda share, words: None)


def test_columns_are_recognised_by_their_headers_and_said_back(found: LinkedFiles) -> None:
    assert found.columns[0].columns == OURS and found.columns[1].columns == THEIRS
    assert "姓名←“申请人姓名”" in found.columns[1].in_words() and "没有：区划代码" in found.columns[1].in_words()


def test_most_of_the_list_is_found_in_the_register(found: LinkedFiles) -> None:
    assert found.linked_pairs >= 0.85 * found.tables[1].n
    assert found.persons == 500 + found.tables[1].n - found.linked_pairs


def test_pairs_stand_side_by_side_with_rows_as_the_files_show_them(found: LinkedFiles, folder: Path) -> None:
    first = pair_rows(found).row(0, named=True)
    assert first["甲：文件"] == "a.csv" and first["乙：文件"] == "b.csv" and first["判定"] == "自动关联"
    line = (folder / "a.csv").read_text(encoding="utf-8").splitlines()[first["甲：行"] - 1]
    assert line.startswith(first["甲：姓名"])
    write_pairs(found, folder / "pairs.csv")
    written = read_table(folder / "pairs.csv")
    assert written.n == found.linked_pairs + found.review_pairs and "比较：姓名" in written.names


def test_the_workbook_for_review_marks_what_differs_and_offers_verdicts(found: LinkedFiles, folder: Path) -> None:
    written = write_review(found, folder / "review.xlsx")
    assert written == found.review_pairs > 0
    sheet = openpyxl.load_workbook(folder / "review.xlsx").active
    heads = [cell.value for cell in sheet[FIRST_ROW - 1]]
    assert heads[0] == "序号" and heads[-2:] == ["结论", "复核人"]
    assert sheet.max_row == FIRST_ROW - 1 + 2 * written
    assert sheet.cell(FIRST_ROW, heads.index("身份号码") + 1).data_type in ("s", "n")
    assert sheet.data_validations.dataValidation[0].formula1 == '"同一人,不是同一人,待查"'
    differing = [
        cell for row in sheet.iter_rows(min_row=FIRST_ROW) for cell in row if cell.fill.fgColor.rgb == "00FFE3B3"
    ]
    assert differing


def test_the_summary_and_the_json_say_the_same(found: LinkedFiles) -> None:
    told, answer = dict(summary_rows(found)), link_json(found)
    assert told["待人工复核"] == f"{answer['review']:,} 对"
    assert answer["records"] == [500, found.tables[1].n]
    pairs = answer["pairs"]
    assert isinstance(pairs, list) and len(pairs) == found.linked_pairs + found.review_pairs


def test_one_file_is_searched_for_repeats(folder: Path) -> None:
    twice = (folder / "a.csv").read_text(encoding="utf-8").splitlines()
    (folder / "twice.csv").write_text("\n".join([*twice, *twice[1:4]]) + "\n", encoding="utf-8")
    found = link_files(LinkRequest(folder / "twice.csv", None, None, TODAY), lambda share, words: None)
    assert found.linkage.copies.height == 3 and found.persons == 500
    same = pair_rows(found).filter(pl.col("理由") == "各项完全相同")
    assert same.select("甲：行", "乙：行").rows() == [(2, 502), (3, 503), (4, 504)]


def test_a_mapping_file_names_columns_for_both_files_or_apart(folder: Path) -> None:
    both = "\n".join(
        ["a:", *(f"  {k}: {v}" for k, v in OURS.items()), "b:", *(f"  {k}: {v}" for k, v in THEIRS.items())]
    )
    (folder / "map.yaml").write_text(both, encoding="utf-8")
    first = mapped_columns(folder / "map.yaml", read_table(folder / "a.csv"), "a")
    second = mapped_columns(folder / "map.yaml", read_table(folder / "b.csv"), "b")
    assert not first.is_detected and (first.columns, second.columns) == (OURS, THEIRS)


def test_every_fault_of_a_mapping_is_named_at_once(folder: Path) -> None:
    (folder / "wrong.yaml").write_text("name: 姓\nnick: 小名\n", encoding="utf-8")
    with pytest.raises(ProblemsFound) as error:
        link_files(LinkRequest(folder / "a.csv", None, folder / "wrong.yaml", TODAY), lambda share, words: None)
    assert "不认识的键“nick”" in str(error.value) and "没有列“姓”" in str(error.value)


def test_a_file_without_name_and_number_is_refused_with_its_columns(folder: Path) -> None:
    (folder / "none.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    with pytest.raises(ProblemsFound, match="认不出姓名或身份号码"):
        detected_columns(read_table(folder / "none.csv"))
