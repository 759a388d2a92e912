"""Opening the country package: cities by any of their names, and problems in words."""

import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.plan.lamp_rules import standard_rules
from zengshou.store.country import city, city_names, folders, has_file, lamp_rules, read_yaml
from zengshou.store.published_csv import parse_published

HEADER = "area,year,indicator,value,unit,source,confidence\n"
ROW = "cn.x.y,2020,gdp,100,亿元,某市统计局,high\n"


@pytest.mark.parametrize("name", ["yangjiang", "阳江市", "阳江", "cn.guangdong.yangjiang", "441700", "Yangjiang"])
def test_a_city_is_found_by_folder_chinese_name_area_or_code(name: str) -> None:
    assert city(name).key == "yangjiang"


def test_an_unknown_city_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ProblemsFound, match=r"没有城市“火星市”.*yangjiang（阳江市）"):
        city("火星市")


def test_all_cities_are_listed() -> None:
    assert {"example", "liaoyang", "yangjiang"} <= set(city_names())


def test_a_province_is_the_area_above_the_city() -> None:
    assert city("liaoyang").province_area == "cn.liaoning"


def test_a_missing_file_is_a_problem_with_its_path() -> None:
    with pytest.raises(ProblemsFound, match=r"national/nothing\.yaml"):
        read_yaml("national/nothing.yaml")
    assert folders("nowhere") == () and not has_file("cities/example/nothing.yaml")


def test_a_country_that_is_not_installed_is_a_problem_not_a_traceback() -> None:
    with pytest.raises(ProblemsFound, match="没有安装国家包"):
        city_names("zengshou_atlantis")


def test_a_city_without_lamp_rules_of_its_own_has_the_standard_ones() -> None:
    assert lamp_rules("example") == standard_rules()


def test_a_published_file_is_read_row_by_row() -> None:
    (figure,) = parse_published((HEADER + ROW).encode("utf-8-sig"), "x.csv")
    assert (figure.area, figure.year, figure.amount) == ("cn.x.y", 2020, 1e10)


def test_every_fault_of_a_published_file_is_told_with_its_row() -> None:
    rows = "cn.x.y,2024H1,gdp,1/2,亿元,,sure\n" + ROW + ROW
    with pytest.raises(ProblemsFound) as caught:
        parse_published((HEADER + rows).encode(), "x.csv")
    told = "\n".join(str(problem) for problem in caught.value.problems)
    assert "x.csv 第2行" in told and len(caught.value.problems) == 5
    assert all(word in told for word in ("2024H1", "1/2", "“source”为空", "sure", "有两行"))


@pytest.mark.parametrize("content", [b"", b"a,b\n", HEADER.encode(), "地区".encode("gb18030"), b"\xff\xfe\x00"])
def test_empty_foreign_and_headless_files_are_refused_in_words(content: bytes) -> None:
    with pytest.raises(ProblemsFound):
        parse_published(content, "x.csv")


def test_a_value_that_is_not_finite_is_no_number() -> None:
    with pytest.raises(ProblemsFound, match="不是一个数"):
        parse_published((HEADER + ROW.replace(",100,", ",nan,")).encode(), "x.csv")
