"""合成数据: the labelled records are what they say."""

import numpy as np
import polars as pl
import pytest

from tests.records.linkage.side_by_side import TODAY
from zengshou.records.identity.id_number_columns import checked_id_numbers
from zengshou.records.linkage.labelled import MARK, labelled_records
from zengshou.records.linkage.labelled_errors import ErrorKind
from zengshou.store.linkage_tables import name_frequencies, name_tables


def made(persons: int, copies: int, province: str = "guangdong", seed: int = 1) -> pl.DataFrame:
    return labelled_records(
        persons, copies, name_frequencies(), name_tables(), np.random.default_rng(seed), province=province
    ).frame


@pytest.mark.parametrize(("province", "surname"), [("guangdong", "陈"), ("liaoning", "王")])
def test_the_first_surname_is_that_of_the_province(province: str, surname: str) -> None:
    names = made(20_000, 10, province).filter(pl.col("error") == "original")["name"]
    counts = names.str.slice(0, 1).value_counts(sort=True)
    assert counts["name"][0] == surname
    assert 0.05 < counts["count"][0] / names.len() < 0.15


def test_every_kind_of_error_occurs_and_originals_carry_valid_numbers_of_no_place() -> None:
    frame = made(6_000, 6_000)
    assert set(frame["error"]) == {"original", *(kind.value for kind in ErrorKind)}
    originals = frame.filter(pl.col("error") == "original")
    assert checked_id_numbers(originals["number"], today=TODAY, first_years=None)["ok"].all()
    assert originals["number"].str.starts_with("4499").all() and originals["number"].n_unique() == 6_000
    assert MARK == "合成数据" and all(kind.label for kind in ErrorKind)


def test_errors_of_numbers_break_the_check_digit_and_errors_of_names_leave_the_number() -> None:
    frame = made(3_000, 6_000)
    wrong = frame.filter(pl.col("error").is_in(["number_digit", "number_transposed"]) & pl.col("number").is_not_null())
    assert wrong.height > 50
    assert not checked_id_numbers(wrong["number"], today=TODAY, first_years=None)["ok"].any()
    right = frame.filter(pl.col("error") == "original").select("person", home="number")
    named = frame.filter(pl.col("error").is_in(["alias", "homophone", "title"]) & pl.col("number").is_not_null())
    assert named.join(right, on="person").select((pl.col("number") == pl.col("home")).all()).item()


def test_the_same_seed_makes_the_same_records() -> None:
    assert made(300, 200).equals(made(300, 200)) and not made(300, 200).equals(made(300, 200, seed=2))
