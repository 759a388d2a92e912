"""A city's own people file: read in whatever words it uses, refused in words where it is wrong."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from zengshou.concepts.people import People
from zengshou.concepts.problem import ProblemsFound
from zengshou.services.simulation.population import make_people
from zengshou.store.people_files.people_file import mapping_template, read_people, write_people

Rows = dict[str, list[object]]
ROWS: Rows = {
    "户号": ["B", "A", "A"],
    "编号": [3, 1, 2],
    "出生": ["1990/07", "1985-03-21", "201502"],
    "性别": ["女", "男", "1"],
    "住地": ["2", "1", "1"],
    "年工资": ["6", "12,0", None],
}
MAPPING = """
columns:
  household_id: 户号
  person_id: 编号
  birth_month: 出生
  sex: 性别
  residence: {from: 住地, values: {1: urban, 2: rural}}
  wage_monthly: {from: 年工资, unit: 万元/年, if_missing: 0}
  wage_monthly@2024: {from: 年工资, unit: 万元/年, factor: 0.5, if_missing: 0}
constants:
  hukou: rural
"""


def written(folder: Path, rows: Rows | None = None, mapping: str = MAPPING) -> tuple[Path, Path]:
    table, rules = folder / "people.csv", folder / "mapping.yaml"
    pl.DataFrame(rows or ROWS, strict=False).write_csv(table)
    rules.write_text(mapping, encoding="utf-8")
    return table, rules


def said(path: Path, mapping: Path | None = None) -> str:
    with pytest.raises(ProblemsFound) as caught:
        read_people(path, mapping)
    return str(caught.value)


def test_a_file_in_other_words_is_read_through_its_mapping(tmp_path: Path) -> None:
    people = read_people(*written(tmp_path))
    assert people.offsets.tolist() == [0, 2, 3]
    assert people.persons["person_id"].tolist() == [1, 2, 3]
    assert people.persons["birth_month"].tolist() == [1985 * 12 + 2, 2015 * 12 + 1, 1990 * 12 + 6]
    assert people.persons["sex"].tolist() == [0, 1, 1]
    assert people.households["residence"].tolist() == [0, 1]
    assert people.persons["wage_monthly"].tolist() == [100_000.0, 0.0, 5_000.0]
    assert people.persons["wage_monthly@2024"].tolist() == [50_000.0, 0.0, 2_500.0]
    assert people.persons["hukou"].tolist() == [1, 1, 1]
    assert not people.is_synthetic
    assert people.household_weight.tolist() == [1.0, 1.0]


def test_a_missing_column_is_named_with_the_nearest_one(tmp_path: Path) -> None:
    table, rules = written(tmp_path, mapping=MAPPING.replace("birth_month: 出生", "birth_month: 出生月"))
    assert "没有列“出生月”" in said(table, rules) and "出生" in said(table, rules)


def test_required_columns_that_nobody_brings_are_all_named(tmp_path: Path) -> None:
    table, _ = written(tmp_path)
    message = said(table)
    assert all(f"缺少必填列“{name}”" in message for name in ("household_id", "birth_month", "residence"))


def test_wrong_cells_of_several_columns_come_together(tmp_path: Path) -> None:
    wrong: Rows = {"性别": ["女", "男", "不详"], "出生": ["1990-13", "1985-03", "2015-02"], "weight": ["1", "-2", "-2"]}
    message = said(*written(tmp_path, {**ROWS, **wrong}))
    assert "不详" in message and "第 4 行" in message
    assert "1990-13" in message
    assert "权数不是正数" in message and "-2" in message


def test_doubled_persons_and_torn_households_are_refused(tmp_path: Path) -> None:
    doubled = said(*written(tmp_path, {**ROWS, "编号": [1, 1, 2]}))
    assert "1 个人员编号重复" in doubled
    torn = said(*written(tmp_path, {**ROWS, "住地": ["2", "1", "2"]}))
    assert "residence" in torn and "户内不一致" in torn


def test_an_empty_household_number_is_refused_with_its_row(tmp_path: Path) -> None:
    message = said(*written(tmp_path, {**ROWS, "户号": ["B", None, "A"]}))
    assert "为空" in message and "第 3 行" in message


def test_no_rows_no_file_and_rubbish_are_refused_in_words(tmp_path: Path) -> None:
    assert said(tmp_path / "nobody.csv")
    empty = tmp_path / "empty.csv"
    empty.write_text("household_id,birth_month,sex,residence\n", encoding="utf-8")
    assert "0 行" in said(empty) or "没有数据" in said(empty)
    rubbish = tmp_path / "rubbish.parquet"
    rubbish.write_bytes(b"not a parquet file")
    assert "parquet" in said(rubbish)


def test_gb18030_text_is_read(tmp_path: Path) -> None:
    table, rules = written(tmp_path)
    table.write_bytes(table.read_text(encoding="utf-8").encode("gb18030"))
    assert read_people(table, rules).person_count == 3


def test_faults_of_a_mapping_come_together(tmp_path: Path) -> None:
    wrong = """
columns:
  wage_montly: 年工资
  hukou: {from: 户口, values: {1: town}}
  bonus_yearly: {from: 奖金, unit: 两银子}
rows: {}
"""
    message = said(*written(tmp_path, mapping=wrong))
    assert "wage_monthly" in message and "town" in message and "两银子" in message and "rows" in message


def test_the_template_names_every_column_and_is_itself_a_mapping(tmp_path: Path) -> None:
    text = mapping_template()
    assert all(f"# {name}:" in text for name in ("birth_month", "wage_monthly", "residence", "weight"))
    assert "必填" in text and "male=男" in text
    one: Rows = {"household_id": [1], "birth_month": ["1990-01"], "sex": ["男"], "residence": ["城镇"]}
    table, rules = written(tmp_path, one)
    rules.write_text(text, encoding="utf-8")
    assert read_people(table, rules).person_count == 1


@pytest.mark.parametrize("kind", ["parquet", "csv"])
def test_people_written_are_read_back_the_same(tmp_path: Path, kind: str) -> None:
    people = make_people("example", 1_000, 5)
    path = tmp_path / f"people.{kind}"
    write_people(people, path)
    again = read_people(path)
    assert again.is_synthetic and again.source == people.source
    assert np.array_equal(again.offsets, people.offsets)
    _same(people, again)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def _same(people: People, again: People) -> None:
    for table, read in ((people.persons, again.persons), (people.households, again.households)):
        assert set(table) == set(read)
        for name, column in table.items():
            assert np.array_equal(column, read[name]), name


@pytest.mark.parametrize("suffix", ["dta", "sav"])
def test_stata_and_spss_files_are_read_with_the_labels_of_their_codes(tmp_path: Path, suffix: str) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    couple = {"household_id": [1, 1], "birth_month": ["1985-03", "1986-01"], "sex": [2.0, 1.0], "residence": [1, 1]}
    frame = pl.DataFrame(couple)
    path = tmp_path / f"people.{suffix}"
    write = pyreadstat.write_dta if suffix == "dta" else pyreadstat.write_sav
    write(frame, str(path), variable_value_labels={"sex": {1.0: "男", 2.0: "女"}, "residence": {1: "农村"}})
    people = read_people(path)
    assert people.persons["sex"].tolist() == [1, 0]
    assert people.households["residence"].tolist() == [1]


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    people = make_people("example", 1_000, 5)
    for path in (tmp_path / "people.docx", tmp_path / "nowhere" / "people.csv"):
        with pytest.raises(ProblemsFound):
            write_people(people, path)
    assert not list(tmp_path.iterdir())
