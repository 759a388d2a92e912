"""A seal is the same however its row is written, and another for every other row."""

from datetime import UTC, date, datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Column, Date, MetaData, String, Table

from zengshou.store.database.row_seals import SEAL, frame_seals, seal_of, with_seal
from zengshou.store.database.schema import JsonText
from zengshou.store.database.sqlite_check import in_chinese

ROWS = Table("made", MetaData(), Column("b", String), Column("a", BigInteger), Column("day", Date), Column(SEAL))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES = st.none() | st.integers(-(2**63), 2**63 - 1) | TEXTS | st.binary(max_size=6)


@given(st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | TEXTS, st.none() | st.dates())
def test_a_frame_a_row_and_what_a_database_gives_back_have_one_seal(
    a: int | None, b: str | None, day: date | None
) -> None:
    frame = pl.DataFrame({"a": [a], "b": [b], "day": [day]}, {"a": pl.Int64, "b": pl.String, "day": pl.Date})
    of_sqlite = seal_of("made", [a, b, day.isoformat() if day else None])
    assert of_sqlite == seal_of("made", [a, b, day]) == frame_seals(ROWS, frame)[0]
    assert with_seal(ROWS, {"b": b, "a": a, "day": day})[SEAL] == of_sqlite


@given(st.lists(VALUES, min_size=3, max_size=3), st.lists(VALUES, min_size=3, max_size=3))
def test_two_rows_have_one_seal_only_when_they_are_the_same(one: list[object], other: list[object]) -> None:
    assert (seal_of("made", one) == seal_of("made", other)) == (one == other)


def test_texts_numbers_and_nothing_are_told_apart() -> None:
    seals = {seal_of("made", [value]) for value in ("5", 5, 5.0, None, "", b"5", "1:5")}
    assert len(seals) == 7


def test_columns_that_a_row_does_not_name_are_empty() -> None:
    assert with_seal(ROWS, {"a": 1})[SEAL] == seal_of("made", [1, None, None])
    assert frame_seals(ROWS, pl.DataFrame({"a": [1]}))[0] == seal_of("made", [1, None, None])


def test_moments_and_json_are_sealed_as_sqlite_keeps_them() -> None:
    noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert seal_of("made", [noon]) == seal_of("made", ["2026-11-21 12:00:00.000000"])
    told = Table("told", MetaData(), Column("words", JsonText), Column(SEAL))
    assert with_seal(told, {"words": {"b": 1, "a": "户"}})[SEAL] == seal_of("told", ['{"a":"户","b":1}'])


def test_what_sqlite_finds_is_told_in_chinese() -> None:
    assert in_chinese("row 7 missing from index ix_person_area") == "索引 ix_person_area 缺第 7 行。"
    assert in_chinese("wrong # of entries in index ix_batch_state") == "索引 ix_batch_state 的条目数与表不符。"
    assert in_chinese("Page 9: never used") == "第 9 页不属于任何表。"
    assert in_chinese("database disk image is malformed") == "数据库文件损坏（页结构无法辨认）。"
    assert in_chinese("something new") == "something new"
