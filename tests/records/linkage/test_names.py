"""Names as people write them are compared as they are meant."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zengshou.records.linkage.names import cleaned_names
from zengshou.store.linkage_tables import name_frequencies, name_tables

TABLES, FREQUENT = name_tables(), name_frequencies()


def cleaned(*names: str | None) -> list[tuple[str | None, list[str] | None]]:
    found = cleaned_names(pl.Series(list(names), dtype=pl.String), TABLES)
    return list(found.select("name", "aliases").iter_rows())


@pytest.mark.parametrize(
    ("written", "name", "aliases"),
    [
        ("张伟", "张伟", None),
        (" 张　伟 ", "张伟", None),
        ("张伟A", "张伟", None),
        ("张伟２", "张伟", None),
        ("張偉", "张伟", None),
        ("萧红", "肖红", None),
        ("王芳女士", "王芳", None),
        ("李娜师傅", "李娜", None),
        ("户主张三", "张三", None),
        ("王主任", "王主任", None),  # two characters of a name must be left
        ("王伟主任", "王伟", None),
        ("王伟（又名王大伟、小伟）", "王伟", ["王大伟", "小伟"]),
        ("王伟(曾用名：王卫)", "王伟", ["王卫"]),
        ("王伟又名王卫", "王伟", ["王卫"]),
        ("王伟【小名狗蛋】", "王伟", ["狗蛋"]),
        ("王伟（王卫）", "王伟", ["王卫"]),
        ("王伟（女）", "王伟", None),
        ("（已故）王伟", "王伟", None),
        ("王伟（王伟）", "王伟", None),
        ("阿布都·买买提", "阿布都买买提", None),
        ("阿布都•买买提", "阿布都买买提", None),
        ("John  Smith", "JOHN SMITH", None),
        ("", None, None),
        (None, None, None),
        ("（ ）", None, None),
    ],
)
def test_a_name_is_what_is_left_without_titles_blanks_and_letters(
    written: str | None, name: str | None, aliases: list[str] | None
) -> None:
    assert cleaned(written) == [(name, aliases)]


def test_rows_keep_their_order_and_repeated_names_their_answers() -> None:
    assert [name for name, _ in cleaned("李四", "张三", "李四", None, "王五")] == ["李四", "张三", "李四", None, "王五"]


@st.composite
def plain_names(draw: st.DrawFn) -> str:
    surname = draw(st.sampled_from(sorted(FREQUENT.surnames)))
    return surname + draw(st.text(st.sampled_from(sorted(set(FREQUENT.male) - set("大小老"))), min_size=1, max_size=2))


@settings(deadline=None, max_examples=40)  # each builds the tables of a column anew
@given(plain_names())
def test_cleaning_a_clean_name_changes_nothing(name: str) -> None:
    once = cleaned(name)[0][0]
    assert once is not None and cleaned(once)[0][0] == once


@settings(deadline=None, max_examples=40)
@given(plain_names(), st.sampled_from(TABLES.suffixes), st.sampled_from([" ", "\u3000", "A", "7", "*"]))
def test_a_title_or_a_stray_sign_changes_nothing(name: str, title: str, sign: str) -> None:
    assert cleaned(name + title) == cleaned(name + sign) == cleaned(name)
