"""Degrees of agreement: each golden pair reaches the level that the specification gives it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.records.linkage.side_by_side import number, reached
from zengshou.records.linkage import areas, birth_levels, id_levels, name_levels
from zengshou.records.linkage.contact_levels import PHONES, SEXES
from zengshou.records.linkage.settings import COMPARISONS

RIGHT = number("44990119850315002")
OTHER = number("44990119850315004")


def test_names_are_compared_from_equal_to_different() -> None:
    golden = [
        ("张伟", "张伟", name_levels.SAME_WRITTEN),
        ("张伟", "张 伟先生", name_levels.SAME_NORMALISED),
        ("張偉", "张伟", name_levels.SAME_NORMALISED),
        ("张伟（又名张大伟）", "张大伟", name_levels.ALIAS),
        ("张伟（又名张大伟）", "张卫（曾用名张大伟）", name_levels.ALIAS),
        ("张伟", "章玮", name_levels.HOMOPHONE),
        ("单伟", "善伟", name_levels.HOMOPHONE),
        ("王未", "王末", name_levels.LOOK_ALIKE),
        ("张己未", "张已末", name_levels.SAME_SURNAME),  # two look-alikes are one too many
        ("张大伟", "张伟", name_levels.ONE_CHARACTER),
        ("张伟", "张伟明", name_levels.ONE_CHARACTER),
        ("大伟", "张大伟", name_levels.ONE_CHARACTER),  # the surname is left out
        ("张伟", "张敏", name_levels.SAME_SURNAME),
        ("欧阳伟", "欧伟", name_levels.DIFFERENT),
        ("张伟", "李敏", name_levels.DIFFERENT),
        ("张伟", "", "缺失"),
    ]
    pairs = [({"name": left, "number": RIGHT}, {"name": right, "number": RIGHT}) for left, right, _ in golden]
    assert reached(name_levels.NAMES, pairs) == [words for _, _, words in golden]
    swapped = [(right, left) for left, right in pairs]
    assert reached(name_levels.NAMES, swapped) == [words for _, _, words in golden]


def test_numbers_are_compared_with_their_check_digits() -> None:
    slip = RIGHT[:16] + "9" + RIGHT[17]
    turned = RIGHT[:9] + RIGHT[10] + RIGHT[9] + RIGHT[11:]
    golden = [
        (RIGHT, RIGHT, id_levels.SAME_NUMBER),
        (RIGHT.lower(), " " + RIGHT, id_levels.SAME_NUMBER),
        (RIGHT[:6] + RIGHT[8:17], RIGHT, id_levels.SAME_UPGRADED),
        (slip, RIGHT, id_levels.ONE_SLIP),
        (turned, RIGHT, id_levels.ONE_SLIP),
        (slip, slip, id_levels.SAME_INVALID),
        (RIGHT, RIGHT[:14] + "9990", id_levels.SAME_PLACE_AND_BIRTH),
        (RIGHT, OTHER, id_levels.BOTH_VALID),  # two digits apart and both valid: twins
        (RIGHT, "449902197001010000", id_levels.DIFFERENT),
        (RIGHT, "4499", "缺失"),
        ("", RIGHT, "缺失"),
    ]
    pairs = [({"name": "张伟", "number": left}, {"name": "张伟", "number": right}) for left, right, _ in golden]
    assert reached(id_levels.NUMBERS, pairs) == [words for _, _, words in golden]


@settings(deadline=None)
@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_makes_another_valid_number(place: int, step: int) -> None:
    slip = RIGHT[:place] + str((int(RIGHT[place]) + step) % 10) + RIGHT[place + 1 :]
    assert number(slip[:17]) != slip


def test_births_are_compared_as_dates_however_they_are_written() -> None:
    golden = [
        ("1985-03-15", "1985年3月15日", birth_levels.SAME),
        ("19850315", "1985/03/15", birth_levels.SAME),
        ("1985-03-15 00:00:00", "1985.03.15", birth_levels.SAME),
        ("1985-03-05", "1985-05-03", birth_levels.SWAPPED),
        ("1985-03-15", "1985-03-16", birth_levels.ONE_DIGIT),
        ("1985-03-15", "1975-03-15", birth_levels.ONE_DIGIT),
        ("1985-03-15", "1985-11-27", birth_levels.SAME_YEAR),
        ("1985-03-15", "1962-11-27", birth_levels.DIFFERENT),
        ("1985-03-15", "不详", "缺失"),
    ]
    pairs = [({"name": "张伟", "birth": left}, {"name": "张伟", "birth": right}) for left, right, _ in golden]
    assert reached(birth_levels.BIRTHS, pairs) == [words for _, _, words in golden]


def test_a_valid_number_stands_in_for_a_missing_birth_date() -> None:
    pair = ({"name": "张伟", "number": RIGHT}, {"name": "张伟", "birth": "1985-03-15"})
    assert reached(birth_levels.BIRTHS, [pair]) == [birth_levels.SAME]


def test_areas_are_compared_by_their_digits() -> None:
    golden = [
        ("449901101001", "449901101001", areas.SAME_VILLAGE),
        ("449901101001", "449901101002", areas.SAME_TOWN),
        ("449901101001", "449901101000", areas.SAME_TOWN),  # one says no village
        ("449901101001", "449901102001", areas.SAME_COUNTY),
        ("449901101001", "449901", areas.SAME_COUNTY),
        ("449901101001", "449902101001", areas.SAME_CITY),
        ("449901101001", "210101101001", areas.DIFFERENT),
        ("449901101001", "", "缺失"),
    ]
    pairs = [({"name": "张伟", "area": left}, {"name": "张伟", "area": right}) for left, right, _ in golden]
    assert reached(areas.AREAS, pairs) == [words for _, _, words in golden]


def test_areas_without_codes_are_compared_by_the_words_of_the_address() -> None:
    full = "甲省示例市东山县河口镇上游村委会三组12号"
    golden = [
        ("示例市东山县河口镇上游村委会", areas.SAME_VILLAGE),
        ("东山县河口镇下游村委会", areas.SAME_TOWN),
        ("甲省 示例市 东山县 城关镇", areas.SAME_COUNTY),
        ("示例市西区中心街道和平社区", areas.SAME_CITY),
        ("东山县", areas.SAME_COUNTY),
        ("乙省别处市南县某乡某村", areas.DIFFERENT),
    ]
    pairs = [({"name": "张伟", "address": full}, {"name": "张伟", "address": other}) for other, _ in golden]
    assert reached(areas.AREAS, pairs) == [words for _, words in golden]


def test_telephones_and_sexes_are_compared_as_meant() -> None:
    pairs = [({"name": "张伟", "phone": "+86 100-1234-5678"}, {"name": "张伟", "phone": "10012345678"})]
    assert reached(PHONES, pairs) == ["电话相同"]
    pairs = [({"name": "张伟", "sex": "男"}, {"name": "张伟", "number": RIGHT})]  # digit 17 is even: female
    assert reached(SEXES, pairs) == ["性别不同"]


@pytest.mark.parametrize("comparison", COMPARISONS)
def test_priors_of_every_comparison_are_shares_and_its_last_level_takes_the_rest(comparison: object) -> None:
    levels = comparison.levels  # type: ignore[attr-defined]
    assert levels[-1].sql == "ELSE"
    assert sum(level.m for level in levels) == pytest.approx(1, abs=0.02)
    assert sum(level.u for level in levels) == pytest.approx(1, abs=0.2)


def test_a_county_level_city_is_known_with_and_without_the_city_above_it() -> None:
    pair = ({"name": "张伟", "address": "示例市春山市河口街道"}, {"name": "张伟", "address": "春山市城北街道"})
    assert reached(areas.AREAS, [pair]) == [areas.SAME_COUNTY]
