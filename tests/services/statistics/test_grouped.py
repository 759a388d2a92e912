"""A yearbook table measured: sizes and means of the table itself, one mean from outside, what cannot be measured."""

from pathlib import Path

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.services.statistics.grouped import GroupedRequest, grouped_json, measure_grouped
from zengshou.statistics.grouped.persons import Conversion

HEAD = "表5-24 城镇居民家庭五等分（2016年）,,,,,,单位：元、人\n指标,全体,第一组,第二组,第三组,第四组,第五组\n"
SIZES = "平均每户家庭人口（人）,3.18,3.74,3.46,2.81,3.12,2.83\n"
INCOME = "人均可支配收入,39656,16211,26081,36160,49279,76553\n"
NATION = "全国居民五等份人均可支配收入（2015年）,,,,,单位：元\n,低收入组,中等偏下组,中等收入组,中等偏上组,高收入组\n"


def csv_file(folder: Path, text: str) -> Path:
    file = folder / "五等份.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_sizes_in_the_table_turn_households_into_persons_and_the_residual_is_told(tmp_path: Path) -> None:
    (measured,) = measure_grouped(GroupedRequest(csv_file(tmp_path, HEAD + SIZES + INCOME))).measured
    persons = measured.figures.persons
    assert persons is not None and persons.conversion is Conversion.PRINTED_SIZES
    assert persons.residual == pytest.approx(-629, abs=0.5)
    assert measured.simple_ratio == pytest.approx(1.0303, abs=1e-4)


def test_without_sizes_the_figure_for_all_solves_the_tilt(tmp_path: Path) -> None:
    (measured,) = measure_grouped(GroupedRequest(csv_file(tmp_path, HEAD + INCOME))).measured
    assert measured.figures.persons is not None and measured.figures.persons.conversion is Conversion.TILT


def test_a_published_mean_may_be_given_where_the_table_has_none(tmp_path: Path) -> None:
    file = csv_file(tmp_path, NATION + "可支配收入,5221,11894,19320,29438,54544\n")
    (alone,) = measure_grouped(GroupedRequest(file)).measured
    assert alone.figures.bounds is None and "户均人口" in alone.figures.reason
    (given,) = measure_grouped(GroupedRequest(file, mean=21966, line=8000)).measured
    assert given.figures.ginis[0].value == pytest.approx(0.4215, abs=5e-5)
    assert len(given.figures.poverty) == 8


def test_one_mean_for_several_series_is_refused(tmp_path: Path) -> None:
    rows = "年份,低收入组,中等偏下组,中等收入组,中等偏上组,高收入组\n2015,1,2,3,4,5\n2016,2,3,4,5,6\n"
    file = csv_file(tmp_path, "全国居民人均可支配收入,,,,,单位：元\n" + rows)
    assert len(measure_grouped(GroupedRequest(file)).measured) == 2
    with pytest.raises(ProblemsFound, match="不知给谁"):
        measure_grouped(GroupedRequest(file, mean=3.0))


def test_a_table_without_income_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound, match="平均每户家庭人口"):
        measure_grouped(GroupedRequest(csv_file(tmp_path, HEAD + SIZES)))


def test_the_answer_as_json_counts_every_cell_and_carries_the_log(tmp_path: Path) -> None:
    answer = measure_grouped(GroupedRequest(csv_file(tmp_path, HEAD + SIZES + INCOME)))
    told = grouped_json(answer)
    cells = told["cells"]
    assert isinstance(cells, dict) and sum(cells.values()) == len(answer.table.cells)
    assert told["changes"] and told["unused"] == []
