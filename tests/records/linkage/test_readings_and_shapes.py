"""Surnames are read as surnames, and characters that look alike compare equal."""

import polars as pl
import pytest

from zengshou.concepts.problem import ProblemsFound
from zengshou.records.linkage.readings import with_readings
from zengshou.records.linkage.shapes import representatives, shape
from zengshou.store.linkage_tables import name_tables

TABLES = name_tables()


@pytest.mark.parametrize(
    ("name", "surname", "sound"),
    [
        ("单田芳", "单", "shan tian fang"),
        ("仇和", "仇", "qiu he"),
        ("曾国藩", "曾", "zeng guo fan"),
        ("解缙", "解", "xie jin"),
        ("区伟", "区", "ou wei"),
        ("查良镛", "查", "zha liang yong"),
        ("尉迟恭", "尉迟", "yu chi gong"),
        ("万俟卨", "万俟", "mo qi xie"),
        ("欧阳修", "欧阳", "ou yang xiu"),
        ("欧阳", "欧", "ou yang"),  # two characters: a surname and a given name
        ("吕布", "吕", "lv bu"),
        ("李单", "李", "li dan"),  # 单 in a given name is dan
    ],
)
def test_a_name_sounds_as_it_is_read(name: str, surname: str, sound: str) -> None:
    found = with_readings(pl.DataFrame({"name": [name]}), TABLES).row(0, named=True)
    assert (found["surname"], found["sound"].strip()) == (surname, sound)


def test_a_missing_name_has_no_sound() -> None:
    found = with_readings(pl.DataFrame({"name": [None, "张三"]}), TABLES)
    assert found["sound"].to_list()[0] is None


def test_look_alikes_compare_equal_and_others_do_not() -> None:
    names = pl.DataFrame({"name": ["王未", "王末", "干己", "千已", "王本"]})
    found = names.select(shape(pl.col("name"), TABLES.similar)).to_series().to_list()
    assert found[0] == found[1] and found[2] == found[3] and found[4] != found[0]


def test_a_character_stands_in_one_group_of_look_alikes() -> None:
    assert representatives(TABLES.similar)["末"] == "未"
    with pytest.raises(ProblemsFound, match="“末”"):
        representatives(("未末", "末朱"))
